/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-candidate.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

static void
assert_taken (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoCandidate) candidate = duo_candidate_parse (line, &error);

  g_assert_no_error (error);
  g_assert_nonnull (candidate);
}

static void
assert_refused (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoCandidate) candidate = duo_candidate_parse (line, &error);

  g_assert_null (candidate);
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_CANDIDATE);
}

static void
assert_address (const char *address,
                gboolean    is_taken)
{
  g_autofree char *line = g_strdup_printf ("candidate:1 1 udp 100 %s 5000 typ host", address);

  (is_taken ? assert_taken : assert_refused) (line);
}

static void
test_facts (void)
{
  g_autoptr (DuoCandidate) self =
    duo_candidate_parse ("a=candidate:842163049 1 udp 1677729535 198.51.100.7 46154 typ srflx raddr 10.0.0.5 "
                         "rport 46154 generation 0 ufrag Fxt1 network-id 1 network-cost 10",
                         NULL);

  g_assert_nonnull (self);
  g_assert_cmpint (duo_candidate_get_kind (self), ==, DUO_CANDIDATE_SRFLX);
  g_assert_cmpint (duo_candidate_get_transport (self), ==, DUO_TRANSPORT_UDP);
  g_assert_cmpuint (duo_candidate_get_priority (self), ==, 1677729535);
  g_assert_cmpstr (duo_candidate_get_address (self), ==, "198.51.100.7");
  g_assert_cmpuint (duo_candidate_get_port (self), ==, 46154);
  g_assert_cmpstr (duo_candidate_get_ufrag (self), ==, "Fxt1");
  g_assert_false (duo_candidate_is_private (self));
  g_assert_false (duo_candidate_is_mdns (self));
}

static void
test_kinds (void)
{
  assert_taken ("candidate:1 1 UDP 2015363327 192.0.2.2 36669 typ host");
  assert_taken ("candidate:1 1 UDP 2015363327 192.0.2.2 36669 typ prflx raddr 10.0.0.1 rport 9");
  assert_taken ("candidate:1 1 UDP 1 192.0.2.2 443 typ relay raddr 0.0.0.0 rport 0");
  assert_taken ("candidate:2 1 TCP 1015021823 192.0.2.2 9 typ host tcptype active");
  assert_taken ("candidate:3 1 tcp 1010827519 192.0.2.2 45375 typ host tcptype passive");
  assert_taken ("candidate:3 1 TCP 1010827519 192.0.2.2 45375 typ host tcptype so");
  assert_refused ("candidate:1 1 UDP 1 192.0.2.2 36669 typ hosts");
  assert_refused ("candidate:1 1 SCTP 1 192.0.2.2 36669 typ host");
  assert_refused ("candidate:1 1 UDP 1 192.0.2.2 36669 host");
  assert_refused ("");
  assert_refused ("candidate:");
  assert_refused ("foo");
}

static void
test_tcp_without_type (void)
{
  assert_refused ("candidate:2 1 TCP 1015021823 192.0.2.2 9 typ host");
  assert_refused ("candidate:2 1 TCP 1015021823 192.0.2.2 4000 typ host tcptype junk");
  assert_refused ("candidate:2 1 TCP 1015021823 192.0.2.2 4000 typ host tcptype");
}

static void
test_numbers (void)
{
  assert_refused ("candidate:1 0 udp 100 192.0.2.2 5000 typ host");
  assert_refused ("candidate:1 2 udp 100 192.0.2.2 5000 typ host");
  assert_refused ("candidate:1 257 udp 100 192.0.2.2 5000 typ host");
  assert_refused ("candidate:1 1 udp 0 192.0.2.2 5000 typ host");
  assert_refused ("candidate:1 1 udp -5 192.0.2.2 5000 typ host");
  assert_refused ("candidate:1 1 udp 1099511627776 192.0.2.2 5000 typ host");
  assert_refused ("candidate:1 1 udp 2147483648 192.0.2.2 5000 typ host");
  assert_refused ("candidate:1 1 udp 100 192.0.2.2 0 typ host");
  assert_refused ("candidate:1 1 udp 100 192.0.2.2 99999 typ host");
  assert_refused ("candidate:1 1 udp 100 192.0.2.2 65536 typ host");
  assert_refused ("candidate:1 1 udp 100 192.0.2.2 -1 typ host");
  assert_refused ("candidate:1 1 udp 100 192.0.2.2 53 typ host");
  assert_refused ("candidate:1 1 udp 100 192.0.2.2 9 typ host");
  assert_refused ("candidate:1 1 udp 100 192.0.2.2 5000a typ host");
  assert_taken ("candidate:1 1 udp 2147483647 192.0.2.2 65535 typ host");
}

