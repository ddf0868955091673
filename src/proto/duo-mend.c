/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-mend.h"

#include <string.h>

#include "duo-compat.h"

#define MAX_ROUNDS 3 /* of quotes within quotes */

typedef enum
{
  QUOTES_PLAIN,
  QUOTES_SMART,
  QUOTES_ENTITY,
  QUOTES_ESCAPED,
} Quotes;

static gboolean
is_smart_quote (gunichar c)
{
  return (c >= 0x201c && c <= 0x201f) || c == 0x2033 || c == 0xab || c == 0xbb || c == 0xff02;
}

static gboolean
is_invisible (gunichar c)
{
  return c == 0xfeff || c == 0x200b || c == 0x2060 || c == 0xad || c == 0x200e || c == 0x200f ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_odd_space (gunichar c)
{
  return c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000;
}

static char *
drop_invisible (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_odd_space (c))
        {
          g_string_append_c (out, ' ');
        }
      else if (!is_invisible (c))
        {
          g_string_append_len (out, p, g_utf8_next_char (p) - p);
        }
    }
  return g_string_free (out, FALSE);
}

/* Behind "> ", once or more; spaces of the text itself stay. */
static const char *
skip_quote_marks (const char *line)
{
  for (;;)
    {
      const char *mark = line + strspn (line, " ");

      if (*mark != '>')
        {
          return line;
        }
      line = mark + (mark[1] == ' ' ? 2 : 1);
    }
}

static char *
strip_quote_marks (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));
  const char *p = text;

  while (*p != '\0')
    {
      const char *start = skip_quote_marks (p);
      const char *end = start + strcspn (start, "\n");

      end += *end == '\n' ? 1 : 0;
      g_string_append_len (out, start, end - start);
      p = end;
    }
  return g_string_free (out, FALSE);
}

/* How many bytes a soft line break of RFC 2045 section 6.7 has here, or 0. */
static gsize
get_soft_break (const char *p)
{
  if (duo_has_prefix (p, "=\r\n"))
    {
      return 3;
    }
  return duo_has_prefix (p, "=\n") ? 2 : 0;
}

static gboolean
is_encoded_byte (const char *p)
{
  static const char digits[] = "0123456789ABCDEF";

  return p[0] == '=' && p[1] != '\0' && strchr (digits, p[1]) != NULL &&
         p[2] != '\0' && strchr (digits, p[2]) != NULL;
}

/* In such a text every = starts a code or ends a line; "a=mid" shows another. */
static gboolean
is_quoted_printable (const char *text)
{
  for (const char *p = strchr (text, '='); p != NULL; p = strchr (p + 1, '='))
    {
      if (!is_encoded_byte (p) && get_soft_break (p) == 0)
        {
          return FALSE;
        }
    }
  return TRUE;
}

static char *
decode_quoted_printable (const char *original)
{
  const char *text = original;
  GString *out = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      gsize soft_break = get_soft_break (text);

      if (soft_break > 0)
        {
          text += soft_break;
        }
      else if (is_encoded_byte (text))
        {
          g_string_append_c (out, (char) (g_ascii_xdigit_value (text[1]) * 16 + g_ascii_xdigit_value (text[2])));
          text += 3;
        }
      else
        {
          g_string_append_c (out, *text++);
        }
    }
  if (!g_utf8_validate_len (out->str, out->len, /* end= */ NULL))
    {
      g_string_assign (out, original);
    }
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *entity;
  char meaning;
} entities[] = {
  { "&quot;", '"' },
  { "&#34;", '"' },
  { "&#x22;", '"' },
  { "&#39;", '\'' },
  { "&apos;", '\'' },
  { "&amp;", '&' },
  { "&#38;", '&' },
  { "&lt;", '<' },
  { "&gt;", '>' },
  { "&nbsp;", ' ' },
  { "&#160;", ' ' },
  { "&#10;", '\n' },
  { "&#13;", '\r' },
};

static int
find_entity (const char *p)
{
  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      if (duo_has_prefix (p, entities[i].entity))
        {
          return (int) i;
        }
    }
  return -1;
}

static char *
decode_entities (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      int found = *text == '&' ? find_entity (text) : -1;

      if (found >= 0)
        {
          g_string_append_c (out, entities[found].meaning);
          text += strlen (entities[found].entity);
        }
      else
        {
          g_string_append_c (out, *text++);
        }
    }
  return g_string_free (out, FALSE);
}

static char *
straighten_quotes (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (is_smart_quote (g_utf8_get_char (p)))
        {
          g_string_append_c (out, '"');
        }
      else
        {
          g_string_append_len (out, p, g_utf8_next_char (p) - p);
        }
    }
  return g_string_free (out, FALSE);
}

/* One level of backslashes; "\n" inside the inner text is that text's own. */
static char *
drop_escapes (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (; *text != '\0'; text++)
    {
      if (text[0] == '\\' && (text[1] == '"' || text[1] == '\\'))
        {
          text++;
        }
      g_string_append_c (out, *text);
    }
  return g_string_free (out, FALSE);
}

static gboolean
get_quotes_at (const char *p,
               Quotes     *quotes)
{
  int entity = *p == '&' ? find_entity (p) : -1;

  if (*p == '"')
    {
      *quotes = QUOTES_PLAIN;
    }
  else if (is_smart_quote (g_utf8_get_char (p)))
    {
      *quotes = QUOTES_SMART;
    }
  else if (p[0] == '\\' && (p[1] == '"' || p[1] == '\\'))
    {
      *quotes = QUOTES_ESCAPED;
    }
  else if (entity >= 0 && strchr ("\"&", entities[entity].meaning) != NULL)
    {
      *quotes = QUOTES_ENTITY;
    }
  else
    {
      return FALSE;
    }
  return TRUE;
}

