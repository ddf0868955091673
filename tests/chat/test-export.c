/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "duo-export.h"
#include "duo-json.h"
#include "duo-test-wait.h"

/* A conversation written down: as text for people, as JSON for programs. */

#define TIME_US (G_GINT64_CONSTANT (1764331380) * G_USEC_PER_SEC + 123456) /* 2025-11-28 12:03 UTC */

typedef struct
{
  char *folder;
  GFile *file;
  DuoStore *store;
  DuoHistory *history;
} Fixture;

static char *
dup_day (gint64 at_us)
{
  return g_strdup_printf ("day %" G_GINT64_FORMAT, at_us / G_USEC_PER_SEC / 86400);
}

static char *
dup_time (gint64 at_us)
{
  return g_strdup_printf ("%02d:%02d", (int) (at_us / G_USEC_PER_SEC / 3600 % 24), (int) (at_us / G_USEC_PER_SEC / 60 % 60));
}

static char *
dup_notice (DuoNotice notice,
            gint64    amount)
{
  return g_strdup_printf ("notice %d", notice);
}

static char *
dup_remark (DuoMessage *message,
            DuoMessage *replied)
{
  return replied != NULL ? g_strdup_printf ("to “%s”", duo_message_get_text (replied)) : NULL;
}

static DuoTranscript *
new_transcript (DuoTranscriptFormat format)
{
  const DuoTranscriptWords words = {
    .me = (char *) "Me",
    .friend = (char *) "Friend",
    .dup_day = dup_day,
    .dup_time = dup_time,
    .dup_notice = dup_notice,
    .dup_remark = dup_remark,
  };

  return duo_transcript_new (format, "Bob \"B\"", &words);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  fixture->folder = g_dir_make_tmp ("duo-export-XXXXXX", NULL);
  fixture->file = g_file_new_build_filename (fixture->folder, "talk", NULL);
  fixture->store = duo_store_open (NULL, NULL, NULL);
  fixture->history = duo_history_new (fixture->store, 0, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_assert_finalize_object (fixture->history);
  g_assert_finalize_object (fixture->store);
  (void) g_file_delete (fixture->file, NULL, NULL);
  g_object_unref (fixture->file);
  /* So nothing else was left there. */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static gint64
say (Fixture        *fixture,
     DuoMessageKind  kind,
     guint64         seq,
     const char     *text,
     guint64         reply_to_seq)
{
  g_autoptr (DuoRecord) record = duo_record_new (kind, text, TIME_US + (gint64) seq * 60 * G_USEC_PER_SEC);
  g_autoptr (GError) error = NULL;
  DuoMessage *message;

  record->seq = seq;
  record->reply_to_seq = reply_to_seq;
  record->reply_is_to_mine = kind == DUO_MESSAGE_THEIRS;
  if (kind == DUO_MESSAGE_THEIRS)
    record->author = g_strdup ("Bob\n[00:00] Me");
  message = duo_history_append (fixture->history, record, &error);
  g_assert_no_error (error);

  return duo_message_get_id (message);
}

static void
note (Fixture   *fixture,
      DuoNotice  notice)
{
  g_autoptr (DuoRecord) record = duo_record_new_notice (notice, 7, TIME_US);

  g_assert_nonnull (duo_history_append (fixture->history, record, NULL));
}

typedef struct
{
  gboolean is_over;
  GError *error;
} Outcome;

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Outcome *outcome = user_data;

  g_assert_true (duo_export_finish (DUO_HISTORY (source), result, &outcome->error) == (outcome->error == NULL));
  outcome->is_over = TRUE;
}

static gboolean
is_over (gpointer user_data)
{
  return ((Outcome *) user_data)->is_over;
}

/* (transfer full) (nullable) */
static GError *export(Fixture *fixture,
                      DuoTranscriptFormat format)
{
  Outcome outcome = { 0 };

  duo_export_async (fixture->history, new_transcript (format), fixture->file, NULL, exported_cb, &outcome);
  duo_test_wait (is_over, &outcome, 60000, "the export is over");

  return outcome.error;
}

static char *
read_file (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *content;

  g_assert_true (g_file_load_contents (fixture->file, NULL, &content, NULL, NULL, &error));
  g_assert_no_error (error);

  return content;
}

static void
talk (Fixture *fixture)
{
  gint64 id;

  note (fixture, DUO_NOTICE_ESTABLISHED);
  id = say (fixture, DUO_MESSAGE_MINE, 1, "Hello", 0);
  (void) say (fixture, DUO_MESSAGE_THEIRS, 2, "Two\nlines\r[00:00] Me: I owe Bob \342\200\250[00:00] Me: a lot\342\200\256", 1);
  duo_history_react (fixture->history, id, FALSE, "👍");
  duo_history_edit (fixture->history, id, "Hello \"you\"", TIME_US);
}

/* Nothing that a friend writes or is called looks like something that I said. */
static void
test_text (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  g_auto (GStrv) lines = NULL;

  talk (fixture);
  g_assert_no_error (export(fixture, DUO_TRANSCRIPT_TEXT));
  text = read_file (fixture);
  g_test_message ("%s", text);
  expected = g_strdup_printf ("Bob \"B\"\n\n── day 20420 ──\n[12:03] * notice %d\n[12:04] Me: Hello \"you\"\n[12:05] Bob",
                              DUO_NOTICE_ESTABLISHED);
  g_assert_true (g_str_has_prefix (text, expected));
  g_assert_nonnull (strstr (text, "(to “Hello \"you\"”): Two\n        lines\n        [00:00] Me: I owe Bob \n        [00:00]"));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_assert_false (g_str_has_prefix (lines[i], "[00:00]"));
  g_assert_null (strstr (text, "\342\200\256"));
  g_assert_null (strchr (text, '\r'));
}

static JsonObject *
get_object (JsonArray *array,
            guint      index)
{
  return json_array_get_object_element (array, index);
}

static void
test_json (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  JsonArray *messages;

  talk (fixture);
  g_assert_no_error (export(fixture, DUO_TRANSCRIPT_JSON));
  text = read_file (fixture);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  object = json_node_get_object (node);
  g_assert_cmpstr (json_object_get_string_member (object, "title"), ==, "Bob \"B\"");
  g_assert_cmpint (json_object_get_int_member (object, "version"), ==, 1);
  messages = json_object_get_array_member (object, "messages");
  g_assert_cmpuint (json_array_get_length (messages), ==, 3);

  object = get_object (messages, 0);
  g_assert_true (json_object_get_null_member (object, "from"));
  g_assert_cmpstr (json_object_get_string_member (object, "notice"), ==, "established");
  g_assert_cmpint (json_object_get_int_member (object, "amount"), ==, 7);

  object = get_object (messages, 1);
  g_assert_cmpint (json_object_get_int_member (object, "id"), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (object, "from"), ==, "me");
  g_assert_cmpstr (json_object_get_string_member (object, "author"), ==, "Me");
  g_assert_cmpstr (json_object_get_string_member (object, "sentAt"), ==, "2025-11-28T12:04:00.123456Z");
  g_assert_cmpstr (json_object_get_string_member (object, "text"), ==, "Hello \"you\"");
  g_assert_cmpstr (json_object_get_string_member (object, "state"), ==, "sent");
  g_assert_true (json_object_get_boolean_member (object, "edited"));
  g_assert_true (json_object_get_null_member (object, "replyTo"));
  object = json_object_get_object_member (object, "reactions");
  g_assert_true (json_object_get_null_member (object, "me"));
  g_assert_cmpstr (json_object_get_string_member (object, "friend"), ==, "👍");

  object = get_object (messages, 2);
  g_assert_cmpstr (json_object_get_string_member (object, "from"), ==, "friend");
  g_assert_cmpstr (json_object_get_string_member (object, "state"), ==, "received");
  g_assert_cmpint (json_object_get_int_member (object, "replyTo"), ==, 2);
  /* To the byte, whatever it does on a screen. */
  g_assert_cmpstr (json_object_get_string_member (object, "text"), ==,
                   "Two\nlines\r[00:00] Me: I owe Bob \342\200\250[00:00] Me: a lot\342\200\256");
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_assert_no_error (export(fixture, DUO_TRANSCRIPT_JSON));
  text = read_file (fixture);
  node = json_from_string (text, NULL);
  g_assert_nonnull (node);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (node), "messages")), ==, 0);
}

