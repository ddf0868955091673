/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/webrtc/webrtc.h>

G_BEGIN_DECLS

/* The data channels of one peer, and which of them to speak on. */
typedef struct _DuoChannelSet DuoChannelSet;

DuoChannelSet *duo_channel_set_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void           duo_channel_set_free (DuoChannelSet *self);

/* NUMBER as the wire gave it; CHANNEL (transfer none). */
void duo_channel_set_add         (DuoChannelSet        *self,
                                  guint                 number,
                                  GstWebRTCDataChannel *channel,
                                  gboolean              is_peers);
void duo_channel_set_mark_open   (DuoChannelSet        *self,
                                  guint                 number);
void duo_channel_set_mark_closed (DuoChannelSet        *self,
                                  guint                 number);

gboolean   duo_channel_set_has_open      (DuoChannelSet  *self);
gboolean   duo_channel_set_peers_is_open (DuoChannelSet  *self);
/* Bytes that were sent and have not left. */
gsize      duo_channel_set_get_queued    (DuoChannelSet  *self);
/* On the channel that the peer listens on.  Errors: NOT_OPEN, BUSY. */
gboolean   duo_channel_set_send          (DuoChannelSet  *self,
                                          GBytes         *message,
                                          gboolean        is_text,
                                          GError        **error);
/* The channels themselves (transfer full) (element-type GstWebRTCDataChannel). */
GPtrArray *duo_channel_set_dup_objects   (DuoChannelSet  *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoChannelSet, duo_channel_set_free)

G_END_DECLS
