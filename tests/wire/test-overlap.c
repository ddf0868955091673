/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-engine.h"
#include "duo-link-error.h"
#include "duo-test-pair.h"
#include "duo-test-wait.h"

/* Make before break: two links between the same two at the same time, of which the
 * old one ends while the new one carries messages. */

typedef struct
{
  DuoTestPair *pair;
  guint n_sent;
  guint interval_id;
} Talk;

static gboolean
say_something_cb (gpointer user_data)
{
  Talk *talk = user_data;
  g_autofree char *text = g_strdup_printf ("%u", talk->n_sent++);

  g_assert_true (duo_test_send (talk->pair->a, text, NULL));
  g_assert_true (duo_test_send (talk->pair->b, text, NULL));

  return G_SOURCE_CONTINUE;
}

static void
start_talk (Talk        *talk,
            DuoTestPair *pair)
{
  *talk = (Talk){ .pair = pair };
  talk->interval_id = g_timeout_add (5, say_something_cb, talk);
}

static void
assert_all_came (GPtrArray *received,
                 guint      n)
{
  duo_test_wait_count (received, n);
  g_assert_cmpuint (received->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);
      GBytes *bytes = g_ptr_array_index (received, i);

      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
    }
}

static void
end_talk (Talk *talk)
{
  g_clear_handle_id (&talk->interval_id, g_source_remove);
  assert_all_came (talk->pair->at_a, talk->n_sent);
  assert_all_came (talk->pair->at_b, talk->n_sent);
}

static void
assert_open (DuoTestPair *pair)
{
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (pair->a)), ==, DUO_LINK_OPEN);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (pair->b)), ==, DUO_LINK_OPEN);
}

typedef enum
{
  BY_OFFERER,
  BY_ANSWERER,
  BY_BOTH,
  BY_FAILURE,
} Ending;

static void
end_link (DuoTestPair *pair,
          Ending       ending)
{
  if (ending == BY_FAILURE)
    duo_link_fail (DUO_LINK (pair->a), g_error_new (DUO_LINK_ERROR, DUO_LINK_ERROR_LOST, "for the test"));
  if (ending == BY_OFFERER || ending == BY_BOTH)
    duo_link_close (DUO_LINK (pair->a));
  if (ending == BY_ANSWERER || ending == BY_BOTH || ending == BY_FAILURE)
    duo_link_close (DUO_LINK (pair->b));
  duo_test_peer_wait_state (pair->a, ending == BY_FAILURE ? DUO_LINK_FAILED : DUO_LINK_CLOSED, 10000);
  duo_test_peer_wait_state (pair->b, DUO_LINK_CLOSED, 10000);
}

static void
test_replace (gconstpointer data)
{
  enum
  {
    N_ROUNDS = 3
  };
  Ending ending = GPOINTER_TO_UINT (data);
  g_autoptr (DuoTestPair) old = duo_test_pair_new ();

  duo_test_pair_connect (old);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (DuoTestPair) fresh = duo_test_pair_new ();
      Talk talk, next;

      /* The old one carries messages while the new one is made … */
      start_talk (&talk, old);
      duo_test_pair_connect (fresh);
      duo_test_settle (50);
      assert_open (old);
      end_talk (&talk);

      /* … and the new one while the old one is taken down, threads and all. */
      start_talk (&next, fresh);
      end_link (old, ending);
      duo_test_settle (1000);
      assert_open (fresh);
      end_talk (&next);

      g_ptr_array_set_size (fresh->at_a, 0);
      g_ptr_array_set_size (fresh->at_b, 0);
      duo_test_pair_free (g_steal_pointer (&old));
      old = g_steal_pointer (&fresh);
    }
}

/* What begins and is given up does not disturb either. */
static void
test_attempt_given_up (void)
{
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  g_autoptr (DuoTestPair) attempt = duo_test_pair_new ();
  Talk talk;

  duo_test_pair_connect (pair);
  start_talk (&talk, pair);
  duo_peer_offer (attempt->a);
  duo_peer_answer (attempt->b, duo_test_peer_wait_local (attempt->a));
  duo_peer_take_answer (attempt->a, duo_test_peer_wait_local (attempt->b));
  duo_link_close (DUO_LINK (attempt->a));
  duo_link_close (DUO_LINK (attempt->b));
  duo_test_settle (1000);
  assert_open (pair);
  end_talk (&talk);
}

#define ADD(name, ending) g_test_add_data_func ("/overlap/replace/" name, GUINT_TO_POINTER (ending), test_replace)

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);

  ADD ("by-offerer", BY_OFFERER);
  ADD ("by-answerer", BY_ANSWERER);
  ADD ("by-both", BY_BOTH);
  ADD ("by-failure", BY_FAILURE);
  g_test_add_func ("/overlap/attempt-given-up", test_attempt_given_up);

  status = g_test_run ();
  duo_engine_shut_down (5000);

  return status;
}
