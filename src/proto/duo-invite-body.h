/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-description.h"

G_BEGIN_DECLS

/* When an invite was made and how long it is meant to be good for; 0 when it does
 * not say.  Real time in microseconds since 1970, whole minutes. */
typedef struct
{
  gint64 created_at_us;
  gint64 expires_at_us;
} DuoInviteInfo;

/* The facts of a description, packed.  PROTOCOL.md, section 6. */

GByteArray     *duo_invite_body_write (const DuoDescription  *description,
                                       gint64                 created_at_us,
                                       guint                  lifetime_s) G_GNUC_WARN_UNUSED_RESULT;
/* INFO (nullable) is set only when a description is returned. */
DuoDescription *duo_invite_body_read  (const guint8          *body,
                                       gsize                  length,
                                       DuoInviteInfo         *info,
                                       GError               **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
