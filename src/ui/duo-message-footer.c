/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message-footer.h"

#include <glib/gi18n.h>

#include "duo-names.h"
#include "duo-text.h"

#define REACTION_MAX_CHARS 16

struct _DuoMessageFooter
{
  GtkWidget parent_instance;

  GtkWidget *edited_label;
  GtkWidget *mine_button;
  GtkWidget *theirs_label;
};

G_DEFINE_FINAL_TYPE (DuoMessageFooter, duo_message_footer, GTK_TYPE_WIDGET)

static void
duo_message_footer_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (duo_message_footer_parent_class)->dispose (object);
}

static void
duo_message_footer_class_init (DuoMessageFooterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = duo_message_footer_dispose;
  gtk_widget_class_set_css_name (widget_class, "messagefooter");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
duo_message_footer_init (DuoMessageFooter *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)), 6);
  /* Translators: a small mark below a message that its author has changed. */
  self->edited_label = gtk_label_new (C_("message", "Edited"));
  gtk_widget_add_css_class (self->edited_label, "caption");
  gtk_widget_add_css_class (self->edited_label, "dim-label");
  gtk_widget_set_parent (self->edited_label, widget);

  self->theirs_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->theirs_label, "chip");
  gtk_widget_set_parent (self->theirs_label, widget);

  self->mine_button = gtk_button_new_with_label ("");
  gtk_widget_add_css_class (self->mine_button, "chip");
  gtk_widget_add_css_class (self->mine_button, "mine");
  gtk_widget_set_parent (self->mine_button, widget);
}

gboolean
duo_message_footer_is_needed (DuoMessage *message)
{
  return duo_message_get_is_edited (message) || duo_message_get_my_reaction (message) != NULL ||
         duo_message_get_their_reaction (message) != NULL;
}

GtkWidget *
duo_message_footer_new (void)
{
  return g_object_new (DUO_TYPE_MESSAGE_FOOTER, NULL);
}

static void
set_label (GtkWidget  *widget,
           const char *label)
{
  gtk_widget_set_tooltip_text (widget, label);
  duo_names_set (widget, label);
}

static void
show_mine (DuoMessageFooter *self,
           DuoMessage       *message,
           gboolean          is_shared)
{
  const char *emoji = duo_message_get_my_reaction (message);
  g_autofree char *both = is_shared ? g_strdup_printf ("%s 2", emoji) : NULL;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (self->mine_button, emoji != NULL);
  if (emoji == NULL)
    return;

  gtk_button_set_label (GTK_BUTTON (self->mine_button), is_shared ? both : emoji);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->mine_button), "(xs)", duo_message_get_id (message), "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->mine_button), "message.react");
  if (is_shared)
    /* Translators: of a button below a message; %s is an emoji. */
    label = g_strdup_printf (_("You both reacted with %s. Take yours back"), emoji);
  else
    /* Translators: of a button below a message; %s is an emoji. */
    label = g_strdup_printf (_("You reacted with %s. Take it back"), emoji);
  set_label (self->mine_button, label);
}

void
duo_message_footer_show (DuoMessageFooter *self,
                         DuoMessage       *message)
{
  const char *theirs = duo_message_get_their_reaction (message);
  gboolean is_shared = theirs != NULL && g_strcmp0 (theirs, duo_message_get_my_reaction (message)) == 0;
  g_autofree char *emoji = theirs != NULL ? duo_text_make_name (theirs, REACTION_MAX_CHARS) : NULL;

  gtk_widget_set_visible (self->edited_label, duo_message_get_is_edited (message));
  gtk_widget_set_visible (self->theirs_label, emoji != NULL && !is_shared);
  if (emoji != NULL)
    {
      /* Translators: of a small mark below a message; %s is an emoji. */
      g_autofree char *label = g_strdup_printf (_("Your friend reacted with %s"), emoji);

      gtk_label_set_text (GTK_LABEL (self->theirs_label), emoji);
      set_label (self->theirs_label, label);
    }
  show_mine (self, message, is_shared);
}
