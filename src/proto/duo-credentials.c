/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-credentials.h"

#include <string.h>

#include "duo-reunion.h"

#define UFRAG_CHARS 8
#define PWD_CHARS 22
#define UFRAG_LABEL "duologue ufrag"

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

  /* webrtcbin 1.22 takes its own from GRand, a Mersenne Twister. */
  duo_reunion_fill_random (secret, sizeof secret);
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
