/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "duo-store.h"
#include "duo-test-store.h"

/* A process that writes is killed at a moment that chance names; everything that it
 * had told to be committed is there, in order and without a gap, and the file is whole.
 *
 * The same program with --write=PATH is the one that is killed. */

#define KILLS 100
#define KILLS_SANITIZED 20
#define KILLS_A_FILE 10

static char *program;

/* -- The one that is killed ------------------------------------------------------------ */

static void
ignore_cb (GObject      *store,
           GAsyncResult *result,
           gpointer      user_data)
{
  (void) duo_store_sync_finish (DUO_STORE (store), result, NULL);
}

/* Long ones fill the log, so that it is brought back into the file meanwhile. */
static void
write_one (DuoStore *store,
           gint64    conversation,
           guint     n)
{
  g_autofree char *text = g_strdup_printf ("number %u %0*u", n, g_random_int_range (1, 8000), n);
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_MINE, text, 1);
  g_autoptr (GBytes) item = g_bytes_new (text, strlen (text));
  g_autoptr (DuoStoredConversation) row = duo_store_load_conversation (store, conversation, NULL);
  gint64 id;
  gint64 entry;

  record->conversation = conversation;
  record->kept_at_us = n;
  id = duo_store_add_message (store, record, NULL);
  entry = duo_store_queue (store, conversation, id, item, NULL);
  g_assert_true (id != 0 && entry != 0);
  g_assert_true (duo_store_number_item (store, entry, n + 1, TRUE, NULL));
  row->next_seq = n + 2;
  g_assert_true (duo_store_save_conversation (store, row, NULL));
  if (n % 3 == 0)
    g_assert_true (duo_store_drop_sent (store, conversation, n - MIN (n, 5), NULL));
}

static void
write_until_killed (const char *path)
{
  g_autoptr (DuoStore) store = duo_test_store_open (path);
  g_autoptr (GPtrArray) conversations = duo_store_list_conversations (store, NULL);
  const DuoStoredConversation *row = g_ptr_array_index (conversations, 0);

  for (guint n = (guint) row->next_seq - 1;; n++)
    {
      write_one (store, row->id, n);
      if (g_random_int_range (0, 3) != 0)
        continue;
      if (g_random_int_range (0, 4) == 0)
        duo_store_sync_async (store, ignore_cb, NULL);
      else
        g_assert_true (duo_store_commit (store, NULL));
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      g_assert_cmpint (write (STDOUT_FILENO, &n, sizeof n), ==, sizeof n);
    }
}

/* -- The one that kills -------------------------------------------------------------------- */

static GPid
start_writer (const char *path,
              int        *out_fd)
{
  g_autofree char *option = g_strdup_printf ("--write=%s", path);
  char *argv[] = { program, option, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async_with_pipes (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN, NULL, NULL,
                            &pid, NULL, out_fd, NULL, &error);
  g_assert_no_error (error);

  return pid;
}

/* Returns the last number that was told. */
static guint
kill_writer (const char *path,
             int         min_ms,
             int         max_ms)
{
  int fd;
  GPid pid = start_writer (path, &fd);
  guint last = 0;
  gint64 kill_at_us;
  int status;

  /* It is at work when the first number comes. */
  g_assert_cmpint (read (fd, &last, sizeof last), ==, sizeof last);
  kill_at_us = g_get_monotonic_time () + g_test_rand_int_range (min_ms, max_ms) * 1000;
  while (g_get_monotonic_time () < kill_at_us)
    g_assert_cmpint (read (fd, &last, sizeof last), ==, sizeof last);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  while (read (fd, &last, sizeof last) == sizeof last)
    continue;
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  g_spawn_close_pid (pid);
  close (fd);

  return last;
}

/* Returns how many messages there are. */
static guint
check_store (DuoStore *store,
             guint     last)
{
  g_autoptr (GPtrArray) conversations = duo_store_list_conversations (store, NULL);
  const DuoStoredConversation *row = g_ptr_array_index (conversations, 0);
  g_autoptr (GPtrArray) records = duo_store_load_messages (store, row->id, 0, G_MAXINT64, NULL);
  g_autoptr (GArray) entries = duo_store_list_outbox (store, row->id, 0, G_MAXINT32, NULL);

  g_assert_cmpuint (records->len, >, last);
  for (guint i = 0; i < records->len; i++)
    {
      const DuoRecord *record = g_ptr_array_index (records, i);
      g_autofree char *begin = g_strdup_printf ("number %u ", i);

      g_assert_true (g_str_has_prefix (record->text, begin));
      g_assert_cmpuint (record->seq, ==, i + 1);
    }
  /* What belongs together was written together. */
  g_assert_cmpuint (row->next_seq, ==, records->len + 1);
  g_assert_cmpuint (entries->len, >=, MIN (records->len, 5));
  for (guint i = 0; i < entries->len; i++)
    g_assert_cmpuint (g_array_index (entries, DuoOutboxEntry, i).seq, ==, records->len - entries->len + i + 1);

  return records->len;
}

static guint
check_file (const char *path,
            guint       last)
{
  g_autoptr (DuoStore) store = duo_test_store_open (path);
  g_autofree char *result = NULL;
  guint n = check_store (store, last);

  g_clear_object (&store);
  result = duo_test_store_check (path);
  g_assert_cmpstr (result, ==, "ok");

  return n;
}

static void
test_kill (void)
{
  guint n_kills = g_getenv ("DUO_SANITIZED") != NULL ? KILLS_SANITIZED : KILLS;
  guint n_messages = 0;

  for (guint i = 0; i < n_kills; i += KILLS_A_FILE)
    {
      g_autofree char *path = duo_test_store_make_path ();
      guint n = 0;

      {
        g_autoptr (DuoStore) store = duo_test_store_open (path);

        g_assert_cmpint (duo_store_add_conversation (store, 1, NULL), >, 0);
      }
      for (guint k = 0; k < KILLS_A_FILE; k++)
        {
          /* Some live so long that the log is brought back into the file. */
          gboolean is_long = k == KILLS_A_FILE - 1 && i % (2 * KILLS_A_FILE) == 0;

          n = check_file (path, kill_writer (path, is_long ? 900 : 0, is_long ? 1500 : 60));
        }
      n_messages += n;
      duo_test_store_clean_up (path);
    }
  g_test_message ("killed %u times, %u messages, none missing", n_kills, n_messages);
}

int
main (int    argc,
      char **argv)
{
  /* Nothing but numbers is to be told then. */
  if (argc > 1 && g_str_has_prefix (argv[1], "--write="))
    write_until_killed (argv[1] + strlen ("--write="));

  g_test_init (&argc, &argv, NULL);
  program = argv[0];

  g_test_add_func ("/kill/while-writing", test_kill);

  return g_test_run ();
}
