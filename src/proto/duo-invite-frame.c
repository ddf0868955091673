/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-invite-frame.h"

#include <string.h>

#include "duo-limits.h"
#include "duo-proto-error.h"

#define VERSION 1
#define CHECKSUM_BYTES 3
#define SHORT_HEAD_BYTES 2
#define LONG_LENGTH 0xf0 /* from here on four more bytes of the head say the length */

/* CRC-24 with FlexRay's polynomial, which finds any five changed bits of up to 256
 * bytes, and each change within 24 bits: so each changed character, and each swap
 * of two neighbours in base64url. */
static guint32
get_checksum (const guint8 *bytes,
              gsize         length)
{
  /* Four bits at a time, of the polynomial 0x5d6dcb. */
  static const guint32 table[16] = {
    0x000000,
    0x5d6dcb,
    0xbadb96,
    0xe7b65d,
    0x28dae7,
    0x75b72c,
    0x920171,
    0xcf6cba,
    0x51b5ce,
    0x0cd805,
    0xeb6e58,
    0xb60393,
    0x796f29,
    0x2402e2,
    0xc3b4bf,
    0x9ed974,
  };
  guint32 crc = 0xfedcba;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= (guint32) bytes[i] << 16;
      crc = (crc << 4 & 0xffffff) ^ table[crc >> 20];
      crc = (crc << 4 & 0xffffff) ^ table[crc >> 20];
    }
  return crc;
}

static void
write_checksum (guint8  *bytes,
                guint32  checksum)
{
  for (guint i = 0; i < CHECKSUM_BYTES; i++)
    {
      bytes[i] = (guint8) (checksum >> 8 * (CHECKSUM_BYTES - 1 - i));
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

/* How many bytes stand before the body of a frame of LENGTH bytes. */
static gsize
get_head_size (gsize length)
{
  return length < LONG_LENGTH ? SHORT_HEAD_BYTES : DUO_INVITE_FRAME_HEAD_BYTES;
}

/* The length ends where a character of base64url ends, and a long one where a
 * group of base45 ends as well: so a changed character changes either the length
 * or the body, and duo_invite_frame_is_mislabelled () can tell. */
static void
write_head (guint8 *bytes,
            gsize   length,
            guint   mask)
{
  guint first = length < LONG_LENGTH ? (guint) length : LONG_LENGTH;

  bytes[0] = (guint8) (VERSION << 4 | first >> 4);
  bytes[1] = (guint8) ((first & 0x0f) << 4 | mask);
  for (gsize i = SHORT_HEAD_BYTES; i < get_head_size (length); i++)
    {
      bytes[i] = (guint8) (length >> 8 * (DUO_INVITE_FRAME_HEAD_BYTES - 1 - i));
    }
}

guint8 *
duo_invite_frame_seal (const guint8 *body,
                       gsize         length,
                       guint         mask,
                       gsize        *n_bytes)
{
  gsize total = SHORT_HEAD_BYTES + length + CHECKSUM_BYTES;
  guint8 *bytes;
  gsize start;

  g_return_val_if_fail (mask < DUO_INVITE_FRAME_N_MASKS, NULL);
  g_return_val_if_fail (n_bytes != NULL, NULL);

  total += get_head_size (total) - SHORT_HEAD_BYTES;
  g_return_val_if_fail (total <= DUO_INVITE_MAX_BYTES, NULL);
  start = get_head_size (total);
  bytes = g_malloc (total);
  write_head (bytes, total, mask);
  for (gsize i = 0; i < length; i++)
    {
      bytes[start + i] = (guint8) (body[i] ^ mask * 0x11);
    }
  write_checksum (bytes + total - CHECKSUM_BYTES, get_checksum (bytes, total - CHECKSUM_BYTES));
  *n_bytes = total;
  return bytes;
}

gsize
duo_invite_frame_peek (const guint8 *bytes,
                       gsize         length)
{
  gsize said;

  if (length < SHORT_HEAD_BYTES)
    {
      return 0;
    }
  said = (gsize) (bytes[0] & 0x0f) << 4 | bytes[1] >> 4;
  if (said < LONG_LENGTH)
    {
      return MAX (said, 1);
    }
  if (length < DUO_INVITE_FRAME_HEAD_BYTES)
    {
      return 0;
    }
  said = (gsize) bytes[2] << 24 | (gsize) bytes[3] << 16 | (gsize) bytes[4] << 8 | bytes[5];
  return MAX (said, 1);
}

gboolean
duo_invite_frame_is_mislabelled (const guint8 *bytes,
                                 gsize         length)
{
  g_autofree guint8 *copy = NULL;

  if (length < DUO_INVITE_FRAME_HEAD_BYTES + CHECKSUM_BYTES || length > DUO_INVITE_MAX_BYTES)
    {
      return FALSE;
    }
  copy = g_memdup2 (bytes, length);
  /* In base45 one changed character touches the mask and the length. */
  for (guint mask = 0; mask < DUO_INVITE_FRAME_N_MASKS; mask++)
    {
      write_head (copy, length, mask);
      if (has_checksum (copy, length))
        {
          return TRUE;
        }
    }
  return FALSE;
}

guint8 *
duo_invite_frame_open (const guint8  *bytes,
                       gsize          length,
                       gsize         *n_body,
                       GError       **error)
{
  gsize start = get_head_size (length);
  guint8 *body;

  g_return_val_if_fail (bytes != NULL && n_body != NULL, NULL);

  if (length < DUO_INVITE_FRAME_MIN_BYTES || length > DUO_INVITE_MAX_BYTES ||
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
      body[i] = (guint8) (bytes[start + i] ^ (bytes[1] & 0x0f) * 0x11);
    }
  return body;
}
