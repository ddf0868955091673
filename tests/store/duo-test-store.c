/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-test-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

char *
duo_test_store_make_path (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("duo-store-XXXXXX", &error);

  g_assert_no_error (error);

  return g_build_filename (folder, "profile", "talks.sqlite", NULL);
}

static void
remove_all (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
      const char *name;

      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *inner = g_build_filename (path, name, NULL);

          remove_all (inner);
        }
    }
  g_remove (path);
}

void
duo_test_store_clean_up (const char *path)
{
  g_autofree char *profile = g_path_get_dirname (path);
  g_autofree char *folder = g_path_get_dirname (profile);

  g_assert_nonnull (strstr (folder, "duo-store-"));
  remove_all (folder);
}

DuoStore *
duo_test_store_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *set_aside = NULL;
  DuoStore *store = duo_store_open (path, &set_aside, &error);

  g_assert_no_error (error);
  g_assert_null (set_aside);
  g_assert_true (DUO_IS_STORE (store));

  return store;
}

DuoRecord *
duo_test_store_make (gint64         conversation,
                     DuoMessageKind kind,
                     guint          n)
{
  g_autofree char *text = g_strdup_printf ("number %u", n);
  DuoRecord *record = duo_record_new (kind, text, 1000 + n);

  record->conversation = conversation;
  record->kept_at_us = 5000 + n;

  return record;
}

gint64
duo_test_store_add (DuoStore *store,
                    gint64    conversation,
                    guint     n)
{
  g_autoptr (DuoRecord) record = duo_test_store_make (conversation, DUO_MESSAGE_MINE, n);
  g_autoptr (GError) error = NULL;
  gint64 id = duo_store_add_message (store, record, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);

  return id;
}

char *
duo_test_store_dup_text (DuoStore *store,
                         gint64    id)
{
  g_autoptr (GPtrArray) records = duo_store_load_messages (store, id >> 32, id, id, NULL);

  g_assert_nonnull (records);
  if (records->len == 0)
    return NULL;
  g_assert_cmpuint (records->len, ==, 1);

  return g_strdup (((DuoRecord *) g_ptr_array_index (records, 0))->text);
}

static int
take_row_cb (void  *user_data,
             int    n_columns,
             char **values,
             char **names)
{
  char **out = user_data;

  g_assert_null (*out);
  *out = g_strdup (values[0]);

  return 0;
}

char *
duo_test_store_check (const char *path)
{
  sqlite3 *connection = NULL;
  char *result = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &connection, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (connection, "PRAGMA integrity_check", take_row_cb, &result, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (connection), ==, SQLITE_OK);

  return result;
}

void
duo_test_store_run_sql (const char *path,
                        const char *sql)
{
  sqlite3 *connection = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &connection, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_exec (connection, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (connection), ==, SQLITE_OK);
}
