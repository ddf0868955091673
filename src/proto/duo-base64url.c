/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-base64url.h"

#include <string.h>

/* GLib's decoder reads over what it does not know and over bits left over, and
 * its alphabet is that of section 4; so this is our own. */

static const char alphabet[] =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int
get_digit (char c)
{
  const char *found = c != '\0' ? strchr (alphabet, c) : NULL;

  return found != NULL ? (int) (found - alphabet) : -1;
}

gboolean
duo_base64url_has (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

gsize
duo_base64url_measure (gsize length)
{
  return (length * 4 + 2) / 3;
}

char *
duo_base64url_encode (const guint8 *bytes,
                      gsize         length)
{
  GString *text = g_string_sized_new (duo_base64url_measure (length) + 1);
  guint32 held = 0;
  guint n_held = 0;

  for (gsize i = 0; i < length; i++)
    {
      held = held << 8 | bytes[i];
      for (n_held += 8; n_held >= 6; n_held -= 6)
        {
          g_string_append_c (text, alphabet[held >> (n_held - 6) & 63]);
        }
    }
  if (n_held > 0)
    {
      g_string_append_c (text, alphabet[held << (6 - n_held) & 63]);
    }
  return g_string_free (text, FALSE);
}

guint8 *
duo_base64url_decode (const char *text,
                      gsize       length,
                      gsize      *n_bytes)
{
  g_autofree guint8 *bytes = NULL;
  guint32 held = 0;
  guint n_held = 0;
  gsize n = 0;

  g_return_val_if_fail (text != NULL || length == 0, NULL);
  g_return_val_if_fail (n_bytes != NULL, NULL);

  bytes = g_malloc (length + 1);
  for (gsize i = 0; i < length; i++)
    {
      int digit = get_digit (text[i]);

      if (digit < 0)
        {
          return NULL;
        }
      held = held << 6 | (guint32) digit;
      n_held += 6;
      if (n_held >= 8)
        {
          n_held -= 8;
          bytes[n++] = (guint8) (held >> n_held);
        }
    }
  /* A whole character too many, or bits that belong to no byte. */
  if (n_held >= 6 || (held & ((1u << n_held) - 1)) != 0)
    {
      return NULL;
    }
  *n_bytes = n;
  return g_steal_pointer (&bytes);
}
