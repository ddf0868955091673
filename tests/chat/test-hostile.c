/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "duo-conversation.h"
#include "duo-engine.h"
#include "duo-error-text.h"
#include "duo-link-error.h"
#include "duo-message.h"
#include "duo-test-talk.h"
#include "duo-test-wait.h"
#include "duo-test-watch.h"

/* A conversation with a friend who means harm (tests/wire/hostile-friend.c), beside
 * one of two who know nothing of it.  Whatever he does: memory and threads stay
 * within bounds, the main loop answers, the others talk on, the person is told once,
 * and can hang up. */

static char *friend_path;

static const GOptionEntry options[] = {
  { "friend", 0, 0, G_OPTION_ARG_FILENAME, &friend_path, "The program of the hostile friend", "PATH" },
  G_OPTION_ENTRY_NULL
};

/* Promised in SECURITY.md. */
enum
{
  MEMORY_MAX_KB = 64 * 1024,
  THREADS_MAX = 32, /* one connection has 5 to 21 of them, by measure */
  BUSY_MAX_MS = 100,
  AWAY_MAX_MS = 1000, /* where other programs hold up the threads and the disk that it waits for */
};

/* -- Two who talk meanwhile --------------------------------------------------------------- */

typedef struct
{
  char *folder;
  DuoConversation *alice;
  DuoConversation *bob;
  guint n_said;
  guint n_heard;
  guint interval_id;

  DuoConversation *victim;
  GSubprocess *friend;
  GDataInputStream *from_friend;
  gboolean is_done;
  guint n_threads;
  guint n_threads_peak;
  gsize resident_kb;
  guint sample_id;
  guint n_ends; /* how often the victim's person was told that it is over */
} Fixture;

static DuoConversation *
make_conversation (Fixture    *fixture,
                   const char *name)
{
  g_autofree char *file = g_build_filename (fixture->folder, name, NULL);

  return duo_test_talk_new (name, file);
}

static void
heard_cb (GListModel *model,
          guint       position,
          guint       n_removed,
          guint       n_added,
          Fixture    *fixture)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (DuoMessage) message = g_list_model_get_item (model, position + i);
      g_autofree char *wanted = g_strdup_printf ("%u", fixture->n_heard);

      if (duo_message_get_kind (message) != DUO_MESSAGE_THEIRS)
        continue;
      g_assert_cmpstr (duo_message_get_text (message), ==, wanted);
      fixture->n_heard++;
    }
}

static gboolean
say_cb (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *text = g_strdup_printf ("%u", fixture->n_said++);

  g_assert_true (duo_conversation_send_text (fixture->alice, text, NULL));

  return G_SOURCE_CONTINUE;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("duologue-hostile-XXXXXX", NULL);
  fixture->alice = make_conversation (fixture, "Alice");
  fixture->bob = make_conversation (fixture, "Bob");
  duo_test_talk_connect (fixture->alice, fixture->bob);
  g_signal_connect (duo_conversation_get_history (fixture->bob), "items-changed", G_CALLBACK (heard_cb), fixture);
  fixture->interval_id = g_timeout_add (50, say_cb, fixture);
}

static gboolean
is_all_heard (gpointer user_data)
{
  Fixture *fixture = user_data;

  return fixture->n_heard == fixture->n_said;
}

static void
delete_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_handle_id (&fixture->interval_id, g_source_remove);
  duo_test_wait (is_all_heard, fixture, 20000, "the others hear all that they say");
  g_assert_cmpuint (duo_conversation_get_presence (fixture->alice), ==, DUO_PRESENCE_CONNECTED);
  g_assert_cmpuint (duo_conversation_get_presence (fixture->bob), ==, DUO_PRESENCE_CONNECTED);
  g_assert_finalize_object (fixture->alice);
  g_assert_finalize_object (fixture->bob);
  g_assert_true (duo_engine_shut_down (20000));
  delete_folder (fixture->folder);
  g_free (fixture->folder);
}

/* -- The friend ------------------------------------------------------------------------------ */

static void
line_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  Fixture *fixture = user_data;

  fixture->is_done = g_strcmp0 (line, "done") == 0;
}

