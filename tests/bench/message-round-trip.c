/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>
#include <stdlib.h>

#include "duo-conversation.h"
#include "duo-engine.h"
#include "duo-message.h"

/* How long two conversations take for a message there and one back, as their
 * chat panes see it: from duo_conversation_send_text () to the answer's
 * items-changed.  Also from Receive Answer to both being connected.  Prints
 * medians; never fails on a time. */

enum
{
  N_CONNECTS = 15,
  N_MESSAGES = 500
};

typedef struct
{
  DuoConversation *alice;
  DuoConversation *bob;
  gint64 sent_at_us;
  GArray *round_trips_us;
} Bench;

static DuoConversation *
make_conversation (void)
{
  static const char *const loopback[] = { "127.0.0.1", NULL };
  g_autoptr (GSettings) store = g_settings_new_with_path ("io.github.duologue.Duologue", "/io/github/duologue/Duologue/");
  g_autoptr (DuoSettings) settings = NULL;
  g_autoptr (DuoStore) messages = NULL;
  g_autoptr (DuoRoster) roster = NULL;

  g_settings_set_strv (store, "local-addresses", loopback);
  settings = duo_settings_new (store);
  messages = duo_store_open (NULL, NULL, NULL);
  roster = duo_roster_new (messages);

  return duo_conversation_new (settings, roster, 0);
}

static void
wait_presence (DuoConversation *conversation,
               DuoPresence      presence)
{
  while (duo_conversation_get_presence (conversation) != presence)
    g_main_context_iteration (NULL, TRUE);
}

static DuoSignal *
wait_signal (DuoConversation *conversation)
{
  wait_presence (conversation, DUO_PRESENCE_WAITING);

  return duo_signal_recognise (duo_conversation_get_local_signal (conversation), -1, NULL);
}

static gint64
connect_us (Bench *bench)
{
  g_autoptr (DuoSignal) offer = NULL;
  g_autoptr (DuoSignal) answer = NULL;
  gint64 begin_us;

  duo_conversation_invite (bench->alice, NULL);
  offer = wait_signal (bench->alice);
  duo_conversation_accept (bench->bob, offer, NULL);
  answer = wait_signal (bench->bob);
  begin_us = g_get_monotonic_time ();
  duo_conversation_take_answer (bench->alice, answer, NULL);
  wait_presence (bench->alice, DUO_PRESENCE_CONNECTED);
  wait_presence (bench->bob, DUO_PRESENCE_CONNECTED);

  return g_get_monotonic_time () - begin_us;
}

static gboolean
is_theirs (GListModel *model,
           guint       position)
{
  g_autoptr (DuoMessage) message = g_list_model_get_item (model, position);

  return duo_message_get_kind (message) == DUO_MESSAGE_THEIRS;
}

static void
send_next (Bench *bench)
{
  bench->sent_at_us = g_get_monotonic_time ();
  duo_conversation_send_text (bench->alice, "a message of some hundred letters, as people write them "
                                            "when they have something to say",
                              NULL);
}

static void
bob_changed_cb (GListModel *model,
                guint       position,
                guint       removed,
                guint       added,
                Bench      *bench)
{
  if (is_theirs (model, position))
    duo_conversation_send_text (bench->bob, "and the answer", NULL);
}

static void
alice_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Bench      *bench)
{
  gint64 took_us = g_get_monotonic_time () - bench->sent_at_us;

  if (!is_theirs (model, position))
    return;
  g_array_append_val (bench->round_trips_us, took_us);
  if (bench->round_trips_us->len < N_MESSAGES)
    send_next (bench);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return difference < 0 ? -1 : difference > 0;
}

static void
print (const char *what,
       GArray     *times_us)
{
  g_array_sort (times_us, compare);
  printf ("%-40s median %.2f ms, p99 %.2f ms, of %u\n", what,
          g_array_index (times_us, gint64, times_us->len / 2) / 1000.0,
          g_array_index (times_us, gint64, times_us->len * 99 / 100) / 1000.0, times_us->len);
}

int
main (void)
{
  Bench bench = { make_conversation (), make_conversation (), 0, g_array_new (FALSE, FALSE, sizeof (gint64)) };
  g_autoptr (GArray) connects_us = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < N_CONNECTS; i++)
    {
      gint64 took_us = connect_us (&bench);

      g_array_append_val (connects_us, took_us);
      if (i == N_CONNECTS - 1)
        break;
      duo_conversation_hang_up (bench.alice, NULL);
      wait_presence (bench.bob, DUO_PRESENCE_NOT_CONNECTED);
    }
  print ("Receive Answer to Connected, both", connects_us);

  g_signal_connect (duo_conversation_get_history (bench.bob), "items-changed", G_CALLBACK (bob_changed_cb), &bench);
  g_signal_connect (duo_conversation_get_history (bench.alice), "items-changed", G_CALLBACK (alice_changed_cb), &bench);
  send_next (&bench);
  while (bench.round_trips_us->len < N_MESSAGES)
    g_main_context_iteration (NULL, TRUE);
  print ("message there and answer back", bench.round_trips_us);

  g_array_unref (bench.round_trips_us);
  g_object_unref (bench.alice);
  g_object_unref (bench.bob);
  duo_engine_shut_down (5000);

  return EXIT_SUCCESS;
}
