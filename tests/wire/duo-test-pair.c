/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-test-pair.h"

#include <string.h>

#include "duo-test-wait.h"

static const char *const loopback[] = { "127.0.0.1", NULL };

DuoPeer *
duo_test_peer_new (void)
{
  DuoPeerOptions options = { .local_addresses = loopback };

  return duo_peer_new (&options);
}

static void
received_at_a_cb (DuoTestPair *pair,
                  GBytes      *bytes,
                  gboolean     is_text)
{
  g_ptr_array_add (pair->at_a, g_bytes_ref (bytes));
  pair->n_text_at_a += is_text;
}

static void
received_at_b_cb (DuoTestPair *pair,
                  GBytes      *bytes,
                  gboolean     is_text)
{
  g_ptr_array_add (pair->at_b, g_bytes_ref (bytes));
  pair->n_text_at_b += is_text;
}

DuoTestPair *
duo_test_pair_new (void)
{
  DuoTestPair *pair = g_new0 (DuoTestPair, 1);

  pair->a = duo_test_peer_new ();
  pair->b = duo_test_peer_new ();
  pair->at_a = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  pair->at_b = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_signal_connect_swapped (pair->a, "received", G_CALLBACK (received_at_a_cb), pair);
  g_signal_connect_swapped (pair->b, "received", G_CALLBACK (received_at_b_cb), pair);

  return pair;
}

void
duo_test_pair_free (DuoTestPair *pair)
{
  g_clear_object (&pair->a);
  g_clear_object (&pair->b);
  g_ptr_array_unref (pair->at_a);
  g_ptr_array_unref (pair->at_b);
  g_free (pair);
}

static gboolean
has_local (gpointer peer)
{
  const GError *failure = duo_link_get_failure (peer);

  g_assert_no_error ((GError *) failure);

  return duo_peer_get_local_description (peer) != NULL;
}

DuoDescription *
duo_test_peer_wait_local (DuoPeer *peer)
{
  duo_test_wait (has_local, peer, 20000, "the local description is complete");

  return duo_peer_get_local_description (peer);
}

typedef struct
{
  DuoPeer *peer;
  DuoLinkState state;
} Wanted;

static gboolean
has_state (gpointer data)
{
  Wanted *wanted = data;

  return duo_link_get_state (DUO_LINK (wanted->peer)) == wanted->state;
}

void
duo_test_peer_wait_state (DuoPeer      *peer,
                          DuoLinkState  state,
                          guint         timeout_ms)
{
  Wanted wanted = { peer, state };
  g_autofree char *what = g_strdup_printf ("the peer's state is %u", state);

  duo_test_wait (has_state, &wanted, timeout_ms, what);
}

void
duo_test_pair_wait_open (DuoTestPair *pair,
                         guint        timeout_ms)
{
  duo_test_peer_wait_state (pair->a, DUO_LINK_OPEN, timeout_ms);
  duo_test_peer_wait_state (pair->b, DUO_LINK_OPEN, timeout_ms);
}

void
duo_test_pair_connect (DuoTestPair *pair)
{
  duo_peer_offer (pair->a);
  duo_peer_answer (pair->b, duo_test_peer_wait_local (pair->a));
  duo_peer_take_answer (pair->a, duo_test_peer_wait_local (pair->b));
  duo_test_pair_wait_open (pair, 20000);
}

typedef struct
{
  GPtrArray *received;
  guint count;
} Count;

static gboolean
has_count (gpointer data)
{
  Count *count = data;

  return count->received->len >= count->count;
}

void
duo_test_wait_count (GPtrArray *received,
                     guint      count)
{
  Count wanted = { received, count };
  g_autofree char *what = g_strdup_printf ("%u messages arrived", count);

  duo_test_wait (has_count, &wanted, 30000, what);
}

gboolean
duo_test_send (DuoPeer     *peer,
               const char  *text,
               GError     **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return duo_link_send (DUO_LINK (peer), bytes, TRUE, error);
}

DuoDescription *
duo_test_forge (DuoDescription *description)
{
  g_autofree char *sdp = duo_description_to_sdp (description);
  char *digit = strstr (sdp, "sha-256 ") + strlen ("sha-256 ");
  g_autoptr (GError) error = NULL;
  DuoDescription *forged;

  *digit = *digit == 'A' ? 'B' : 'A';
  forged = duo_description_parse_sdp (duo_description_get_kind (description), sdp, &error);
  g_assert_no_error (error);

  return forged;
}
