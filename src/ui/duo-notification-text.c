/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-notification-text.h"

#include <glib/gi18n.h>

#include "duo-limits.h"
#include "duo-text.h"

char *
duo_notification_text_dup_title (const char *who)
{
  char *name = who != NULL ? duo_text_make_name (who, DUO_NAME_MAX_CHARS) : NULL;

  /* Translators: stands for the name of a friend who gave none. */
  return name != NULL ? name : g_strdup (_("Friend"));
}

static char *
dup_count (guint n_unread)
{
  return g_strdup_printf (ngettext ("%u new message", "%u new messages", n_unread), n_unread);
}

char *
duo_notification_text_dup_body (const char *text,
                                guint       n_unread)
{
  g_autofree char *shown = NULL;
  g_autofree char *count = NULL;

  if (text != NULL)
    shown = duo_text_make_shown (text, DUO_NOTIFICATION_MAX_CHARS, DUO_NOTIFICATION_MAX_LINES, NULL);
  if (n_unread < 2)
    return shown != NULL ? g_steal_pointer (&shown) : g_strdup (_("New message"));

  count = dup_count (n_unread);

  return shown != NULL ? g_strconcat (count, "\n", shown, NULL) : g_steal_pointer (&count);
}

/* Three entities are enough, and some servers know no others. */
char *
duo_notification_text_dup_markup (const char *body)
{
  GString *markup = g_string_new (body);

  g_string_replace (markup, "&", "&amp;", 0);
  g_string_replace (markup, "<", "&lt;", 0);
  g_string_replace (markup, ">", "&gt;", 0);

  return g_string_free (markup, FALSE);
}
