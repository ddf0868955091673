/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-qr.h"

/* A picture with a QR code in it: the first byte is how many of the following pairs of
 * bytes each turn a module over (row, column), the rest is the text that the code says.
 * What is read must be that text when nothing was turned over and it is of ASCII, and
 * valid text in any case. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

#define PIXELS 4 /* a module */
#define TEXT_MAX_BYTES 300

/* The code as dark on light, one byte a pixel. */
static guint8 *
draw (const DuoQr  *qr,
      const guint8 *turned,
      guint         n_turned,
      guint        *side)
{
  guint n = duo_qr_get_size (qr);
  guint8 *grey;

  *side = (n + 2 * DUO_QR_QUIET_MODULES) * PIXELS;
  grey = g_malloc ((gsize) *side * *side);
  memset (grey, 0xff, (gsize) *side * *side);
  for (guint i = 0; i < n * n * PIXELS * PIXELS; i++)
    {
      guint x = i % (n * PIXELS);
      guint y = i / (n * PIXELS);
      gboolean is_dark = duo_qr_is_dark (qr, x / PIXELS, y / PIXELS);

      for (guint t = 0; t < n_turned; t++)
        {
          is_dark ^= turned[2 * t] % n == x / PIXELS && turned[2 * t + 1] % n == y / PIXELS;
        }
      grey[(y + DUO_QR_QUIET_MODULES * PIXELS) * *side + x + DUO_QR_QUIET_MODULES * PIXELS] = is_dark ? 0 : 0xff;
    }
  return grey;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  guint n_turned = size > 0 ? data[0] % 64 : 0;
  gsize start = 1 + 2 * (gsize) n_turned;
  g_autofree char *text = NULL;
  g_autofree guint8 *grey = NULL;
  g_autofree char *read = NULL;
  g_autoptr (DuoQr) qr = NULL;
  g_autoptr (GError) error = NULL;
  guint side;

  if (size <= start || size - start > TEXT_MAX_BYTES)
    {
      return 0;
    }
  text = g_strndup ((const char *) data + start, size - start);
  if (*text == '\0' || (qr = duo_qr_encode (text, NULL)) == NULL)
    {
      return 0;
    }
  grey = draw (qr, data + 1, n_turned, &side);
  read = duo_qr_decode (grey, side, side, side, &error);
  g_assert_true ((read == NULL) == (error != NULL));
  g_assert_true (read == NULL || g_utf8_validate (read, -1, NULL));
  if (n_turned == 0 && g_str_is_ascii (text))
    {
      g_assert_cmpstr (read, ==, text);
    }
  return 0;
}
