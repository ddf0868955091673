/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-reunion.h"
#include "duo-test-vectors.h"

static GKeyFile *vectors;

static DuoDescription *
get_description (const char *group,
                 const char *key)
{
  g_autofree char *json = duo_test_vectors_get_text (vectors, group, key);
  g_autoptr (GError) error = NULL;
  DuoDescription *description = duo_description_parse_json (json, strlen (json), &error);

  g_assert_no_error (error);
  return description;
}

static void
assert_bytes (const char    *group,
              const char    *key,
              gconstpointer  bytes,
              gsize          length)
{
  g_autoptr (GBytes) expected = duo_test_vectors_get_bytes (vectors, group, key);

  g_assert_cmpmem (bytes, length, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

static void
check_vector (GKeyFile   *file,
              const char *group)
{
  g_autoptr (DuoDescription) offer = get_description (group, "offer");
  g_autoptr (DuoDescription) answer = get_description (group, "answer");
  guint8 transcript[DUO_REUNION_TRANSCRIPT_BYTES];
  guint8 secret[DUO_REUNION_SECRET_BYTES];
  guint8 inviter_entropy[DUO_REUNION_ENTROPY_BYTES];
  guint8 invited_entropy[DUO_REUNION_ENTROPY_BYTES];
  DuoReunionTag tag;

  duo_reunion_get_transcript (offer, answer, transcript);
  assert_bytes (group, "transcript", transcript, sizeof transcript);
  duo_test_vectors_copy_bytes (file, group, "secret", secret, sizeof secret);
  duo_reunion_get_tag (secret, transcript, TRUE, &tag);
  assert_bytes (group, "inviter-tag", tag.bytes, sizeof tag.bytes);
  duo_reunion_get_tag (secret, transcript, FALSE, &tag);
  assert_bytes (group, "invited-tag", tag.bytes, sizeof tag.bytes);
  duo_test_vectors_copy_bytes (file, group, "inviter-entropy", inviter_entropy, sizeof inviter_entropy);
  duo_test_vectors_copy_bytes (file, group, "invited-entropy", invited_entropy, sizeof invited_entropy);
  duo_reunion_get_secret (inviter_entropy, invited_entropy, transcript, secret);
  assert_bytes (group, "new-secret", secret, sizeof secret);
}

static void
test_vectors (void)
{
  duo_test_vectors_foreach (vectors, "reunion-", check_vector);
}

/* -- What the transcript binds ------------------------------------------------------- */

static DuoDescription *
make (DuoDescriptionType  type,
      const char         *ufrag,
      const char         *pwd,
      guint               fingerprint_seed)
{
  g_autoptr (GString) hex = g_string_new (NULL);
  g_autofree char *sdp = NULL;
  g_autoptr (GError) error = NULL;
  DuoDescription *description;

  for (guint i = 0; i < 32; i++)
    {
      g_string_append_printf (hex, "%s%02X", i > 0 ? ":" : "", (i * 7 + fingerprint_seed) % 256);
    }
  sdp = g_strdup_printf ("v=0\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=ice-ufrag:%s\r\n"
                         "a=ice-pwd:%s\r\na=fingerprint:sha-256 %s\r\na=setup:%s\r\na=mid:0\r\na=sctp-port:5000\r\n",
                         ufrag, pwd, hex->str, type == DUO_DESCRIPTION_OFFER ? "actpass" : "active");
  description = duo_description_parse_sdp (type, sdp, &error);
  g_assert_no_error (error);
  return description;
}

#define PWD "abcdefghijklmnopqrstuv"

/* The transcript of a talk with this and that in the offer and the answer. */
static GBytes *
transcript_of (const char *offer_ufrag,
               const char *offer_pwd,
               guint       offer_fingerprint,
               const char *answer_ufrag,
               const char *answer_pwd,
               guint       answer_fingerprint)
{
  g_autoptr (DuoDescription) offer = make (DUO_DESCRIPTION_OFFER, offer_ufrag, offer_pwd, offer_fingerprint);
  g_autoptr (DuoDescription) answer = make (DUO_DESCRIPTION_ANSWER, answer_ufrag, answer_pwd, answer_fingerprint);
  guint8 transcript[DUO_REUNION_TRANSCRIPT_BYTES];

  duo_reunion_get_transcript (offer, answer, transcript);
  return g_bytes_new (transcript, sizeof transcript);
}

static void
assert_all_differ (GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++)
    {
      for (guint n = 0; n < i; n++)
        {
          g_assert_false (g_bytes_equal (g_ptr_array_index (values, i), g_ptr_array_index (values, n)));
        }
    }
}

/* Each fact of either side changes it, and so does a character that moves from one
 * to the next, or the two changing places. */
static void
test_transcript (void)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GBytes) again = transcript_of ("aaaa", PWD, 1, "bbbb", PWD, 2);

  g_ptr_array_add (all, transcript_of ("aaaa", PWD, 1, "bbbb", PWD, 2));
  g_assert_true (g_bytes_equal (again, g_ptr_array_index (all, 0)));
  g_ptr_array_add (all, transcript_of ("aaab", PWD, 1, "bbbb", PWD, 2));
  g_ptr_array_add (all, transcript_of ("aaaa", PWD "w", 1, "bbbb", PWD, 2));
  g_ptr_array_add (all, transcript_of ("aaaa", PWD, 3, "bbbb", PWD, 2));
  g_ptr_array_add (all, transcript_of ("aaaa", PWD, 1, "bbba", PWD, 2));
  g_ptr_array_add (all, transcript_of ("aaaa", PWD, 1, "bbbb", PWD "w", 2));
  g_ptr_array_add (all, transcript_of ("aaaa", PWD, 1, "bbbb", PWD, 3));
  g_ptr_array_add (all, transcript_of ("aaaaa", "bcdefghijklmnopqrstuvx", 1, "bbbb", PWD, 2));
  g_ptr_array_add (all, transcript_of ("aaaa", "abcdefghijklmnopqrstuvx", 1, "bbbb", PWD, 2));
  g_ptr_array_add (all, transcript_of ("bbbb", PWD, 2, "aaaa", PWD, 1));
  assert_all_differ (all);
}

