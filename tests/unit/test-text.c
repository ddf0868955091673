/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-text.h"

#define ZWSP "\u200b"
#define CHARS 8000
#define LINES 500

static void
assert_safe (const char *text,
             const char *expected)
{
  g_autofree char *safe = duo_text_make_safe (text);

  g_assert_cmpstr (safe, ==, expected);
}

static void
assert_name (const char *text,
             const char *expected)
{
  g_autofree char *name = duo_text_make_name (text, 64);

  g_assert_cmpstr (name, ==, expected);
}

static void
assert_markup (const char *text,
               const char *expected)
{
  g_autofree char *markup = duo_text_make_markup (text, CHARS, LINES, NULL);

  g_assert_cmpstr (markup, ==, expected);
}

static void
test_valid (void)
{
  g_autofree char *valid = duo_text_make_valid ("a\xff"
                                                "b\0c",
                                                5);

  g_assert_true (duo_text_is_valid ("", 0, 0));
  g_assert_true (duo_text_is_valid ("\u4f60", 3, 3));
  g_assert_false (duo_text_is_valid ("\u4f60", 3, 2));
  g_assert_false (duo_text_is_valid ("\u4f60", 2, 9));
  g_assert_false (duo_text_is_valid ("a\0b", 3, 9));
  g_assert_cmpstr (valid, ==, "a\ufffdb\ufffdc");
}

static void
test_bidi (void)
{
  assert_safe ("photo\u202egnp.exe", "photo\ufffdgnp.exe");
  assert_safe ("a\u2066b\u2069c\u202a\u202c", "a\ufffdb\ufffdc\ufffd");
  assert_safe ("\u05e9\u05dc\u05d5\u05dd, \u0645\u0631\u062d\u0628\u0627\u200f!", "\u05e9\u05dc\u05d5\u05dd, \u0645\u0631\u062d\u0628\u0627\u200f!");
  for (gunichar c = 0x2000; c < 0x2070; c++)
    {
      char text[8] = {
        0,
      };
      g_autofree char *safe = NULL;
      gboolean is_bad = (c >= 0x202a && c <= 0x202e) || c >= 0x2066;

      g_unichar_to_utf8 (c, text);
      safe = duo_text_make_safe (text);
      g_assert_cmpint (strcmp (safe, "\ufffd") == 0, ==, is_bad);
    }
}

static void
test_controls (void)
{
  assert_safe ("a\tb\nc\r\nd\re", "a\tb\nc\nd\ne");
  assert_safe ("a\x1b[31m\x07\x7f", "a\u241b[31m\u2407\u2421");
  assert_safe ("a\xc2\x85"
               "b\xc2\x9f",
               "a\ufffdb\ufffd");
  assert_safe ("a\u2028b\u2029c", "a\nb\nc");
  assert_safe ("a\ufffcb\ufff9c", "a\ufffdb\ufffdc");
  assert_safe ("caf\xe9", "caf\ufffd");
}

static void
test_hidden (void)
{
  GString *heap = g_string_new ("a");

  /* Family, heart, Scotland's flag: joiners, a selector and tags that belong there. */
  assert_safe ("👨‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👨‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿");
  assert_safe ("a\U000e0041\U000e0042b", "a\ufffdb");
  assert_safe ("🏴\U000e0067\U000e0062", "🏴\ufffd");
  assert_safe ("नमस्ते می‌خواهم", "नमस्ते می‌خواهم");
  for (guint i = 0; i < 20; i++)
    {
      g_string_append (heap, "\u200e");
    }
  g_string_append (heap, "b");
  assert_safe (heap->str, "a\u200e\u200e\u200e\u200e\u200e\u200e\u200e\u200eb");
  g_string_free (heap, TRUE);
}

static void
test_zalgo (void)
{
  GString *text = g_string_new ("a");
  g_autofree char *safe = NULL;

  while (text->len < 1024 * 1024)
    {
      g_string_append (text, "\u0301");
    }
  safe = duo_text_make_safe (text->str);
  g_assert_cmpint (g_utf8_strlen (safe, -1), ==, 17);
  g_string_free (text, TRUE);
}

