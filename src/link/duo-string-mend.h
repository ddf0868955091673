/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Watches the strings that arrive on WEBRTCBIN's channels; before it runs. */
void duo_string_mend_watch (GstElement *webrtcbin);

/* BUFFER (transfer full) as SCTP delivered it, with its NUL bytes marked when it
 * is a string; another buffer or the same (transfer full). */
GstBuffer *duo_string_mend_buffer (GstBuffer *buffer) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
