/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-limits.h"
#include "duo-row.h"

/* A row of a database that was damaged, or that somebody else wrote: values of any kind in
 * the columns of a message or of a conversation.
 *
 * The first byte says which; then there is a byte a value for its kind, followed by its
 * bytes.  A value that is not there any more is one that would be taken. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

#define MESSAGE_SQL "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
#define CONVERSATION_SQL "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"

typedef struct
{
  const guint8 *at;
  gsize left;
} Input;

static guint8
take (Input *input)
{
  if (input->left == 0)
    {
      return 0;
    }
  input->left--;
  return *input->at++;
}

static gint64
take_number (Input *input,
             guint  n_bytes)
{
  guint64 number = 0;

  for (guint i = 0; i < n_bytes; i++)
    {
      number = number << 8 | take (input);
    }
  return (gint64) number;
}

/* What stands in that column of a good row. */
static void
bind_good (sqlite3_stmt *row,
           int           column,
           gboolean      is_message)
{
  if (is_message ? column == 0 : FALSE)
    {
      sqlite3_bind_int64 (row, column + 1, DUO_ROW_ID (1, 1));
    }
  else if (is_message ? column == 10 : column == 1)
    {
      sqlite3_bind_text (row, column + 1, "text", -1, SQLITE_STATIC);
    }
  else if (is_message ? column == 3 || (column >= 11 && column <= 13) : column == 2 || column == 10)
    {
      sqlite3_bind_null (row, column + 1);
    }
  else
    {
      sqlite3_bind_int64 (row, column + 1, column == 1 || !is_message);
    }
}

static void
bind_bytes (sqlite3_stmt *row,
            int           column,
            Input        *input,
            gboolean      is_text)
{
  gsize wanted = take (input);
  gsize length = MIN (wanted, input->left);
  const char *bytes = (const char *) input->at;

  input->at += length;
  input->left -= length;
  if (is_text)
    {
      sqlite3_bind_text (row, column + 1, bytes, (int) length, SQLITE_TRANSIENT);
    }
  else
    {
      sqlite3_bind_blob (row, column + 1, bytes, (int) length, SQLITE_TRANSIENT);
    }
}

static void
bind_value (sqlite3_stmt *row,
            int           column,
            gboolean      is_message,
            Input        *input)
{
  switch (take (input) % 8)
    {
    case 1:
      sqlite3_bind_null (row, column + 1);
      break;
    case 2:
      sqlite3_bind_int64 (row, column + 1, take_number (input, 1));
      break;
    case 3:
      sqlite3_bind_int64 (row, column + 1, take_number (input, 8));
      break;
    case 4:
      bind_bytes (row, column, input, TRUE);
      break;
    case 5:
      bind_bytes (row, column, input, FALSE);
      break;
    case 6:
      sqlite3_bind_double (row, column + 1, (double) take_number (input, 4) / 256);
      break;
    default:
      bind_good (row, column, is_message);
      break;
    }
}

/* What is read could be written, and is what the rest of the program counts on. */
static void
check_message (DuoRecord *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (duo_row_check_message (record, &error));
  g_assert_no_error (error);
  g_assert_cmpint (DUO_ROW_CONVERSATION_OF (record->id), ==, record->conversation);
  g_assert_true (g_utf8_validate (record->text, -1, NULL));
  g_assert_true ((guint) record->kind <= DUO_MESSAGE_NOTICE);
  g_assert_true (record->has_failed == TRUE || record->has_failed == FALSE);
}

static void
check_conversation (DuoStoredConversation *conversation)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (duo_row_check_conversation (conversation, &error));
  g_assert_no_error (error);
  g_assert_cmpint (conversation->id, >=, 1);
}

static void
read_row (sqlite3_stmt *row,
          gboolean      is_message)
{
  if (is_message)
    {
      g_autoptr (DuoRecord) record = duo_row_read_message (row);

      if (record != NULL)
        {
          check_message (record);
        }
    }
  else
    {
      g_autoptr (DuoStoredConversation) conversation = duo_row_read_conversation (row);

      if (conversation != NULL)
        {
          check_conversation (conversation);
        }
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static sqlite3 *connection;
  static sqlite3_stmt *statements[2];
  Input input = { data, size };
  gboolean is_message = take (&input) % 2 == 0;
  sqlite3_stmt *row;

  if (connection == NULL)
    {
      g_assert_cmpint (sqlite3_open (":memory:", &connection), ==, SQLITE_OK);
      sqlite3_prepare_v2 (connection, CONVERSATION_SQL, -1, &statements[0], NULL);
      sqlite3_prepare_v2 (connection, MESSAGE_SQL, -1, &statements[1], NULL);
    }
  row = statements[is_message];
  for (int column = 0; column < sqlite3_bind_parameter_count (row); column++)
    {
      bind_value (row, column, is_message, &input);
    }
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  read_row (row, is_message);
  sqlite3_reset (row);
  sqlite3_clear_bindings (row);
  return 0;
}
