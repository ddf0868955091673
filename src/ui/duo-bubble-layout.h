/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DUO_TYPE_BUBBLE_LAYOUT (duo_bubble_layout_get_type ())

/* Sizes a wrapping GtkLabel that it is the layout manager of.  The label's own
 * way breaks the text into lines three times for one height: at one letter a line,
 * at any width, and at the width in question.  Here it is once, and the text is
 * made no wider than its longest line. */
G_DECLARE_FINAL_TYPE (DuoBubbleLayout, duo_bubble_layout, DUO, BUBBLE_LAYOUT, GtkLayoutManager)

GtkLayoutManager *duo_bubble_layout_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* The size of LABEL with its frame where there are WIDTH pixels. */
void duo_bubble_layout_get_size (GtkWidget *label,
                                 int        width,
                                 int       *out_width,
                                 int       *out_height);

G_END_DECLS
