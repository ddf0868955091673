/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message-log.h"

#include <adwaita.h>

#include "duo-follow.h"
#include "duo-history.h"
#include "duo-message-row.h"
#include "duo-paced.h"

/* The list view needs some frames until a row far away has its true place. */
#define SEEK_FRAMES 6

struct _DuoMessageLog
{
  GtkWidget parent_instance;

  GtkListView *list;
  GtkWidget *scroller;
  GtkRevealer *missed_revealer;

  DuoHistory *history; /* (nullable) (owned): the model, if it is one */
  DuoPaced *paced;     /* (nullable) (owned) */
  DuoMarks *marks;     /* (nullable) (owned) */
  DuoFollow *follow;   /* (nullable) (owned) */
  GHashTable *bound;   /* (owned): of GtkListItem, those with a message */
  DuoSizeCache *sizes; /* (owned) */

  guint attach_id;     /* the list view gets its model in the next frame */
  guint seek_position; /* the row that is to be in the middle … */
  guint seek_frames;   /* … within so many frames */
  guint seek_id;
  gboolean seek_takes_focus;

  gboolean tells_delivery;
  char *needle;    /* (nullable) (owned): is marked in every row */
  gint64 found_id; /* of the message that was gone to, or 0 */
};

G_DEFINE_FINAL_TYPE (DuoMessageLog, duo_message_log, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_N_MARKED = 1,
} DuoMessageLogProperty;

static GParamSpec *props[PROP_N_MARKED + 1];

/* -- The rows --------------------------------------------------------------- */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          DuoMessageLog            *self)
{
  GtkWidget *row = duo_message_row_new ();

  duo_message_row_set_sizes (DUO_MESSAGE_ROW (row), self->sizes);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, row);
}

static DuoMessageRow *
get_row (GtkListItem *item)
{
  return DUO_MESSAGE_ROW (gtk_list_item_get_child (item));
}

static void
fill_next (DuoMessageLog *self,
           GtkListItem   *item)
{
  g_autoptr (DuoMessage) next =
    g_list_model_get_item (G_LIST_MODEL (self->marks), gtk_list_item_get_position (item) + 1);

  duo_message_row_set_next (get_row (item), next);
}

static void
fill_quoted (DuoMessageLog *self,
             GtkListItem   *item)
{
  g_autoptr (DuoMessage) quoted = NULL;
  gboolean is_to_mine;
  guint64 seq;

  if (self->history == NULL || !duo_message_get_reply (gtk_list_item_get_item (item), &is_to_mine, &seq))
    return;

  quoted = duo_history_find_message (self->history, is_to_mine ? DUO_MESSAGE_MINE : DUO_MESSAGE_THEIRS, seq);
  duo_message_row_set_quoted (get_row (item), quoted);
}

static void
mark (DuoMessageLog *self,
      GtkListItem   *item)
{
  DuoMessage *message = gtk_list_item_get_item (item);

  duo_message_row_set_found (get_row (item), self->needle,
                             self->found_id != 0 && duo_message_get_id (message) == self->found_id);
}

static void
fill (DuoMessageLog *self,
      GtkListItem   *item)
{
  guint position = gtk_list_item_get_position (item);
  g_autoptr (DuoMessage) previous = NULL;

  if (position > 0)
    previous = g_list_model_get_item (G_LIST_MODEL (self->marks), position - 1);
  duo_message_row_set_tells_delivery (get_row (item), self->tells_delivery);
  duo_message_row_set_message (get_row (item), gtk_list_item_get_item (item), previous);
  fill_next (self, item);
  fill_quoted (self, item);
  mark (self, item);
}

/* A signal factory, as a row depends on the one above it as well. */
static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         DuoMessageLog            *self)
{
  g_hash_table_add (self->bound, item);
  fill (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           DuoMessageLog            *self)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  g_hash_table_remove (self->bound, item);
  if (row != NULL)
    duo_message_row_set_message (DUO_MESSAGE_ROW (row), NULL, NULL);
}

static GtkListItem *
find_bound (DuoMessageLog *self,
            guint          position)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (gtk_list_item_get_position (item) == position)
      return item;

  return NULL;
}

static void
fill_all_quoted (DuoMessageLog *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    fill_quoted (self, item);
}

