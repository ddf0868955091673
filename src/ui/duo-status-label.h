/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows STATUS in LABEL, which is called "Connection status" whatever it says. */
void duo_status_label_set (GtkLabel   *label,
                           const char *status);

G_END_DECLS
