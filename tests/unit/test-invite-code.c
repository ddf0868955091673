/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "duo-base45.h"
#include "duo-base64url.h"
#include "duo-bits.h"
#include "duo-credentials.h"
#include "duo-invite-candidates.h"
#include "duo-invite-code.h"
#include "duo-invite-frame.h"
#include "duo-limits.h"
#include "duo-proto-error.h"
#include "duo-test-wait.h"

#define EPOCH_S G_GINT64_CONSTANT (1767225600)
#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

static const char *const form_keys[] = { "code", "link", "qr" };

/* One group of tests/data/invite-codes.txt. */
typedef struct
{
  char *name;
  DuoDescription *description;
  gint64 created_at_us;
  guint lifetime_s;
  char *forms[3]; /* empty while the file is made */
  char *body;
} Vector;

static Vector vectors[64];
static gsize n_vectors;

static char *
make_hex (const guint8 *bytes,
          gsize         length)
{
  GString *hex = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      g_string_append_printf (hex, "%02x", bytes[i]);
    }
  return g_string_free (hex, FALSE);
}

static char *
get_value (GKeyFile   *file,
           const char *group,
           const char *key)
{
  char *value = g_key_file_get_value (file, group, key, NULL);

  return value != NULL ? value : g_strdup ("");
}

static void
load_vector (GKeyFile   *file,
             const char *group)
{
  Vector *vector = &vectors[n_vectors++];
  g_autoptr (GError) error = NULL;
  g_autofree char *json = get_value (file, group, "json");
  g_autofree char *created = get_value (file, group, "created");
  g_autofree char *lifetime = get_value (file, group, "lifetime");
  gint64 minutes = g_ascii_strtoll (created, NULL, 10);

  vector->name = g_strdup (group);
  vector->description = duo_description_parse_json (json, strlen (json), &error);
  g_assert_no_error (error);
  vector->created_at_us = minutes > 0 ? (EPOCH_S + minutes * 60) * G_USEC_PER_SEC : 0;
  vector->lifetime_s = (guint) g_ascii_strtoull (lifetime, NULL, 10) * 60;
  for (guint form = 0; form < G_N_ELEMENTS (form_keys); form++)
    {
      vector->forms[form] = get_value (file, group, form_keys[form]);
    }
  vector->body = get_value (file, group, "body");
}

static void
load_vectors (const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;
  gsize n_groups;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  groups = g_key_file_get_groups (file, &n_groups);
  g_assert_cmpuint (n_groups, >, 15);
  g_assert_cmpuint (n_groups, <=, G_N_ELEMENTS (vectors));
  for (gsize i = 0; i < n_groups; i++)
    {
      load_vector (file, groups[i]);
    }
}

static void
free_vectors (void)
{
  for (gsize i = 0; i < n_vectors; i++)
    {
      g_free (vectors[i].name);
      g_free (vectors[i].body);
      duo_description_unref (vectors[i].description);
      for (guint form = 0; form < 3; form++)
        {
          g_free (vectors[i].forms[form]);
        }
    }
}

static char *
make_form (const Vector *vector,
           guint         form)
{
  DuoInviteOptions options = { (DuoInviteForm) form, vector->created_at_us, vector->lifetime_s };

  return duo_invite_code_new (vector->description, &options);
}

static char *
make_body (const Vector *vector)
{
  g_autoptr (GByteArray) body = duo_invite_body_write (vector->description,
                                                       vector->created_at_us, vector->lifetime_s);

  return make_hex (body->data, body->len);
}

static int
rewrite (const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;

  load_vectors (path);
  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  for (gsize i = 0; i < n_vectors; i++)
    {
      g_autofree char *body = make_body (&vectors[i]);

      g_key_file_set_value (file, vectors[i].name, "body", body);
      for (guint form = 0; form < 3; form++)
        {
          g_autofree char *code = make_form (&vectors[i], form);

          g_key_file_set_value (file, vectors[i].name, form_keys[form], code);
        }
    }
  text = g_key_file_to_data (file, NULL, NULL);
  /* g_print () would turn what the locale lacks into question marks. */
  fputs (text, stdout);
  free_vectors ();
  return 0;
}

static void
assert_same_candidates (GPtrArray *a,
                        GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    {
      g_assert_true (duo_candidate_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)));
    }
}

/* Whether B holds the facts of A that a code carries. */
static void
assert_same (DuoDescription *a,
             DuoDescription *b)
{
  g_autoptr (GPtrArray) chosen = duo_invite_choose_candidates (duo_description_get_candidates (a));

  g_assert_cmpint (duo_description_get_kind (a), ==, duo_description_get_kind (b));
  g_assert_cmpint (duo_description_get_setup (a), ==, duo_description_get_setup (b));
  g_assert_cmpstr (duo_description_get_ufrag (a), ==, duo_description_get_ufrag (b));
  g_assert_cmpstr (duo_description_get_pwd (a), ==, duo_description_get_pwd (b));
  g_assert_cmpstr (duo_description_get_mid (a), ==, duo_description_get_mid (b));
  g_assert_cmpstr (duo_description_get_name (a), ==, duo_description_get_name (b));
  g_assert_cmpuint (duo_description_get_version (a), ==, duo_description_get_version (b));
  g_assert_cmpuint (duo_description_get_reply_to (a), ==, duo_description_get_reply_to (b));
  g_assert_cmpuint (duo_description_get_max_message_bytes (a), ==, duo_description_get_max_message_bytes (b));
  g_assert_cmpmem (duo_description_get_fingerprint (a), DUO_FINGERPRINT_SIZE_BYTES,
                   duo_description_get_fingerprint (b), DUO_FINGERPRINT_SIZE_BYTES);
  assert_same_candidates (chosen, duo_description_get_candidates (b));
}

