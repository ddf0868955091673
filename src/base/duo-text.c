/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-text.h"

#include <string.h>

#define REPLACEMENT 0xfffd
#define ZERO_WIDTH_SPACE 0x200b
#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d

#define HIDDEN_RUN_MAX 8    /* zero-width characters in a row; real text has two or three */
#define MARK_RUN_MAX 16     /* combining marks on one letter in a message */
#define NAME_MARK_RUN_MAX 4 /* and in a name, which stands above others' lines */
#define UNBROKEN_RUN_MAX 64
#define FLAG_TAGS_MAX 6 /* of 🏴󠁧󠁢󠁳󠁣󠁴󠁿, UTS 51 appendix C */
#define LINK_MAX_BYTES 2048

gboolean
duo_text_is_valid (const char *text,
                   gsize       length,
                   gsize       max_bytes)
{
  return length <= max_bytes && g_utf8_validate_len (text, length, /* end= */ NULL);
}

char *
duo_text_make_valid (const char *text,
                     gssize      length)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_utf8_make_valid (text, length);
}

static gboolean
is_between (gunichar c,
            gunichar first,
            gunichar last)
{
  return c >= first && c <= last;
}

static gboolean
is_tag (gunichar c)
{
  return is_between (c, 0xe0000, 0xe007f);
}

/* Embeddings, overrides and isolates of UAX 9, their deprecated kin, and the
 * characters that stand for something else. */
static gboolean
is_deceptive (gunichar c)
{
  return is_between (c, 0x202a, 0x202e) || is_between (c, 0x2066, 0x206f) ||
         is_between (c, 0xfff9, 0xfffc) || is_between (c, 0x80, 0x9f) || is_tag (c);
}

/* Characters without a width or a picture of their own. */
static gboolean
is_hidden (gunichar c)
{
  return is_between (c, ZERO_WIDTH_SPACE, 0x200f) || is_between (c, 0x2060, 0x2065) ||
         c == 0xad || c == 0x34f || c == 0x61c || c == 0x115f || c == 0x1160 || c == 0x180e ||
         c == 0x2800 || c == 0x3164 || c == 0xfeff || c == 0xffa0;
}

/* How many bytes a flag made of tags has here, or 0. */
static gsize
get_flag_length (const char *text)
{
  const char *p = text;
  guint n_tags = 0;

  if (g_utf8_get_char (p) != 0x1f3f4)
    {
      return 0;
    }
  for (p = g_utf8_next_char (p); *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0xe007f)
        {
          return n_tags > 0 ? (gsize) (g_utf8_next_char (p) - text) : 0;
        }
      if ((!is_between (c, 0xe0030, 0xe0039) && !is_between (c, 0xe0061, 0xe007a)) ||
          ++n_tags > FLAG_TAGS_MAX)
        {
          return 0;
        }
    }
  return 0;
}

/* How safe text is built, a character at a time. */
typedef struct
{
  GString *out;
  guint n_hidden; /* of the run that ends here */
  guint n_marks;
  gboolean is_after_replacement;
} SafeWriter;

static void
write_replacement (SafeWriter *self)
{
  if (!self->is_after_replacement)
    {
      g_string_append_unichar (self->out, REPLACEMENT);
    }
  self->is_after_replacement = TRUE;
}

static void
write_visible (SafeWriter *self,
               gunichar    c)
{
  self->n_hidden = is_hidden (c) ? self->n_hidden + 1 : 0;
  self->n_marks = g_unichar_ismark (c) ? self->n_marks + 1 : 0;
  self->is_after_replacement = FALSE;
  if (self->n_hidden <= HIDDEN_RUN_MAX && self->n_marks <= MARK_RUN_MAX)
    {
      g_string_append_unichar (self->out, c);
    }
}

