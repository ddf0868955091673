/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message-row.h"

#include <string.h>

#include <glib/gi18n.h>

#include "duo-limits.h"
#include "duo-notice-text.h"
#include "duo-text-dialog.h"
#include "duo-text-run.h"
#include "duo-text.h"
#include "duo-time-text.h"

/* The row measures itself.  GtkListView asks each row that it holds (some 200)
 * for its size again whenever one is bound, and the least width of a wrapping
 * label is a layout at one letter a line: so the width asked for is constant,
 * and a long text says how wide it wants to be at least. */

#define MIN_WIDTH 200
#define NATURAL_WIDTH 480
#define MARGIN 12
#define SPACING 3
#define GROUP_SPACING 12
#define DAY_SPACING 9
/* What stays free beside a bubble, so that sides can be told apart. */
#define INDENT_PERCENT 14
/* Up to here the layout at one letter a line costs nothing. */
#define SHORT_CHARS 200
/* Messages this close in time are one group under one heading. */
#define GROUP_US (60 * G_USEC_PER_SEC)

struct _DuoMessageRow
{
  GtkWidget parent_instance;

  DuoMessage *message; /* (nullable) (owned) */

  GtkWidget *day_label;
  GtkWidget *heading;
  GtkLabel *author_label;
  GtkLabel *time_label;
  GtkLabel *text_label;
  GtkWidget *all_button;

  gboolean has_day;
  gboolean has_heading;
  gboolean is_clipped;
};

G_DEFINE_FINAL_TYPE (DuoMessageRow, duo_message_row, GTK_TYPE_WIDGET)

/* -- Size ------------------------------------------------------------------- */

static DuoMessageKind
get_kind (DuoMessageRow *self)
{
  return self->message != NULL ? duo_message_get_kind (self->message) : DUO_MESSAGE_NOTICE;
}

static int
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size)
{
  int natural;

  gtk_widget_measure (widget, orientation, for_size, NULL, &natural, NULL, NULL);

  return natural;
}

/* How wide the bubble is in a row of WIDTH: as its text wants, within bounds. */
static int
bubble_width (DuoMessageRow *self,
              int            width)
{
  int room = width - 2 * MARGIN;
  int minimum, natural;

  if (get_kind (self) != DUO_MESSAGE_NOTICE)
    room -= width * INDENT_PERCENT / 100;

  gtk_widget_measure (GTK_WIDGET (self->text_label), GTK_ORIENTATION_HORIZONTAL, -1,
                      &minimum, &natural, NULL, NULL);

  return MAX (minimum, MIN (natural, room));
}

static int
height_for_width (DuoMessageRow *self,
                  int            width)
{
  int height = self->has_heading || self->has_day ? GROUP_SPACING : SPACING;

  if (self->has_day)
    height += measure (self->day_label, GTK_ORIENTATION_VERTICAL, -1) + DAY_SPACING;
  if (self->has_heading)
    height += measure (self->heading, GTK_ORIENTATION_VERTICAL, -1) + SPACING;
  height += measure (GTK_WIDGET (self->text_label), GTK_ORIENTATION_VERTICAL, bubble_width (self, width));
  if (self->is_clipped)
    height += measure (self->all_button, GTK_ORIENTATION_VERTICAL, -1) + SPACING;

  return height;
}

static GtkSizeRequestMode
duo_message_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
duo_message_row_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NATURAL_WIDTH;
      return;
    }

  *minimum = *natural = height_for_width (DUO_MESSAGE_ROW (widget),
                                          for_size < 0 ? NATURAL_WIDTH : for_size);
}

/* Puts CHILD on its side of the row and returns where the next one goes. */
static int
place (DuoMessageRow *self,
       GtkWidget     *child,
       int            width,
       int            child_width,
       int            y)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean is_at_end = (get_kind (self) == DUO_MESSAGE_MINE) != is_rtl;
  int height = measure (child, GTK_ORIENTATION_VERTICAL, child_width);
  int x = is_at_end ? width - MARGIN - child_width : MARGIN;

  if (child == self->day_label || get_kind (self) == DUO_MESSAGE_NOTICE)
    x = (width - child_width) / 2;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, child_width, height }, -1);

  return y + height + SPACING;
}

