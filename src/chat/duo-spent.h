/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-signal.h"

G_BEGIN_DECLS

/* The invites, mine and friends', that two people met by: each is good for one talk.
 * Those of all windows, and in memory alone, since one from before the program was
 * started tells its age.  Owned by the DuoRoster. */
typedef struct _DuoSpent DuoSpent;

DuoSpent *duo_spent_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void      duo_spent_free (DuoSpent *self);

void     duo_spent_add      (DuoSpent             *self,
                             const DuoDescription *offer);
/* Whether SIGNAL is one of them, or a reply that says it is to one of them. */
gboolean duo_spent_contains (DuoSpent             *self,
                             DuoSignal            *signal);

G_END_DECLS
