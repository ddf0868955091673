/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-string-mend.h"

#include <gst/sctp/sctpreceivemeta.h>

#include "duo-element.h"

/* webrtcbin hands a string on as a C string, and so cuts it at its first NUL
 * without a word (1.22 to 1.28, webrtcdatachannel.c, _data_channel_have_sample).
 * Here, one step before that, each NUL becomes 0xff: no byte of UTF-8, shown as
 * a replacement mark like every other, and as long as what it replaces.
 *
 * Works on the channel's streaming thread, on its buffer, and knows nothing of us. */

/* RFC 8831 section 8; 54 is the deprecated partial form. */
enum
{
  PPID_STRING = 51,
  PPID_STRING_PARTIAL = 54,
};

static gboolean
is_string (GstBuffer *buffer)
{
  GstSctpReceiveMeta *meta = gst_sctp_buffer_get_receive_meta (buffer);

  return meta != NULL && (meta->ppid == PPID_STRING || meta->ppid == PPID_STRING_PARTIAL);
}

static gboolean
has_nul (GstBuffer *buffer)
{
  GstMapInfo info;
  gboolean found;

  if (!gst_buffer_map (buffer, &info, GST_MAP_READ))
    return FALSE;
  found = info.size > 0 && memchr (info.data, 0, info.size) != NULL;
  gst_buffer_unmap (buffer, &info);

  return found;
}

GstBuffer *
duo_string_mend_buffer (GstBuffer *buffer)
{
  GstMapInfo info;

  if (!is_string (buffer) || !has_nul (buffer))
    return buffer;

  buffer = gst_buffer_make_writable (buffer);
  if (!gst_buffer_map (buffer, &info, GST_MAP_READWRITE))
    return buffer;
  for (gsize i = 0; i < info.size; i++)
    if (info.data[i] == 0)
      info.data[i] = 0xff;
  gst_buffer_unmap (buffer, &info);

  return buffer;
}

/* The channel's streaming thread. */
static GstPadProbeReturn
wire_string_cb (GstPad          *pad,
                GstPadProbeInfo *info,
                gpointer         user_data)
{
  GST_PAD_PROBE_INFO_DATA (info) = duo_string_mend_buffer (GST_PAD_PROBE_INFO_BUFFER (info));

  return GST_PAD_PROBE_OK;
}

/* Whichever thread makes a channel; each has one appsink. */
static void
wire_deep_element_added_cb (GstBin     *webrtcbin,
                            GstBin     *bin,
                            GstElement *element,
                            gpointer    user_data)
{
  g_autoptr (GstPad) pad = NULL;

  if (!duo_element_is_made_by (element, "appsink"))
    return;

  pad = gst_element_get_static_pad (element, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, wire_string_cb, NULL, NULL);
}

void
duo_string_mend_watch (GstElement *webrtcbin)
{
  g_return_if_fail (GST_IS_BIN (webrtcbin));

  g_signal_connect (webrtcbin, "deep-element-added", G_CALLBACK (wire_deep_element_added_cb), NULL);
}
