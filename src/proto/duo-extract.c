/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-extract.h"

#include <string.h>

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
  return *p == '{' ? *next == '"' : (*next == '{' || g_str_has_prefix (next, "null"));
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
          *span = (DuoSpan) { .start = self->at, .column = (gsize) (self->at - self->line) };
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

gboolean
duo_span_looks_like_signal (const DuoSpan *span)
{
  static const char * const keys[] = {
    "\"type\"", "\"sdp\"", "\"candidate\"", "\"duologue\"",
    "\"sdpMid\"", "\"sdpMLineIndex\"", "\"usernameFragment\"",
  };
  const char *end = span->start + span->length;
  const char *key = span->start + strspn (span->start, " \t\r\n{[");
  gsize left = key < end ? (gsize) (end - key) : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (strncmp (key, keys[i], MIN (left, strlen (keys[i]))) == 0)
        {
          return TRUE;
        }
    }
  return FALSE;
}