static int
width_within (GtkWidget *child,
              int        width)
{
  return MIN (measure (child, GTK_ORIENTATION_HORIZONTAL, -1), width - 2 * MARGIN);
}

static void
duo_message_row_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  DuoMessageRow *self = DUO_MESSAGE_ROW (widget);
  int y = self->has_heading || self->has_day ? GROUP_SPACING : SPACING;

  if (self->has_day)
    y = place (self, self->day_label, width, width_within (self->day_label, width), y) +
        DAY_SPACING - SPACING;
  if (self->has_heading)
    y = place (self, self->heading, width, width_within (self->heading, width), y);
  y = place (self, GTK_WIDGET (self->text_label), width, bubble_width (self, width), y);
  if (self->is_clipped)
    (void) place (self, self->all_button, width, width_within (self->all_button, width), y);
}

/* -- What it shows ---------------------------------------------------------- */

static gboolean
is_same_author (DuoMessage *a,
                DuoMessage *b)
{
  return duo_message_get_kind (a) == duo_message_get_kind (b) &&
         g_strcmp0 (duo_message_get_author (a), duo_message_get_author (b)) == 0;
}

/* Whether MESSAGE goes under the heading of PREVIOUS: its time is the same to the minute. */
static gboolean
continues (DuoMessage *message,
           DuoMessage *previous)
{
  gint64 minute = duo_message_get_sent_at_us (message) / GROUP_US;

  return previous != NULL && is_same_author (message, previous) &&
         minute == duo_message_get_sent_at_us (previous) / GROUP_US;
}

static void
show_heading (DuoMessageRow *self)
{
  const char *author = duo_message_get_author (self->message);
  g_autofree char *time = duo_time_text_dup_time (duo_message_get_sent_at_us (self->message));

  if (duo_message_get_kind (self->message) == DUO_MESSAGE_MINE)
    /* Translators: who wrote a message: the person who reads it. */
    author = C_("author", "Me");
  else if (author == NULL)
    /* Translators: who wrote a message, when the name is not known. */
    author = C_("author", "Friend");

  gtk_label_set_label (self->author_label, author);
  gtk_label_set_label (self->time_label, time);
}

/* Break points would be copied along with the text and make the label another
 * text than the message; the wrap mode does their work. */
static void
drop_break_points (char *text)
{
  static const char point[] = "\342\200\213";
  char *to = text;

  for (const char *from = text; *from != '\0';)
    {
      if (strncmp (from, point, strlen (point)) == 0)
        from += strlen (point);
      else
        *to++ = *from++;
    }
  *to = '\0';
}

