/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <time.h>

#include "duo-invite-code.h"
#include "duo-limits.h"
#include "duo-proto-error.h"
#include "duo-signal.h"
#include "duo-test-wait.h"

/* 50 ms of this process; a sanitizer takes some ten times as long. */
#define QUICK_MS (10 * 50)

static char *
load (const char *name)
{
  g_autofree char *path = g_build_filename (CORPUS_DIR, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strstrip (text);
}

static char *
replace (const char *text,
         const char *from,
         const char *to)
{
  g_autoptr (GString) out = g_string_new (text);

  g_string_replace (out, from, to, 0);
  return g_strdup (out->str);
}

static void
assert_code (const char *text,
             gssize      length,
             int         code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoSignal) signal = duo_signal_recognise (text, length, &error);

  if (signal != NULL || !g_error_matches (error, DUO_PROTO_ERROR, code))
    {
      g_test_message ("for: %.80s", text);
    }
  g_assert_error (error, DUO_PROTO_ERROR, code);
  g_assert_null (signal);
}

/* TEXT holds the description of the corpus file NAME, with all its facts. */
static void
assert_same (const char *text,
             const char *name)
{
  g_autofree char *json = load (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) expected = duo_description_parse_json (json, strlen (json), &error);
  g_autoptr (DuoSignal) signal = NULL;
  g_autofree char *expected_json = NULL;
  g_autofree char *found_json = NULL;

  g_assert_no_error (error);
  signal = duo_signal_recognise (text, -1, &error);
  if (signal == NULL)
    {
      g_test_message ("%s in: %.200s", name, text);
    }
  g_assert_no_error (error);
  g_assert_nonnull (duo_signal_get_description (signal));
  g_assert_null (duo_signal_get_candidates (signal));
  expected_json = duo_description_to_json (expected);
  found_json = duo_description_to_json (duo_signal_get_description (signal));
  g_assert_cmpstr (found_json, ==, expected_json);
  g_assert_cmpint (duo_signal_get_kind (signal), ==,
                   duo_description_get_kind (expected) == DUO_DESCRIPTION_OFFER ? DUO_SIGNAL_OFFER : DUO_SIGNAL_ANSWER);
}

static void
assert_candidates (const char *text,
                   guint       n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoSignal) signal = duo_signal_recognise (text, -1, &error);

  if (signal == NULL)
    {
      g_test_message ("in: %.200s", text);
    }
  g_assert_no_error (error);
  g_assert_cmpint (duo_signal_get_kind (signal), ==, DUO_SIGNAL_CANDIDATES);
  g_assert_null (duo_signal_get_description (signal));
  g_assert_cmpuint (duo_signal_get_candidates (signal)->len, ==, n);
}

static const char *const descriptions[] = {
  "chromium-offer.json",
  "chromium-answer.json",
  "chromium-offer-bare.json",
  "chromium-mdns-offer.json",
  "chromium-mdns-answer.json",
  "firefox-offer.json",
  "firefox-answer.json",
  "firefox-mdns-offer.json",
  "firefox-mdns-answer.json",
  "webrtcbin-offer.json",
  "webrtcbin-answer.json",
};

typedef char *(*Spoil) (const char *json);

static void
test_spoilt (gconstpointer data)
{
  Spoil spoil = *(const Spoil *) data;

  for (gsize i = 0; i < G_N_ELEMENTS (descriptions); i++)
    {
      g_autofree char *json = load (descriptions[i]);
      g_autofree char *text = spoil (json);

      assert_same (text, descriptions[i]);
    }
}

static char *
spoil_nothing (const char *json)
{
  return g_strdup (json);
}

static char *
spoil_around (const char *json)
{
  return g_strdup_printf ("Hi {Bob} :-{ [1], here is \"my\" code:\n\n%s\n\nBye [me] {\"a\":1} }}", json);
}

static char *
spoil_bom (const char *json)
{
  return g_strdup_printf ("\ufeff \n\t%s\r\n", json);
}

static char *
spoil_fence (const char *json)
{
  return g_strdup_printf ("Take this:\n```json\n%s\n```\n", json);
}

static char *
spoil_quoted (const char *json)
{
  return g_strdup_printf ("On Monday Bob wrote:\n> Hello\n> > %s\n> Bye", json);
}

/* As a mail program does it: at a space if there is one, else in the word. */
static char *
wrap (const char *json,
      gsize       width,
      gboolean    is_at_spaces,
      const char *line_end)
{
  GString *out = g_string_new ("Hello,\n");
  const char *p = json;

  while (strlen (p) > width)
    {
      gsize n = width;

      while (is_at_spaces && n > 0 && p[n] != ' ')
        {
          n--;
        }
      if (n == 0 || p[n] != ' ' || !is_at_spaces)
        {
          n = width;
          g_string_append_len (out, p, (gssize) n);
          p += n;
        }
      else
        {
          g_string_append_len (out, p, (gssize) n);
          p += n + 1;
        }
      g_string_append (out, line_end);
    }
  g_string_append (out, p);
  g_string_append (out, "\nBye\n");
  return g_string_free (out, FALSE);
}

