/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "duo-limits.h"
#include "duo-store.h"
#include "duo-test-store.h"
#include "duo-test-wait.h"

/* Files that are not what they should be: nothing crashes, nothing is invented, and as
 * much as can be read is read. */

enum
{
  N_MESSAGES = 400,
  USER_VERSION_AT = 60, /* in SQLite's head of the file */
  SCHEMA_FORMAT_AT = 47,
};

typedef struct
{
  char *path;
  gint64 conversation;
} Fixture;

static char *
make_text (guint n)
{
  return g_strdup_printf ("number %u: %0*u", n, (int) (n % 7) * 60, n);
}

static gint64
fill (DuoStore *store,
      guint     n_messages)
{
  gint64 conversation = duo_store_add_conversation (store, 1, NULL);

  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *text = make_text (i);
      g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_MINE, text, 1);

      record->conversation = conversation;
      record->kept_at_us = i;
      g_assert_cmpint (duo_store_add_message (store, record, NULL), >, 0);
    }

  return conversation;
}

/* A whole file, closed. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (DuoStore) store = NULL;

  fixture->path = duo_test_store_make_path ();
  store = duo_test_store_open (fixture->path);
  fixture->conversation = fill (store, N_MESSAGES);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  duo_test_store_clean_up (fixture->path);
  g_free (fixture->path);
}

static char *
read_file (const char *path,
           gsize      *size)
{
  g_autoptr (GError) error = NULL;
  char *content = NULL;

  g_file_get_contents (path, &content, size, &error);
  g_assert_no_error (error);

  return content;
}

static void
write_file (const char *path,
            const char *content,
            gsize       size)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, (gssize) size, &error);
  g_assert_no_error (error);
}

/* Opens what may be damaged.  Where it was found to be, the new one works. */
static DuoStore *
open_damaged (Fixture  *fixture,
              char    **out_set_aside)
{
  g_autoptr (GError) error = NULL;
  DuoStore *store = duo_store_open (fixture->path, out_set_aside, &error);

  g_assert_no_error (error);
  if (*out_set_aside != NULL)
    {
      gint64 conversation = duo_store_add_conversation (store, 5, NULL);

      g_assert_cmpint (duo_test_store_add (store, conversation, 1), >, 0);
      g_assert_true (duo_store_delete_conversation (store, conversation, NULL));
    }

  return store;
}

/* How many of the messages can be read; each must have the text that was written. */
static guint
count_good (DuoStore *store,
            gint64    conversation)
{
  g_autoptr (GPtrArray) records = duo_store_load_messages (store, conversation, 0, G_MAXINT64, NULL);
  guint n = records != NULL ? records->len : 0;

  for (guint i = 0; i < n; i++)
    {
      const DuoRecord *record = g_ptr_array_index (records, i);
      g_autofree char *text = make_text ((guint) record->kept_at_us);

      g_assert_cmpstr (record->text, ==, text);
      if (i > 0)
        g_assert_cmpint (record->id, >, ((DuoRecord *) g_ptr_array_index (records, i - 1))->id);
    }

  return n;
}

/* -- Another file ---------------------------------------------------------------------- */

