/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "duo-store.h"

G_BEGIN_DECLS

#define DUO_TYPE_ACQUAINTANCE (duo_acquaintance_get_type ())

/* A conversation that is kept, as a list shows it.  Properties, read-only: title
 * (string, nullable), last-at-us (int64), n-unread, n-waiting (uint), excerpt
 * (string, nullable: what was said last, cut). */
G_DECLARE_FINAL_TYPE (DuoAcquaintance, duo_acquaintance, DUO, ACQUAINTANCE, GObject)

gint64      duo_acquaintance_get_id         (DuoAcquaintance *self);
const char *duo_acquaintance_get_title      (DuoAcquaintance *self);
gint64      duo_acquaintance_get_last_at_us (DuoAcquaintance *self);
guint       duo_acquaintance_get_n_unread   (DuoAcquaintance *self);
guint       duo_acquaintance_get_n_waiting  (DuoAcquaintance *self);
const char *duo_acquaintance_get_excerpt    (DuoAcquaintance *self);

/* For DuoRoster. */
DuoAcquaintance *duo_acquaintance_new        (DuoStore                    *store,
                                              const DuoStoredConversation *row) G_GNUC_WARN_UNUSED_RESULT;
void             duo_acquaintance_update     (DuoAcquaintance             *self,
                                              const DuoStoredConversation *row);
/* (nullable): DUO_STORE_SECRET_BYTES, for a conversation between two Duologues. */
const guint8    *duo_acquaintance_get_secret (DuoAcquaintance             *self);

G_END_DECLS
