/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-follow.h"

/* GTK 4.8 has no gtk_list_view_scroll_to () (4.12), and setting the adjustment
 * while the list is laid out moves the scrollbar but not the rows: GtkListBase
 * blocks its own handler then.  What works is the list.scroll-to-item action:
 * at once, so that a burst needs one frame only, and again from an idle after
 * the layout, when the new rows have their true heights. */
struct _DuoFollow
{
  GObject parent_instance;

  GtkListView *view;         /* (nullable) (weak) */
  GListModel *model;         /* (owned) */
  GtkAdjustment *adjustment; /* (nullable) (owned) */
  double value;              /* the last one that came from the layout or the person */
  guint idle_id;
  gboolean is_following;
  gboolean has_missed;
};

G_DEFINE_FINAL_TYPE (DuoFollow, duo_follow, G_TYPE_OBJECT)

typedef enum
{
  PROP_IS_FOLLOWING = 1,
  PROP_HAS_MISSED,
} DuoFollowProperty;

static GParamSpec *props[PROP_HAS_MISSED + 1];

static void
set_has_missed (DuoFollow *self,
                gboolean   has_missed)
{
  if (self->has_missed == has_missed)
    return;

  self->has_missed = has_missed;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HAS_MISSED]);
}

static void
set_is_following (DuoFollow *self,
                  gboolean   is_following)
{
  if (is_following)
    set_has_missed (self, FALSE);
  if (self->is_following == is_following)
    return;

  self->is_following = is_following;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FOLLOWING]);
}

/* GtkListBase divides by the page size, which is 0 as long as it has shown nothing,
 * and what comes of that shows no row ever after. */
static void
lend_page (GtkAdjustment *adjustment,
           int            size)
{
  if (adjustment != NULL && gtk_adjustment_get_page_size (adjustment) <= 0)
    gtk_adjustment_configure (adjustment, 0, 0, size, 0, 0, size);
}

void
duo_follow_show_row (GtkListView *view,
                     guint        position)
{
  int width = gtk_widget_get_width (GTK_WIDGET (view));
  int height = gtk_widget_get_height (GTK_WIDGET (view));

  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  /* Before its first layout it cannot know where. */
  if (width <= 0 || height <= 0)
    return;

  lend_page (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view)), width);
  lend_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)), height);
  gtk_widget_activate_action (GTK_WIDGET (view), "list.scroll-to-item", "u", position);
}

static void
scroll (DuoFollow *self)
{
  guint n_items = g_list_model_get_n_items (self->model);

  if (self->view != NULL && n_items > 0)
    duo_follow_show_row (self->view, n_items - 1);
}

static double
get_end (DuoFollow *self)
{
  return gtk_adjustment_get_upper (self->adjustment) -
         gtk_adjustment_get_page_size (self->adjustment);
}

/* Then nobody leaves the end, or could come back to it by scrolling. */
static gboolean
is_all_seen (DuoFollow *self)
{
  return self->adjustment != NULL && gtk_adjustment_get_page_size (self->adjustment) > 0 &&
         get_end (self) <= gtk_adjustment_get_lower (self->adjustment);
}

/* Outside of the layout the adjustment does move the rows.  The action would
 * stop at the top of a last row that is higher than the view. */
static gboolean
idle_cb (gpointer user_data)
{
  DuoFollow *self = DUO_FOLLOW (user_data);

  self->idle_id = 0;
  if (self->is_following && self->adjustment != NULL)
    gtk_adjustment_set_value (self->adjustment, get_end (self));

  return G_SOURCE_REMOVE;
}

/* The layout changed: rows came, or were measured.  A new value is in place
 * already and value-changed follows: note it, so as not to take it for the
 * person's doing. */
static void
adjustment_changed_cb (DuoFollow *self)
{
  self->value = gtk_adjustment_get_value (self->adjustment);
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, idle_cb, self, NULL);
}

static void
adjustment_value_changed_cb (DuoFollow *self)
{
  double value = gtk_adjustment_get_value (self->adjustment);

  if (value == self->value)
    return;

  self->value = value;
  set_is_following (self, value >= get_end (self) - 1.0);
}

static void
items_changed_cb (DuoFollow *self,
                  guint      position,
                  guint      removed,
                  guint      added)
{
  if (added == 0)
    return;

  if (self->is_following)
    scroll (self);
  else
    set_has_missed (self, TRUE);
}

static void
vadjustment_cb (DuoFollow *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  if (self->adjustment == adjustment)
    return;

  if (self->adjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustment, self);
  if (!g_set_object (&self->adjustment, adjustment) || adjustment == NULL)
    return;

  g_signal_connect_object (adjustment, "changed", G_CALLBACK (adjustment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (adjustment_value_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

static void
duo_follow_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  DuoFollow *self = DUO_FOLLOW (object);

  switch ((DuoFollowProperty) id)
    {
    case PROP_IS_FOLLOWING:
      g_value_set_boolean (value, self->is_following);
      break;
    case PROP_HAS_MISSED:
      g_value_set_boolean (value, self->has_missed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_follow_dispose (GObject *object)
{
  DuoFollow *self = DUO_FOLLOW (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->adjustment);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (duo_follow_parent_class)->dispose (object);
}

static void
duo_follow_class_init (DuoFollowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = duo_follow_dispose;
  object_class->get_property = duo_follow_get_property;

  props[PROP_IS_FOLLOWING] = g_param_spec_boolean ("is-following", NULL, NULL, TRUE, flags);
  props[PROP_HAS_MISSED] = g_param_spec_boolean ("has-missed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
duo_follow_init (DuoFollow *self)
{
  self->is_following = TRUE;
}

DuoFollow *
duo_follow_new (GtkListView *view,
                GListModel  *model)
{
  DuoFollow *self = g_object_new (DUO_TYPE_FOLLOW, NULL);

  g_set_weak_pointer (&self->view, view);
  g_set_object (&self->model, model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (view, "notify::vadjustment", G_CALLBACK (vadjustment_cb), self,
                           G_CONNECT_SWAPPED);
  vadjustment_cb (self);

  return self;
}

void
duo_follow_scroll_to_end (DuoFollow *self)
{
  g_return_if_fail (DUO_IS_FOLLOW (self));

  set_is_following (self, TRUE);
  scroll (self);
}

void
duo_follow_leave (DuoFollow *self)
{
  g_return_if_fail (DUO_IS_FOLLOW (self));

  if (!is_all_seen (self))
    set_is_following (self, FALSE);
}

gboolean
duo_follow_get_is_following (DuoFollow *self)
{
  g_return_val_if_fail (DUO_IS_FOLLOW (self), FALSE);

  return self->is_following;
}
