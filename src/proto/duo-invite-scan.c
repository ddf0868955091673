/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-invite-scan.h"

#include <string.h>

#include "duo-base45.h"
#include "duo-base64url.h"
#include "duo-invite-frame.h"
#include "duo-limits.h"

#define SCHEME "duologue:"
#define PREFIX "duo"
#define PREFIX_VERSION '1'
#define PATH_MAX_CHARS 8

/* A code is joined over a gap of so many characters at most, and only with a
 * piece that is longer than a word, or ends the code to the character. */
#define GAP_MAX_CHARS 64
#define PIECE_MIN_CHARS 16
/* So much after a strange character still belongs to the code. */
#define REST_MIN_CHARS 8

/* What stands for nothing: places where a line may be broken. */
static const char *const nothings[] = {
  "=\r\n", "=\n", "&shy;", "&#173;", "&#xad;", "&#8203;", "<wbr>", "<wbr/>", "<wbr />"
};

static gboolean
is_invisible (gunichar c)
{
  return c == 0xad || c == 0xfeff || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_dash (gunichar c)
{
  return c == 0x2010 || c == 0x2011 || c == 0x2212;
}

static gsize
measure_nothing (const char *p,
                 const char *end)
{
  gsize length;

  if (is_invisible (g_utf8_get_char (p)))
    {
      return (gsize) (g_utf8_next_char (p) - p);
    }
  for (gsize i = 0; (*p == '=' || *p == '&' || *p == '<') && i < G_N_ELEMENTS (nothings); i++)
    {
      length = strlen (nothings[i]);
      if ((gsize) (end - p) >= length && g_ascii_strncasecmp (p, nothings[i], length) == 0)
        {
          return length;
        }
    }
  return 0;
}

static gboolean
is_escape (const char *p,
           const char *end)
{
  return end - p >= 3 && p[0] == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]);
}

/* The next character that shows, and where to go on; 0 at the end. */
static gunichar
read_char (const char  *p,
           const char  *end,
           gboolean     is_literal,
           const char **next)
{
  gunichar c;
  gsize nothing;

  while (p < end && (nothing = measure_nothing (p, end)) > 0)
    {
      p += nothing;
    }
  *next = p;
  if (p >= end)
    {
      return 0;
    }
  if (!is_literal && is_escape (p, end))
    {
      *next = p + 3;
      c = (gunichar) (g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]));
      return c > 0 && c < 0x80 ? c : 0xfffd;
    }
  *next = g_utf8_next_char (p);
  c = g_utf8_get_char (p);
  return is_dash (c) ? '-' : c;
}

/* Passes WORD at *P, in any case. */
static gboolean
pass_word (const char **p,
           const char  *end,
           const char  *word)
{
  const char *at = *p;

  for (; *word != '\0'; word++)
    {
      gunichar c = read_char (at, end, /* is_literal= */ FALSE, &at);

      if (c >= 0x80 || g_ascii_tolower ((char) c) != *word)
        {
          return FALSE;
        }
    }
  *p = at;
  return TRUE;
}

static gboolean
match_bare (DuoInviteAnchor *self,
            const char      *p,
            const char      *end)
{
  gunichar c;

  if (!pass_word (&p, end, PREFIX))
    {
      return FALSE;
    }
  c = read_char (p, end, /* is_literal= */ FALSE, &p);
  if (c < '1' || c > '9')
    {
      return FALSE;
    }
  self->code = p;
  self->is_known = c == PREFIX_VERSION;
  return TRUE;
}

/* duologue:i/, duologue://i/, and with another word in place of the i. */
static gboolean
match_link (DuoInviteAnchor *self,
            const char      *p,
            const char      *end)
{
  gunichar path[PATH_MAX_CHARS + 1];
  guint n = 0;

  if (!pass_word (&p, end, SCHEME))
    {
      return FALSE;
    }
  (void) pass_word (&p, end, "//"); /* as good as without */
  do
    {
      path[n] = read_char (p, end, /* is_literal= */ FALSE, &p);
    }
  while (path[n] < 0x80 && g_ascii_isalnum ((char) path[n]) && n++ < PATH_MAX_CHARS);
  if (n == 0 || n > PATH_MAX_CHARS || path[n] != '/')
    {
      return FALSE;
    }
  self->code = p;
  self->is_link = TRUE;
  self->kind = g_ascii_tolower ((char) path[0]);
  self->is_known = n == 1 && (self->kind == 'i' || self->kind == 'a');
  self->alphabet = g_ascii_isupper ((char) path[0]) ? DUO_INVITE_ALPHABET_45 : DUO_INVITE_ALPHABET_64;
  return TRUE;
}

