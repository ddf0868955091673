/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-sayings.h"

/* Some minutes pass between two messages, now and then hours. */
#define PACE_US (97 * G_USEC_PER_SEC)

static const char *const words[] = {
  "yes",
  "the",
  "mountain",
  "was",
  "so",
  "beautiful",
  "this",
  "morning",
  "that",
  "we",
  "stayed",
  "until",
  "noon",
  "and",
  "then",
  "walked",
  "down",
  "by",
  "old",
  "road",
  "with",
  "my",
  "brother",
  "who",
  "had",
  "brought",
  "bread,",
  "cheese",
  "apples.",
  "Did",
  "you",
  "see",
  "it?",
  "Tomorrow",
};
static const char *const asides[] = {
  "👍",
  "😀😀",
  "👩‍👩‍👧‍👦 all here!",
  "مرحبا، كيف حالك اليوم؟",
  "שלום לכולם",
  "太好了，明天见！",
  "https://example.org/alps?day=3&view=wide",
  "write to anna@example.org or mailto:anna@example.org",
  "ok",
  "🏔️",
  "Grüße aus Zürich",
  "(see http://example.net/a/b/c/d/e/f/g/h/i/j/k)",
  "नमस्ते",
};

static guint
scramble (guint number)
{
  number = (number ^ (number >> 16)) * 0x45d9f3bu;
  number = (number ^ (number >> 16)) * 0x45d9f3bu;

  return number ^ (number >> 16);
}

static guint
get_n_words (guint dice)
{
  if (dice % 100 < 70)
    return 1 + (dice / 100) % 12;
  if (dice % 100 < 95)
    return 12 + (dice / 100) % 48;

  return 60 + (dice / 100) % 240;
}

char *
duo_sayings_dup_text (guint index)
{
  guint dice = scramble (index + 1);
  guint n_words = get_n_words (dice);
  GString *text = g_string_new (NULL);

  if (dice % 11 == 0)
    return g_string_free (g_string_append (text, asides[(dice / 11) % G_N_ELEMENTS (asides)]), FALSE);

  for (guint i = 0; i < n_words; i++)
    {
      guint pick = scramble (dice + i);

      g_string_append (text, words[pick % G_N_ELEMENTS (words)]);
      if (i + 1 < n_words)
        g_string_append_c (text, n_words > 20 && pick % 23 == 0 ? '\n' : ' ');
    }
  if (dice % 7 == 0)
    g_string_append_printf (text, " %s", asides[(dice / 7) % G_N_ELEMENTS (asides)]);

  return g_string_free (text, FALSE);
}

gboolean
duo_sayings_is_mine (guint index)
{
  return scramble (index / 3) % 2 == 0;
}

gint64
duo_sayings_get_time (guint  index,
                      guint  n,
                      gint64 end_us)
{
  return end_us - (gint64) (n - 1 - index) * PACE_US + (gint64) (scramble (index) % 60) * G_USEC_PER_SEC;
}
