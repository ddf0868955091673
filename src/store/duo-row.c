/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-row.h"

#include <string.h>

#include "duo-limits.h"
#include "duo-store-error.h"
#include "duo-text.h"

/* A name has so many characters, of at most 4 bytes. */
#define NAME_MAX_BYTES (DUO_NAME_MAX_CHARS * 4)

/* -- Reading ------------------------------------------------------------------- */

static gboolean
read_number (sqlite3_stmt *row,
             int           column,
             gint64        min,
             gint64        max,
             gint64       *out)
{
  gint64 number;

  if (sqlite3_column_type (row, column) != SQLITE_INTEGER)
    return FALSE;
  number = sqlite3_column_int64 (row, column);
  if (number < min || number > max)
    return FALSE;
  *out = number;

  return TRUE;
}

static gboolean
read_boolean (sqlite3_stmt *row,
              int           column,
              gboolean     *out)
{
  gint64 number;

  if (!read_number (row, column, 0, 1, &number))
    return FALSE;
  *out = (gboolean) number;

  return TRUE;
}

static gboolean
read_seq (sqlite3_stmt *row,
          int           column,
          guint64      *out)
{
  gint64 number;

  if (!read_number (row, column, 0, DUO_SEQ_MAX, &number))
    return FALSE;
  *out = (guint64) number;

  return TRUE;
}

/* A NULL stands for 0, and nothing else does: see DUO_SEQ (). */
static gboolean
read_optional_seq (sqlite3_stmt *row,
                   int           column,
                   guint64      *out)
{
  *out = 0;

  return sqlite3_column_type (row, column) == SQLITE_NULL || (read_seq (row, column, out) && *out != 0);
}

static gboolean
read_text (sqlite3_stmt  *row,
           int            column,
           gsize          max_bytes,
           char         **out)
{
  const char *text;
  gsize length;

  if (sqlite3_column_type (row, column) != SQLITE_TEXT)
    return FALSE;
  text = (const char *) sqlite3_column_text (row, column);
  length = (gsize) sqlite3_column_bytes (row, column);
  if (text == NULL || !duo_text_is_valid (text, length, max_bytes))
    return FALSE;
  *out = g_strndup (text, length);

  return TRUE;
}

/* *OUT stays NULL for NULL. */
static gboolean
read_optional_text (sqlite3_stmt  *row,
                    int            column,
                    gsize          max_bytes,
                    char         **out)
{
  return sqlite3_column_type (row, column) == SQLITE_NULL || read_text (row, column, max_bytes, out);
}

static gboolean
read_id (sqlite3_stmt *row,
         DuoRecord    *record)
{
  return read_number (row, 0, 1, G_MAXINT64, &record->id) &&
         read_number (row, 1, 1, G_MAXINT32, &record->conversation) &&
         DUO_ROW_CONVERSATION_OF (record->id) == record->conversation;
}

static gboolean
read_kind (sqlite3_stmt *row,
           DuoRecord    *record)
{
  gint64 kind;
  gint64 notice;

  if (!read_number (row, 2, DUO_MESSAGE_MINE, DUO_MESSAGE_NOTICE, &kind) ||
      !read_number (row, 4, DUO_NOTICE_NONE, DUO_NOTICE_RETURNED, &notice) ||
      (kind == DUO_MESSAGE_NOTICE) != (notice != DUO_NOTICE_NONE))
    return FALSE;
  record->kind = (DuoMessageKind) kind;
  record->notice = (DuoNotice) notice;

  return TRUE;
}

DuoRecord *
duo_row_read_message (sqlite3_stmt *row)
{
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_NOTICE, "", 0);

  g_clear_pointer (&record->text, g_free);
  if (!read_id (row, record) || !read_kind (row, record) || !read_optional_seq (row, 3, &record->seq) ||
      !read_number (row, 5, G_MININT64, G_MAXINT64, &record->amount) ||
      !read_boolean (row, 6, &record->has_failed) ||
      !read_number (row, 7, 0, G_MAXINT64, &record->sent_at_us) ||
      !read_number (row, 8, 0, G_MAXINT64, &record->kept_at_us) ||
      !read_number (row, 9, 0, G_MAXINT64, &record->edited_at_us) ||
      !read_text (row, 10, DUO_TEXT_MAX_BYTES, &record->text) ||
      !read_optional_text (row, 11, NAME_MAX_BYTES, &record->author) ||
      !read_optional_text (row, 12, DUO_REACTION_MAX_BYTES, &record->my_reaction) ||
      !read_optional_text (row, 13, DUO_REACTION_MAX_BYTES, &record->their_reaction) ||
      !read_boolean (row, 14, &record->reply_is_to_mine) || !read_seq (row, 15, &record->reply_to_seq))
    return NULL;

  return g_steal_pointer (&record);
}