static void
write_safe (SafeWriter *self,
            gunichar    c)
{
  if (is_deceptive (c))
    {
      write_replacement (self);
    }
  else if (c == 0x2028 || c == 0x2029)
    {
      write_visible (self, '\n');
    }
  else if (c < 0x20 && c != '\n' && c != '\t')
    {
      /* The pictures of Unicode's block "Control Pictures". */
      write_visible (self, 0x2400 + c);
    }
  else
    {
      write_visible (self, c == 0x7f ? 0x2421 : c);
    }
}

static gsize
write_flag (SafeWriter *self,
            const char *text)
{
  gsize length = get_flag_length (text);

  g_string_append_len (self->out, text, (gssize) length);
  return length;
}

char *
duo_text_make_safe (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  SafeWriter writer = { .out = g_string_sized_new (strlen (valid)) };
  const char *p = valid;

  while (*p != '\0')
    {
      gsize flag_length = write_flag (&writer, p);
      gunichar c = g_utf8_get_char (p);

      if (flag_length > 0)
        {
          p += flag_length;
          continue;
        }
      p = g_utf8_next_char (p);
      if (c != '\r')
        {
          write_safe (&writer, c);
        }
      else if (*p != '\n')
        {
          write_safe (&writer, '\n');
        }
    }
  return g_string_free (writer.out, FALSE);
}

/* Whether C belongs to the character before it. */
static gboolean
is_joining (gunichar c)
{
  return g_unichar_ismark (c) || c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER ||
         is_tag (c) || is_between (c, 0x1f3fb, 0x1f3ff);
}

/* A cut at END, moved back so that it parts no letter from its marks. */
static const char *
find_cut (const char *text,
          const char *end)
{
  const char *cut = end;

  for (guint i = 0; i < 2 * MARK_RUN_MAX && cut > text; i++)
    {
      const char *before = g_utf8_prev_char (cut);

      if (!is_joining (g_utf8_get_char (cut)) && g_utf8_get_char (before) != ZERO_WIDTH_JOINER)
        {
          return cut;
        }
      cut = before;
    }
  return end;
}

static void
clip (char     *text,
      guint     max_chars,
      guint     max_lines,
      gboolean *is_clipped)
{
  guint n_chars = 0;
  guint n_lines = 1;
  char *p = text;

  while (*p != '\0' && n_chars < max_chars && (*p != '\n' || n_lines < max_lines))
    {
      n_lines += *p == '\n' ? 1 : 0;
      n_chars++;
      p = g_utf8_next_char (p);
    }
  if (is_clipped != NULL)
    {
      *is_clipped = *p != '\0';
    }
  if (*p != '\0')
    {
      text[*p == '\n' ? p - text : find_cut (text, p) - text] = '\0';
    }
}

/* Where an unbroken run has got to; carried from one piece of text to the next. */
typedef struct
{
  guint n_chars;
  gunichar previous;
} Run;

static gboolean
ends_run (const Run *run,
          gunichar   c)
{
  /* Pango may break a line at wide characters anyway, but not in a chain of joiners. */
  return g_unichar_isspace (c) || c == ZERO_WIDTH_SPACE ||
         (g_unichar_iswide (c) && run->previous != ZERO_WIDTH_JOINER);
}

static gboolean
wants_break (const Run *run,
             gunichar   c)
{
  if (run->n_chars < UNBROKEN_RUN_MAX)
    {
      return FALSE;
    }
  return run->n_chars >= 2 * UNBROKEN_RUN_MAX ||
         (!is_joining (c) && run->previous != ZERO_WIDTH_JOINER);
}

