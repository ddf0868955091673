/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-sctp-packet.h"

#include <string.h>

/* Pure functions, for the probes on streaming threads. */

enum
{
  COMMON_HEADER_BYTES = 12,
  CHUNK_HEADER_BYTES = 4,
  DATA_STREAM_AT = 8,

  CHUNK_DATA = 0,
  CHUNK_SACK = 3,
  CHUNK_ABORT = 6,
  CHUNK_SHUTDOWN = 7,
  CHUNK_SHUTDOWN_COMPLETE = 14,
};

gboolean
duo_sctp_tsn_is_after (guint32 tsn,
                       guint32 other)
{
  return (gint32) (tsn - other) > 0;
}

static guint32
read_u32 (const guint8 *data)
{
  return (guint32) data[0] << 24 | data[1] << 16 | data[2] << 8 | data[3];
}

static void
read_tsn (DuoSctpPacket *packet,
          guint8         type,
          guint32        tsn)
{
  if (type == CHUNK_SACK)
    {
      packet->has_sack = TRUE;
      packet->cumulative_tsn = tsn;
    }
  else if (type == CHUNK_DATA)
    {
      if (!packet->has_data || duo_sctp_tsn_is_after (packet->first_tsn, tsn))
        packet->first_tsn = tsn;
      if (!packet->has_data || duo_sctp_tsn_is_after (tsn, packet->last_tsn))
        packet->last_tsn = tsn;
      packet->has_data = TRUE;
    }
}

static void
read_stream (DuoSctpPacket *packet,
             guint16        stream)
{
  for (guint i = 0; i < packet->n_streams; i++)
    {
      if (packet->streams[i] == stream)
        return;
    }

  if (packet->n_streams < DUO_SCTP_STREAMS_MAX)
    packet->streams[packet->n_streams++] = stream;
}

static gboolean
is_ending (guint8 type)
{
  return type == CHUNK_ABORT || type == CHUNK_SHUTDOWN || type == CHUNK_SHUTDOWN_COMPLETE;
}

void
duo_sctp_packet_read (DuoSctpPacket *packet,
                      const guint8  *data,
                      gsize          size)
{
  gsize at = COMMON_HEADER_BYTES;

  g_return_if_fail (packet != NULL && (data != NULL || size == 0));

  memset (packet, 0, sizeof *packet);
  if (size > at + 1)
    packet->first_chunk = (guint16) (data[at] << 8 | data[at + 1]);
  packet->is_ending = size > at && is_ending (data[at]);
  while (at < size && size - at >= CHUNK_HEADER_BYTES)
    {
      gsize length = data[at + 2] << 8 | data[at + 3];

      if (length < CHUNK_HEADER_BYTES || length > size - at)
        break;
      if (length >= CHUNK_HEADER_BYTES + sizeof (guint32))
        read_tsn (packet, data[at], read_u32 (data + at + CHUNK_HEADER_BYTES));
      if (data[at] == CHUNK_DATA && length >= DATA_STREAM_AT + sizeof (guint16))
        read_stream (packet, (guint16) (data[at + DATA_STREAM_AT] << 8 | data[at + DATA_STREAM_AT + 1]));
      at += (length + 3) & ~(gsize) 3;
    }
}

void
duo_sctp_packet_read_buffer (DuoSctpPacket *packet,
                             GstBuffer     *buffer)
{
  GstMapInfo info;

  memset (packet, 0, sizeof *packet);
  if (!gst_buffer_map (buffer, &info, GST_MAP_READ))
    return;

  duo_sctp_packet_read (packet, info.data, info.size);
  gst_buffer_unmap (buffer, &info);
}