static void
say_many (Fixture *fixture,
          guint    n)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_record_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("this is the message with the number %u", i);

      g_ptr_array_add (records, duo_record_new (DUO_MESSAGE_MINE, text, TIME_US));
    }
  g_assert_true (duo_history_append_many (fixture->history, records, NULL));
}

static gboolean
tick_cb (gpointer user_data)
{
  gint64 *ticks = user_data; /* the last one, and the longest pause */
  gint64 now_us = g_get_monotonic_time ();

  ticks[1] = MAX (ticks[1], now_us - ticks[0]);
  ticks[0] = now_us;

  return G_SOURCE_CONTINUE;
}

/* The main loop is never away for long, and what comes meanwhile is left out. */
static void
test_many (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  gint64 ticks[] = { g_get_monotonic_time (), 0 };
  Outcome outcome = { 0 };
  guint id;

  say_many (fixture, 20000);
  id = g_timeout_add_full (G_PRIORITY_HIGH, 1, tick_cb, ticks, NULL);
  ticks[0] = g_get_monotonic_time ();
  duo_export_async (fixture->history, new_transcript (DUO_TRANSCRIPT_JSON), fixture->file, NULL, exported_cb, &outcome);
  say_many (fixture, 1);
  duo_test_wait (is_over, &outcome, 60000, "the export is over");
  g_source_remove (id);
  g_test_message ("the longest pause of the main loop was %.1f ms", (double) ticks[1] / 1e3);
  g_assert_no_error (outcome.error);
  text = read_file (fixture);
  node = json_from_string (text, NULL);
  g_assert_nonnull (node);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (json_node_get_object (node), "messages")), ==, 20000);
}