static void
test_clip (void)
{
  gboolean is_clipped;
  g_autofree char *all = duo_text_make_shown ("abc\ndef", 7, 2, &is_clipped);
  g_autofree char *some = NULL;
  g_autofree char *lines = NULL;
  g_autofree char *joined = NULL;

  g_assert_cmpstr (all, ==, "abc\ndef");
  g_assert_false (is_clipped);
  some = duo_text_make_shown ("abc\ndef", 6, 2, &is_clipped);
  g_assert_cmpstr (some, ==, "abc\nde");
  g_assert_true (is_clipped);
  lines = duo_text_make_shown ("a\nb\nc", 100, 2, &is_clipped);
  g_assert_cmpstr (lines, ==, "a\nb");
  g_assert_true (is_clipped);
  joined = duo_text_make_shown ("xx👨‍👩‍👧", 4, 2, &is_clipped);
  g_assert_cmpstr (joined, ==, "xx");
  g_assert_true (is_clipped);
}

static void
test_breaks (void)
{
  g_autofree char *run = g_strnfill (130, 'a');
  g_autofree char *short_run = g_strnfill (64, 'a');
  g_autofree char *shown = duo_text_make_shown (run, CHARS, LINES, NULL);
  g_autofree char *unbroken = duo_text_make_shown (short_run, CHARS, LINES, NULL);
  g_autofree char *expected = g_strdup_printf ("%s" ZWSP "%s" ZWSP "aa", short_run, short_run);
  GString *chinese = g_string_new (NULL);
  g_autofree char *chinese_shown = NULL;

  g_assert_cmpstr (shown, ==, expected);
  g_assert_cmpstr (unbroken, ==, short_run);
  for (guint i = 0; i < 200; i++)
    {
      g_string_append (chinese, "\u4f60");
    }
  chinese_shown = duo_text_make_shown (chinese->str, CHARS, LINES, NULL);
  g_assert_cmpstr (chinese_shown, ==, chinese->str);
  g_string_free (chinese, TRUE);
}

static void
test_break_not_in_letter (void)
{
  g_autofree char *run = g_strnfill (64, 'a');
  g_autofree char *text = g_strconcat (run, "\u0301bb", NULL);
  g_autofree char *shown = duo_text_make_shown (text, CHARS, LINES, NULL);
  g_autofree char *expected = g_strconcat (run, "\u0301" ZWSP "bb", NULL);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_no_long_run (void)
{
  static const char *const pieces[] = { "a", "👨‍", "\u0301", "\u200d", "a\u0301", "\u0628", "/", "\u200e" };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      GString *text = g_string_new (NULL);
      g_autofree char *shown = NULL;
      guint n = 0;

      while (text->len < 64 * 1024)
        {
          g_string_append (text, pieces[i]);
        }
      shown = duo_text_make_shown (text->str, CHARS, LINES, NULL);
      for (const char *p = shown; *p != '\0'; p = g_utf8_next_char (p))
        {
          n = g_utf8_get_char (p) == 0x200b ? 0 : n + 1;
          g_assert_cmpuint (n, <=, 130);
        }
      g_string_free (text, TRUE);
    }
}

static void
test_names (void)
{
  g_autofree char *filler = g_strnfill (10 * 1024, 'n');
  g_autofree char *long_name = duo_text_make_name (filler, 64);

  assert_name ("Anna", "Anna");
  assert_name ("  An \t\n na  ", "An na");
  assert_name ("", NULL);
  assert_name (" \n\u00a0\u3000", NULL);
  assert_name ("\u200b\u200d\u202e\u2800\u3164", NULL);
  assert_name ("\u0301", NULL);
  assert_name ("a\u202eb\u2066c\u200ed\u200f", "abcd");
  assert_name ("a\x01\x7f\xc2\x85"
               "b",
               "a b");
  assert_name ("<b>&amp;%s", "<b>&amp;%s");
  assert_name ("王小明", "王小明");
  assert_name ("👩‍🚀 Zoë", "👩‍🚀 Zoë");
  assert_name ("\xff", "\ufffd");
  assert_name ("a\u0301\u0301\u0301\u0301\u0301\u0301", "a\u0301\u0301\u0301\u0301");
  g_assert_cmpuint (strlen (long_name), ==, 64);
}

