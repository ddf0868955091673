/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DUO_TYPE_FOLLOW (duo_follow_get_type ())

/* Keeps a list view at its last row while the person has not scrolled away.
 * Owned by the pane that has the view.  Properties: is-following (boolean);
 * has-missed (boolean): rows came while it was not. */
G_DECLARE_FINAL_TYPE (DuoFollow, duo_follow, DUO, FOLLOW, GObject)

/* VIEW must show MODEL already, so that it hears of new rows first. */
DuoFollow *duo_follow_new (GtkListView *view,
                           GListModel  *model) G_GNUC_WARN_UNUSED_RESULT;

void     duo_follow_scroll_to_end    (DuoFollow *self);
/* As if the person had scrolled away. */
void     duo_follow_leave            (DuoFollow *self);
gboolean duo_follow_get_is_following (DuoFollow *self);

/* Brings the row at POSITION into VIEW, more or less: rows that were never shown
 * have no height yet, so it takes another call in the next frame to be exact. */
void duo_follow_show_row (GtkListView *view,
                          guint        position);

G_END_DECLS
