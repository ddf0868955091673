/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "duo-reunion.h"

G_BEGIN_DECLS

typedef enum
{
  DUO_FRAME_PING = 1,    /* "are you there?", with the sender's clock, echoed by pong */
  DUO_FRAME_PONG = 2,    /* "yes" */
  DUO_FRAME_BYE = 3,     /* "I hang up" */
  DUO_FRAME_HELLO = 4,   /* the first one: who I am and what I can do */
  DUO_FRAME_JOIN = 5,    /* the inviter: which conversation this is */
  DUO_FRAME_RECEIPT = 6, /* what I keep and what I have read of yours */
  DUO_FRAME_PIECE = 7,   /* a part of an item, or a whole one */
  DUO_FRAME_TYPING = 8,
  DUO_FRAME_SIGNAL = 9, /* a description, for a new connection beside this one */
  DUO_FRAME_RENEW = 10, /* the invited: "please make us a new connection" */
} DuoFrameKind;

/* What a hello says a Duologue can do and allows. */
typedef enum
{
  DUO_ABILITY_TELLS_READ = 1 << 0,   /* says what was read, and may be told */
  DUO_ABILITY_TELLS_TYPING = 1 << 1, /* says when typing, and may be told */
  DUO_ABILITY_FILES = 1 << 2,        /* room for later */
} DuoAbilities;

typedef struct
{
  guint version;     /* spoken, from 1 */
  guint min_version; /* that the other must speak */
  guint32 abilities; /* DuoAbilities; unknown bits are kept */
  gint64 clock_us;   /* wall clock of the sender */
  guint8 entropy[DUO_REUNION_ENTROPY_BYTES];
  DuoReunionTag tags[DUO_REUNION_TAGS]; /* of the conversations it knows, and chaff */
} DuoHello;

#define DUO_TYPE_FRAME (duo_frame_get_type ())

/* What two Duologues say to each other: one binary message.  PROTOCOL.md gives
 * every byte.  Immutable once built. */
typedef struct _DuoFrame DuoFrame;

GType     duo_frame_get_type    (void);
/* PING, PONG, BYE. */
DuoFrame *duo_frame_new         (DuoFrameKind          kind,
                                 guint64               token) G_GNUC_WARN_UNUSED_RESULT;
DuoFrame *duo_frame_new_hello   (const DuoHello       *hello) G_GNUC_WARN_UNUSED_RESULT;
/* TAG NULL: a new conversation. */
DuoFrame *duo_frame_new_join    (const DuoReunionTag  *tag) G_GNUC_WARN_UNUSED_RESULT;
DuoFrame *duo_frame_new_receipt (guint64               stored,
                                 guint64               seen) G_GNUC_WARN_UNUSED_RESULT;
/* DATA is the part at OFFSET of an item of SIZE bytes: 1 to DUO_PIECE_MAX_BYTES. */
DuoFrame *duo_frame_new_piece   (guint64               seq,
                                 guint32               size_bytes,
                                 guint32               offset_bytes,
                                 GBytes               *data) G_GNUC_WARN_UNUSED_RESULT;
DuoFrame *duo_frame_new_typing  (gboolean              is_typing) G_GNUC_WARN_UNUSED_RESULT;
/* JSON of a description, at most what a frame holds. */
DuoFrame *duo_frame_new_signal  (guint32               round,
                                 const char           *json) G_GNUC_WARN_UNUSED_RESULT;
DuoFrame *duo_frame_new_renew   (guint32               round) G_GNUC_WARN_UNUSED_RESULT;
/* Returns NULL without an error for a kind that is not known: skip it. */
DuoFrame *duo_frame_parse       (GBytes               *bytes,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;
DuoFrame *duo_frame_ref         (DuoFrame             *self);
void      duo_frame_unref       (DuoFrame             *self);

/* Each only for frames of that kind. */
DuoFrameKind         duo_frame_get_kind   (const DuoFrame *self);
guint64              duo_frame_get_token  (const DuoFrame *self);
const DuoHello      *duo_frame_get_hello  (const DuoFrame *self);
/* (nullable): NULL for a new conversation. */
const DuoReunionTag *duo_frame_get_tag    (const DuoFrame *self);
guint64              duo_frame_get_stored (const DuoFrame *self);
guint64              duo_frame_get_seen   (const DuoFrame *self);
guint64              duo_frame_get_seq    (const DuoFrame *self);
guint32              duo_frame_get_size   (const DuoFrame *self);
guint32              duo_frame_get_offset (const DuoFrame *self);
/* (transfer none): of a piece. */
GBytes              *duo_frame_get_data   (const DuoFrame *self);
gboolean             duo_frame_get_typing (const DuoFrame *self);
guint32              duo_frame_get_round  (const DuoFrame *self);
/* Valid UTF-8 without NUL; not parsed further. */
const char          *duo_frame_get_json   (const DuoFrame *self);

GBytes *duo_frame_to_bytes (const DuoFrame *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoFrame, duo_frame_unref)

G_END_DECLS
