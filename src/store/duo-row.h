/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <sqlite3.h>

#include "duo-record.h"

G_BEGIN_DECLS

/* From rows to values and back.  A row is hostile until it was read here: the file
 * may be damaged, or somebody else's. */

/* In the order in which duo_row_read_…() expects them. */
#define DUO_ROW_MESSAGE                                                                                  \
  "id, conversation, kind, seq, notice, amount, has_failed, sent_at, kept_at, edited_at, text, author, " \
  "my_reaction, their_reaction, reply_is_to_mine, reply_to_seq"
#define DUO_ROW_CONVERSATION \
  "id, title, secret, made_at, last_at, next_seq, received_seq, confirmed_seq, seen_seq, read_seq, draft"

/* NULL when the row is not one of ours. */
DuoRecord             *duo_row_read_message      (sqlite3_stmt *row) G_GNUC_WARN_UNUSED_RESULT;
DuoStoredConversation *duo_row_read_conversation (sqlite3_stmt *row) G_GNUC_WARN_UNUSED_RESULT;

/* Whether it would be read again; nothing else is written. */
gboolean duo_row_check_message      (const DuoRecord              *record,
                                     GError                      **error);
gboolean duo_row_check_conversation (const DuoStoredConversation  *conversation,
                                     GError                      **error);

/* Ids of messages and of outbox entries have their conversation's in the upper
 * half.  Conversations have 31 bits. */
#define DUO_ROW_ID(conversation, n) ((gint64) (((guint64) (conversation) << 32) | (guint32) (n)))
#define DUO_ROW_CONVERSATION_OF(id) ((gint64) ((guint64) (id) >> 32))
#define DUO_ROW_N_OF(id) ((guint32) (id))

G_END_DECLS
