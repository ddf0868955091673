/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-transcript.h"

#include <string.h>

#include "duo-json.h"
#include "duo-text.h"

/* JSON is one object:
 *   {"format": "duologue-conversation", "version": 1, "title": string or null,
 *    "messages": [ … ]}
 * A message is
 *   {"id": 1, "from": "me" or "friend", "author": string, "sentAt": "2026-11-28T12:00:00.000000Z",
 *    "text": string as it was sent, "state": "received", "waiting", "sent", "delivered", "read"
 *    or "failed", "replyTo": id or null, "edited": boolean,
 *    "reactions": {"me": string or null, "friend": string or null}}
 * and what Duologue noted in between
 *   {"id": 2, "from": null, "notice": "established", "amount": 0, "sentAt": …, "text": sentence}. */

#define NAME_MAX_CHARS 60
/* So wide is the time before a text, where the next lines of the text begin. */
#define INDENT "        "

struct _DuoTranscript
{
  DuoTranscriptFormat format;
  char *title;              /* (owned) (nullable) */
  DuoTranscriptWords words; /* its strings are (owned) */
  char *day;                /* (owned) (nullable): of the last message */
  gboolean has_messages;
};

DuoTranscript *
duo_transcript_new (DuoTranscriptFormat       format,
                    const char               *title,
                    const DuoTranscriptWords *words)
{
  DuoTranscript *self = g_new0 (DuoTranscript, 1);

  self->format = format;
  self->title = g_strdup (title);
  self->words = *words;
  self->words.me = g_strdup (words->me);
  self->words.friend = g_strdup (words->friend);

  return self;
}

void
duo_transcript_free (DuoTranscript *self)
{
  g_free (self->title);
  g_free (self->words.me);
  g_free (self->words.friend);
  g_free (self->day);
  g_free (self);
}

static const char *
get_author (DuoTranscript *self,
            DuoMessage    *message)
{
  const char *author = duo_message_get_author (message);

  if (duo_message_get_kind (message) == DUO_MESSAGE_MINE)
    return self->words.me;

  return author != NULL ? author : self->words.friend;
}

/* -- Text ------------------------------------------------------------------------- */

/* A line of a message must not look like another message, and everything that some
 * program takes for the end of a line is one. */
static void
append_lines (GString    *out,
              const char *text)
{
  static const char *const breaks[] = { "\r\n", "\n", "\r", "\v", "\f", "\302\205", "\342\200\250", "\342\200\251" };

  while (*text != '\0')
    {
      gsize length = 0;

      for (gsize i = 0; i < G_N_ELEMENTS (breaks) && length == 0; i++)
        if (g_str_has_prefix (text, breaks[i]))
          length = strlen (breaks[i]);
      if (length > 0)
        g_string_append (out, "\n" INDENT);
      else
        g_string_append_len (out, text, length = (gsize) (g_utf8_next_char (text) - text));
      text += length;
    }
  g_string_append_c (out, '\n');
}

static void
append_day (DuoTranscript *self,
            gint64         at_us,
            GString       *out)
{
  g_autofree char *day = self->words.dup_day (at_us);

  if (g_strcmp0 (day, self->day) == 0)
    return;

  g_string_append_printf (out, "%s── %s ──\n", self->day != NULL || self->title != NULL ? "\n" : "", day);
  g_free (self->day);
  self->day = g_steal_pointer (&day);
}

static void
append_name (GString    *out,
             const char *text)
{
  g_autofree char *name = duo_text_make_name (text, NAME_MAX_CHARS);

  g_string_append (out, name != NULL ? name : "?");
}

static void
add_text (DuoTranscript *self,
          DuoMessage    *message,
          DuoMessage    *replied,
          GString       *out)
{
  g_autofree char *time = self->words.dup_time (duo_message_get_sent_at_us (message));
  g_autofree char *remark = NULL;
  g_autofree char *text = NULL;

  append_day (self, duo_message_get_sent_at_us (message), out);
  g_string_append_printf (out, "[%s] ", time);
  if (duo_message_get_kind (message) == DUO_MESSAGE_NOTICE)
    {
      text = self->words.dup_notice (duo_message_get_notice (message), duo_message_get_amount (message));
      g_string_append (out, "* ");
      append_lines (out, text);
      return;
    }

  remark = self->words.dup_remark (message, replied);
  text = duo_text_make_safe (duo_message_get_text (message));
  append_name (out, get_author (self, message));
  if (remark != NULL)
    g_string_append_printf (out, " (%s)", remark);
  g_string_append (out, ": ");
  append_lines (out, text);
}

/* -- JSON ------------------------------------------------------------------------- */

static const char *
get_state_word (DuoDelivery delivery)
{
  static const char *const words[] = {
    [DUO_DELIVERY_NONE] = "received",
    [DUO_DELIVERY_WAITING] = "waiting",
    [DUO_DELIVERY_SENT] = "sent",
    [DUO_DELIVERY_DELIVERED] = "delivered",
    [DUO_DELIVERY_READ] = "read",
    [DUO_DELIVERY_FAILED] = "failed",
  };

  return words[delivery];
}

static const char *
get_notice_word (DuoNotice notice)
{
  switch (notice)
    {
    case DUO_NOTICE_ESTABLISHED:
      return "established";
    case DUO_NOTICE_CLOSED:
      return "closed";
    case DUO_NOTICE_LOST:
      return "lost";
    case DUO_NOTICE_BINARY:
      return "binary";
    case DUO_NOTICE_IMPOSTOR:
      return "impostor";
    case DUO_NOTICE_PLAIN:
      return "plain";
    case DUO_NOTICE_CLOCK:
      return "clock";
    case DUO_NOTICE_STRANGER:
      return "stranger";
    case DUO_NOTICE_RETURNED:
      return "returned";
    case DUO_NOTICE_UNREADABLE:
      return "unreadable";
    case DUO_NOTICE_NONE:
    default:
      return "unknown";
    }
}

