/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-days.h"

/* Messages that were written on an earlier day and came on this one; no more of
 * them are passed over, as somebody's clock may be wrong for good. */
#define LATE_MAX 100

static GDateTime *
dup_midnight (GDateTime *time)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return g_date_time_new (zone, g_date_time_get_year (time), g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time), 0, 0, 0);
}

static gint64
get_us (GDateTime *time)
{
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static gint64
get_sent_at (DuoHistory *history,
             guint       position)
{
  g_autoptr (DuoMessage) message = g_list_model_get_item (G_LIST_MODEL (history), position);

  return message != NULL ? duo_message_get_sent_at_us (message) : 0;
}

/* Rows stand in the order in which they came; the day above them is that of their
 * author. */
static guint
find_from (DuoHistory *history,
           gint64      from_us)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (history));
  guint first = duo_history_find_time (history, from_us);

  for (guint i = first; i < n_items && i < first + LATE_MAX; i++)
    if (get_sent_at (history, i) >= from_us)
      return i;

  return first;
}

guint
duo_days_find (DuoHistory *history,
               GDateTime  *day)
{
  g_autoptr (GDateTime) midnight = NULL;

  g_return_val_if_fail (DUO_IS_HISTORY (history), 0);
  g_return_val_if_fail (day != NULL, 0);

  midnight = dup_midnight (day);

  return find_from (history, get_us (midnight));
}

guint32
duo_days_mark (DuoHistory *history,
               GDateTime  *day)
{
  g_autoptr (GDateTime) midnight = NULL;
  guint n_items;
  guint32 marks = 0;
  int month;

  g_return_val_if_fail (DUO_IS_HISTORY (history), 0);
  g_return_val_if_fail (day != NULL, 0);

  n_items = g_list_model_get_n_items (G_LIST_MODEL (history));
  month = g_date_time_get_month (day);
  midnight = g_date_time_add_days (day, 1 - g_date_time_get_day_of_month (day));
  while (g_date_time_get_month (midnight) == month)
    {
      g_autoptr (GDateTime) begin = dup_midnight (midnight);
      g_autoptr (GDateTime) next = g_date_time_add_days (begin, 1);
      guint position = find_from (history, get_us (begin));

      gint64 sent_at_us = position < n_items ? get_sent_at (history, position) : 0;

      if (sent_at_us >= get_us (begin) && sent_at_us < get_us (next))
        marks |= (guint32) 1 << g_date_time_get_day_of_month (begin);
      g_date_time_unref (midnight);
      midnight = g_steal_pointer (&next);
    }

  return marks;
}
