/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-item.h"
#include "duo-limits.h"

/* What the friend said, put together from its pieces; and, later, what an outbox
 * holds. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoItem) item = duo_item_parse (bytes, &error);

  g_assert_true (item == NULL || error == NULL);
  if (item != NULL)
    {
      DuoItemTarget target = duo_item_get_target (item);
      g_autoptr (GBytes) again = duo_item_to_bytes (item);
      g_autoptr (DuoItem) built = duo_item_new (duo_item_get_kind (item), duo_item_get_text (item),
                                                duo_item_get_sent_at_us (item), &target);

      /* There is one way to write it, and the writing side would let it pass. */
      g_assert_true (g_bytes_equal (bytes, again));
      g_assert_nonnull (built);
      g_assert_true (g_utf8_validate (duo_item_get_text (item), -1, NULL));
      g_assert_cmpint (duo_item_get_sent_at_us (item), <=, DUO_TIME_MAX_MS * 1000);
      g_assert_cmpuint (target.seq, <=, DUO_SEQ_MAX);
    }
  return 0;
}
