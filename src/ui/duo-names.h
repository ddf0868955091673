/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The name of WIDGET, a button with a label perhaps, for screen readers.  Newer GTK says that it is
 * named by its own label, which comes first and hides the label: that is taken back. */
void duo_names_set         (GtkWidget      *widget,
                            const char     *name);
/* Gives every widget of TYPE with CSS_CLASS (nullable) in ROOT the name that screen readers
 * say: GTK and libadwaita have buttons and lists in windows of theirs without one. */
void duo_names_give        (GtkWidget      *root,
                            GType           type,
                            const char     *css_class,
                            const char     *name);
/* The list of rows in each group of preferences in ROOT is called by the group's title, if it
 * has one: libadwaita names the group around it. */
void duo_names_give_groups (GtkWidget      *root);
/* The items of MENU are called by what they say: screen readers are told no name of them
 * by GTK 4.18. */
void duo_names_give_items  (GtkPopoverMenu *menu);

G_END_DECLS