static char *
add_break_points (const char *text,
                  gsize       length,
                  Run        *run)
{
  GString *out = g_string_sized_new (length + length / 16);
  const char *end = text + length;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (ends_run (run, c))
        {
          run->n_chars = 0;
        }
      else if (wants_break (run, c))
        {
          g_string_append_unichar (out, ZERO_WIDTH_SPACE);
          run->n_chars = 1;
        }
      else
        {
          run->n_chars++;
        }
      run->previous = c;
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
duo_text_make_shown (const char *text,
                     guint       max_chars,
                     guint       max_lines,
                     gboolean   *is_clipped)
{
  g_autofree char *safe = NULL;
  Run run = { 0, 0 };

  g_return_val_if_fail (text != NULL, NULL);

  safe = duo_text_make_safe (text);
  clip (safe, max_chars, max_lines, is_clipped);
  return add_break_points (safe, strlen (safe), &run);
}

static void
append_escaped (GString    *markup,
                const char *text,
                gsize       length,
                Run        *run)
{
  g_autofree char *broken = add_break_points (text, length, run);
  g_autofree char *escaped = g_markup_escape_text (broken, -1);

  g_string_append (markup, escaped);
}

static void
append_link (GString    *markup,
             const char *text,
             gsize       length,
             Run        *run)
{
  g_autofree char *target = g_markup_escape_text (text, (gssize) length);

  g_string_append_printf (markup, "<a href=\"%s\">", target);
  append_escaped (markup, text, length, run);
  g_string_append (markup, "</a>");
}

char *
duo_text_make_markup (const char *text,
                      guint       max_chars,
                      guint       max_lines,
                      gboolean   *is_clipped)
{
  g_autofree char *safe = NULL;
  g_autoptr (GArray) links = NULL;
  GString *markup = g_string_new (NULL);
  Run run = { 0, 0 };
  gsize done = 0;

  g_return_val_if_fail (text != NULL, NULL);

  safe = duo_text_make_safe (text);
  clip (safe, max_chars, max_lines, is_clipped);
  links = duo_text_find_links (safe);
  for (guint i = 0; i < links->len; i++)
    {
      const DuoTextRange *range = &g_array_index (links, DuoTextRange, i);

      append_escaped (markup, safe + done, range->start - done, &run);
      append_link (markup, safe + range->start, range->end - range->start, &run);
      done = range->end;
    }
  append_escaped (markup, safe + done, strlen (safe + done), &run);
  return g_string_free (markup, FALSE);
}

/* How a name is built: spaces and joiners are held back until something
 * visible follows them. */
typedef struct
{
  GString *out;
  gunichar pending; /* a space, a joiner, or 0 */
  guint n_chars;
  guint n_marks;
} NameWriter;

static gboolean
is_space_in_name (gunichar c)
{
  return g_unichar_isspace (c) || c < 0x20 || c == 0x2028 || c == 0x2029;
}

static void
write_in_name (NameWriter *self,
               gunichar    c)
{
  self->n_marks = g_unichar_ismark (c) ? self->n_marks + 1 : 0;
  if (self->n_marks > NAME_MARK_RUN_MAX || (self->n_marks > 0 && self->out->len == 0))
    {
      return;
    }
  if (self->pending != 0 && self->out->len > 0)
    {
      g_string_append_unichar (self->out, self->pending);
      self->n_chars++;
    }
  self->pending = 0;
  g_string_append_unichar (self->out, c);
  self->n_chars++;
}

static void
take_in_name (NameWriter *self,
              gunichar    c)
{
  if (is_space_in_name (c))
    {
      self->pending = ' ';
    }
  else if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER)
    {
      self->pending = self->pending == 0 ? c : self->pending;
    }
  else if (c != 0x7f && !is_deceptive (c) && !is_hidden (c))
    {
      write_in_name (self, c);
    }
}

char *
duo_text_make_name (const char *text,
                    guint       max_chars)
{
  g_autofree char *valid = NULL;
  NameWriter writer = {
    NULL,
  };

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  writer.out = g_string_new (NULL);
  /* A pending character and its follower may both be written at once. */
  for (const char *p = valid; *p != '\0' && writer.n_chars + 1 < max_chars + (writer.pending == 0);
       p = g_utf8_next_char (p))
    {
      take_in_name (&writer, g_utf8_get_char (p));
    }
  if (writer.out->len == 0)
    {
      g_string_free (writer.out, TRUE);
      return NULL;
    }
  return g_string_free (writer.out, FALSE);
}

