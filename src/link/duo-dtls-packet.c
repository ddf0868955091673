/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-dtls-packet.h"

#include "duo-bytes.h"

/* Pure, for a probe on a streaming thread. */

enum
{
  RECORD_HEADER_BYTES = 13,
  HANDSHAKE_HEADER_BYTES = 12,

  TYPE_CHANGE_CIPHER_SPEC = 20,
  TYPE_HANDSHAKE = 22,

  CLIENT_HELLO = 1,
  HELLO_VERIFY_REQUEST = 3,
  SERVER_HELLO_DONE = 14,
};

static guint32
read_u24 (const guint8 *data)
{
  return (guint32) data[0] << 16 | data[1] << 8 | data[2];
}

/* A message that nothing follows in its flight, or the last fragment of one (RFC
 * 6347 section 4.2.3). */
static gboolean
is_last (const guint8 *handshake)
{
  guint32 length = read_u24 (handshake + 1);
  guint32 fragment_end = read_u24 (handshake + 6) + read_u24 (handshake + 9);

  return fragment_end >= length && (handshake[0] == CLIENT_HELLO || handshake[0] == HELLO_VERIFY_REQUEST ||
                                    handshake[0] == SERVER_HELLO_DONE);
}

/* RECORD is whole and LENGTH bytes long behind its header. */
static DuoDtlsPacket
judge (const guint8 *record,
       gsize         length)
{
  guint16 epoch = duo_bytes_get_uint16 (record + 3);

  if (record[0] == TYPE_CHANGE_CIPHER_SPEC)
    return DUO_DTLS_FLIGHT;
  if (record[0] != TYPE_HANDSHAKE)
    return DUO_DTLS_OTHER;
  /* Encrypted: Finished, the last message of every flight that has one. */
  if (epoch > 0)
    return DUO_DTLS_FLIGHT_END;
  if (length < HANDSHAKE_HEADER_BYTES)
    return DUO_DTLS_OTHER;

  return is_last (record + RECORD_HEADER_BYTES) ? DUO_DTLS_FLIGHT_END : DUO_DTLS_FLIGHT;
}

DuoDtlsPacket
duo_dtls_packet_read (const guint8 *data,
                      gsize         size)
{
  DuoDtlsPacket packet = DUO_DTLS_OTHER;
  gsize at = 0;

  g_return_val_if_fail (data != NULL || size == 0, DUO_DTLS_OTHER);

  while (at < size)
    {
      gsize length;

      if (size - at < RECORD_HEADER_BYTES)
        return DUO_DTLS_OTHER;
      length = duo_bytes_get_uint16 (data + at + 11);
      if (length > size - at - RECORD_HEADER_BYTES)
        return DUO_DTLS_OTHER;
      packet = judge (data + at, length);
      if (packet == DUO_DTLS_OTHER)
        return DUO_DTLS_OTHER;
      at += RECORD_HEADER_BYTES + length;
    }

  return packet;
}
