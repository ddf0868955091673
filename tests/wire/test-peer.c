/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-engine.h"
#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-test-pair.h"
#include "duo-test-wait.h"

/* Two real peers over loopback in one process. */

static void
test_construct (void)
{
  DuoPeer *peer = duo_test_peer_new ();

  g_assert_cmpuint (duo_link_get_state (DUO_LINK (peer)), ==, DUO_LINK_NEW);
  g_assert_null (duo_peer_get_local_description (peer));
  g_assert_null (duo_peer_get_remote_description (peer));
  g_assert_cmpuint (duo_link_get_queued (DUO_LINK (peer)), ==, 0);
  g_assert_cmpint (duo_link_get_last_arrival (DUO_LINK (peer)), ==, 0);
  g_assert_cmpuint (duo_link_get_path (DUO_LINK (peer)), ==, DUO_PATH_UNKNOWN);
  g_assert_finalize_object (peer);
}

static void
assert_text (GPtrArray  *received,
             guint       index,
             const char *text)
{
  GBytes *bytes = g_ptr_array_index (received, index);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
}

static void
test_talk (void)
{
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (duo_test_send (pair->a, "too early", &error));
  g_assert_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_NOT_OPEN);

  duo_test_pair_connect (pair);
  g_assert_true (duo_test_send (pair->a, "hello", NULL));
  g_assert_true (duo_test_send (pair->b, "Grüße 漢字 👋", NULL));
  duo_test_wait_count (pair->at_b, 1);
  duo_test_wait_count (pair->at_a, 1);
  assert_text (pair->at_b, 0, "hello");
  assert_text (pair->at_a, 0, "Grüße 漢字 👋");
  g_assert_cmpuint (duo_link_get_path (DUO_LINK (pair->a)), ==, DUO_PATH_LOCAL);
  g_assert_cmpint (duo_link_get_last_arrival (DUO_LINK (pair->a)), >, 0);
}

/* The description appears once, with every candidate in it. */
static void
test_description_is_complete (void)
{
  g_autoptr (DuoPeer) peer = duo_test_peer_new ();
  DuoDescription *local;

  duo_peer_offer (peer);
  local = duo_test_peer_wait_local (peer);
  g_assert_cmpuint (duo_description_get_candidates (local)->len, >=, 1);
  g_assert_cmpuint (duo_description_get_kind (local), ==, DUO_DESCRIPTION_OFFER);
  g_assert_cmpstr (duo_description_get_mid (local), ==, "0");
  g_assert_cmpuint (strlen (duo_description_get_ufrag (local)), ==, 8);
  g_assert_cmpuint (strlen (duo_description_get_pwd (local)), ==, 22);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (peer)), ==, DUO_LINK_WAITING);
}

static DuoDescription *
bare (DuoDescription *description)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  return duo_description_with_candidates (description, none);
}

static void
add_all (DuoPeer        *peer,
         DuoDescription *description,
         gboolean        backwards)
{
  GPtrArray *candidates = duo_description_get_candidates (description);

  for (guint i = 0; i < candidates->len; i++)
    duo_peer_add_candidate (peer, g_ptr_array_index (candidates, backwards ? candidates->len - 1 - i : i));
}

typedef enum
{
  TO_OFFERER_AFTER = 1 << 0,
  TO_ANSWERER_AFTER = 1 << 1,
  TO_OFFERER_BEFORE = 1 << 2,
  BACKWARDS = 1 << 3,
  TWICE = 1 << 4,
} Order;

/* Candidates apart from the descriptions, in the orders that a person can make. */
static void
test_candidates_by_hand (gconstpointer data)
{
  Order order = GPOINTER_TO_UINT (data);
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  g_autoptr (DuoDescription) offer = NULL;
  g_autoptr (DuoDescription) answer = NULL;

  duo_peer_offer (pair->a);
  offer = bare (duo_test_peer_wait_local (pair->a));
  duo_peer_answer (pair->b, offer);
  answer = bare (duo_test_peer_wait_local (pair->b));

  if (order & TO_OFFERER_BEFORE)
    add_all (pair->a, duo_peer_get_local_description (pair->b), order & BACKWARDS);
  duo_peer_take_answer (pair->a, answer);
  if (order & TO_OFFERER_AFTER)
    add_all (pair->a, duo_peer_get_local_description (pair->b), order & BACKWARDS);
  if (order & TO_ANSWERER_AFTER)
    add_all (pair->b, duo_peer_get_local_description (pair->a), order & BACKWARDS);
  if (order & TWICE)
    add_all (pair->b, duo_peer_get_local_description (pair->a), order & BACKWARDS);

  duo_test_pair_wait_open (pair, 30000);
}

