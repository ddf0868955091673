/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-history.h"

G_BEGIN_DECLS

#define DUO_TYPE_HITS (duo_hits_get_type ())

/* What a search in a conversation found, newest first, and where the person stands
 * in it.  What is said meanwhile is found as soon as it is calm.
 *
 * Properties, all read-only: n-hits (uint), place (uint: from 1, the newest; 0 if
 * there is none), current-id (int64: of the message; 0 if there is none),
 * is-searching (boolean). */
G_DECLARE_FINAL_TYPE (DuoHits, duo_hits, DUO, HITS, GObject)

DuoHits *duo_hits_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* (nullable): begins anew in another conversation. */
void     duo_hits_set_history (DuoHits    *self,
                               DuoHistory *history);
/* "": nothing is looked for.  Goes to the newest that is found. */
void     duo_hits_set_needle  (DuoHits    *self,
                               const char *needle);
/* To the next older one, from the oldest to the newest; FALSE if there is none. */
gboolean duo_hits_go_older    (DuoHits    *self);
gboolean duo_hits_go_newer    (DuoHits    *self);

const char *duo_hits_get_needle       (DuoHits *self);
guint       duo_hits_get_n_hits       (DuoHits *self);
guint       duo_hits_get_place        (DuoHits *self);
gint64      duo_hits_get_current_id   (DuoHits *self);
gboolean    duo_hits_get_is_searching (DuoHits *self);

G_END_DECLS
