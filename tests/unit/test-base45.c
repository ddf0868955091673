/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-base45.h"
#include "duo-base64url.h"

typedef guint8 *(*DecodeFunc) (const char *text,
                               gsize       length,
                               gsize      *n_bytes);

static void
assert_refused (DecodeFunc  decode,
                const char *text)
{
  gsize n_bytes = 12345;

  g_assert_null (decode (text, strlen (text), &n_bytes));
  g_assert_cmpuint (n_bytes, ==, 12345);
}

static void
assert_pair (DecodeFunc    decode,
             char         *encoded,
             const char   *text,
             const guint8 *bytes,
             gsize         length)
{
  g_autofree char *owned = encoded;
  g_autofree guint8 *decoded = NULL;
  gsize n_bytes;

  g_assert_cmpstr (owned, ==, text);
  decoded = decode (text, strlen (text), &n_bytes);
  g_assert_nonnull (decoded);
  g_assert_cmpmem (decoded, n_bytes, bytes, length);
}

static void
assert_45 (const char *bytes,
           const char *text)
{
  const guint8 *b = (const guint8 *) bytes;

  g_assert_cmpuint (duo_base45_measure (strlen (bytes)), ==, strlen (text));
  assert_pair (duo_base45_decode, duo_base45_encode (b, strlen (bytes)), text, b, strlen (bytes));
}

/* RFC 9285 sections 4.3 and 4.4. */
static void
test_base45_rfc (void)
{
  assert_45 ("AB", "BB8");
  assert_45 ("Hello!!", "%69 VD92EX0");
  assert_45 ("base-45", "UJCLQE7W581");
  assert_45 ("ietf!", "QED8WEX0");
  assert_45 ("\xff\xff", "FGW");
  assert_45 ("\xff", "U5");
}

static void
test_base45_refused (void)
{
  assert_refused (duo_base45_decode, "");
  assert_refused (duo_base45_decode, "A");
  assert_refused (duo_base45_decode, "BB8A");
  assert_refused (duo_base45_decode, "GGW"); /* 65536 */
  assert_refused (duo_base45_decode, ":::");
  assert_refused (duo_base45_decode, "V5"); /* 256 */
  assert_refused (duo_base45_decode, "bb8");
  assert_refused (duo_base45_decode, "B\n8");
  assert_refused (duo_base45_decode, "B=8");
}

static void
assert_64 (const char *bytes,
           const char *text)
{
  const guint8 *b = (const guint8 *) bytes;

  g_assert_cmpuint (duo_base64url_measure (strlen (bytes)), ==, strlen (text));
  assert_pair (duo_base64url_decode, duo_base64url_encode (b, strlen (bytes)), text, b, strlen (bytes));
}

/* RFC 4648 section 10, without the padding. */
static void
test_base64url_rfc (void)
{
  assert_64 ("f", "Zg");
  assert_64 ("fo", "Zm8");
  assert_64 ("foo", "Zm9v");
  assert_64 ("foob", "Zm9vYg");
  assert_64 ("fooba", "Zm9vYmE");
  assert_64 ("foobar", "Zm9vYmFy");
  assert_64 ("\xfb\xff\xbf", "-_-_");
}

static void
test_base64url_refused (void)
{
  assert_refused (duo_base64url_decode, "Z");
  assert_refused (duo_base64url_decode, "Zm9vY");
  assert_refused (duo_base64url_decode, "Zh"); /* bits left over */
  assert_refused (duo_base64url_decode, "Zm9");
  assert_refused (duo_base64url_decode, "Zg==");
  assert_refused (duo_base64url_decode, "+/+/");
  assert_refused (duo_base64url_decode, "Zm 9v");
  assert_refused (duo_base64url_decode, "Zm9v\n");
}

static void
test_all_lengths (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (45);
  guint8 bytes[300];

  for (gsize length = 1; length < sizeof bytes; length++)
    {
      g_autofree char *text_45 = NULL;
      g_autofree char *text_64 = NULL;

      for (gsize i = 0; i < length; i++)
        {
          bytes[i] = (guint8) g_rand_int_range (rand, 0, 256);
        }
      text_45 = duo_base45_encode (bytes, length);
      text_64 = duo_base64url_encode (bytes, length);
      g_assert_cmpuint (strlen (text_45), ==, duo_base45_measure (length));
      g_assert_cmpuint (strlen (text_64), ==, duo_base64url_measure (length));
      assert_pair (duo_base45_decode, duo_base45_encode (bytes, length), text_45, bytes, length);
      assert_pair (duo_base64url_decode, duo_base64url_encode (bytes, length), text_64, bytes, length);
    }
}

static void
test_alphabets (void)
{
  guint n_45 = 0;
  guint n_64 = 0;

  for (int c = 0; c < 256; c++)
    {
      n_45 += duo_base45_has ((char) c) ? 1 : 0;
      n_64 += duo_base64url_has ((char) c) ? 1 : 0;
    }
  g_assert_cmpuint (n_45, ==, 45);
  g_assert_cmpuint (n_64, ==, 64);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base45/rfc", test_base45_rfc);
  g_test_add_func ("/base45/refused", test_base45_refused);
  g_test_add_func ("/base64url/rfc", test_base64url_rfc);
  g_test_add_func ("/base64url/refused", test_base64url_refused);
  g_test_add_func ("/base64url/all-lengths", test_all_lengths);
  g_test_add_func ("/base64url/alphabets", test_alphabets);
  return g_test_run ();
}
