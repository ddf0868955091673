/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-wrap-box.h"

#define SPACING 6

struct _DuoWrapBox
{
  GtkWidget parent_instance;
};

static void duo_wrap_box_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DuoWrapBox, duo_wrap_box, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, duo_wrap_box_buildable_init))

static GtkBuildableIface *parent_buildable;

/* One line: COUNT children from FIRST on, as wide as USED with the gaps. */
typedef struct
{
  GtkWidget *first;
  int count;
  int used;
  int height;
} Line;

static int
natural_width (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);

  return natural;
}

static int
natural_height (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);

  return natural;
}

/* The line that begins with FIRST; returns the child after it. */
static GtkWidget *
take_line (GtkWidget *first,
           int        width,
           Line      *line)
{
  GtkWidget *child;

  *line = (Line){ .first = first };
  for (child = first; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int used = line->used + (line->count > 0 ? SPACING : 0) + natural_width (child);

      if (line->count > 0 && used > width)
        break;

      line->used = used;
      line->count++;
      line->height = MAX (line->height, natural_height (child));
    }

  return child;
}

static int
height_for_width (GtkWidget *widget,
                  int        width)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int height = 0;

  while (child != NULL)
    {
      Line line;

      child = take_line (child, width, &line);
      height += line.height + (child != NULL ? SPACING : 0);
    }

  return height;
}

static void
measure_width (GtkWidget *widget,
               int       *minimum,
               int       *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, NULL, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += natural_width (child) + (*natural > 0 ? SPACING : 0);
    }
}

static GtkSizeRequestMode
duo_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
duo_wrap_box_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (widget, minimum, natural);
  else
    *minimum = *natural = height_for_width (widget, for_size < 0 ? G_MAXINT : for_size);
}

static void
allocate_line (const Line *line,
               int         width,
               int         y,
               gboolean    is_rtl)
{
  GtkWidget *child = line->first;
  int extra = MAX (0, width - line->used);
  int x = 0;

  for (int i = 0; i < line->count; i++, child = gtk_widget_get_next_sibling (child))
    {
      int share = extra / (line->count - i);
      int child_width = MIN (natural_width (child) + share, width);

      extra -= share;
      gtk_widget_size_allocate (child,
                                &(GtkAllocation){ is_rtl ? width - x - child_width : x, y,
                                                  child_width, line->height },
                                -1);
      x += child_width + SPACING;
    }
}

static void
duo_wrap_box_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int y = 0;

  while (child != NULL)
    {
      Line line;

      child = take_line (child, width, &line);
      allocate_line (&line, width, y, is_rtl);
      y += line.height + SPACING;
    }
}

static void
duo_wrap_box_add_child (GtkBuildable *buildable,
                        GtkBuilder   *builder,
                        GObject      *child,
                        const char   *type)
{
  if (GTK_IS_WIDGET (child))
    gtk_widget_insert_before (GTK_WIDGET (child), GTK_WIDGET (buildable), NULL);
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
duo_wrap_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = duo_wrap_box_add_child;
}

static void
duo_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (duo_wrap_box_parent_class)->dispose (object);
}

static void
duo_wrap_box_class_init (DuoWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = duo_wrap_box_dispose;

  widget_class->get_request_mode = duo_wrap_box_get_request_mode;
  widget_class->measure = duo_wrap_box_measure;
  widget_class->size_allocate = duo_wrap_box_size_allocate;
}

static void
duo_wrap_box_init (DuoWrapBox *self)
{
}
