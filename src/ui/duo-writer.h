/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-conversation.h"

G_BEGIN_DECLS

#define DUO_TYPE_WRITER (duo_writer_get_type ())

/* Where the next message is written: the composer, above it what is replied to or
 * edited.  What is written and not sent is the draft of the conversation, and kept
 * with it.  Tells the friend that the person is typing.
 *
 * Property: can-send (boolean, read-only).  Signals: "told" (string): why something
 * was not done; "sent". */
G_DECLARE_FINAL_TYPE (DuoWriter, duo_writer, DUO, WRITER, GtkWidget)

void     duo_writer_set_conversation (DuoWriter       *self,
                                      DuoConversation *conversation);
/* Sends what is written, or says why not and leaves it there. */
void     duo_writer_send             (DuoWriter       *self);
/* Whether Send makes sense: somebody will get it, and something is written. */
gboolean duo_writer_can_send         (DuoWriter       *self);
/* Whether nothing is written. */
gboolean duo_writer_is_blank         (DuoWriter       *self);

/* What is written next answers the message ID … */
void     duo_writer_reply (DuoWriter *self,
                           gint64     id);
/* … or stands in its place. */
void     duo_writer_edit  (DuoWriter *self,
                           gint64     id);
/* Neither; FALSE when it was so already. */
gboolean duo_writer_leave (DuoWriter *self);

G_END_DECLS