static const char *const link_schemes[] = { "http://", "https://", "mailto:" };

/* A link starts where no other word is going on, so that "javascript:http://x"
 * holds none. */
static const char *
match_scheme (const char *text,
              const char *at)
{
  if (at > text && (g_ascii_isalnum (at[-1]) || strchr (":/.-+_@%=&?#~\\", at[-1]) != NULL))
    {
      return NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (link_schemes); i++)
    {
      if (g_ascii_strncasecmp (at, link_schemes[i], strlen (link_schemes[i])) == 0)
        {
          return link_schemes[i];
        }
    }
  return NULL;
}

/* ASCII only: a letter that merely looks like another ends the link visibly. */
static gboolean
is_link_char (char     c,
              gboolean is_mail)
{
  if (g_ascii_isalnum (c))
    {
      return TRUE;
    }
  return c != '\0' && strchr (is_mail ? ".+-_%@" : "-._~:/?#[]@!$&'()*+,;=%", c) != NULL;
}

static gsize
count_char (const char *start,
            const char *end,
            char        c)
{
  gsize n = 0;

  for (; start < end; start++)
    {
      n += *start == c ? 1 : 0;
    }
  return n;
}

/* Takes off the punctuation of the sentence, and brackets opened before the link. */
static const char *
trim_link (const char *start,
           const char *end)
{
  gssize round = (gssize) count_char (start, end, ')') - (gssize) count_char (start, end, '(');
  gssize square = (gssize) count_char (start, end, ']') - (gssize) count_char (start, end, '[');

  for (; end > start; end--)
    {
      char last = end[-1];

      if (last == ')' && round > 0)
        {
          round--;
        }
      else if (last == ']' && square > 0)
        {
          square--;
        }
      else if (last == '(' || last == '[' || strchr (".,;:!?'*_~", last) == NULL)
        {
          return end;
        }
    }
  return end;
}

/* A host, and nobody's name before it: "https://bank.example@evil.example" leads
 * elsewhere than it seems to. */
static gboolean
is_web_target (const char *start,
               const char *end)
{
  gsize length = (gsize) (end - start);
  gsize authority = 0;

  while (authority < length && strchr ("/?#", start[authority]) == NULL)
    {
      if (start[authority] == '@')
        {
          return FALSE;
        }
      authority++;
    }
  return authority > 0 && (g_ascii_isalnum (start[0]) || start[0] == '[');
}

static gboolean
is_mail_target (const char *start,
                const char *end)
{
  const char *at = memchr (start, '@', (gsize) (end - start));

  return at != NULL && at > start && at + 1 < end && g_ascii_isalnum (at[1]) &&
         memchr (at + 1, '@', (gsize) (end - at - 1)) == NULL;
}

/* Adds the link that starts at AT, if it is one.  Returns where to go on. */
static const char *
take_link (GArray     *links,
           const char *text,
           const char *at,
           const char *scheme)
{
  gboolean is_mail = scheme == link_schemes[2];
  const char *start = at + strlen (scheme);
  const char *stop = start;
  const char *end;
  DuoTextRange range;

  while (is_link_char (*stop, is_mail))
    {
      stop++;
    }
  end = trim_link (start, stop);
  if (end - at <= LINK_MAX_BYTES && (is_mail ? is_mail_target : is_web_target) (start, end))
    {
      range.start = (gsize) (at - text);
      range.end = (gsize) (end - text);
      g_array_append_val (links, range);
    }
  return stop;
}

GArray *
duo_text_find_links (const char *text)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (DuoTextRange));
  const char *p = text;

  g_return_val_if_fail (text != NULL, links);

  while (*p != '\0')
    {
      const char *scheme = match_scheme (text, p);

      p = scheme != NULL ? take_link (links, text, p, scheme) : p + 1;
    }
  return links;
}
