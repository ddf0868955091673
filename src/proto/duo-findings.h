/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-description.h"

G_BEGIN_DECLS

/* What one reading of a text gave.  Belongs to duo_signal_recognise (). */
typedef struct
{
  DuoDescription *description; /* (owned) (nullable) */
  GPtrArray *candidates;       /* (owned) (element-type DuoCandidate) */
  GError *error;               /* (owned) (nullable) the gravest */
  gboolean has_end;            /* an end-of-candidates mark */
  gboolean is_quoted;          /* the description stands in a quoted line */
  gboolean is_ambiguous;
  guint n_trials; /* ways of joining lines that were tried */
} DuoFindings;

void duo_findings_init  (DuoFindings *self);
void duo_findings_clear (DuoFindings *self);

/* Takes what TEXT holds as JSON; with IS_MENDED, strings broken over lines too. */
void duo_findings_read_json (DuoFindings       *self,
                             const char        *text,
                             gboolean           is_mended);
/* Takes bare SDP, or bare candidate lines, when there was no JSON of ours. */
void duo_findings_read_bare (DuoFindings       *self,
                             const char        *text);
/* Whether ERROR says more to a person than what was found so far. */
void duo_findings_note      (DuoFindings       *self,
                             GError            *error);
int  duo_findings_get_rank  (const DuoFindings *self);

G_END_DECLS
