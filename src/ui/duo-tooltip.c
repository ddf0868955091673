/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-tooltip.h"

#include <glib/gi18n.h>

#include "duo-error-text.h"

static const char *const step_actions[] = {
  [DUO_STEP_INVITE] = "win.invite",
  [DUO_STEP_ACCEPT] = "win.accept",
  [DUO_STEP_TAKE_ANSWER] = "win.receive-answer",
  [DUO_STEP_TAKE_CANDIDATES] = "win.receive-candidate",
  [DUO_STEP_HANG_UP] = "win.hang-up",
  [DUO_STEP_SEND] = "win.send",
};

/* The keys of ACTION as a person reads them; NULL when it has none. */
static char *
dup_keys (GtkWidget  *widget,
          const char *action)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkApplication *app = GTK_IS_WINDOW (root) ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;
  g_auto (GStrv) accels = NULL;
  GdkModifierType modifiers;
  guint key;

  if (app == NULL)
    return NULL;

  accels = gtk_application_get_accels_for_action (app, action);
  if (accels[0] == NULL || !gtk_accelerator_parse (accels[0], &key, &modifiers))
    return NULL;

  return gtk_accelerator_get_label (key, modifiers);
}

void
duo_tooltip_set (GtkWidget  *widget,
                 const char *action,
                 const char *text)
{
  g_autofree char *keys = dup_keys (widget, action);
  g_autofree char *both = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  /* Translators: a tooltip, first what a button does, then its keys, such as “Send (Ctrl+Return)”. */
  both = keys != NULL ? g_strdup_printf (_("%1$s (%2$s)"), text, keys) : g_strdup (text);
  gtk_widget_set_tooltip_text (widget, both);
}

void
duo_tooltip_set_step (GtkWidget       *widget,
                      DuoConversation *conversation,
                      DuoStep          step,
                      const char      *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (duo_conversation_can (conversation, step, &error))
    {
      duo_tooltip_set (widget, step_actions[step], text);
      return;
    }

  reason = duo_error_text_dup (error);
  gtk_widget_set_tooltip_text (widget, reason);
}
