/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "duo-store.h"
#include "duo-test-store.h"
#include "duo-test-wait.h"

/* When the disk takes nothing more: everything can be read on, and is kept as soon as
 * there is room.  A limit on the size of files does for a full disk; with --disk=FOLDER
 * the program works in a folder that really is too small (see test_tiny_disk ()). */

enum
{
  N_BEFORE = 20,
  N_MEANWHILE = 300,
};

static char *program;

typedef struct
{
  DuoStore *store;
  guint n_failed;
  guint n_notified;
  guint n_synced;
  guint n_not_synced;
} Watched;

static void
failed_cb (DuoStore     *store,
           const GError *error,
           Watched      *watched)
{
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED);
  watched->n_failed++;
}

static void
notify_cb (DuoStore   *store,
           GParamSpec *property,
           Watched    *watched)
{
  watched->n_notified++;
}

static void
watch (Watched  *watched,
       DuoStore *store)
{
  watched->store = store;
  g_signal_connect (store, "failed", G_CALLBACK (failed_cb), watched);
  g_signal_connect (store, "notify::is-failing", G_CALLBACK (notify_cb), watched);
}

static gboolean
is_failing (gpointer user_data)
{
  gboolean result;

  g_object_get (((Watched *) user_data)->store, "is-failing", &result, NULL);

  return result;
}

static gboolean
is_not_failing (gpointer user_data)
{
  return !is_failing (user_data);
}

static void
synced_cb (GObject      *store,
           GAsyncResult *result,
           gpointer      user_data)
{
  Watched *watched = user_data;

  if (duo_store_sync_finish (DUO_STORE (store), result, NULL))
    watched->n_synced++;
  else
    watched->n_not_synced++;
}

static gboolean
has_sync_ended (gpointer user_data)
{
  Watched *watched = user_data;

  return watched->n_synced + watched->n_not_synced > 0;
}

static void
add_long (DuoStore *store,
          gint64    conversation,
          guint     n)
{
  g_autofree char *text = g_strdup_printf ("number %u %04000u", n, n);
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_MINE, text, 1);
  g_autoptr (GError) error = NULL;

  record->conversation = conversation;
  record->kept_at_us = n;
  g_assert_cmpint (duo_store_add_message (store, record, &error), !=, 0);
  g_assert_no_error (error);
}

