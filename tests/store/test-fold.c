/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-fold.h"

static gboolean
is_in (DuoFold    *fold,
       const char *needle,
       const char *text)
{
  duo_fold_set_needle (fold, needle);

  return duo_fold_is_in (fold, text, strlen (text));
}

static void
test_words (void)
{
  g_autoptr (DuoFold) fold = duo_fold_new ();

  g_assert_true (is_in (fold, "b", "abc"));
  g_assert_true (is_in (fold, "ABC", "xabcx"));
  g_assert_true (is_in (fold, "ss", "Fuß"));
  g_assert_true (is_in (fold, "ﬃ", "OFFICE"));
  g_assert_true (is_in (fold, "k", "K"));
  g_assert_true (is_in (fold, "ａｂ", "ＡＢ"));
  g_assert_true (is_in (fold, "𐐨", "𐐀"));
  g_assert_true (is_in (fold, "ꭰ", "Ꭰ"));
  g_assert_true (is_in (fold, "Ꭰ", "ꭰ"));
  g_assert_true (is_in (fold, "👍🏽", "fine 👍🏽!"));
  g_assert_false (is_in (fold, "abd", "abc"));
  g_assert_false (is_in (fold, "abcd", "abc"));
  g_assert_false (is_in (fold, "a", ""));
  g_assert_false (is_in (fold, "", "a"));
  g_assert_false (is_in (fold, "", ""));
}

/* Every character there is folds as GLib folds it. */
static void
test_every_character (void)
{
  g_autoptr (DuoFold) fold = duo_fold_new ();

  for (gunichar character = 1; character <= 0x10ffff; character++)
    {
      char text[8] = { 0 };
      g_autofree char *folded = NULL;

      if (!g_unichar_validate (character))
        continue;
      g_unichar_to_utf8 (character, text);
      folded = g_utf8_casefold (text, -1);
      /* Except Cherokee, where GLib takes turns. */
      if (*folded != '\0' && g_unichar_get_script (character) != G_UNICODE_SCRIPT_CHEROKEE && !is_in (fold, folded, text))
        g_error ("U+%04X is not found folded", character);
      if (!is_in (fold, text, text))
        g_error ("U+%04X is not found", character);
    }
}

/* A text that grows when folded stays within the room for it. */
static void
test_growth (void)
{
  g_autoptr (DuoFold) fold = duo_fold_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    {
      g_string_append (text, "ΐ");
      g_assert_true (is_in (fold, text->str, text->str));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fold/words", test_words);
  g_test_add_func ("/fold/every-character", test_every_character);
  g_test_add_func ("/fold/growth", test_growth);

  return g_test_run ();
}
