/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-text.h"

G_BEGIN_DECLS

/* Where NEEDLE stands in TEXT, upper and lower case alike, as the search finds it.
 * (transfer full) (element-type DuoTextRange) */
GArray *duo_highlight_find (const char *text,
                            const char *needle) G_GNUC_WARN_UNUSED_RESULT;
/* Marks NEEDLE in what LABEL shows now; NULL: marks nothing any more. */
void    duo_highlight_set  (GtkLabel   *label,
                            const char *needle);

G_END_DECLS