/* In the middle of a word nothing starts, but "%20duo1" is not one word. */
static gboolean
is_word_start (const char *start,
               const char *at)
{
  if (at == start || !(g_ascii_isalnum (at[-1]) || at[-1] == '-' || at[-1] == '_'))
    {
      return TRUE;
    }
  return at - start >= 3 && is_escape (at - 3, at);
}

gboolean
duo_invite_anchor_match (DuoInviteAnchor *self,
                         const char      *start,
                         const char      *at,
                         const char      *end)
{
  *self = (DuoInviteAnchor){ .start = at };
  if (at >= end || (*at != 'd' && *at != 'D') || !is_word_start (start, at))
    {
      return FALSE;
    }
  return match_link (self, at, end) || match_bare (self, at, end);
}

static gboolean
is_digit_of (DuoInviteAlphabet alphabet,
             gunichar          c)
{
  if (c >= 0x80)
    {
      return FALSE;
    }
  return alphabet == DUO_INVITE_ALPHABET_64 ? duo_base64url_has ((char) c) : duo_base45_has ((char) c);
}

static gboolean
is_space (gunichar c)
{
  return c != 0 && g_unichar_isspace (c);
}

guint8 *
duo_invite_chars_decode (const DuoInviteChars *self,
                         DuoInviteAlphabet     alphabet,
                         gsize                *n_bytes)
{
  if (alphabet == DUO_INVITE_ALPHABET_64)
    {
      return duo_base64url_decode (self->chars->str, self->chars->len, n_bytes);
    }
  return duo_base45_decode (self->chars->str, self->chars->len, n_bytes);
}

/* Reads the length once there are whole bytes enough: after 4 or 8 characters of
 * base64url, after 3 or 9 of base45. */
static void
learn_length (DuoInviteChars    *self,
              DuoInviteAlphabet  alphabet)
{
  gsize unit = alphabet == DUO_INVITE_ALPHABET_64 ? 4 : 3;
  g_autofree guint8 *bytes = NULL;
  gsize n_bytes = 0;
  gsize length;

  if (self->n_wanted > 0 || self->is_broken || self->chars->len % unit != 0)
    {
      return;
    }
  bytes = duo_invite_chars_decode (self, alphabet, &n_bytes);
  length = bytes != NULL ? duo_invite_frame_peek (bytes, n_bytes) : 0;
  if (bytes == NULL || length > DUO_INVITE_MAX_BYTES || (length > 0 && length < DUO_INVITE_FRAME_MIN_BYTES))
    {
      self->is_broken = TRUE;
    }
  else if (length > 0)
    {
      self->n_wanted = (alphabet == DUO_INVITE_ALPHABET_64 ? duo_base64url_measure : duo_base45_measure) (length);
    }
}

static void
take_char (DuoInviteChars    *self,
           DuoInviteAlphabet  alphabet,
           gunichar           c,
           const char        *next)
{
  g_string_append_c (self->chars, (char) c);
  self->end = next;
  learn_length (self, alphabet);
}

static gboolean
needs_more (const DuoInviteChars *self)
{
  return !self->is_broken && (self->n_wanted == 0 || self->chars->len < self->n_wanted);
}

/* How many digits stand at *P without a gap, which is passed. */
static gsize
pass_run (const char        **p,
          const char         *end,
          DuoInviteAlphabet   alphabet)
{
  gsize n = 0;
  const char *next;

  while (is_digit_of (alphabet, read_char (*p, end, alphabet == DUO_INVITE_ALPHABET_45, &next)))
    {
      *p = next;
      n++;
    }
  return n;
}

/* White space, and what a mail program puts before a quoted line. */
static const char *
pass_gap (const char *p,
          const char *end)
{
  gboolean is_line_start = FALSE;
  const char *next;

  for (guint i = 0; i < GAP_MAX_CHARS; i++)
    {
      gunichar c = read_char (p, end, /* is_literal= */ FALSE, &next);

      if (!is_space (c) && !(is_line_start && (c == '>' || c == '|')))
        {
          break;
        }
      is_line_start = is_line_start || c == '\n';
      p = next;
    }
  return p;
}

