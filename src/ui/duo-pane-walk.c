/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-pane-walk.h"

static guint
find_current (GtkWindow        *window,
              GtkWidget *const *panes,
              guint             n_panes)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  for (guint i = 0; focus != NULL && i < n_panes; i++)
    if (focus == panes[i] || gtk_widget_is_ancestor (focus, panes[i]))
      return i;

  return n_panes;
}

static gboolean
enter (GtkWidget *pane)
{
  /* What knows best where it begins says so; the others begin with their first control. */
  return gtk_widget_get_mapped (pane) && gtk_widget_get_child_visible (pane) &&
         (gtk_widget_grab_focus (pane) || gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD));
}

gboolean
duo_pane_walk (GtkWindow        *window,
               GtkWidget *const *panes,
               guint             n_panes,
               GtkDirectionType  direction)
{
  guint current;
  guint step = direction == GTK_DIR_TAB_BACKWARD ? n_panes - 1 : 1;

  g_return_val_if_fail (GTK_IS_WINDOW (window), FALSE);

  current = find_current (window, panes, n_panes);
  if (current == n_panes)
    current = direction == GTK_DIR_TAB_BACKWARD ? 0 : n_panes - 1;
  for (guint i = 1; i < n_panes; i++)
    if (enter (panes[(current + i * step) % n_panes]))
      return TRUE;

  return FALSE;
}

gboolean
duo_pane_move_focus (GtkWidget        *widget,
                     GtkDirectionType  direction)
{
  gboolean is_back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP || direction == GTK_DIR_LEFT;
  GtkWidget *child;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  child = gtk_widget_get_focus_child (widget);
  if (child == NULL)
    child = is_back ? gtk_widget_get_last_child (widget) : gtk_widget_get_first_child (widget);
  while (child != NULL && !gtk_widget_child_focus (child, direction))
    child = is_back ? gtk_widget_get_prev_sibling (child) : gtk_widget_get_next_sibling (child);

  return child != NULL;
}
