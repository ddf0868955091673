/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-test-window.h"

#include <adwaita.h>

/* What GTK says of itself, whatever a program does. */
static const struct
{
  const char *domain;
  const char *words;
} slips[] = {
  /* GTK 4.8 asks for the pointer in a popover that was closed under it. */
  { "Gdk", "GDK_IS_SURFACE (surface)" },
  { "Gtk", "GDK_IS_SURFACE (surface)" },
  /* GTK 4.24 on X11 without a compositor tells its frame clock twice of one frame. */
  { "Gdk", "gdk_frame_timings_submitted() called on submitted frame" },
};

static gboolean
is_slip (const char *domain,
         const char *message)
{
  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      if (g_strcmp0 (domain, slips[i].domain) == 0 && strstr (message, slips[i].words) != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_fatal_cb (const char     *domain,
             GLogLevelFlags  level,
             const char     *message,
             gpointer        data)
{
  return !is_slip (domain, message);
}

/* GLib's own handler would tell the harness that all is over, also when it is not. */
static void
log_cb (const char     *domain,
        GLogLevelFlags  level,
        const char     *message,
        gpointer        data)
{
  if (!is_slip (domain, message))
    g_log_default_handler (domain, level, message, data);
}

static const char *
get_field (const GLogField *fields,
           gsize            n_fields,
           const char      *key)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_strcmp0 (fields[i].key, key) == 0 && fields[i].length < 0)
        return fields[i].value;
    }

  return "";
}

/* What g_warning () and g_critical () of GTK's end in, in distinction to g_return_if_fail (). */
static GLogWriterOutput
writer_cb (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         data)
{
  if (is_slip (get_field (fields, n_fields, "GLIB_DOMAIN"), get_field (fields, n_fields, "MESSAGE")))
    return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, data);
}

void
duo_test_window_init (int    *argc,
                      char ***argv)
{
  const GLogLevelFlags criticals = G_LOG_LEVEL_CRITICAL | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION;

  g_test_init (argc, argv, NULL);
  g_log_set_writer_func (writer_cb, NULL, NULL);
  g_log_set_handler ("Gdk", criticals, log_cb, NULL);
  g_log_set_handler ("Gtk", criticals, log_cb, NULL);
  gtk_init ();
  adw_init ();
}

GtkWidget *
duo_test_window_new (GtkWidget *child,
                     int        width,
                     int        height)
{
  GtkWidget *window = gtk_window_new ();

  g_test_log_set_fatal_handler (is_fatal_cb, NULL); /* for this case alone */
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  return window;
}

void
duo_test_window_destroy (GtkWidget *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  for (int i = 0; window != NULL && i < 1000; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (window);
}

void
duo_test_window_settle (GtkWidget *window)
{
  for (int i = 0; i < 5; i++)
    {
      gtk_widget_queue_draw (window);
      gtk_test_widget_wait_for_draw (window);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

GtkWidget *
duo_test_window_find (GtkWidget  *widget,
                      const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = duo_test_window_find (child, id);

      if (found != NULL)
        return found;
    }

  return NULL;
}
