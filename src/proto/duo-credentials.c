/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-credentials.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#define UFRAG_CHARS 8
#define PWD_CHARS 22
#define UFRAG_LABEL "duologue ufrag"

/* The kernel's generator: webrtcbin 1.22 takes its own credentials from GRand, a
 * Mersenne Twister.  Up to 256 bytes come whole once the generator is seeded. */
static void
fill_randomly (guint8 *bytes,
               gsize   length)
{
  gssize n;

  do
    {
      n = getrandom (bytes, length, 0);
    }
  while (n < 0 && errno == EINTR);
  g_assert (n == (gssize) length);
}

/* The ufrag is seen by anybody on the way, so it must not tell the password:
 * SHA-256 of a label and the secret, cut to 48 bits. */
static char *
make_ufrag (const guint8 *secret)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) UFRAG_LABEL, strlen (UFRAG_LABEL));
  g_checksum_update (checksum, secret, DUO_CREDENTIALS_SECRET_BYTES);
  g_checksum_get_digest (checksum, digest, &length);
  text = g_base64_encode (digest, length);
  return g_strndup (text, UFRAG_CHARS);
}

void
duo_credentials_make (char **ufrag,
                      char **pwd)
{
  guint8 secret[DUO_CREDENTIALS_SECRET_BYTES];

  g_return_if_fail (ufrag != NULL && pwd != NULL);

  fill_randomly (secret, sizeof secret);
  duo_credentials_from_secret (secret, ufrag, pwd);
}

void
duo_credentials_from_secret (const guint8  *secret,
                             char         **ufrag,
                             char         **pwd)
{
  g_autofree char *text = NULL;

  g_return_if_fail (secret != NULL && ufrag != NULL && pwd != NULL);

  text = g_base64_encode (secret, DUO_CREDENTIALS_SECRET_BYTES);
  *pwd = g_strndup (text, PWD_CHARS);
  *ufrag = make_ufrag (secret);
}

gboolean
duo_credentials_get_secret (const char *ufrag,
                            const char *pwd,
                            guint8     *secret)
{
  g_autofree char *padded = NULL;
  g_autofree guchar *bytes = NULL;
  g_autofree char *own_ufrag = NULL;
  g_autofree char *own_pwd = NULL;
  gsize length;

  g_return_val_if_fail (ufrag != NULL && pwd != NULL && secret != NULL, FALSE);

  if (strlen (ufrag) != UFRAG_CHARS || strlen (pwd) != PWD_CHARS)
    {
      return FALSE;
    }
  padded = g_strconcat (pwd, "==", NULL);
  bytes = g_base64_decode (padded, &length);
  if (length != DUO_CREDENTIALS_SECRET_BYTES)
    {
      return FALSE;
    }
  duo_credentials_from_secret (bytes, &own_ufrag, &own_pwd);
  if (strcmp (ufrag, own_ufrag) != 0 || strcmp (pwd, own_pwd) != 0)
    {
      return FALSE;
    }
  memcpy (secret, bytes, length);
  return TRUE;
}