static void
assert_links (const char *text,
              const char *first,
              guint       n)
{
  g_autoptr (GArray) links = duo_text_find_links (text);
  DuoTextRange *range = links->len > 0 ? &g_array_index (links, DuoTextRange, 0) : NULL;
  g_autofree char *link = range != NULL ? g_strndup (text + range->start, range->end - range->start) : NULL;

  g_test_message ("%.60s", text);
  g_assert_cmpuint (links->len, ==, n);
  g_assert_cmpstr (link, ==, first);
}

static void
test_links (void)
{
  static const struct
  {
    const char *text;
    const char *link;
  } rows[] = {
    { "https://example.org", "https://example.org" },
    { "see http://example.org/a?b=c&d#e.", "http://example.org/a?b=c&d#e" },
    { "(https://example.org/a_(b))", "https://example.org/a_(b)" },
    { "https://example.org/a(b", "https://example.org/a(b" },
    { "<https://example.org>", "https://example.org" },
    { "\"https://example.org\"", "https://example.org" },
    { "https://example.org!?", "https://example.org" },
    { "HTTPS://EXAMPLE.ORG/", "HTTPS://EXAMPLE.ORG/" },
    { "https://[2001:db8::1]:80/", "https://[2001:db8::1]:80/" },
    { "看https://example.org/路，很好", "https://example.org/" },
    { "mailto:a.b@example.org.", "mailto:a.b@example.org" },
    { "mailto:a@example.org?attach=/etc/passwd", "mailto:a@example.org" },
    { "http://x\u202egro", "http://x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      assert_links (rows[i].text, rows[i].link, 1);
    }
  assert_links ("https://a.example https://b.example\nmailto:c@d.example", "https://a.example", 3);
}

static void
test_no_links (void)
{
  static const char *const texts[] = {
    "",
    "http",
    "http://",
    "https:///x",
    "http://.",
    "javascript:alert(1)",
    "javascript:http://x",
    "data:text/html,x",
    "file:///etc/passwd",
    "smb://h/s",
    "ftp://h",
    "xhttp://h",
    "example.org",
    "www.example.org",
    "mailto:",
    "mailto:@x",
    "mailto:a@",
    "mailto:a",
    "mailto:a@b@c",
    "https://paypal.com@evil.example",
    "https://u:p@h/",
    "view-source:http://x",
    "https:\\\\h",
    "https//h",
    "http://аррӏе.com",
  };
  g_autofree char *filler = g_strnfill (10 * 1024, 'a');
  g_autofree char *too_long = g_strconcat ("https://", filler, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      assert_links (texts[i], NULL, 0);
    }
  assert_links (too_long, NULL, 0);
}

static void
test_markup (void)
{
  assert_markup ("<span size=\"999999\">&#0; %s%n</span>", "&lt;span size=&quot;999999&quot;&gt;&amp;#0; %s%n&lt;/span&gt;");
  assert_markup ("<a href=\"x\">y</a>", "&lt;a href=&quot;x&quot;&gt;y&lt;/a&gt;");
  assert_markup ("go https://example.org/?a=1&b='x' now",
                 "go <a href=\"https://example.org/?a=1&amp;b=&apos;x\">https://example.org/?a=1&amp;b=&apos;x</a>&apos; now");
}

static void
test_long_link (void)
{
  g_autofree char *path = g_strnfill (100, 'p');
  g_autofree char *text = g_strconcat ("https://example.org/", path, NULL);
  g_autofree char *markup = duo_text_make_markup (text, CHARS, LINES, NULL);
  g_autofree char *start = g_strdup_printf ("<a href=\"%s\">https://", text);

  g_assert_true (g_str_has_prefix (markup, start));
  g_assert_nonnull (strstr (markup, ZWSP));
}

static void
start_element (GMarkupParseContext  *context,
               const char           *name,
               const char          **keys,
               const char          **values,
               gpointer              user_data,
               GError              **error)
{
  if (strcmp (name, "root") == 0)
    {
      return;
    }
  g_assert_cmpstr (name, ==, "a");
  g_assert_cmpstr (keys[0], ==, "href");
  g_assert_null (keys[1]);
  g_assert_true (g_ascii_strncasecmp (values[0], "http://", 7) == 0 || g_ascii_strncasecmp (values[0], "https://", 8) == 0 ||
                 g_ascii_strncasecmp (values[0], "mailto:", 7) == 0);
}

static void
collect_text (GMarkupParseContext  *context,
              const char           *text,
              gsize                 length,
              gpointer              user_data,
              GError              **error)
{
  g_string_append_len (user_data, text, (gssize) length);
}

/* Whatever comes in, the markup is nothing but text and links, and its text is
 * what is shown without markup. */
static void
assert_only_links (const char *text)
{
  static const GMarkupParser parser = { start_element, NULL, collect_text, NULL, NULL };
  g_autofree char *shown = duo_text_make_shown (text, CHARS, LINES, NULL);
  g_autofree char *markup = duo_text_make_markup (text, CHARS, LINES, NULL);
  g_autofree char *document = g_strdup_printf ("<root>%s</root>", markup);
  GString *plain = g_string_new (NULL);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, plain, NULL);
  g_autoptr (GError) error = NULL;

  (void) g_markup_parse_context_parse (context, document, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plain->str, ==, shown);
  g_string_free (plain, TRUE);
}

