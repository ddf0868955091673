/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives the first widget of TYPE with CSS_CLASS (nullable) below ROOT the name that screen
 * readers say: GTK 4.8 and libadwaita 1.2 have buttons in windows of theirs without one. */
void duo_names_give (GtkWidget  *root,
                     GType       type,
                     const char *css_class,
                     const char *name);

G_END_DECLS
