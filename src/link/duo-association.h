/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Gives WEBRTCBIN's SCTP a number that no other of this process has; before it runs. */
void duo_association_number (GstElement *webrtcbin);

G_END_DECLS
