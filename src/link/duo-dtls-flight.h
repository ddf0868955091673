/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Packs what WEBRTCBIN's DTLS says in a handshake into as few datagrams as it
 * fits; before it runs. */
void duo_dtls_flight_pack (GstElement *webrtcbin);

G_END_DECLS
