/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-json.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

static void
assert_code (const char *json,
             gsize       length,
             int         code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = duo_json_parse (json, length, &error);

  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_nonnull (node);
      return;
    }
  g_assert_null (node);
  if (!g_error_matches (error, DUO_PROTO_ERROR, code))
    {
      g_test_message ("for: %.60s", json);
    }
  g_assert_error (error, DUO_PROTO_ERROR, code);
}

static void
assert_good (const char *json)
{
  assert_code (json, strlen (json), -1);
}

static void
assert_damaged (const char *json)
{
  assert_code (json, strlen (json), DUO_PROTO_ERROR_DAMAGED);
}

static void
test_good (void)
{
  static const char *const good[] = {
    "{}",
    "[]",
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "1e10",
    "-0.5E-3",
    "\"\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    "\"\\ud83d\\ude00\"",
    "\"\u4f60\u597d\"",
    " \t\r\n{ \"a\" : [ 1 , { \"b\" : null } ] } \n",
    "[[[[[[[[]]]]]]]]",
    "{\"a\":{},\"b\":{\"a\":1}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      assert_good (good[i]);
    }
}

static void
test_empty (void)
{
  assert_code ("", 0, DUO_PROTO_ERROR_EMPTY);
  assert_code (" \t\r\n ", 5, DUO_PROTO_ERROR_EMPTY);
}

static void
test_deep (void)
{
  g_autofree char *brackets = g_strnfill (DUO_JSON_MAX_BYTES, '[');
  GString *objects = g_string_new (NULL);

  assert_code (brackets, DUO_JSON_MAX_BYTES, DUO_PROTO_ERROR_DAMAGED);
  assert_damaged ("[[[[[[[[[]]]]]]]]]");
  while (objects->len < DUO_JSON_MAX_BYTES - 5)
    {
      g_string_append (objects, "{\"a\":");
    }
  assert_damaged (objects->str);
  g_string_free (objects, TRUE);
}

static void
test_long (void)
{
  gsize length = 10 * 1024 * 1024;
  g_autofree char *text = g_strnfill (length, ' ');
  g_autofree char *string = g_strnfill (DUO_JSON_MAX_STRING_BYTES + 1, 'a');
  g_autofree char *json = g_strdup_printf ("[\"%s\"]", string);

  assert_code (text, length, DUO_PROTO_ERROR_TOO_LONG);
  assert_code (json, strlen (json), DUO_PROTO_ERROR_TOO_LONG);
  json[2 + DUO_JSON_MAX_STRING_BYTES] = '"';
  json[3 + DUO_JSON_MAX_STRING_BYTES] = ']';
  assert_code (json, 4 + DUO_JSON_MAX_STRING_BYTES, -1);
}

static void
test_not_text (void)
{
  assert_code ("\"\xff\"", 3, DUO_PROTO_ERROR_NOT_TEXT);
  assert_code ("\"\xe9t\xe9\"", 5, DUO_PROTO_ERROR_NOT_TEXT);
  assert_code ("{}\0", 3, DUO_PROTO_ERROR_NOT_TEXT);
  assert_code ("\xff\xfe{\0}\0", 6, DUO_PROTO_ERROR_NOT_TEXT);
  assert_code ("\"\xed\xa0\x80\"", 5, DUO_PROTO_ERROR_NOT_TEXT);
}

static void
test_nul_escape (void)
{
  assert_damaged ("{\"ufrag\":\"a\\u0000b\"}");
  assert_damaged ("{\"a\\u0000\":1}");
  assert_damaged ("\"\\ud800\"");
  assert_damaged ("\"\\ud800x\"");
  assert_damaged ("\"\\ud800\\u0041\"");
  assert_damaged ("\"\\udc00\"");
}

static void
test_duplicates (void)
{
  assert_damaged ("{\"a\":1,\"a\":2}");
  assert_damaged ("{\"type\":1,\"t\\u0079pe\":2}");
}

static void
test_grammar (void)
{
  static const char *const bad[] = {
    "{/* */}",
    "// a\n{}",
    "{'a':1}",
    "[1,]",
    "{\"a\":1,}",
    "[0x10]",
    "[010]",
    "[+1]",
    "[.5]",
    "[1.]",
    "[1e]",
    "[-]",
    "var x = {};",
    "{a:1}",
    "[NaN]",
    "[Infinity]",
    "[undefined]",
    "[tru]",
    "[nullx]",
    "{\"a\" 1}",
    "{1:2}",
    "[1 2]",
    "[,]",
    "{,}",
    "[}",
    "{]",
    "\"\\x41\"",
    "\"\\'\"",
    "\"a\nb\"",
    "\"a\tb\"",
    "]",
    "}",
    ",",
    ":",
    "\"\\u00zz\"",
    "\v{}",
    "\u00a0{}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      assert_damaged (bad[i]);
    }
}

static void
test_two_roots (void)
{
  assert_damaged ("{}{}");
  assert_damaged ("{} x");
  assert_damaged ("1 2");
  assert_good ("{} \n\t");
}

