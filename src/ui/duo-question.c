/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-question.h"

#include <glib/gi18n.h>

#include "duo-notification-text.h"

/* Return alone must lose nothing. */
static AdwMessageDialog *
make (GtkWindow  *parent,
      const char *heading,
      const char *body)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  adw_message_dialog_add_response (dialog, "cancel", _("_Cancel"));
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_default_response (dialog, "cancel");

  return dialog;
}

static void
add_destructive (AdwMessageDialog *dialog,
                 const char       *response,
                 const char       *label)
{
  adw_message_dialog_add_response (dialog, response, label);
  adw_message_dialog_set_response_appearance (dialog, response, ADW_RESPONSE_DESTRUCTIVE);
}

AdwMessageDialog *
duo_question_delete (GtkWindow  *parent,
                     const char *who,
                     gboolean    is_open,
                     gboolean    is_kept)
{
  g_autofree char *name = duo_notification_text_dup_title (who);
  /* Translators: %s is the friend's name. */
  g_autofree char *heading = g_strdup_printf (_("Delete the Conversation with %s?"), name);
  const char *body = _("It is not kept on this computer, so it cannot be brought back.");
  AdwMessageDialog *dialog;

  if (is_open && is_kept)
    body = _("The connection ends now.");
  else if (is_open)
    body = _("The connection ends now. The conversation is not kept on this computer, so it cannot be brought back.");
  dialog = make (parent, heading, body);
  add_destructive (dialog, "delete", _("_Delete"));
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}

AdwMessageDialog *
duo_question_delete_all (GtkWindow *parent)
{
  AdwMessageDialog *dialog = make (parent, _("Delete All Conversations?"),
                                   _("Everything that was said is deleted from this computer, with the messages "
                                     "that still wait for a friend. Connections of these conversations end. "
                                     "Your friends will not be recognised when they come back."));

  add_destructive (dialog, "delete", _("_Delete All"));
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}

AdwMessageDialog *
duo_question_lose (GtkWindow *parent,
                   guint      n,
                   gboolean   quits)
{
  g_autofree char *body = g_strdup_printf (
    ngettext ("%u message still waits for your friend, and nothing of this conversation is kept.",
              "%u messages still wait for your friend, and nothing of this conversation is kept.", n),
    n);
  AdwMessageDialog *dialog = make (parent, _("Lose What Was Not Sent?"), body);

  add_destructive (dialog, "lose", quits ? _("_Quit and Lose") : _("_Close and Lose"));
  adw_message_dialog_add_response (dialog, "keep", quits ? _("_Keep and Quit") : _("_Keep and Close"));
  adw_message_dialog_set_response_appearance (dialog, "keep", ADW_RESPONSE_SUGGESTED);
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}
