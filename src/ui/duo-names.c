/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-names.h"

static GtkWidget *
find (GtkWidget  *widget,
      GType       type,
      const char *css_class)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (css_class == NULL || gtk_widget_has_css_class (widget, css_class)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, css_class);

  return found;
}

void
duo_names_give (GtkWidget  *root,
                GType       type,
                const char *css_class,
                const char *name)
{
  GtkWidget *widget;

  g_return_if_fail (GTK_IS_WIDGET (root));
  g_return_if_fail (name != NULL);

  widget = find (root, type, css_class);
  if (widget != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