static void
test_thousand (void)
{
  enum
  {
    N = 1000
  };
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();

  duo_test_pair_connect (pair);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u", i);

      g_assert_true (duo_test_send (pair->a, text, NULL));
      g_assert_true (duo_test_send (pair->b, text, NULL));
    }
  duo_test_wait_count (pair->at_a, N);
  duo_test_wait_count (pair->at_b, N);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u", i);

      assert_text (pair->at_a, i, text);
      assert_text (pair->at_b, i, text);
    }
  g_assert_cmpuint (pair->at_a->len, ==, N);
  g_assert_cmpuint (pair->n_text_at_b, ==, N);
}

static void
test_sizes (void)
{
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *longest = g_strnfill (DUO_MESSAGE_OWN_MAX_BYTES, 'x');
  g_autofree char *too_long = g_strnfill (DUO_MESSAGE_OWN_MAX_BYTES + 1, 'x');

  duo_test_pair_connect (pair);
  g_assert_cmpuint (duo_link_get_max_message (DUO_LINK (pair->a)), ==, DUO_MESSAGE_OWN_MAX_BYTES);
  g_assert_false (duo_test_send (pair->a, too_long, &error));
  g_assert_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_TOO_LONG);
  g_assert_true (duo_test_send (pair->a, longest, NULL));
  duo_test_wait_count (pair->at_b, 1);
  assert_text (pair->at_b, 0, longest);
}

static void
test_kinds (void)
{
  static const guint8 octets[] = { 0, 1, 2, 0xff };
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  g_autoptr (GBytes) binary = g_bytes_new_static (octets, sizeof octets);
  g_autoptr (GBytes) invalid = g_bytes_new_static ("\xff\xfe", 2);

  duo_test_pair_connect (pair);
  g_assert_true (duo_link_send (DUO_LINK (pair->a), binary, FALSE, NULL));
  g_assert_true (duo_link_send (DUO_LINK (pair->a), invalid, TRUE, NULL));
  duo_test_wait_count (pair->at_b, 2);
  g_assert_true (g_bytes_equal (g_ptr_array_index (pair->at_b, 0), binary));
  g_assert_true (g_bytes_equal (g_ptr_array_index (pair->at_b, 1), invalid));
  g_assert_cmpuint (pair->n_text_at_b, ==, 1);
}

static void
test_full_queue (void)
{
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  g_autofree char *text = g_strnfill (DUO_MESSAGE_OWN_MAX_BYTES, 'x');
  g_autoptr (GError) error = NULL;
  guint n = 0;

  duo_test_pair_connect (pair);
  while (n < 10000 && duo_test_send (pair->a, text, &error))
    n++;
  g_assert_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_BUSY);
  g_assert_cmpuint (duo_link_get_queued (DUO_LINK (pair->a)), <=, DUO_QUEUED_MAX_BYTES);
  duo_test_wait_count (pair->at_b, n);
}

static void
test_hang_up (gconstpointer data)
{
  gboolean by_offerer = GPOINTER_TO_INT (data);
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  DuoPeer *one = by_offerer ? pair->a : pair->b;
  DuoPeer *other = by_offerer ? pair->b : pair->a;
  g_autoptr (GError) error = NULL;

  duo_test_pair_connect (pair);
  g_assert_true (duo_test_send (one, "last words", NULL));
  duo_link_close (DUO_LINK (one));
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (one)), ==, DUO_LINK_CLOSED);
  g_assert_false (duo_test_send (one, "too late", &error));
  g_assert_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_NOT_OPEN);

  duo_test_peer_wait_state (other, DUO_LINK_CLOSED, 5000);
  g_assert_null (duo_link_get_failure (DUO_LINK (other)));
  g_assert_cmpuint (by_offerer ? pair->at_b->len : pair->at_a->len, ==, 1);
}

/* webrtcbin 1.26 does not survive that both close a channel at the same time. */
static void
test_both_hang_up (void)
{
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (DuoTestPair) pair = duo_test_pair_new ();

      duo_test_pair_connect (pair);
      g_assert_true (duo_test_send (pair->a, "last words", NULL));
      g_assert_true (duo_test_send (pair->b, "last words", NULL));
      duo_link_close (DUO_LINK (pair->a));
      duo_link_close (DUO_LINK (pair->b));
    }
}

