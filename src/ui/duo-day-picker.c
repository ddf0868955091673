/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-day-picker.h"

#include <glib/gi18n.h>

#include "duo-days.h"
#include "duo-time-text.h"

struct _DuoDayPicker
{
  GtkPopover parent_instance;

  DuoHistory *history; /* (owned) (nullable) */

  GtkCalendar *calendar;
  GtkLabel *day_label;

  gboolean is_updating; /* the calendar is set, nobody chose a day */
};

G_DEFINE_FINAL_TYPE (DuoDayPicker, duo_day_picker, GTK_TYPE_POPOVER)

enum
{
  SIGNAL_PICKED,
  SIGNAL_TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
mark_label (GtkWidget *label,
            guint      day,
            guint32    marks)
{
  if (marks & (guint32) 1 << day)
    gtk_widget_add_css_class (label, "said");
  else
    gtk_widget_remove_css_class (label, "said");
}

/* GtkCalendar of GTK 4 takes marks and shows none: those of its labels that are of this
 * month are the days, in order.  Returns how many were met, N_DAYS included. */
static guint
mark_labels (GtkWidget *widget,
             guint      n_days,
             guint32    marks)
{
  if (gtk_widget_has_css_class (widget, "day-number"))
    {
      gboolean is_day = !gtk_widget_has_css_class (widget, "other-month");

      mark_label (widget, is_day ? n_days + 1 : 0, marks);
      return n_days + is_day;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_days = mark_labels (child, n_days, marks);

  return n_days;
}

static void
update_marks (DuoDayPicker *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  guint32 marks = self->history != NULL ? duo_days_mark (self->history, date) : 0;

  gtk_calendar_clear_marks (self->calendar);
  for (guint day = 1; day <= 31; day++)
    if (marks & (guint32) 1 << day)
      gtk_calendar_mark_day (self->calendar, day);
  (void) mark_labels (GTK_WIDGET (self->calendar), 0, marks);
}

static void
month_changed_cb (DuoDayPicker *self)
{
  update_marks (self);
}

static gint64
get_sent_at (DuoDayPicker *self,
             guint         position)
{
  g_autoptr (DuoMessage) message = g_list_model_get_item (G_LIST_MODEL (self->history), position);

  return message != NULL ? duo_message_get_sent_at_us (message) : g_get_real_time ();
}

static void
tell (DuoDayPicker *self,
      const char   *text)
{
  gtk_label_set_label (self->day_label, text);
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, text);
}

static void
day_selected_cb (DuoDayPicker *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autofree char *day = NULL;
  guint position;

  if (self->is_updating || self->history == NULL)
    return;

  position = duo_days_find (self->history, date);
  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->history)))
    {
      tell (self, _("Nothing was said on this day or later."));
      return;
    }
  day = duo_time_text_dup_day (get_sent_at (self, position), g_get_real_time ());
  tell (self, day);
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, position);
}

/* GTK 4.8 walks from its first day and chooses nothing before the space bar: here the arrows
 * choose, and the log goes along. */
static gboolean
step (DuoDayPicker *self,
      int           n_days,
      int           n_months)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autoptr (GDateTime) month = g_date_time_add_months (date, n_months);
  g_autoptr (GDateTime) day = month != NULL ? g_date_time_add_days (month, n_days) : NULL;

  if (day != NULL)
    gtk_calendar_select_day (self->calendar, day);

  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (DuoDayPicker    *self,
                guint            key,
                guint            code,
                GdkModifierType  modifiers)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (!gtk_widget_has_focus (GTK_WIDGET (self->calendar)) || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return step (self, is_rtl ? 1 : -1, 0);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return step (self, is_rtl ? -1 : 1, 0);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return step (self, -7, 0);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return step (self, 7, 0);
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      return step (self, 0, -1);
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      return step (self, 0, 1);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      gtk_popover_popdown (GTK_POPOVER (self));
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* GTK 4.8 gives its arrows no names.  Returns how many were met, N_ARROWS included. */
static guint
name_arrows (GtkWidget *widget,
             guint      n_arrows)
{
  const char *const names[] = { _("Previous Month"), _("Next Month"), _("Previous Year"), _("Next Year") };

  if (GTK_IS_BUTTON (widget))
    {
      if (n_arrows < G_N_ELEMENTS (names))
        gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                        names[n_arrows], -1);
      return n_arrows + 1;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_arrows = name_arrows (child, n_arrows);

  return n_arrows;
}

/* Opens at the day of the last message. */
static void
duo_day_picker_show (GtkWidget *widget)
{
  DuoDayPicker *self = DUO_DAY_PICKER (widget);
  guint n_items = self->history != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->history)) : 0;
  gint64 at_us = n_items > 0 ? get_sent_at (self, n_items - 1) : g_get_real_time ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) date = utc != NULL ? g_date_time_to_local (utc) : g_date_time_new_now_local ();

  self->is_updating = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  self->is_updating = FALSE;
  update_marks (self);
  gtk_label_set_label (self->day_label, _("Something was said on the days in bold."));

  GTK_WIDGET_CLASS (duo_day_picker_parent_class)->show (widget);
}

static void
duo_day_picker_dispose (GObject *object)
{
  g_clear_object (&DUO_DAY_PICKER (object)->history);

  G_OBJECT_CLASS (duo_day_picker_parent_class)->dispose (object);
}

static void
duo_day_picker_class_init (DuoDayPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = duo_day_picker_dispose;
  widget_class->show = duo_day_picker_show;

  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-day-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoDayPicker, calendar);
  gtk_widget_class_bind_template_child (widget_class, DuoDayPicker, day_label);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, month_changed_cb);
}

static void
duo_day_picker_init (DuoDayPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  (void) name_arrows (GTK_WIDGET (self->calendar), 0);
}

void
duo_day_picker_set_history (DuoDayPicker *self,
                            DuoHistory   *history)
{
  g_return_if_fail (DUO_IS_DAY_PICKER (self));

  g_set_object (&self->history, history);
}
