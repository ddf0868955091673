/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-frame.h"

G_BEGIN_DECLS

/* Joins the pieces of one item at a time, and is strict about their order. */
typedef struct _DuoAssembly DuoAssembly;

DuoAssembly *duo_assembly_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void         duo_assembly_free (DuoAssembly *self);

/* Takes a piece of the item with the number DUE; the first one that it is ever
 * given may have a higher number.  *OUT_WHOLE (transfer full) is the item when this
 * was its last piece, else NULL.
 * Errors: DUO_LINK_ERROR_RULES; the connection ends then. */
gboolean duo_assembly_take (DuoAssembly  *self,
                            DuoFrame     *piece,
                            guint64       due,
                            GBytes      **out_whole,
                            GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoAssembly, duo_assembly_free)

G_END_DECLS
