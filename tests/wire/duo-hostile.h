/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>
#include <gst/webrtc/webrtc.h>

#include "duo-description.h"

G_BEGIN_DECLS

/* A bare webrtcbin on loopback, bound by none of our rules. */
typedef struct _DuoHostile DuoHostile;

DuoHostile *duo_hostile_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void        duo_hostile_free (DuoHostile *hostile);

/* (transfer none); each keeps its index. */
GstWebRTCDataChannel *duo_hostile_open_channel (DuoHostile     *hostile,
                                                const char     *label);
GstWebRTCDataChannel *duo_hostile_get_channel  (DuoHostile     *hostile,
                                                guint           index);
/* As our parser takes it, with all candidates. */
DuoDescription       *duo_hostile_make_offer   (DuoHostile     *hostile) G_GNUC_WARN_UNUSED_RESULT;
/* What it says of the size of messages does not count. */
void                  duo_hostile_take_answer  (DuoHostile     *hostile,
                                                DuoDescription *answer);
/* Past all that webrtcbin checks, on the channel that was opened first. */
void                  duo_hostile_send         (DuoHostile     *hostile,
                                                guint32         ppid,
                                                GBytes         *bytes);
/* After so many packets of DTLS nothing more leaves; before the offer. */
void                  duo_hostile_cut_after    (DuoHostile     *hostile,
                                                guint           n_packets);

G_END_DECLS
