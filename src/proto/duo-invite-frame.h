/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands around the facts of an invite code, in every version of it: the
 * version, the length and a checksum.  So what is cut off, damaged and newer is
 * told apart before anything inside is looked at.  PROTOCOL.md, section 6. */

#define DUO_INVITE_FRAME_N_MASKS 16
#define DUO_INVITE_FRAME_MIN_BYTES 16 /* no version is shorter */
#define DUO_INVITE_FRAME_HEAD_BYTES 6 /* enough for duo_invite_frame_peek () */

/* MASK, below DUO_INVITE_FRAME_N_MASKS, changes how the bytes look and nothing else. */
guint8   *duo_invite_frame_seal           (const guint8  *body,
                                           gsize          length,
                                           guint          mask,
                                           gsize         *n_bytes) G_GNUC_WARN_UNUSED_RESULT;
/* How long the frame says it is, from its first bytes; 0 when they are too few. */
gsize     duo_invite_frame_peek           (const guint8  *bytes,
                                           gsize          length);
/* Whether it is whole, but for the part that says how long it is. */
gboolean  duo_invite_frame_is_mislabelled (const guint8  *bytes,
                                           gsize          length);
/* The body again; LENGTH is what duo_invite_frame_peek () said. */
guint8   *duo_invite_frame_open           (const guint8  *bytes,
                                           gsize          length,
                                           gsize         *n_body,
                                           GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