static void
test_end_in_every_state (void)
{
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  DuoPeer *peer = duo_test_peer_new ();

  duo_link_close (DUO_LINK (peer));
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (peer)), ==, DUO_LINK_CLOSED);
  g_assert_finalize_object (peer);

  peer = duo_test_peer_new ();
  duo_peer_offer (peer);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (peer)), ==, DUO_LINK_PREPARING);
  duo_link_close (DUO_LINK (peer));
  g_assert_finalize_object (peer);

  /* Dropped without being closed, while webrtcbin works. */
  peer = duo_test_peer_new ();
  duo_peer_offer (peer);
  g_assert_finalize_object (peer);

  duo_peer_offer (pair->a);
  duo_peer_answer (pair->b, duo_test_peer_wait_local (pair->a));
  duo_peer_take_answer (pair->a, duo_test_peer_wait_local (pair->b));
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (pair->a)), ==, DUO_LINK_CONNECTING);
  duo_link_close (DUO_LINK (pair->a));
  duo_link_fail (DUO_LINK (pair->b), g_error_new (DUO_LINK_ERROR, DUO_LINK_ERROR_RULES, "for the test"));
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (pair->b)), ==, DUO_LINK_FAILED);
  /* What is over stays as it is. */
  duo_link_close (DUO_LINK (pair->b));
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (pair->b)), ==, DUO_LINK_FAILED);
}

typedef enum
{
  FORGED_AT_OFFERER = 1 << 0, /* the offerer was told a wrong fingerprint */
  FORGED_AT_ANSWERER = 1 << 1,
} Forgery;

static void
wait_impostor (DuoPeer *peer)
{
  gint64 begin_us = g_get_monotonic_time ();

  duo_test_peer_wait_state (peer, DUO_LINK_FAILED, 20000);
  g_test_message ("noticed after %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - begin_us) / 1000);
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (peer)), DUO_LINK_ERROR, DUO_LINK_ERROR_IMPOSTOR);
}

static void
test_forged (gconstpointer data)
{
  Forgery forgery = GPOINTER_TO_UINT (data);
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  DuoDescription *offer, *answer;
  g_autoptr (DuoDescription) forged_offer = NULL;
  g_autoptr (DuoDescription) forged_answer = NULL;

  duo_peer_offer (pair->a);
  offer = duo_test_peer_wait_local (pair->a);
  forged_offer = duo_test_forge (offer);
  duo_peer_answer (pair->b, forgery & FORGED_AT_ANSWERER ? forged_offer : offer);
  answer = duo_test_peer_wait_local (pair->b);
  forged_answer = duo_test_forge (answer);
  duo_peer_take_answer (pair->a, forgery & FORGED_AT_OFFERER ? forged_answer : answer);

  if (forgery & FORGED_AT_OFFERER)
    wait_impostor (pair->a);
  if (forgery & FORGED_AT_ANSWERER)
    wait_impostor (pair->b);

  /* The honest side never opens either, and nothing is delivered. */
  duo_test_settle (1500);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (pair->a)), !=, DUO_LINK_OPEN);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (pair->b)), !=, DUO_LINK_OPEN);
  g_assert_cmpuint (pair->at_a->len + pair->at_b->len, ==, 0);
}

/* A STUN server that never answers: a socket that nobody reads. */
static void
test_silent_stun_server (void)
{
  static const char *const loopback[] = { "127.0.0.1", NULL };
  g_autoptr (GSocket) silent = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, 0, NULL);
  g_autoptr (GInetAddress) inet = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (inet, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autofree char *uri = NULL;
  g_autoptr (DuoPeer) peer = NULL;
  gint64 begin_us;

  g_assert_true (g_socket_bind (silent, any_port, FALSE, NULL));
  bound = g_socket_get_local_address (silent, NULL);
  uri = g_strdup_printf ("stun://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  {
    const char *const uris[] = { uri, NULL };
    DuoPeerOptions options = { .stun_uris = uris, .local_addresses = loopback };

    peer = duo_peer_new (&options);
  }

  begin_us = g_get_monotonic_time ();
  duo_peer_offer (peer);
  duo_test_peer_wait_local (peer);
  /* Not a measurement: twice the stated bound, on a busy machine. */
  g_assert_cmpint ((g_get_monotonic_time () - begin_us) / 1000, <, 2 * DUO_GATHER_TIMEOUT_MS);
}

