/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-link-dialog.h"

#include <glib/gi18n.h>

#include "duo-age-text.h"

static char *
dup_heading (DuoSignal *signal)
{
  const char *name = duo_description_get_name (duo_signal_get_description (signal));
  gboolean is_answer = duo_signal_get_kind (signal) == DUO_SIGNAL_ANSWER;

  if (name == NULL || *name == '\0')
    return g_strdup (is_answer ? _("Your friend has answered. Connect?") : _("Talk with this person?"));
  if (is_answer)
    /* Translators: %s is the friend's name. */
    return g_strdup_printf (_("%s has answered. Connect?"), name);

  /* Translators: %s is the friend's name. */
  return g_strdup_printf (_("Talk with %s?"), name);
}

static char *
dup_body (DuoSignal *signal)
{
  char *expired = duo_age_text_dup_expired (signal, g_get_real_time ());

  if (expired != NULL)
    return expired;

  return g_strdup (duo_signal_get_kind (signal) == DUO_SIGNAL_ANSWER
                     ? _("You opened the reply to your invite. Your friend's computer is contacted when you connect.")
                     : _("You opened an invite. When you agree, Duologue makes a reply for you to send back, "
                         "and your two computers learn each other's network address."));
}

static void
response_cb (DuoWindow        *window,
             const char       *response,
             AdwMessageDialog *dialog)
{
  DuoSignal *signal = g_object_get_data (G_OBJECT (dialog), "duo-signal");

  if (g_strcmp0 (response, "agree") == 0)
    duo_window_take (window, signal);
}

GtkWindow *
duo_link_dialog_ask (DuoWindow *window,
                     DuoSignal *signal)
{
  g_autofree char *heading = dup_heading (signal);
  g_autofree char *body = dup_body (signal);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), heading, body);
  gboolean is_answer = duo_signal_get_kind (signal) == DUO_SIGNAL_ANSWER;

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "agree", is_answer ? _("C_onnect") : _("_Talk"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "agree",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  /* A link may open while somebody types: Return must not agree by itself. */
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "duo-signal", duo_signal_ref (signal),
                          (GDestroyNotify) duo_signal_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), window, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));

  return GTK_WINDOW (dialog);
}

GtkWindow *
duo_link_dialog_tell (GtkWindow  *parent,
                      const char *sentence)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _("This link cannot be used"), sentence);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));

  return GTK_WINDOW (dialog);
}