/* The first quote after a brace tells how all of them are written.  Quotes of
 * another kind are then part of the text, and turning them could end a string
 * that was cut off. */
static Quotes
detect_quotes (const char *text)
{
  Quotes quotes = QUOTES_PLAIN;

  for (const char *p = strchr (text, '{'); p != NULL; p = strchr (p, '{'))
    {
      p++;
      p += strspn (p, " \t\r\n");
      if (get_quotes_at (p, &quotes))
        {
          break;
        }
    }
  return quotes;
}

static char *
mend_quotes (const char *text,
             Quotes      quotes)
{
  switch (quotes)
    {
    case QUOTES_SMART:
      return straighten_quotes (text);
    case QUOTES_ENTITY:
      return decode_entities (text);
    case QUOTES_ESCAPED:
      return drop_escapes (text);
    case QUOTES_PLAIN:
    default:
      return NULL;
    }
}

char *
duo_mend_text (const char *text)
{
  g_autofree char *visible = drop_invisible (text);
  g_autofree char *decoded = is_quoted_printable (visible) ? decode_quoted_printable (visible) : NULL;
  char *mended = strip_quote_marks (decoded != NULL ? decoded : visible);

  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      char *better = mend_quotes (mended, detect_quotes (mended));

      if (better == NULL)
        {
          break;
        }
      g_free (mended);
      mended = better;
    }
  return mended;
}

/* Follows JSON text: whether we are in a string. */
typedef struct
{
  gboolean is_in_string;
  gboolean is_escaped;
} Follower;

static void
follow (Follower *self,
        char      c)
{
  if (self->is_escaped)
    {
      self->is_escaped = FALSE;
    }
  else if (c == '"')
    {
      self->is_in_string = !self->is_in_string;
    }
  else if (c == '\\' && self->is_in_string)
    {
      self->is_escaped = TRUE;
    }
}

guint
duo_mend_count_breaks (const char *json,
                       gsize       length)
{
  Follower follower = { FALSE, FALSE };
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (json[i] == '\n' || json[i] == '\r')
        {
          n += follower.is_in_string ? 1 : 0;
        }
      else
        {
          follow (&follower, json[i]);
        }
    }
  return n;
}

/* The lines of a piece of text, as far as they tell how it was wrapped. */
typedef struct
{
  gsize widest;
  gboolean is_uniform; /* every line but the last is as wide as that */
  gsize column;        /* of the line we are in */
  gboolean has_space;
} Lines;

static void
lines_step (Lines *self,
            char   c)
{
  self->column = c == '\n' ? 0 : self->column + (c != '\r');
  self->has_space = c == ' ' || (self->has_space && c != '\n');
}

static void
lines_measure (Lines      *self,
               const char *json,
               gsize       length,
               gsize       column)
{
  gsize narrowest = G_MAXSIZE;

  *self = (Lines){ .column = column };
  for (gsize i = 0; i < length; i++)
    {
      if (json[i] == '\n')
        {
          narrowest = MIN (narrowest, self->column);
        }
      lines_step (self, json[i]);
      self->widest = MAX (self->widest, self->column);
    }
  self->is_uniform = narrowest == self->widest;
  self->column = column;
  self->has_space = FALSE;
}

/* A program that breaks lines at spaces cuts only a word that is wider than a
 * line, and such a line has no space in it; one that cuts anywhere makes all
 * lines as wide. */
static gboolean
lines_were_cut_here (const Lines *self)
{
  return self->column == self->widest && (self->is_uniform || !self->has_space);
}

static void
join_line (GString     *out,
           gboolean     is_space,
           DuoMendMode  mode)
{
  if (mode == DUO_MEND_LINES)
    {
      g_string_append (out, "\\r\\n");
    }
  /* "format=flowed" leaves the space at the end of the line. */
  else if (is_space && (out->len == 0 || out->str[out->len - 1] != ' '))
    {
      g_string_append_c (out, ' ');
    }
}

static gboolean
was_space (const Lines *lines,
           DuoMendMode  mode,
           guint        index,
           guint64      flips)
{
  gboolean is_space = mode == DUO_MEND_SPACE || (mode == DUO_MEND_WIDTH && !lines_were_cut_here (lines));
  gboolean is_flipped = index < DUO_MEND_FLIPS && (flips >> index & 1) != 0;

  return is_space != is_flipped;
}

char *
duo_mend_join (const char  *json,
               gsize        length,
               gsize        column,
               DuoMendMode  mode,
               guint64      flips)
{
  GString *out = g_string_sized_new (length + 64);
  Follower follower = { FALSE, FALSE };
  guint n_joined = 0;
  Lines lines;

  lines_measure (&lines, json, length, column);
  for (gsize i = 0; i < length; i++)
    {
      if (json[i] == '\n' && follower.is_in_string)
        {
          join_line (out, was_space (&lines, mode, n_joined++, flips), mode);
        }
      else if (json[i] != '\r')
        {
          follow (&follower, json[i]);
          g_string_append_c (out, json[i]);
        }
      lines_step (&lines, json[i]);
    }
  return g_string_free (out, FALSE);
}
