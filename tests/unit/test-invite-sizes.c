/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "duo-credentials.h"
#include "duo-invite-candidates.h"
#include "duo-invite-code.h"
#include "duo-limits.h"

/* How long codes get with addresses and ports as they are in life: each case makes
 * many networks up and looks at the longest code of all.  PROTOCOL.md, section 6,
 * promises these lengths. */

#define ROUNDS 1000
#define LAN_MAX_CHARS 120
#define NAT_MAX_CHARS 160
#define BARE_START "duo1"
#define LINK_START "duologue:i/"

/* What Linux gives to a socket that asks for any port. */
#define PORT_FIRST 32768
#define PORT_END 61000

typedef struct
{
  GString *sdp;
  guint n;
} Sdp;

typedef struct
{
  gsize shortest;
  gsize longest;
} Range;

static guint16
make_port (void)
{
  return (guint16) g_test_rand_int_range (PORT_FIRST, PORT_END);
}

static void
fill_randomly (guint8 *bytes,
               gsize   length)
{
  for (gsize i = 0; i < length; i++)
    {
      bytes[i] = (guint8) g_test_rand_int_range (0, 256);
    }
}

/* An address of a public kind: none of a private network, none that nobody has. */
static char *
make_public_ipv4 (void)
{
  gint32 first;

  do
    {
      first = g_test_rand_int_range (1, 224);
    }
  while (first == 10 || first == 127 || first == 169 || first == 172 || first == 192);
  return g_strdup_printf ("%d.%d.%d.%d", first, g_test_rand_int_range (0, 256),
                          g_test_rand_int_range (0, 256), g_test_rand_int_range (1, 255));
}

static char *
make_ipv4 (guint kind)
{
  gint32 b = g_test_rand_int_range (0, 256);
  gint32 c = g_test_rand_int_range (0, 256);
  gint32 d = g_test_rand_int_range (1, 255);

  switch (kind % 5)
    {
    case 0:
      return g_strdup_printf ("192.168.%d.%d", c, d);
    case 1:
      return g_strdup_printf ("10.%d.%d.%d", b, c, d);
    case 2:
      return g_strdup_printf ("172.%d.%d.%d", 16 + b % 16, c, d);
    case 3:
      return g_strdup_printf ("100.%d.%d.%d", 64 + b % 64, c, d);
    default:
      return make_public_ipv4 ();
    }
}

/* Random in all that the network does not fix: 2000::/3, fd00::/8 or fe80::/64. */
static char *
make_ipv6 (guint8 first)
{
  guint8 bytes[16];
  g_autoptr (GInetAddress) address = NULL;

  fill_randomly (bytes, sizeof bytes);
  bytes[0] = first == 0x20 ? (guint8) (0x20 | (bytes[0] & 0x1f)) : first;
  if (first == 0xfe)
    {
      memset (bytes, 0, 8);
      bytes[0] = 0xfe;
      bytes[1] = 0x80;
    }
  address = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

/* Another address in the /64 of ADDRESS, as privacy extensions add one. */
static char *
make_neighbour (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  g_autoptr (GInetAddress) other = NULL;
  guint8 bytes[16];

  memcpy (bytes, g_inet_address_to_bytes (address), 8);
  fill_randomly (bytes + 8, 8);
  other = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (other);
}

static void
add_candidate (Sdp        *self,
               const char *transport,
               const char *address,
               guint16     port,
               const char *rest)
{
  self->n++;
  g_string_append_printf (self->sdp, "a=candidate:%u 1 %s %u %s %u typ %s\r\n",
                          self->n, transport, 2015363327 - self->n, address, port, rest);
}

/* The three candidates that libnice makes of one address. */
static void
add_address (Sdp        *self,
             const char *address,
             const char *type)
{
  g_autofree char *active = g_strconcat (type, " tcptype active", NULL);
  g_autofree char *passive = g_strconcat (type, " tcptype passive", NULL);

  add_candidate (self, "UDP", address, make_port (), type);
  add_candidate (self, "TCP", address, 9, active);
  add_candidate (self, "TCP", address, make_port (), passive);
}

static void
begin (Sdp        *self,
       const char *setup)
{
  g_autofree char *ufrag = NULL;
  g_autofree char *pwd = NULL;
  guint8 fingerprint[DUO_FINGERPRINT_SIZE_BYTES];

  duo_credentials_make (&ufrag, &pwd);
  fill_randomly (fingerprint, sizeof fingerprint);
  *self = (Sdp){ .sdp = g_string_new ("v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n") };
  g_string_append_printf (self->sdp, "a=setup:%s\r\na=ice-ufrag:%s\r\na=ice-pwd:%s\r\n", setup, ufrag, pwd);
  g_string_append (self->sdp, "a=mid:0\r\na=sctp-port:5000\r\na=fingerprint:sha-256 ");
  for (guint i = 0; i < sizeof fingerprint; i++)
    {
      g_string_append_printf (self->sdp, "%s%02X", i > 0 ? ":" : "", fingerprint[i]);
    }
  g_string_append (self->sdp, "\r\n");
}

static DuoDescription *
finish (Sdp                *self,
        DuoDescriptionType  type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) plain = duo_description_parse_sdp (type, self->sdp->str, &error);
  g_autoptr (DuoDescription) ours = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (duo_description_get_candidates (plain)->len, ==, self->n);
  g_string_free (g_steal_pointer (&self->sdp), TRUE);
  ours = duo_description_with_duologue (plain, /* name= */ NULL);
  return type == DUO_DESCRIPTION_OFFER
           ? g_steal_pointer (&ours)
           : duo_description_with_reply_to (ours, (guint16) g_test_rand_int_range (1, 65536));
}

