/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-message.h"
#include "duo-size-cache.h"

G_BEGIN_DECLS

#define DUO_TYPE_MESSAGE_ROW (duo_message_row_get_type ())

/* One message or notice of a conversation, with the day above it where one begins,
 * what it replies to, reactions, and how far it has come.  It follows the message.
 * Its buttons activate the actions of DuoMessageActions. */
G_DECLARE_FINAL_TYPE (DuoMessageRow, duo_message_row, DUO, MESSAGE_ROW, GtkWidget)

GtkWidget *duo_message_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Remembers and looks up sizes in SIZES. */
void duo_message_row_set_sizes (DuoMessageRow *self,
                                DuoSizeCache  *sizes);

/* PREVIOUS (nullable) is the message above; MESSAGE NULL empties the row. */
void        duo_message_row_set_message (DuoMessageRow *self,
                                         DuoMessage    *message,
                                         DuoMessage    *previous);
/* (nullable) (transfer none) */
DuoMessage *duo_message_row_get_message (DuoMessageRow *self);
/* Marks NEEDLE (nullable) in the text; IS_FOUND: this is the message that was gone to. */
void        duo_message_row_set_found   (DuoMessageRow *self,
                                         const char    *needle,
                                         gboolean       is_found);

/* What the message replies to, if it is a reply; QUOTED NULL: it is not there any more. */
void  duo_message_row_set_quoted         (DuoMessageRow *self,
                                          DuoMessage    *quoted);
/* NEXT (nullable) is the message below. */
void  duo_message_row_set_next           (DuoMessageRow *self,
                                          DuoMessage    *next);
/* Whether it is told how far a message of mine has come; a failure always is. */
void  duo_message_row_set_tells_delivery (DuoMessageRow *self,
                                          gboolean       tells_delivery);
/* (nullable): what the person has selected of the text. */
char *duo_message_row_dup_selected_text  (DuoMessageRow *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
