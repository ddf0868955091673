/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-names.h"

#include <adwaita.h>

static GtkLabel *
find_label (GtkWidget *widget)
{
  GtkLabel *found = NULL;

  if (GTK_IS_LABEL (widget))
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child);

  return found;
}

void
duo_names_set (GtkWidget  *widget,
               const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (name != NULL);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
duo_names_give (GtkWidget  *root,
                GType       type,
                const char *css_class,
                const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (root));
  g_return_if_fail (name != NULL);

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && (css_class == NULL || gtk_widget_has_css_class (root, css_class)))
    duo_names_set (root, name);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    duo_names_give (child, type, css_class, name);
}

void
duo_names_give_groups (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (ADW_IS_PREFERENCES_GROUP (root))
    {
      const char *title = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (root));

      if (*title != '\0')
        duo_names_give (root, GTK_TYPE_LIST_BOX, /* css_class= */ NULL, title);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    duo_names_give_groups (child);
}

static void
give_items (GtkWidget *widget)
{
  GtkLabel *label;

  if (!g_str_equal (gtk_widget_get_css_name (widget), "modelbutton"))
    {
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        give_items (child);
      return;
    }

  label = find_label (widget);
  if (label != NULL)
    duo_names_set (widget, gtk_label_get_text (label));
}

void
duo_names_give_items (GtkPopoverMenu *menu)
{
  g_return_if_fail (GTK_IS_POPOVER_MENU (menu));

  /* GTK 4.8 tells both, one after the other. */
  if (gtk_check_version (4, 10, 0) == NULL)
    g_signal_connect (menu, "map", G_CALLBACK (give_items), NULL);
}
