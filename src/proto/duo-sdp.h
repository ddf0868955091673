/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-candidate.h"
#include "duo-description-type.h"

G_BEGIN_DECLS

/* What is read of an SDP, and all that is written into one.  Belongs to a
 * DuoDescription, which fills it once. */
typedef struct
{
  char *ufrag; /* (owned) */
  char *pwd;   /* (owned) */
  char *mid;   /* (owned) */
  guint8 fingerprint[DUO_FINGERPRINT_SIZE_BYTES];
  DuoSetup setup;
  guint max_message_bytes;
  GPtrArray *candidates; /* (owned) (element-type DuoCandidate) */
} DuoSdp;

/* Fills SELF from TEXT by a whitelist; SELF is to be cleared also after an error. */
gboolean  duo_sdp_parse (DuoSdp              *self,
                         DuoDescriptionType   type,
                         const char          *text,
                         GError             **error);
char     *duo_sdp_write (const DuoSdp        *self) G_GNUC_WARN_UNUSED_RESULT;
void      duo_sdp_copy  (const DuoSdp        *self,
                         DuoSdp              *copy);
void      duo_sdp_clear (DuoSdp              *self);

/* CANDIDATES without duplicates, at most DUO_CANDIDATES_MAX, those of the better
 * type first when there are more.  (transfer full) */
GPtrArray *duo_sdp_choose (GPtrArray *candidates) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
