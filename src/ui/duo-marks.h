/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DUO_TYPE_MARKS (duo_marks_get_type ())

/* The messages that the person has marked.  Unlike in a file manager, going from
 * row to row marks nothing: Space, Control and a click, or walking with Shift do.
 * Property: n-marked (uint, read-only). */
G_DECLARE_FINAL_TYPE (DuoMarks, duo_marks, DUO, MARKS, GObject)

DuoMarks *duo_marks_new          (GListModel *model) G_GNUC_WARN_UNUSED_RESULT;
void      duo_marks_toggle       (DuoMarks   *self,
                                  guint       position);
void      duo_marks_clear        (DuoMarks   *self);
guint     duo_marks_get_n_marked (DuoMarks   *self);

G_END_DECLS
