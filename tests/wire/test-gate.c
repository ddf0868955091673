/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-gate.h"

/* A self-signed certificate made for this test, and the SHA-256 of its DER. */
#include "certificate.h"

static void
test_matches (void)
{
  g_assert_true (duo_gate_certificate_matches (certificate_pem, certificate_sha256));
}

static void
test_every_bit_counts (void)
{
  for (guint i = 0; i < 8 * DUO_FINGERPRINT_SIZE_BYTES; i++)
    {
      guint8 other[DUO_FINGERPRINT_SIZE_BYTES];

      memcpy (other, certificate_sha256, sizeof other);
      other[i / 8] ^= 1 << (i % 8);
      g_assert_false (duo_gate_certificate_matches (certificate_pem, other));
    }
}

static void
test_broken_pem (void)
{
  static const char *const broken[] = {
    "",
    "no certificate",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN CERTIFICATE----------END CERTIFICATE-----",
    "-----END CERTIFICATE----------BEGIN CERTIFICATE-----",
    "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----",
  };

  g_assert_false (duo_gate_certificate_matches (NULL, certificate_sha256));
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    g_assert_false (duo_gate_certificate_matches (broken[i], certificate_sha256));

  for (gsize length = 0; length < strlen (certificate_pem) - strlen ("-----END CERTIFICATE-----\n"); length++)
    {
      g_autofree char *cut = g_strndup (certificate_pem, length);

      g_assert_false (duo_gate_certificate_matches (cut, certificate_sha256));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gate/matches", test_matches);
  g_test_add_func ("/gate/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/gate/broken-pem", test_broken_pem);

  return g_test_run ();
}