static char *
spoil_wrapped_hard (const char *json)
{
  return wrap (json, 76, FALSE, "\n");
}

static char *
spoil_wrapped_crlf (const char *json)
{
  return wrap (json, 64, FALSE, "\r\n");
}

static char *
spoil_wrapped_quoted (const char *json)
{
  return wrap (json, 72, FALSE, "\n> ");
}

static char *
spoil_wrapped_at_spaces (const char *json)
{
  return wrap (json, 76, TRUE, "\n");
}

static char *
spoil_wrapped_long_words (const char *json)
{
  GString *out = g_string_new (NULL);
  gsize column = 0;

  /* Lines end at spaces only, however long that makes them. */
  for (const char *p = json; *p != '\0'; p++, column++)
    {
      gboolean ends = *p == ' ' && column > 50;

      g_string_append_c (out, ends ? '\n' : *p);
      column = ends ? 0 : column;
    }
  return g_string_free (out, FALSE);
}

static char *
spoil_flowed (const char *json)
{
  GString *out = g_string_new (NULL);
  gsize column = 0;

  for (const char *p = json; *p != '\0'; p++, column++)
    {
      g_string_append_c (out, *p);
      if (*p == ' ' && column > 50)
        {
          g_string_append_c (out, '\n');
          column = 0;
        }
    }
  return g_string_free (out, FALSE);
}

static char *
spoil_real_lines (const char *json)
{
  return replace (json, "\\r\\n", "\n");
}

static char *
spoil_smart (const char *json)
{
  g_auto (GStrv) parts = g_strsplit (json, "\"", -1);
  GString *out = g_string_new ("“Hello”: ");

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_string_append (out, i == 0 ? "" : i % 2 == 1 ? "“"
                                                     : "”");
      g_string_append (out, parts[i]);
    }
  return g_string_free (out, FALSE);
}

static char *
spoil_german (const char *json)
{
  g_autofree char *low = replace (json, "{\"", "{„");

  return replace (low, "\"", "“");
}

static char *
spoil_french (const char *json)
{
  return replace (json, "\"", "»");
}

static char *
spoil_entities (const char *json)
{
  g_autofree char *amp = replace (json, "&", "&amp;");

  return replace (amp, "\"", "&quot;");
}

static char *
spoil_number_entities (const char *json)
{
  g_autofree char *quoted = replace (json, "\"", "&#34;");

  return g_strdup_printf ("&lt;p&gt;%s&lt;/p&gt;", quoted);
}

static char *
spoil_double_entities (const char *json)
{
  return replace (json, "\"", "&amp;quot;");
}

static char *
spoil_spaces (const char *json)
{
  g_autofree char *hard = replace (json, " ", "\u00a0");

  return replace (hard, ",", "\u200b,\u00ad");
}

static char *
spoil_escaped (const char *json)
{
  g_autofree char *slashes = replace (json, "\\", "\\\\");
  g_autofree char *quotes = replace (slashes, "\"", "\\\"");

  return g_strdup_printf ("\"%s\"", quotes);
}

static char *
spoil_escaped_twice (const char *json)
{
  g_autofree char *once = spoil_escaped (json);

  return spoil_escaped (once);
}

static char *
spoil_quotes_only (const char *json)
{
  return replace (json, "\"", "\\\"");
}

