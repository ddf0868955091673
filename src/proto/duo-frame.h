/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  DUO_FRAME_PING = 1, /* "are you there?", with the sender's clock, echoed by pong */
  DUO_FRAME_PONG = 2,
  DUO_FRAME_BYE = 3, /* "I hang up" */
} DuoFrameKind;

#define DUO_TYPE_FRAME (duo_frame_get_type ())

/* What two Duologues say to each other besides text: one binary message.
 * PROTOCOL.md gives every byte.  Immutable once built. */
typedef struct _DuoFrame DuoFrame;

GType     duo_frame_get_type (void);
DuoFrame *duo_frame_new      (DuoFrameKind   kind,
                              guint64        token) G_GNUC_WARN_UNUSED_RESULT;
/* Returns NULL without an error for a kind that is not known: skip it. */
DuoFrame *duo_frame_parse    (GBytes        *bytes,
                              GError       **error) G_GNUC_WARN_UNUSED_RESULT;
DuoFrame *duo_frame_ref      (DuoFrame      *self);
void      duo_frame_unref    (DuoFrame      *self);

DuoFrameKind  duo_frame_get_kind  (const DuoFrame *self);
guint64       duo_frame_get_token (const DuoFrame *self);
GBytes       *duo_frame_to_bytes  (const DuoFrame *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoFrame, duo_frame_unref)

G_END_DECLS
