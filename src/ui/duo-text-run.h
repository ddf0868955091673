/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether TEXT has so long a run without a space that breaking lines at words
 * would freeze the program: Pango's PANGO_WRAP_WORD_CHAR is quadratic in it. */
gboolean duo_text_run_is_long      (const char  *text);
/* Breaks VIEW's lines at words as long as that is harmless, from now on. */
void     duo_text_run_watch        (GtkTextView *view);
/* Shows no hyphen where a line of VIEW is broken inside a word: it is not in the text. */
void     duo_text_run_hide_hyphens (GtkTextView *view);

G_END_DECLS
