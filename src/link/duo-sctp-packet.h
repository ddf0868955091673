/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

enum
{
  DUO_SCTP_CHUNK_DATA = 0,
  DUO_SCTP_CHUNK_SACK = 3,

  DUO_SCTP_STREAMS_MAX = 8,
};

/* What a packet of SCTP (RFC 9260 section 3) carries that matters here. */
typedef struct
{
  gboolean has_data;
  guint32 first_tsn; /* of its DATA chunks */
  guint32 last_tsn;
  guint16 streams[DUO_SCTP_STREAMS_MAX]; /* that they are of, each once; more are left out */
  guint n_streams;
  gboolean has_sack;
  guint32 cumulative_tsn; /* of its SACK chunk */
  guint16 first_chunk;    /* its type and its flags */
  gboolean is_ending;     /* that chunk ends the association */
} DuoSctpPacket;

/* What is cut off or malformed is left out. */
void duo_sctp_packet_read        (DuoSctpPacket *packet,
                                  const guint8  *data,
                                  gsize          size);
void duo_sctp_packet_read_buffer (DuoSctpPacket *packet,
                                  GstBuffer     *buffer);

/* Goes to the next chunk, the first one if *AT is 0: *AT is where it begins, at its type, and *LENGTH
 * its bytes with its header.  FALSE: there is none, or it is cut off or malformed. */
gboolean duo_sctp_packet_next_chunk (const guint8 *data,
                                     gsize         size,
                                     gsize        *at,
                                     gsize        *length);

/* Whether TSN comes later than OTHER; they wrap around (RFC 1982). */
gboolean duo_sctp_tsn_is_after (guint32 tsn,
                                guint32 other);

G_END_DECLS
