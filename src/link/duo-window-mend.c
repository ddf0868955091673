/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-window-mend.h"

#include <stdatomic.h>
#include <string.h>

#include "duo-bytes.h"
#include "duo-element.h"
#include "duo-limits.h"
#include "duo-sctp-packet.h"

/* sctpenc fills usrsctp's buffer, and then waits for a packet to leave before it tries
 * again, or for 100 ms (1.22, gst_sctp_enc_sink_chain (); main is the same).  When all of that
 * buffer is in flight at once, no packet leaves when an acknowledgement comes: for
 * 90 ms of each 100 nothing is sent.  The buffer takes 1 MiB or 512 chunks, so no more than
 * three quarters of those may be in flight.
 *
 * How much is, the window decides that the peer offers with each acknowledgement: we
 * read less out of it than stands there.  The peer notices nothing.  The same bound
 * keeps what is on its way from outgrowing the buffer of the peer's socket.
 *
 * Works on streaming threads, on the packets that pass; the one thing that it remembers is
 * atomic.  Reference counted by its probes. */
typedef struct
{
  gatomicrefcount ref_count;
  atomic_uint chunk_bytes; /* as our DATA chunks were of late */
} WindowMend;

enum
{
  CHECKSUM_AT = 8,
  WINDOW_AT = 8, /* in a SACK chunk, RFC 9260 section 3.3.4 */
  SACK_MIN_BYTES = 16,

  DATA_HEADER_BYTES = 16,

  CHUNK_COST_BYTES = 256, /* that usrsctp counts beside each chunk in flight */
  CHUNKS_MAX = 384,
};

/* CRC32c of RFC 9260 section 6.8 and appendix A, least significant bit first. */
static guint32
get_checksum (const guint8 *data,
              gsize         size)
{
  static gsize is_made = 0;
  static guint32 table[256]; /* (constant) once made */
  guint32 crc = ~0u;

  if (g_once_init_enter (&is_made))
    {
      for (guint32 i = 0; i < G_N_ELEMENTS (table); i++)
        {
          table[i] = i;
          for (int bit = 0; bit < 8; bit++)
            table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0x82f63b78 : 0);
        }
      g_once_init_leave (&is_made, 1);
    }
  for (gsize i = 0; i < size; i++)
    crc = crc >> 8 ^ table[(crc ^ data[i]) & 0xff];

  return ~crc;
}

static void
write_u32 (guint8  *data,
           guint32  value)
{
  value = GUINT32_TO_BE (value);
  memcpy (data, &value, sizeof value);
}

/* Where the window of the first SACK chunk stands if it is too large, or 0.  What is
 * cut off or malformed is left to SCTP. */
static gsize
find_window (const guint8 *data,
             gsize         size,
             guint32       most_bytes)
{
  gsize at = 0;
  gsize length;

  while (duo_sctp_packet_next_chunk (data, size, &at, &length))
    {
      if (data[at] != DUO_SCTP_CHUNK_SACK)
        continue;
      if (length < SACK_MIN_BYTES || duo_bytes_get_uint32 (data + at + WINDOW_AT) <= most_bytes)
        return 0;

      return at + WINDOW_AT;
    }

  return 0;
}

static gsize
find_window_in_buffer (GstBuffer *buffer,
                       guint32    most_bytes)
{
  GstMapInfo info;
  gsize at;

  if (!gst_buffer_map (buffer, &info, GST_MAP_READ))
    return 0;
  at = find_window (info.data, info.size, most_bytes);
  gst_buffer_unmap (buffer, &info);

  return at;
}

/* Whether what was changed must be right afterwards is for SCTP to judge: a packet
 * whose checksum was wrong keeps a wrong one. */
static void
lower (guint8  *data,
       gsize    size,
       gsize    window_at,
       guint32  most_bytes)
{
  guint32 told, was, is;

  memcpy (&told, data + CHECKSUM_AT, sizeof told);
  memset (data + CHECKSUM_AT, 0, sizeof told);
  was = get_checksum (data, size);
  write_u32 (data + window_at, most_bytes);
  is = get_checksum (data, size);
  told ^= GUINT32_TO_LE (was ^ is);
  memcpy (data + CHECKSUM_AT, &told, sizeof told);
}

GstBuffer *
duo_window_mend_buffer (GstBuffer *buffer,
                        guint32    most_bytes)
{
  gsize window_at = find_window_in_buffer (buffer, most_bytes);
  GstMapInfo info;

  if (window_at == 0)
    return buffer;

  buffer = gst_buffer_make_writable (buffer);
  if (!gst_buffer_map (buffer, &info, GST_MAP_READWRITE))
    return buffer;
  lower (info.data, info.size, window_at, most_bytes);
  gst_buffer_unmap (buffer, &info);

  return buffer;
}

