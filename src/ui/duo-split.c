/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-split.h"

#include <adwaita.h>

/* libadwaita has breakpoints from 1.4 on; the floor is 1.2, and AdwFlap folds
 * over its content instead of above it. */

#define SIDE_BY_SIDE_MIN_WIDTH 720
#define PANE_MIN_WIDTH 340
#define PANE_MAX_WIDTH 400
#define SLIDE_MS 200
/* What the conversation keeps of the height when the pane is above it. */
#define CONTENT_SHARE 0.3

struct _DuoSplit
{
  GtkWidget parent_instance;

  GtkWidget *pane;         /* (nullable) (owned) */
  GtkWidget *content;      /* (nullable) (owned) */
  GtkWidget *separator;    /* (owned) */
  AdwAnimation *animation; /* (owned) */
  double progress;         /* 0: the pane is away, 1: it is there */
  gboolean is_pane_shown;
  gboolean is_stacked;
  guint notify_id;
};

G_DEFINE_FINAL_TYPE (DuoSplit, duo_split, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_PANE = 1,
  PROP_CONTENT,
  PROP_SHOW_PANE,
  PROP_IS_STACKED,
} DuoSplitProperty;

static GParamSpec *props[PROP_IS_STACKED + 1];

static int
minimum_width (GtkWidget *child)
{
  int minimum = 0;

  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

static void
measure_height (GtkWidget *child,
                int        width,
                int       *minimum,
                int       *natural)
{
  *minimum = *natural = 0;
  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, minimum, natural, NULL, NULL);
}

static int
pane_width_for (DuoSplit *self,
                int       width)
{
  int wanted = CLAMP (width * 3 / 10, PANE_MIN_WIDTH, PANE_MAX_WIDTH);

  return MAX (wanted, minimum_width (self->pane));
}

static gboolean
has_room_for_both (DuoSplit *self,
                   int       width)
{
  return width >= SIDE_BY_SIDE_MIN_WIDTH &&
         width >= pane_width_for (self, width) + minimum_width (self->content);
}

static GtkSizeRequestMode
duo_split_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
duo_split_measure (GtkWidget      *widget,
                   GtkOrientation  orientation,
                   int             for_size,
                   int            *minimum,
                   int            *natural,
                   int            *minimum_baseline,
                   int            *natural_baseline)
{
  DuoSplit *self = DUO_SPLIT (widget);
  int pane_minimum, pane_natural, content_minimum, content_natural;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (minimum_width (self->pane), minimum_width (self->content));
      *natural = MAX (*minimum, SIDE_BY_SIDE_MIN_WIDTH);
      return;
    }

  if (for_size >= 0 && has_room_for_both (self, for_size))
    {
      int pane_width = pane_width_for (self, for_size);

      measure_height (self->pane, pane_width, &pane_minimum, &pane_natural);
      measure_height (self->content, for_size - pane_width, &content_minimum, &content_natural);
      *minimum = MAX (pane_minimum, content_minimum);
      *natural = MAX (pane_natural, content_natural);
      return;
    }

  /* The same whether the pane is there or not: the window is not to grow when it comes. */
  measure_height (self->pane, for_size, &pane_minimum, &pane_natural);
  measure_height (self->content, for_size, &content_minimum, &content_natural);
  *minimum = pane_minimum + content_minimum;
  *natural = pane_natural + content_natural;
}

/* Not from within an allocation: whoever listens may ask for another one. */
static gboolean
notify_stacked_cb (gpointer user_data)
{
  DuoSplit *self = DUO_SPLIT (user_data);

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_STACKED]);

  return G_SOURCE_REMOVE;
}

static void
set_stacked (DuoSplit *self,
             gboolean  is_stacked)
{
  if (self->is_stacked == is_stacked)
    return;

  self->is_stacked = is_stacked;
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_stacked_cb, self, NULL);
}

static void
allocate (GtkWidget *child,
          int        x,
          int        y,
          int        width,
          int        height)
{
  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
allocate_beside (DuoSplit *self,
                 int       width,
                 int       height)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int pane = pane_width_for (self, width);
  int shown = (int) (self->progress * (pane + 1) + 0.5);
  int content = width - shown;

  allocate (self->pane, is_rtl ? width - shown + 1 : shown - pane - 1, 0, pane, height);
  allocate (self->separator, is_rtl ? width - shown : shown - 1, 0, 1, height);
  allocate (self->content, is_rtl ? 0 : shown, 0, content, height);
}

static int
stacked_pane_height (DuoSplit *self,
                     int       width,
                     int       height)
{
  int pane_minimum, pane_natural, content_minimum, content_natural, kept;

  measure_height (self->pane, width, &pane_minimum, &pane_natural);
  measure_height (self->content, width, &content_minimum, &content_natural);
  kept = MAX (content_minimum, (int) (height * CONTENT_SHARE));

  return CLAMP (pane_natural, pane_minimum, MAX (pane_minimum, height - kept));
}

