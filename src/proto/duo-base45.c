/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-base45.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

#define BASE 45

static int
get_digit (char c)
{
  const char *found = c != '\0' ? strchr (alphabet, c) : NULL;

  return found != NULL ? (int) (found - alphabet) : -1;
}

gboolean
duo_base45_has (char c)
{
  return get_digit (c) >= 0;
}

gsize
duo_base45_measure (gsize length)
{
  return length / 2 * 3 + length % 2 * 2;
}

char *
duo_base45_encode (const guint8 *bytes,
                   gsize         length)
{
  GString *text = g_string_sized_new (duo_base45_measure (length) + 1);

  for (gsize i = 0; i < length; i += 2)
    {
      gboolean is_pair = i + 1 < length;
      guint value = is_pair ? bytes[i] * 256u + bytes[i + 1] : bytes[i];

      g_string_append_c (text, alphabet[value % BASE]);
      g_string_append_c (text, alphabet[value / BASE % BASE]);
      if (is_pair)
        {
          g_string_append_c (text, alphabet[value / BASE / BASE]);
        }
    }
  return g_string_free (text, FALSE);
}

/* The least significant digit is first.  Returns -1 for a strange character. */
static int
read_group (const char *text,
            gsize       length)
{
  int value = 0;

  for (gsize i = length; i > 0; i--)
    {
      int digit = get_digit (text[i - 1]);

      if (digit < 0)
        {
          return -1;
        }
      value = value * BASE + digit;
    }
  return value;
}

static gboolean
decode_group (GByteArray *bytes,
              const char *text,
              gsize       length)
{
  int value = read_group (text, length);
  guint8 pair[2] = { (guint8) (value >> 8 & 0xff), (guint8) (value & 0xff) };

  if (value < 0 || value > (length == 3 ? 0xffff : 0xff))
    {
      return FALSE;
    }
  g_byte_array_append (bytes, length == 3 ? pair : pair + 1, (guint) length - 1);
  return TRUE;
}

guint8 *
duo_base45_decode (const char *text,
                   gsize       length,
                   gsize      *n_bytes)
{
  g_autoptr (GByteArray) bytes = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (n_bytes != NULL, NULL);

  if (length == 0 || length % 3 == 1)
    {
      return NULL;
    }
  bytes = g_byte_array_new ();
  for (gsize i = 0; i < length; i += 3)
    {
      if (!decode_group (bytes, text + i, MIN (length - i, 3)))
        {
          return NULL;
        }
    }
  return g_byte_array_steal (bytes, n_bytes);
}