static char *
spoil_quoted_printable (const char *json)
{
  GString *out = g_string_new (NULL);
  gsize column = 0;

  for (const char *p = json; *p != '\0'; p++)
    {
      column += *p == '=' ? 3 : 1;
      if (column > 75)
        {
          g_string_append (out, "=\n");
          column = *p == '=' ? 3 : 1;
        }
      if (*p == '=')
        g_string_append (out, "=3D");
      else
        g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

static char *
spoil_pretty (const char *json)
{
  g_autofree char *open = replace (json, "{\"", "{\n  \"");
  g_autofree char *comma = replace (open, "\",\"", "\",\n  \"");

  return replace (comma, "\":\"", "\": \"");
}

static char *
spoil_twice (const char *json)
{
  return g_strdup_printf ("%s\n%s", json, json);
}

static char *
spoil_array (const char *json)
{
  return g_strdup_printf ("[%s]", json);
}

static char *
spoil_half_before (const char *json)
{
  g_autofree char *half = g_strndup (json, strlen (json) / 2);

  return g_strdup_printf ("%s\n%s", half, json);
}

static const struct
{
  const char *path;
  Spoil spoil;
} spoils[] = {
  { "/signal/U2/nothing", spoil_nothing },
  { "/signal/U2/around", spoil_around },
  { "/signal/J4/bom", spoil_bom },
  { "/signal/U2/fence", spoil_fence },
  { "/signal/U2/quoted", spoil_quoted },
  { "/signal/U2/wrapped-hard", spoil_wrapped_hard },
  { "/signal/U2/wrapped-crlf", spoil_wrapped_crlf },
  { "/signal/U2/wrapped-quoted", spoil_wrapped_quoted },
  { "/signal/U2/wrapped-at-spaces", spoil_wrapped_at_spaces },
  { "/signal/U2/wrapped-long-words", spoil_wrapped_long_words },
  { "/signal/U2/flowed", spoil_flowed },
  { "/signal/U2/real-lines", spoil_real_lines },
  { "/signal/U2/smart", spoil_smart },
  { "/signal/U2/german", spoil_german },
  { "/signal/U2/french", spoil_french },
  { "/signal/U2/entities", spoil_entities },
  { "/signal/U2/number-entities", spoil_number_entities },
  { "/signal/U2/double-entities", spoil_double_entities },
  { "/signal/U2/spaces", spoil_spaces },
  { "/signal/U2/escaped", spoil_escaped },
  { "/signal/U2/escaped-twice", spoil_escaped_twice },
  { "/signal/U2/quotes-only", spoil_quotes_only },
  { "/signal/U2/quoted-printable", spoil_quoted_printable },
  { "/signal/U2/pretty", spoil_pretty },
  { "/signal/U2/twice", spoil_twice },
  { "/signal/U2/array", spoil_array },
  { "/signal/U2/half-before", spoil_half_before },
};

static void
test_every_width (void)
{
  g_autofree char *json = load ("chromium-offer.json");

  for (gsize width = 20; width < 200; width++)
    {
      g_autofree char *text = wrap (json, width, FALSE, "\n");

      assert_same (text, "chromium-offer.json");
    }
}

static void
test_every_soft_width (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (descriptions); i++)
    {
      g_autofree char *json = load (descriptions[i]);

      for (gsize width = 60; width < 130; width++)
        {
          g_autofree char *text = wrap (json, width, TRUE, "\n");

          assert_same (text, descriptions[i]);
        }
    }
}

static void
test_bare_sdp (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (descriptions); i++)
    {
      g_autofree char *json = load (descriptions[i]);
      g_autoptr (DuoDescription) description = duo_description_parse_json (json, strlen (json), NULL);
      g_autofree char *sdp = duo_description_to_sdp (description);
      g_autofree char *lf = replace (sdp, "\r\n", "\n");
      g_autofree char *around = g_strdup_printf ("Hello, take this:\n\n%s\nBye", lf);
      g_autofree char *quoted_body = replace (lf, "\n", "\n> ");
      g_autofree char *quoted = g_strconcat ("> ", quoted_body, NULL);

      assert_same (sdp, descriptions[i]);
      assert_same (around, descriptions[i]);
      assert_same (quoted, descriptions[i]);
    }
  assert_code ("v=0\r\no=-", -1, DUO_PROTO_ERROR_NO_DATA);
  assert_code ("v=0\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=ice-ufrag:Fx", -1, DUO_PROTO_ERROR_CUT_OFF);
}

static void
test_candidates (void)
{
  static const char *const names[] = {
    "chromium-candidates.txt",
    "chromium-mdns-candidates.txt",
    "firefox-candidates.txt",
    "firefox-mdns-candidates.txt",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      guint n = i < 2 ? 2 : 4;
      g_autofree char *text = load (names[i]);
      g_autofree char *around = g_strdup_printf ("my candidates:\n%s\nbye", text);
      g_autofree char *smart = replace (text, "\"", "”");
      g_autofree char *entities = replace (text, "\"", "&quot;");
      g_autofree char *joined = replace (text, "\n", " and ");
      g_autofree char *wrapped = wrap (text, 60, FALSE, "\n");
      g_autofree char *spaced = wrap (text, 60, TRUE, "\n");
      g_autofree char *twice = g_strconcat (text, "\n", text, NULL);

      assert_candidates (text, n);
      assert_candidates (around, n);
      assert_candidates (smart, n);
      assert_candidates (entities, n);
      assert_candidates (joined, n);
      assert_candidates (wrapped, n);
      assert_candidates (spaced, n);
      assert_candidates (twice, n);
    }
}

static void
test_candidate_forms (void)
{
  static const char line[] = "candidate:1 1 udp 5 192.0.2.2 5000 typ host";
  g_autofree char *json = g_strdup_printf ("{\"candidate\":\"%s\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0,"
                                           "\"usernameFragment\":\"Fxt1\"}",
                                           line);
  g_autofree char *array = g_strdup_printf ("[%s, null]", json);
  g_autofree char *wrapper = g_strdup_printf ("{\"candidate\":%s}", json);
  g_autofree char *nulls = g_strdup_printf ("{\"candidate\":\"%s\",\"sdpMid\":null,\"sdpMLineIndex\":null,"
                                            "\"usernameFragment\":null}",
                                            line);
  g_autofree char *minimal = g_strdup_printf ("{\"candidate\":\"a=%s\"}", line);
  g_autofree char *bare = g_strdup_printf ("Here\n  %s\na=%s0\n", line, line);
  g_autofree char *other = g_strdup_printf ("{\"candidate\":\"%s\",\"sdpMid\":\"x\",\"sdpMLineIndex\":7}", line);
  g_autoptr (DuoSignal) signal = duo_signal_recognise (json, -1, NULL);

  g_assert_cmpstr (duo_candidate_get_ufrag (g_ptr_array_index (duo_signal_get_candidates (signal), 0)), ==, "Fxt1");
  assert_candidates (json, 1);
  assert_candidates (array, 1);
  assert_candidates (wrapper, 1);
  assert_candidates (nulls, 1);
  assert_candidates (minimal, 1);
  assert_candidates (other, 1);
  assert_candidates (line, 1);
  /* "typ host0" is no type; the other line stays. */
  assert_candidates (bare, 1);
}