static void
test_newer (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *set_aside = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize before_size;
  gsize after_size;

  duo_test_store_run_sql (fixture->path, "PRAGMA user_version = 2");
  before = read_file (fixture->path, &before_size);
  g_assert_null (duo_store_open (fixture->path, &set_aside, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_NEWER);
  g_assert_null (set_aside);
  after = read_file (fixture->path, &after_size);
  g_assert_cmpmem (before, before_size, after, after_size);
}

static void
expect_set_aside (Fixture *fixture)
{
  g_autofree char *set_aside = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_size;
  gsize after_size;
  g_autoptr (DuoStore) store = NULL;

  before = read_file (fixture->path, &before_size);
  store = open_damaged (fixture, &set_aside);
  g_assert_nonnull (set_aside);
  g_assert_true (g_str_has_prefix (set_aside, fixture->path));
  g_assert_nonnull (strstr (set_aside, ".damaged-"));
  after = read_file (set_aside, &after_size);
  g_assert_cmpmem (before, before_size, after, after_size);
  g_assert_cmpuint (count_good (store, fixture->conversation), ==, 0);
  g_clear_object (&store);
  /* The new one stays. */
  store = duo_test_store_open (fixture->path);
}

static void
test_garbage (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *garbage = g_strnfill (50000, 'g');

  write_file (fixture->path, garbage, 50000);
  expect_set_aside (fixture);
  write_file (fixture->path, "short", 5);
  expect_set_aside (fixture);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (DuoStore) store = NULL;

  write_file (fixture->path, "", 0);
  store = duo_test_store_open (fixture->path);
  g_assert_cmpint (fill (store, 1), >, 0);
}

/* What would run when we read or write, or read otherwise, is no file of ours. */
static void
test_other_tables (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char *const changes[] = {
    "CREATE TRIGGER t AFTER INSERT ON messages BEGIN DELETE FROM outbox; END",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TABLE t (x)",
    "CREATE INDEX i ON messages (text)",
    "DROP TABLE outbox",
    "ALTER TABLE messages ADD COLUMN x INTEGER",
    "DROP INDEX messages_by_seq",
    "PRAGMA user_version = 0",
    "PRAGMA user_version = -1",
    "PRAGMA application_id = 1; PRAGMA user_version = 7",
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *set_aside = NULL;
      g_autoptr (DuoStore) store = NULL;

      g_test_message ("%s", changes[i]);
      duo_test_store_run_sql (fixture->path, changes[i]);
      store = open_damaged (fixture, &set_aside);
      g_assert_nonnull (set_aside);
    }
}

static void
test_two_openers (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (DuoStore) first = duo_test_store_open (fixture->path);
  g_autofree char *set_aside = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (duo_store_open (fixture->path, &set_aside, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_IN_USE);
  g_assert_null (set_aside);
  /* The first one is as good as before. */
  g_assert_cmpint (duo_test_store_add (first, fixture->conversation, 1), >, 0);
  g_assert_true (duo_store_commit (first, NULL));
  g_clear_object (&first);
  first = duo_test_store_open (fixture->path);
}

static void
test_no_folder (void)
{
  g_autofree char *set_aside = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (duo_store_open ("/proc/nowhere/talks.sqlite", &set_aside, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED);
}

/* -- Broken bytes ---------------------------------------------------------------------- */

static void
test_truncated (Fixture       *fixture,
                gconstpointer  data)
{
  gsize size;
  g_autofree char *whole = read_file (fixture->path, &size);
  guint n_saved = 0;

  /* SQLite takes a single byte for an empty file. */
  for (gsize length = 2; length < size; length += 1500)
    {
      g_autofree char *set_aside = NULL;
      g_autoptr (DuoStore) store = NULL;
      guint n;

      write_file (fixture->path, whole, length);
      g_test_message ("cut off at %zu of %zu bytes", length, size);
      store = open_damaged (fixture, &set_aside);
      g_assert_nonnull (set_aside);
      n = count_good (store, fixture->conversation);
      g_assert_cmpuint (n, <, N_MESSAGES);
      n_saved = MAX (n_saved, n);
    }
  /* What stood before the cut is in the new file. */
  g_assert_cmpuint (n_saved, >, N_MESSAGES / 2);
}

static void
use (DuoStore *store,
     gint64    conversation)
{
  g_autoptr (GArray) ids G_GNUC_UNUSED = duo_store_list_messages (store, conversation, NULL);
  g_autoptr (GPtrArray) records = duo_store_load_messages (store, conversation, 0, G_MAXINT64, NULL);
  g_autoptr (GPtrArray) conversations G_GNUC_UNUSED = duo_store_list_conversations (store, NULL);
  g_autoptr (DuoRecord) record = duo_test_store_make (conversation, DUO_MESSAGE_THEIRS, 1);
  gint64 next = G_MAXINT64;

  for (guint i = 0; records != NULL && i < records->len; i++)
    g_assert_true (g_utf8_validate (((DuoRecord *) g_ptr_array_index (records, i))->text, -1, NULL));
  while (next != 0)
    {
      gint64 before = next;
      g_autoptr (GArray) found = duo_store_search (store, conversation, "number", before, 50, &next, NULL);

      if (found == NULL)
        break;
      g_assert_cmpint (next, <, before);
    }
  (void) duo_store_find_time (store, conversation, 50);
  (void) duo_store_count_after (store, conversation, 0);
  (void) duo_store_add_message (store, record, NULL);
  (void) duo_store_delete_conversation (store, conversation, NULL);
  (void) duo_store_commit (store, NULL);
}

/* Chance flips bytes; half of the files were not closed, so that they are checked.  The four bytes
 * of the version stay as they are: another number there is no damage, but a newer Duologue. */
static void
test_flipped (Fixture       *fixture,
              gconstpointer  data)
{
  gsize size;
  g_autofree char *whole = read_file (fixture->path, &size);
  g_autofree char *mark = g_strconcat (fixture->path, ".suspect", NULL);
  guint n_set_aside = 0;

  for (guint round = 0; round < 150; round++)
    {
      g_autofree char *broken = g_memdup2 (whole, size);
      g_autofree char *set_aside = NULL;
      g_autoptr (DuoStore) store = NULL;

      for (int i = g_test_rand_int_range (1, 30); i > 0; i--)
        broken[g_test_rand_int_range (round % 3 == 0 ? 0 : 100, (gint32) size)] ^= (char) g_test_rand_int_range (1, 256);
      memcpy (broken + USER_VERSION_AT, whole + USER_VERSION_AT, 4);
      write_file (fixture->path, broken, size);
      if (round % 2 == 0)
        write_file (mark, "", 0);
      store = open_damaged (fixture, &set_aside);
      n_set_aside += set_aside != NULL ? 1 : 0;
      use (store, fixture->conversation);
    }
  g_test_message ("%u of 150 were set aside", n_set_aside);
  g_assert_cmpuint (n_set_aside, >, 10);
}

/* SQLite calls the number of a format that it does not know an error of the words. */
static void
test_format (Fixture       *fixture,
             gconstpointer  data)
{
  gsize size;
  g_autofree char *broken = read_file (fixture->path, &size);
  g_autofree char *set_aside = NULL;
  g_autoptr (DuoStore) store = NULL;

  broken[SCHEMA_FORMAT_AT] = 5;
  write_file (fixture->path, broken, size);
  store = open_damaged (fixture, &set_aside);
  g_assert_nonnull (set_aside);
}

/* One page of messages is lost, the others are saved. */
static void
test_salvage (Fixture       *fixture,
              gconstpointer  data)
{
  gsize size;
  g_autofree char *broken = read_file (fixture->path, &size);
  g_autofree char *mark = g_strconcat (fixture->path, ".suspect", NULL);
  g_autofree char *set_aside = NULL;
  g_autoptr (DuoStore) store = NULL;
  g_autoptr (DuoStoredConversation) conversation = NULL;
  const char *at = memmem (broken, size, "number 200:", 11);
  guint n;

  g_assert_nonnull (at);
  memset (broken + (at - broken) / 4096 * 4096, 0xee, 4096);
  write_file (fixture->path, broken, size);
  write_file (mark, "", 0);
  store = open_damaged (fixture, &set_aside);
  g_assert_nonnull (set_aside);
  n = count_good (store, fixture->conversation);
  g_test_message ("%u of %u are saved", n, N_MESSAGES);
  g_assert_cmpuint (n, >, N_MESSAGES * 8 / 10);
  g_assert_cmpuint (n, <, N_MESSAGES);
  conversation = duo_store_load_conversation (store, fixture->conversation, NULL);
  g_assert_nonnull (conversation);
}

typedef struct
{
  guint n;
  GError *last;
} Failures;

static void
failed_cb (DuoStore     *store,
           const GError *error,
           Failures     *failures)
{
  failures->n++;
  g_clear_error (&failures->last);
  failures->last = g_error_copy (error);
}

static gboolean
has_failed (gpointer user_data)
{
  return ((Failures *) user_data)->n > 0;
}

/* Met while it is open: told, checked at the next opening, and saved then. */
static void
test_damage_met (Fixture       *fixture,
                 gconstpointer  data)
{
  gsize size;
  g_autofree char *broken = read_file (fixture->path, &size);
  g_autofree char *set_aside = NULL;
  const char *at = memmem (broken, size, "number 200:", 11);
  Failures failures = { 0 };
  g_autoptr (DuoStore) store = NULL;
  guint n;

  memset (broken + (at - broken) / 4096 * 4096, 0xee, 4096);
  write_file (fixture->path, broken, size);
  /* It was closed well, so nobody looks. */
  store = duo_test_store_open (fixture->path);
  g_signal_connect (store, "failed", G_CALLBACK (failed_cb), &failures);
  n = count_good (store, fixture->conversation);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, N_MESSAGES);
  g_assert_cmpuint (failures.n, ==, 0);
  duo_test_wait (has_failed, &failures, 5000, "the damage is told");
  g_assert_error (failures.last, DUO_STORE_ERROR, DUO_STORE_ERROR_DAMAGED);
  (void) count_good (store, fixture->conversation);
  duo_test_settle (20);
  g_assert_cmpuint (failures.n, ==, 1);
  g_clear_error (&failures.last);
  /* A conversation elsewhere in the file goes on meanwhile. */
  n = (guint) duo_store_add_conversation (store, 1, NULL);
  g_assert_cmpint (duo_test_store_add (store, n, 1), >, 0);
  g_clear_object (&store);

  store = open_damaged (fixture, &set_aside);
  g_assert_nonnull (set_aside);
  g_assert_cmpuint (count_good (store, fixture->conversation), >, N_MESSAGES * 8 / 10);
}

/* -- The log --------------------------------------------------------------------------- */

static void
synced_cb (GObject      *store,
           GAsyncResult *result,
           gpointer      user_data)
{
  gboolean *is_idle = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_true (duo_store_sync_finish (DUO_STORE (store), result, &error));
  g_assert_no_error (error);
  *is_idle = TRUE;
}

static gboolean
is_set (gpointer flag)
{
  return *(gboolean *) flag;
}

/* A copy of the file and its log as they are while it is open and written to. */
static void
copy_open (Fixture  *fixture,
           char    **out_file,
           gsize    *out_file_size,
           char    **out_log,
           gsize    *out_log_size)
{
  g_autofree char *path = duo_test_store_make_path ();
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autoptr (DuoStore) store = duo_test_store_open (path);
  gboolean is_idle = FALSE;

  fixture->conversation = fill (store, 1);
  /* The thread that begins the log is done then, and moves nothing from one to the other while they are copied. */
  duo_store_sync_async (store, synced_cb, &is_idle);
  duo_test_wait (is_set, &is_idle, 10000, "what was written is on the disk");
  for (guint i = 1; i < 60; i++)
    {
      g_autofree char *text = make_text (i);
      g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_MINE, text, 1);

      record->conversation = fixture->conversation;
      record->kept_at_us = i;
      g_assert_cmpint (duo_store_add_message (store, record, NULL), >, 0);
      g_assert_true (duo_store_commit (store, NULL));
    }
  *out_file = read_file (path, out_file_size);
  *out_log = read_file (log, out_log_size);
  g_clear_object (&store);
  duo_test_store_clean_up (path);
}

/* The messages are the first N of those written, without a gap. */
static guint
count_first (DuoStore *store,
             gint64    conversation)
{
  g_autoptr (GPtrArray) records = duo_store_load_messages (store, conversation, 0, G_MAXINT64, NULL);

  g_assert_nonnull (records);
  for (guint i = 0; i < records->len; i++)
    g_assert_cmpint (((DuoRecord *) g_ptr_array_index (records, i))->kept_at_us, ==, i);
  (void) count_good (store, conversation);

  return records->len;
}

static void
test_log_truncated (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *file = NULL;
  g_autofree char *log = NULL;
  g_autofree char *log_path = g_strconcat (fixture->path, "-wal", NULL);
  gsize file_size;
  gsize log_size;
  guint n_last = 0;

  copy_open (fixture, &file, &file_size, &log, &log_size);
  for (gsize length = 0; length <= log_size; length += MIN (3001, MAX (1, log_size - length)))
    {
      g_autoptr (DuoStore) store = NULL;
      guint n;

      write_file (fixture->path, file, file_size);
      write_file (log_path, log, length);
      store = duo_test_store_open (fixture->path);
      n = count_first (store, fixture->conversation);
      g_assert_cmpuint (n, >=, n_last);
      n_last = n;
    }
  g_assert_cmpuint (n_last, ==, 60);
}

static void
test_log_flipped (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *file = NULL;
  g_autofree char *log = NULL;
  g_autofree char *log_path = g_strconcat (fixture->path, "-wal", NULL);
  gsize file_size;
  gsize log_size;

  copy_open (fixture, &file, &file_size, &log, &log_size);
  for (guint round = 0; round < 100; round++)
    {
      g_autofree char *broken = g_memdup2 (log, log_size);
      g_autoptr (DuoStore) store = NULL;

      broken[g_test_rand_int_range (0, (gint32) log_size)] ^= (char) g_test_rand_int_range (1, 256);
      write_file (fixture->path, file, file_size);
      write_file (log_path, broken, log_size);
      store = duo_test_store_open (fixture->path);
      (void) count_first (store, fixture->conversation);
    }
}

static void
test_log_garbage (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *log_path = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *garbage = g_strnfill (100000, 'w');
  g_autoptr (DuoStore) store = NULL;

  write_file (log_path, garbage, 100000);
  store = duo_test_store_open (fixture->path);
  g_assert_cmpuint (count_good (store, fixture->conversation), ==, N_MESSAGES);
}

/* -- Bad rows -------------------------------------------------------------------------- */

/* Each of these makes the row 100 another one than ours. */
static const char *const bad_values[] = {
  "kind = 9",
  "kind = -1",
  "kind = 2",
  "notice = 3",
  "kind = 2, notice = 77",
  "kind = 2, notice = 100",
  "seq = -5",
  "seq = 0",
  "seq = 9223372036854775807",
  "has_failed = 2",
  "sent_at = -1",
  "kept_at = -1",
  "edited_at = -9",
  "text = CAST (x'61ff62' AS TEXT)",
  "text = CAST (x'610062' AS TEXT)",
  "text = hex (zeroblob (600000))",
  "text = hex (zeroblob (3000000))",
  "author = hex (zeroblob (1000))",
  "author = CAST (x'c0' AS TEXT)",
  "my_reaction = hex (zeroblob (33))",
  "their_reaction = CAST (x'f0' AS TEXT)",
  "reply_is_to_mine = 5",
  "reply_to_seq = -1",
};

static void
check_bad_row (Fixture *fixture,
               gint64   bad_id)
{
  g_autoptr (DuoStore) store = duo_test_store_open (fixture->path);
  g_autoptr (GPtrArray) all = duo_store_load_messages (store, fixture->conversation, 0, G_MAXINT64, NULL);
  g_autoptr (GPtrArray) one = duo_store_load_messages (store, fixture->conversation, bad_id, bad_id, NULL);
  g_autoptr (GArray) ids G_GNUC_UNUSED = duo_store_list_messages (store, fixture->conversation, NULL);
  g_autoptr (GArray) found = NULL;
  gint64 next = G_MAXINT64;
  guint n_found = 0;

  g_assert_cmpuint (all->len, ==, N_MESSAGES - 1);
  g_assert_true (one == NULL || one->len == 0);
  g_assert_cmpuint (ids->len, ==, N_MESSAGES);
  while (next != 0)
    {
      g_clear_pointer (&found, g_array_unref);
      found = duo_store_search (store, fixture->conversation, "NUMBER", next, 1000, &next, NULL);
      g_assert_nonnull (found);
      n_found += found->len;
    }
  g_assert_cmpuint (n_found, >=, N_MESSAGES - 1);
}

static void
test_bad_rows (Fixture       *fixture,
               gconstpointer  data)
{
  gsize size;
  g_autofree char *whole = read_file (fixture->path, &size);
  gint64 id = fixture->conversation << 32 | 101;

  for (guint i = 0; i < G_N_ELEMENTS (bad_values); i++)
    {
      g_autofree char *sql = g_strdup_printf ("UPDATE messages SET %s WHERE id = %" G_GINT64_FORMAT, bad_values[i], id);

      g_test_message ("%s", bad_values[i]);
      write_file (fixture->path, whole, size);
      duo_test_store_run_sql (fixture->path, sql);
      check_bad_row (fixture, id);
    }
}

/* In another conversation than its id says. */
static void
test_bad_id (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *sql =
    g_strdup_printf ("INSERT INTO conversations SELECT 7, title, secret, made_at, last_at, next_seq, received_seq, "
                     "confirmed_seq, seen_seq, read_seq, draft FROM conversations; "
                     "UPDATE messages SET conversation = 7 WHERE id = %" G_GINT64_FORMAT "; "
                     "UPDATE messages SET id = -3 WHERE id = %" G_GINT64_FORMAT,
                     fixture->conversation << 32 | 5, fixture->conversation << 32 | 6);
  g_autoptr (DuoStore) store = NULL;
  g_autoptr (GPtrArray) other = NULL;

  duo_test_store_run_sql (fixture->path, sql);
  store = duo_test_store_open (fixture->path);
  g_assert_cmpuint (count_good (store, fixture->conversation), ==, N_MESSAGES - 2);
  other = duo_store_load_messages (store, 7, 0, G_MAXINT64, NULL);
  g_assert_cmpuint (other->len, ==, 0);
}

static void
test_bad_conversations (Fixture       *fixture,
                        gconstpointer  data)
{
  static const char *const values[] = {
    "next_seq = 0",
    "next_seq = -1",
    "received_seq = -1",
    "made_at = -1",
    "secret = x'00'",
    "title = hex (zeroblob (1000))",
    "title = CAST (x'ff' AS TEXT)",
    "draft = CAST (x'ff' AS TEXT)",
    "draft = hex (zeroblob (600000))",
    "id = -5",
    "id = 4294967296",
  };
  gsize size;
  g_autofree char *whole = read_file (fixture->path, &size);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("PRAGMA foreign_keys = OFF; UPDATE conversations SET %s", values[i]);
      g_autoptr (DuoStore) store = NULL;
      g_autoptr (GPtrArray) list = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", values[i]);
      write_file (fixture->path, whole, size);
      duo_test_store_run_sql (fixture->path, sql);
      store = duo_test_store_open (fixture->path);
      list = duo_store_list_conversations (store, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (list->len, ==, 0);
      g_assert_null (duo_store_load_conversation (store, fixture->conversation, &error));
      g_assert_nonnull (error);
      /* Its id is not given to another one. */
      g_assert_cmpint (duo_store_add_conversation (store, 1, NULL), !=, fixture->conversation);
    }
}

static void
test_bad_items (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const values[] = {
    "item = zeroblob (2000000)",
    "seq = -1",
    "seq = 9223372036854775807",
  };
  g_autoptr (GBytes) item = g_bytes_new_static ("item", 4);
  gint64 entry;
  gint64 bad;

  {
    g_autoptr (DuoStore) store = duo_test_store_open (fixture->path);

    bad = duo_store_queue (store, fixture->conversation, 0, item, NULL);
    entry = duo_store_queue (store, fixture->conversation, 0, item, NULL);
  }
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *sql =
        g_strdup_printf ("UPDATE outbox SET item = x'00', seq = NULL; "
                         "UPDATE outbox SET %s WHERE id = %" G_GINT64_FORMAT,
                         values[i], bad);
      g_autoptr (DuoStore) store = NULL;
      g_autoptr (GArray) list = NULL;

      duo_test_store_run_sql (fixture->path, sql);
      store = duo_test_store_open (fixture->path);
      list = duo_store_list_outbox (store, fixture->conversation, 0, 100, NULL);
      g_assert_cmpuint (list->len, ==, 1);
      g_assert_cmpint (g_array_index (list, DuoOutboxEntry, 0).id, ==, entry);
      if (i == 0)
        g_assert_null (duo_store_load_item (store, bad, NULL));
    }
}

/* Damage is told in the log, which is not what is tested here. */
static void
ignore_cb (const char     *domain,
           GLogLevelFlags  level,
           const char     *message,
           gpointer        user_data)
{
}

#define ADD(name, func) g_test_add ("/damage/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_handler ("duologue-store", G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_WARNING, ignore_cb, NULL);

  ADD ("newer", test_newer);
  ADD ("garbage", test_garbage);
  ADD ("empty", test_empty);
  ADD ("other-tables", test_other_tables);
  ADD ("two-openers", test_two_openers);
  g_test_add_func ("/damage/no-folder", test_no_folder);
  ADD ("truncated", test_truncated);
  ADD ("flipped", test_flipped);
  ADD ("format", test_format);
  ADD ("salvage", test_salvage);
  ADD ("damage-met", test_damage_met);
  ADD ("log-truncated", test_log_truncated);
  ADD ("log-flipped", test_log_flipped);
  ADD ("log-garbage", test_log_garbage);
  ADD ("bad-rows", test_bad_rows);
  ADD ("bad-id", test_bad_id);
  ADD ("bad-conversations", test_bad_conversations);
  ADD ("bad-items", test_bad_items);

  return g_test_run ();
}
