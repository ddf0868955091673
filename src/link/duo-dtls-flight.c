/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-dtls-flight.h"

#include "duo-dtls-packet.h"
#include "duo-element.h"

/* GStreamer tells OpenSSL no size of a datagram, so that it cuts a handshake into
 * pieces of 256 bytes and sends each in a datagram of its own: about sixteen.  One of
 * them lost, or ChangeCipherSpec overtaken by another, and the whole flight is sent
 * again after 1 s, then 2 s, 4 s and 8 s (RFC 6347 section 4.2.4): over a line that
 * loses 5 % and reorders, joining took 18 s as often as not.
 *
 * Several records may share a datagram (section 4.1.1), as browsers send them. So a
 * flight's records are held until its last comes, which is at once: OpenSSL writes
 * a flight in one go.
 *
 * One dtlsenc and its streaming thread alone own a Flight. */
typedef struct
{
  GstBuffer *held; /* (owned) (nullable): records of a flight that is not whole */
} Flight;

/* IPv6's least MTU (RFC 8200 section 5) without the headers of IPv6 and UDP, and of
 * ChannelData (RFC 8656 section 12.4), rounded down. */
#define DATAGRAM_MAX_BYTES 1216

static void
flight_free (gpointer data)
{
  Flight *flight = data;

  gst_clear_buffer (&flight->held);
  g_free (flight);
}

static DuoDtlsPacket
read_packet (GstBuffer *buffer)
{
  DuoDtlsPacket packet;
  GstMapInfo info;

  if (!gst_buffer_map (buffer, &info, GST_MAP_READ))
    return DUO_DTLS_OTHER;

  packet = duo_dtls_packet_read (info.data, info.size);
  gst_buffer_unmap (buffer, &info);

  return packet;
}

static gboolean
has_room (Flight    *flight,
          GstBuffer *buffer)
{
  return flight->held == NULL ||
         gst_buffer_get_size (flight->held) + gst_buffer_get_size (buffer) <= DATAGRAM_MAX_BYTES;
}

/* BUFFER (transfer full). */
static void
hold (Flight    *flight,
      GstBuffer *buffer)
{
  flight->held = flight->held != NULL ? gst_buffer_append (flight->held, buffer) : buffer;
}

/* What is held goes before what comes after it. */
static void
push_held (Flight *flight,
           GstPad *pad)
{
  g_autoptr (GstPad) sink = gst_pad_get_peer (pad);
  GstBuffer *held = g_steal_pointer (&flight->held);

  if (held == NULL)
    return;
  if (sink != NULL)
    gst_pad_chain (sink, held); /* what is wrong with it, the next packet tells */
  else
    gst_buffer_unref (held);
}

/* dtlsenc's streaming thread: every packet on its way to ICE. */
static GstPadProbeReturn
wire_packet_cb (GstPad          *pad,
                GstPadProbeInfo *info,
                gpointer         user_data)
{
  Flight *flight = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  DuoDtlsPacket packet = read_packet (buffer);

  if (packet == DUO_DTLS_OTHER || !has_room (flight, buffer))
    push_held (flight, pad);
  if (packet == DUO_DTLS_OTHER)
    return GST_PAD_PROBE_OK;

  hold (flight, g_steal_pointer (&buffer));
  if (packet == DUO_DTLS_FLIGHT)
    {
      GST_PAD_PROBE_INFO_DATA (info) = NULL;
      return GST_PAD_PROBE_HANDLED;
    }
  GST_PAD_PROBE_INFO_DATA (info) = g_steal_pointer (&flight->held);

  return GST_PAD_PROBE_OK;
}

/* Whichever thread builds webrtcbin's inside; DTLS starts only afterwards. */
static void
wire_deep_element_added_cb (GstBin     *webrtcbin,
                            GstBin     *bin,
                            GstElement *element,
                            gpointer    user_data)
{
  g_autoptr (GstPad) pad = NULL;

  if (!duo_element_is_made_by (element, "dtlsenc"))
    return;

  pad = gst_element_get_static_pad (element, "src");
  if (pad != NULL)
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, wire_packet_cb, g_new0 (Flight, 1), flight_free);
}

void
duo_dtls_flight_pack (GstElement *webrtcbin)
{
  g_return_if_fail (GST_IS_BIN (webrtcbin));

  g_signal_connect (webrtcbin, "deep-element-added", G_CALLBACK (wire_deep_element_added_cb), NULL);
}