static void
show_text (DuoMessageRow *self,
           const char    *text)
{
  g_autofree char *markup = duo_text_make_markup (text, DUO_SHOWN_TEXT_MAX_CHARS,
                                                  DUO_SHOWN_TEXT_MAX_LINES, &self->is_clipped);
  gboolean is_short = g_utf8_strlen (text, -1) <= SHORT_CHARS;
  gboolean is_long_run = duo_text_run_is_long (text);

  if (strstr (text, "\342\200\213") == NULL)
    drop_break_points (markup);
  gtk_label_set_wrap_mode (self->text_label, is_long_run ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (self->text_label, is_short ? -1 : 20);
  gtk_label_set_markup (self->text_label, markup);
}

static void
show_notice (DuoMessageRow *self)
{
  g_autofree char *time = duo_time_text_dup_time (duo_message_get_sent_at_us (self->message));
  g_autofree char *text = duo_notice_text_dup (duo_message_get_notice (self->message),
                                               duo_message_get_amount (self->message));

  self->is_clipped = FALSE;
  gtk_label_set_width_chars (self->text_label, -1);
  gtk_label_set_wrap_mode (self->text_label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_text (self->text_label, text);
  gtk_label_set_label (self->author_label, "");
  gtk_label_set_label (self->time_label, time);
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    has_class)
{
  if (has_class)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_message (DuoMessageRow *self)
{
  DuoMessageKind kind = duo_message_get_kind (self->message);
  GtkWidget *label = GTK_WIDGET (self->text_label);

  set_class (label, "mine", kind == DUO_MESSAGE_MINE);
  set_class (label, "theirs", kind == DUO_MESSAGE_THEIRS);
  set_class (label, "notice", kind == DUO_MESSAGE_NOTICE);
  gtk_label_set_xalign (self->text_label, kind == DUO_MESSAGE_NOTICE ? 0.5 : 0);
  gtk_label_set_justify (self->text_label,
                         kind == DUO_MESSAGE_NOTICE ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);

  if (kind == DUO_MESSAGE_NOTICE)
    {
      show_notice (self);
      return;
    }

  show_heading (self);
  show_text (self, duo_message_get_text (self->message));
}

/* A heading that is not shown is still read out: who says a thing is no ornament. */
static void
show_parts (DuoMessageRow *self)
{
  gtk_widget_set_child_visible (self->heading, self->has_heading);
  gtk_widget_set_visible (self->day_label, self->has_day);
  gtk_widget_set_visible (self->all_button, self->is_clipped);
}

void
duo_message_row_set_message (DuoMessageRow *self,
                             DuoMessage    *message,
                             DuoMessage    *previous)
{
  gint64 at_us;

  g_return_if_fail (DUO_IS_MESSAGE_ROW (self));

  g_set_object (&self->message, message);
  if (message == NULL)
    return;

  at_us = duo_message_get_sent_at_us (message);
  self->has_day = previous == NULL ||
                  !duo_time_text_is_same_day (duo_message_get_sent_at_us (previous), at_us);
  self->has_heading = duo_message_get_kind (message) != DUO_MESSAGE_NOTICE &&
                      (self->has_day || !continues (message, previous));
  if (self->has_day)
    {
      g_autofree char *day = duo_time_text_dup_day (at_us, g_get_real_time ());

      gtk_label_set_label (GTK_LABEL (self->day_label), day);
    }

  show_message (self);
  show_parts (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* -- What it does ----------------------------------------------------------- */

/* The markup has links of these kinds only; this stands even if it is wrong. */
static gboolean
activate_link_cb (GtkLabel   *label,
                  const char *uri)
{
  static const char *const schemes[] = { "http", "https", "mailto" };
  g_autofree char *scheme = g_uri_parse_scheme (uri);

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (scheme != NULL && g_ascii_strcasecmp (scheme, schemes[i]) == 0)
      return FALSE;

  return TRUE;
}

static void
show_all_cb (DuoMessageRow *self)
{
  if (self->message != NULL)
    duo_text_dialog_present (GTK_WIDGET (self), duo_message_get_text (self->message));
}

static void
duo_message_row_dispose (GObject *object)
{
  DuoMessageRow *self = DUO_MESSAGE_ROW (object);
  GtkWidget *child;

  g_clear_object (&self->message);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (duo_message_row_parent_class)->dispose (object);
}

static void
duo_message_row_class_init (DuoMessageRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = duo_message_row_dispose;
  widget_class->get_request_mode = duo_message_row_get_request_mode;
  widget_class->measure = duo_message_row_measure;
  widget_class->size_allocate = duo_message_row_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "messagerow");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-message-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoMessageRow, day_label);
  gtk_widget_class_bind_template_child (widget_class, DuoMessageRow, heading);
  gtk_widget_class_bind_template_child (widget_class, DuoMessageRow, author_label);
  gtk_widget_class_bind_template_child (widget_class, DuoMessageRow, time_label);
  gtk_widget_class_bind_template_child (widget_class, DuoMessageRow, text_label);
  gtk_widget_class_bind_template_child (widget_class, DuoMessageRow, all_button);
  gtk_widget_class_bind_template_callback (widget_class, activate_link_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_all_cb);
}

static void
duo_message_row_init (DuoMessageRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_parts (self);
}

GtkWidget *
duo_message_row_new (void)
{
  return g_object_new (DUO_TYPE_MESSAGE_ROW, NULL);
}