static DuoSignal *
read_offer (Fixture *fixture)
{
  g_autofree char *line = g_data_input_stream_read_line (fixture->from_friend, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  DuoSignal *offer;

  g_assert_nonnull (line);
  offer = duo_signal_recognise (line, -1, &error);
  g_assert_no_error (error);

  return offer;
}

static void
tell_friend (Fixture    *fixture,
             const char *line)
{
  GOutputStream *stream = g_subprocess_get_stdin_pipe (fixture->friend);

  g_assert_true (g_output_stream_write_all (stream, line, strlen (line), NULL, NULL, NULL));
  g_assert_true (g_output_stream_write_all (stream, "\n", 1, NULL, NULL, NULL));
  g_assert_true (g_output_stream_flush (stream, NULL, NULL));
}

static void
presence_cb (Fixture *fixture)
{
  DuoPresence presence = duo_conversation_get_presence (fixture->victim);

  if (presence == DUO_PRESENCE_FAILED || presence == DUO_PRESENCE_LOST || presence == DUO_PRESENCE_NOT_CONNECTED)
    fixture->n_ends++;
}

static gboolean
sample_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_threads_peak = MAX (fixture->n_threads_peak, duo_test_count_threads ());

  return G_SOURCE_CONTINUE;
}

/* With his answer the friend begins. */
static void
let_in (Fixture    *fixture,
        const char *attack,
        guint       n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);
  g_autoptr (DuoSignal) offer = NULL;
  g_autoptr (GError) error = NULL;

  fixture->friend = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                      friend_path, attack, number, NULL);
  g_assert_no_error (error);
  fixture->from_friend = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->friend));
  fixture->is_done = FALSE;
  fixture->n_ends = 0;
  fixture->victim = make_conversation (fixture, "Victim");
  offer = read_offer (fixture);
  g_assert_true (duo_conversation_accept (fixture->victim, offer, &error));
  duo_test_talk_wait (fixture->victim, DUO_PRESENCE_WAITING);
  g_signal_connect_swapped (fixture->victim, "notify::presence", G_CALLBACK (presence_cb), fixture);

  fixture->n_threads = fixture->n_threads_peak = duo_test_count_threads ();
  fixture->sample_id = g_timeout_add (10, sample_cb, fixture);
  fixture->resident_kb = duo_test_get_resident_kb ();
  duo_test_reset_peak ();
  duo_test_watch_loop ();
  tell_friend (fixture, duo_conversation_get_local_signal (fixture->victim));
  g_data_input_stream_read_line_async (fixture->from_friend, G_PRIORITY_DEFAULT, NULL, line_cb, fixture);
}

static gboolean
is_over (Fixture *fixture)
{
  return duo_conversation_get_failure (fixture->victim) != NULL;
}

static gboolean
is_decided (gpointer user_data)
{
  Fixture *fixture = user_data;

  return is_over (fixture) || fixture->is_done;
}

static gboolean
is_over_cb (gpointer fixture)
{
  return is_over (fixture);
}

static void
assert_bounds (Fixture    *fixture,
               const char *attack)
{
  gsize peak_kb = duo_test_get_peak_kb ();
  gsize more_kb = peak_kb > fixture->resident_kb ? peak_kb - fixture->resident_kb : 0;
  /* What one connection is made of comes after the answer. */
  guint n_more_threads = fixture->n_threads_peak - fixture->n_threads;
  double busy_ms = duo_test_get_longest_busy_ms ();
  double away_ms = duo_test_get_longest_away_ms ();

  g_test_message ("%s: +%" G_GSIZE_FORMAT " kB, +%u threads, main loop busy for %.1f ms, away for %.1f ms", attack, more_kb,
                  n_more_threads, busy_ms, away_ms);
  /* Sanitizers and valgrind have other ideas of memory and time. */
  if (g_getenv ("DUO_SANITIZED") != NULL)
    return;
  g_assert_cmpuint (more_kb, <=, MEMORY_MAX_KB);
  g_assert_cmpuint (n_more_threads, <=, THREADS_MAX);
  g_assert_cmpfloat (busy_ms, <=, BUSY_MAX_MS);
  g_assert_cmpfloat (away_ms, <=, AWAY_MAX_MS);
}

