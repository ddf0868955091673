/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Lowers the window in each acknowledgement that reaches SCTP, so that its buffer is never
 * in flight as a whole.  Before WEBRTCBIN runs. */
void duo_window_mend_watch (GstElement *webrtcbin);

/* BUFFER (transfer full), one packet: it, or a copy with the window lowered (transfer full). */
GstBuffer *duo_window_mend_buffer      (GstBuffer    *buffer,
                                        guint32       most_bytes);
/* How many DATA chunks there are in a packet, and how much is in them. */
guint      duo_window_mend_read_chunks (const guint8 *data,
                                        gsize         size,
                                        gsize        *payload_bytes);
/* The window for chunks of that mean size; at most DUO_FLIGHT_MAX_BYTES. */
guint32    duo_window_mend_get_window  (guint         chunk_bytes);

G_END_DECLS
