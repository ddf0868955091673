/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-description.h"
#include "duo-frame.h"
#include "duo-roster.h"

G_BEGIN_DECLS

typedef enum
{
  DUO_REUNION_PENDING,
  DUO_REUNION_OWN,   /* the conversation that the connection was begun in */
  DUO_REUNION_KNOWN, /* another one of the roster */
  DUO_REUNION_NEW,   /* two who did not talk before */
} DuoReunion;

/* How two Duologues agree, at the beginning of a connection, which conversation
 * it is (PROTOCOL.md, "The order of a talk").  No I/O: what is to be sent is handed
 * back.  Made for one link, owned by its DuoSession; main thread. */
typedef struct _DuoHandshake DuoHandshake;

/* OWN_SECRET (nullable): of the conversation that the connection is begun in;
 * OFFER and ANSWER as they stand on both sides.  ABILITIES: DuoAbilities. */
DuoHandshake *duo_handshake_new  (DuoRoster      *roster,
                                  const guint8   *own_secret,
                                  gboolean        is_inviter,
                                  DuoDescription *offer,
                                  DuoDescription *answer,
                                  guint32         abilities) G_GNUC_WARN_UNUSED_RESULT;
void          duo_handshake_free (DuoHandshake   *self);

/* The first frame of mine. */
DuoFrame *duo_handshake_create_hello (DuoHandshake  *self) G_GNUC_WARN_UNUSED_RESULT;
/* Takes a hello or a join.  *OUT_REPLY (transfer full, nullable) is to be sent.
 * Errors: DUO_LINK_ERROR_RULES, DUO_LINK_ERROR_NEWER; the connection ends then. */
gboolean  duo_handshake_take         (DuoHandshake  *self,
                                      DuoFrame      *frame,
                                      DuoFrame     **out_reply,
                                      GError       **error);

gboolean      duo_handshake_has_hello     (DuoHandshake *self);
DuoReunion    duo_handshake_get_outcome   (DuoHandshake *self);
/* Only of DUO_REUNION_KNOWN. */
gint64        duo_handshake_get_known_id  (DuoHandshake *self);
/* Of the conversation that both agreed on. */
const guint8 *duo_handshake_get_secret    (DuoHandshake *self);
/* What both allow. */
guint32       duo_handshake_get_abilities (DuoHandshake *self);
/* How far the friend's clock is ahead of this one, about, when the hello came. */
gint64        duo_handshake_get_skew_us   (DuoHandshake *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoHandshake, duo_handshake_free)

G_END_DECLS