static void
test_end_of_candidates (void)
{
  static const char *const marks[] = {
    "null",
    " null\n",
    "\"\"",
    "{\"candidate\":\"\"}",
    "{\"candidate\":null}",
    "a=end-of-candidates",
    "end-of-candidates\r\n",
    "{\"candidate\":\"\",\"sdpMLineIndex\":0,\"sdpMid\":\"0\",\"usernameFragment\":\"a5f7c72c\"}",
    "[null]",
    "{&quot;candidate&quot;:&quot;&quot;}",
    "{“candidate”:“”}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      assert_candidates (marks[i], 0);
    }
}

static void
test_bad_candidate (void)
{
  static const char *const bad[] = {
    "{\"candidate\":\"candidate:1 1 udp 5 999.0.2.2 5000 typ host\"}",
    "{\"candidate\":\"candidate:1 1 udp 5 192.0.2.2 99999 typ host\"}",
    "{\"candidate\":\"candidate:1 1 udp 5 evil.example 5000 typ host\"}",
    "{\"candidate\":\"hello\"}",
    "{\"candidate\":\"candidate:1 1 udp 5 192.0.2.2 5000 typ host\",\"usernameFragment\":\"a\"}",
    "candidate:1 1 udp 5 0.0.0.0 5000 typ host",
  };
  static const char *const damaged[] = {
    "{\"candidate\":1}",
    "{\"candidate\":[]}",
    "{\"candidate\":\"\",\"sdpMid\":0}",
    "{\"candidate\":\"candidate:1 1 udp 5 192.0.2.2 5000 typ host\",\"sdpMLineIndex\":\"0\"}",
    "{\"candidate\":\"candidate:1 1 udp 5 192.0.2.2 5000 typ host\",\"usernameFragment\":1}",
    "{\"candidate\":\"candidate:1 1 udp 5 192.0.2.2 5000 typ host\",\"candidate\":\"\"}",
    "{\"candidate\":{\"candidate\":{}}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      assert_code (bad[i], -1, DUO_PROTO_ERROR_BAD_CANDIDATE);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      assert_code (damaged[i], -1, DUO_PROTO_ERROR_DAMAGED);
    }
}

static void
test_many_candidates (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    {
      g_string_append_printf (text, "{\"candidate\":\"candidate:1 1 udp 5 192.0.2.2 %u typ host\"}\n", 5000 + i);
    }
  assert_candidates (text->str, DUO_CANDIDATES_MAX);
  g_string_free (text, TRUE);
}

static void
test_both_boxes (void)
{
  g_autofree char *bare = load ("chromium-offer-bare.json");
  g_autofree char *lines = g_strdup_printf ("%s\n{\"candidate\":\"candidate:1 1 udp 5 192.0.2.2 5000 typ host\","
                                            "\"usernameFragment\":\"kZoC\"}\n{\"candidate\":\"candidate:1 1 udp 5 "
                                            "192.0.2.2 5001 typ host\",\"usernameFragment\":\"Othr\"}\nnull",
                                            bare);
  g_autoptr (DuoSignal) signal = duo_signal_recognise (lines, -1, NULL);

  g_assert_nonnull (signal);
  g_assert_cmpint (duo_signal_get_kind (signal), ==, DUO_SIGNAL_OFFER);
  g_assert_cmpuint (duo_description_get_candidates (duo_signal_get_description (signal))->len, ==, 1);
}

static void
test_two_descriptions (void)
{
  g_autofree char *offer = load ("chromium-offer.json");
  g_autofree char *answer = load ("chromium-answer.json");
  g_autofree char *both = g_strdup_printf ("%s\n%s", offer, answer);
  g_autofree char *reply = g_strdup_printf ("%s\n\nOn Monday Bob wrote:\n> %s", answer, offer);
  g_autofree char *below = g_strdup_printf ("> %s\n\n%s", offer, answer);

  assert_code (both, -1, DUO_PROTO_ERROR_DAMAGED);
  assert_same (reply, "chromium-answer.json");
  assert_same (below, "chromium-answer.json");
}

static void
test_name_survives (void)
{
  g_autofree char *plain = load ("chromium-offer.json");
  g_autoptr (DuoDescription) bare = duo_description_parse_json (plain, strlen (plain), NULL);
  g_autoptr (DuoDescription) named = duo_description_with_duologue (bare, "“Jo” \\ {\"a\"} &quot; > Zoë");
  g_autofree char *json = duo_description_to_json (named);
  g_autofree char *text = g_strdup_printf ("Hi {x}\n%s\n", json);
  g_autoptr (DuoSignal) signal = duo_signal_recognise (text, -1, NULL);

  g_assert_cmpstr (duo_description_get_name (duo_signal_get_description (signal)), ==, "“Jo” \\ {\"a\"} &quot; > Zoë");
}