/* TEXT gives the facts of VECTOR. */
static void
assert_reads (const Vector *vector,
              const char   *text)
{
  g_autoptr (GError) error = NULL;
  DuoInviteInfo info = { -1, -1 };
  g_autoptr (DuoDescription) description = duo_invite_code_parse (text, strlen (text), &info, &error);

  if (error != NULL)
    {
      g_test_message ("%s: %s", vector->name, text);
    }
  g_assert_no_error (error);
  assert_same (vector->description, description);
  g_assert_cmpint (info.created_at_us, ==, vector->created_at_us);
  g_assert_cmpint (info.expires_at_us, ==, vector->lifetime_s == 0 ? 0 : vector->created_at_us + (gint64) vector->lifetime_s * G_USEC_PER_SEC);
}

static void
assert_fails (const char *text,
              gsize       length,
              int         code)
{
  g_autoptr (GError) error = NULL;
  DuoInviteInfo info = { 17, 18 };

  g_assert_null (duo_invite_code_parse (text, length, &info, &error));
  if (error->code != code)
    {
      g_test_message ("%s: %.*s", error->message, (int) length, text);
    }
  g_assert_error (error, DUO_PROTO_ERROR, code);
  g_assert_cmpint (info.created_at_us, ==, 17);
  g_assert_cmpint (info.expires_at_us, ==, 18);
}

static void
test_vectors (void)
{
  for (gsize i = 0; i < n_vectors; i++)
    {
      g_autofree char *body = make_body (&vectors[i]);

      g_assert_cmpstr (body, ==, vectors[i].body);
      for (guint form = 0; form < 3; form++)
        {
          g_autofree char *code = make_form (&vectors[i], form);

          g_assert_cmpstr (code, ==, vectors[i].forms[form]);
          assert_reads (&vectors[i], code);
        }
    }
}

/* Code → description → SDP → description: nothing is lost on the way to webrtcbin. */
static void
test_rebuilt_sdp (void)
{
  for (gsize i = 0; i < n_vectors; i++)
    {
      const char *code = vectors[i].forms[0];
      g_autoptr (DuoDescription) read = duo_invite_code_parse (code, strlen (code), NULL, NULL);
      g_autofree char *sdp = duo_description_to_sdp (read);
      g_autoptr (DuoDescription) again = NULL;

      again = duo_description_parse_sdp (duo_description_get_kind (read), sdp, NULL);
      g_assert_nonnull (again);
      assert_same_candidates (duo_description_get_candidates (read), duo_description_get_candidates (again));
      g_assert_cmpstr (duo_description_get_pwd (read), ==, duo_description_get_pwd (again));
      g_assert_cmpuint (strlen (sdp), <, 2048);
    }
}

/* UDP before TCP of the same type, host before reflexive before relayed. */
static void
test_priorities (void)
{
  static const guint ranks[] = { 3, 1, 2, 0 };

  for (gsize v = 0; v < n_vectors; v++)
    {
      const char *code = vectors[v].forms[0];
      g_autoptr (DuoDescription) read = duo_invite_code_parse (code, strlen (code), NULL, NULL);
      GPtrArray *all = duo_description_get_candidates (read);

      for (guint i = 0; i < all->len * all->len; i++)
        {
          DuoCandidate *a = g_ptr_array_index (all, i / all->len);
          DuoCandidate *b = g_ptr_array_index (all, i % all->len);
          gboolean same_transport = duo_candidate_get_transport (a) == duo_candidate_get_transport (b);

          g_assert_true (a == b || duo_candidate_get_priority (a) != duo_candidate_get_priority (b) ||
                         duo_candidate_get_kind (a) == DUO_CANDIDATE_RELAY);
          if (same_transport && ranks[duo_candidate_get_kind (a)] > ranks[duo_candidate_get_kind (b)])
            {
              g_assert_cmpuint (duo_candidate_get_priority (a), >, duo_candidate_get_priority (b));
            }
        }
    }
}

static gsize
get_code_start (const char *text)
{
  return g_str_has_prefix (text, "duo1") ? 4 : strlen ("duologue:i/");
}

/* How many characters must be there for the length to be known. */
static gsize
get_head_chars (guint form)
{
  return form == DUO_INVITE_FORM_QR ? 3 : 4;
}

static void
assert_cut (const char *text,
            gsize       length,
            guint       form)
{
  gsize start = get_code_start (text);
  g_autoptr (GError) error = NULL;
  guint missing = 0;

  g_assert_null (duo_invite_code_parse (text, length, NULL, &error));
  if (length < start)
    {
      g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NO_SIGNAL);
      return;
    }
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_CUT_OFF);
  missing = duo_invite_code_get_missing (error);
  if (length >= start + 16 && text[length - 1] != ' ')
    {
      g_assert_cmpuint (missing, ==, strlen (text) - length);
    }
  else if (length < start + get_head_chars (form))
    {
      g_assert_cmpuint (missing, ==, 0);
    }
}

static void
test_cut_off (void)
{
  for (gsize i = 0; i < n_vectors; i++)
    {
      for (guint form = 0; form < 3; form++)
        {
          const char *text = vectors[i].forms[form];

          for (gsize length = 0; length < strlen (text); length++)
            {
              assert_cut (text, length, form);
            }
        }
    }
}

static void
assert_changes_refused (const char *text,
                        const char *alphabet)
{
  g_autofree char *copy = g_strdup (text);
  gsize length = strlen (text);

  for (gsize i = get_code_start (text); i < length; i++)
    {
      for (const char *c = alphabet; *c != '\0'; c++)
        {
          if (*c != text[i])
            {
              copy[i] = *c;
              assert_fails (copy, length, DUO_PROTO_ERROR_DAMAGED);
            }
        }
      copy[i] = text[i];
    }
}