guint
duo_window_mend_read_chunks (const guint8 *data,
                             gsize         size,
                             gsize        *payload_bytes)
{
  gsize at = 0;
  gsize length;
  guint n_chunks = 0;

  *payload_bytes = 0;
  while (duo_sctp_packet_next_chunk (data, size, &at, &length))
    {
      if (data[at] == DUO_SCTP_CHUNK_DATA && length > DATA_HEADER_BYTES)
        {
          n_chunks++;
          *payload_bytes += length - DATA_HEADER_BYTES;
        }
    }

  return n_chunks;
}

guint32
duo_window_mend_get_window (guint chunk_bytes)
{
  return MIN (CHUNKS_MAX * (chunk_bytes + CHUNK_COST_BYTES), DUO_FLIGHT_MAX_BYTES);
}

/* -- What passes ------------------------------------------------------------- */

/* sctpenc's streaming thread: every packet on its way to DTLS. */
static GstPadProbeReturn
wire_out_cb (GstPad          *pad,
             GstPadProbeInfo *info,
             gpointer         user_data)
{
  WindowMend *self = user_data;
  guint before = atomic_load (&self->chunk_bytes);
  gsize payload_bytes;
  GstMapInfo map;
  guint n_chunks;

  if ((info->type & GST_PAD_PROBE_TYPE_BUFFER) == 0)
    return GST_PAD_PROBE_OK; /* sctpenc makes no lists */
  if (!gst_buffer_map (GST_PAD_PROBE_INFO_BUFFER (info), &map, GST_MAP_READ))
    return GST_PAD_PROBE_OK;
  n_chunks = duo_window_mend_read_chunks (map.data, map.size, &payload_bytes);
  gst_buffer_unmap (GST_PAD_PROBE_INFO_BUFFER (info), &map);

  /* The mean of some sixteen packets. */
  if (n_chunks > 0)
    atomic_store (&self->chunk_bytes, (before * 15 + (guint) (payload_bytes / n_chunks)) / 16);

  return GST_PAD_PROBE_OK;
}

static gboolean
mend_list_item_cb (GstBuffer **buffer,
                   guint       index,
                   gpointer    user_data)
{
  *buffer = duo_window_mend_buffer (*buffer, GPOINTER_TO_UINT (user_data));

  return TRUE;
}

/* dtlsdec's streaming thread: every packet that the gate let through. */
static GstPadProbeReturn
wire_in_cb (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  WindowMend *self = user_data;
  guint32 most_bytes = duo_window_mend_get_window (atomic_load (&self->chunk_bytes));

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    GST_PAD_PROBE_INFO_DATA (info) = duo_window_mend_buffer (GST_PAD_PROBE_INFO_BUFFER (info), most_bytes);
  else
    {
      GstBufferList *list = gst_buffer_list_make_writable (GST_PAD_PROBE_INFO_BUFFER_LIST (info));

      gst_buffer_list_foreach (list, mend_list_item_cb, GUINT_TO_POINTER (most_bytes));
      GST_PAD_PROBE_INFO_DATA (info) = list;
    }

  return GST_PAD_PROBE_OK;
}

/* -- Where SCTP is ------------------------------------------------------------ */

static WindowMend *
window_mend_ref (WindowMend *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
window_mend_unref (gpointer data)
{
  WindowMend *self = data;

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

static void
unref_closure_cb (gpointer  data,
                  GClosure *closure)
{
  window_mend_unref (data);
}

static void
add_probe (WindowMend          *self,
           GstElement          *element,
           const char          *name,
           GstPadProbeCallback  callback)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, name);

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, callback,
                     window_mend_ref (self), window_mend_unref);
}

/* Whichever thread builds webrtcbin's inside; SCTP starts only afterwards. */
static void
wire_deep_element_added_cb (GstBin     *webrtcbin,
                            GstBin     *bin,
                            GstElement *element,
                            WindowMend *self)
{
  if (duo_element_is_made_by (element, "sctpdec"))
    add_probe (self, element, "sink", wire_in_cb);
  else if (duo_element_is_made_by (element, "sctpenc"))
    add_probe (self, element, "src", wire_out_cb);
}

void
duo_window_mend_watch (GstElement *webrtcbin)
{
  WindowMend *self;

  g_return_if_fail (GST_IS_BIN (webrtcbin));

  self = g_new0 (WindowMend, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_signal_connect_data (webrtcbin, "deep-element-added", G_CALLBACK (wire_deep_element_added_cb), self,
                         unref_closure_cb, 0);
}
