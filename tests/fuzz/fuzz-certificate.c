/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-gate.h"

/* The certificate that DTLS reports, as PEM: the gate opens for its own fingerprint and
 * for no other. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"

/* The fingerprint that PEM should have; FALSE when it should have none. */
static gboolean
get_fingerprint (const char *pem,
                 guint8     *fingerprint)
{
  const char *begin = strstr (pem, BEGIN);
  const char *end = begin != NULL ? strstr (begin + strlen (BEGIN), END) : NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *base64 = NULL;
  g_autofree guint8 *der = NULL;
  gsize length = DUO_FINGERPRINT_SIZE_BYTES;
  gsize der_length;

  if (end == NULL)
    {
      return FALSE;
    }
  base64 = g_strndup (begin + strlen (BEGIN), (gsize) (end - begin) - strlen (BEGIN));
  der = g_base64_decode (base64, &der_length);
  g_checksum_update (checksum, der, (gssize) der_length);
  g_checksum_get_digest (checksum, fingerprint, &length);
  return der_length > 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *pem = g_strndup ((const char *) data, size);
  guint8 fingerprint[DUO_FINGERPRINT_SIZE_BYTES] = { 0 };
  gboolean has_one = pem != NULL && get_fingerprint (pem, fingerprint);

  g_assert_cmpint (duo_gate_certificate_matches (pem, fingerprint), ==, has_one);
  for (guint i = 0; i < sizeof fingerprint; i++)
    {
      fingerprint[i] ^= (guint8) (1 << i % 8);
      g_assert_false (duo_gate_certificate_matches (pem, fingerprint));
      fingerprint[i] ^= (guint8) (1 << i % 8);
    }
  return 0;
}
