/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A window to drag something out of, as out of a browser or a file manager:
 *   drag-source TYPE FILE [TYPE FILE]…
 * It offers what the files hold as those MIME types, best first. */

#include "config.h"

#include <gtk/gtk.h>

#define SIDE_PX 160

static GdkContentProvider *
offer (const char *mime_type,
       const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *data;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, &error))
    {
      g_error ("%s", error->message);
    }
  bytes = g_bytes_new_take (data, length);
  return gdk_content_provider_new_for_bytes (mime_type, bytes);
}

static GdkContentProvider *
offer_all (int   n_arguments,
           char *arguments[])
{
  g_autoptr (GPtrArray) providers = g_ptr_array_new ();

  for (int i = 0; i + 1 < n_arguments; i += 2)
    {
      g_ptr_array_add (providers, offer (arguments[i], arguments[i + 1]));
    }
  return gdk_content_provider_new_union ((GdkContentProvider **) providers->pdata, providers->len);
}

static gboolean
close_cb (GtkWindow *window,
          GMainLoop *loop)
{
  g_main_loop_quit (loop);
  return FALSE;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GdkContentProvider) provider = NULL;
  GtkDragSource *source;
  GtkWidget *window, *label;

  gtk_init ();
  provider = offer_all (argc - 1, argv + 1);
  source = gtk_drag_source_new ();
  gtk_drag_source_set_content (source, provider);
  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  label = gtk_label_new ("Drag me");
  gtk_widget_set_size_request (label, SIDE_PX, SIDE_PX);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));
  window = gtk_window_new ();
  gtk_window_set_title (GTK_WINDOW (window), "Drag source");
  gtk_window_set_child (GTK_WINDOW (window), label);
  g_signal_connect (window, "close-request", G_CALLBACK (close_cb), loop);
  gtk_window_present (GTK_WINDOW (window));
  g_main_loop_run (loop);
  return 0;
}
