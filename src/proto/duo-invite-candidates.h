/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-bits.h"
#include "duo-candidate.h"

G_BEGIN_DECLS

/* The candidates of an invite code, packed.  PROTOCOL.md, section 6. */

/* Those of CANDIDATES that a code carries, in the same order: without active TCP,
 * and without link-local addresses where others are in as many IPv6 networks. */
GPtrArray *duo_invite_choose_candidates (GPtrArray     *candidates) G_GNUC_WARN_UNUSED_RESULT;
void       duo_invite_put_candidates    (DuoBitWriter  *writer,
                                         GPtrArray     *candidates);
/* (transfer full) (element-type DuoCandidate) */
GPtrArray *duo_invite_get_candidates    (DuoBitReader  *reader,
                                         GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
