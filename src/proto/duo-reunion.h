/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-description.h"
#include "duo-limits.h"

G_BEGIN_DECLS

/* How two who talked before know each other again.
 *
 * The first talk leaves both with a secret.  In the next one each side shows, for
 * every secret it has, a tag: a MAC over this very connection (both descriptions
 * with their certificates' fingerprints), so that it tells nothing to whoever has
 * not the same secret, cannot be used a second time, and cannot be passed on by
 * somebody in the middle.  All hellos have equally many tags; those that stand for
 * nothing are random.  HMAC-SHA-256, RFC 2104. */

#define DUO_REUNION_SECRET_BYTES 32
#define DUO_REUNION_ENTROPY_BYTES 32
#define DUO_REUNION_TRANSCRIPT_BYTES 32
#define DUO_REUNION_TAG_BYTES 16
#define DUO_REUNION_TAGS DUO_CONVERSATIONS_KNOWN_MAX /* in a hello */

typedef struct
{
  guint8 bytes[DUO_REUNION_TAG_BYTES];
} DuoReunionTag;

/* OFFER and ANSWER as both sides have them: fingerprints and ICE credentials. */
void     duo_reunion_get_transcript (const DuoDescription *offer,
                                     const DuoDescription *answer,
                                     guint8               *transcript);
/* The tag by which the inviter, or the invited, shows that it has SECRET. */
void     duo_reunion_get_tag        (const guint8         *secret,
                                     const guint8         *transcript,
                                     gboolean              is_inviter,
                                     DuoReunionTag        *tag);
/* The secret of a new conversation, from what both hellos brought. */
void     duo_reunion_get_secret     (const guint8         *inviter_entropy,
                                     const guint8         *invited_entropy,
                                     const guint8         *transcript,
                                     guint8               *secret);
/* Constant time. */
gboolean duo_reunion_has_tag        (const DuoReunionTag  *tags,
                                     guint                 n_tags,
                                     const DuoReunionTag  *tag);
/* From the kernel; ends the process if it gives none. */
void     duo_reunion_fill_random    (guint8               *bytes,
                                     gsize                 length);

G_END_DECLS
