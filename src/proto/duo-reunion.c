/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-reunion.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "duo-bytes.h"

/* Each use of a hash begins with a label of its own, and everything in it with its
 * length: no two uses, and no two ways of cutting, can give the same bytes. */
#define TRANSCRIPT_LABEL "duologue 1 transcript"
#define INVITER_LABEL "duologue 1 inviter"
#define INVITED_LABEL "duologue 1 invited"
#define SECRET_LABEL "duologue 1 secret"

/* The kernel's generator gives as much as this at once, whole. */
#define RANDOM_PIECE_BYTES 256

static void
append (GByteArray    *array,
        gconstpointer  data,
        gsize          length)
{
  g_assert (length <= G_MAXUINT16);
  duo_bytes_append_uint16 (array, (guint16) length);
  g_byte_array_append (array, data, (guint) length);
}

static void
append_text (GByteArray *array,
             const char *text)
{
  append (array, text, strlen (text));
}

static void
append_description (GByteArray           *array,
                    const DuoDescription *description)
{
  append (array, duo_description_get_fingerprint (description), DUO_FINGERPRINT_SIZE_BYTES);
  append_text (array, duo_description_get_ufrag (description));
  append_text (array, duo_description_get_pwd (description));
}

/* HMAC-SHA-256 of the label and the transcript. */
static void
authenticate (const guint8 *key,
              gsize         key_length,
              const char   *label,
              const guint8 *transcript,
              guint8       *mac)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, key, key_length);
  gsize length = 32;

  append_text (input, label);
  append (input, transcript, DUO_REUNION_TRANSCRIPT_BYTES);
  g_hmac_update (hmac, input->data, (gssize) input->len);
  g_hmac_get_digest (hmac, mac, &length);
}

void
duo_reunion_get_transcript (const DuoDescription *offer,
                            const DuoDescription *answer,
                            guint8               *transcript)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DUO_REUNION_TRANSCRIPT_BYTES;

  g_return_if_fail (offer != NULL && answer != NULL && transcript != NULL);

  append_text (input, TRANSCRIPT_LABEL);
  append_description (input, offer);
  append_description (input, answer);
  g_checksum_update (checksum, input->data, (gssize) input->len);
  g_checksum_get_digest (checksum, transcript, &length);
}

void
duo_reunion_get_tag (const guint8  *secret,
                     const guint8  *transcript,
                     gboolean       is_inviter,
                     DuoReunionTag *tag)
{
  guint8 mac[32];

  g_return_if_fail (secret != NULL && transcript != NULL && tag != NULL);

  authenticate (secret, DUO_REUNION_SECRET_BYTES, is_inviter ? INVITER_LABEL : INVITED_LABEL, transcript, mac);
  memcpy (tag->bytes, mac, sizeof tag->bytes);
}

void
duo_reunion_get_secret (const guint8 *inviter_entropy,
                        const guint8 *invited_entropy,
                        const guint8 *transcript,
                        guint8       *secret)
{
  guint8 key[2 * DUO_REUNION_ENTROPY_BYTES];

  g_return_if_fail (inviter_entropy != NULL && invited_entropy != NULL);
  g_return_if_fail (transcript != NULL && secret != NULL);

  memcpy (key, inviter_entropy, DUO_REUNION_ENTROPY_BYTES);
  memcpy (key + DUO_REUNION_ENTROPY_BYTES, invited_entropy, DUO_REUNION_ENTROPY_BYTES);
  authenticate (key, sizeof key, SECRET_LABEL, transcript, secret);
}

/* 0 when both are the same; takes the same time whatever they are. */
static guint8
get_difference (const DuoReunionTag *a,
                const DuoReunionTag *b)
{
  guint8 difference = 0;

  for (gsize i = 0; i < sizeof a->bytes; i++)
    {
      difference |= a->bytes[i] ^ b->bytes[i];
    }
  return difference;
}

gboolean
duo_reunion_has_tag (const DuoReunionTag *tags,
                     guint                n_tags,
                     const DuoReunionTag *tag)
{
  guint n_found = 0;

  g_return_val_if_fail (tags != NULL || n_tags == 0, FALSE);
  g_return_val_if_fail (tag != NULL, FALSE);

  /* A difference of 1 to 255 less 1 has no bit above the eighth; 0 less 1 has all. */
  for (guint i = 0; i < n_tags; i++)
    {
      n_found += ((guint) get_difference (&tags[i], tag) - 1) >> 31;
    }
  return n_found > 0;
}

void
duo_reunion_fill_random (guint8 *bytes,
                         gsize   length)
{
  g_return_if_fail (bytes != NULL || length == 0);

  for (gsize at = 0; at < length;)
    {
      gssize n = getrandom (bytes + at, MIN (length - at, RANDOM_PIECE_BYTES), 0);

      if (n > 0)
        {
          at += (gsize) n;
        }
      else if (errno != EINTR)
        {
          g_error ("The kernel gives no random bytes: %s", g_strerror (errno));
        }
    }
}
