/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-message.h"

G_BEGIN_DECLS

#define DUO_TYPE_MESSAGE_ROW (duo_message_row_get_type ())

/* One message or notice of a conversation, with the day above it where one begins. */
G_DECLARE_FINAL_TYPE (DuoMessageRow, duo_message_row, DUO, MESSAGE_ROW, GtkWidget)

GtkWidget *duo_message_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* PREVIOUS (nullable) is the message above; MESSAGE NULL empties the row. */
void duo_message_row_set_message (DuoMessageRow *self,
                                  DuoMessage    *message,
                                  DuoMessage    *previous);

G_END_DECLS