static void
allocate_stacked (DuoSplit *self,
                  int       width,
                  int       height)
{
  int pane = stacked_pane_height (self, width, height);
  int shown = (int) (self->progress * (pane + 1) + 0.5);

  allocate (self->pane, 0, shown - pane - 1, width, pane);
  allocate (self->separator, 0, shown - 1, width, 1);
  allocate (self->content, 0, shown, width, height - shown);
}

static void
duo_split_size_allocate (GtkWidget *widget,
                         int        width,
                         int        height,
                         int        baseline)
{
  DuoSplit *self = DUO_SPLIT (widget);
  gboolean is_stacked = !has_room_for_both (self, width);

  set_stacked (self, is_stacked);
  if (is_stacked)
    allocate_stacked (self, width, height);
  else
    allocate_beside (self, width, height);
}

static void
progress_cb (double    value,
             DuoSplit *self)
{
  gboolean is_visible = value > 0 || self->is_pane_shown;

  self->progress = value;
  if (self->pane != NULL)
    gtk_widget_set_child_visible (self->pane, is_visible);
  gtk_widget_set_child_visible (self->separator, is_visible);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_child (DuoSplit   *self,
           GtkWidget **slot,
           GtkWidget  *child)
{
  g_clear_pointer (slot, gtk_widget_unparent);
  *slot = child;
  if (child != NULL)
    gtk_widget_insert_before (child, GTK_WIDGET (self), slot == &self->pane ? self->separator : NULL);
}

static void
duo_split_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  DuoSplit *self = DUO_SPLIT (object);

  switch ((DuoSplitProperty) id)
    {
    case PROP_PANE:
      g_value_set_object (value, self->pane);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_SHOW_PANE:
      g_value_set_boolean (value, self->is_pane_shown);
      break;
    case PROP_IS_STACKED:
      g_value_set_boolean (value, self->is_stacked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_split_set_property (GObject      *object,
                        guint         id,
                        const GValue *value,
                        GParamSpec   *pspec)
{
  DuoSplit *self = DUO_SPLIT (object);

  switch ((DuoSplitProperty) id)
    {
    case PROP_PANE:
      set_child (self, &self->pane, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      set_child (self, &self->content, g_value_get_object (value));
      break;
    case PROP_SHOW_PANE:
      duo_split_set_show_pane (self, g_value_get_boolean (value));
      break;
    case PROP_IS_STACKED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_split_dispose (GObject *object)
{
  DuoSplit *self = DUO_SPLIT (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  if (self->animation != NULL)
    adw_animation_reset (self->animation);
  g_clear_object (&self->animation);
  g_clear_pointer (&self->pane, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);

  G_OBJECT_CLASS (duo_split_parent_class)->dispose (object);
}

static void
duo_split_class_init (DuoSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = duo_split_dispose;
  object_class->get_property = duo_split_get_property;
  object_class->set_property = duo_split_set_property;

  widget_class->get_request_mode = duo_split_get_request_mode;
  widget_class->measure = duo_split_measure;
  widget_class->size_allocate = duo_split_size_allocate;

  props[PROP_PANE] = g_param_spec_object ("pane", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_SHOW_PANE] = g_param_spec_boolean ("show-pane", NULL, NULL, TRUE, flags);
  props[PROP_IS_STACKED] = g_param_spec_boolean ("is-stacked", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_css_name (widget_class, "split");
}

static void
duo_split_init (DuoSplit *self)
{
  AdwAnimationTarget *target =
    adw_callback_animation_target_new ((AdwAnimationTargetFunc) progress_cb, self, NULL);

  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->progress = 1;
  self->is_pane_shown = TRUE;
  self->animation = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, SLIDE_MS, target);
}

gboolean
duo_split_get_show_pane (DuoSplit *self)
{
  g_return_val_if_fail (DUO_IS_SPLIT (self), FALSE);

  return self->is_pane_shown;
}

void
duo_split_set_show_pane (DuoSplit *self,
                         gboolean  show_pane)
{
  g_return_if_fail (DUO_IS_SPLIT (self));

  if (self->is_pane_shown == show_pane)
    return;

  self->is_pane_shown = show_pane;
  adw_timed_animation_set_value_from (ADW_TIMED_ANIMATION (self->animation), self->progress);
  adw_timed_animation_set_value_to (ADW_TIMED_ANIMATION (self->animation), show_pane ? 1 : 0);
  /* Skips to its end by itself where animations are off or nothing is on screen yet. */
  adw_animation_play (self->animation);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_PANE]);
}

gboolean
duo_split_get_is_stacked (DuoSplit *self)
{
  g_return_val_if_fail (DUO_IS_SPLIT (self), FALSE);

  return self->is_stacked;
}
