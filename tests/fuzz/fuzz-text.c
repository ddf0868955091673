/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-limits.h"
#include "duo-text.h"

/* What a friend wrote, on its way to the screen: the first two bytes bound it. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

/* Nothing that changes the order of what stands around it, and no control. */
static void
check_harmless (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_assert_false (c >= 0x202a && c <= 0x202e);
      g_assert_false (c >= 0x2066 && c <= 0x206f);
      g_assert_false (c < 0x20 && c != '\n' && c != '\t');
      g_assert_false (c >= 0x7f && c <= 0x9f);
    }
}

static void
on_element (GMarkupParseContext  *context,
            const char           *element,
            const char          **names,
            const char          **values,
            gpointer              user_data,
            GError              **error)
{
  if (g_str_equal (element, "markup"))
    {
      return;
    }
  g_assert_cmpstr (element, ==, "a");
  g_assert_cmpstr (names[0], ==, "href");
  g_assert_null (names[1]);
  g_assert_true (g_ascii_strncasecmp (values[0], "http:", 5) == 0 ||
                 g_ascii_strncasecmp (values[0], "https:", 6) == 0 ||
                 g_ascii_strncasecmp (values[0], "mailto:", 7) == 0);
}

static void
on_text (GMarkupParseContext  *context,
         const char           *text,
         gsize                 length,
         gpointer              user_data,
         GError              **error)
{
  g_string_append_len (user_data, text, (gssize) length);
}

/* Markup that Pango takes, with no element but links, and which shows what SHOWN says. */
static void
check_markup (const char *markup,
              const char *shown)
{
  static const GMarkupParser parser = { .start_element = on_element, .text = on_text };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, text, NULL);
  g_autofree char *whole = g_strconcat ("<markup>", markup, "</markup>", NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, whole, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text->str, ==, shown);
}

static void
check_links (const char *text)
{
  g_autoptr (GArray) links = duo_text_find_links (text);
  gsize at = 0;

  for (guint i = 0; i < links->len; i++)
    {
      DuoTextRange range = g_array_index (links, DuoTextRange, i);

      g_assert_true (range.start >= at && range.start < range.end && range.end <= strlen (text));
      g_assert_true (g_utf8_validate_len (text + range.start, range.end - range.start, NULL));
      at = range.end;
    }
}

static void
check_shown (const char *text,
             guint       max_chars,
             guint       max_lines)
{
  gboolean is_clipped = FALSE;
  g_autofree char *shown = duo_text_make_shown (text, max_chars, max_lines, &is_clipped);
  g_autofree char *markup = duo_text_make_markup (text, max_chars, max_lines, NULL);
  guint n_lines = 1;

  for (const char *p = shown; *p != '\0'; p++)
    {
      n_lines += *p == '\n';
    }
  check_harmless (shown);
  g_assert_cmpuint (n_lines, <=, max_lines);
  /* An invisible place to break for each run of 64, and nothing else on top. */
  g_assert_cmpint (g_utf8_strlen (shown, -1), <=, max_chars + max_chars / 64 + 2);
  check_markup (markup, shown);
}

static void
check_name (const char *text)
{
  g_autofree char *name = duo_text_make_name (text, DUO_NAME_MAX_CHARS);
  g_autofree char *again = NULL;

  if (name == NULL)
    {
      return;
    }
  check_harmless (name);
  g_assert_null (strpbrk (name, "\n\t"));
  g_assert_cmpint (g_utf8_strlen (name, -1), <=, DUO_NAME_MAX_CHARS);
  again = duo_text_make_name (name, DUO_NAME_MAX_CHARS);
  g_assert_cmpstr (again, ==, name);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = NULL;
  g_autofree char *safe = NULL;
  g_autofree char *bytes = NULL;

  if (size < 2)
    {
      return 0;
    }
  bytes = g_strndup ((const char *) data + 2, size - 2);
  text = duo_text_make_valid ((const char *) data + 2, (gssize) size - 2);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  safe = duo_text_make_safe (text);
  check_harmless (safe);
  check_shown (text, 1 + data[0], 1 + data[1] % 16);
  check_name (bytes != NULL ? bytes : "");
  check_links (text);
  return 0;
}
