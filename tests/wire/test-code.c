/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-engine.h"
#include "duo-invite-code.h"
#include "duo-limits.h"
#include "duo-test-pair.h"

/* Peers that know of each other what a code says, and nothing else: webrtcbin takes
 * the SDP that is rebuilt from it. */

static DuoDescription *
carry (DuoDescription *description,
       DuoInviteForm   form)
{
  DuoInviteOptions options = {
    .form = form,
    .created_at_us = g_get_real_time (),
    .lifetime_s = DUO_INVITE_LIFETIME_S,
  };
  g_autofree char *code = duo_invite_code_new (description, &options);
  g_autoptr (GError) error = NULL;
  DuoDescription *carried = duo_invite_code_parse (code, strlen (code), /* info= */ NULL, &error);

  g_assert_no_error (error);
  g_test_message ("%zu characters", strlen (code));

  return carried;
}

static gboolean
has_active (DuoDescription *description)
{
  GPtrArray *candidates = duo_description_get_candidates (description);

  for (guint i = 0; i < candidates->len; i++)
    if (duo_candidate_get_transport (g_ptr_array_index (candidates, i)) == DUO_TRANSPORT_TCP_ACTIVE)
      return TRUE;

  return FALSE;
}

static DuoDescription *
keep (DuoDescription *description,
      gboolean        tcp)
{
  GPtrArray *candidates = duo_description_get_candidates (description);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; i < candidates->len; i++)
    if ((duo_candidate_get_transport (g_ptr_array_index (candidates, i)) != DUO_TRANSPORT_UDP) == tcp)
      g_ptr_array_add (kept, g_ptr_array_index (candidates, i));

  return duo_description_with_candidates (description, kept);
}

static void
talk (DuoTestPair *pair)
{
  duo_test_pair_wait_open (pair, 30000);
  g_assert_true (duo_test_send (pair->a, "hello", NULL));
  g_assert_true (duo_test_send (pair->b, "hello", NULL));
  duo_test_wait_count (pair->at_a, 1);
  duo_test_wait_count (pair->at_b, 1);
}

static void
test_form (gconstpointer data)
{
  DuoInviteForm form = GPOINTER_TO_UINT (data);
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  g_autoptr (DuoDescription) offer = NULL;
  g_autoptr (DuoDescription) answer = NULL;

  duo_peer_offer (pair->a);
  offer = carry (duo_test_peer_wait_local (pair->a), form);
  g_assert_true (has_active (duo_peer_get_local_description (pair->a)));
  g_assert_false (has_active (offer));
  duo_peer_answer (pair->b, offer);
  answer = carry (duo_test_peer_wait_local (pair->b), form);
  duo_peer_take_answer (pair->a, answer);
  talk (pair);
}

/* A code names no active TCP candidate.  Where only TCP is left the passive ones do: whoever
 * connects to them is learnt by that. */
static void
test_tcp_alone (void)
{
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  g_autoptr (DuoDescription) offer = NULL, tcp_offer = NULL;
  g_autoptr (DuoDescription) answer = NULL, tcp_answer = NULL;

  duo_peer_offer (pair->a);
  tcp_offer = keep (duo_test_peer_wait_local (pair->a), TRUE);
  offer = carry (tcp_offer, DUO_INVITE_FORM_LINK);
  g_assert_cmpuint (duo_description_get_candidates (offer)->len, >, 0);
  duo_peer_answer (pair->b, offer);
  tcp_answer = keep (duo_test_peer_wait_local (pair->b), TRUE);
  answer = carry (tcp_answer, DUO_INVITE_FORM_LINK);
  duo_peer_take_answer (pair->a, answer);
  talk (pair);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/code/bare", GUINT_TO_POINTER (DUO_INVITE_FORM_BARE), test_form);
  g_test_add_data_func ("/code/link", GUINT_TO_POINTER (DUO_INVITE_FORM_LINK), test_form);
  g_test_add_data_func ("/code/qr", GUINT_TO_POINTER (DUO_INVITE_FORM_QR), test_form);
  g_test_add_func ("/code/tcp-alone", test_tcp_alone);

  status = g_test_run ();
  duo_engine_shut_down (5000);

  return status;
}
