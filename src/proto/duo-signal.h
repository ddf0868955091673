/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-candidate.h"
#include "duo-description.h"

G_BEGIN_DECLS

typedef enum
{
  DUO_SIGNAL_OFFER,
  DUO_SIGNAL_ANSWER,
  DUO_SIGNAL_CANDIDATES,
} DuoSignalKind;

#define DUO_TYPE_SIGNAL (duo_signal_get_type ())

/* What a pasted text turned out to be: one description, or some candidates. */
typedef struct _DuoSignal DuoSignal;

GType      duo_signal_get_type  (void);
/* Finds the signal in TEXT, also inside what mail and chat programs make of it.
 * LENGTH in bytes, or -1 when NUL-terminated. */
DuoSignal *duo_signal_recognise (const char  *text,
                                 gssize       length,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
DuoSignal *duo_signal_ref       (DuoSignal   *self);
void       duo_signal_unref     (DuoSignal   *self);

DuoSignalKind   duo_signal_get_kind        (const DuoSignal *self);
/* (nullable): NULL for candidates. */
DuoDescription *duo_signal_get_description (const DuoSignal *self);
/* (transfer none) (element-type DuoCandidate) (nullable): NULL for a description;
 * empty for an end-of-candidates mark alone. */
GPtrArray      *duo_signal_get_candidates  (const DuoSignal *self);

/* Real time, µs since 1970, as the sender's clock says; 0 when it does not say. */
gint64 duo_signal_get_created_at_us (const DuoSignal *self);
gint64 duo_signal_get_expires_at_us (const DuoSignal *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoSignal, duo_signal_unref)

G_END_DECLS
