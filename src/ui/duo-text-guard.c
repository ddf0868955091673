/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-text-guard.h"

#include <string.h>

#include "duo-paste.h"
#include "duo-proto-error.h"

struct _DuoTextGuard
{
  GObject parent_instance;

  GtkTextView *view;         /* (nullable) (weak) */
  GCancellable *cancellable; /* (nullable) (owned): of the last paste */
  gsize max_bytes;
  gboolean reads_pictures;
  gboolean replaces_all; /* what the last paste is to do */
};

G_DEFINE_FINAL_TYPE (DuoTextGuard, duo_text_guard, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_REFUSED,
  N_SIGNALS,
} DuoTextGuardSignal;

static guint signals[N_SIGNALS];

static void
refuse (DuoTextGuard *self,
        const GError *error)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error);
}

static void
insert (DuoTextGuard *self,
        const char   *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  gtk_text_buffer_begin_user_action (buffer);
  if (self->replaces_all)
    {
      GtkTextIter start, end;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      gtk_text_buffer_delete (buffer, &start, &end);
    }
  else
    gtk_text_buffer_delete_selection (buffer, TRUE, gtk_text_view_get_editable (self->view));
  gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1,
                                                gtk_text_view_get_editable (self->view));
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (self->view, gtk_text_buffer_get_insert (buffer));
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DuoTextGuard) self = DUO_TEXT_GUARD (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = duo_paste_read_finish (result, &error);

  if (self->view == NULL || g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  if (text == NULL)
    refuse (self, error);
  else
    insert (self, text);
}

void
duo_text_guard_paste (DuoTextGuard *self,
                      gboolean      replaces_all)
{
  g_return_if_fail (DUO_IS_TEXT_GUARD (self));

  if (self->view == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->replaces_all = replaces_all;
  duo_paste_read_async (GTK_WIDGET (self->view), self->max_bytes, self->reads_pictures,
                        self->cancellable, pasted_cb, g_object_ref (self));
}

/* The view's own way would take a picture's name or ten megabytes as they come. */
static void
paste_clipboard_cb (DuoTextGuard *self,
                    GtkTextView  *view)
{
  g_signal_stop_emission_by_name (view, "paste-clipboard");
  if (gtk_text_view_get_editable (view))
    duo_text_guard_paste (self, FALSE);
}

/* Every other way in ends here: the middle button, a drop, an input method. */
static void
insert_text_cb (DuoTextGuard  *self,
                GtkTextIter   *location,
                char          *text,
                int            length,
                GtkTextBuffer *buffer)
{
  g_autoptr (GError) error = NULL;
  gsize added = length < 0 ? strlen (text) : (gsize) length;

  if (added + gtk_text_buffer_get_char_count (buffer) <= self->max_bytes)
    return;

  g_signal_stop_emission_by_name (buffer, "insert-text");
  error = g_error_new_literal (DUO_PROTO_ERROR, DUO_PROTO_ERROR_TOO_LONG, "more than the box may hold");
  refuse (self, error);
}

static void
duo_text_guard_dispose (GObject *object)
{
  DuoTextGuard *self = DUO_TEXT_GUARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->view);

  G_OBJECT_CLASS (duo_text_guard_parent_class)->dispose (object);
}

static void
duo_text_guard_class_init (DuoTextGuardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = duo_text_guard_dispose;

  signals[SIGNAL_REFUSED] =
    g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
duo_text_guard_init (DuoTextGuard *self)
{
}

DuoTextGuard *
duo_text_guard_new (GtkTextView *view,
                    gsize        max_bytes)
{
  DuoTextGuard *self = g_object_new (DUO_TYPE_TEXT_GUARD, NULL);

  g_set_weak_pointer (&self->view, view);
  self->max_bytes = max_bytes;
  g_signal_connect_object (view, "paste-clipboard", G_CALLBACK (paste_clipboard_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (view), "insert-text",
                           G_CALLBACK (insert_text_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
duo_text_guard_set_reads_pictures (DuoTextGuard *self,
                                   gboolean      reads_pictures)
{
  g_return_if_fail (DUO_IS_TEXT_GUARD (self));

  self->reads_pictures = reads_pictures;
}

void
duo_text_guard_set_max_bytes (DuoTextGuard *self,
                              gsize         max_bytes)
{
  g_return_if_fail (DUO_IS_TEXT_GUARD (self));

  self->max_bytes = max_bytes;
}
