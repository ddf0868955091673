/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-bubble-layout.h"

/* What can be read at a glance. */
#define MAX_CHARS 64

struct _DuoBubbleLayout
{
  GtkLayoutManager parent_instance;

  int room;       /* px, as last measured … */
  int text_width; /* … and how much of it the text takes */
  int max_width;  /* px, of MAX_CHARS … */
  guint serial;   /* … in the context with this serial */
};

G_DEFINE_FINAL_TYPE (DuoBubbleLayout, duo_bubble_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
duo_bubble_layout_get_request_mode (GtkLayoutManager *manager,
                                    GtkWidget        *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
get_max_width (DuoBubbleLayout *self,
               PangoLayout     *layout)
{
  PangoContext *context = pango_layout_get_context (layout);
  PangoFontMetrics *metrics;

  if (self->serial == pango_context_get_serial (context) && self->max_width > 0)
    return self->max_width;

  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->max_width = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics) * MAX_CHARS);
  self->serial = pango_context_get_serial (context);
  pango_font_metrics_unref (metrics);

  return self->max_width;
}

/* A copy, as the label's own is for it alone to change. */
static int
measure_text (DuoBubbleLayout *self,
              GtkLabel        *label,
              int              width)
{
  g_autoptr (PangoLayout) layout = pango_layout_copy (gtk_label_get_layout (label));
  int height;

  self->room = width;
  width = MIN (width, get_max_width (self, layout));
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_size (layout, &self->text_width, &height);
  self->text_width = MIN (PANGO_PIXELS_CEIL (self->text_width), width);

  return PANGO_PIXELS_CEIL (height);
}

static void
duo_bubble_layout_measure (GtkLayoutManager *manager,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline,
                           int              *natural_baseline)
{
  DuoBubbleLayout *self = DUO_BUBBLE_LAYOUT (manager);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 0;
  else
    *minimum = *natural = measure_text (self, GTK_LABEL (widget), for_size < 0 ? G_MAXINT / PANGO_SCALE : for_size);
}

static void
duo_bubble_layout_allocate (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline)
{
  GTK_WIDGET_GET_CLASS (widget)->size_allocate (widget, width, height, baseline);
}

static void
duo_bubble_layout_class_init (DuoBubbleLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = duo_bubble_layout_get_request_mode;
  manager_class->measure = duo_bubble_layout_measure;
  manager_class->allocate = duo_bubble_layout_allocate;
}

static void
duo_bubble_layout_init (DuoBubbleLayout *self)
{
}

GtkLayoutManager *
duo_bubble_layout_new (void)
{
  return g_object_new (DUO_TYPE_BUBBLE_LAYOUT, NULL);
}

void
duo_bubble_layout_get_size (GtkWidget *label,
                            int        width,
                            int       *out_width,
                            int       *out_height)
{
  DuoBubbleLayout *self;
  int frame, height;

  g_return_if_fail (DUO_IS_BUBBLE_LAYOUT (gtk_widget_get_layout_manager (label)));

  self = DUO_BUBBLE_LAYOUT (gtk_widget_get_layout_manager (label));
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &frame, NULL, NULL, NULL);
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  /* GTK remembers heights; the width may be of a measurement in between. */
  if (self->room != width - frame)
    (void) measure_text (self, GTK_LABEL (label), width - frame);
  if (out_width != NULL)
    *out_width = MIN (frame + self->text_width, width);
  if (out_height != NULL)
    *out_height = height;
}
