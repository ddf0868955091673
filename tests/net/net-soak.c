/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <dlfcn.h>
#include <glib/gstdio.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "duo-conversation.h"
#include "duo-engine.h"
#include "duo-message.h"
#include "duo-test-talk.h"
#include "duo-test-wait.h"
#include "duo-test-watch.h"

/* Two people who talk, hang up and connect again, for a day's worth and more, in one
 * process and over loopback:
 *
 *   net-soak [--messages=N] [--rounds=N] [--gnutls]
 *
 * Everything arrives once and in order, and at the end there are as many threads and
 * open files as after the beginning, and no more memory.
 *
 * Memory is measured twice.  What was allocated and not freed tells of a leak of some
 * bytes a round.  What is resident is what a person pays, and more by the pages of which
 * only a little is in use.  GLib's slices (before 2.76) keep what is freed: to be measured
 * with G_SLICE=always-malloc, as in the suite and as newer GLib does by itself. */

static int n_messages = 2000;
static int n_rounds = 25;
static gboolean asks_gnutls;

static const GOptionEntry options[] = {
  { "gnutls", 0, 0, G_OPTION_ARG_NONE, &asks_gnutls, "Let GnuTLS keep what it keeps for each thread", NULL },
  { "messages", 0, 0, G_OPTION_ARG_INT, &n_messages, "How many messages there are", "N" },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &n_rounds, "How often the two connect and hang up", "N" },
  G_OPTION_ENTRY_NULL
};

enum
{
  WARM_UP_ROUNDS = 10, /* at least; 1 % of them when that is more */
  TOLD_ROUNDS = 50,
  AHEAD_MAX = 200, /* said and not heard yet */
  MEMORY_PER_CENT = 5,
  LONG_ROUNDS = 1000,
  FREE_MAX_BYTES = 128 * 1024, /* at the end of each arena of malloc ()'s */
  SPARSE_KB = 4096,            /* pages of which only a little is in use */
  CACHES_KB = 256,             /* ours, which fill meanwhile */
  LOST_BYTES = 512,            /* in each round, by the libraries: README.md names them */
};

/* GnuTLS keeps 192 bytes for each thread that asks it for a random number until the process
 * ends, and each time the page around them.  libnice asks in a new thread for each connection.
 * The soak answers in its place, so that it does not hide what else might grow. */
int gnutls_rnd (int level,
                void *data,
                size_t n_bytes);

int
gnutls_rnd (int     level,
            void   *data,
            size_t  n_bytes)
{
  static int (*ask_gnutls) (int, void *, size_t);

  if (asks_gnutls && ask_gnutls == NULL)
    ask_gnutls = (int (*) (int, void *, size_t)) dlsym (RTLD_NEXT, "gnutls_rnd");
  if (ask_gnutls != NULL)
    return ask_gnutls (level, data, n_bytes);

  return getrandom (data, n_bytes, 0) == (gssize) n_bytes ? 0 : -1;
}

typedef struct
{
  DuoConversation *conversation; /* (owned) */
  guint n_said;
  guint n_heard;
} Side;

typedef struct
{
  Side sides[2];
  char *folder;
  guint n_until; /* messages of each, at the end of this round */
} Soak;

typedef struct
{
  gsize resident_kb;
  gsize in_use_kb;
  guint n_threads;
  guint n_files;
} Usage;

/* From one character to some thousand, as people write, and the same for the same number. */
static char *
dup_text (guint side,
          guint number)
{
  guint length = number % 50 == 0 ? number * 37 % 8000 : number * 13 % 400;
  g_autofree char *rest = g_strnfill (length, 'a' + (char) (number % 26));

  return g_strdup_printf ("%u %u %s", side, number, rest);
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       n_removed,
                  guint       n_added,
                  Side       *side)
{
  Soak *soak = g_object_get_data (G_OBJECT (side->conversation), "soak");
  guint other = side == &soak->sides[0] ? 1 : 0;

  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (DuoMessage) message = g_list_model_get_item (model, position + i);
      g_autofree char *wanted = NULL;

      if (duo_message_get_kind (message) != DUO_MESSAGE_THEIRS)
        continue;
      wanted = dup_text (other, side->n_heard++);
      g_assert_cmpstr (duo_message_get_text (message), ==, wanted);
    }
}

