/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-time-text.h"

#include <langinfo.h>
#include <string.h>
#include <time.h>

#include <glib/gi18n.h>

/* The C library's zone: GLib 2.74 reads a link of the file system to find its own, each time,
 * and a message that scrolls past asks some times. */
static GDateTime *
local_time (gint64 at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GTimeZone) zone = NULL;
  time_t at = (time_t) (at_us / G_USEC_PER_SEC);
  struct tm local;

  if (utc == NULL || localtime_r (&at, &local) == NULL)
    return NULL;
  zone = g_time_zone_new_offset ((gint32) local.tm_gmtoff);

  return g_date_time_to_timezone (utc, zone);
}

/* The locale's own format has seconds, which nobody wants in a chat. */
static gboolean
is_twelve_hour_clock (void)
{
  const char *format = nl_langinfo (T_FMT);

  return strstr (format, "%p") != NULL || strstr (format, "%r") != NULL ||
         strstr (format, "%I") != NULL || strstr (format, "%l") != NULL;
}

char *
duo_time_text_dup_time (gint64 at_us)
{
  g_autoptr (GDateTime) time = local_time (at_us);
  char *text;

  if (time == NULL)
    return g_strdup ("");

  text = g_date_time_format (time, is_twelve_hour_clock () ? "%l:%M %p" : "%H:%M");

  return g_strstrip (text);
}

static int
julian_day (GDateTime *time)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (time),
                  (GDateMonth) g_date_time_get_month (time), (GDateYear) g_date_time_get_year (time));

  return (int) g_date_get_julian (&date);
}

char *
duo_time_text_dup_day (gint64 at_us,
                       gint64 now_us)
{
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) now = NULL;
  int age;

  /* Whoever travels sees the new zone with the next day. */
  tzset ();
  time = local_time (at_us);
  now = local_time (now_us);
  if (time == NULL || now == NULL)
    return g_strdup ("");

  age = julian_day (now) - julian_day (time);
  if (age == 0)
    return g_strdup (_("Today"));
  if (age == 1)
    return g_strdup (_("Yesterday"));

  /* Translators: the date above the messages of one day; see “man strftime”. */
  return g_date_time_format (time, _("%A, %e %b %Y"));
}

char *
duo_time_text_dup_when (gint64 at_us,
                        gint64 now_us)
{
  g_autoptr (GDateTime) time = local_time (at_us);
  g_autoptr (GDateTime) now = local_time (now_us);
  int age;

  if (time == NULL || now == NULL)
    return g_strdup ("");

  age = julian_day (now) - julian_day (time);
  if (age == 0)
    return duo_time_text_dup_time (at_us);
  if (age == 1)
    return g_strdup (_("Yesterday"));

  /* Translators: a date in a narrow list; see “man strftime”. */
  return g_date_time_format (time, _("%-d %b %Y"));
}

gboolean
duo_time_text_is_same_day (gint64 a_us,
                           gint64 b_us)
{
  g_autoptr (GDateTime) a = local_time (a_us);
  g_autoptr (GDateTime) b = local_time (b_us);

  return a != NULL && b != NULL && julian_day (a) == julian_day (b);
}
