/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-extract.h"

#include <string.h>

#include "duo-compat.h"
#include "duo-limits.h"

void
duo_extract_init (DuoExtract *self,
                  const char *text)
{
  gsize length = strlen (text);

  self->at = text;
  self->line = text;
  self->end = text + length;
  self->budget = DUO_EXTRACT_WORK_PER_BYTE * length + DUO_JSON_MAX_BYTES;
}

static const char *
skip_space (const char *p)
{
  return p + strspn (p, " \t\r\n");
}

/* JSON that we look for is an object with members, or an array of such. */
static gboolean
can_start (const char *p)
{
  const char *next;

  if (*p != '{' && *p != '[')
    {
      return FALSE;
    }
  next = skip_space (p + 1);
  return *p == '{' ? *next == '"' : (*next == '{' || duo_has_prefix (next, "null"));
}

/* Finds the end of what starts at START, by brackets and strings alone. */
static void
measure (DuoExtract *self,
         const char *start,
         DuoSpan    *span)
{
  gboolean is_in_string = FALSE;
  guint depth = 0;
  const char *p;

  for (p = start; p < self->end && self->budget > 0; p++, self->budget--)
    {
      if (*p == '\\' && is_in_string && p + 1 < self->end)
        {
          p++;
        }
      else if (*p == '"')
        {
          is_in_string = !is_in_string;
        }
      else if (!is_in_string && (*p == '{' || *p == '['))
        {
          depth++;
        }
      else if (!is_in_string && (*p == '}' || *p == ']'))
        {
          depth--;
        }
      span->is_closed = depth == 0;
      span->is_broken = depth > DUO_JSON_MAX_DEPTH || p - start > 2 * DUO_JSON_MAX_BYTES;
      if (span->is_closed || span->is_broken)
        {
          break;
        }
    }
  span->length = (gsize) (p - start) + (span->is_closed ? 1 : 0);
}

gboolean
duo_extract_next (DuoExtract *self,
                  DuoSpan    *span)
{
  for (; self->at < self->end && self->budget > 0; self->at++)
    {
      if (*self->at == '\n')
        {
          self->line = self->at + 1;
        }
      if (can_start (self->at))
        {
          *span = (DuoSpan){ .start = self->at, .column = (gsize) (self->at - self->line) };
          span->is_quoted = *self->line == '>';
          measure (self, self->at, span);
          self->at++;
          return TRUE;
        }
    }
  return FALSE;
}

void
duo_extract_skip (DuoExtract    *self,
                  const DuoSpan *span)
{
  const char *end = span->start + span->length;

  for (; self->at < end; self->at++)
    {
      if (*self->at == '\n')
        {
          self->line = self->at + 1;
        }
    }
}

/* Whether TEXT starts with KEY, or is the start of it; line ends do not count. */
static gboolean
starts_with_key (const char *text,
                 const char *end,
                 const char *key)
{
  for (; text < end && *key != '\0'; text++)
    {
      if (*text == '\n' || *text == '\r')
        {
          continue;
        }
      if (*text != *key)
        {
          return FALSE;
        }
      key++;
    }
  return TRUE;
}

/* Brackets and spaces, but not a whole text of them. */
static const char *
skip_opening (const char *p)
{
  for (guint i = 0; i < DUO_EXTRACT_OPENING_MAX && *p != '\0' && strchr (" \t\r\n{[", *p) != NULL; i++)
    {
      p++;
    }
  return p;
}

gboolean
duo_span_looks_like_signal (const DuoSpan *span)
{
  static const char *const keys[] = {
    "\"type\"",
    "\"sdp\"",
    "\"candidate\"",
    "\"duologue\"",
    "\"sdpMid\"",
    "\"sdpMLineIndex\"",
    "\"usernameFragment\"",
  };
  const char *end = span->start + span->length;
  const char *key = skip_opening (span->start);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (starts_with_key (key, end, keys[i]))
        {
          return TRUE;
        }
    }
  return FALSE;
}
