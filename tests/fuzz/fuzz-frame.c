/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* clang -fsanitize=fuzzer,address,undefined; see README.md here. */

#include "config.h"

#include <string.h>

#include "duo-frame.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (DuoFrame) frame = duo_frame_parse (bytes, NULL);

  if (frame != NULL)
    {
      g_autoptr (GBytes) again = duo_frame_to_bytes (frame);

      g_assert_true (g_bytes_equal (bytes, again));
    }
  return 0;
}