/* The rows around a change stand beside other ones now, and what is quoted may be gone. */
static void
items_changed_cb (DuoMessageLog *self,
                  guint          position,
                  guint          removed,
                  guint          added)
{
  GtkListItem *below = find_bound (self, position + added);
  GtkListItem *above = position > 0 ? find_bound (self, position - 1) : NULL;

  if (below != NULL)
    fill (self, below);
  if (above != NULL)
    fill_next (self, above);
  if (below != NULL || removed > 0)
    fill_all_quoted (self);
}

/* -- Going somewhere ---------------------------------------------------------- */

static void
missed_cb (DuoMessageLog *self)
{
  gboolean has_missed;

  g_object_get (self->follow, "has-missed", &has_missed, NULL);
  gtk_revealer_set_reveal_child (self->missed_revealer, has_missed);
  gtk_widget_set_can_target (GTK_WIDGET (self->missed_revealer), has_missed);
}

static void
missed_clicked_cb (DuoMessageLog *self)
{
  duo_message_log_scroll_to_end (self);
}

/* Puts the row in the middle; FALSE while it has no place. */
static gboolean
center (DuoMessageLog *self,
        GtkListItem   *item)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));
  GtkWidget *row = gtk_list_item_get_child (item);
  int height = gtk_widget_get_height (GTK_WIDGET (self->list));
  graphene_rect_t bounds;
  double off;

  if (!gtk_widget_get_mapped (row) ||
      !gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &bounds) || bounds.size.height <= 0)
    return FALSE;

  /* Of a row that is higher than the view its beginning is shown. */
  off = bounds.size.height < height ? bounds.origin.y + (bounds.size.height - height) / 2 : bounds.origin.y;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + off);

  return TRUE;
}

static gboolean
seek_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  DuoMessageLog *self = DUO_MESSAGE_LOG (widget);
  GtkListItem *item = find_bound (self, self->seek_position);

  if (self->attach_id != 0)
    return G_SOURCE_CONTINUE;

  duo_follow_leave (self->follow);
  if (item == NULL || !center (self, item))
    duo_follow_show_row (self->list, self->seek_position);
  else if (self->seek_takes_focus)
    gtk_widget_grab_focus (gtk_widget_get_parent (gtk_list_item_get_child (item)));
  if (--self->seek_frames > 0)
    return G_SOURCE_CONTINUE;

  self->seek_id = 0;

  return G_SOURCE_REMOVE;
}

static void
stop_attaching (DuoMessageLog *self)
{
  if (self->attach_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->attach_id);
  self->attach_id = 0;
}

static void
stop_seeking (DuoMessageLog *self)
{
  if (self->seek_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->seek_id);
  self->seek_id = 0;
}

/* -- The keyboard ------------------------------------------------------------ */

static gboolean
is_in_list (DuoMessageLog *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list));
}

/* The lowest row that is wholly in sight, or else the lowest of those in sight. */
static GtkListItem *
find_lowest (DuoMessageLog *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self->list));
  GtkListItem *lowest = NULL;
  double lowest_y = -G_MAXDOUBLE;
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      GtkWidget *row = gtk_list_item_get_child (item);
      graphene_rect_t bounds;
      double y;

      if (!gtk_widget_get_mapped (row) || !gtk_widget_compute_bounds (row, GTK_WIDGET (self->list), &bounds))
        continue;
      y = bounds.origin.y + bounds.size.height;
      if (y > height + 1)
        y = -y;
      if (y <= lowest_y)
        continue;
      lowest_y = y;
      lowest = item;
    }

  return lowest;
}

static gboolean
enter_list (DuoMessageLog *self)
{
  GtkListItem *item = find_lowest (self);

  return item != NULL && gtk_widget_grab_focus (gtk_widget_get_parent (gtk_list_item_get_child (item)));
}

static gboolean
enter_missed (DuoMessageLog *self)
{
  return gtk_revealer_get_reveal_child (self->missed_revealer) &&
         gtk_widget_child_focus (GTK_WIDGET (self->missed_revealer), GTK_DIR_TAB_FORWARD);
}

/* Tab leaves the list at once: GtkListView takes it for going to the next row,
 * and there may be 100,000 of them. */
