/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-invite-frame.h"

#include <string.h>

#include "duo-limits.h"
#include "duo-proto-error.h"

#define VERSION 1
#define CHECKSUM_BYTES 4
#define LONG_LENGTH 0xf0 /* from here on the length takes two bytes */

/* CRC-32C (RFC 3720 appendix B.4).  It finds each change within 32 bits for
 * certain, so each changed character and each swap of two neighbours. */
static guint32
get_checksum (const guint8 *bytes,
              gsize         length)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= bytes[i];
      for (guint bit = 0; bit < 8; bit++)
        {
          crc = crc >> 1 ^ ((crc & 1) != 0 ? 0x82f63b78 : 0);
        }
    }
  return ~crc;
}

/* The lowest byte first, so that a change across this boundary is found as well. */
static void
write_checksum (guint8  *bytes,
                guint32  checksum)
{
  for (guint i = 0; i < CHECKSUM_BYTES; i++)
    {
      bytes[i] = (guint8) (checksum >> (8 * i));
    }
}

static gboolean
has_checksum (const guint8 *bytes,
              gsize         length)
{
  guint8 checksum[CHECKSUM_BYTES];

  write_checksum (checksum, get_checksum (bytes, length - CHECKSUM_BYTES));
  return memcmp (checksum, bytes + length - CHECKSUM_BYTES, CHECKSUM_BYTES) == 0;
}

static guint8
get_mask (const guint8 *bytes)
{
  return (guint8) ((bytes[0] & 0x0f) * 0x11);
}

static gsize
get_length_size (gsize length)
{
  return length < LONG_LENGTH ? 1 : 2;
}

/* Writes LENGTH after the first byte, masked. */
static void
write_length (guint8 *bytes,
              gsize   length)
{
  guint8 mask = get_mask (bytes);

  if (get_length_size (length) == 1)
    {
      bytes[1] = (guint8) length ^ mask;
      return;
    }
  bytes[1] = (guint8) (LONG_LENGTH | length >> 8) ^ mask;
  bytes[2] = (guint8) (length & 0xff) ^ mask;
}

guint8 *
duo_invite_frame_seal (const guint8 *body,
                       gsize         length,
                       guint         mask,
                       gsize        *n_bytes)
{
  gsize total = 1 + 1 + length + CHECKSUM_BYTES;
  guint8 *bytes;
  gsize start;

  g_return_val_if_fail (mask < DUO_INVITE_FRAME_N_MASKS, NULL);
  g_return_val_if_fail (n_bytes != NULL, NULL);

  total += get_length_size (total) - 1;
  g_return_val_if_fail (total <= DUO_INVITE_MAX_BYTES, NULL);
  start = 1 + get_length_size (total);
  bytes = g_malloc (total);
  bytes[0] = (guint8) (VERSION << 4 | mask);
  write_length (bytes, total);
  for (gsize i = 0; i < length; i++)
    {
      bytes[start + i] = body[i] ^ get_mask (bytes);
    }
  write_checksum (bytes + total - CHECKSUM_BYTES, get_checksum (bytes, total - CHECKSUM_BYTES));
  *n_bytes = total;
  return bytes;
}

gsize
duo_invite_frame_peek (const guint8 *bytes,
                       gsize         length)
{
  guint8 first;

  if (length < 2)
    {
      return 0;
    }
  first = bytes[1] ^ get_mask (bytes);
  if (first < LONG_LENGTH)
    {
      return MAX (first, 1);
    }
  if (length < 3)
    {
      return 0;
    }
  return MAX ((gsize) (first - LONG_LENGTH) << 8 | (bytes[2] ^ get_mask (bytes)), 1);
}

gboolean
duo_invite_frame_is_mislabelled (const guint8 *bytes,
                                 gsize         length)
{
  g_autofree guint8 *copy = NULL;

  if (length < 2 + CHECKSUM_BYTES || length > DUO_INVITE_MAX_BYTES)
    {
      return FALSE;
    }
  copy = g_memdup2 (bytes, length);
  write_length (copy, length);
  return has_checksum (copy, length);
}

guint8 *
duo_invite_frame_open (const guint8  *bytes,
                       gsize          length,
                       gsize         *n_body,
                       GError       **error)
{
  gsize start = 1 + get_length_size (length);
  guint8 *body;

  g_return_val_if_fail (bytes != NULL && n_body != NULL, NULL);

  if (length < start + CHECKSUM_BYTES || length > DUO_INVITE_MAX_BYTES ||
      duo_invite_frame_peek (bytes, length) != length || !has_checksum (bytes, length))
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_DAMAGED, "Code refused: its checksum is wrong");
      return NULL;
    }
  if (bytes[0] >> 4 != VERSION)
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NEWER, "Code of version %d", bytes[0] >> 4);
      return NULL;
    }
  *n_body = length - start - CHECKSUM_BYTES;
  body = g_malloc (*n_body + 1);
  for (gsize i = 0; i < *n_body; i++)
    {
      body[i] = bytes[start + i] ^ get_mask (bytes);
    }
  return body;
}
