/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-roster-popover.h"

#include <string.h>

#include "duo-acquaintance-row.h"

struct _DuoRosterPopover
{
  GtkPopover parent_instance;

  DuoRoster *roster;             /* (owned) */
  DuoConversation *conversation; /* (owned) */
  GtkFilterListModel *found;     /* (owned) (nullable): while it is shown */
  char *needle;                  /* (owned): folded */

  GtkEditable *search_entry;
  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DuoRosterPopover, duo_roster_popover, GTK_TYPE_POPOVER)

enum
{
  SIGNAL_OPENED,
  SIGNAL_DELETED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* -- Searching -------------------------------------------------------------- */

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (normal != NULL ? normal : "", -1);
}

static gboolean
holds (DuoRosterPopover *self,
       const char       *text)
{
  g_autofree char *folded = text != NULL ? fold (text) : NULL;

  return folded != NULL && strstr (folded, self->needle) != NULL;
}

static gboolean
is_found_cb (gpointer item,
             gpointer user_data)
{
  DuoRosterPopover *self = user_data;

  return *self->needle == '\0' || holds (self, duo_acquaintance_get_title (item)) ||
         holds (self, duo_acquaintance_get_excerpt (item));
}

static void
update_page (DuoRosterPopover *self)
{
  const char *page = "list";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->roster)) == 0)
    page = "empty";
  else if (self->found != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->found)) == 0)
    page = "nothing-found";

  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
search_changed_cb (DuoRosterPopover *self)
{
  g_free (self->needle);
  self->needle = fold (gtk_editable_get_text (self->search_entry));
  if (self->found != NULL)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->found), GTK_FILTER_CHANGE_DIFFERENT);
}

/* -- What the person does --------------------------------------------------- */

static void
open (DuoRosterPopover *self,
      GtkListBoxRow    *row)
{
  gint64 id = duo_acquaintance_row_get_id (DUO_ACQUAINTANCE_ROW (row));

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, id);
}

static void
row_activated_cb (DuoRosterPopover *self,
                  GtkListBoxRow    *row)
{
  open (self, row);
}

/* Enter opens the first that is found. */
static void
search_activate_cb (DuoRosterPopover *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL)
    open (self, row);
}

static void
stop_search_cb (DuoRosterPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static gboolean
search_key_cb (DuoRosterPopover *self,
               guint             keyval)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;

  return gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

/* The focus goes to the row that takes its place. */
static void
delete_row (DuoRosterPopover   *self,
            DuoAcquaintanceRow *row)
{
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  GtkListBoxRow *next;

  g_signal_emit (self, signals[SIGNAL_DELETED], 0, duo_acquaintance_row_get_id (row));

  next = gtk_list_box_get_row_at_index (self->list, index);
  if (next == NULL && index > 0)
    next = gtk_list_box_get_row_at_index (self->list, index - 1);
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
}

static void
delete_requested_cb (DuoRosterPopover   *self,
                     DuoAcquaintanceRow *row)
{
  delete_row (self, row);
}

static gboolean
list_key_cb (DuoRosterPopover *self,
             guint             keyval)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  if ((keyval != GDK_KEY_Delete && keyval != GDK_KEY_KP_Delete) || row == NULL)
    return GDK_EVENT_PROPAGATE;

  delete_row (self, DUO_ACQUAINTANCE_ROW (row));

  return GDK_EVENT_STOP;
}

/* -- While it is shown ------------------------------------------------------ */

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  DuoRosterPopover *self = user_data;
  gint64 id = duo_acquaintance_get_id (item);
  GtkWidget *row = duo_acquaintance_row_new (item, id == duo_conversation_get_id (self->conversation));

  g_signal_connect_object (row, "delete-requested", G_CALLBACK (delete_requested_cb), self,
                           G_CONNECT_SWAPPED);

  return row;
}

static void
duo_roster_popover_map (GtkWidget *widget)
{
  DuoRosterPopover *self = DUO_ROSTER_POPOVER (widget);
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_found_cb, self, NULL));

  gtk_editable_set_text (self->search_entry, "");
  search_changed_cb (self);
  self->found = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->roster)), filter);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->found), create_row_cb, self, NULL);
  update_page (self);

  GTK_WIDGET_CLASS (duo_roster_popover_parent_class)->map (widget);

  /* GTK does that the first time only. */
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
forget_rows (DuoRosterPopover *self)
{
  if (self->found == NULL)
    return;

  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_signal_handlers_disconnect_by_data (self->found, self);
  g_clear_object (&self->found);
}

static void
duo_roster_popover_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (duo_roster_popover_parent_class)->unmap (widget);

  forget_rows (DUO_ROSTER_POPOVER (widget));
}

/* -- Life ------------------------------------------------------------------- */

static void
duo_roster_popover_dispose (GObject *object)
{
  DuoRosterPopover *self = DUO_ROSTER_POPOVER (object);

  forget_rows (self);
  g_clear_object (&self->roster);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (duo_roster_popover_parent_class)->dispose (object);
}

static void
duo_roster_popover_finalize (GObject *object)
{
  g_free (DUO_ROSTER_POPOVER (object)->needle);

  G_OBJECT_CLASS (duo_roster_popover_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-roster-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoRosterPopover, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DuoRosterPopover, stack);
  gtk_widget_class_bind_template_child (widget_class, DuoRosterPopover, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_key_cb);
}

static void
duo_roster_popover_class_init (DuoRosterPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = duo_roster_popover_dispose;
  object_class->finalize = duo_roster_popover_finalize;
  widget_class->map = duo_roster_popover_map;
  widget_class->unmap = duo_roster_popover_unmap;

  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_DELETED] = g_signal_new ("deleted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  bind_template (widget_class);
}

static void
duo_roster_popover_init (DuoRosterPopover *self)
{
  self->needle = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
duo_roster_popover_new (DuoRoster       *roster,
                        DuoConversation *conversation)
{
  DuoRosterPopover *self = g_object_new (DUO_TYPE_ROSTER_POPOVER, NULL);

  g_return_val_if_fail (DUO_IS_ROSTER (roster), GTK_WIDGET (self));
  g_return_val_if_fail (DUO_IS_CONVERSATION (conversation), GTK_WIDGET (self));

  self->roster = g_object_ref (roster);
  self->conversation = g_object_ref (conversation);
  g_signal_connect_object (roster, "items-changed", G_CALLBACK (update_page), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
