/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-store.h"

G_BEGIN_DECLS

typedef struct _DuoSearch DuoSearch;

/* IDS (nullable) (element-type gint64): newest first; NULL when all was looked at,
 * after which the search may be freed, also in this call. */
typedef void (*DuoSearchFunc) (GArray   *ids,
                               gpointer  user_data);

/* Looks through a conversation in slices between which the main loop has its turn. */
DuoSearch *duo_search_new  (DuoStore      *store,
                            gint64         conversation,
                            const char    *needle,
                            DuoSearchFunc  found,
                            gpointer       user_data) G_GNUC_WARN_UNUSED_RESULT;
void       duo_search_free (DuoSearch     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoSearch, duo_search_free)

G_END_DECLS