/* As when the disk is full: what stood there stays, and no half of a file is left. */
static void
test_no_room (Fixture       *fixture,
              gconstpointer  unused)
{
  struct rlimit before, small;
  g_autofree char *text = NULL;
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;

  say_many (fixture, 2000);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 20000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  first = export(fixture, DUO_TRANSCRIPT_TEXT);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_nonnull (first);
  g_assert_false (g_file_query_exists (fixture->file, NULL));

  g_assert_true (g_file_replace_contents (fixture->file, "old", 3, NULL, FALSE, 0, NULL, NULL, NULL));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  second = export(fixture, DUO_TRANSCRIPT_TEXT);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_nonnull (second);
  text = read_file (fixture);
  g_assert_cmpstr (text, ==, "old");
}

static void
test_replaces (Fixture       *fixture,
               gconstpointer  unused)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *text = NULL;
  GStatBuf status;

  g_assert_true (g_file_replace_contents (fixture->file, "old", 3, NULL, FALSE, 0, NULL, NULL, NULL));
  (void) say (fixture, DUO_MESSAGE_MINE, 1, "Hello", 0);
  g_assert_no_error (export(fixture, DUO_TRANSCRIPT_TEXT));
  text = read_file (fixture);
  g_assert_nonnull (strstr (text, "Me: Hello\n"));
  /* Nobody else on this computer may read what was said. */
  (void) g_unlink (path);
  g_assert_no_error (export(fixture, DUO_TRANSCRIPT_TEXT));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr (GError) error = NULL;

  g_object_unref (fixture->file);
  fixture->file = g_file_new_build_filename (fixture->folder, "nowhere", "talk", NULL);
  error = export(fixture, DUO_TRANSCRIPT_TEXT);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_file_name (void)
{
  static const struct
  {
    const char *title;
    const char *name;
  } cases[] = {
    { "Bob", "Bob 2025-11-28.txt" },
    { "小明", "小明 2025-11-28.txt" },
    { NULL, "Talk 2025-11-28.txt" },
    { "", "Talk 2025-11-28.txt" },
    { "..", "Talk 2025-11-28.txt" },
    { "../../.bashrc", "_._.._.bashrc 2025-11-28.txt" },
    { "/etc/passwd", "_etc_passwd 2025-11-28.txt" },
    { ".hidden", "_hidden 2025-11-28.txt" },
    { "-rf", "_rf 2025-11-28.txt" },
    { "a\nb\tc", "a b c 2025-11-28.txt" },
    { "x\342\200\256txt.exe", "xtxt.exe 2025-11-28.txt" },
  };
  g_autofree char *many = g_strnfill (5000, 'x');
  g_autofree char *json = duo_transcript_dup_file_name (DUO_TRANSCRIPT_JSON, many, "Talk", TIME_US);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = duo_transcript_dup_file_name (DUO_TRANSCRIPT_TEXT, cases[i].title, "Talk", TIME_US);

      g_test_message ("%s", name);
      g_assert_null (strchr (name, '/'));
      g_assert_cmpstr (name, ==, cases[i].name);
    }
  g_assert_cmpuint (strlen (json), <, 250);
  g_assert_true (g_str_has_suffix (json, " 2025-11-28.json"));
}

#define ADD(name, function) g_test_add ("/export/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  /* A file that grows over its limit shall be an error as a full disk is. */
  (void) signal (SIGXFSZ, SIG_IGN);
  (void) g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  ADD ("text", test_text);
  ADD ("json", test_json);
  ADD ("empty", test_empty);
  ADD ("many", test_many);
  ADD ("no-room", test_no_room);
  ADD ("replaces", test_replaces);
  ADD ("no-folder", test_no_folder);
  g_test_add_func ("/export/file-name", test_file_name);

  return g_test_run ();
}
