/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-conversation.h"
#include "duo-message-log.h"

G_BEGIN_DECLS

#define DUO_TYPE_MESSAGE_ACTIONS (duo_message_actions_get_type ())

/* What a person does with messages that are there: the actions "message.…", for the
 * menu of a message, the buttons in its row, the bar for marked ones and the keys.
 * Those of one message take its id (int64), react an emoji as well (xs).
 *
 * Signals: "reply" and "edit" (gint64 id); "told" (string): what went wrong; "deleted"
 * (uint n, uint n_cancelled): so many are out of sight, and can be brought back with
 * duo_message_actions_undo () until duo_message_actions_forget ().
 * Made and owned by a DuoChatPane. */
G_DECLARE_FINAL_TYPE (DuoMessageActions, duo_message_actions, DUO, MESSAGE_ACTIONS, GObject)

/* OWNER and LOG outlive it. */
DuoMessageActions *duo_message_actions_new (GtkWidget       *owner,
                                            DuoMessageLog   *log,
                                            DuoConversation *conversation) G_GNUC_WARN_UNUSED_RESULT;

/* Brings back what was deleted last. */
void duo_message_actions_undo   (DuoMessageActions *self);
/* It is deleted for good. */
void duo_message_actions_forget (DuoMessageActions *self);

G_END_DECLS
