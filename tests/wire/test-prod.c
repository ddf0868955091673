/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-engine.h"
#include "duo-sctp-packet.h"
#include "duo-test-pair.h"
#include "duo-test-wait.h"

/* What wakes SCTP up after a cut.  tests/net/ has the cuts themselves. */

/* RFC 9260 sections 3.1, 3.3.1 and 3.3.4: ports, tag, checksum; a SACK with one
 * gap; two DATA chunks, the first of 3 bytes and so with one of padding. */
static const guint8 sack_and_data[] = {
  0x13, 0x88, 0x13, 0x88, 1, 2, 3, 4, 5, 6, 7, 8,
  3, 0, 0, 20, 0xff, 0xff, 0xff, 0xf0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 3,
  0, 3, 0, 19, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 51, 'a', 'b', 'c', 0,
  0, 3, 0, 17, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 51, 'd', 0, 0, 0
};
static const guint8 abort_chunk[] = {
  0x13, 0x88, 0x13, 0x88, 1, 2, 3, 4, 5, 6, 7, 8, 6, 0, 0, 4
};

enum
{
  SACK_END = 32,
  FIRST_DATA_END = SACK_END + 19,
  SECOND_DATA_END = FIRST_DATA_END + 1 + 17,
};

static void
test_packet (void)
{
  DuoSctpPacket packet;

  duo_sctp_packet_read (&packet, sack_and_data, sizeof sack_and_data);
  g_assert_true (packet.has_sack);
  g_assert_cmphex (packet.cumulative_tsn, ==, 0xfffffff0);
  g_assert_true (packet.has_data);
  /* They wrap around. */
  g_assert_cmphex (packet.first_tsn, ==, 0xffffffff);
  g_assert_cmphex (packet.last_tsn, ==, 0);
  g_assert_false (packet.is_ending);

  duo_sctp_packet_read (&packet, abort_chunk, sizeof abort_chunk);
  g_assert_true (packet.is_ending);
  g_assert_cmphex (packet.first_chunk, ==, 0x0600);
  g_assert_false (packet.has_sack || packet.has_data);
}

/* Each once, also where there are more than there is room for. */
static void
test_packet_streams (void)
{
  enum
  {
    N_CHUNKS = 3 * DUO_SCTP_STREAMS_MAX,
    CHUNK_BYTES = 20,
  };
  guint8 data[12 + N_CHUNKS * CHUNK_BYTES] = { 0 };
  DuoSctpPacket packet;

  duo_sctp_packet_read (&packet, sack_and_data, sizeof sack_and_data);
  g_assert_cmpuint (packet.n_streams, ==, 1);
  g_assert_cmpuint (packet.streams[0], ==, 0);

  for (int i = 0; i < N_CHUNKS; i++)
    {
      guint8 *chunk = data + 12 + i * CHUNK_BYTES;

      chunk[3] = CHUNK_BYTES;
      chunk[8] = 0x12;
      chunk[9] = (guint8) (i / 2);
    }
  duo_sctp_packet_read (&packet, data, sizeof data);
  g_assert_cmpuint (packet.n_streams, ==, DUO_SCTP_STREAMS_MAX);
  for (guint i = 0; i < packet.n_streams; i++)
    g_assert_cmphex (packet.streams[i], ==, 0x1200 + i);
}

static void
test_packet_cut_off (void)
{
  for (gsize size = 0; size < sizeof sack_and_data; size++)
    {
      /* So that a sanitizer sees a byte too many. */
      g_autofree guint8 *data = g_memdup2 (sack_and_data, size);
      DuoSctpPacket packet;

      duo_sctp_packet_read (&packet, data, size);
      g_assert_cmpint (packet.has_sack, ==, size >= SACK_END);
      g_assert_cmpint (packet.has_data, ==, size >= FIRST_DATA_END);
      if (packet.has_data)
        g_assert_cmphex (packet.last_tsn, ==, size >= SECOND_DATA_END ? 0 : 0xffffffff);
    }
}

/* Lengths that lead nowhere, back or out of the packet. */
static void
test_packet_malformed (void)
{
  static const guint16 lengths[] = { 0, 1, 3, 4, 7, 0x7fff, 0xffff };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree guint8 *data = g_memdup2 (sack_and_data, sizeof sack_and_data);
      DuoSctpPacket packet;

      data[14] = lengths[i] >> 8;
      data[15] = lengths[i] & 0xff;
      duo_sctp_packet_read (&packet, data, sizeof sack_and_data);
      g_assert_false (packet.has_sack);
    }
}

/* In order, and none of them twice. */
static void
assert_all_came (GPtrArray *received,
                 guint      n)
{
  g_assert_cmpuint (received->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);
      GBytes *bytes = g_ptr_array_index (received, i);

      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text));
    }
}

/* While acknowledgements come it does nothing. */
static void
test_idle (void)
{
  enum
  {
    N = 3000
  };
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();

  duo_test_pair_connect (pair);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_assert_true (duo_test_send (pair->a, text, NULL));
      g_assert_true (duo_test_send (pair->b, text, NULL));
      if (i % 10 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  duo_test_wait_count (pair->at_a, N);
  duo_test_wait_count (pair->at_b, N);
  duo_test_settle (3500);
  assert_all_came (pair->at_a, N);
  assert_all_came (pair->at_b, N);
  g_assert_cmpuint (duo_peer_get_n_prods (pair->a), ==, 0);
  g_assert_cmpuint (duo_peer_get_n_prods (pair->b), ==, 0);
}

/* Acknowledgements count as a sign of life, also of a friend who says nothing. */
static void
test_last_arrival (void)
{
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  gint64 before_us;

  duo_test_pair_connect (pair);
  duo_test_settle (500);
  before_us = duo_link_get_last_arrival (DUO_LINK (pair->a));
  g_assert_true (duo_test_send (pair->a, "hello", NULL));
  duo_test_wait_count (pair->at_b, 1);
  duo_test_settle (500);
  g_assert_cmpint (duo_link_get_last_arrival (DUO_LINK (pair->a)), >, before_us);
  g_assert_cmpuint (pair->at_a->len, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/prod/packet", test_packet);
  g_test_add_func ("/prod/packet/streams", test_packet_streams);
  g_test_add_func ("/prod/packet/cut-off", test_packet_cut_off);
  g_test_add_func ("/prod/packet/malformed", test_packet_malformed);
  g_test_add_func ("/prod/idle", test_idle);
  g_test_add_func ("/prod/last-arrival", test_last_arrival);

  status = g_test_run ();
  duo_engine_shut_down (5000);

  return status;
}
