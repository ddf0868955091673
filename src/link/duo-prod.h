/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Wakes SCTP up after a cut, which its timer would sleep through. */
typedef struct _DuoProd DuoProd;

/* Watches WEBRTCBIN's SCTP; before it runs. */
DuoProd *duo_prod_new  (GstElement *webrtcbin) G_GNUC_WARN_UNUSED_RESULT;
/* Nothing is sent from now on, and the reference is given back. */
void     duo_prod_free (DuoProd    *self);

/* Bytes that SCTP sent so far, ours beside them. */
guint64 duo_prod_get_n_bytes (DuoProd *self);
/* Packets sent so far. */
guint   duo_prod_get_n_sent  (DuoProd *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoProd, duo_prod_free)

G_END_DECLS