static void
test_random (void)
{
  static const char *const pieces[] = {
    "<",
    ">",
    "&",
    "\"",
    "'",
    "http://",
    "https://",
    "mailto:",
    "a",
    "@",
    "/",
    ".",
    "(",
    ")",
    "[",
    "]",
    " ",
    "\n",
    "\r",
    "\t",
    "\u202e",
    "\u200b",
    "\u200d",
    "\u0301",
    "👩",
    "\u4f60",
    "\x01",
    "\x7f",
    "\xff",
    "&lt;",
    "<a href=\"",
    "</a>",
    "<!--",
    "]]>",
    "\U000e0041",
    "🏴",
    "\U000e007f",
    "x.example",
    "\u2028",
    "%",
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *name = NULL;

      for (int n = g_rand_int_range (random, 0, 30); n > 0; n--)
        {
          g_string_append (text, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
        }
      assert_only_links (text->str);
      name = duo_text_make_name (text->str, 8);
      g_assert_true (name == NULL || (g_utf8_strlen (name, -1) <= 8 && strpbrk (name, "\n\r\t\x01\x7f") == NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/valid", test_valid);
  g_test_add_func ("/text/U4-bidi", test_bidi);
  g_test_add_func ("/text/U4-controls", test_controls);
  g_test_add_func ("/text/U4-hidden", test_hidden);
  g_test_add_func ("/text/W3-zalgo", test_zalgo);
  g_test_add_func ("/text/W3-clip", test_clip);
  g_test_add_func ("/text/breaks", test_breaks);
  g_test_add_func ("/text/break-not-in-letter", test_break_not_in_letter);
  g_test_add_func ("/text/no-long-run", test_no_long_run);
  g_test_add_func ("/text/W12-names", test_names);
  g_test_add_func ("/text/links", test_links);
  g_test_add_func ("/text/U5-no-links", test_no_links);
  g_test_add_func ("/text/U3-markup", test_markup);
  g_test_add_func ("/text/long-link", test_long_link);
  g_test_add_func ("/text/U3-random", test_random);
  return g_test_run ();
}