static gboolean
duo_message_log_focus (GtkWidget        *widget,
                       GtkDirectionType  direction)
{
  DuoMessageLog *self = DUO_MESSAGE_LOG (widget);
  gboolean was_inside = gtk_widget_get_focus_child (widget) != NULL;
  gboolean was_in_list = is_in_list (self);

  if (direction == GTK_DIR_TAB_FORWARD)
    return was_in_list ? enter_missed (self) : !was_inside && (enter_list (self) || enter_missed (self));
  if (direction == GTK_DIR_TAB_BACKWARD)
    return !was_in_list && ((!was_inside && enter_missed (self)) || enter_list (self));

  return GTK_WIDGET_CLASS (duo_message_log_parent_class)->focus (widget, direction);
}

static gboolean
duo_message_log_grab_focus (GtkWidget *widget)
{
  return enter_list (DUO_MESSAGE_LOG (widget));
}

/* -- The widget ------------------------------------------------------------- */

static void
marked_cb (DuoMessageLog *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_MARKED]);
}

/* Other fonts, other sizes. */
static void
duo_message_log_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  duo_size_cache_clear (DUO_MESSAGE_LOG (widget)->sizes);

  GTK_WIDGET_CLASS (duo_message_log_parent_class)->css_changed (widget, change);
}

static void
duo_message_log_system_setting_changed (GtkWidget        *widget,
                                        GtkSystemSetting  setting)
{
  duo_size_cache_clear (DUO_MESSAGE_LOG (widget)->sizes);

  GTK_WIDGET_CLASS (duo_message_log_parent_class)->system_setting_changed (widget, setting);
}

static void
duo_message_log_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  DuoMessageLog *self = DUO_MESSAGE_LOG (object);

  switch ((DuoMessageLogProperty) id)
    {
    case PROP_N_MARKED:
      g_value_set_uint (value, self->marks != NULL ? duo_marks_get_n_marked (self->marks) : 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_message_log_dispose (GObject *object)
{
  DuoMessageLog *self = DUO_MESSAGE_LOG (object);
  GtkWidget *child;

  stop_seeking (self);
  stop_attaching (self);
  g_clear_object (&self->follow);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->marks);
  g_clear_object (&self->paced);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (duo_message_log_parent_class)->dispose (object);
}

static void
duo_message_log_finalize (GObject *object)
{
  g_hash_table_unref (DUO_MESSAGE_LOG (object)->bound);
  duo_size_cache_unref (DUO_MESSAGE_LOG (object)->sizes);
  g_free (DUO_MESSAGE_LOG (object)->needle);

  G_OBJECT_CLASS (duo_message_log_parent_class)->finalize (object);
}

static void
duo_message_log_class_init (DuoMessageLogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = duo_message_log_get_property;
  object_class->dispose = duo_message_log_dispose;
  object_class->finalize = duo_message_log_finalize;
  widget_class->css_changed = duo_message_log_css_changed;
  widget_class->system_setting_changed = duo_message_log_system_setting_changed;
  widget_class->focus = duo_message_log_focus;
  widget_class->grab_focus = duo_message_log_grab_focus;

  props[PROP_N_MARKED] =
    g_param_spec_uint ("n-marked", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_css_name (widget_class, "messagelog");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-message-log.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoMessageLog, list);
  gtk_widget_class_bind_template_child (widget_class, DuoMessageLog, scroller);
  gtk_widget_class_bind_template_child (widget_class, DuoMessageLog, missed_revealer);
  gtk_widget_class_bind_template_callback (widget_class, missed_clicked_cb);
}

static void
duo_message_log_init (DuoMessageLog *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->bound = g_hash_table_new (NULL, NULL);
  self->sizes = duo_size_cache_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
}

static void
attach (DuoMessageLog *self)
{
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->marks));
  self->follow = duo_follow_new (self->list, G_LIST_MODEL (self->marks));
  g_signal_connect_object (self->marks, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->follow, "notify::has-missed", G_CALLBACK (missed_cb), self,
                           G_CONNECT_SWAPPED);
  missed_cb (self);
  duo_follow_scroll_to_end (self->follow);
}

/* Without a size the list view would begin with a layout of the oldest messages,
 * and show them for a frame. */
static gboolean
attach_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  DuoMessageLog *self = DUO_MESSAGE_LOG (widget);

  if (gtk_widget_get_height (GTK_WIDGET (self->list)) == 0)
    return G_SOURCE_CONTINUE;

  self->attach_id = 0;
  attach (self);

  return G_SOURCE_REMOVE;
}

