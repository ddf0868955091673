/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-history.h"
#include "duo-session.h"

G_BEGIN_DECLS

/* The sending half of a DuoCourier between Duologues: a window over the outbox.
 * Between two sessions it remembers nothing: a session begins with the friend's
 * receipt, and the outbox has all that it does not name.  Main thread. */
typedef struct _DuoSender DuoSender;

DuoSender *duo_sender_new  (DuoHistory *history) G_GNUC_WARN_UNUSED_RESULT;
void       duo_sender_free (DuoSender  *self);

/* A joined session between Duologues, or NULL. */
void     duo_sender_attach       (DuoSender   *self,
                                  DuoSession  *session);
/* Keeps ITEM until it has arrived; MESSAGE is the id of the message that it is, or 0. */
gboolean duo_sender_queue        (DuoSender   *self,
                                  GBytes      *item,
                                  gint64       message,
                                  GError     **error);
void     duo_sender_take_receipt (DuoSender   *self,
                                  guint64      stored,
                                  guint64      seen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoSender, duo_sender_free)

G_END_DECLS
