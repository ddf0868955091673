/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "duo-store.h"
#include "duo-test-store.h"
#include "duo-test-wait.h"

/* Nothing that is done between opening and closing makes the main thread wait for the
 * disk.  These two stand in front of the C library's, for SQLite too. */

static int n_syncs_here;
static int n_syncs_elsewhere;

static int
sync_file (long number,
           int  fd)
{
  g_atomic_int_inc (gettid () == getpid () ? &n_syncs_here : &n_syncs_elsewhere);

  return (int) syscall (number, fd);
}

int
fsync (int fd)
{
  return sync_file (SYS_fsync, fd);
}

int
fdatasync (int fd)
{
  return sync_file (SYS_fdatasync, fd);
}

static goffset
get_log_size (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf state;

  return g_stat (log, &state) == 0 ? state.st_size : 0;
}

/* Brought back into the file, and begun anew. */
static gboolean
is_log_tidy (gpointer user_data)
{
  goffset size = get_log_size (user_data);

  return size > 0 && size < 100 * 1024;
}

static void
synced_cb (GObject      *store,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_assert_true (duo_store_sync_finish (DUO_STORE (store), result, NULL));
  (*(guint *) user_data)++;
}

static gboolean
has_synced (gpointer user_data)
{
  return *(guint *) user_data == 50;
}

static void
write_much (DuoStore *store,
            gint64    conversation)
{
  g_autofree char *text = g_strnfill (8000, 'x');
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_MINE, text, 1);

  record->conversation = conversation;
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_cmpint (duo_store_add_message (store, record, NULL), >, 0);
      if (i % 10 == 0)
        g_assert_true (duo_store_commit (store, NULL));
    }
  g_assert_true (duo_store_commit (store, NULL));
  g_assert_cmpint (n_syncs_here, ==, 0);
}

static void
test_main_never_waits (void)
{
  g_autofree char *path = duo_test_store_make_path ();
  g_autoptr (DuoStore) store = duo_test_store_open (path);
  gint64 conversation = duo_store_add_conversation (store, 1, NULL);
  guint n_synced = 0;

  g_assert_finalize_object (g_steal_pointer (&store));
  g_assert_cmpint (n_syncs_here, >, 0);

  store = duo_test_store_open (path);
  g_atomic_int_set (&n_syncs_here, 0);
  duo_test_wait (is_log_tidy, path, 20000, "the log is begun");
  for (guint round = 0; round < 3; round++)
    {
      write_much (store, conversation);
      duo_test_wait (is_log_tidy, path, 20000, "the log is tidied");
    }
  for (guint i = 0; i < 50; i++)
    {
      duo_test_store_add (store, conversation, i);
      duo_store_sync_async (store, synced_cb, &n_synced);
    }
  duo_test_wait (has_synced, &n_synced, 20000, "the disk has it");
  g_assert_true (duo_store_delete_conversation (store, conversation, NULL));
  g_assert_true (duo_store_commit (store, NULL));
  duo_test_wait (is_log_tidy, path, 20000, "the log is tidied after deleting");
  g_assert_cmpint (n_syncs_here, ==, 0);
  g_test_message ("%d waits for the disk, none of them on the main thread", n_syncs_elsewhere);

  g_assert_finalize_object (g_steal_pointer (&store));
  duo_test_store_clean_up (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/waiting/main-never-waits", test_main_never_waits);

  return g_test_run ();
}
