/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-transcript-words.h"

#include <glib/gi18n.h>

#include "duo-notice-text.h"
#include "duo-text.h"
#include "duo-time-text.h"

#define QUOTE_MAX_CHARS 60

/* Never "Today": the file is read on other days. */
static char *
dup_day (gint64 at_us)
{
  return duo_time_text_dup_day (at_us, /* now_us= */ 0);
}

static char *
dup_state (DuoMessage *message)
{
  switch (duo_message_get_delivery (message))
    {
    case DUO_DELIVERY_WAITING:
      return g_strdup (_("not sent yet"));
    case DUO_DELIVERY_FAILED:
      return g_strdup (_("not delivered"));
    case DUO_DELIVERY_NONE:
    case DUO_DELIVERY_SENT:
    case DUO_DELIVERY_DELIVERED:
    case DUO_DELIVERY_READ:
    default:
      return NULL;
    }
}

static void
add_reaction (GStrvBuilder *remarks,
              const char *reaction) /* (nullable) */
{
  g_autofree char *shown = reaction != NULL ? duo_text_make_name (reaction, QUOTE_MAX_CHARS) : NULL;

  if (shown != NULL)
    g_strv_builder_add (remarks, shown);
}

static char *
dup_remark (DuoMessage *message,
            DuoMessage *replied)
{
  g_autoptr (GStrvBuilder) remarks = g_strv_builder_new ();
  g_autofree char *state = dup_state (message);
  g_autofree char *line = replied != NULL ? duo_text_make_name (duo_message_get_text (replied), QUOTE_MAX_CHARS) : NULL;
  /* Translators: in an exported conversation, beside a message. */
  g_autofree char *reply = line != NULL ? g_strdup_printf (_("in reply to “%s”"), line) : NULL;
  g_auto (GStrv) all = NULL;

  if (reply != NULL)
    g_strv_builder_add (remarks, reply);
  if (duo_message_get_is_edited (message))
    /* Translators: in an exported conversation, beside a message. */
    g_strv_builder_add (remarks, _("edited"));
  if (state != NULL)
    g_strv_builder_add (remarks, state);
  add_reaction (remarks, duo_message_get_my_reaction (message));
  add_reaction (remarks, duo_message_get_their_reaction (message));
  all = g_strv_builder_end (remarks);

  return all[0] != NULL ? g_strjoinv (", ", all) : NULL;
}

void
duo_transcript_words_init (DuoTranscriptWords *words,
                           const char         *me)
{
  g_return_if_fail (words != NULL);

  words->me = g_strdup (me != NULL && *me != '\0' ? me : C_("author", "Me"));
  words->friend = g_strdup (C_("author", "Friend"));
  words->dup_day = dup_day;
  words->dup_time = duo_time_text_dup_time;
  words->dup_notice = duo_notice_text_dup;
  words->dup_remark = dup_remark;
}

void
duo_transcript_words_clear (DuoTranscriptWords *words)
{
  g_clear_pointer (&words->me, g_free);
  g_clear_pointer (&words->friend, g_free);
}