/* "Only through TURN", and there is none: no address of ours leaves. */
static void
test_relay_only_without_relay (void)
{
  static const char *const loopback[] = { "127.0.0.1", NULL };
  DuoPeerOptions options = { .local_addresses = loopback, .relay_only = TRUE };
  g_autoptr (DuoPeer) peer = duo_peer_new (&options);

  duo_peer_offer (peer);
  duo_test_peer_wait_state (peer, DUO_LINK_FAILED, 15000);
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (peer)), DUO_LINK_ERROR, DUO_LINK_ERROR_NO_RELAY);
  g_assert_null (duo_peer_get_local_description (peer));
}

/* Nobody is there: the answerer's process has gone before the answer came back. */
static void
test_unreachable (void)
{
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  g_autoptr (DuoDescription) answer = NULL;

  duo_peer_offer (pair->a);
  duo_peer_answer (pair->b, duo_test_peer_wait_local (pair->a));
  answer = duo_description_ref (duo_test_peer_wait_local (pair->b));
  duo_link_fail (DUO_LINK (pair->b), g_error_new (DUO_LINK_ERROR, DUO_LINK_ERROR_RULES, "for the test"));
  duo_test_settle (500);

  duo_peer_take_answer (pair->a, answer);
  duo_test_peer_wait_state (pair->a, DUO_LINK_FAILED, 2 * DUO_CONNECT_TIMEOUT_MS);
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (pair->a)), DUO_LINK_ERROR, DUO_LINK_ERROR_UNREACHABLE);
}

static void
test_many_rounds (void)
{
  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (DuoTestPair) pair = duo_test_pair_new ();

      duo_test_pair_connect (pair);
      g_assert_true (duo_test_send (pair->a, "hello", NULL));
      duo_test_wait_count (pair->at_b, 1);
      duo_link_close (DUO_LINK (pair->b));
      duo_test_peer_wait_state (pair->a, DUO_LINK_CLOSED, 5000);
    }
}

#define ADD_HAND(name, order) \
  g_test_add_data_func ("/peer/candidates/" name, GUINT_TO_POINTER (order), test_candidates_by_hand)

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/peer/construct", test_construct);
  g_test_add_func ("/peer/talk", test_talk);
  g_test_add_func ("/peer/description-is-complete", test_description_is_complete);
  ADD_HAND ("after", TO_OFFERER_AFTER | TO_ANSWERER_AFTER);
  ADD_HAND ("before", TO_OFFERER_BEFORE | TO_ANSWERER_AFTER);
  ADD_HAND ("backwards-twice", TO_OFFERER_AFTER | TO_ANSWERER_AFTER | BACKWARDS | TWICE);
  ADD_HAND ("only-at-offerer", TO_OFFERER_AFTER);
  ADD_HAND ("only-at-answerer", TO_ANSWERER_AFTER);
  g_test_add_func ("/peer/thousand", test_thousand);
  g_test_add_func ("/peer/sizes", test_sizes);
  g_test_add_func ("/peer/kinds", test_kinds);
  g_test_add_func ("/peer/full-queue", test_full_queue);
  g_test_add_data_func ("/peer/hang-up/offerer", GINT_TO_POINTER (TRUE), test_hang_up);
  g_test_add_data_func ("/peer/hang-up/answerer", GINT_TO_POINTER (FALSE), test_hang_up);
  g_test_add_func ("/peer/hang-up/both", test_both_hang_up);
  g_test_add_func ("/peer/end-in-every-state", test_end_in_every_state);
  g_test_add_data_func ("/peer/forged/at-offerer", GUINT_TO_POINTER (FORGED_AT_OFFERER), test_forged);
  g_test_add_data_func ("/peer/forged/at-answerer", GUINT_TO_POINTER (FORGED_AT_ANSWERER), test_forged);
  g_test_add_data_func ("/peer/forged/at-both", GUINT_TO_POINTER (FORGED_AT_OFFERER | FORGED_AT_ANSWERER),
                        test_forged);
  g_test_add_func ("/peer/silent-stun-server", test_silent_stun_server);
  g_test_add_func ("/peer/relay-only-without-relay", test_relay_only_without_relay);
  g_test_add_func ("/peer/unreachable", test_unreachable);
  g_test_add_func ("/peer/many-rounds", test_many_rounds);

  status = g_test_run ();
  duo_engine_shut_down (5000);

  return status;
}
