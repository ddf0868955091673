/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-drop.h"

#include "duo-picture.h"

/* One thing that was dropped, while it is read. */
typedef struct
{
  GtkWidget *widget; /* (owned) */
  GdkDrop *drop;     /* (owned) */
  DuoDropFunc got;
} Drop;

/* The other program may forget what was dragged as soon as it hears of the end. */
static void
finish (Drop         *self,
        const char   *text,
        const GError *error)
{
  gdk_drop_finish (self->drop, text != NULL ? GDK_ACTION_COPY : 0);
  self->got (self->widget, text, error);
  g_object_unref (self->drop);
  g_object_unref (self->widget);
  g_free (self);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = duo_picture_read_finish (result, &error);

  finish (user_data, text, error);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  const char *mime_type = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = gdk_drop_read_finish (GDK_DROP (source), result, &mime_type, NULL);

  if (stream != NULL)
    {
      duo_picture_read_async (stream, mime_type, /* cancellable= */ NULL, read_cb, user_data);
      return;
    }

  error = g_error_new_literal (DUO_PICTURE_ERROR, DUO_PICTURE_ERROR_UNREADABLE, "the drop broke");
  finish (user_data, NULL, error);
}

static gboolean
drop_cb (GtkDropTargetAsync *target,
         GdkDrop            *drop,
         double              x,
         double              y,
         gpointer            user_data)
{
  GdkContentFormats *formats = gtk_drop_target_async_get_formats (target);
  Drop *self = g_new (Drop, 1);

  self->widget = g_object_ref (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)));
  self->drop = g_object_ref (drop);
  self->got = (DuoDropFunc) user_data;
  gdk_drop_read_async (drop, (const char **) gdk_content_formats_get_mime_types (formats, NULL),
                       G_PRIORITY_DEFAULT, /* cancellable= */ NULL, opened_cb, self);

  return TRUE;
}

/* What is dragged about in our own windows is text, and the boxes know where it belongs. */
static gboolean
accept_cb (GtkDropTargetAsync *target,
           GdkDrop            *drop)
{
  return gdk_drop_get_drag (drop) == NULL &&
         gdk_content_formats_match (gtk_drop_target_async_get_formats (target),
                                    gdk_drop_get_formats (drop));
}

static GdkContentFormats *
make_formats (void)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  for (gsize i = 0; duo_picture_mime_types[i] != NULL; i++)
    gdk_content_formats_builder_add_mime_type (builder, duo_picture_mime_types[i]);
  /* Last: a file comes with its name as text. */
  gdk_content_formats_builder_add_mime_type (builder, "text/plain;charset=utf-8");
  gdk_content_formats_builder_add_mime_type (builder, "text/plain");

  return gdk_content_formats_builder_free_to_formats (builder);
}

void
duo_drop_watch (GtkWidget   *widget,
                DuoDropFunc  got)
{
  GtkDropTargetAsync *target;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (got != NULL);

  /* Before the boxes see it: they would take a file's name for a text, and those that
   * are only read would refuse it. */
  target = gtk_drop_target_async_new (make_formats (), GDK_ACTION_COPY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect (target, "accept", G_CALLBACK (accept_cb), NULL);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), got);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
