/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a packet of DTLS 1.2 (RFC 6347 section 4) is to a handshake. */
typedef enum
{
  DUO_DTLS_OTHER,      /* nothing of a handshake, or not that alone, or malformed */
  DUO_DTLS_FLIGHT,     /* records that others of their flight follow (section 4.2.4) */
  DUO_DTLS_FLIGHT_END, /* the last ones of a flight */
} DuoDtlsPacket;

DuoDtlsPacket duo_dtls_packet_read (const guint8 *data,
                                    gsize         size);

G_END_DECLS
