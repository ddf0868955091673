/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "duo-candidate.h"
#include "duo-description-type.h"

G_BEGIN_DECLS

#define DUO_TYPE_DESCRIPTION (duo_description_get_type ())

/* The facts of an offer or an answer, and nothing else of its SDP.
 * Immutable once built; reference counted. */
typedef struct _DuoDescription DuoDescription;

GType           duo_description_get_type        (void);
/* From SDP text (RFC 8866, 8839, 8841, 8842), by a whitelist. */
DuoDescription *duo_description_parse_sdp       (DuoDescriptionType     type,
                                                 const char            *sdp,
                                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* From {"type":…,"sdp":…,"duologue":{…}}; LENGTH in bytes. */
DuoDescription *duo_description_parse_json      (const char            *json,
                                                 gsize                  length,
                                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same facts with other candidates (transfer none, array of DuoCandidate). */
DuoDescription *duo_description_with_candidates (const DuoDescription  *self,
                                                 GPtrArray             *candidates) G_GNUC_WARN_UNUSED_RESULT;
/* The same facts with another name of the section, checked already (RFC 5888). */
DuoDescription *duo_description_with_mid        (const DuoDescription  *self,
                                                 const char            *mid) G_GNUC_WARN_UNUSED_RESULT;
/* The same facts, said by a Duologue: version 1 and NAME (nullable) in the member "duologue". */
DuoDescription *duo_description_with_duologue   (const DuoDescription  *self,
                                                 const char            *name) G_GNUC_WARN_UNUSED_RESULT;
/* The same facts, in reply to the offer with this tag. */
DuoDescription *duo_description_with_reply_to   (const DuoDescription  *self,
                                                 guint16                tag) G_GNUC_WARN_UNUSED_RESULT;
DuoDescription *duo_description_ref             (DuoDescription        *self);
void            duo_description_unref           (DuoDescription        *self);

DuoDescriptionType  duo_description_get_kind              (const DuoDescription *self);
const char         *duo_description_get_ufrag             (const DuoDescription *self);
const char         *duo_description_get_pwd               (const DuoDescription *self);
const guint8       *duo_description_get_fingerprint       (const DuoDescription *self);
DuoSetup            duo_description_get_setup             (const DuoDescription *self);
const char         *duo_description_get_mid               (const DuoDescription *self);
guint               duo_description_get_max_message_bytes (const DuoDescription *self);
/* (transfer none) (element-type DuoCandidate) */
GPtrArray          *duo_description_get_candidates        (const DuoDescription *self);
/* 0 when the other side is not a Duologue, else the version it speaks. */
guint               duo_description_get_version           (const DuoDescription *self);
/* The name the other person gave, made safe to show; nullable. */
const char         *duo_description_get_name              (const DuoDescription *self);

/* The first 16 bits of the SHA-256 of the ufrag, never 0: names an offer to its
 * answer, so that a person is told when they do not belong together. */
guint16 duo_description_get_tag      (const DuoDescription *self);
/* The tag of the offer that this answers; 0 when it does not say. */
guint16 duo_description_get_reply_to (const DuoDescription *self);

/* A canonical SDP built from the facts alone, CRLF lines, candidates included. */
char *duo_description_to_sdp  (const DuoDescription *self) G_GNUC_WARN_UNUSED_RESULT;
/* What JSON.stringify () of a browser's RTCSessionDescription gives, and our member. */
char *duo_description_to_json (const DuoDescription *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoDescription, duo_description_unref)

G_END_DECLS
