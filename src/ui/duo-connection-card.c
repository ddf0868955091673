/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-connection-card.h"

#include "duo-report-text.h"

struct _DuoConnectionCard
{
  GtkPopover parent_instance;

  DuoConversation *conversation; /* (owned) */
  guint tick_id;                 /* while it is shown */

  GtkListBox *list;
  GtkCheckButton *addresses_check;
  GtkWidget *rows[DUO_REPORT_N_LINES];
  GtkLabel *texts[DUO_REPORT_N_LINES];
};

G_DEFINE_FINAL_TYPE (DuoConnectionCard, duo_connection_card, GTK_TYPE_POPOVER)

enum
{
  SIGNAL_COPIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

#define TICK_MS 1000

/* What did not change is not touched: a reader may just be in it. */
static void
set_text (DuoConnectionCard *self,
          DuoReportLine line,
          const char *text) /* (nullable) */
{
  const char *shown = gtk_label_get_label (self->texts[line]);

  gtk_widget_set_visible (self->rows[line], text != NULL);
  if (text == NULL || g_strcmp0 (shown, text) == 0)
    return;

  gtk_label_set_label (self->texts[line], text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows[line]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  duo_report_text_get_title (line), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
update (DuoConnectionCard *self)
{
  g_autoptr (DuoConnectionReport) report = duo_conversation_dup_report (self->conversation);
  gint64 now_us = g_get_real_time ();

  for (int line = 0; line < DUO_REPORT_N_LINES; line++)
    {
      g_autofree char *text = duo_report_text_dup_line (report, line, now_us);

      set_text (self, line, text);
    }
}

static gboolean
tick_cb (gpointer user_data)
{
  update (user_data);

  return G_SOURCE_CONTINUE;
}

static void
copy_cb (DuoConnectionCard *self)
{
  g_autoptr (DuoConnectionReport) report = duo_conversation_dup_report (self->conversation);
  g_autofree char *text =
    duo_report_text_dup (report, gtk_check_button_get_active (self->addresses_check), g_get_real_time ());

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_COPIED], 0);
}

static void
duo_connection_card_map (GtkWidget *widget)
{
  DuoConnectionCard *self = DUO_CONNECTION_CARD (widget);

  /* Addresses are told on purpose, each time. */
  gtk_check_button_set_active (self->addresses_check, FALSE);
  update (self);
  self->tick_id = g_timeout_add (TICK_MS, tick_cb, self);

  GTK_WIDGET_CLASS (duo_connection_card_parent_class)->map (widget);

  /* GTK does that the first time only. */
  gtk_widget_grab_focus (self->rows[DUO_REPORT_WAY]);
}

static void
duo_connection_card_unmap (GtkWidget *widget)
{
  DuoConnectionCard *self = DUO_CONNECTION_CARD (widget);

  g_clear_handle_id (&self->tick_id, g_source_remove);

  GTK_WIDGET_CLASS (duo_connection_card_parent_class)->unmap (widget);
}

static void
duo_connection_card_dispose (GObject *object)
{
  DuoConnectionCard *self = DUO_CONNECTION_CARD (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (duo_connection_card_parent_class)->dispose (object);
}

static void
duo_connection_card_class_init (DuoConnectionCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = duo_connection_card_dispose;
  widget_class->map = duo_connection_card_map;
  widget_class->unmap = duo_connection_card_unmap;

  signals[SIGNAL_COPIED] = g_signal_new ("copied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-connection-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoConnectionCard, list);
  gtk_widget_class_bind_template_child (widget_class, DuoConnectionCard, addresses_check);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
}

static GtkWidget *
add_label (GtkBox *box,
           const char *text,
           const char *style) /* (nullable) */
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "xalign", 0.0f, "width-chars", 16, "max-width-chars", 40, NULL);

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (box, label);

  return label;
}

static void
add_row (DuoConnectionCard *self,
         DuoReportLine      line)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (add_label (GTK_BOX (box), duo_report_text_get_title (line), "caption"), "dim-label");
  self->texts[line] = GTK_LABEL (add_label (GTK_BOX (box), "", NULL));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_append (self->list, row);
  self->rows[line] = row;
}

static void
duo_connection_card_init (DuoConnectionCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (int line = 0; line < DUO_REPORT_N_LINES; line++)
    add_row (self, line);
}

GtkWidget *
duo_connection_card_new (DuoConversation *conversation)
{
  DuoConnectionCard *self = g_object_new (DUO_TYPE_CONNECTION_CARD, NULL);

  g_return_val_if_fail (DUO_IS_CONVERSATION (conversation), GTK_WIDGET (self));

  self->conversation = g_object_ref (conversation);

  return GTK_WIDGET (self);
}
