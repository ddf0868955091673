/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-acquaintance.h"

G_BEGIN_DECLS

#define DUO_TYPE_ACQUAINTANCE_ROW (duo_acquaintance_row_get_type ())

/* A conversation in the list of those that are kept.  Signal "delete-requested". */
G_DECLARE_FINAL_TYPE (DuoAcquaintanceRow, duo_acquaintance_row, DUO, ACQUAINTANCE_ROW, GtkListBoxRow)

/* IS_CURRENT: it is the one that the window shows. */
GtkWidget *duo_acquaintance_row_new    (DuoAcquaintance    *acquaintance,
                                        gboolean            is_current) G_GNUC_WARN_UNUSED_RESULT;
gint64     duo_acquaintance_row_get_id (DuoAcquaintanceRow *self);

G_END_DECLS
