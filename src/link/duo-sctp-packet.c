/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-sctp-packet.h"

#include <string.h>

#include "duo-bytes.h"

/* Pure functions, for the probes on streaming threads. */

enum
{
  COMMON_HEADER_BYTES = 12,
  CHUNK_HEADER_BYTES = 4,
  DATA_STREAM_AT = 8,

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

static void
read_tsn (DuoSctpPacket *packet,
          guint8         type,
          guint32        tsn)
{
  if (type == DUO_SCTP_CHUNK_SACK)
    {
      packet->has_sack = TRUE;
      packet->cumulative_tsn = tsn;
    }
  else if (type == DUO_SCTP_CHUNK_DATA)
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

gboolean
duo_sctp_packet_next_chunk (const guint8 *data,
                            gsize         size,
                            gsize        *at,
                            gsize        *length)
{
  gsize next = *at == 0 ? COMMON_HEADER_BYTES : *at + ((*length + 3) & ~(gsize) 3);
  gsize next_length;

  if (next >= size || size - next < CHUNK_HEADER_BYTES)
    return FALSE;
  next_length = duo_bytes_get_uint16 (data + next + 2);
  if (next_length < CHUNK_HEADER_BYTES || next_length > size - next)
    return FALSE;

  *at = next;
  *length = next_length;

  return TRUE;
}

void
duo_sctp_packet_read (DuoSctpPacket *packet,
                      const guint8  *data,
                      gsize          size)
{
  gsize at = 0;
  gsize length;

  g_return_if_fail (packet != NULL && (data != NULL || size == 0));

  memset (packet, 0, sizeof *packet);
  if (size > COMMON_HEADER_BYTES + 1)
    packet->first_chunk = duo_bytes_get_uint16 (data + COMMON_HEADER_BYTES);
  packet->is_ending = size > COMMON_HEADER_BYTES && is_ending (data[COMMON_HEADER_BYTES]);
  while (duo_sctp_packet_next_chunk (data, size, &at, &length))
    {
      if (length >= CHUNK_HEADER_BYTES + sizeof (guint32))
        read_tsn (packet, data[at], duo_bytes_get_uint32 (data + at + CHUNK_HEADER_BYTES));
      if (data[at] == DUO_SCTP_CHUNK_DATA && length >= DATA_STREAM_AT + sizeof (guint16))
        read_stream (packet, duo_bytes_get_uint16 (data + at + DATA_STREAM_AT));
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
