/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-limits.h"
#include "duo-window-mend.h"

enum
{
  CHECKSUM_AT = 8,
  SACK_AT = 12,
  WINDOW_AT = SACK_AT + 8,
  DATA_AT = SACK_AT + 16,
  PACKET_BYTES = DATA_AT + 20,
};

/* Bit by bit, as the polynomial says. */
static guint32
get_checksum (const guint8 *data,
              gsize         size)
{
  guint32 crc = ~0u;

  for (gsize i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        crc = crc & 1 ? crc >> 1 ^ 0x82f63b78 : crc >> 1;
    }

  return ~crc;
}

static guint32
sum_packet (const guint8 *packet)
{
  guint8 copy[PACKET_BYTES];

  memcpy (copy, packet, sizeof copy);
  memset (copy + CHECKSUM_AT, 0, 4);

  return get_checksum (copy, sizeof copy);
}

static guint32
get_told_sum (const guint8 *packet)
{
  return packet[CHECKSUM_AT] | packet[CHECKSUM_AT + 1] << 8 | packet[CHECKSUM_AT + 2] << 16 |
         (guint32) packet[CHECKSUM_AT + 3] << 24;
}

/* An acknowledgement with a little data behind it.  ERROR spoils the checksum. */
static void
fill_packet (guint8  packet[PACKET_BYTES],
             guint32 window,
             guint32 error)
{
  static const guint8 head[] = { 0x13, 0x88, 0x13, 0x88, 1, 2, 3, 4, 0, 0, 0, 0, /* ports, tag, checksum */
                                 3, 0, 0, 16, 0, 0, 0, 7 };                      /* SACK of TSN 7 */
  static const guint8 data[] = { 0, 3, 0, 17, 0, 0, 0, 9, 0, 1, 0, 0, 0, 0, 0, 51, 'x', 0, 0, 0 };
  guint32 sum;

  memset (packet, 0, PACKET_BYTES);
  memcpy (packet, head, sizeof head);
  memcpy (packet + DATA_AT, data, sizeof data);
  for (int i = 0; i < 4; i++)
    packet[WINDOW_AT + i] = (guint8) (window >> (24 - 8 * i));
  sum = sum_packet (packet) ^ error;
  for (int i = 0; i < 4; i++)
    packet[CHECKSUM_AT + i] = (guint8) (sum >> 8 * i);
}

static guint32
get_window (const guint8 *packet)
{
  return (guint32) packet[WINDOW_AT] << 24 | packet[WINDOW_AT + 1] << 16 | packet[WINDOW_AT + 2] << 8 |
         packet[WINDOW_AT + 3];
}

static void
mend (guint8 *packet,
      gsize   size)
{
  g_autoptr (GstBuffer) buffer = duo_window_mend_buffer (gst_buffer_new_memdup (packet, size), DUO_FLIGHT_MAX_BYTES);

  g_assert_cmpuint (gst_buffer_extract (buffer, 0, packet, size), ==, size);
}

static void
test_lowered (void)
{
  static const guint32 windows[] = { DUO_FLIGHT_MAX_BYTES + 1, 1024 * 1024, G_MAXUINT32 };
  guint8 packet[PACKET_BYTES];

  g_assert_cmphex (get_checksum ((const guint8 *) "123456789", 9), ==, 0xe3069283);
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      fill_packet (packet, windows[i], 0);
      mend (packet, sizeof packet);
      g_assert_cmpuint (get_window (packet), ==, DUO_FLIGHT_MAX_BYTES);
      g_assert_cmphex (get_told_sum (packet), ==, sum_packet (packet));
      g_assert_cmpint (packet[DATA_AT + 16], ==, 'x');
    }
}

/* What arrived damaged stays so: SCTP drops it. */
static void
test_damaged (void)
{
  guint8 packet[PACKET_BYTES];

  fill_packet (packet, 1024 * 1024, 0x40000);
  mend (packet, sizeof packet);
  g_assert_cmphex (get_told_sum (packet), ==, sum_packet (packet) ^ 0x40000);
}

static void
check_untouched (const guint8 *packet,
                 gsize         size)
{
  g_autofree guint8 *mended = g_memdup2 (packet, size);

  mend (mended, size);
  g_assert_cmpmem (mended, size, packet, size);
}

