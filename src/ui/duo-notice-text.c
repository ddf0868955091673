/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-notice-text.h"

#include <glib/gi18n.h>

#define MINUTE_S 60
#define HOUR_S (60 * MINUTE_S)
#define DAY_S (24 * HOUR_S)

static char *
dup_clock_ahead (gint64 ahead_s)
{
  if (ahead_s < 2 * HOUR_S)
    return g_strdup_printf (ngettext ("Your friend's clock is %d minute ahead of yours.",
                                      "Your friend's clock is %d minutes ahead of yours.", ahead_s / MINUTE_S),
                            (int) (ahead_s / MINUTE_S));
  if (ahead_s < 2 * DAY_S)
    return g_strdup_printf (ngettext ("Your friend's clock is %d hour ahead of yours.",
                                      "Your friend's clock is %d hours ahead of yours.", ahead_s / HOUR_S),
                            (int) (ahead_s / HOUR_S));

  return g_strdup_printf (ngettext ("Your friend's clock is %d day ahead of yours.",
                                    "Your friend's clock is %d days ahead of yours.", ahead_s / DAY_S),
                          (int) (ahead_s / DAY_S));
}

static char *
dup_clock_behind (gint64 behind_s)
{
  if (behind_s < 2 * HOUR_S)
    return g_strdup_printf (ngettext ("Your friend's clock is %d minute behind yours.",
                                      "Your friend's clock is %d minutes behind yours.", behind_s / MINUTE_S),
                            (int) (behind_s / MINUTE_S));
  if (behind_s < 2 * DAY_S)
    return g_strdup_printf (ngettext ("Your friend's clock is %d hour behind yours.",
                                      "Your friend's clock is %d hours behind yours.", behind_s / HOUR_S),
                            (int) (behind_s / HOUR_S));

  return g_strdup_printf (ngettext ("Your friend's clock is %d day behind yours.",
                                    "Your friend's clock is %d days behind yours.", behind_s / DAY_S),
                          (int) (behind_s / DAY_S));
}

/* A clock may say anything: no sentence has more days than an int holds. */
static char *
dup_clock (gint64 ahead_s)
{
  const gint64 most_s = (gint64) G_MAXINT * DAY_S;

  return ahead_s >= 0 ? dup_clock_ahead (MIN (ahead_s, most_s)) : dup_clock_behind (-MAX (ahead_s, -most_s));
}

char *
duo_notice_text_dup (DuoNotice notice,
                     gint64    amount)
{
  g_autofree char *size = NULL;

  switch (notice)
    {
    case DUO_NOTICE_ESTABLISHED:
      return g_strdup (_("Connection established"));
    case DUO_NOTICE_CLOSED:
      return g_strdup (_("Connection closed"));
    case DUO_NOTICE_LOST:
      return g_strdup (_("Connection lost"));
    case DUO_NOTICE_BINARY:
      size = g_format_size ((guint64) MAX (0, amount));
      /* Translators: %s is a size such as “12 kB”. */
      return g_strdup_printf (_("Your friend sent %s that are not text and are not shown."), size);
    case DUO_NOTICE_IMPOSTOR:
      return g_strdup (_("Another computer than your friend's answered. Somebody may be in between, "
                         "so the connection was closed."));
    case DUO_NOTICE_PLAIN:
      return g_strdup (_("Your friend uses a web page, so nothing tells whether a message arrived."));
    case DUO_NOTICE_CLOCK:
      return dup_clock (amount);
    case DUO_NOTICE_STRANGER:
      return g_strdup (_("Somebody else than before came, so this is a new conversation."));
    case DUO_NOTICE_RETURNED:
      return g_strdup (_("Your friend of earlier talks is back."));
    case DUO_NOTICE_UNREADABLE:
      return g_strdup (_("A message that was kept here cannot be read any more."));
    case DUO_NOTICE_NONE:
    default:
      return g_strdup ("");
    }
}
