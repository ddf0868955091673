/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows all of TEXT in a window of its own above the one that WIDGET is in. */
void duo_text_dialog_present (GtkWidget  *widget,
                              const char *text);

G_END_DECLS
