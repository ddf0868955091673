/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-frame.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

static void
assert_bad (const guint8 *data,
            gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoFrame) frame = duo_frame_parse (bytes, &error);

  g_assert_null (frame);
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_FRAME);
}

static void
assert_skipped (const guint8 *data,
                gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoFrame) frame = duo_frame_parse (bytes, &error);

  g_assert_null (frame);
  g_assert_no_error (error);
}

static void
test_bytes (void)
{
  static const guint8 expected[] = { 1, 0, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8 };
  g_autoptr (DuoFrame) frame = duo_frame_new (DUO_FRAME_PING, G_GUINT64_CONSTANT (0x0102030405060708));
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, sizeof expected);
}

static void
test_round_trip (void)
{
  for (DuoFrameKind kind = DUO_FRAME_PING; kind <= DUO_FRAME_BYE; kind++)
    {
      g_autoptr (DuoFrame) frame = duo_frame_new (kind, G_MAXUINT64 - kind);
      g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);
      g_autoptr (DuoFrame) again = duo_frame_parse (bytes, NULL);

      g_assert_nonnull (again);
      g_assert_cmpint (duo_frame_get_kind (again), ==, kind);
      g_assert_cmpuint (duo_frame_get_token (again), ==, G_MAXUINT64 - kind);
    }
}

static void
test_lengths (void)
{
  static const guint8 ping[] = { 1, 0, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  static const guint8 huge[] = { 1, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4, 5, 6, 7, 8 };
  static const guint8 body[] = { 1, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  static const guint8 none[] = { 3, 0, 0, 0, 0 };

  for (gsize i = 0; i < sizeof ping - 1; i++)
    {
      assert_bad (ping, i);
    }
  assert_bad (ping, sizeof ping);
  assert_bad (huge, sizeof huge);
  assert_bad (body, sizeof body);
  assert_bad (none, sizeof none);
}

static void
test_unknown (void)
{
  static const guint8 empty[] = { 200, 0, 0, 0, 0 };
  static const guint8 some[] = { 4, 0, 0, 0, 3, 1, 2, 3 };
  static const guint8 lying[] = { 4, 0, 0, 0, 4, 1, 2, 3 };
  static const guint8 zero[] = { 0, 0, 0, 0, 0 };

  assert_skipped (empty, sizeof empty);
  assert_skipped (some, sizeof some);
  assert_bad (lying, sizeof lying);
  assert_bad (zero, sizeof zero);
}

static void
test_limit (void)
{
  gsize size = DUO_FRAME_MAX_BYTES;
  guint32 length = GUINT32_TO_BE (size - 5);
  g_autofree guint8 *data = g_malloc0 (size + 1);

  data[0] = 99;
  memcpy (data + 1, &length, sizeof length);
  assert_skipped (data, size);
  length = GUINT32_TO_BE (size - 4);
  memcpy (data + 1, &length, sizeof length);
  assert_bad (data, size + 1);
}

static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  for (guint i = 0; i < 20000; i++)
    {
      guint8 data[16] = {
        0,
      };
      gsize size = (gsize) g_rand_int_range (random, 0, sizeof data);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (DuoFrame) frame = NULL;

      for (gsize n = 0; n < size; n++)
        {
          data[n] = (guint8) (g_rand_boolean (random) ? 0 : g_rand_int_range (random, 0, 14));
        }
      bytes = g_bytes_new (data, size);
      frame = duo_frame_parse (bytes, NULL);
      g_assert_true (frame == NULL || size == 13);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/bytes", test_bytes);
  g_test_add_func ("/frame/round-trip", test_round_trip);
  g_test_add_func ("/frame/W1-lengths", test_lengths);
  g_test_add_func ("/frame/W1-unknown", test_unknown);
  g_test_add_func ("/frame/W2-limit", test_limit);
  g_test_add_func ("/frame/random", test_random);
  return g_test_run ();
}