/* Candidates, names and the rest may differ between what one side made and the other read. */
static void
test_transcript_of_facts (void)
{
  g_autoptr (DuoDescription) offer = get_description ("reunion-mixed", "offer");
  g_autoptr (DuoDescription) answer = get_description ("reunion-mixed", "answer");
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (DuoDescription) bare = duo_description_with_candidates (offer, none);
  g_autoptr (DuoDescription) named = duo_description_with_duologue (bare, "Anna");
  guint8 a[DUO_REUNION_TRANSCRIPT_BYTES];
  guint8 b[DUO_REUNION_TRANSCRIPT_BYTES];

  duo_reunion_get_transcript (offer, answer, a);
  duo_reunion_get_transcript (named, answer, b);
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
}

/* -- Tags and secrets ----------------------------------------------------------------- */

static GBytes *
tag_of (guint    secret_seed,
        guint    transcript_seed,
        gboolean is_inviter)
{
  guint8 secret[DUO_REUNION_SECRET_BYTES];
  guint8 transcript[DUO_REUNION_TRANSCRIPT_BYTES];
  DuoReunionTag tag;

  memset (secret, (int) secret_seed, sizeof secret);
  memset (transcript, (int) transcript_seed, sizeof transcript);
  duo_reunion_get_tag (secret, transcript, is_inviter, &tag);
  return g_bytes_new (tag.bytes, sizeof tag.bytes);
}

static GBytes *
secret_of (guint inviter_seed,
           guint invited_seed,
           guint transcript_seed)
{
  guint8 inviter[DUO_REUNION_ENTROPY_BYTES];
  guint8 invited[DUO_REUNION_ENTROPY_BYTES];
  guint8 transcript[DUO_REUNION_TRANSCRIPT_BYTES];
  guint8 secret[DUO_REUNION_SECRET_BYTES];

  memset (inviter, (int) inviter_seed, sizeof inviter);
  memset (invited, (int) invited_seed, sizeof invited);
  memset (transcript, (int) transcript_seed, sizeof transcript);
  duo_reunion_get_secret (inviter, invited, transcript, secret);
  return g_bytes_new (secret, sizeof secret);
}

/* Another secret, connection or role gives another tag: it cannot be shown again
 * later, nor handed back to the one who showed it. */