static void
test_untouched (void)
{
  guint8 packet[PACKET_BYTES];

  fill_packet (packet, DUO_FLIGHT_MAX_BYTES, 0);
  check_untouched (packet, sizeof packet);
  fill_packet (packet, 0, 0);
  check_untouched (packet, sizeof packet);

  /* Cut off inside the acknowledgement, or in front of it. */
  fill_packet (packet, 1024 * 1024, 0);
  for (gsize size = 1; size < DATA_AT; size++)
    check_untouched (packet, size);

  /* Lengths that lie. */
  packet[SACK_AT + 3] = 3;
  check_untouched (packet, sizeof packet);
  packet[SACK_AT + 3] = 12;
  check_untouched (packet, sizeof packet);
  packet[SACK_AT + 2] = 0xff;
  check_untouched (packet, sizeof packet);
}

static void
test_behind_data (void)
{
  guint8 packet[PACKET_BYTES], swapped[PACKET_BYTES];
  gsize data_bytes = PACKET_BYTES - DATA_AT;

  fill_packet (packet, 1024 * 1024, 0);
  memcpy (swapped, packet, SACK_AT);
  memcpy (swapped + SACK_AT, packet + DATA_AT, data_bytes);
  memcpy (swapped + SACK_AT + data_bytes, packet + SACK_AT, DATA_AT - SACK_AT);
  mend (swapped, sizeof swapped);
  g_assert_cmpuint (get_window (swapped + data_bytes), ==, DUO_FLIGHT_MAX_BYTES);
}

/* Somebody else's buffer is copied, not changed. */
static void
test_shared (void)
{
  guint8 packet[PACKET_BYTES];
  g_autoptr (GstBuffer) mine = NULL;
  g_autoptr (GstBuffer) mended = NULL;

  fill_packet (packet, 1024 * 1024, 0);
  mine = gst_buffer_new_memdup (packet, sizeof packet);
  mended = duo_window_mend_buffer (gst_buffer_ref (mine), DUO_FLIGHT_MAX_BYTES);
  g_assert_true (mended != mine);
  g_assert_cmpint (gst_buffer_memcmp (mine, 0, packet, sizeof packet), ==, 0);
}

static void
test_chunks (void)
{
  guint8 packet[PACKET_BYTES];
  gsize payload_bytes;

  fill_packet (packet, 1024 * 1024, 0);
  g_assert_cmpuint (duo_window_mend_read_chunks (packet, sizeof packet, &payload_bytes), ==, 1);
  g_assert_cmpuint (payload_bytes, ==, 1);
  /* The padding may be missing, no byte before it. */
  for (gsize size = 1; size < sizeof packet; size++)
    g_assert_cmpuint (duo_window_mend_read_chunks (packet, size, &payload_bytes), ==, size >= DATA_AT + 17);
  packet[DATA_AT + 3] = 16; /* nothing in it */
  g_assert_cmpuint (duo_window_mend_read_chunks (packet, sizeof packet, &payload_bytes), ==, 0);
}

/* Less than the 512 chunks that usrsctp holds, which counts 256 bytes more for each. */
static void
test_window (void)
{
  guint32 before = 0;

  for (guint size = 1; size < 65536; size = size * 3 / 2 + 1)
    {
      guint32 window = duo_window_mend_get_window (size);

      g_assert_cmpuint (window, >=, before);
      g_assert_cmpuint (window, <=, DUO_FLIGHT_MAX_BYTES);
      g_assert_cmpuint (window / (size + 256), <, 448);
      before = window;
    }
  g_assert_cmpuint (duo_window_mend_get_window (G_MAXUINT16), ==, DUO_FLIGHT_MAX_BYTES);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/window-mend/lowered", test_lowered);
  g_test_add_func ("/window-mend/damaged", test_damaged);
  g_test_add_func ("/window-mend/untouched", test_untouched);
  g_test_add_func ("/window-mend/behind-data", test_behind_data);
  g_test_add_func ("/window-mend/shared", test_shared);
  g_test_add_func ("/window-mend/chunks", test_chunks);
  g_test_add_func ("/window-mend/window", test_window);

  return g_test_run ();
}
