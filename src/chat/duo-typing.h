/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-session.h"

G_BEGIN_DECLS

#define DUO_TYPE_TYPING (duo_typing_get_type ())

/* Who is typing, both ways, as far as both sides allow it.  Owned by a
 * DuoConversation; main thread.  Property "is-friend-typing" (boolean). */
G_DECLARE_FINAL_TYPE (DuoTyping, duo_typing, DUO, TYPING, GObject)

DuoTyping *duo_typing_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* A joined session, or NULL. */
void     duo_typing_attach               (DuoTyping  *self,
                                          DuoSession *session);
/* Call it with every key; the friend is told rarely. */
void     duo_typing_set_mine             (DuoTyping  *self,
                                          gboolean    is_typing);
gboolean duo_typing_get_is_friend_typing (DuoTyping  *self);
/* What came shows that the friend does so no more. */
void     duo_typing_end_friends          (DuoTyping  *self);

G_END_DECLS
