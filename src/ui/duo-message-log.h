/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-marks.h"
#include "duo-message.h"

G_BEGIN_DECLS

#define DUO_TYPE_MESSAGE_LOG (duo_message_log_get_type ())

/* Everything said, row by row, newest at the bottom.  It stays at the bottom while
 * the person has not scrolled away; the arrows walk from message to message.
 * Property: n-marked (uint, read-only). */
G_DECLARE_FINAL_TYPE (DuoMessageLog, duo_message_log, DUO, MESSAGE_LOG, GtkWidget)

/* MODEL is of DuoMessage; nullable. */
void        duo_message_log_set_model          (DuoMessageLog  *self,
                                                GListModel     *model);
/* (nullable) (transfer none): what the person has marked. */
DuoMarks   *duo_message_log_get_marks          (DuoMessageLog  *self);
/* What was appended is shown now, and the log goes to it. */
void        duo_message_log_scroll_to_end      (DuoMessageLog  *self);
/* Brings the row to the middle, and the focus to it if TAKES_FOCUS. */
void        duo_message_log_scroll_to          (DuoMessageLog  *self,
                                                guint           position,
                                                gboolean        takes_focus);
/* Marks NEEDLE in every message, and the message ID as the one that was gone to; NULL and
 * 0: none. */
void        duo_message_log_set_found          (DuoMessageLog  *self,
                                                const char     *needle,
                                                gint64          id);
/* (transfer none) (nullable): the message whose row has the focus. */
DuoMessage *duo_message_log_get_focused        (DuoMessageLog  *self);
/* Whether it is told how far my messages have come. */
void        duo_message_log_set_tells_delivery (DuoMessageLog  *self,
                                                gboolean        tells_delivery);
/* The row of MESSAGE and its position, if it is near what is in sight. */
gboolean    duo_message_log_find_row           (DuoMessageLog  *self,
                                                DuoMessage     *message,
                                                GtkWidget     **out_row,
                                                guint          *out_position);
/* (transfer none) (nullable): whose row is at this point of the log. */
DuoMessage *duo_message_log_pick               (DuoMessageLog  *self,
                                                double          x,
                                                double          y);

G_END_DECLS