/* The code must hold what it is measured with. */
static void
assert_reads (const char           *code,
              const DuoDescription *description)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) read = duo_invite_code_parse (code, strlen (code), NULL, &error);
  g_autoptr (GPtrArray) all = duo_invite_choose_candidates (duo_description_get_candidates (description));
  GPtrArray *got;

  g_assert_no_error (error);
  got = duo_description_get_candidates (read);
  g_assert_cmpstr (duo_description_get_pwd (read), ==, duo_description_get_pwd (description));
  g_assert_cmpmem (duo_description_get_fingerprint (read), DUO_FINGERPRINT_SIZE_BYTES,
                   duo_description_get_fingerprint (description), DUO_FINGERPRINT_SIZE_BYTES);
  g_assert_cmpuint (got->len, ==, all->len);
  for (guint i = 0; i < all->len; i++)
    {
      g_assert_true (duo_candidate_equal (g_ptr_array_index (got, i), g_ptr_array_index (all, i)));
    }
}

/* As the window writes it: with its time. */
static void
measure (const DuoDescription *description,
         Range                *range)
{
  DuoInviteOptions options = {
    .form = DUO_INVITE_FORM_BARE,
    .created_at_us = g_get_real_time (),
    .lifetime_s = DUO_INVITE_LIFETIME_S,
  };
  g_autofree char *code = duo_invite_code_new (description, &options);
  gsize length = strlen (code);

  assert_reads (code, description);
  range->shortest = range->shortest == 0 ? length : MIN (range->shortest, length);
  range->longest = MAX (range->longest, length);
}

static void
say (const char  *what,
     const Range *range)
{
  gsize more = strlen (LINK_START) - strlen (BARE_START);

  g_test_message ("%s: %zu to %zu characters, as a link %zu to %zu", what, range->shortest, range->longest,
                  range->shortest + more, range->longest + more);
}

/* One IPv4 and one IPv6 address, and a link-local one: nine candidates. */
static void
add_lan (Sdp   *self,
         guint  round)
{
  g_autofree char *ipv4 = make_ipv4 (round);
  g_autofree char *ipv6 = make_ipv6 (round % 2 == 0 ? 0x20 : 0xfd);
  g_autofree char *local = make_ipv6 (0xfe);

  add_address (self, ipv4, "host");
  add_address (self, ipv6, "host");
  add_address (self, local, "host");
}

static void
test_lan (void)
{
  Range range = { 0 };

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (DuoDescription) description = NULL;
      Sdp sdp;

      begin (&sdp, "actpass");
      add_lan (&sdp, i);
      g_assert_cmpuint (sdp.n, ==, 9);
      description = finish (&sdp, DUO_DESCRIPTION_OFFER);
      measure (description, &range);
    }
  say ("an offer on a LAN", &range);
  g_assert_cmpuint (range.longest, <=, LAN_MAX_CHARS);
}