static void
test_types (void)
{
  static const char json[] =
    "{\"s\":\"t\",\"n\":7,\"a\":[],\"z\":null,\"f\":1.5,\"m\":-1,\"b\":true,\"o\":{}}";
  g_autoptr (JsonNode) node = duo_json_parse (json, strlen (json), NULL);
  JsonObject *object;
  static const char *const not_string[] = { "n", "a", "z", "f", "b", "o" };
  static const char *const not_uint[] = { "s", "a", "z", "f", "m", "b", "o" };
  const char *string = "before";
  guint number = 42;
  JsonObject *inner = NULL;

  g_assert_nonnull (node);
  object = json_node_get_object (node);
  for (gsize i = 0; i < G_N_ELEMENTS (not_string); i++)
    {
      g_assert_false (duo_json_get_string (object, not_string[i], &string, NULL));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (not_uint); i++)
    {
      g_assert_false (duo_json_get_uint (object, not_uint[i], &number, NULL));
    }
  g_assert_false (duo_json_get_object (object, "a", &inner, NULL));
  g_assert_true (duo_json_get_string (object, "none", &string, NULL));
  g_assert_true (duo_json_get_uint (object, "none", &number, NULL));
  g_assert_cmpstr (string, ==, "before");
  g_assert_cmpuint (number, ==, 42);
  g_assert_true (duo_json_get_string (object, "s", &string, NULL));
  g_assert_true (duo_json_get_uint (object, "n", &number, NULL));
  g_assert_true (duo_json_get_object (object, "o", &inner, NULL));
  g_assert_cmpstr (string, ==, "t");
  g_assert_cmpuint (number, ==, 7);
}

static void
test_numbers (void)
{
  assert_damaged ("[99999999999999999999999]");
  assert_damaged ("[1e999]");
  assert_damaged ("[-99999999999999999999999]");
  assert_damaged ("[0.00000000000000000000000000000000001]");
  assert_good ("[999999999999999]");
}

static void
test_many_members (void)
{
  GString *json = g_string_new ("{\"a\":0");

  for (guint i = 1; i < DUO_JSON_MAX_KEYS; i++)
    {
      g_string_append_printf (json, ",\"a%u\":0", i);
    }
  g_string_append (json, "}");
  assert_good (json->str);
  g_string_truncate (json, json->len - 1);
  g_string_append (json, ",\"b\":0}");
  assert_damaged (json->str);
  g_string_free (json, TRUE);
}

static void
test_truncated (void)
{
  static const char json[] = "{\"a\\n\":[1,-2.5e+3,true,false,null,\"\\ud83d\\ude00\",{\"b\":\"\xc3\xa9\"}],\"c\":{}}";

  for (gsize i = 1; i < sizeof json - 1; i++)
    {
      g_autofree char *part = g_memdup2 (json, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = duo_json_parse (part, i, &error);

      g_assert_null (node);
      /* Cut inside a number the rest is a number, inside a character it is no text. */
      g_assert_true (g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_CUT_OFF) ||
                     g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NOT_TEXT) ||
                     g_ascii_isdigit (json[i]));
    }
  assert_good (json);
}

static void
test_append (void)
{
  GString *json = g_string_new (NULL);

  duo_json_append_string (json, "a\"\\/\b\f\n\r\t\x01\x7f\u4f60");
  g_assert_cmpstr (json->str, ==, "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\x7f\u4f60\"");
  assert_good (json->str);
  g_string_free (json, TRUE);
}

static void
test_mutations (void)
{
  static const char seed[] = "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\\u00e9\",\"n\":[1,2.5e3,null,{\"x\":true}]}";
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  for (guint i = 0; i < 20000; i++)
    {
      char json[sizeof seed];

      memcpy (json, seed, sizeof seed);
      for (int n = g_rand_int_range (random, 1, 5); n > 0; n--)
        {
          json[g_rand_int_range (random, 0, sizeof seed - 1)] = (char) g_rand_int_range (random, 0, 256);
        }
      json_node_unref (duo_json_parse (json, sizeof seed - 1, NULL) ?: json_node_new (JSON_NODE_NULL));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/good", test_good);
  g_test_add_func ("/json/J1-empty", test_empty);
  g_test_add_func ("/json/J2-deep", test_deep);
  g_test_add_func ("/json/J3-long", test_long);
  g_test_add_func ("/json/J4-not-text", test_not_text);
  g_test_add_func ("/json/J5-nul-escape", test_nul_escape);
  g_test_add_func ("/json/J6-duplicates", test_duplicates);
  g_test_add_func ("/json/J7-grammar", test_grammar);
  g_test_add_func ("/json/J8-two-roots", test_two_roots);
  g_test_add_func ("/json/J9-types", test_types);
  g_test_add_func ("/json/J10-numbers", test_numbers);
  g_test_add_func ("/json/many-members", test_many_members);
  g_test_add_func ("/json/J15-truncated", test_truncated);
  g_test_add_func ("/json/append", test_append);
  g_test_add_func ("/json/mutations", test_mutations);
  return g_test_run ();
}
