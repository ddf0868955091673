/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message-row.h"

#include <string.h>

#include <glib/gi18n.h>

#include "duo-bubble-layout.h"
#include "duo-highlight.h"
#include "duo-limits.h"
#include "duo-message-footer.h"
#include "duo-message-parts.h"
#include "duo-message-text.h"
#include "duo-notice-text.h"
#include "duo-text-dialog.h"
#include "duo-text-run.h"
#include "duo-text.h"
#include "duo-time-text.h"

/* The row measures itself.  GtkListView asks each row that it holds (some 200)
 * for its size again whenever one is bound, and the least width of a wrapping
 * label is a layout at one letter a line: so the width asked for is constant,
 * and the text is laid out once (DuoBubbleLayout). */

#define MIN_WIDTH 200
#define NATURAL_WIDTH 480
#define MARGIN 12
#define SPACING 3
/* No row is lower, whatever stands in it and how wide it is. */
#define LEAST_HEIGHT SPACING
#define GROUP_SPACING 12
#define DAY_SPACING 9
/* What stays free beside a bubble, so that sides can be told apart. */
#define INDENT_PERCENT 14
/* Of the picture that tells how far a message has come; it stands in that room. */
#define STATUS_SPACING 4
/* Messages this close in time are one group under one heading. */
#define GROUP_US (60 * G_USEC_PER_SEC)

struct _DuoMessageRow
{
  GtkWidget parent_instance;

  DuoMessage *message; /* (nullable) (owned) */
  gulong changed_id;   /* of the message's notify */
  char *needle;        /* (nullable) (owned): is marked in the text */
  DuoSizeCache *sizes; /* (nullable) (owned) */

  GtkWidget *day_label;
  GtkWidget *heading;
  GtkLabel *author_label;
  GtkLabel *time_label;
  GtkLabel *text_label;
  GtkWidget *all_button;
  /* Made when a message needs them, since most never do. */
  GtkWidget *quote;   /* (nullable) */
  GtkWidget *footer;  /* (nullable) */
  GtkWidget *failure; /* (nullable) */
  GtkWidget *status;  /* (nullable) */

  gboolean has_day;
  gboolean has_heading;
  gboolean is_clipped;
  gboolean ends_group;
  gboolean tells_delivery;
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

/* The size of the bubble in a row of WIDTH: as its text wants, within bounds. */
static void
bubble_size (DuoMessageRow *self,
             int            width,
             int           *out_width,
             int           *out_height)
{
  GtkWidget *label = GTK_WIDGET (self->text_label);
  DuoSizeKey key = { .text = gtk_label_get_label (self->text_label), .width = width - 2 * MARGIN };

  if (self->message != NULL)
    key.id = duo_message_get_id (self->message);
  if (get_kind (self) != DUO_MESSAGE_NOTICE)
    key.width -= width * INDENT_PERCENT / 100;
  gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &key.frame, NULL, NULL, NULL);
  if (self->sizes != NULL && duo_size_cache_look_up (self->sizes, &key, out_width, out_height))
    return;

  duo_bubble_layout_get_size (label, key.width, out_width, out_height);
  if (self->sizes != NULL)
    duo_size_cache_keep (self->sizes, &key, *out_width, *out_height);
}

static gboolean
is_shown (GtkWidget *widget)
{
  return widget != NULL && gtk_widget_get_visible (widget);
}

static int
width_within (GtkWidget *child,
              int        width)
{
  return MIN (measure (child, GTK_ORIENTATION_HORIZONTAL, -1), width);
}

/* What CHILD, which has one line, adds to the height. */
static int
line_height (GtkWidget *child)
{
  return is_shown (child) ? measure (child, GTK_ORIENTATION_VERTICAL, -1) + SPACING : 0;
}