static void
assert_all_there (DuoStore *store,
                  gint64    conversation,
                  guint     n)
{
  g_autoptr (GPtrArray) records = duo_store_load_messages (store, conversation, 0, G_MAXINT64, NULL);

  g_assert_nonnull (records);
  g_assert_cmpuint (records->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (((DuoRecord *) g_ptr_array_index (records, i))->kept_at_us, ==, i);
}

/* Limits what any file of this process may grow to; RLIM_INFINITY: nothing. */
static void
limit_files (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static rlim_t
get_log_size (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf state;

  g_assert_cmpint (g_stat (log, &state), ==, 0);

  return (rlim_t) state.st_size;
}

static void
test_full_and_room_again (void)
{
  g_autofree char *path = duo_test_store_make_path ();
  g_autoptr (DuoStore) store = duo_test_store_open (path);
  g_autofree char *result = NULL;
  g_autoptr (GError) error = NULL;
  Watched watched = { 0 };
  gint64 conversation = duo_store_add_conversation (store, 1, NULL);
  gint64 started_at_us;

  watch (&watched, store);
  for (guint i = 0; i < N_BEFORE; i++)
    add_long (store, conversation, i);
  g_assert_true (duo_store_commit (store, NULL));

  limit_files (get_log_size (path) + 5000);
  started_at_us = g_get_monotonic_time ();
  for (guint i = 0; i < N_MEANWHILE; i++)
    {
      add_long (store, conversation, N_BEFORE + i);
      if (i % 10 == 0)
        (void) duo_store_commit (store, NULL);
    }
  g_assert_false (duo_store_commit (store, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED);
  g_assert_true (is_failing (&watched));
  g_assert_cmpuint (watched.n_failed, ==, 1);
  assert_all_there (store, conversation, N_BEFORE + N_MEANWHILE);
  duo_store_sync_async (store, synced_cb, &watched);
  duo_test_wait (has_sync_ended, &watched, 5000, "the sync fails");
  g_assert_cmpuint (watched.n_not_synced, ==, 1);

  limit_files (RLIM_INFINITY);
  duo_test_wait (is_not_failing, &watched, 20000, "it is tried again");
  g_test_message ("kept again after %.1f s", (double) (g_get_monotonic_time () - started_at_us) / G_USEC_PER_SEC);
  g_assert_cmpuint (watched.n_failed, ==, 1);
  g_assert_cmpuint (watched.n_notified, ==, 2);
  assert_all_there (store, conversation, N_BEFORE + N_MEANWHILE);
  g_assert_finalize_object (g_steal_pointer (&store));

  result = duo_test_store_check (path);
  g_assert_cmpstr (result, ==, "ok");
  store = duo_test_store_open (path);
  assert_all_there (store, conversation, N_BEFORE + N_MEANWHILE);
  g_clear_object (&store);
  duo_test_store_clean_up (path);
}

/* Everything that changes rows, while the disk is full. */
static void
test_changes_meanwhile (void)
{
  g_autofree char *path = duo_test_store_make_path ();
  g_autoptr (DuoStore) store = duo_test_store_open (path);
  g_autoptr (GBytes) item = g_bytes_new_static ("item", 4);
  g_autofree char *text = NULL;
  Watched watched = { 0 };
  gint64 conversation = duo_store_add_conversation (store, 1, NULL);
  g_autoptr (DuoStoredConversation) row = duo_store_load_conversation (store, conversation, NULL);
  g_autoptr (DuoStoredConversation) again = NULL;
  gint64 first = duo_test_store_add (store, conversation, 1);
  gint64 second = duo_test_store_add (store, conversation, 2);
  gint64 other;
  gint64 entry;

  watch (&watched, store);
  g_assert_true (duo_store_commit (store, NULL));
  limit_files (get_log_size (path) + 100);
  row->next_seq = 77;
  g_assert_true (duo_store_save_conversation (store, row, NULL));
  g_assert_false (duo_store_commit (store, NULL));
  /* In the transaction that was begun anew. */
  g_assert_true (duo_store_delete_message (store, first, NULL));
  entry = duo_store_queue (store, conversation, second, item, NULL);
  g_assert_true (duo_store_number_item (store, entry, 5, TRUE, NULL));
  other = duo_store_add_conversation (store, 2, NULL);
  g_assert_cmpint (duo_test_store_add (store, other, 3), >, 0);
  g_assert_false (duo_store_commit (store, NULL));
  limit_files (RLIM_INFINITY);
  duo_test_wait (is_not_failing, &watched, 20000, "it is tried again");
  g_clear_object (&store);

  store = duo_test_store_open (path);
  again = duo_store_load_conversation (store, conversation, NULL);
  g_assert_cmpuint (again->next_seq, ==, 77);
  g_assert_null (duo_test_store_dup_text (store, first));
  g_assert_cmpint (duo_store_find_seq (store, conversation, DUO_MESSAGE_MINE, 5), ==, second);
  text = duo_test_store_dup_text (store, other << 32 | 1);
  g_assert_cmpstr (text, ==, "number 3");
  g_clear_object (&store);
  duo_test_store_clean_up (path);
}

/* A copy is there as a whole or not at all. */
static void
test_copy_fails_whole (void)
{
  g_autofree char *path = duo_test_store_make_path ();
  g_autoptr (DuoStore) store = duo_test_store_open (path);
  g_autoptr (DuoStore) memory = duo_test_store_open (NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  gint64 conversation = duo_store_add_conversation (memory, 1, NULL);

  for (guint i = 0; i < N_MEANWHILE; i++)
    add_long (memory, conversation, i);
  g_assert_cmpint (duo_store_add_conversation (store, 1, NULL), >, 0);
  g_assert_true (duo_store_commit (store, NULL));
  limit_files (get_log_size (path) + 50000);
  g_assert_cmpint (duo_store_copy_conversation (memory, conversation, store, &error), ==, 0);
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED);
  limit_files (RLIM_INFINITY);
  list = duo_store_list_conversations (store, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  assert_all_there (memory, conversation, N_MEANWHILE);
  g_assert_cmpint (duo_store_copy_conversation (memory, conversation, store, NULL), ==, conversation);
  g_clear_object (&store);
  store = duo_test_store_open (path);
  assert_all_there (store, conversation, N_MEANWHILE);
  g_clear_object (&store);
  duo_test_store_clean_up (path);
}

/* -- A disk that is too small --------------------------------------------------------- */

/* In a file system of 2 MiB, of which `filler` has half. */
static int
work_on_tiny_disk (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "talks.sqlite", NULL);
  g_autofree char *filler = g_build_filename (folder, "filler", NULL);
  g_autofree char *bytes = g_malloc0 (1024 * 1024);
  g_autoptr (DuoStore) store = NULL;
  g_autofree char *result = NULL;
  Watched watched = { 0 };
  gint64 conversation;
  guint n = 0;

  g_assert_true (g_file_set_contents (filler, bytes, 1024 * 1024, NULL));
  store = duo_test_store_open (path);
  conversation = duo_store_add_conversation (store, 1, NULL);
  watch (&watched, store);
  while (!is_failing (&watched))
    {
      add_long (store, conversation, n++);
      (void) duo_store_commit (store, NULL);
      g_assert_cmpuint (n, <, 1000);
    }
  g_test_message ("full after %u messages", n);
  for (guint i = 0; i < 20; i++)
    add_long (store, conversation, n++);
  assert_all_there (store, conversation, n);
  g_assert_cmpint (g_unlink (filler), ==, 0);
  duo_test_wait (is_not_failing, &watched, 20000, "it is tried again");
  assert_all_there (store, conversation, n);
  g_assert_finalize_object (g_steal_pointer (&store));
  result = duo_test_store_check (path);
  g_assert_cmpstr (result, ==, "ok");
  store = duo_test_store_open (path);
  assert_all_there (store, conversation, n);

  return 0;
}

static void
test_tiny_disk (void)
{
  g_autofree char *path = duo_test_store_make_path ();
  g_autofree char *profile = g_path_get_dirname (path);
  g_autofree char *folder = g_path_get_dirname (profile);
  const char *script = "mount -t tmpfs -o size=2m none \"$1\" 2>/dev/null || exit 77; exec \"$2\" \"--disk=$1\"";
  const char *argv[] = { "unshare", "-rm", "sh", "-c", script, "sh", folder, program, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;
  gboolean can_unshare =
    g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);

  if (!can_unshare || (WIFEXITED (status) && (WEXITSTATUS (status) == 77 || WEXITSTATUS (status) == 1)))
    g_test_skip ("no file system may be mounted here");
  else
    {
      g_test_message ("%s", output);
      g_spawn_check_wait_status (status, &error);
      g_assert_no_error (error);
    }
  duo_test_store_clean_up (path);
}

/* -- A disk that takes nothing at all ------------------------------------------------ */

static void
test_read_only_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = duo_test_store_make_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  DuoStore *store;

  {
    g_autoptr (DuoStore) made G_GNUC_UNUSED = duo_test_store_open (path);
  }
  g_assert_cmpint (g_chmod (path, 0400), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
  store = duo_store_open (path, NULL, &error);
  /* Root may do everything. */
  if (store == NULL)
    g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED);
  g_clear_object (&store);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  duo_test_store_clean_up (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* A write behind the limit fails instead of ending the process. */
  signal (SIGXFSZ, SIG_IGN);
  if (argc > 1 && g_str_has_prefix (argv[1], "--disk="))
    return work_on_tiny_disk (argv[1] + strlen ("--disk="));
  program = argv[0];

  g_test_add_func ("/full-disk/room-again", test_full_and_room_again);
  g_test_add_func ("/full-disk/changes-meanwhile", test_changes_meanwhile);
  g_test_add_func ("/full-disk/copy-fails-whole", test_copy_fails_whole);
  g_test_add_func ("/full-disk/tiny", test_tiny_disk);
  g_test_add_func ("/full-disk/read-only-folder", test_read_only_folder);

  return g_test_run ();
}