static gboolean
read_secret (sqlite3_stmt          *row,
             DuoStoredConversation *conversation)
{
  gconstpointer secret;

  if (sqlite3_column_type (row, 2) == SQLITE_NULL)
    return TRUE;
  secret = sqlite3_column_type (row, 2) == SQLITE_BLOB ? sqlite3_column_blob (row, 2) : NULL;
  if (secret == NULL || sqlite3_column_bytes (row, 2) != DUO_STORE_SECRET_BYTES)
    return FALSE;
  memcpy (conversation->secret, secret, DUO_STORE_SECRET_BYTES);
  conversation->has_secret = TRUE;

  return TRUE;
}

DuoStoredConversation *
duo_row_read_conversation (sqlite3_stmt *row)
{
  g_autoptr (DuoStoredConversation) self = g_new0 (DuoStoredConversation, 1);

  if (!read_number (row, 0, 1, G_MAXINT32, &self->id) ||
      !read_optional_text (row, 1, NAME_MAX_BYTES, &self->title) || !read_secret (row, self) ||
      !read_number (row, 3, 0, G_MAXINT64, &self->made_at_us) ||
      !read_number (row, 4, 0, G_MAXINT64, &self->last_at_us) || !read_seq (row, 5, &self->next_seq) ||
      self->next_seq == 0 || !read_seq (row, 6, &self->received_seq) ||
      !read_seq (row, 7, &self->confirmed_seq) || !read_seq (row, 8, &self->seen_seq) ||
      !read_seq (row, 9, &self->read_seq) ||
      !read_optional_text (row, 10, DUO_TEXT_MAX_BYTES, &self->draft))
    return NULL;

  return g_steal_pointer (&self);
}

/* -- Writing ------------------------------------------------------------------- */

static gboolean
refuse (const char  *what,
        GError     **error)
{
  g_set_error_literal (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED, what);

  return FALSE;
}

static gboolean
is_text (const char *text,
         gsize       max_bytes)
{
  return text == NULL || duo_text_is_valid (text, strlen (text), max_bytes);
}

static gboolean
is_notice (const DuoRecord *record)
{
  if (record->kind != DUO_MESSAGE_NOTICE)
    return record->notice == DUO_NOTICE_NONE;

  return record->notice > DUO_NOTICE_NONE && record->notice <= DUO_NOTICE_RETURNED;
}

gboolean
duo_row_check_message (const DuoRecord  *record,
                       GError          **error)
{
  if ((guint) record->kind > DUO_MESSAGE_NOTICE || !is_notice (record))
    return refuse ("a message of no known kind", error);
  if (record->text == NULL || !is_text (record->text, DUO_TEXT_MAX_BYTES) ||
      !is_text (record->author, NAME_MAX_BYTES) || !is_text (record->my_reaction, DUO_REACTION_MAX_BYTES) ||
      !is_text (record->their_reaction, DUO_REACTION_MAX_BYTES))
    return refuse ("a message with a text that is too long or not valid", error);
  if (record->sent_at_us < 0 || record->kept_at_us < 0 || record->edited_at_us < 0)
    return refuse ("a message from before 1970", error);
  if (record->seq > DUO_SEQ_MAX || record->reply_to_seq > DUO_SEQ_MAX)
    return refuse ("a message with an impossible number", error);

  return TRUE;
}

gboolean
duo_row_check_conversation (const DuoStoredConversation  *conversation,
                            GError                      **error)
{
  if (!is_text (conversation->title, NAME_MAX_BYTES) || !is_text (conversation->draft, DUO_TEXT_MAX_BYTES))
    return refuse ("a conversation with a text that is too long or not valid", error);
  if (conversation->made_at_us < 0 || conversation->last_at_us < 0)
    return refuse ("a conversation from before 1970", error);
  if (conversation->next_seq == 0 || conversation->next_seq > DUO_SEQ_MAX ||
      conversation->received_seq > DUO_SEQ_MAX || conversation->confirmed_seq > DUO_SEQ_MAX ||
      conversation->seen_seq > DUO_SEQ_MAX || conversation->read_seq > DUO_SEQ_MAX)
    return refuse ("a conversation with an impossible number", error);

  return TRUE;
}
