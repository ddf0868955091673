/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-frame.h"
#include "duo-limits.h"

/* A message of the friend's. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

/* Whatever comes of PROTOCOL.md's bounds, nobody behind the parser looks again. */
static void
check_bounds (const DuoFrame *frame)
{
  GBytes *data;

  switch (duo_frame_get_kind (frame))
    {
    case DUO_FRAME_HELLO:
      g_assert_cmpuint (duo_frame_get_hello (frame)->min_version, >=, 1);
      g_assert_cmpuint (duo_frame_get_hello (frame)->version, >=, duo_frame_get_hello (frame)->min_version);
      g_assert_cmpint (duo_frame_get_hello (frame)->clock_us, <=, DUO_TIME_MAX_MS * 1000);
      g_assert_cmpint (duo_frame_get_hello (frame)->clock_us, >=, 0);
      break;
    case DUO_FRAME_RECEIPT:
      g_assert_cmpuint (duo_frame_get_stored (frame), <=, DUO_SEQ_MAX);
      g_assert_cmpuint (duo_frame_get_seen (frame), <=, duo_frame_get_stored (frame));
      break;
    case DUO_FRAME_PIECE:
      data = duo_frame_get_data (frame);
      g_assert_cmpuint (duo_frame_get_seq (frame), >=, 1);
      g_assert_cmpuint (duo_frame_get_seq (frame), <=, DUO_SEQ_MAX);
      g_assert_cmpuint (duo_frame_get_size (frame), <=, DUO_ITEM_MAX_BYTES);
      g_assert_cmpuint (g_bytes_get_size (data), >=, 1);
      g_assert_cmpuint (g_bytes_get_size (data), <=, DUO_PIECE_MAX_BYTES);
      g_assert_cmpuint (duo_frame_get_offset (frame) + g_bytes_get_size (data), <=, duo_frame_get_size (frame));
      break;
    case DUO_FRAME_SIGNAL:
      g_assert_true (g_utf8_validate (duo_frame_get_json (frame), -1, NULL));
      g_assert_cmpuint (duo_frame_get_round (frame), >=, 1);
      break;
    case DUO_FRAME_RENEW:
      g_assert_cmpuint (duo_frame_get_round (frame), >=, 1);
      break;
    case DUO_FRAME_PING:
    case DUO_FRAME_PONG:
    case DUO_FRAME_BYE:
    case DUO_FRAME_JOIN:
    case DUO_FRAME_TYPING:
    default:
      break;
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoFrame) frame = duo_frame_parse (bytes, &error);

  g_assert_true (frame == NULL || error == NULL);
  if (frame != NULL)
    {
      g_autoptr (GBytes) again = duo_frame_to_bytes (frame);
      gsize size_again = g_bytes_get_size (again);

      check_bounds (frame);
      /* The same bytes, but for what a later version says at the end of a hello. */
      if (duo_frame_get_kind (frame) == DUO_FRAME_HELLO)
        {
          g_assert_cmpuint (size_again, <=, size);
          g_assert_cmpint (memcmp ((const guint8 *) g_bytes_get_data (again, NULL) + 5, data + 5, size_again - 5), ==, 0);
        }
      else
        {
          g_assert_true (g_bytes_equal (bytes, again));
        }
    }
  return 0;
}