/* Each character of a code changed into each other one of its alphabet. */
static void
test_changed (void)
{
  static const char alphabet_64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  static const char alphabet_45[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:";

  for (gsize i = 0; i < n_vectors; i++)
    {
      assert_changes_refused (vectors[i].forms[0], alphabet_64);
      assert_changes_refused (vectors[i].forms[2], alphabet_45);
    }
}

/* Into any byte at all, anywhere: never another description, and an error that a
 * person can act on. */
static void
test_changed_to_anything (void)
{
  for (gsize i = 0; i < n_vectors * 3; i += 11)
    {
      const char *text = vectors[i / 3].forms[i % 3];
      g_autofree char *copy = g_strdup (text);
      gsize length = strlen (text);

      for (gsize at = 0; at < length; at++)
        {
          for (int c = 0; c < 256; c++)
            {
              g_autoptr (GError) error = NULL;
              g_autoptr (DuoDescription) read = NULL;

              copy[at] = (char) c;
              read = duo_invite_code_parse (copy, length, NULL, &error);
              /* The case of the scheme does not matter, and a line end may stand for a space. */
              if (read != NULL)
                {
                  assert_same (vectors[i / 3].description, read);
                }
              else if (at >= get_code_start (text) && c < 0x80 && c != 0)
                {
                  g_assert_true (error->code == DUO_PROTO_ERROR_DAMAGED || error->code == DUO_PROTO_ERROR_CUT_OFF);
                }
            }
          copy[at] = text[at];
        }
    }
}

static void
assert_incomplete_or_damaged (const char *text,
                              gsize       length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (duo_invite_code_parse (text, length, NULL, &error));
  g_assert_true (error->code == DUO_PROTO_ERROR_DAMAGED || error->code == DUO_PROTO_ERROR_CUT_OFF);
}

/* Two neighbours swapped, and one left out. */
static void
test_swapped (void)
{
  for (gsize i = 0; i < n_vectors * 3; i++)
    {
      const char *text = vectors[i / 3].forms[i % 3];
      gsize length = strlen (text);

      for (gsize at = get_code_start (text); at + 1 < length; at++)
        {
          g_autofree char *swapped = g_strdup (text);
          g_autofree char *shorter = g_strdup (text);

          swapped[at] = text[at + 1];
          swapped[at + 1] = text[at];
          if (text[at] != text[at + 1])
            {
              assert_incomplete_or_damaged (swapped, length);
            }
          memmove (shorter + at, shorter + at + 1, length - at);
          assert_incomplete_or_damaged (shorter, length - 1);
        }
    }
}

static char *
wrap (const char *text,
      gsize       width,
      const char *with)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      g_string_append (out, i > 0 && i % width == 0 ? with : "");
      g_string_append_c (out, text[i]);
    }
  return g_string_free (out, FALSE);
}

/* What chat and mail programs put around a text; %s is the text. */
static const char *const surroundings[] = {
  "%s",
  " \n\t%s\r\n",
  "\"%s\"",
  "<%s>",
  "(%s)",
  "%s.",
  "%s, and then we talk!",
  "'%s'",
  "`%s`",
  "**%s**",
  "Hi!\n\n%s\n\nSee you",
  "> %s\n> \n> bye",
  "\xef\xbb\xbf%s",
  "\xe2\x80\x9c%s\xe2\x80\x9d",
  "%s\xe2\x80\xa6",
  "call me: %s?",
  "%s=",
  "%s==",
  "\xe4\xbd\xa0\xe5\xa5\xbd%s\xe4\xbd\xa0\xe5\xa5\xbd",
  "<a href=\"%s\">%s</a>",
  "duo1 or duologue? duo1-2-3: %s",
  "https://example.org/?text=Hi%%20%s",
  "a duopoly, %s",
  "[%s](%s)",
  "\xe2\x80\x8b%s\xe2\x80\x8b",
  "&lt;%s&gt;",
  "%s\nAnd a second line of quite some length to look like more of it",
};

static void
test_surroundings (void)
{
  for (gsize i = 0; i < n_vectors * 3; i++)
    {
      for (guint s = 0; s < G_N_ELEMENTS (surroundings); s++)
        {
          g_auto (GStrv) parts = g_strsplit (surroundings[s], "%s", -1);
          g_autofree char *joined = g_strjoinv (vectors[i / 3].forms[i % 3], parts);

          assert_reads (&vectors[i / 3], joined);
        }
    }
}

/* What they put inside. */
static void
test_wrapped (void)
{
  static const char *const breaks[] = {
    "\n", "\r\n", " ", "\n> ", "\n>> ", "=\r\n", "=\n", "\xc2\xad", "\xe2\x80\x8b", "<wbr>", "&shy;", " \n", "\n\t", "\n\n"
  };

  for (gsize i = 0; i < n_vectors * 2; i++)
    {
      for (guint b = 0; b < G_N_ELEMENTS (breaks); b++)
        {
          for (gsize width = 20 + i % 7; width < 80; width += 7)
            {
              g_autofree char *wrapped = wrap (vectors[i / 2].forms[i % 2], width, breaks[b]);
              g_autofree char *more = g_strconcat ("I say\n\n", wrapped, "\n\nand wait for you", NULL);

              assert_reads (&vectors[i / 2], wrapped);
              assert_reads (&vectors[i / 2], more);
            }
        }
    }
}

static void
test_wrapped_qr (void)
{
  for (gsize i = 0; i < n_vectors; i++)
    {
      for (gsize width = 12 + i % 7; width < 80; width += 7)
        {
          g_autofree char *wrapped = wrap (vectors[i].forms[2], width, "\r\n");
          g_autofree char *invisible = wrap (vectors[i].forms[2], width, "\xe2\x80\x8b");
          g_auto (GStrv) words = g_strsplit (vectors[i].forms[2], " ", -1);
          g_autofree char *broken = g_strjoinv ("\n", words);

          assert_reads (&vectors[i], wrapped);
          assert_reads (&vectors[i], invisible);
          assert_reads (&vectors[i], broken);
        }
    }
}