void
duo_message_log_set_model (DuoMessageLog *self,
                           GListModel    *model)
{
  g_return_if_fail (DUO_IS_MESSAGE_LOG (self));

  stop_seeking (self);
  stop_attaching (self);
  g_clear_object (&self->follow);
  gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->marks);
  g_clear_object (&self->paced);
  g_clear_object (&self->history);
  if (model == NULL)
    return;

  if (DUO_IS_HISTORY (model))
    self->history = g_object_ref (DUO_HISTORY (model));
  self->paced = duo_paced_new (model);
  self->marks = duo_marks_new (G_LIST_MODEL (self->paced));
  g_signal_connect_object (self->marks, "notify::n-marked", G_CALLBACK (marked_cb), self, G_CONNECT_SWAPPED);
  if (gtk_widget_get_height (GTK_WIDGET (self->list)) > 0)
    attach (self);
  else
    self->attach_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), attach_cb, NULL, NULL);
}

DuoMarks *
duo_message_log_get_marks (DuoMessageLog *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE_LOG (self), NULL);

  return self->marks;
}

void
duo_message_log_scroll_to_end (DuoMessageLog *self)
{
  g_return_if_fail (DUO_IS_MESSAGE_LOG (self));

  if (self->paced == NULL)
    return;

  stop_seeking (self);
  duo_paced_catch_up (self->paced);
  if (self->follow != NULL)
    duo_follow_scroll_to_end (self->follow);
}

void
duo_message_log_scroll_to (DuoMessageLog *self,
                           guint          position,
                           gboolean       takes_focus)
{
  g_return_if_fail (DUO_IS_MESSAGE_LOG (self));

  if (self->paced == NULL)
    return;

  stop_seeking (self);
  duo_paced_catch_up (self->paced);
  self->seek_position = position;
  self->seek_frames = SEEK_FRAMES;
  self->seek_takes_focus = takes_focus;
  duo_follow_show_row (self->list, position);
  self->seek_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), seek_cb, NULL, NULL);
}

void
duo_message_log_set_found (DuoMessageLog *self,
                           const char    *needle,
                           gint64         id)
{
  GHashTableIter iter;
  gpointer item;

  g_return_if_fail (DUO_IS_MESSAGE_LOG (self));

  if (self->found_id == id && g_strcmp0 (self->needle, needle) == 0)
    return;

  g_free (self->needle);
  self->needle = g_strdup (needle);
  self->found_id = id;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    mark (self, item);
}

DuoMessage *
duo_message_log_get_focused (DuoMessageLog *self)
{
  GtkWidget *item;

  g_return_val_if_fail (DUO_IS_MESSAGE_LOG (self), NULL);

  item = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  return item != NULL ? duo_message_row_get_message (DUO_MESSAGE_ROW (gtk_widget_get_first_child (item))) : NULL;
}

void
duo_message_log_set_tells_delivery (DuoMessageLog *self,
                                    gboolean       tells_delivery)
{
  GHashTableIter iter;
  gpointer item;

  g_return_if_fail (DUO_IS_MESSAGE_LOG (self));

  if (self->tells_delivery == !!tells_delivery)
    return;

  self->tells_delivery = !!tells_delivery;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    duo_message_row_set_tells_delivery (get_row (item), self->tells_delivery);
}

gboolean
duo_message_log_find_row (DuoMessageLog  *self,
                          DuoMessage     *message,
                          GtkWidget     **out_row,
                          guint          *out_position)
{
  GHashTableIter iter;
  gpointer item;

  g_return_val_if_fail (DUO_IS_MESSAGE_LOG (self), FALSE);

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (gtk_list_item_get_item (item) == message)
      {
        *out_row = gtk_list_item_get_child (item);
        *out_position = gtk_list_item_get_position (item);
        return TRUE;
      }

  return FALSE;
}

DuoMessage *
duo_message_log_pick (DuoMessageLog *self,
                      double         x,
                      double         y)
{
  GtkWidget *picked;
  GtkWidget *row;

  g_return_val_if_fail (DUO_IS_MESSAGE_LOG (self), NULL);

  picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  row = picked != NULL ? gtk_widget_get_ancestor (picked, DUO_TYPE_MESSAGE_ROW) : NULL;

  return row != NULL ? duo_message_row_get_message (DUO_MESSAGE_ROW (row)) : NULL;
}