static void
see_off (Fixture *fixture)
{
  g_clear_handle_id (&fixture->sample_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (fixture->victim, fixture);
  g_assert_finalize_object (g_steal_pointer (&fixture->victim));
  g_subprocess_force_exit (fixture->friend);
  g_assert_true (g_subprocess_wait (fixture->friend, NULL, NULL));
  /* The line that it waited for ends with it. */
  duo_test_settle (50);
  g_clear_object (&fixture->from_friend);
  g_clear_object (&fixture->friend);
}

/* He went too far: it ends, and the person is told why, once. */
static void
expect_end (Fixture    *fixture,
            const char *attack,
            guint       n,
            guint       timeout_ms)
{
  const GError *failure;

  let_in (fixture, attack, n);
  duo_test_wait (is_over_cb, fixture, timeout_ms, "the friend went too far");
  duo_test_settle (500);
  failure = duo_conversation_get_failure (fixture->victim);
  g_test_message ("%s: \"%s\" (%s)", attack, duo_error_text_get_sentence (failure), failure->message);
  g_assert_error ((GError *) failure, DUO_LINK_ERROR, DUO_LINK_ERROR_RULES);
  g_assert_cmpuint (fixture->n_ends, ==, 1);
  assert_bounds (fixture, attack);
  see_off (fixture);
}

/* Nothing of it breaks a rule: it is taken, or waits, and ends when the person says so. */
static void
expect_bearing (Fixture    *fixture,
                const char *attack,
                guint       n,
                guint       timeout_ms)
{
  let_in (fixture, attack, n);
  duo_test_wait (is_decided, fixture, timeout_ms, "the friend is done");
  duo_test_settle (500);
  g_assert_no_error ((GError *) duo_conversation_get_failure (fixture->victim));
  g_assert_cmpuint (fixture->n_ends, ==, 0);
  assert_bounds (fixture, attack);
  g_assert_true (duo_conversation_hang_up (fixture->victim, NULL));
  g_assert_cmpuint (duo_conversation_get_presence (fixture->victim), ==, DUO_PRESENCE_NOT_CONNECTED);
  see_off (fixture);
}

/* -- The cases -------------------------------------------------------------------------------- */

/* A number for every run, and one for `-m slow`. */
static guint
pick (guint quick,
      guint slow)
{
  return g_test_slow () ? slow : quick;
}

#define TIMEOUT_MS pick (60000, 1800000)

/* It may end or not, as webrtcbin sees it; if it does, the person is told once. */
static void
expect_no_harm (Fixture    *fixture,
                const char *attack,
                guint       n)
{
  let_in (fixture, attack, n);
  duo_test_wait (is_decided, fixture, TIMEOUT_MS, "the friend is done");
  duo_test_settle (500);
  assert_bounds (fixture, attack);
  g_assert_cmpuint (fixture->n_ends, ==, is_over (fixture) ? 1 : 0);
  if (is_over (fixture))
    g_test_message ("%s %u: \"%s\"", attack, n,
                    duo_error_text_get_sentence (duo_conversation_get_failure (fixture->victim)));
  see_off (fixture);
}

static void
test_tiny (Fixture       *fixture,
           gconstpointer  data)
{
  expect_bearing (fixture, "tiny", pick (10000, 1000000), TIMEOUT_MS);
}

static void
test_sizes (Fixture       *fixture,
            gconstpointer  data)
{
  expect_bearing (fixture, "sizes", 0, TIMEOUT_MS);
}

static void
test_large (Fixture       *fixture,
            gconstpointer  data)
{
  expect_bearing (fixture, "large", pick (100, 5000), TIMEOUT_MS);
}

static void
test_beyond (Fixture       *fixture,
             gconstpointer  data)
{
  static const guint sizes[] = { 65536 + 2000, 1024 * 1024, 16 * 1024 * 1024 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    expect_end (fixture, "beyond", sizes[i], TIMEOUT_MS);
}

static void
test_binary (Fixture       *fixture,
             gconstpointer  data)
{
  let_in (fixture, "binary", pick (2000, 100000));
  duo_test_wait (is_decided, fixture, TIMEOUT_MS, "the friend is done");
  duo_test_settle (1500);
  assert_bounds (fixture, "binary");
  /* It is established, it is a page, it sent something: no more than that is told. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (duo_conversation_get_history (fixture->victim))), ==, 3);
  g_assert_true (duo_conversation_hang_up (fixture->victim, NULL));
  see_off (fixture);
}

static void
test_lies (Fixture       *fixture,
           gconstpointer  data)
{
  expect_bearing (fixture, "lies", 0, TIMEOUT_MS);
}

static void
test_labels (Fixture       *fixture,
             gconstpointer  data)
{
  expect_bearing (fixture, "labels", 0, TIMEOUT_MS);
}

/* What no protocol that we know sends, and what the one that opens channels does not. */
static void
test_payloads (Fixture       *fixture,
               gconstpointer  data)
{
  static const guint ppids[] = { 0, 1, 50, 52, 54, 56, 57, 58, G_MAXUINT32 };

  for (guint i = 0; i < G_N_ELEMENTS (ppids); i += pick (3, 1))
    expect_no_harm (fixture, "payload", ppids[i]);
}

static void
test_churn (Fixture       *fixture,
            gconstpointer  data)
{
  expect_end (fixture, "churn", 65535, TIMEOUT_MS);
}

static void
test_channels (Fixture       *fixture,
               gconstpointer  data)
{
  expect_end (fixture, "channels", pick (200, 1000), TIMEOUT_MS);
}

/* The first packets are those of DTLS, then come SCTP's and the channel's. */
static void
test_half_a_connection (Fixture       *fixture,
                        gconstpointer  data)
{
  for (guint n_packets = 0; n_packets < pick (4, 12); n_packets++)
    expect_bearing (fixture, "cut", n_packets, TIMEOUT_MS);
}

static void
test_half_a_greeting (Fixture       *fixture,
                      gconstpointer  data)
{
  if (!g_test_slow ())
    {
      g_test_skip ("takes 40 s; /session/duologue/half-greeting is quick");
      return;
    }
  expect_end (fixture, "hello", 0, TIMEOUT_MS);
  expect_end (fixture, "join", 0, TIMEOUT_MS);
}

static void
test_items (Fixture       *fixture,
            gconstpointer  data)
{
  expect_bearing (fixture, "items", pick (3000, 300000), TIMEOUT_MS);
}

/* More than the receipts allow; if they come too late for him, it ends. */
static void
test_window (Fixture       *fixture,
             gconstpointer  data)
{
  expect_no_harm (fixture, "window", pick (20000, 200000));
}

static void
test_floods_of_frames (Fixture       *fixture,
                       gconstpointer  data)
{
  static const char *const attacks[] = { "pings", "typing", "receipts" };

  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
    expect_bearing (fixture, attacks[i], pick (5000, 300000), TIMEOUT_MS);
}

static void
test_signals (Fixture       *fixture,
              gconstpointer  data)
{
  expect_bearing (fixture, "signals", pick (300, 10000), TIMEOUT_MS);
}

static void
test_string (Fixture       *fixture,
             gconstpointer  data)
{
  expect_end (fixture, "string", 0, TIMEOUT_MS);
}

static void
test_noise (Fixture       *fixture,
            gconstpointer  data)
{
  for (guint seed = 0; seed < pick (2, 100); seed++)
    expect_no_harm (fixture, "noise", seed);
}

/* He takes nothing: what is said waits, in the file and not in memory. */
static void
test_mute (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = g_strnfill (1000, 'x');

  let_in (fixture, "mute", 0);
  duo_test_wait (is_decided, fixture, TIMEOUT_MS, "the friend is silent");
  for (guint i = 0; i < pick (2000, 20000); i++)
    {
      (void) duo_conversation_send_text (fixture->victim, text, NULL); /* some may come too early */
      if (i % 50 == 0)
        duo_test_settle (1);
    }
  duo_test_settle (1000);
  g_assert_cmpuint (fixture->n_ends, ==, 0);
  assert_bounds (fixture, "mute");
  g_assert_true (duo_conversation_hang_up (fixture->victim, NULL));
  see_off (fixture);
}

#define ADD(path, func) g_test_add ("/hostile/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  int status;

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || friend_path == NULL)
    return 2;
  g_test_init (&argc, &argv, NULL);

  ADD ("page/tiny", test_tiny);
  ADD ("page/sizes", test_sizes);
  ADD ("page/large", test_large);
  ADD ("page/beyond", test_beyond);
  ADD ("page/binary", test_binary);
  ADD ("page/lies", test_lies);
  ADD ("page/labels", test_labels);
  ADD ("page/payloads", test_payloads);
  ADD ("page/churn", test_churn);
  ADD ("page/channels", test_channels);
  ADD ("duologue/half-a-connection", test_half_a_connection);
  ADD ("duologue/half-a-greeting", test_half_a_greeting);
  ADD ("duologue/items", test_items);
  ADD ("duologue/window", test_window);
  ADD ("duologue/floods-of-frames", test_floods_of_frames);
  ADD ("duologue/signals", test_signals);
  ADD ("duologue/string", test_string);
  ADD ("duologue/noise", test_noise);
  ADD ("duologue/mute", test_mute);

  status = g_test_run ();
  duo_engine_shut_down (5000);
  g_free (friend_path);

  return status;
}
