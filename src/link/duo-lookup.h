/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-peer-options.h"

G_BEGIN_DECLS

/* The addresses of the servers' names, asked for beside everything else. */
typedef struct _DuoLookup DuoLookup;

/* RESOLVED: the same servers in the same order, by address; one whose name has none is
 * "".  Called once, perhaps before duo_lookup_new () returns. */
typedef void (*DuoLookupFunc) (const DuoPeerOptions *resolved,
                               gpointer              user_data);

DuoLookup *duo_lookup_new  (const DuoPeerOptions *options,
                            DuoLookupFunc         func,
                            gpointer              user_data) G_GNUC_WARN_UNUSED_RESULT;
/* FUNC is not called any more. */
void       duo_lookup_free (DuoLookup            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoLookup, duo_lookup_free)

G_END_DECLS
