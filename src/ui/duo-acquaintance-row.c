/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-acquaintance-row.h"

#include <glib/gi18n.h>

#include "duo-limits.h"
#include "duo-notification-text.h"
#include "duo-text.h"
#include "duo-time-text.h"

/* Of what was said last; the label cuts it where the row ends. */
#define EXCERPT_MAX_CHARS 120

struct _DuoAcquaintanceRow
{
  GtkListBoxRow parent_instance;

  DuoAcquaintance *acquaintance; /* (owned) */
  gboolean is_current;

  GtkWidget *current_image;
  GtkLabel *title_label;
  GtkLabel *time_label;
  GtkWidget *waiting_image;
  GtkLabel *excerpt_label;
  GtkLabel *unread_label;
  GtkWidget *delete_button;
};

G_DEFINE_FINAL_TYPE (DuoAcquaintanceRow, duo_acquaintance_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  SIGNAL_DELETE_REQUESTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* -- What is shown ---------------------------------------------------------- */

static char *
dup_waiting (guint n)
{
  return g_strdup_printf (ngettext ("%u message waits for your friend.",
                                    "%u messages wait for your friend.", n),
                          n);
}

static char *
dup_unread (guint n)
{
  return g_strdup_printf (ngettext ("%u message was not read.", "%u messages were not read.", n), n);
}

/* What eyes gather from the row, in sentences. */
static void
describe (DuoAcquaintanceRow *self,
          const char         *when,
          const char         *excerpt)
{
  guint n_unread = duo_acquaintance_get_n_unread (self->acquaintance);
  guint n_waiting = duo_acquaintance_get_n_waiting (self->acquaintance);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  if (self->is_current)
    g_ptr_array_add (words, g_strdup (_("This window shows it.")));
  if (n_unread > 0)
    g_ptr_array_add (words, dup_unread (n_unread));
  if (n_waiting > 0)
    g_ptr_array_add (words, dup_waiting (n_waiting));
  g_ptr_array_add (words, g_strdup (when));
  g_ptr_array_add (words, g_strdup (excerpt));
  g_ptr_array_add (words, NULL);

  text = g_strjoinv ("\n", (char **) words->pdata);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
show_title (DuoAcquaintanceRow *self)
{
  g_autofree char *title =
    duo_notification_text_dup_title (duo_acquaintance_get_title (self->acquaintance));
  /* Translators: %s is the friend's name. */
  g_autofree char *label = g_strdup_printf (_("Delete the conversation with %s"), title);

  gtk_label_set_label (self->title_label, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_tooltip_text (self->delete_button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->delete_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
show_counts (DuoAcquaintanceRow *self)
{
  guint n_unread = duo_acquaintance_get_n_unread (self->acquaintance);
  guint n_waiting = duo_acquaintance_get_n_waiting (self->acquaintance);
  g_autofree char *count = g_strdup_printf ("%u", n_unread);
  g_autofree char *waiting = dup_waiting (n_waiting);

  gtk_label_set_label (self->unread_label, count);
  gtk_widget_set_visible (GTK_WIDGET (self->unread_label), n_unread > 0);
  gtk_widget_set_tooltip_text (self->waiting_image, waiting);
  gtk_widget_set_visible (self->waiting_image, n_waiting > 0);
}

static void
update (DuoAcquaintanceRow *self)
{
  const char *said = duo_acquaintance_get_excerpt (self->acquaintance);
  gint64 at_us = duo_acquaintance_get_last_at_us (self->acquaintance);
  g_autofree char *when = duo_time_text_dup_when (at_us, g_get_real_time ());
  g_autofree char *excerpt = said != NULL ? duo_text_make_name (said, EXCERPT_MAX_CHARS) : NULL;

  if (excerpt == NULL)
    excerpt = g_strdup (_("Nothing was said yet."));
  show_title (self);
  show_counts (self);
  gtk_label_set_label (self->time_label, when);
  gtk_label_set_label (self->excerpt_label, excerpt);
  gtk_widget_set_visible (self->current_image, self->is_current);
  describe (self, when, excerpt);
}

static void
delete_clicked_cb (DuoAcquaintanceRow *self)
{
  g_signal_emit (self, signals[SIGNAL_DELETE_REQUESTED], 0);
}

/* -- Life ------------------------------------------------------------------- */

static void
duo_acquaintance_row_dispose (GObject *object)
{
  g_clear_object (&DUO_ACQUAINTANCE_ROW (object)->acquaintance);

  G_OBJECT_CLASS (duo_acquaintance_row_parent_class)->dispose (object);
}

static void
duo_acquaintance_row_class_init (DuoAcquaintanceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = duo_acquaintance_row_dispose;

  signals[SIGNAL_DELETE_REQUESTED] = g_signal_new ("delete-requested", G_TYPE_FROM_CLASS (klass),
                                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-acquaintance-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoAcquaintanceRow, current_image);
  gtk_widget_class_bind_template_child (widget_class, DuoAcquaintanceRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, DuoAcquaintanceRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, DuoAcquaintanceRow, waiting_image);
  gtk_widget_class_bind_template_child (widget_class, DuoAcquaintanceRow, excerpt_label);
  gtk_widget_class_bind_template_child (widget_class, DuoAcquaintanceRow, unread_label);
  gtk_widget_class_bind_template_child (widget_class, DuoAcquaintanceRow, delete_button);
  gtk_widget_class_bind_template_callback (widget_class, delete_clicked_cb);
}

static void
duo_acquaintance_row_init (DuoAcquaintanceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
duo_acquaintance_row_new (DuoAcquaintance *acquaintance,
                          gboolean         is_current)
{
  DuoAcquaintanceRow *self = g_object_new (DUO_TYPE_ACQUAINTANCE_ROW, NULL);

  g_return_val_if_fail (DUO_IS_ACQUAINTANCE (acquaintance), GTK_WIDGET (self));

  self->acquaintance = g_object_ref (acquaintance);
  self->is_current = !!is_current;
  /* All properties change together; the excerpt is told last. */
  g_signal_connect_object (acquaintance, "notify::excerpt", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

gint64
duo_acquaintance_row_get_id (DuoAcquaintanceRow *self)
{
  g_return_val_if_fail (DUO_IS_ACQUAINTANCE_ROW (self), 0);

  return duo_acquaintance_get_id (self->acquaintance);
}