static void
test_addresses (void)
{
  static const char *const refused[] = {
    "0.0.0.0",
    "0.1.2.3",
    "255.255.255.255",
    "240.0.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "169.254.1.1",
    "::",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:192.0.2.1",
    "::192.0.2.1",
    "fe80::1%eth0",
    "1.2.3",
    "1.2.3.4.5",
    "0x7f.1",
    "1.2.3.256",
    "2001:db8::g",
    "[2001:db8::1]",
    "127.1",
    "::1%lo",
  };
  static const char *const taken[] = { "127.0.0.1", "::1", "192.0.2.2", "10.1.1.1", "fe80::1", "fd00::2", "2001:db8::1" };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      assert_address (refused[i], FALSE);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      assert_address (taken[i], TRUE);
    }
}

static void
test_host_names (void)
{
  g_autofree char *long_name = g_strnfill (300, 'a');
  g_autofree char *long_local = g_strconcat (long_name, ".local", NULL);

  assert_address ("attacker.example.com", FALSE);
  assert_address ("localhost", FALSE);
  assert_address (long_name, FALSE);
  assert_address (long_local, FALSE);
  assert_address (".local", FALSE);
  assert_address ("a.b.local", FALSE);
  assert_address ("-a.local", FALSE);
  assert_address ("a_b.local", FALSE);
}

static void
test_mdns (void)
{
  g_autoptr (DuoCandidate) self =
    duo_candidate_parse ("candidate:0 1 UDP 2122187007 F4042e5c-4c9a-47ab-8262-05e9d63aee9b.local 36773 typ host", NULL);

  g_assert_nonnull (self);
  g_assert_true (duo_candidate_is_mdns (self));
  g_assert_false (duo_candidate_is_loopback (self));
  g_assert_cmpstr (duo_candidate_get_address (self), ==, "f4042e5c-4c9a-47ab-8262-05e9d63aee9b.local");
}

static void
test_form (void)
{
  g_autofree char *foundation = g_strnfill (100, 'f');
  g_autofree char *long_foundation = g_strdup_printf ("candidate:%s 1 udp 1 192.0.2.2 5000 typ host", foundation);
  GString *many = g_string_new ("candidate:1 1 udp 1 192.0.2.2 5000 typ host");

  assert_refused (long_foundation);
  for (guint i = 0; i < 17; i++)
    {
      g_string_append (many, " a b");
    }
  assert_refused (many->str);
  for (guint i = 0; i < 5000; i++)
    {
      g_string_append (many, " a b");
    }
  assert_refused (many->str);
  g_string_free (many, TRUE);
  assert_refused ("candidate:1 1 udp 1 192.0.2.2 5000 typ host\r\na=ice-lite");
  assert_refused ("candidate:1 1 udp 1 192.0.2.2 5000 typ host a \x01");
  assert_refused ("candidate:1 1 udp 1 192.0.2.2 5000 typ host odd");
  assert_refused ("candidate:1 1 udp 1 192.0.2.2 5000 typ host ufrag Fxt1 ufrag Fxt2");
  assert_refused ("candidate:1 1 udp 1 192.0.2.2 5000 typ host ufrag a:b");
  assert_refused ("candidate:1  1 udp 1 192.0.2.2 5000 typ host");
}

