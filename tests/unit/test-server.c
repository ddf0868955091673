/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-limits.h"
#include "duo-proto-error.h"
#include "duo-server.h"

static void
assert_bad (const char *uri)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoServer) server = duo_server_parse (uri, &error);

  if (server != NULL)
    {
      g_test_message ("taken: %s", uri);
    }
  g_assert_null (server);
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_SERVER);
}

static void
assert_good (const char *uri,
             const char *canonical,
             const char *gst)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoServer) server = duo_server_parse (uri, &error);
  g_autoptr (DuoServer) again = NULL;
  g_autofree char *written = NULL;
  g_autofree char *written_again = NULL;
  g_autofree char *for_gst = NULL;

  g_assert_no_error (error);
  written = duo_server_to_uri (server);
  for_gst = duo_server_to_gst_uri (server);
  g_assert_cmpstr (written, ==, canonical);
  g_assert_cmpstr (for_gst, ==, gst);
  again = duo_server_parse (written, &error);
  g_assert_no_error (error);
  written_again = duo_server_to_uri (again);
  g_assert_cmpstr (written_again, ==, written);
}

static void
test_stun (void)
{
  assert_good ("stun:stun.example.org", "stun:stun.example.org:3478", "stun://stun.example.org:3478");
  assert_good ("STUN://Stun.Example.ORG:19302 ", "stun:stun.example.org:19302", "stun://stun.example.org:19302");
  assert_good ("stun:192.0.2.1:1", "stun:192.0.2.1:1", "stun://192.0.2.1:1");
  assert_good ("stun:[2001:db8::1]:3478", "stun:[2001:db8::1]:3478", "stun://[2001:db8::1]:3478");
  assert_good ("stun:[2001:db8::1]", "stun:[2001:db8::1]:3478", "stun://[2001:db8::1]:3478");
  assert_good ("stun:localhost", "stun:localhost:3478", "stun://localhost:3478");
}

static void
test_turn (void)
{
  assert_good ("turn:me:secret@turn.example.org", "turn:me:secret@turn.example.org:3478?transport=udp",
               "turn://me:secret@turn.example.org:3478?transport=udp");
  assert_good ("turn://me:secret@turn.example.org:80?transport=TCP", "turn:me:secret@turn.example.org:80?transport=tcp",
               "turn://me:secret@turn.example.org:80?transport=tcp");
  assert_good ("turns:me:secret@turn.example.org", "turns:me:secret@turn.example.org:5349?transport=tcp",
               "turns://me:secret@turn.example.org:5349?transport=tcp");
  assert_good ("turn:1700%3Ame:p%40ss%2F%3F+@192.0.2.1", "turn:1700%3Ame:p%40ss%2F%3F%2B@192.0.2.1:3478?transport=udp",
               "turn://1700%3Ame:p%40ss%2F%3F%2B@192.0.2.1:3478?transport=udp");
  assert_good ("turn:me:p@ss@192.0.2.1", "turn:me:p%40ss@192.0.2.1:3478?transport=udp",
               "turn://me:p%40ss@192.0.2.1:3478?transport=udp");
}

static void
test_getters (void)
{
  g_autoptr (DuoServer) server = duo_server_parse ("turn:a%20b:c%3Ad@[::1]:9?transport=tcp", NULL);

  g_assert_cmpint (duo_server_get_kind (server), ==, DUO_SERVER_TURN_TCP);
  g_assert_cmpstr (duo_server_get_host (server), ==, "::1");
  g_assert_cmpuint (duo_server_get_port (server), ==, 9);
  g_assert_cmpstr (duo_server_get_user (server), ==, "a b");
  g_assert_cmpstr (duo_server_get_password (server), ==, "c:d");
}

static void
test_bad (void)
{
  static const char *const bad[] = {
    "",
    " ",
    "stun",
    "stun:",
    "stun://",
    "http://example.org",
    "stuns:example.org",
    "example.org:3478",
    "stun:exa mple.org",
    "stun:example.org:0",
    "stun:example.org:65536",
    "stun:example.org:-1",
    "stun:example.org:abc",
    "stun:example.org:",
    "stun:1.2.3",
    "stun:1.2.3.400",
    "stun:[1.2.3.4]",
    "stun:[::1",
    "stun:::1",
    "stun:[fe80::1%eth0]",
    "stun:-a.org",
    "stun:a..b",
    "stun:.a",
    "stun:a/b",
    "stun:u:p@example.org",
    "stun:example.org?transport=udp",
    "turn:example.org",
    "turn:u@example.org",
    "turn::p@example.org",
    "turn:u:@example.org",
    "turn:u:p:q@example.org",
    "turn:u:p@",
    "turn:u:p@h?transport=sctp",
    "turn:u:p@h?x=y",
    "turn:u:p@h?",
    "turns:u:p@h?transport=udp",
    "turn:u%0a:p@h",
    "turn:u%00:p@h",
    "turn:u%zz:p@h",
    "turn:%ff:p@h",
    "stun:h\nh",
    "stun:h\x01",
    "\xff",
    "stun:\u4f8b.org",
  };
  g_autofree char *filler = g_strnfill (DUO_SERVER_URI_MAX_BYTES, 'a');
  g_autofree char *too_long = g_strconcat ("stun:", filler, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      assert_bad (bad[i]);
    }
  assert_bad (too_long);
  /* Short as it is given, too long as it is written. */
  memset (filler, '(', 300);
  filler[300] = '\0';
  g_free (too_long);
  too_long = g_strdup_printf ("turn:%s:p@h", filler);
  assert_bad (too_long);
}

static void
test_truncated (void)
{
  static const char uri[] = "turn:user:pa%40ss@[2001:db8::1]:3478?transport=tcp";

  for (gsize i = 0; i < sizeof uri; i++)
    {
      g_autofree char *part = g_strndup (uri, i);
      g_autoptr (DuoServer) server = duo_server_parse (part, NULL);

      g_assert_true (server == NULL || strcmp (duo_server_get_host (server), "2001:db8::1") == 0);
    }
}

static void
test_mutations (void)
{
  static const char seed[] = "turn:user:pa%40ss@[2001:db8::1]:3478?transport=tcp";
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  for (guint i = 0; i < 20000; i++)
    {
      char uri[sizeof seed];
      g_autoptr (DuoServer) server = NULL;

      memcpy (uri, seed, sizeof seed);
      for (int n = g_rand_int_range (random, 1, 4); n > 0; n--)
        {
          uri[g_rand_int_range (random, 0, sizeof seed - 1)] = (char) g_rand_int_range (random, 1, 256);
        }
      server = duo_server_parse (uri, NULL);
      if (server != NULL)
        {
          g_autofree char *written = duo_server_to_gst_uri (server);

          g_assert_true (g_str_is_ascii (written));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/stun", test_stun);
  g_test_add_func ("/server/turn", test_turn);
  g_test_add_func ("/server/getters", test_getters);
  g_test_add_func ("/server/bad", test_bad);
  g_test_add_func ("/server/truncated", test_truncated);
  g_test_add_func ("/server/mutations", test_mutations);
  return g_test_run ();
}
