/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message-text.h"

#include <glib/gi18n.h>

#include "duo-notice-text.h"
#include "duo-text.h"
#include "duo-time-text.h"

/* More does not fit on a line. */
#define LINE_MAX_CHARS 160

static const struct
{
  const char *icon;
  const char *word;
} deliveries[] = {
  /* Translators: how far a message of mine has come: it goes out when the friend is back. */
  [DUO_DELIVERY_WAITING] = { "duologue-waiting-symbolic", NC_("delivery", "Waiting") },
  /* Translators: how far a message of mine has come: it left this computer. */
  [DUO_DELIVERY_SENT] = { "duologue-sent-symbolic", NC_("delivery", "Sent") },
  /* Translators: how far a message of mine has come: the friend's computer has it. */
  [DUO_DELIVERY_DELIVERED] = { "duologue-delivered-symbolic", NC_("delivery", "Delivered") },
  /* Translators: how far a message of mine has come: the friend has looked at it. */
  [DUO_DELIVERY_READ] = { "duologue-read-symbolic", NC_("delivery", "Read") },
  /* Translators: how far a message of mine has come: nobody knows whether it arrived. */
  [DUO_DELIVERY_FAILED] = { "dialog-warning-symbolic", NC_("delivery", "Not delivered") },
};

const char *
duo_message_text_get_author (DuoMessage *message)
{
  const char *author = duo_message_get_author (message);

  switch (duo_message_get_kind (message))
    {
    case DUO_MESSAGE_MINE:
      /* Translators: who wrote a message: the person who reads it. */
      return C_("author", "Me");
    case DUO_MESSAGE_THEIRS:
      /* Translators: who wrote a message, when the name is not known. */
      return author != NULL ? author : C_("author", "Friend");
    case DUO_MESSAGE_NOTICE:
    default:
      return "";
    }
}

const char *
duo_message_text_get_delivery (DuoDelivery delivery)
{
  const char *word = (gsize) delivery < G_N_ELEMENTS (deliveries) ? deliveries[delivery].word : NULL;

  return word != NULL ? g_dpgettext2 (NULL, "delivery", word) : NULL;
}

const char *
duo_message_text_get_icon (DuoDelivery delivery)
{
  return (gsize) delivery < G_N_ELEMENTS (deliveries) ? deliveries[delivery].icon : NULL;
}

char *
duo_message_text_dup_line (DuoMessage *message)
{
  g_autofree char *beginning = NULL;
  char *line;

  g_return_val_if_fail (DUO_IS_MESSAGE (message), NULL);

  beginning = g_utf8_substring (duo_message_get_text (message), 0,
                                MIN (g_utf8_strlen (duo_message_get_text (message), -1), 4 * LINE_MAX_CHARS));
  line = duo_text_make_name (beginning, LINE_MAX_CHARS);

  /* Nothing but spaces and controls. */
  return line != NULL ? line : g_strdup ("…");
}

char *
duo_message_text_dup_quote (DuoMessage *message)
{
  g_autofree char *line = duo_message_text_dup_line (message);

  /* Translators: a message that is quoted: who wrote it and how it begins. */
  return g_strdup_printf (C_("quote", "%1$s: %2$s"), duo_message_text_get_author (message), line);
}

char *
duo_message_text_dup_text (DuoMessage *message)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (message), NULL);

  if (duo_message_get_kind (message) == DUO_MESSAGE_NOTICE)
    return duo_notice_text_dup (duo_message_get_notice (message), duo_message_get_amount (message));

  return g_strdup (duo_message_get_text (message));
}

/* The day too: who pastes it elsewhere has no heading above it. */
char *
duo_message_text_dup_copy (DuoMessage *message)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *time = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (DUO_IS_MESSAGE (message), NULL);

  utc = g_date_time_new_from_unix_utc (duo_message_get_sent_at_us (message) / G_USEC_PER_SEC);
  local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  time = local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
  text = duo_message_text_dup_text (message);
  if (duo_message_get_kind (message) == DUO_MESSAGE_NOTICE)
    return g_strdup_printf ("[%s] %s", time, text);

  return g_strdup_printf ("[%s] %s: %s", time, duo_message_text_get_author (message), text);
}

char *
duo_message_text_dup_label (DuoMessage *message,
                            const char *shown,
                            gboolean    tells_delivery)
{
  DuoDelivery delivery = duo_message_get_delivery (message);
  const char *word = duo_message_text_get_delivery (delivery);
  g_autofree char *time = duo_time_text_dup_time (duo_message_get_sent_at_us (message));
  GString *label = g_string_new (NULL);

  if (duo_message_get_kind (message) != DUO_MESSAGE_NOTICE)
    g_string_append_printf (label, "%s: ", duo_message_text_get_author (message));
  g_string_append_printf (label, "%s, %s", shown, time);
  if (duo_message_get_is_edited (message))
    g_string_append_printf (label, ", %s", C_("message", "Edited"));
  if (word != NULL && (tells_delivery || delivery == DUO_DELIVERY_FAILED))
    g_string_append_printf (label, ", %s", word);

  return g_string_free (label, FALSE);
}
