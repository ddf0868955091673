/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-engine.h"
#include "duo-test-pair.h"
#include "duo-test-wait.h"

/* A person takes minutes: the answer is pasted one, three and six minutes after
 * it was made, and the two still connect.  The three pairs wait side by side;
 * under sanitizers only the first, which runs the same code. */

static const guint delays_s[] = { 60, 180, 360 };

typedef struct
{
  DuoTestPair *pair;
  gboolean is_pasted;
} Late;

static gboolean
paste_cb (gpointer user_data)
{
  Late *late = user_data;

  /* libnice's own "failed" of the answering side was neither shown nor final. */
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (late->pair->b)), ==, DUO_LINK_WAITING);
  duo_peer_take_answer (late->pair->a, duo_peer_get_local_description (late->pair->b));
  late->is_pasted = TRUE;

  return G_SOURCE_REMOVE;
}

static gboolean
is_pasted (gpointer user_data)
{
  return ((Late *) user_data)->is_pasted;
}

static void
test_late (void)
{
  Late lates[G_N_ELEMENTS (delays_s)] = { 0 };
  guint n = g_getenv ("DUO_SANITIZED") != NULL ? 1 : G_N_ELEMENTS (delays_s);

  for (guint i = 0; i < n; i++)
    {
      lates[i].pair = duo_test_pair_new ();
      duo_peer_offer (lates[i].pair->a);
      duo_peer_answer (lates[i].pair->b, duo_test_peer_wait_local (lates[i].pair->a));
      duo_test_peer_wait_local (lates[i].pair->b);
      g_timeout_add_seconds (delays_s[i], paste_cb, &lates[i]);
    }

  for (guint i = 0; i < n; i++)
    {
      duo_test_wait (is_pasted, &lates[i], delays_s[i] * 1000 + 60000, "the answer is pasted");
      duo_test_pair_wait_open (lates[i].pair, 30000);
      g_assert_true (duo_test_send (lates[i].pair->a, "hello", NULL));
      duo_test_wait_count (lates[i].pair->at_b, 1);
      g_test_message ("connected after a paste of %u s", delays_s[i]);
      duo_test_pair_free (lates[i].pair);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/late-answer/one-three-six-minutes", test_late);

  status = g_test_run ();
  duo_engine_shut_down (5000);

  return status;
}