/* Links as programs hand them on. */
static void
test_links (void)
{
  for (gsize i = 0; i < n_vectors; i++)
    {
      const char *code = vectors[i].forms[1] + strlen ("duologue:i/");
      char kind = vectors[i].forms[1][strlen ("duologue:")];
      const char *qr = vectors[i].forms[2];
      g_autofree char *slashes = g_strdup_printf ("duologue://%c/%s", kind, code);
      g_autofree char *upper = g_strdup_printf ("DUOLOGUE:%c/%s", kind, code);
      g_autofree char *mixed = g_strdup_printf ("Duologue://%c/%s/?x=y#z", kind, code);
      g_autofree char *escaped = g_strdup_printf ("duologue%%3A%c%%2f%s", kind, code);
      g_autofree char *all = g_uri_escape_string (qr, NULL, FALSE);
      g_autofree char *lower = g_strdup_printf ("duologue:%s", qr + strlen ("duologue:"));
      g_autofree char *some = g_uri_escape_string (qr, "$*+-./:%", FALSE);

      assert_reads (&vectors[i], slashes);
      assert_reads (&vectors[i], upper);
      assert_reads (&vectors[i], mixed);
      assert_reads (&vectors[i], escaped);
      assert_reads (&vectors[i], all);
      assert_reads (&vectors[i], lower);
      assert_reads (&vectors[i], some);
    }
}

static void
test_wrong_kind (void)
{
  for (gsize i = 0; i < n_vectors; i++)
    {
      g_autofree char *link = g_strdup (vectors[i].forms[1]);
      g_autofree char *qr = g_strdup (vectors[i].forms[2]);
      gsize at = strlen ("duologue:");

      link[at] = link[at] == 'i' ? 'a' : 'i';
      qr[at] = qr[at] == 'I' ? 'A' : 'I';
      assert_fails (link, strlen (link), DUO_PROTO_ERROR_DAMAGED);
      assert_fails (qr, strlen (qr), DUO_PROTO_ERROR_DAMAGED);
      link[at] = 'x';
      assert_fails (link, strlen (link), DUO_PROTO_ERROR_DAMAGED);
    }
}

static void
test_not_ours (void)
{
  static const char *const texts[] = {
    "",
    " ",
    "d",
    "duo",
    "duo1 is the name",
    "duologue",
    "duologue:",
    "duologue:i",
    "duologue:i\\AAAA",
    "duologue",
    "Duo 1",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "http://duologue/i/EAAA",
    "xduologue:i/EHMAAAAAAAAAAAAAAAAAAAAAAAA",
    "my-duo1EHMAAAAAAAAAAAAAAAAAAAAAAAAA",
    "duologuex:i/EHMAAAAAAAAAAAAAAAAAAAAAAAAA",
    "duologue:\xc3\xac/EHMA",
    "{\"type\":\"offer\"}",
    "duologue:indefinitely/EHMAAAAAAAAAAAAAAAAAAAAAA",
    "duo0EHMAAAAAAAAAAAAAAAAAAAAAAAAA",
  };
  g_autofree char *huge = g_strnfill (DUO_PASTE_MAX_BYTES + 1, 'd');

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      assert_fails (texts[i], strlen (texts[i]), DUO_PROTO_ERROR_NO_SIGNAL);
    }
  assert_fails ("duo1\xff", 5, DUO_PROTO_ERROR_NOT_TEXT);
  assert_fails ("duo1\0EHM", 8, DUO_PROTO_ERROR_NOT_TEXT);
  assert_fails (huge, strlen (huge), DUO_PROTO_ERROR_TOO_LONG);
  assert_fails ("duo1", 4, DUO_PROTO_ERROR_CUT_OFF);
  assert_fails ("duologue:i/", 11, DUO_PROTO_ERROR_CUT_OFF);
}

/* The checksum, so that frames of other versions can be made. */
static void
finish_frame (guint8 *bytes,
              gsize   length)
{
  guint32 crc = 0xfedcba;

  for (gsize i = 0; i < (length - 3) * 8; i++)
    {
      guint32 bit = (guint32) (bytes[i / 8] >> (7 - i % 8)) & 1;

      crc = (crc << 1 & 0xffffff) ^ ((crc >> 23 ^ bit) != 0 ? 0x5d6dcb : 0);
    }
  for (guint i = 0; i < 3; i++)
    {
      bytes[length - 3 + i] = (guint8) (crc >> 8 * (2 - i));
    }
}

static void
assert_frame (guint8     *bytes,
              gsize       length,
              const char *start,
              int         code)
{
  g_autofree char *code_text = NULL;
  g_autofree char *text = NULL;

  finish_frame (bytes, length);
  code_text = duo_base64url_encode (bytes, length);
  text = g_strconcat (start, code_text, NULL);
  assert_fails (text, strlen (text), code);
}

static void
test_newer (void)
{
  guint8 bytes[64] = {
    0x24,
    0x00,
    1,
    2,
    3,
  };

  assert_frame (bytes, sizeof bytes, "duo1", DUO_PROTO_ERROR_NEWER);
  assert_frame (bytes, sizeof bytes, "duologue:i/", DUO_PROTO_ERROR_NEWER);
  assert_frame (bytes, sizeof bytes, "duologue:m/", DUO_PROTO_ERROR_NEWER);
  assert_frame (bytes, sizeof bytes, "duo2", DUO_PROTO_ERROR_NEWER);
  bytes[0] = 0xf4;
  assert_frame (bytes, sizeof bytes, "duo1", DUO_PROTO_ERROR_NEWER);
}

/* A frame of this version around a body of so many bytes. */
static void
assert_body (guint8 *bytes,
             gsize   n_body,
             int     code)
{
  gsize length = 2 + n_body + 3;

  bytes[0] = (guint8) (0x10 | length >> 4);
  bytes[1] = (guint8) (length << 4);
  assert_frame (bytes, length, "duo1", code);
}

