/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "duo-conversation.h"

G_BEGIN_DECLS

#define DUO_TYPE_CHAT_PANE (duo_chat_pane_get_type ())

/* What was said, and where to say more.  Properties: conversation; is-small
 * (boolean): there is little room; offers-signals (boolean): the signalling pane
 * is away, so the empty chat leads there; can-send (boolean, read-only). */
G_DECLARE_FINAL_TYPE (DuoChatPane, duo_chat_pane, DUO, CHAT_PANE, GtkWidget)

void     duo_chat_pane_set_conversation (DuoChatPane     *self,
                                         DuoConversation *conversation);
/* Sends what is written, or says why not and leaves it there. */
void     duo_chat_pane_send             (DuoChatPane     *self);
/* Whether Send makes sense: connected, and something is written. */
gboolean duo_chat_pane_can_send         (DuoChatPane     *self);
/* Shows TEXT for a moment, where it covers nothing that is needed. */
void     duo_chat_pane_tell             (DuoChatPane     *self,
                                         const char      *text);
/* TOAST (transfer full), in the same place. */
void     duo_chat_pane_add_toast        (DuoChatPane     *self,
                                         AdwToast        *toast);
/* Whether nothing is written. */
gboolean duo_chat_pane_is_blank         (DuoChatPane     *self);
/* Puts the focus where the next message is written. */
void     duo_chat_pane_focus_entry      (DuoChatPane     *self);
/* Its parts, for F6: what finds, what was said, where it is written. */
void     duo_chat_pane_get_panes        (DuoChatPane     *self,
                                         GtkWidget       *panes[3]);
/* What can be done here to MAP, that of the window. */
void     duo_chat_pane_add_actions      (DuoChatPane     *self,
                                         GActionMap      *map);

G_END_DECLS