/* Where the code goes on after the gap at P, or NULL. */
static const char *
find_next_piece (const DuoInviteChars *self,
                 const char           *p,
                 const char           *end)
{
  const char *start = pass_gap (p, end);
  DuoInviteAnchor anchor;
  gsize n;

  p = start;
  if (duo_invite_anchor_match (&anchor, p, p, end))
    {
      return NULL;
    }
  n = pass_run (&p, end, DUO_INVITE_ALPHABET_64);
  return n >= PIECE_MIN_CHARS || (n > 0 && self->chars->len + n == self->n_wanted) ? start : NULL;
}

/* A strange character at P: in the middle of the code, or after a part of it? */
static void
judge_strange_char (DuoInviteChars    *self,
                    const char        *p,
                    const char        *end,
                    DuoInviteAlphabet  alphabet)
{
  gsize n;

  if (read_char (p, end, alphabet == DUO_INVITE_ALPHABET_45, &p) == 0)
    {
      return;
    }
  n = pass_run (&p, end, alphabet);
  if (n >= REST_MIN_CHARS || (self->n_wanted > 0 && self->chars->len + 1 + n >= self->n_wanted))
    {
      self->is_broken = TRUE;
      self->n_rest = n;
      self->end = p;
    }
}

/* A length that cannot be: the rest belongs to the code all the same. */
static void
pass_rest (DuoInviteChars    *self,
           const char        *end,
           DuoInviteAlphabet  alphabet)
{
  if (self->is_broken && self->n_rest == 0)
    {
      self->n_rest = pass_run (&self->end, end, alphabet);
    }
}

static void
collect_64 (DuoInviteChars *self,
            const char     *end)
{
  const char *p = self->end;
  const char *next;

  while (needs_more (self))
    {
      gunichar c = read_char (p, end, /* is_literal= */ FALSE, &next);

      if (is_digit_of (DUO_INVITE_ALPHABET_64, c))
        {
          take_char (self, DUO_INVITE_ALPHABET_64, c, next);
          p = next;
        }
      else if (is_space (c))
        {
          p = find_next_piece (self, p, end);
          if (p == NULL)
            {
              return;
            }
        }
      else
        {
          judge_strange_char (self, p, end, DUO_INVITE_ALPHABET_64);
          return;
        }
    }
}

/* Spaces at the end came from what stands after a code that is cut off. */
static void
drop_last_spaces (DuoInviteChars *self)
{
  while (needs_more (self) && self->chars->len > 0 && self->chars->str[self->chars->len - 1] == ' ')
    {
      g_string_truncate (self->chars, self->chars->len - 1);
    }
}

static void
collect_45 (DuoInviteChars *self,
            const char     *end,
            DuoInviteMend   mend)
{
  const char *p = self->end;
  const char *next;

  while (needs_more (self))
    {
      gunichar c = read_char (p, end, mend != DUO_INVITE_MEND_PERCENT, &next);

      if (c == '\n' && mend == DUO_INVITE_MEND_SPACES)
        {
          c = ' ';
        }
      if (is_digit_of (DUO_INVITE_ALPHABET_45, c))
        {
          take_char (self, DUO_INVITE_ALPHABET_45, c, next);
        }
      else if (c != '\n' && c != '\r')
        {
          judge_strange_char (self, p, end, DUO_INVITE_ALPHABET_45);
          break;
        }
      p = next;
    }
  drop_last_spaces (self);
}

void
duo_invite_chars_collect (DuoInviteChars        *self,
                          const DuoInviteAnchor *anchor,
                          const char            *end,
                          DuoInviteMend          mend)
{
  *self = (DuoInviteChars){ .chars = g_string_new (NULL), .end = anchor->code };
  if (anchor->alphabet == DUO_INVITE_ALPHABET_64)
    {
      collect_64 (self, end);
    }
  else
    {
      collect_45 (self, end, mend);
    }
  pass_rest (self, end, anchor->alphabet);
}

void
duo_invite_chars_clear (DuoInviteChars *self)
{
  g_string_free (g_steal_pointer (&self->chars), TRUE);
}