static gboolean
has_presence (Side        *side,
              DuoPresence  presence)
{
  return duo_conversation_get_presence (side->conversation) == presence;
}

static gboolean
are_connected (Soak *soak)
{
  return has_presence (&soak->sides[0], DUO_PRESENCE_CONNECTED) &&
         has_presence (&soak->sides[1], DUO_PRESENCE_CONNECTED);
}

static const GError *
get_failure (Soak *soak)
{
  const GError *failure = duo_conversation_get_failure (soak->sides[0].conversation);

  return failure != NULL ? failure : duo_conversation_get_failure (soak->sides[1].conversation);
}

static gboolean
is_decided (gpointer soak)
{
  return are_connected (soak) || get_failure (soak) != NULL;
}

static gboolean
are_apart (gpointer user_data)
{
  Soak *soak = user_data;

  return has_presence (&soak->sides[0], DUO_PRESENCE_NOT_CONNECTED) &&
         has_presence (&soak->sides[1], DUO_PRESENCE_NOT_CONNECTED);
}

static DuoSignal *
wait_signal (Side *side)
{
  g_autoptr (GError) error = NULL;
  DuoSignal *signal;

  duo_test_talk_wait (side->conversation, DUO_PRESENCE_WAITING);
  signal = duo_signal_recognise (duo_conversation_get_local_code (side->conversation), -1, &error);
  g_assert_no_error (error);

  return signal;
}

static void
connect_both (Soak  *soak,
              guint  inviter)
{
  Side *a = &soak->sides[inviter];
  Side *b = &soak->sides[1 - inviter];
  g_autoptr (DuoSignal) offer = NULL;
  g_autoptr (DuoSignal) answer = NULL;
  g_autoptr (GError) error = NULL;

  duo_conversation_invite (a->conversation, &error);
  g_assert_no_error (error);
  offer = wait_signal (a);
  duo_conversation_accept (b->conversation, offer, &error);
  g_assert_no_error (error);
  answer = wait_signal (b);
  duo_conversation_take_answer (a->conversation, answer, &error);
  g_assert_no_error (error);
  duo_test_wait (is_decided, soak, 120000, "it is decided whether both connect");
  if (!are_connected (soak))
    g_error ("connecting failed after %u messages: presences %u and %u, %s", soak->sides[0].n_said * 2,
             duo_conversation_get_presence (a->conversation), duo_conversation_get_presence (b->conversation),
             get_failure (soak)->message);
}

/* One says what may be said now. */
static void
say (Soak  *soak,
     guint  index)
{
  Side *side = &soak->sides[index];
  Side *other = &soak->sides[1 - index];

  while (side->n_said < soak->n_until && side->n_said < other->n_heard + AHEAD_MAX)
    {
      g_autofree char *text = dup_text (index, side->n_said++);
      g_autoptr (GError) error = NULL;

      duo_conversation_send_text (side->conversation, text, &error);
      g_assert_no_error (error);
    }
}

static gboolean
is_all_heard (gpointer user_data)
{
  Soak *soak = user_data;

  say (soak, 0);
  say (soak, 1);

  return soak->sides[0].n_heard == soak->n_until && soak->sides[1].n_heard == soak->n_until;
}

static void
run_round (Soak  *soak,
           guint  round)
{
  soak->n_until = (guint) ((guint64) n_messages / 2 * (round + 1) / n_rounds);
  connect_both (soak, round % 2);
  duo_test_wait (is_all_heard, soak, 600000, "all that was said is heard");
  duo_conversation_hang_up (soak->sides[round / 2 % 2].conversation, NULL);
  duo_test_wait (are_apart, soak, 60000, "both know that it is over");
}

static gboolean
is_at_rest (gpointer n_threads)
{
  return duo_test_count_threads () <= *(guint *) n_threads;
}

static gsize
get_in_use_kb (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return (info.uordblks + info.hblkhd) / 1024;
}

