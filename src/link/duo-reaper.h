/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Lets PIPELINE go in a thread of its own, LINGER_MS from now.  With CHANNELS,
 * what was sent last is given time to leave, and they are closed first, so that
 * the peer is told; IS_OFFERER: the answerer waits longer, if both do so.  Both
 * (transfer full), CHANNELS (nullable) (element-type GstWebRTCDataChannel). */
void     duo_reaper_take    (GstElement *pipeline,
                             GPtrArray  *channels,
                             gboolean    is_offerer,
                             guint       linger_ms);
/* Something of the engine's is under way in a thread that the process should not
 * end in the middle of. */
void     duo_reaper_hold    (void);
void     duo_reaper_release (void);
/* Waits until nothing is under way, at most TIMEOUT_MS; FALSE when that was not enough. */
gboolean duo_reaper_wait    (guint       timeout_ms);

G_END_DECLS