static void
test_tags (void)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint secret = 0; secret < 8; secret++)
    {
      for (guint transcript = 0; transcript < 8; transcript++)
        {
          g_ptr_array_add (all, tag_of (secret, transcript, TRUE));
          g_ptr_array_add (all, tag_of (secret, transcript, FALSE));
        }
    }
  assert_all_differ (all);
}

static void
test_secrets (void)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < 64; i++)
    {
      g_ptr_array_add (all, secret_of (i % 4, i / 4 % 4, i / 16));
    }
  assert_all_differ (all);
}

static void
test_has_tag (void)
{
  DuoReunionTag tags[DUO_REUNION_TAGS];
  DuoReunionTag wanted;

  duo_reunion_fill_random (tags[0].bytes, sizeof tags);
  duo_reunion_fill_random (wanted.bytes, sizeof wanted.bytes);
  g_assert_false (duo_reunion_has_tag (NULL, 0, &wanted));
  g_assert_false (duo_reunion_has_tag (tags, DUO_REUNION_TAGS, &wanted));
  for (guint i = 0; i < DUO_REUNION_TAGS; i++)
    {
      DuoReunionTag kept = tags[i];

      tags[i] = wanted;
      g_assert_true (duo_reunion_has_tag (tags, DUO_REUNION_TAGS, &wanted));
      g_assert_true (duo_reunion_has_tag (tags, i + 1, &wanted));
      g_assert_false (duo_reunion_has_tag (tags, i, &wanted));
      tags[i] = kept;
    }
}

/* One bit beside it is another tag, whichever bit. */
static void
test_has_tag_bits (void)
{
  DuoReunionTag wanted;

  duo_reunion_fill_random (wanted.bytes, sizeof wanted.bytes);
  for (guint bit = 0; bit < 8 * DUO_REUNION_TAG_BYTES; bit++)
    {
      DuoReunionTag near[2] = { wanted, wanted };

      near[0].bytes[bit / 8] ^= (guint8) (1 << bit % 8);
      g_assert_false (duo_reunion_has_tag (near, 1, &wanted));
      g_assert_true (duo_reunion_has_tag (near, 2, &wanted));
      near[0] = wanted;
      g_assert_true (duo_reunion_has_tag (near, 2, &wanted));
    }
}

/* Writes all that was asked for and not a byte more.  (That 16 bytes are equal by
 * chance happens once in 2^128.) */
static void
test_random (void)
{
  static const gsize lengths[] = { 0, 1, 16, 255, 256, 257, 512, 1024, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree guint8 *bytes = g_malloc0 (lengths[i] + 16);
      static const guint8 zeros[16];

      duo_reunion_fill_random (bytes, lengths[i]);
      g_assert_cmpmem (bytes + lengths[i], 16, zeros, 16);
      for (gsize at = 16; at <= lengths[i]; at += 16)
        {
          g_assert_cmpint (memcmp (bytes + at - 16, zeros, 16), !=, 0);
          g_assert_true (at + 16 > lengths[i] || memcmp (bytes + at - 16, bytes + at, 16) != 0);
        }
    }
}

/* No byte is left out: in twenty tries each is once not 0. */
static void
test_random_everywhere (void)
{
  guint8 seen[1000] = { 0 };

  for (guint i = 0; i < 20; i++)
    {
      guint8 bytes[sizeof seen] = { 0 };

      duo_reunion_fill_random (bytes, sizeof bytes);
      for (gsize at = 0; at < sizeof bytes; at++)
        {
          seen[at] |= bytes[at];
        }
    }
  for (gsize at = 0; at < sizeof seen; at++)
    {
      g_assert_cmpuint (seen[at], !=, 0);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  vectors = duo_test_vectors_load (MESSAGES);
  g_test_add_func ("/reunion/vectors", test_vectors);
  g_test_add_func ("/reunion/transcript", test_transcript);
  g_test_add_func ("/reunion/transcript-of-facts", test_transcript_of_facts);
  g_test_add_func ("/reunion/tags", test_tags);
  g_test_add_func ("/reunion/secrets", test_secrets);
  g_test_add_func ("/reunion/has-tag", test_has_tag);
  g_test_add_func ("/reunion/has-tag/bits", test_has_tag_bits);
  g_test_add_func ("/reunion/random", test_random);
  g_test_add_func ("/reunion/random/everywhere", test_random_everywhere);
  status = g_test_run ();
  g_key_file_unref (vectors);
  return status;
}