/* Five zeros say: an offer, usual, without a time, a name, a reply. */
static void
test_newer_body (void)
{
  guint8 bytes[64] = { 0 };
  guint8 *body = bytes + 2;

  body[48] = 0x01; /* what is more than zeros at the end */
  assert_body (bytes, 49, DUO_PROTO_ERROR_NEWER);
  body[48] = 0x07;
  body[49] = 0xe0; /* an address of six ones */
  assert_body (bytes, 59, DUO_PROTO_ERROR_NEWER);
  memset (body, 0, 59);
  body[0] = 0xe0; /* spelled out, role 3 */
  assert_body (bytes, 59, DUO_PROTO_ERROR_NEWER);
  body[0] = 0x94; /* credentials 5 */
  assert_body (bytes, 59, DUO_PROTO_ERROR_NEWER);
  body[0] = 0x80;
  body[1] = 0xc0; /* size 3 */
  assert_body (bytes, 59, DUO_PROTO_ERROR_NEWER);
}

static void
test_damaged_body (void)
{
  guint8 bytes[64] = { 0 };
  guint8 *body = bytes + 2;

  /* The first candidate with the address of the one before. */
  assert_body (bytes, 59, DUO_PROTO_ERROR_DAMAGED);
  body[48] = 0x07;
  body[49] = 0xc0;
  assert_body (bytes, 59, DUO_PROTO_ERROR_DAMAGED);
  /* 192.168.x.y, a host as expected, the port of the 17th candidate. */
  memset (body, 0, 59);
  body[48] = 0x06;
  body[52] = 0x40;
  assert_body (bytes, 59, DUO_PROTO_ERROR_DAMAGED);
  /* Credentials longer than the body. */
  memset (body, 0xff, 59);
  body[0] = 0x90;
  body[1] = 0x0f;
  assert_body (bytes, 59, DUO_PROTO_ERROR_DAMAGED);
}

/* As many candidates as a description may have, and one more. */
static void
test_many_candidates (void)
{
  for (guint n = DUO_CANDIDATES_MAX; n <= DUO_CANDIDATES_MAX + 1; n++)
    {
      g_autoptr (DuoDescription) description = NULL;
      g_autoptr (GError) error = NULL;
      DuoBitWriter writer;

      duo_bit_writer_init (&writer);
      duo_bit_writer_put (&writer, 0, 5);
      for (guint i = 0; i < (DUO_CREDENTIALS_SECRET_BYTES + DUO_FINGERPRINT_SIZE_BYTES) / 4; i++)
        {
          duo_bit_writer_put (&writer, i, 32);
        }
      for (guint i = 0; i < n; i++)
        {
          duo_bit_writer_put (&writer, 0x4, 3); /* IPv4 */
          duo_bit_writer_put (&writer, 0x01020300 + i, 32);
          duo_bit_writer_put (&writer, 0x1, 2); /* as expected; a high port */
          duo_bit_writer_put (&writer, i, 15);
        }
      description = duo_invite_body_read (writer.bytes->data, writer.bytes->len, NULL, &error);
      if (n == DUO_CANDIDATES_MAX)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (duo_description_get_candidates (description)->len, ==, n);
        }
      else
        {
          g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NEWER);
        }
      duo_bit_writer_clear (&writer);
    }
}

static guint8 *
make_frame (const Vector *vector,
            gsize        *n_bytes)
{
  const char *text = vector->forms[0] + strlen ("duo1");

  return duo_base64url_decode (text, strlen (text), n_bytes);
}

/* A body that was cut off and given a new checksum: nothing that it held is read
 * as something else.  Between two candidates it is whole. */
static void
assert_short_body (const Vector *vector,
                   const guint8 *body,
                   gsize         length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) read = duo_invite_body_read (body, length, NULL, &error);
  g_autoptr (GPtrArray) all = duo_invite_choose_candidates (duo_description_get_candidates (vector->description));

  if (read == NULL)
    {
      g_assert_true (error->code == DUO_PROTO_ERROR_DAMAGED || error->code == DUO_PROTO_ERROR_NEWER);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (duo_description_get_candidates (read)->len, <, all->len);
  g_ptr_array_set_size (all, (gint) duo_description_get_candidates (read)->len);
  assert_same_candidates (all, duo_description_get_candidates (read));
}

static void
test_short_body (void)
{
  for (gsize i = 0; i < n_vectors; i++)
    {
      gsize n_body;
      gsize n_bytes;
      g_autofree guint8 *frame = make_frame (&vectors[i], &n_bytes);
      g_autofree guint8 *body = duo_invite_frame_open (frame, n_bytes, &n_body, NULL);

      for (gsize length = 0; length < n_body; length++)
        {
          assert_short_body (&vectors[i], body, length);
        }
    }
}

static void
test_masks (void)
{
  gsize n_body;
  gsize n_bytes;
  g_autofree guint8 *frame = make_frame (&vectors[0], &n_bytes);
  g_autofree guint8 *body = duo_invite_frame_open (frame, n_bytes, &n_body, NULL);

  for (guint mask = 0; mask < DUO_INVITE_FRAME_N_MASKS; mask++)
    {
      g_autofree guint8 *masked = duo_invite_frame_seal (body, n_body, mask, &n_bytes);
      g_autofree char *code = duo_base64url_encode (masked, n_bytes);
      g_autofree char *text = g_strconcat ("duo1", code, NULL);

      assert_reads (&vectors[0], text);
    }
}

/* No text of ours has what other programs change. */
static void
test_calm (void)
{
  for (gsize i = 0; i < n_vectors; i++)
    {
      const char *code = vectors[i].forms[0];

      g_assert_true (g_ascii_isalnum (code[strlen (code) - 1]));
      g_assert_false (g_regex_match_simple ("[-_][-_]", code, 0, 0));
      g_assert_false (g_regex_match_simple ("  | $|^DUOLOGUE:./ |%[0-9A-F]{2}", vectors[i].forms[2], 0, 0));
      g_assert_true (g_regex_match_simple ("^[0-9A-Z $%*+./:-]+$", vectors[i].forms[2], 0, 0));
    }
}