static int
height_for_width (DuoMessageRow *self,
                  int            width)
{
  int height = self->has_heading || self->has_day ? GROUP_SPACING : SPACING;
  int bubble_width, bubble;

  if (self->has_day)
    height += measure (self->day_label, GTK_ORIENTATION_VERTICAL, -1) + DAY_SPACING;
  if (self->has_heading)
    height += measure (self->heading, GTK_ORIENTATION_VERTICAL, -1) + SPACING;
  bubble_size (self, width, &bubble_width, &bubble);
  height += bubble + line_height (self->quote) + line_height (self->all_button) + line_height (self->footer) +
            line_height (self->failure);

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

  /* Without a width the window asks, each time that a row changes: what it hears is lost in the
   * scrolled window, and would cost another layout of the text. */
  *minimum = *natural = for_size < 0 ? LEAST_HEIGHT : height_for_width (DUO_MESSAGE_ROW (widget), for_size);
}

static gboolean
is_at_end (DuoMessageRow *self)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  return (get_kind (self) == DUO_MESSAGE_MINE) != is_rtl;
}

/* Puts CHILD on its side of the row and returns where the next one goes. */
static int
place_sized (DuoMessageRow *self,
             GtkWidget     *child,
             int            width,
             int            child_width,
             int            height,
             int            y)
{
  int x = is_at_end (self) ? width - MARGIN - child_width : MARGIN;

  if (child == self->day_label || get_kind (self) == DUO_MESSAGE_NOTICE)
    x = (width - child_width) / 2;
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, child_width, height }, -1);

  return y + height + SPACING;
}

static int
place (DuoMessageRow *self,
       GtkWidget     *child,
       int            width,
       int            child_width,
       int            y)
{
  return place_sized (self, child, width, child_width, measure (child, GTK_ORIENTATION_VERTICAL, child_width), y);
}

static int
place_line (DuoMessageRow *self,
            GtkWidget     *child,
            int            width,
            int            y)
{
  int room = width - 2 * MARGIN;

  if (!is_shown (child))
    return y;
  if (child == self->quote)
    room -= width * INDENT_PERCENT / 100;

  return place (self, child, width, width_within (child, room), y);
}

/* Beside the bubble's lower corner, where nothing moves when it comes or goes. */
static void
place_status (DuoMessageRow *self,
              int            width,
              int            bubble,
              int            bottom)
{
  int off = MARGIN + bubble + STATUS_SPACING;
  int size, x;

  if (self->status == NULL)
    return;

  size = MAX (measure (self->status, GTK_ORIENTATION_HORIZONTAL, -1),
              measure (self->status, GTK_ORIENTATION_VERTICAL, -1));
  x = is_at_end (self) ? width - off - size : off;
  gtk_widget_size_allocate (self->status, &(GtkAllocation){ x, bottom - size - 3, size, size }, -1);
}

static void
duo_message_row_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  DuoMessageRow *self = DUO_MESSAGE_ROW (widget);
  int bubble, bubble_height;
  int y = self->has_heading || self->has_day ? GROUP_SPACING : SPACING;

  if (self->has_day)
    y = place (self, self->day_label, width, width_within (self->day_label, width - 2 * MARGIN), y) +
        DAY_SPACING - SPACING;
  if (self->has_heading)
    y = place (self, self->heading, width, width_within (self->heading, width - 2 * MARGIN), y);
  y = place_line (self, self->quote, width, y);
  bubble_size (self, width, &bubble, &bubble_height);
  y = place_sized (self, GTK_WIDGET (self->text_label), width, bubble, bubble_height, y);
  place_status (self, width, bubble, y - SPACING);
  y = place_line (self, self->all_button, width, y);
  y = place_line (self, self->footer, width, y);
  (void) place_line (self, self->failure, width, y);
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
  g_autofree char *time = duo_time_text_dup_time (duo_message_get_sent_at_us (self->message));

  gtk_label_set_label (self->author_label, duo_message_text_get_author (self->message));
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
  gboolean is_long_run = duo_text_run_is_long (text);

  if (strstr (text, "\342\200\213") == NULL)
    drop_break_points (markup);
  gtk_label_set_wrap_mode (self->text_label, is_long_run ? PANGO_WRAP_CHAR : PANGO_WRAP_WORD_CHAR);
  gtk_label_set_markup (self->text_label, markup);
  duo_highlight_set (self->text_label, self->needle);
}