static void
test_empty (void)
{
  assert_code ("", 0, DUO_PROTO_ERROR_EMPTY);
  assert_code ("", -1, DUO_PROTO_ERROR_EMPTY);
  assert_code (NULL, 0, DUO_PROTO_ERROR_EMPTY);
  assert_code (" \n\t\r\u00a0\u3000\u200b\ufeff", -1, DUO_PROTO_ERROR_EMPTY);
}

static void
test_not_text (void)
{
  assert_code ("{\"type\":\0\"offer\"}", 17, DUO_PROTO_ERROR_NOT_TEXT);
  assert_code ("\xff\xfe{\0}\0", 6, DUO_PROTO_ERROR_NOT_TEXT);
  assert_code ("caf\xe9", -1, DUO_PROTO_ERROR_NOT_TEXT);
}

static void
test_no_signal (void)
{
  static const char *const texts[] = {
    "hello",
    "42",
    "How are you :-{",
    "{",
    "}",
    "[",
    "{x}",
    "candidate",
    "v=0",
    "the type is \"offer\"",
    "```",
    ">",
    "{ \"",
    "undefined",
    "NULL",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (duo_signal_recognise (texts[i], -1, &error));
      g_assert_true (g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NO_SIGNAL) ||
                     g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_CUT_OFF));
    }
}

static void
test_other_json (void)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    "[1,2]",
    "{\"a\":1}",
    "\"hello\"",
    "{\"type\":\"message\"}",
    "[{\"name\":\"x\"}]",
    "so {\"a\":{\"b\":2}} it is",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      assert_code (texts[i], -1, DUO_PROTO_ERROR_OTHER_JSON);
    }
}

static void
test_strict (void)
{
  g_autofree char *json = load ("chromium-offer.json");
  g_autofree char *comment = replace (json, "{\"type\"", "{/**/\"type\"");
  g_autofree char *comma = replace (json, "\"}", "\",}");
  g_autofree char *single = replace (json, "\"", "'");
  g_autofree char *twice = replace (json, "{", "{\"type\":\"answer\",");
  g_autofree char *nul = replace (json, "0 UDP", "\\u00000 UDP");
  g_autofree char *nul_ufrag = replace (json, "kZoC", "kZo\\u0000C");

  g_assert_null (duo_signal_recognise (comment, -1, NULL));
  g_assert_null (duo_signal_recognise (single, -1, NULL));
  assert_code (comma, -1, DUO_PROTO_ERROR_DAMAGED);
  assert_code (twice, -1, DUO_PROTO_ERROR_DAMAGED);
  assert_code (nul_ufrag, -1, DUO_PROTO_ERROR_DAMAGED);
  g_free (g_steal_pointer (&nul));
}

static void
test_media (void)
{
  g_autofree char *chromium = load ("chromium-offer-media.json");
  g_autofree char *firefox = load ("firefox-offer-media.json");

  assert_code (chromium, -1, DUO_PROTO_ERROR_MEDIA);
  assert_code (firefox, -1, DUO_PROTO_ERROR_MEDIA);
}

static void
test_newer (void)
{
  g_autofree char *json = load ("chromium-offer.json");
  g_autofree char *newer = replace (json, "\"}", "\",\"duologue\":{\"v\":9,\"min\":9}}");

  assert_code (newer, -1, DUO_PROTO_ERROR_NEWER);
}

static void
assert_cut_off (const char *text,
                gsize       length,
                gsize       n_free)
{
  g_autofree char *part = g_strndup (text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoSignal) signal = duo_signal_recognise (part, -1, &error);

  g_assert_null (signal);
  if (!g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_CUT_OFF))
    {
      g_test_message ("length %" G_GSIZE_FORMAT ": %s", length, error->message);
      g_assert_cmpuint (length, <=, n_free);
      g_assert_true (g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_EMPTY) ||
                     g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NO_SIGNAL));
    }
}

static void
test_truncated (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (descriptions); i++)
    {
      g_autofree char *plain = load (descriptions[i]);
      g_autoptr (DuoDescription) bare = duo_description_parse_json (plain, strlen (plain), NULL);
      g_autoptr (DuoDescription) named = duo_description_with_duologue (bare, "x\"}} ”}}");
      g_autofree char *json = duo_description_to_json (named);

      for (gsize length = 0; length < strlen (json); length++)
        {
          /* A letter of several bytes may be cut, too. */
          if (((guchar) json[length] & 0xc0) != 0x80)
            {
              assert_cut_off (json, length, 1);
            }
        }
    }
}

static void
test_truncated_spoilt (void)
{
  static const Spoil some[] = { spoil_wrapped_hard, spoil_entities, spoil_escaped, spoil_real_lines, spoil_quoted_printable };

  for (gsize i = 0; i < G_N_ELEMENTS (some); i++)
    {
      g_autofree char *json = load ("chromium-offer.json");
      g_autofree char *text = some[i](json);
      const char *last = strrchr (text, '}');

      for (gsize length = 0; length < (gsize) (last - text); length++)
        {
          g_autoptr (DuoSignal) signal = duo_signal_recognise (text, (gssize) length, NULL);

          g_assert_null (signal);
        }
    }
}