/* Without IPv6 but for the link-local address, which stays. */
static void
test_lan_ipv4 (void)
{
  Range range = { 0 };

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *ipv4 = make_ipv4 (i);
      g_autofree char *local = make_ipv6 (0xfe);
      g_autoptr (DuoDescription) description = NULL;
      Sdp sdp;

      begin (&sdp, "actpass");
      add_address (&sdp, ipv4, "host");
      add_address (&sdp, local, "host");
      description = finish (&sdp, DUO_DESCRIPTION_OFFER);
      measure (description, &range);
    }
  say ("an offer on a LAN without IPv6", &range);
  g_assert_cmpuint (range.longest + strlen (LINK_START) - strlen (BARE_START), <=, LAN_MAX_CHARS);
}

/* A reply names its invite, and that is all it has more. */
static void
test_lan_reply (void)
{
  Range private_range = { 0 };
  Range range = { 0 };

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (DuoDescription) description = NULL;
      Sdp sdp;

      begin (&sdp, "active");
      add_lan (&sdp, i);
      description = finish (&sdp, DUO_DESCRIPTION_ANSWER);
      measure (description, i % 5 < 3 ? &private_range : &range);
    }
  say ("a reply on a LAN of private IPv4 addresses", &private_range);
  say ("a reply on a LAN of other IPv4 addresses", &range);
  g_assert_cmpuint (private_range.longest, <=, LAN_MAX_CHARS);
  g_assert_cmpuint (range.longest, <=, LAN_MAX_CHARS + 2);
}

/* With STUN: what the router shows, whose port may be any. */
static void
test_nat (void)
{
  Range range = { 0 };

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (DuoDescription) description = NULL;
      g_autofree char *outside = make_public_ipv4 ();
      Sdp sdp;

      begin (&sdp, "actpass");
      add_lan (&sdp, i);
      add_candidate (&sdp, "UDP", outside, (guint16) g_test_rand_int_range (1024, 65536),
                     "srflx raddr 0.0.0.0 rport 9");
      add_candidate (&sdp, "TCP", outside, 9, "srflx raddr 0.0.0.0 rport 9 tcptype active");
      add_candidate (&sdp, "TCP", outside, (guint16) g_test_rand_int_range (1024, 65536),
                     "srflx raddr 0.0.0.0 rport 9 tcptype passive");
      g_assert_cmpuint (sdp.n, ==, 12);
      description = finish (&sdp, DUO_DESCRIPTION_OFFER);
      measure (description, &range);
    }
  say ("an offer behind NAT", &range);
  g_assert_cmpuint (range.longest + strlen (LINK_START) - strlen (BARE_START), <=, NAT_MAX_CHARS);
}

/* Many computers have two IPv6 addresses in one network: one that lasts and one of today. */
static void
test_privacy_addresses (void)
{
  Range lan = { 0 };
  Range nat = { 0 };

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *ipv4 = make_ipv4 (i);
      g_autofree char *ipv6 = make_ipv6 (i % 2 == 0 ? 0x20 : 0xfd);
      g_autofree char *other = make_neighbour (ipv6);
      g_autofree char *outside = make_public_ipv4 ();

      for (guint with_nat = 0; with_nat < 2; with_nat++)
        {
          g_autoptr (DuoDescription) description = NULL;
          Sdp sdp;

          begin (&sdp, "actpass");
          add_address (&sdp, ipv4, "host");
          add_address (&sdp, ipv6, "host");
          add_address (&sdp, other, "host");
          if (with_nat)
            {
              add_candidate (&sdp, "UDP", outside, make_port (), "srflx raddr 0.0.0.0 rport 9");
            }
          description = finish (&sdp, DUO_DESCRIPTION_OFFER);
          measure (description, with_nat ? &nat : &lan);
        }
    }
  say ("with two IPv6 addresses of one network", &lan);
  say ("with two IPv6 addresses of one network, behind NAT", &nat);
  g_assert_cmpuint (nat.longest + strlen (LINK_START) - strlen (BARE_START), <=, NAT_MAX_CHARS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invite-sizes/lan", test_lan);
  g_test_add_func ("/invite-sizes/lan-ipv4", test_lan_ipv4);
  g_test_add_func ("/invite-sizes/lan-reply", test_lan_reply);
  g_test_add_func ("/invite-sizes/nat", test_nat);
  g_test_add_func ("/invite-sizes/privacy-addresses", test_privacy_addresses);
  return g_test_run ();
}
