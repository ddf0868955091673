/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-age-text.h"

#include <glib/gi18n.h>

#include "duo-limits.h"

/* So long before its time is over one of my own is called stale. */
#define STALE_BEFORE_S (2 * 60)

#define MINUTES_MAX 90
#define HOURS_MAX 36

typedef struct
{
  guint n;
  enum
  {
    MINUTES,
    HOURS,
    DAYS,
  } unit;
} Age;

/* In the one unit that a person would take. */
static Age
measure (gint64 age_us)
{
  gint64 minutes = MAX (age_us, 0) / (60 * G_USEC_PER_SEC);

  if (minutes < MINUTES_MAX)
    return (Age){ (guint) minutes, MINUTES };
  if (minutes < HOURS_MAX * 60)
    return (Age){ (guint) (minutes / 60), HOURS };

  return (Age){ (guint) MIN (minutes / (24 * 60), G_MAXINT), DAYS };
}

char *
duo_age_text_dup_made (gint64 age_us)
{
  Age age = measure (age_us);

  if (age.unit == MINUTES && age.n == 0)
    return g_strdup (_("Made just now"));
  if (age.unit == MINUTES)
    return g_strdup_printf (ngettext ("Made %u minute ago", "Made %u minutes ago", age.n), age.n);
  if (age.unit == HOURS)
    return g_strdup_printf (ngettext ("Made %u hour ago", "Made %u hours ago", age.n), age.n);

  return g_strdup_printf (ngettext ("Made %u day ago", "Made %u days ago", age.n), age.n);
}

const char *
duo_age_text_get_stale (gint64   age_us,
                        gboolean is_reply)
{
  if (age_us < (gint64) (DUO_INVITE_LIFETIME_S - STALE_BEFORE_S) * G_USEC_PER_SEC)
    return NULL;

  return is_reply
           ? _("This reply gets stale. If your friend cannot take it soon, ask for a new invite.")
           : _("This invite gets stale. If your friend has not answered yet, make a new one.");
}

static char *
dup_old_invite (Age age)
{
  if (age.unit == MINUTES)
    return g_strdup_printf (ngettext ("This invite is %u minute old and will probably not work. "
                                      "Ask your friend for a new one.",
                                      "This invite is %u minutes old and will probably not work. "
                                      "Ask your friend for a new one.",
                                      age.n),
                            age.n);
  if (age.unit == HOURS)
    return g_strdup_printf (ngettext ("This invite is %u hour old and will probably not work. "
                                      "Ask your friend for a new one.",
                                      "This invite is %u hours old and will probably not work. "
                                      "Ask your friend for a new one.",
                                      age.n),
                            age.n);

  return g_strdup_printf (ngettext ("This invite is %u day old and will probably not work. "
                                    "Ask your friend for a new one.",
                                    "This invite is %u days old and will probably not work. "
                                    "Ask your friend for a new one.",
                                    age.n),
                          age.n);
}

static char *
dup_old_reply (Age age)
{
  if (age.unit == MINUTES)
    return g_strdup_printf (ngettext ("This reply is %u minute old and will probably not work. "
                                      "Begin again with a new invite.",
                                      "This reply is %u minutes old and will probably not work. "
                                      "Begin again with a new invite.",
                                      age.n),
                            age.n);
  if (age.unit == HOURS)
    return g_strdup_printf (ngettext ("This reply is %u hour old and will probably not work. "
                                      "Begin again with a new invite.",
                                      "This reply is %u hours old and will probably not work. "
                                      "Begin again with a new invite.",
                                      age.n),
                            age.n);

  return g_strdup_printf (ngettext ("This reply is %u day old and will probably not work. "
                                    "Begin again with a new invite.",
                                    "This reply is %u days old and will probably not work. "
                                    "Begin again with a new invite.",
                                    age.n),
                          age.n);
}

char *
duo_age_text_dup_expired (DuoSignal *signal,
                          gint64     now_us)
{
  gint64 expires_at_us = duo_signal_get_expires_at_us (signal);
  gint64 created_at_us = duo_signal_get_created_at_us (signal);

  if (expires_at_us == 0 || now_us <= expires_at_us + (gint64) DUO_INVITE_CLOCK_SKEW_S * G_USEC_PER_SEC)
    return NULL;

  /* Without the time of its birth it is at least as old as it is out of date. */
  if (created_at_us == 0 || created_at_us > now_us)
    created_at_us = expires_at_us;

  return duo_signal_get_kind (signal) == DUO_SIGNAL_ANSWER
           ? dup_old_reply (measure (now_us - created_at_us))
           : dup_old_invite (measure (now_us - created_at_us));
}