static void
test_find (void)
{
  const char *a = vectors[0].forms[0];
  const char *b = vectors[1].forms[1];
  g_autofree char *text = g_strdup_printf ("no duo1 here\n > %s\nbut %s and %.40s\n", a, b, a);
  gsize length = strlen (text);
  DuoInviteSpan span;

  g_assert_true (duo_invite_code_find (text, length, 0, &span));
  g_assert_cmpmem (text + span.start, span.end - span.start, a, strlen (a));
  g_assert_true (span.is_quoted);
  g_assert_true (duo_invite_code_find (text, length, span.end, &span));
  g_assert_cmpmem (text + span.start, span.end - span.start, b, strlen (b));
  g_assert_false (span.is_quoted);
  g_assert_true (duo_invite_code_find (text, length, span.end, &span));
  g_assert_cmpmem (text + span.start, span.end - span.start, a, 40);
  g_assert_false (duo_invite_code_find (text, length, span.end, &span));
  g_assert_false (duo_invite_code_find (NULL, 0, 0, &span));
}

/* A broken one does not hide a whole one. */
static void
test_second_is_whole (void)
{
  g_autofree char *text = g_strdup_printf ("%.60s\n%s\n", vectors[0].forms[0], vectors[2].forms[1]);

  assert_reads (&vectors[2], text);
}

static void
assert_walk_is_quick (const char *piece)
{
  GString *text = g_string_new (NULL);
  clock_t start = clock ();
  gsize from = 0;
  DuoInviteSpan span;
  g_autoptr (DuoDescription) description = NULL;

  while (text->len + strlen (piece) < DUO_PASTE_MAX_BYTES)
    {
      g_string_append (text, piece);
    }
  while (duo_invite_code_find (text->str, text->len, from, &span))
    {
      g_assert_cmpuint (span.end, >, from);
      from = span.end;
    }
  description = duo_invite_code_parse (text->str, text->len, NULL, NULL);
  g_assert_cmpint ((clock () - start) / CLOCKS_PER_SEC, <, 5 * (int) duo_test_get_patience ());
  g_string_free (text, TRUE);
}

static void
test_linear (void)
{
  static const char *const pieces[] = {
    "d",
    "duo1",
    "duo1 ",
    "duologue:i/",
    "duologue:I/",
    "duologue:i/ ",
    "duologue:I/ ",
    "d\xe2\x80\x8b",
    "duo1\xe2\x80\x8b ",
    "duo1AAAAAAAAAAAAAAAAAAAAAAAA ",
    "duologue:i/EPgA ",
    "duologue:I/AAAAAAAAAAAAAA",
    "duo1E_8AAAAAAAAAAAAAAAAAAAA!",
    "\n",
    "%64",
    "duologue:i/!AAAAAAAA",
    "duologue:I/!AAAAAAAA",
    "duo1AAAAAAAAAAAAAAAAAAAAAAA\n\n\n\n\n\n\n\n\n",
    "duologue:I/%20%20%20",
    "=\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      assert_walk_is_quick (pieces[i]);
    }
}

static DuoDescription *
make_description (const char *const *lines)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);

  for (; *lines != NULL; lines++)
    {
      g_autofree char *line = g_strdup_printf ("candidate:1 1 UDP 1 %s 40000 typ host", *lines);

      g_ptr_array_add (candidates, duo_candidate_parse (line, NULL));
      g_assert_nonnull (g_ptr_array_index (candidates, candidates->len - 1));
    }
  return duo_description_with_candidates (vectors[0].description, candidates);
}

static void
assert_chosen (const char *given,
               const char *expected)
{
  g_auto (GStrv) lines = g_strsplit (given, " ", -1);
  g_autoptr (DuoDescription) description = make_description ((const char *const *) lines);
  g_autofree char *code = duo_invite_code_new (description, NULL);
  g_autoptr (DuoDescription) read = duo_invite_code_parse (code, strlen (code), NULL, NULL);
  g_autoptr (GString) left = g_string_new (NULL);
  GPtrArray *candidates = duo_description_get_candidates (read);

  for (guint i = 0; i < candidates->len; i++)
    {
      g_string_append_printf (left, "%s%s", i > 0 ? " " : "",
                              duo_candidate_get_address (g_ptr_array_index (candidates, i)));
    }
  g_assert_cmpstr (left->str, ==, expected);
}

/* A link-local address stays where it is the only way of IPv6 to an interface. */
static void
test_link_local (void)
{
  assert_chosen ("192.168.1.2 fe80::1:2:3:4", "192.168.1.2 fe80::1:2:3:4");
  assert_chosen ("fe80::1:2:3:4 2001:db8::1", "2001:db8::1");
  assert_chosen ("192.168.1.2 fe80::1:2:3:4 2001:db8::1", "192.168.1.2 2001:db8::1");
  assert_chosen ("fe80::1:2:3:4", "fe80::1:2:3:4");
  assert_chosen ("fe80::1:2:3:4 127.0.0.1", "fe80::1:2:3:4 127.0.0.1");
  assert_chosen ("172.17.0.1 fd00::1 fe80::1:2:3:4 fe80::5:6:7:8", "172.17.0.1 fd00::1 fe80::1:2:3:4 fe80::5:6:7:8");
  /* Two addresses of one network are one network. */
  assert_chosen ("2001:db8::1 2001:db8::2 fe80::1:2:3:4 fe80::5:6:7:8",
                 "2001:db8::1 2001:db8::2 fe80::1:2:3:4 fe80::5:6:7:8");
  assert_chosen ("fd00::1 fd00:0:0:1::1 fe80::1:2:3:4 fe80::5:6:7:8", "fd00::1 fd00:0:0:1::1");
  assert_chosen ("a-name.local fe80::1:2:3:4", "a-name.local fe80::1:2:3:4");
  assert_chosen ("127.0.0.1 ::1", "127.0.0.1 ::1");
  assert_chosen ("::1 fe80::1:2:3:4", "::1 fe80::1:2:3:4");
}