static void
append_string_member (GString *out,
                      const char *name,
                      const char *value) /* (nullable) */
{
  g_string_append_printf (out, "\"%s\": ", name);
  if (value != NULL)
    duo_json_append_string (out, value);
  else
    g_string_append (out, "null");
}

static void
append_time_member (GString    *out,
                    const char *name,
                    gint64      at_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S") : NULL;
  g_autofree char *whole = NULL;

  if (text != NULL)
    whole = g_strdup_printf ("%s.%06dZ", text, (int) (at_us % G_USEC_PER_SEC));
  append_string_member (out, name, whole);
}

static void
add_json_notice (DuoTranscript *self,
                 DuoMessage    *message,
                 GString       *out)
{
  g_autofree char *sentence =
    self->words.dup_notice (duo_message_get_notice (message), duo_message_get_amount (message));

  g_string_append (out, "\"from\": null, ");
  append_string_member (out, "notice", get_notice_word (duo_message_get_notice (message)));
  g_string_append_printf (out, ", \"amount\": %" G_GINT64_FORMAT ", ", duo_message_get_amount (message));
  append_time_member (out, "sentAt", duo_message_get_sent_at_us (message));
  g_string_append (out, ", ");
  append_string_member (out, "text", sentence);
}

static void
add_json_message (DuoTranscript *self,
                  DuoMessage    *message,
                  guint          replied_number,
                  GString       *out)
{
  gboolean is_mine = duo_message_get_kind (message) == DUO_MESSAGE_MINE;

  append_string_member (out, "from", is_mine ? "me" : "friend");
  g_string_append (out, ", ");
  append_string_member (out, "author", get_author (self, message));
  g_string_append (out, ", ");
  append_time_member (out, "sentAt", duo_message_get_sent_at_us (message));
  g_string_append (out, ", ");
  append_string_member (out, "text", duo_message_get_text (message));
  g_string_append (out, ", ");
  append_string_member (out, "state", get_state_word (duo_message_get_delivery (message)));
  if (replied_number != 0)
    g_string_append_printf (out, ", \"replyTo\": %u", replied_number);
  else
    g_string_append (out, ", \"replyTo\": null");
  g_string_append_printf (out, ", \"edited\": %s, \"reactions\": {",
                          duo_message_get_is_edited (message) ? "true" : "false");
  append_string_member (out, "me", duo_message_get_my_reaction (message));
  g_string_append (out, ", ");
  append_string_member (out, "friend", duo_message_get_their_reaction (message));
  g_string_append_c (out, '}');
}

static void
add_json (DuoTranscript *self,
          guint          number,
          DuoMessage    *message,
          guint          replied_number,
          GString       *out)
{
  g_string_append (out, self->has_messages ? ",\n" : "\n");
  g_string_append_printf (out, "    {\"id\": %u, ", number);
  if (duo_message_get_kind (message) == DUO_MESSAGE_NOTICE)
    add_json_notice (self, message, out);
  else
    add_json_message (self, message, replied_number, out);
  g_string_append_c (out, '}');
}

/* -- Both -------------------------------------------------------------------------- */

void
duo_transcript_begin (DuoTranscript *self,
                      GString       *out)
{
  g_return_if_fail (self != NULL && out != NULL);

  if (self->format == DUO_TRANSCRIPT_JSON)
    {
      g_string_append (out, "{\n  \"format\": \"duologue-conversation\",\n  \"version\": 1,\n  ");
      append_string_member (out, "title", self->title);
      g_string_append (out, ",\n  \"messages\": [");
    }
  else if (self->title != NULL)
    {
      append_name (out, self->title);
      g_string_append_c (out, '\n');
    }
}

void
duo_transcript_add (DuoTranscript *self,
                    guint          number,
                    DuoMessage    *message,
                    guint          replied_number,
                    DuoMessage    *replied,
                    GString       *out)
{
  g_return_if_fail (self != NULL && out != NULL);
  g_return_if_fail (DUO_IS_MESSAGE (message));

  if (self->format == DUO_TRANSCRIPT_JSON)
    add_json (self, number, message, replied_number, out);
  else
    add_text (self, message, replied, out);
  self->has_messages = TRUE;
}

void
duo_transcript_end (DuoTranscript *self,
                    GString       *out)
{
  g_return_if_fail (self != NULL && out != NULL);

  if (self->format == DUO_TRANSCRIPT_JSON)
    g_string_append (out, self->has_messages ? "\n  ]\n}\n" : "]\n}\n");
}

char *
duo_transcript_dup_file_name (DuoTranscriptFormat  format,
                              const char          *title,
                              const char          *fallback,
                              gint64               at_us)
{
  g_autofree char *name = title != NULL ? duo_text_make_name (title, NAME_MAX_CHARS) : NULL;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) time = g_date_time_to_local (utc);
  g_autofree char *day = g_date_time_format (time, "%Y-%m-%d");

  /* What means something to a shell, a file system or a file manager. */
  if (name != NULL)
    g_strdelimit (name, "/\\:*?\"<>|~$`'&;%\n\t", '_');
  if (name != NULL && strchr (".- ", *name) != NULL)
    *name = '_';
  if (name == NULL || strspn (name, "_. ") == strlen (name))
    {
      g_free (name);
      name = g_strdup (fallback);
    }

  return g_strdup_printf ("%s %s.%s", name, day, format == DUO_TRANSCRIPT_JSON ? "json" : "txt");
}
