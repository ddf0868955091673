/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-description.h"

G_BEGIN_DECLS

/* What a person copies, made of the local description once it is complete. */
typedef struct
{
  char *json;             /* (owned) for a browser's page */
  char *code;             /* (owned) the same as a short link */
  char *candidates;       /* (owned) one JSON object a line */
  gint64 made_at_us;      /* wall clock, µs since 1970 */
  gboolean is_local_only; /* it names no address that another computer could reach */
} DuoLocalSignal;

DuoLocalSignal *duo_local_signal_new  (DuoDescription *description) G_GNUC_WARN_UNUSED_RESULT;
void            duo_local_signal_free (DuoLocalSignal *self);

G_END_DECLS