static void
test_addresses (void)
{
  static const char *const addresses[] = {
    "192.168.0.1",
    "192.168.255.254",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "172.32.0.1",
    "1.2.3.4",
    "127.0.0.1",
    "::1",
    "2001:db8::1",
    "2001:db8:1:2:3:4:5:6",
    "2001:db8:1:2:ffff:4:5:6",
    "fd00::a:b",
    "fe80::1",
    "fe80:1::1",
    "fe80::a1b2:c3d4:e5f6:1728",
    "2001:db8:0:1:0:1:0:1",
    "x.local",
    "0123456789-abc.local",
    "01234567-89ab-cdef-0123-456789abcdef.local",
    "01234567-89ab-cdef-0123-456789abcdeg.local",
    "012345678-9ab-cdef-0123-456789abcdef.local",
    "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij123.local",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses) * G_N_ELEMENTS (addresses); i++)
    {
      const char *a = addresses[i / G_N_ELEMENTS (addresses)];
      const char *b = addresses[i % G_N_ELEMENTS (addresses)];
      g_autofree char *both = g_strdup_printf ("%s %s", a, b);

      if (a != b && !g_str_has_prefix (a, "fe80") && !g_str_has_prefix (b, "fe80"))
        {
          assert_chosen (both, both);
        }
      assert_chosen (a, a);
    }
}

/* The longest of everything that a description can have. */
static void
test_largest (void)
{
  g_autofree char *ufrag = g_strnfill (DUO_UFRAG_MAX_CHARS, 'u');
  g_autofree char *pwd = g_strnfill (DUO_PWD_MAX_CHARS, 'p');
  g_autofree char *mid = g_strnfill (DUO_MID_MAX_CHARS, 'm');
  g_autofree char *json = NULL;
  g_autoptr (GString) candidates = g_string_new (NULL);
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Vector vector = { .created_at_us = EPOCH_S * G_USEC_PER_SEC, .lifetime_s = 300 };

  for (guint i = 0; i < DUO_CANDIDATES_MAX; i++)
    {
      g_string_append_printf (candidates, "a=candidate:1 1 TCP 1 %060u-xy.local %u typ prflx tcptype passive\\r\\n", i, 2000 + i);
    }
  for (guint i = 0; i < DUO_NAME_MAX_CHARS; i++)
    {
      g_string_append (name, "\xf0\x9f\x8e\x88");
    }
  json = g_strdup_printf ("{\"type\":\"offer\",\"sdp\":\"v=0\\r\\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\\r\\n"
                          "a=ice-ufrag:%s\\r\\na=ice-pwd:%s\\r\\na=mid:%s\\r\\na=setup:actpass\\r\\na=sctp-port:5000\\r\\n"
                          "a=max-message-size:99999\\r\\na=fingerprint:sha-256 00%s\\r\\n%s\","
                          "\"duologue\":{\"v\":200,\"name\":\"%s\",\"to\":65535}}",
                          ufrag, pwd, mid,
                          ":11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11:11",
                          candidates->str, name->str);
  vector.description = duo_description_parse_json (json, strlen (json), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (duo_description_get_candidates (vector.description)->len, ==, DUO_CANDIDATES_MAX);
  for (guint form = 0; form < 3; form++)
    {
      g_autofree char *code = make_form (&vector, form);

      assert_reads (&vector, code);
      g_assert_cmpuint (strlen (code), <=, 4 + DUO_INVITE_MAX_BYTES * 3 / 2);
      for (gsize length = 40; length < strlen (code); length += 7)
        {
          assert_cut (code, length, form);
        }
    }
  duo_description_unref (vector.description);
}

static void
assert_lifetime (gint64 created_at_us,
                 guint  lifetime_s,
                 gint64 created_after_us,
                 guint  lifetime_after_s)
{
  DuoInviteOptions options = { DUO_INVITE_FORM_BARE, created_at_us, lifetime_s };
  g_autofree char *code = duo_invite_code_new (vectors[0].description, &options);
  DuoInviteInfo info;
  g_autoptr (DuoDescription) read = duo_invite_code_parse (code, strlen (code), &info, NULL);

  g_assert_nonnull (read);
  g_assert_cmpint (info.created_at_us, ==, created_after_us);
  g_assert_cmpint (info.expires_at_us, ==, lifetime_after_s == 0 ? 0 : created_after_us + (gint64) lifetime_after_s * G_USEC_PER_SEC);
}

static void
test_times (void)
{
  gint64 epoch_us = EPOCH_S * G_USEC_PER_SEC;
  gint64 last_us = epoch_us + G_GINT64_CONSTANT (0xffffff) * MINUTE_US;

  assert_lifetime (0, 600, 0, 0);
  assert_lifetime (-1, 600, 0, 0);
  assert_lifetime (epoch_us - 1, 600, 0, 0);
  assert_lifetime (epoch_us, 0, epoch_us, 0);
  assert_lifetime (epoch_us + MINUTE_US - 1, 1, epoch_us, 300);
  assert_lifetime (epoch_us + MINUTE_US, 300, epoch_us + MINUTE_US, 300);
  assert_lifetime (epoch_us, 301, epoch_us, 600);
  assert_lifetime (epoch_us, 3600, epoch_us, 3600);
  assert_lifetime (epoch_us, 86400, epoch_us, 86400);
  assert_lifetime (epoch_us, G_MAXUINT, epoch_us, 43200 * 60);
  assert_lifetime (last_us, 3600, last_us, 3600);
  assert_lifetime (last_us + MINUTE_US, 3600, 0, 0);
  assert_lifetime (G_MAXINT64, 3600, 0, 0);
}

static void
test_credentials (void)
{
  guint8 secret[DUO_CREDENTIALS_SECRET_BYTES];
  guint8 again[DUO_CREDENTIALS_SECRET_BYTES];

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *ufrag = NULL;
      g_autofree char *pwd = NULL;
      g_autofree char *ufrag_again = NULL;
      g_autofree char *pwd_again = NULL;

      duo_credentials_make (&ufrag, &pwd);
      duo_credentials_make (&ufrag_again, &pwd_again);
      g_assert_cmpuint (strlen (ufrag), ==, 8);
      g_assert_cmpuint (strlen (pwd), ==, 22);
      g_assert_cmpstr (pwd, !=, pwd_again);
      g_assert_cmpstr (ufrag, !=, ufrag_again);
      g_assert_true (duo_credentials_get_secret (ufrag, pwd, secret));
      g_assert_false (duo_credentials_get_secret (ufrag_again, pwd, again));
      g_assert_true (duo_credentials_get_secret (ufrag_again, pwd_again, again));
      g_assert_cmpint (memcmp (secret, again, sizeof secret), !=, 0);
      pwd[21] = pwd[21] == 'A' ? 'B' : 'A' + 1; /* bits left over */
      g_assert_false (duo_credentials_get_secret (ufrag, pwd, secret));
    }
  g_assert_false (duo_credentials_get_secret ("", "", secret));
  g_assert_false (duo_credentials_get_secret ("abcdefgh", "=====================", secret));
  g_assert_false (duo_credentials_get_secret ("abcdefgh", "======================", secret));
}

