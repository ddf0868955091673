/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-message.h"

G_BEGIN_DECLS

/* Small widgets of a DuoMessageRow, which makes them when a message needs them.  Their
 * buttons activate the actions of DuoMessageActions. */

/* What the message replies to; a click goes there. */
GtkWidget *duo_message_quote_new  (void) G_GNUC_WARN_UNUSED_RESULT;
/* QUOTED (nullable): NULL when it is not there any more. */
void       duo_message_quote_show (GtkWidget  *quote,
                                   DuoMessage *message,
                                   DuoMessage *quoted);

/* That the message was not delivered, and Retry. */
GtkWidget *duo_message_failure_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void       duo_message_failure_show (GtkWidget  *failure,
                                     DuoMessage *message);

/* A picture of how far it has come, with the word for it. */
GtkWidget *duo_message_status_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void       duo_message_status_show (GtkWidget   *status,
                                    DuoDelivery  delivery);

G_END_DECLS