static void
test_truncated_candidates (void)
{
  g_autofree char *text = load ("firefox-candidates.txt");
  g_autofree char *first_line = g_strndup (text, strcspn (text, "\n"));

  for (gsize length = 0; length < strlen (first_line); length++)
    {
      assert_cut_off (first_line, length, 1);
    }
  /* Candidates that are whole do not hide that another one is cut. */
  assert_cut_off (text, strlen (first_line) + 30, 0);
}

static void
test_bit_flips (void)
{
  g_autofree char *json = load ("chromium-offer.json");
  gsize length = strlen (json);

  for (gsize i = 0; i < length * 8; i++)
    {
      g_autoptr (DuoSignal) signal = NULL;

      json[i / 8] ^= (char) (1 << (i % 8));
      signal = duo_signal_recognise (json, (gssize) length, NULL);
      g_assert_true (signal == NULL || duo_signal_get_kind (signal) == DUO_SIGNAL_OFFER);
      json[i / 8] ^= (char) (1 << (i % 8));
    }
}

static void
mutate (GRand *random,
        char  *text,
        gsize  length)
{
  static const char letters[] = "{}[]\"\\:,\n\r&;=>'vacnull0 \xe2\x80\x9c";

  for (int n = g_rand_int_range (random, 1, 8); n > 0; n--)
    {
      text[g_rand_int_range (random, 0, (gint32) length)] = letters[g_rand_int_range (random, 0, sizeof letters - 1)];
    }
}

static void
test_mutations (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);
  g_autofree char *json = load ("chromium-offer.json");
  gsize length = strlen (json);

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = g_strdup (json);
      g_autoptr (DuoSignal) signal = NULL;

      mutate (random, text, length);
      signal = duo_signal_recognise (text, (gssize) length, NULL);
      if (signal != NULL && duo_signal_get_description (signal) != NULL)
        {
          g_autofree char *canonical = duo_description_to_json (duo_signal_get_description (signal));
          g_autoptr (DuoDescription) again = duo_description_parse_json (canonical, strlen (canonical), NULL);

          g_assert_nonnull (again);
        }
    }
}

/* TEXT again and again, up to the limit of a paste, is read within the time. */
static void
assert_quick (const char *piece)
{
  GString *text = g_string_new (NULL);
  clock_t start;
  int took_ms;

  while (text->len + strlen (piece) <= DUO_PASTE_MAX_BYTES)
    {
      g_string_append (text, piece);
    }
  start = clock ();
  duo_signal_unref (duo_signal_recognise (text->str, (gssize) text->len, NULL) ?: duo_signal_recognise ("null", -1, NULL));
  took_ms = (int) ((clock () - start) * 1000 / CLOCKS_PER_SEC);
  g_test_message ("%.20s: %d ms", piece, took_ms);
  g_assert_cmpint (took_ms, <, QUICK_MS * (int) duo_test_get_patience ());
  g_string_free (text, TRUE);
}

static void
test_quick (void)
{
  static const char *const pieces[] = {
    "{",
    "}",
    "[",
    "\"",
    "{\"",
    "[{",
    "{\"a\":",
    "{\"type\":",
    "{\"type\"}",
    "{\"candidate\":",
    "{\"candidate\":1}",
    "\\",
    "\\\"",
    "&quot;",
    "&amp;",
    "&",
    "{&quot;",
    "{\\\"",
    "“",
    "{“",
    "=\n",
    "=3D",
    "v=3D0",
    "v=0\n",
    "\n",
    "\r",
    ">",
    "> ",
    ">\n",
    "\u200b",
    "\u00a0",
    "a",
    "\u4f60",
    "candidate:",
    "candidate:\n",
    "null",
    "{}",
    "{\"a\":1}",
    "{ ",
    "{\n",
    "[null]",
    "[[{",
    "{\"{",
    "{\"}",
    "{\"\\\"{\"",
    "{\"type\":\"offer\",\"sdp\":\"v=0\n",
    "{\"sdp\":\"\n\"}",
    "\"{\"a\"",
    "{\"a\"[",
    "]{\"a\"",
    "[{\"\"}",
    "a=candidate:1 1 udp 5 192.0.2.2 5000 typ host\n",
    "a=",
    "http://",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      assert_quick (pieces[i]);
    }
}

static void
test_too_long (void)
{
  gsize length = 10 * 1024 * 1024;
  g_autofree char *text = g_strnfill (length, '{');
  g_autofree char *padding = g_strnfill (DUO_JSON_MAX_BYTES * 3, ' ');
  g_autofree char *json = g_strdup_printf ("{\"type\":\"offer\",%s\"sdp\":\"\"}", padding);
  clock_t start = clock ();

  assert_code (text, (gssize) length, DUO_PROTO_ERROR_TOO_LONG);
  assert_code (text, -1, DUO_PROTO_ERROR_TOO_LONG);
  g_assert_cmpint ((clock () - start) * 1000 / CLOCKS_PER_SEC, <, QUICK_MS * (int) duo_test_get_patience ());
  assert_code (json, -1, DUO_PROTO_ERROR_TOO_LONG);
}

