/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-text-dialog.h"

#include "duo-text-run.h"
#include "duo-text.h"

void
duo_text_dialog_present (GtkWidget  *widget,
                         const char *text)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/duologue/Duologue/duo-text-dialog.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "dialog"));
  GtkTextView *view = GTK_TEXT_VIEW (gtk_builder_get_object (builder, "view"));
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *safe = duo_text_make_safe (text);

  duo_text_run_watch (view);
  duo_text_run_hide_hyphens (view);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), safe, -1);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (window, GTK_WINDOW (root));
  gtk_window_present (window);
}