/* A body with changed bits and a right checksum: refused, or read to something
 * that a code says again in the same way. */
static void
try_body (guint8 *body,
          gsize   length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) description = duo_invite_body_read (body, length, NULL, &error);
  g_autoptr (DuoDescription) again = NULL;
  g_autofree char *code = NULL;

  if (description == NULL)
    {
      g_assert_nonnull (error);
      return;
    }
  g_assert_no_error (error);
  code = duo_invite_code_new (description, NULL);
  again = duo_invite_code_parse (code, strlen (code), NULL, &error);
  g_assert_no_error (error);
  assert_same (description, again);
}

static void
test_random_bodies (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2026);
  guint n_read = 0;

  for (guint i = 0; i < 20000; i++)
    {
      gsize n_body;
      gsize n_bytes;
      g_autofree guint8 *frame = make_frame (&vectors[i % n_vectors], &n_bytes);
      g_autofree guint8 *body = duo_invite_frame_open (frame, n_bytes, &n_body, NULL);
      gsize length = i % 5 == 0 ? (gsize) g_rand_int_range (rand, 0, (gint32) n_body) : n_body;

      for (gint32 n = g_rand_int_range (rand, 1, 9); n > 0; n--)
        {
          body[g_rand_int_range (rand, 0, (gint32) n_body)] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
        }
      try_body (body, length);
      n_read++;
    }
  g_assert_cmpuint (n_read, ==, 20000);
}

static void
test_random_texts (void)
{
  static const char noise[] = "duo1lge:iaIA/ \n%\xad AZaz09-_=<>&.\"";
  g_autoptr (GRand) rand = g_rand_new_with_seed (1962);

  for (guint i = 0; i < 20000; i++)
    {
      const Vector *vector = &vectors[i % n_vectors];
      g_autoptr (GString) text = g_string_new (vector->forms[i % 3]);
      g_autoptr (DuoDescription) description = NULL;
      g_autoptr (GError) error = NULL;

      for (gint32 n = g_rand_int_range (rand, 1, 6); n > 0; n--)
        {
          gssize at = g_rand_int_range (rand, 0, (gint32) text->len);

          if (g_rand_boolean (rand))
            {
              g_string_erase (text, at, 1);
            }
          else
            {
              g_string_insert_c (text, at, noise[g_rand_int_range (rand, 0, sizeof noise - 1)]);
            }
        }
      description = duo_invite_code_parse (text->str, text->len, NULL, &error);
      g_assert_true ((description == NULL) == (error != NULL));
      if (description != NULL)
        {
          assert_same (vector->description, description);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  if (argc == 3 && strcmp (argv[1], "--rewrite") == 0)
    {
      return rewrite (argv[2]);
    }
  g_test_init (&argc, &argv, NULL);
  load_vectors (INVITE_CODES);
  g_test_add_func ("/invite-code/vectors", test_vectors);
  g_test_add_func ("/invite-code/rebuilt-sdp", test_rebuilt_sdp);
  g_test_add_func ("/invite-code/priorities", test_priorities);
  g_test_add_func ("/invite-code/cut-off", test_cut_off);
  g_test_add_func ("/invite-code/changed", test_changed);
  g_test_add_func ("/invite-code/changed-to-anything", test_changed_to_anything);
  g_test_add_func ("/invite-code/swapped", test_swapped);
  g_test_add_func ("/invite-code/surroundings", test_surroundings);
  g_test_add_func ("/invite-code/wrapped", test_wrapped);
  g_test_add_func ("/invite-code/wrapped-qr", test_wrapped_qr);
  g_test_add_func ("/invite-code/links", test_links);
  g_test_add_func ("/invite-code/wrong-kind", test_wrong_kind);
  g_test_add_func ("/invite-code/not-ours", test_not_ours);
  g_test_add_func ("/invite-code/newer", test_newer);
  g_test_add_func ("/invite-code/newer-body", test_newer_body);
  g_test_add_func ("/invite-code/damaged-body", test_damaged_body);
  g_test_add_func ("/invite-code/many-candidates", test_many_candidates);
  g_test_add_func ("/invite-code/short-body", test_short_body);
  g_test_add_func ("/invite-code/masks", test_masks);
  g_test_add_func ("/invite-code/calm", test_calm);
  g_test_add_func ("/invite-code/find", test_find);
  g_test_add_func ("/invite-code/second-is-whole", test_second_is_whole);
  g_test_add_func ("/invite-code/linear", test_linear);
  g_test_add_func ("/invite-code/link-local", test_link_local);
  g_test_add_func ("/invite-code/addresses", test_addresses);
  g_test_add_func ("/invite-code/largest", test_largest);
  g_test_add_func ("/invite-code/times", test_times);
  g_test_add_func ("/invite-code/credentials", test_credentials);
  g_test_add_func ("/invite-code/random-bodies", test_random_bodies);
  g_test_add_func ("/invite-code/random-texts", test_random_texts);
  status = g_test_run ();
  free_vectors ();
  return status;
}