static void
test_private (void)
{
  static const struct
  {
    const char *address;
    gboolean is_private;
    gboolean is_loopback;
  } rows[] = {
    { "127.0.0.1", TRUE, TRUE },
    { "::1", TRUE, TRUE },
    { "10.0.0.1", TRUE, FALSE },
    { "172.16.0.1", TRUE, FALSE },
    { "192.168.1.1", TRUE, FALSE },
    { "fd00::2", TRUE, FALSE },
    { "fe80::1", TRUE, FALSE },
    { "8.8.8.8", FALSE, FALSE },
    { "2001:db8::1", FALSE, FALSE },
    { "172.32.0.1", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DuoCandidate) self = duo_candidate_new (DUO_CANDIDATE_HOST, DUO_TRANSPORT_UDP, 1, rows[i].address, 5000);

      g_assert_nonnull (self);
      g_assert_cmpint (duo_candidate_is_private (self), ==, rows[i].is_private);
      g_assert_cmpint (duo_candidate_is_loopback (self), ==, rows[i].is_loopback);
    }
  g_assert_null (duo_candidate_new (DUO_CANDIDATE_HOST, DUO_TRANSPORT_UDP, 1, "example.com", 5000));
  g_assert_null (duo_candidate_new (DUO_CANDIDATE_HOST, DUO_TRANSPORT_UDP, 1, "10.0.0.1", 0));
}

static void
test_line (void)
{
  static const char *const lines[] = {
    "candidate:1 1 UDP 2015363327 192.0.2.2 36669 typ host",
    "candidate:1 1 UDP 2015363327 192.0.2.2 36669 typ srflx raddr 10.0.0.1 rport 5000",
    "candidate:1 1 UDP 5 2001:db8::1 36669 typ relay raddr 10.0.0.1 rport 5000",
    "candidate:3 1 TCP 1010827519 192.0.2.2 45375 typ host tcptype passive",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (DuoCandidate) self = duo_candidate_parse (lines[i], NULL);
      g_autofree char *line = duo_candidate_to_line (self);
      g_autoptr (DuoCandidate) again = duo_candidate_parse (line, NULL);
      g_autofree char *line_again = duo_candidate_to_line (again);

      g_assert_true (duo_candidate_equal (self, again));
      g_assert_cmpstr (line, ==, line_again);
      g_assert_null (strstr (line, "10.0.0.1"));
    }
}

static void
test_json (void)
{
  g_autoptr (DuoCandidate) self = duo_candidate_new (DUO_CANDIDATE_HOST, DUO_TRANSPORT_UDP, 7, "192.0.2.2", 5000);
  g_autofree char *line = duo_candidate_to_line (self);
  g_autofree char *json = duo_candidate_to_json (self, "0", "Fxt1");
  g_autofree char *expected =
    g_strdup_printf ("{\"candidate\":\"%s\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0,\"usernameFragment\":\"Fxt1\"}", line);
  g_autofree char *bare = duo_candidate_to_json (self, NULL, NULL);

  g_assert_cmpstr (json, ==, expected);
  g_assert_nonnull (strstr (bare, "\"usernameFragment\":null"));
  g_assert_null (duo_candidate_with_ufrag (self, "no"));
}

static void
test_truncated (void)
{
  static const char line[] = "candidate:1 1 TCP 1010827519 192.0.2.2 45375 typ host tcptype passive generation 0 ufrag Fxt1";

  for (gsize i = 0; i < sizeof line; i++)
    {
      g_autofree char *part = g_strndup (line, i);
      g_autoptr (DuoCandidate) self = duo_candidate_parse (part, NULL);

      if (self != NULL)
        {
          g_assert_cmpuint (duo_candidate_get_port (self), ==, 45375);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/candidate/facts", test_facts);
  g_test_add_func ("/candidate/kinds", test_kinds);
  g_test_add_func ("/candidate/C2-tcp-without-tcptype", test_tcp_without_type);
  g_test_add_func ("/candidate/C3-numbers", test_numbers);
  g_test_add_func ("/candidate/C4-addresses", test_addresses);
  g_test_add_func ("/candidate/C5-host-names", test_host_names);
  g_test_add_func ("/candidate/C6-mdns", test_mdns);
  g_test_add_func ("/candidate/C7-form", test_form);
  g_test_add_func ("/candidate/private", test_private);
  g_test_add_func ("/candidate/line", test_line);
  g_test_add_func ("/candidate/json", test_json);
  g_test_add_func ("/candidate/truncated", test_truncated);
  return g_test_run ();
}
