/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DUO_TYPE_SPLIT (duo_split_get_type ())

/* A pane and what it belongs to: side by side where there is room, the pane
 * above where there is not.  The pane slides in and out, unless animations are
 * off.  Properties: pane, content (GtkWidget), show-pane (boolean),
 * is-stacked (boolean, read-only). */
G_DECLARE_FINAL_TYPE (DuoSplit, duo_split, DUO, SPLIT, GtkWidget)

gboolean duo_split_get_show_pane  (DuoSplit *self);
void     duo_split_set_show_pane  (DuoSplit *self,
                                   gboolean  show_pane);
gboolean duo_split_get_is_stacked (DuoSplit *self);

G_END_DECLS