static void
show_notice (DuoMessageRow *self)
{
  g_autofree char *time = duo_time_text_dup_time (duo_message_get_sent_at_us (self->message));
  g_autofree char *text = duo_notice_text_dup (duo_message_get_notice (self->message),
                                               duo_message_get_amount (self->message));

  self->is_clipped = FALSE;
  gtk_label_set_wrap_mode (self->text_label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_text (self->text_label, text);
  duo_highlight_set (self->text_label, NULL);
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

/* -- What is said of it ------------------------------------------------------ */

/* What the message replies to stands above it. */
static void
show_quote (DuoMessageRow *self,
            DuoMessage    *quoted)
{
  gboolean is_reply = duo_message_get_reply (self->message, NULL, NULL);

  if (is_reply && self->quote == NULL)
    {
      self->quote = duo_message_quote_new ();
      gtk_widget_insert_before (self->quote, GTK_WIDGET (self), GTK_WIDGET (self->text_label));
    }
  if (is_reply)
    duo_message_quote_show (self->quote, self->message, quoted);
  if (self->quote != NULL)
    gtk_widget_set_visible (self->quote, is_reply);
}

static void
show_footer (DuoMessageRow *self)
{
  gboolean has_footer = duo_message_footer_is_needed (self->message);

  if (has_footer && self->footer == NULL)
    {
      self->footer = duo_message_footer_new ();
      gtk_widget_insert_after (self->footer, GTK_WIDGET (self), self->all_button);
    }
  if (has_footer)
    duo_message_footer_show (DUO_MESSAGE_FOOTER (self->footer), self->message);
  if (self->footer != NULL)
    gtk_widget_set_visible (self->footer, has_footer);
}

static void
show_failure (DuoMessageRow *self)
{
  gboolean has_failed = duo_message_get_delivery (self->message) == DUO_DELIVERY_FAILED;

  if (has_failed && self->failure == NULL)
    {
      self->failure = duo_message_failure_new ();
      gtk_widget_insert_before (self->failure, GTK_WIDGET (self), NULL);
    }
  if (has_failed)
    duo_message_failure_show (self->failure, self->message);
  if (self->failure != NULL)
    gtk_widget_set_visible (self->failure, has_failed);
}

/* One picture for a group of messages that have all arrived, and one for each that has not. */
static gboolean
has_status (DuoMessageRow *self)
{
  DuoDelivery delivery = duo_message_get_delivery (self->message);

  switch (delivery)
    {
    case DUO_DELIVERY_WAITING:
    case DUO_DELIVERY_SENT:
      return self->tells_delivery;
    case DUO_DELIVERY_DELIVERED:
    case DUO_DELIVERY_READ:
      return self->tells_delivery && self->ends_group;
    case DUO_DELIVERY_NONE:
    case DUO_DELIVERY_FAILED:
    default:
      return FALSE;
    }
}

/* The picture has a place of its own, so the row keeps its size: no new measuring. */
static void
show_status (DuoMessageRow *self)
{
  gboolean is_told = has_status (self);

  if (is_told && self->status == NULL)
    {
      self->status = duo_message_status_new ();
      gtk_widget_insert_after (self->status, GTK_WIDGET (self), GTK_WIDGET (self->text_label));
    }
  if (is_told)
    duo_message_status_show (self->status, duo_message_get_delivery (self->message));
  if (self->status != NULL)
    gtk_widget_set_child_visible (self->status, is_told);
}

/* A row is one thing to say: who, what, when, and how far it has come. */
static void
show_label (DuoMessageRow *self)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *label = NULL;

  if (item == NULL || gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (item)) != GTK_ACCESSIBLE_ROLE_LIST_ITEM)
    return;

  label = duo_message_text_dup_label (self->message, gtk_label_get_text (self->text_label), self->tells_delivery);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
changed_cb (DuoMessageRow *self,
            GParamSpec    *pspec)
{
  if (g_str_equal (pspec->name, "text"))
    show_text (self, duo_message_get_text (self->message));
  show_footer (self);
  show_failure (self);
  show_status (self);
  show_label (self);
  gtk_widget_set_visible (self->all_button, self->is_clipped);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* -- What it shows, together -------------------------------------------------- */

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

static void
watch (DuoMessageRow *self,
       DuoMessage    *message)
{
  if (self->message != NULL)
    g_clear_signal_handler (&self->changed_id, self->message);
  g_set_object (&self->message, message);
  if (message != NULL)
    self->changed_id = g_signal_connect_swapped (message, "notify", G_CALLBACK (changed_cb), self);
}

void
duo_message_row_set_message (DuoMessageRow *self,
                             DuoMessage    *message,
                             DuoMessage    *previous)
{
  gint64 at_us;

  g_return_if_fail (DUO_IS_MESSAGE_ROW (self));

  watch (self, message);
  if (message == NULL)
    return;

  at_us = duo_message_get_sent_at_us (message);
  self->ends_group = TRUE;
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
  show_quote (self, NULL);
  show_footer (self);
  show_failure (self);
  show_status (self);
  show_label (self);
  show_parts (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
duo_message_row_set_quoted (DuoMessageRow *self,
                            DuoMessage    *quoted)
{
  g_return_if_fail (DUO_IS_MESSAGE_ROW (self));

  if (self->message != NULL)
    show_quote (self, quoted);
}

void
duo_message_row_set_next (DuoMessageRow *self,
                          DuoMessage    *next)
{
  gboolean ends_group;

  g_return_if_fail (DUO_IS_MESSAGE_ROW (self));

  ends_group = self->message != NULL && (next == NULL || !continues (next, self->message));
  if (self->message == NULL || self->ends_group == ends_group)
    return;

  self->ends_group = ends_group;
  show_status (self);
}

void
duo_message_row_set_tells_delivery (DuoMessageRow *self,
                                    gboolean       tells_delivery)
{
  g_return_if_fail (DUO_IS_MESSAGE_ROW (self));

  if (self->tells_delivery == tells_delivery)
    return;

  self->tells_delivery = tells_delivery;
  if (self->message == NULL)
    return;
  show_status (self);
  show_label (self);
}

DuoMessage *
duo_message_row_get_message (DuoMessageRow *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE_ROW (self), NULL);

  return self->message;
}

void
duo_message_row_set_found (DuoMessageRow *self,
                           const char    *needle,
                           gboolean       is_found)
{
  g_return_if_fail (DUO_IS_MESSAGE_ROW (self));

  set_class (GTK_WIDGET (self->text_label), "found", is_found);
  if (g_strcmp0 (self->needle, needle) == 0)
    return;

  g_free (self->needle);
  self->needle = g_strdup (needle);
  if (get_kind (self) == DUO_MESSAGE_NOTICE)
    return;

  /* From the beginning: GTK 4.8 merges the attributes of a label into those of its markup,
   * where they would stay, and takes the same markup for no change. */
  gtk_label_set_text (self->text_label, "");
  show_text (self, duo_message_get_text (self->message));
}

/* (nullable): the part of the text that the person has marked with the mouse. */
char *
duo_message_row_dup_selected_text (DuoMessageRow *self)
{
  const char *text;
  int start, end;

  g_return_val_if_fail (DUO_IS_MESSAGE_ROW (self), NULL);

  if (!gtk_label_get_selection_bounds (self->text_label, &start, &end))
    return NULL;

  text = gtk_label_get_text (self->text_label);

  return g_utf8_substring (text, start, end);
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

  watch (self, NULL);
  g_clear_pointer (&self->needle, g_free);
  g_clear_pointer (&self->sizes, duo_size_cache_unref);
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
  /* The row as a whole has the focus; otherwise the arrows would walk in the text. */
  gtk_widget_set_focusable (GTK_WIDGET (self->text_label), FALSE);
  gtk_widget_set_layout_manager (GTK_WIDGET (self->text_label), duo_bubble_layout_new ());
  show_parts (self);
}

void
duo_message_row_set_sizes (DuoMessageRow *self,
                           DuoSizeCache  *sizes)
{
  g_return_if_fail (DUO_IS_MESSAGE_ROW (self));

  g_clear_pointer (&self->sizes, duo_size_cache_unref);
  self->sizes = duo_size_cache_ref (sizes);
}

GtkWidget *
duo_message_row_new (void)
{
  return g_object_new (DUO_TYPE_MESSAGE_ROW, NULL);
}