static void
test_deep (void)
{
  GString *objects = g_string_new (NULL);

  for (guint i = 0; i < 20000; i++)
    {
      g_string_append (objects, "{\"a\":");
    }
  assert_code (objects->str, -1, DUO_PROTO_ERROR_DAMAGED);
  g_string_free (objects, TRUE);
}

/* A code and a link are found as JSON is; beside JSON of the same offer, too. */
static void
test_codes (void)
{
  static const char *const around[] = { "%s", "Hi! Here it is: %s .\nSee you", "<%s>", "> %s", "\"%s\"", "(%s)" };
  g_autofree char *json = load ("webrtcbin-offer.json");
  g_autoptr (DuoSignal) whole = duo_signal_recognise (json, -1, NULL);
  DuoInviteOptions options = { DUO_INVITE_FORM_LINK, G_GINT64_CONSTANT (1795390000000000), 600 };

  for (options.form = DUO_INVITE_FORM_BARE; options.form <= DUO_INVITE_FORM_QR; options.form++)
    {
      g_autofree char *code = duo_invite_code_new (duo_signal_get_description (whole), &options);
      g_autofree char *both = g_strdup_printf ("%s\n\n%s", code, json);
      g_autoptr (DuoSignal) beside = duo_signal_recognise (both, -1, NULL);

      g_assert_nonnull (beside);
      for (gsize i = 0; i < G_N_ELEMENTS (around); i++)
        {
          g_auto (GStrv) parts = g_strsplit (around[i], "%s", 2);
          g_autofree char *text = g_strconcat (parts[0], code, parts[1], NULL);
          g_autoptr (GError) error = NULL;
          g_autoptr (DuoSignal) self = duo_signal_recognise (text, -1, &error);

          g_assert_no_error (error);
          g_assert_cmpint (duo_signal_get_kind (self), ==, DUO_SIGNAL_OFFER);
          g_assert_cmpstr (duo_description_get_pwd (duo_signal_get_description (self)), ==,
                           duo_description_get_pwd (duo_signal_get_description (whole)));
          g_assert_cmpint (duo_signal_get_created_at_us (self), >, 0);
          g_assert_cmpint (duo_signal_get_expires_at_us (self), >, duo_signal_get_created_at_us (self));
        }
    }
}

/* The text of a QR code as programs hand it on: escaped it is longer than it says, and
 * unescaped it may look as if it were. */
static void
test_codes_escaped (void)
{
  static const char *const allowed[] = { NULL, "/:", "$*+-./:", "$*+-./:%", "$*+-./:% " };
  static const char *const around[] = { "", " ", ", see you", "\n\nbye", "\">" };
  g_autofree char *json = load ("webrtcbin-offer.json");
  g_autoptr (DuoSignal) whole = duo_signal_recognise (json, -1, NULL);
  DuoInviteOptions options = { DUO_INVITE_FORM_QR, G_GINT64_CONSTANT (1795390000000000), 600 };

  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *code = NULL;

      options.created_at_us += 60 * G_USEC_PER_SEC;
      code = duo_invite_code_new (duo_signal_get_description (whole), &options);
      for (gsize j = 0; j < G_N_ELEMENTS (allowed) * G_N_ELEMENTS (around); j++)
        {
          g_autofree char *escaped = g_uri_escape_string (code, allowed[j / G_N_ELEMENTS (around)], FALSE);
          g_autofree char *text = g_strconcat (escaped, around[j % G_N_ELEMENTS (around)], NULL);
          g_autoptr (GError) error = NULL;
          g_autoptr (DuoSignal) self = duo_signal_recognise (text, -1, &error);

          g_test_message ("%s", text);
          g_assert_no_error (error);
          g_assert_cmpstr (duo_description_get_pwd (duo_signal_get_description (self)), ==,
                           duo_description_get_pwd (duo_signal_get_description (whole)));
        }
    }
}

/* A mail's reply: the answer, and the quoted invite below or above it. */
static void
test_codes_quoted (void)
{
  g_autofree char *offer_json = load ("webrtcbin-offer.json");
  g_autofree char *answer_json = load ("webrtcbin-answer.json");
  g_autoptr (DuoSignal) offer = duo_signal_recognise (offer_json, -1, NULL);
  g_autoptr (DuoSignal) answer = duo_signal_recognise (answer_json, -1, NULL);
  g_autofree char *invite = duo_invite_code_new (duo_signal_get_description (offer), NULL);
  g_autofree char *reply = duo_invite_code_new (duo_signal_get_description (answer), NULL);
  g_autofree char *below = g_strdup_printf ("%s\n\nOn Monday Anna wrote:\n> %s\n", reply, invite);
  g_autofree char *above = g_strdup_printf ("> %s\n\nHere:\n%s\n", invite, reply);
  g_autofree char *both = g_strdup_printf ("%s\n%s\n", invite, reply);
  g_autoptr (DuoSignal) from_below = duo_signal_recognise (below, -1, NULL);
  g_autoptr (DuoSignal) from_above = duo_signal_recognise (above, -1, NULL);

  g_assert_nonnull (from_below);
  g_assert_nonnull (from_above);
  g_assert_cmpint (duo_signal_get_kind (from_below), ==, DUO_SIGNAL_ANSWER);
  g_assert_cmpint (duo_signal_get_kind (from_above), ==, DUO_SIGNAL_ANSWER);
  assert_code (both, -1, DUO_PROTO_ERROR_DAMAGED);
}

