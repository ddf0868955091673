/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message-parts.h"

#include <glib/gi18n.h>

#include "duo-message-text.h"

/* -- The quote -------------------------------------------------------------------- */

GtkWidget *
duo_message_quote_new (void)
{
  GtkWidget *button = gtk_button_new_with_label ("");
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (button, "quote");
  gtk_widget_add_css_class (button, "flat");

  return button;
}

void
duo_message_quote_show (GtkWidget  *quote,
                        DuoMessage *message,
                        DuoMessage *quoted)
{
  g_autofree char *text = quoted != NULL ? duo_message_text_dup_quote (quoted) : NULL;

  g_return_if_fail (GTK_IS_BUTTON (quote));

  gtk_button_set_label (GTK_BUTTON (quote), text != NULL ? text : _("A message that is not here any more"));
  gtk_widget_set_tooltip_text (quote, quoted != NULL ? _("Go to this message") : NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (quote), "x", duo_message_get_id (message));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (quote), "message.show-quoted");
}

/* -- The failure ------------------------------------------------------------------ */

GtkWidget *
duo_message_failure_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  /* Translators: below a message of mine. */
  GtkWidget *label = gtk_label_new (_("Not delivered: connection lost"));
  GtkWidget *button = gtk_button_new_with_label (_("Retry"));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (box, "failure");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (button, "small");
  gtk_widget_set_tooltip_text (label, _("The connection was lost, and nothing tells whether this message arrived."));
  gtk_widget_set_tooltip_text (button, _("Send this message again"));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);

  return box;
}

void
duo_message_failure_show (GtkWidget  *failure,
                          DuoMessage *message)
{
  GtkWidget *button = gtk_widget_get_last_child (failure);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", duo_message_get_id (message));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "message.retry");
}

/* -- How far it has come ------------------------------------------------------------ */

GtkWidget *
duo_message_status_new (void)
{
  GtkWidget *image = gtk_image_new ();

  gtk_widget_add_css_class (image, "delivery");

  return image;
}

void
duo_message_status_show (GtkWidget   *status,
                         DuoDelivery  delivery)
{
  const char *word = duo_message_text_get_delivery (delivery);

  g_return_if_fail (GTK_IS_IMAGE (status));

  gtk_image_set_from_icon_name (GTK_IMAGE (status), duo_message_text_get_icon (delivery));
  gtk_widget_set_tooltip_text (status, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (status), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
}