/* Once all that ends in threads of its own has ended. */
static Usage
measure (guint n_threads)
{
  Usage usage;

  g_assert_true (duo_engine_shut_down (20000));
  if (n_threads > 0)
    duo_test_wait (is_at_rest, &n_threads, 20000, "there are no more threads than before");
  else
    duo_test_settle (1000);
  usage.resident_kb = duo_test_get_resident_kb ();
  usage.in_use_kb = get_in_use_kb ();
  usage.n_threads = duo_test_count_threads ();
  usage.n_files = duo_test_count_files ();

  return usage;
}

static void
tell (guint        round,
      Soak        *soak,
      const Usage *usage)
{
  g_test_message ("round %u: %u messages, %" G_GSIZE_FORMAT " kB resident, %" G_GSIZE_FORMAT " kB in use, "
                  "%u threads, %u files",
                  round, 2 * soak->n_until, usage->resident_kb, usage->in_use_kb, usage->n_threads,
                  usage->n_files);
}

static void
set_up (Soak *soak)
{
  static const char *const names[] = { "Anna", "Ben" };

  soak->folder = g_dir_make_tmp ("duologue-soak-XXXXXX", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *file = g_build_filename (soak->folder, names[i], NULL);
      Side *side = &soak->sides[i];

      side->conversation = duo_test_talk_new (names[i], file);
      g_object_set_data (G_OBJECT (side->conversation), "soak", soak);
      /* Looked at: what arrives is read. */
      duo_conversation_set_in_front (side->conversation, TRUE);
      g_signal_connect (duo_conversation_get_history (side->conversation), "items-changed",
                        G_CALLBACK (items_changed_cb), side);
    }
}

static void
tear_down (Soak *soak)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  for (guint i = 0; i < 2; i++)
    g_clear_object (&soak->sides[i].conversation);
  dir = g_dir_open (soak->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (soak->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (soak->folder);
  g_free (soak->folder);
}

static void
assert_no_growth (const Usage *before,
                  const Usage *after)
{
  gsize growth_kb = before->resident_kb * MEMORY_PER_CENT / 100;

  /* Ten rounds are the first hundredth of a long run, and too few before a short one's end. */
  if (n_rounds < LONG_ROUNDS)
    growth_kb = MAX (growth_kb, SPARSE_KB);
  g_assert_cmpuint (after->resident_kb, <=, before->resident_kb + growth_kb);
  if (g_strcmp0 (g_getenv ("G_SLICE"), "always-malloc") == 0)
    g_assert_cmpuint (after->in_use_kb, <=, before->in_use_kb + CACHES_KB + n_rounds * LOST_BYTES / 1024);
}

static void
test_soak (void)
{
  Soak soak = { 0 };
  guint warm_up = MAX (WARM_UP_ROUNDS, (guint) n_rounds / 100);
  Usage before = { 0 }, after;

  set_up (&soak);
  for (guint round = 0; round < (guint) n_rounds; round++)
    {
      run_round (&soak, round);
      if (round + 1 == warm_up || (round + 1) % TOLD_ROUNDS == 0)
        {
          after = measure (before.n_threads);
          tell (round + 1, &soak, &after);
        }
      if (round + 1 == warm_up)
        before = after;
    }
  after = measure (before.n_threads);
  tell ((guint) n_rounds, &soak, &after);
  g_assert_cmpuint (after.n_files, <=, before.n_files);
  /* A sanitizer keeps what was freed, and GnuTLS what it was asked for. */
  if (g_getenv ("DUO_SANITIZED") == NULL && !asks_gnutls)
    assert_no_growth (&before, &after);
  tear_down (&soak);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, &error) || n_rounds <= WARM_UP_ROUNDS || n_messages < n_rounds)
    {
      g_printerr ("net-soak: %s\n", error != NULL ? error->message : "too few rounds or messages");
      return 2;
    }

  /* malloc_trim () gives back the end of the main arena alone.  Each of the threads' keeps
   * twice the largest block that was ever given back, unless there is a limit. */
  mallopt (M_TRIM_THRESHOLD, FREE_MAX_BYTES);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/soak/talk-and-hang-up", test_soak);
  status = g_test_run ();
  duo_engine_shut_down (5000);

  return status;
}