static void
test_code_cut_off (void)
{
  g_autofree char *json = load ("webrtcbin-offer.json");
  g_autoptr (DuoSignal) whole = duo_signal_recognise (json, -1, NULL);
  DuoInviteOptions options = { DUO_INVITE_FORM_LINK, 0, 0 };
  g_autofree char *code = duo_invite_code_new (duo_signal_get_description (whole), &options);

  for (gsize length = strlen (code) - 1; length > strlen (code) / 2; length--)
    {
      assert_code (code, (gssize) length, DUO_PROTO_ERROR_CUT_OFF);
    }
}

/* With what a program of the web made of it. */
static void
test_code_escaped_cut_off (void)
{
  g_autofree char *json = load ("webrtcbin-offer.json");
  g_autoptr (DuoSignal) whole = duo_signal_recognise (json, -1, NULL);
  DuoInviteOptions options = { DUO_INVITE_FORM_QR, G_GINT64_CONSTANT (1795390000000000), 600 };

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *code = NULL;
      g_autofree char *escaped = NULL;

      options.created_at_us += 60 * G_USEC_PER_SEC;
      code = duo_invite_code_new (duo_signal_get_description (whole), &options);
      escaped = g_uri_escape_string (code, "$*+-./:", FALSE);
      for (gsize n_missing = 1; n_missing < strlen (code) / 2; n_missing++)
        {
          g_autofree char *rest = g_uri_escape_string (code + strlen (code) - n_missing, "$*+-./:", FALSE);
          g_autofree char *text = g_strndup (escaped, strlen (escaped) - strlen (rest));
          g_autoptr (GError) error = NULL;

          g_test_message ("%s", text);
          /* By chance as long as the whole, it may as well be damaged. */
          if (strlen (text) == strlen (code))
            continue;
          g_assert_null (duo_signal_recognise (text, -1, &error));
          g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_CUT_OFF);
          /* A space at the end is nobody's. */
          if (!g_str_has_suffix (text, "%20"))
            g_assert_cmpuint (duo_invite_code_get_missing (error), ==, n_missing);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_test_add_data_func (spoils[i].path, &spoils[i].spoil, test_spoilt);
    }
  g_test_add_func ("/signal/U2/every-width", test_every_width);
  g_test_add_func ("/signal/U2/every-soft-width", test_every_soft_width);
  g_test_add_func ("/signal/bare-sdp", test_bare_sdp);
  g_test_add_func ("/signal/candidates", test_candidates);
  g_test_add_func ("/signal/candidate-forms", test_candidate_forms);
  g_test_add_func ("/signal/C8-end-of-candidates", test_end_of_candidates);
  g_test_add_func ("/signal/C3-bad-candidate", test_bad_candidate);
  g_test_add_func ("/signal/C1-many-candidates", test_many_candidates);
  g_test_add_func ("/signal/both-boxes", test_both_boxes);
  g_test_add_func ("/signal/two-descriptions", test_two_descriptions);
  g_test_add_func ("/signal/name-survives", test_name_survives);
  g_test_add_func ("/signal/J1-empty", test_empty);
  g_test_add_func ("/signal/J2-deep", test_deep);
  g_test_add_func ("/signal/J3-too-long", test_too_long);
  g_test_add_func ("/signal/J4-not-text", test_not_text);
  g_test_add_func ("/signal/no-signal", test_no_signal);
  g_test_add_func ("/signal/other-json", test_other_json);
  g_test_add_func ("/signal/J7-strict", test_strict);
  g_test_add_func ("/signal/S13-media", test_media);
  g_test_add_func ("/signal/J11-newer", test_newer);
  g_test_add_func ("/signal/J15-truncated", test_truncated);
  g_test_add_func ("/signal/J15-truncated-spoilt", test_truncated_spoilt);
  g_test_add_func ("/signal/J15-truncated-candidates", test_truncated_candidates);
  g_test_add_func ("/signal/J15-bit-flips", test_bit_flips);
  g_test_add_func ("/signal/mutations", test_mutations);
  g_test_add_func ("/signal/U1-quick", test_quick);
  g_test_add_func ("/signal/codes", test_codes);
  g_test_add_func ("/signal/codes-escaped", test_codes_escaped);
  g_test_add_func ("/signal/codes-quoted", test_codes_quoted);
  g_test_add_func ("/signal/code-cut-off", test_code_cut_off);
  g_test_add_func ("/signal/code-escaped-cut-off", test_code_escaped_cut_off);
  return g_test_run ();
}
