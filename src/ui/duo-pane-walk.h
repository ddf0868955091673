/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* F6: moves the focus from the one of PANES that has it to the next one in DIRECTION
 * (GTK_DIR_TAB_FORWARD or _BACKWARD) that takes it, around the end.  PANES are in the
 * order in which they are walked; those that cannot be seen are left out. */
gboolean duo_pane_walk (GtkWindow        *window,
                        GtkWidget *const *panes,
                        guint             n_panes,
                        GtkDirectionType  direction);

/* For the focus () of a widget that gives the focus on to one of its parts, whenever it is asked
 * to take it: GTK asks that too when Shift+Tab is about to leave the widget, and the focus would
 * be back inside.  Moves it from part to part, or says that it goes. */
gboolean duo_pane_move_focus (GtkWidget        *widget,
                              GtkDirectionType  direction);

G_END_DECLS
