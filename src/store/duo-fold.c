/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-fold.h"

#include <string.h>

/* Characters below this are looked up in a table: the alphabets that have cases. */
#define N_CACHED 0x2000
/* Nothing folds to more than three times its bytes, and no character has more than 4. */
#define FOLDED_GROWTH 3
#define FOLDED_MAX_BYTES 12

typedef struct
{
  guint8 length; /* 0: not asked yet */
  char bytes[FOLDED_MAX_BYTES];
} Folded;

struct _DuoFold
{
  Folded *cache; /* (owned) (array length=N_CACHED) */
  char *needle;  /* (owned) (nullable): folded */
  gsize n_needle;
  char *buffer; /* (owned): of a text, folded */
  gsize n_buffer;
};

static gboolean
has_no_case (gunichar character)
{
  /* Cherokee folds to upper case, which GLib 2.74 folds once more and back. */
  return (character >= 0x13a0 && character < 0x13f6) ||   /* Cherokee */
         (character >= 0x3000 && character < 0xa640) ||   /* kana, Chinese characters, Yi */
         (character >= 0xac00 && character < 0xd7b0) ||   /* hangul */
         (character >= 0x1f000 && character < 0x1fb00) || /* emoji */
         (character >= 0x20000 && character < 0x32000);
}

static void
fold_one (const char *text,
          gsize       length,
          Folded     *folded)
{
  g_autofree char *result = g_utf8_casefold (text, (gssize) length);
  gsize size = strlen (result);

  if (size == 0 || size > length * FOLDED_GROWTH || size > FOLDED_MAX_BYTES)
    {
      memcpy (folded->bytes, text, length);
      folded->length = (guint8) length;
      return;
    }
  memcpy (folded->bytes, result, size);
  folded->length = (guint8) size;
}

/* Not ASCII.  Returns how much was written to OUT. */
static gsize
fold_character (DuoFold    *self,
                const char *text,
                gsize       length,
                char       *out)
{
  gunichar character = g_utf8_get_char (text);
  Folded other = { 0 };
  Folded *folded = character < N_CACHED ? &self->cache[character] : &other;

  if (has_no_case (character))
    {
      memcpy (out, text, length);
      return length;
    }
  if (folded->length == 0)
    fold_one (text, length, folded);
  memcpy (out, folded->bytes, folded->length);

  return folded->length;
}

/* OUT has room for the longest result.  Returns its length. */
static gsize
fold (DuoFold    *self,
      const char *text,
      gsize       length,
      char       *out)
{
  const char *end = text + length;
  char *begin = out;

  while (text < end)
    {
      guchar byte = (guchar) *text;

      if (byte < 0x80)
        {
          *out++ = (char) (byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
          text++;
        }
      else
        {
          gsize size = (gsize) (g_utf8_next_char (text) - text);

          out += fold_character (self, text, size, out);
          text += size;
        }
    }

  return (gsize) (out - begin);
}

static gsize
get_room (gsize length)
{
  return length * FOLDED_GROWTH + 1;
}

void
duo_fold_set_needle (DuoFold    *self,
                     const char *needle)
{
  gsize length;

  g_return_if_fail (self != NULL && needle != NULL);

  length = strlen (needle);
  g_free (self->needle);
  self->needle = g_malloc (get_room (length));
  self->n_needle = fold (self, needle, length, self->needle);
}

gboolean
duo_fold_is_in (DuoFold    *self,
                const char *text,
                gsize       length)
{
  gsize n_folded;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  if (self->n_needle == 0)
    return FALSE;
  if (self->n_buffer < get_room (length))
    {
      g_free (self->buffer);
      self->n_buffer = get_room (length);
      self->buffer = g_malloc (self->n_buffer);
    }
  n_folded = fold (self, text, length, self->buffer);

  return memmem (self->buffer, n_folded, self->needle, self->n_needle) != NULL;
}

DuoFold *
duo_fold_new (void)
{
  DuoFold *self = g_new0 (DuoFold, 1);

  self->cache = g_new0 (Folded, N_CACHED);

  return self;
}

void
duo_fold_free (DuoFold *self)
{
  if (self == NULL)
    return;

  g_free (self->cache);
  g_free (self->needle);
  g_free (self->buffer);
  g_free (self);
}
