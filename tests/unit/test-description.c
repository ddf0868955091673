/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-description.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

#define PRINT "DF:A3:7F:5C:81:02:90:91:72:3A:72:E8:68:9D:70:71:C7:18:E3:D6:00:6C:3D:CE:63:17:A7:58:6A:F2:02:72"
#define OTHER_PRINT "00:A3:7F:5C:81:02:90:91:72:3A:72:E8:68:9D:70:71:C7:18:E3:D6:00:6C:3D:CE:63:17:A7:58:6A:F2:02:72"

static const char offer[] =
  "v=0\r\n"
  "o=- 3631848225561776739 2 IN IP4 127.0.0.1\r\n"
  "s=-\r\n"
  "t=0 0\r\n"
  "a=group:BUNDLE 0\r\n"
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
  "c=IN IP4 0.0.0.0\r\n"
  "a=candidate:1 1 udp 2113937151 192.0.2.2 54563 typ host generation 0 network-cost 999\r\n"
  "a=ice-ufrag:Fxt1\r\n"
  "a=ice-pwd:M752hBWF/S9yZHsvhq2pBVfn\r\n"
  "a=fingerprint:sha-256 " PRINT "\r\n"
  "a=setup:actpass\r\n"
  "a=mid:0\r\n"
  "a=sctp-port:5000\r\n"
  "a=max-message-size:262144\r\n";

static char *
replace (const char *text,
         const char *from,
         const char *to)
{
  g_autoptr (GString) out = g_string_new (text);

  g_assert_cmpuint (g_string_replace (out, from, to, 0), >, 0);
  return g_strdup (out->str);
}

static void
assert_sdp (DuoDescriptionType  type,
            const char         *sdp,
            int                 code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) description = duo_description_parse_sdp (type, sdp, &error);

  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_nonnull (description);
      return;
    }
  g_assert_error (error, DUO_PROTO_ERROR, code);
  g_assert_null (description);
}

/* The offer with TO in the place of FROM gives CODE, -1 for none. */
static void
assert_edit (const char *from,
             const char *to,
             int         code)
{
  g_autofree char *sdp = replace (offer, from, to);

  assert_sdp (DUO_DESCRIPTION_OFFER, sdp, code);
}

static void
assert_answer_setup (const char *setup,
                     int         code)
{
  g_autofree char *sdp = replace (offer, "actpass", setup);

  assert_sdp (DUO_DESCRIPTION_ANSWER, sdp, code);
}

static guint
get_message_size (const char *line)
{
  g_autofree char *sdp = replace (offer, "a=max-message-size:262144\r\n", line);
  g_autoptr (DuoDescription) description = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, sdp, NULL);

  g_assert_nonnull (description);
  return duo_description_get_max_message_bytes (description);
}

static guint
count_candidates (const char *lines)
{
  g_autofree char *sdp = g_strconcat (offer, lines, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) description = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, sdp, &error);

  g_assert_no_error (error);
  return duo_description_get_candidates (description)->len;
}

static void
test_facts (void)
{
  g_autoptr (DuoDescription) self = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, offer, NULL);

  g_assert_nonnull (self);
  g_assert_cmpint (duo_description_get_kind (self), ==, DUO_DESCRIPTION_OFFER);
  g_assert_cmpstr (duo_description_get_ufrag (self), ==, "Fxt1");
  g_assert_cmpstr (duo_description_get_pwd (self), ==, "M752hBWF/S9yZHsvhq2pBVfn");
  g_assert_cmpstr (duo_description_get_mid (self), ==, "0");
  g_assert_cmpint (duo_description_get_setup (self), ==, DUO_SETUP_ACTPASS);
  g_assert_cmpuint (duo_description_get_fingerprint (self)[0], ==, 0xdf);
  g_assert_cmpuint (duo_description_get_fingerprint (self)[31], ==, 0x72);
  g_assert_cmpuint (duo_description_get_max_message_bytes (self), ==, 262144);
  g_assert_cmpuint (duo_description_get_candidates (self)->len, ==, 1);
  g_assert_cmpuint (duo_description_get_version (self), ==, 0);
  g_assert_null (duo_description_get_name (self));
}

static void
test_fingerprint (void)
{
  assert_edit ("a=fingerprint:sha-256 " PRINT "\r\n", "", DUO_PROTO_ERROR_NO_FINGERPRINT);
  assert_edit ("a=fingerprint:sha-256 " PRINT, "a=fingerprint:", DUO_PROTO_ERROR_NO_FINGERPRINT);
  assert_edit ("a=fingerprint:sha-256 " PRINT, "a=fingerprint", DUO_PROTO_ERROR_NO_FINGERPRINT);
  assert_edit ("sha-256 DF", "sha-1 DF", DUO_PROTO_ERROR_BAD_FINGERPRINT);
  assert_edit ("sha-256 DF", "md5 DF", DUO_PROTO_ERROR_BAD_FINGERPRINT);
  assert_edit ("sha-256 DF", "zz DF", DUO_PROTO_ERROR_BAD_FINGERPRINT);
  assert_edit ("sha-256 DF", "sha-256 ZZ", DUO_PROTO_ERROR_BAD_FINGERPRINT);
  assert_edit ("sha-256 DF:", "sha-256 ", DUO_PROTO_ERROR_BAD_FINGERPRINT);
  assert_edit ("sha-256 DF", "sha-256 00:DF", DUO_PROTO_ERROR_BAD_FINGERPRINT);
  assert_edit ("sha-256 DF:", "sha-256 DF ", DUO_PROTO_ERROR_BAD_FINGERPRINT);
  assert_edit ("sha-256 DF:A3", "SHA-256 df:a3", -1);
}

static void
test_two_fingerprints (void)
{
  assert_edit ("a=setup", "a=fingerprint:sha-256 " OTHER_PRINT "\r\na=setup", DUO_PROTO_ERROR_BAD_FINGERPRINT);
  assert_edit ("t=0 0\r\n", "t=0 0\r\na=fingerprint:sha-256 " OTHER_PRINT "\r\n", DUO_PROTO_ERROR_BAD_FINGERPRINT);
  assert_edit ("a=setup", "a=fingerprint:sha-1 00\r\na=setup", DUO_PROTO_ERROR_BAD_FINGERPRINT);
  assert_edit ("t=0 0\r\n", "t=0 0\r\na=fingerprint:sha-256 " PRINT "\r\n", -1);
}

static void
test_ufrag (void)
{
  g_autofree char *longest = g_strnfill (256, 'u');
  g_autofree char *too_long = g_strnfill (300, 'u');
  g_autofree char *huge = g_strnfill (100 * 1024, 'u');

  assert_edit ("Fxt1", "F", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("Fxt1", "", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("Fxt1", too_long, DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("Fxt1", huge, DUO_PROTO_ERROR_TOO_LONG);
  assert_edit ("Fxt1", "Fxt%n", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("Fxt1", "Fx\x01t1", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("Fxt1", "Fxt1 ", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("a=ice-ufrag:Fxt1\r\n", "", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("a=mid", "a=ice-ufrag:Fxt2\r\na=mid", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("Fxt1", longest, -1);
}

static void
test_pwd (void)
{
  g_autofree char *longest = g_strnfill (256, 'p');
  g_autofree char *too_long = g_strnfill (300, 'p');

  assert_edit ("M752hBWF/S9yZHsvhq2pBVfn", "abc", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("M752hBWF/S9yZHsvhq2pBVfn", too_long, DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("M752hBWF/S9yZHsvhq2pBVfn", "M752hBWF-S9yZHsvhq2pBVfn", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("a=ice-pwd:M752hBWF/S9yZHsvhq2pBVfn\r\n", "", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("M752hBWF/S9yZHsvhq2pBVfn", longest, -1);
}

static void
test_setup (void)
{
  assert_edit ("actpass", "active", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("actpass", "passive", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("actpass", "holdconn", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("actpass", "junk", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("a=setup:actpass\r\n", "", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_answer_setup ("active", -1);
  assert_answer_setup ("passive", -1);
  assert_answer_setup ("holdconn", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_sdp (DUO_DESCRIPTION_ANSWER, offer, DUO_PROTO_ERROR_BAD_DESCRIPTION);
}

static void
test_sections (void)
{
  GString *many = g_string_new (offer);

  assert_edit ("a=mid:0\r\n", "", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("a=mid:0", "a=mid:", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("a=mid:0", "a=mid:a b", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("a=mid:0", "a=mid:012345678901234567890123456789012", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("m=application", "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nm=application", DUO_PROTO_ERROR_MEDIA);
  assert_edit ("m=application", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nm=application", DUO_PROTO_ERROR_MEDIA);
  assert_edit ("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n", "", DUO_PROTO_ERROR_NO_DATA);
  for (guint i = 0; i < 1000; i++)
    {
      g_string_append (many, "m=x\r\n");
    }
  assert_sdp (DUO_DESCRIPTION_OFFER, many->str, DUO_PROTO_ERROR_MEDIA);
  g_string_free (many, TRUE);
}

static void
test_section (void)
{
  assert_edit ("application 9 ", "application 0 ", DUO_PROTO_ERROR_NO_DATA);
  assert_edit ("application 9 ", "application 65536 ", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("application 9 ", "application x ", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("UDP/DTLS/SCTP", "RTP/AVP", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("UDP/DTLS/SCTP", "DTLS/SCTP", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("UDP/DTLS/SCTP", "TCP/DTLS/SCTP", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("webrtc-datachannel", "5000", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("webrtc-datachannel", "webrtc-datachannel 1", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("application 9 ", "application 54563 ", -1);
}

static void
test_bundle (void)
{
  assert_edit ("BUNDLE 0", "BUNDLE junk", -1);
  assert_edit ("a=group:BUNDLE 0\r\n", "", -1);
}

static void
test_sctp (void)
{
  static const char *const bad[] = { "0", "-1", "70000", "abc", "", "5001", "99999999999999999999" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *line = g_strconcat ("a=sctp-port:", bad[i], NULL);

      assert_edit ("a=sctp-port:5000", line, DUO_PROTO_ERROR_BAD_DESCRIPTION);
    }
  assert_edit ("a=sctp-port:5000\r\n", "", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("a=max-message-size:262144", "a=max-message-size:-1", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("a=max-message-size:262144", "a=max-message-size:", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  g_assert_cmpuint (get_message_size (""), ==, 65536);
  g_assert_cmpuint (get_message_size ("a=max-message-size:0\r\n"), ==, 262144);
  g_assert_cmpuint (get_message_size ("a=max-message-size:1\r\n"), ==, 16384);
  g_assert_cmpuint (get_message_size ("a=max-message-size:100000\r\n"), ==, 100000);
  g_assert_cmpuint (get_message_size ("a=max-message-size:1073741823\r\n"), ==, 262144);
  g_assert_cmpuint (get_message_size ("a=max-message-size:99999999999999999999\r\n"), ==, 262144);
}

static void
test_lines (void)
{
  g_autofree char *megabyte = g_strnfill (1024 * 1024, 'x');
  g_autofree char *cr_only = g_strdelimit (g_strdup (offer), "\n", '\r');
  g_autofree char *lf_only = replace (offer, "\r\n", "\n");
  GString *many = g_string_new (offer);

  assert_edit ("s=-", megabyte, DUO_PROTO_ERROR_TOO_LONG);
  for (guint i = 0; i < 10000; i++)
    {
      g_string_append (many, "a=x\r\n");
    }
  assert_sdp (DUO_DESCRIPTION_OFFER, many->str, DUO_PROTO_ERROR_TOO_LONG);
  g_string_free (many, TRUE);
  assert_sdp (DUO_DESCRIPTION_OFFER, lf_only, -1);
  assert_sdp (DUO_DESCRIPTION_OFFER, cr_only, DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_sdp (DUO_DESCRIPTION_OFFER, "", DUO_PROTO_ERROR_EMPTY);
  assert_edit ("v=0", "v=1", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("s=-\r\n", "hello\r\n", DUO_PROTO_ERROR_BAD_DESCRIPTION);
  assert_edit ("s=-\r\n", "s=\xff\r\n", DUO_PROTO_ERROR_NOT_TEXT);
  assert_edit ("s=-\r\n", "s=a\rb\r\n", DUO_PROTO_ERROR_BAD_DESCRIPTION);
}

static void
test_candidates (void)
{
  GString *many = g_string_new ("a=candidate:1 1 UDP 1 192.0.2.9 5000 typ relay raddr 0.0.0.0 rport 9\r\n");

  g_assert_cmpuint (count_candidates (""), ==, 1);
  g_assert_cmpuint (count_candidates ("a=candidate:1 1 udp 2113937151 192.0.2.2 54563 typ host\r\n"), ==, 1);
  g_assert_cmpuint (count_candidates ("a=candidate:9 1 udp 5 192.0.2.3 54563 typ host ufrag Othr\r\n"), ==, 1);
  g_assert_cmpuint (count_candidates ("a=candidate:9 1 udp 5 192.0.2.3 54563 typ host ufrag Fxt1\r\n"), ==, 2);
  g_assert_cmpuint (count_candidates ("a=candidate:9 0 udp 5 192.0.2.3 54563 typ host\r\na=candidate:junk\r\na=candidate:\r\n"), ==, 1);
  for (guint i = 0; i < 100; i++)
    {
      g_string_append_printf (many, "a=candidate:1 1 UDP 1 192.0.2.3 %u typ host\r\n", 5000 + i);
    }
  g_assert_cmpuint (count_candidates (many->str), ==, DUO_CANDIDATES_MAX);
  g_string_free (many, TRUE);
}

static void
test_candidates_by_type (void)
{
  g_autoptr (GPtrArray) many = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
  g_autoptr (DuoDescription) self = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, offer, NULL);
  g_autoptr (DuoDescription) changed = NULL;
  GPtrArray *kept;

  for (guint i = 0; i < 1000; i++)
    {
      g_ptr_array_add (many, duo_candidate_new (i < 990 ? DUO_CANDIDATE_RELAY : DUO_CANDIDATE_HOST,
                                                DUO_TRANSPORT_UDP, 1, "192.0.2.2", (guint16) (2000 + i)));
    }
  changed = duo_description_with_candidates (self, many);
  kept = duo_description_get_candidates (changed);
  g_assert_cmpuint (kept->len, ==, DUO_CANDIDATES_MAX);
  g_assert_cmpint (duo_candidate_get_kind (g_ptr_array_index (kept, 0)), ==, DUO_CANDIDATE_HOST);
  g_assert_cmpint (duo_candidate_get_kind (g_ptr_array_index (kept, 10)), ==, DUO_CANDIDATE_RELAY);
  g_assert_cmpuint (duo_candidate_get_port (g_ptr_array_index (kept, 10)), ==, 2000);
  g_assert_cmpuint (duo_description_get_candidates (self)->len, ==, 1);
}

static void
test_canonical (void)
{
  static const char expected[] =
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n"
    "a=ice-ufrag:Fxt1\r\na=ice-pwd:M752hBWF/S9yZHsvhq2pBVfn\r\na=ice-options:trickle\r\n"
    "a=fingerprint:sha-256 " PRINT "\r\na=setup:actpass\r\na=mid:0\r\na=sctp-port:5000\r\n"
    "a=max-message-size:262144\r\na=candidate:";
  g_autoptr (DuoDescription) self = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, offer, NULL);
  g_autofree char *sdp = duo_description_to_sdp (self);
  g_autoptr (DuoDescription) again = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, sdp, NULL);
  g_autofree char *sdp_again = duo_description_to_sdp (again);

  g_assert_true (g_str_has_prefix (sdp, expected));
  g_assert_true (g_str_has_suffix (sdp, " typ host\r\n"));
  g_assert_cmpstr (sdp, ==, sdp_again);
}

static char *
load (const char *name)
{
  g_autofree char *path = g_build_filename (CORPUS_DIR, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_corpus (void)
{
  static const struct
  {
    const char *name;
    guint n_candidates;
    guint size;
  } rows[] = {
    { "chromium-offer.json", 2, 262144 },
    { "chromium-answer.json", 2, 262144 },
    { "chromium-offer-bare.json", 0, 262144 },
    { "chromium-mdns-offer.json", 2, 262144 },
    { "chromium-mdns-answer.json", 2, 262144 },
    { "firefox-offer.json", 4, 262144 },
    { "firefox-answer.json", 4, 262144 },
    { "firefox-offer-bare.json", 0, 262144 },
    { "firefox-mdns-offer.json", 4, 262144 },
    { "firefox-mdns-answer.json", 4, 262144 },
    { "webrtcbin-offer.json", 9, 65536 },
    { "webrtcbin-answer.json", 9, 65536 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *json = load (rows[i].name);
      g_autoptr (GError) error = NULL;
      g_autoptr (DuoDescription) self = duo_description_parse_json (json, strlen (json), &error);
      g_autofree char *written = NULL;
      g_autoptr (DuoDescription) again = NULL;
      g_autofree char *written_again = NULL;

      g_test_message ("%s", rows[i].name);
      g_assert_no_error (error);
      g_assert_cmpuint (duo_description_get_candidates (self)->len, ==, rows[i].n_candidates);
      g_assert_cmpuint (duo_description_get_max_message_bytes (self), ==, rows[i].size);
      g_assert_cmpint (duo_description_get_kind (self) == DUO_DESCRIPTION_OFFER, ==, strstr (rows[i].name, "offer") != NULL);
      written = duo_description_to_json (self);
      again = duo_description_parse_json (written, strlen (written), &error);
      g_assert_no_error (error);
      written_again = duo_description_to_json (again);
      g_assert_cmpstr (written, ==, written_again);
    }
}

static void
test_media (void)
{
  static const char *const names[] = { "chromium-offer-media.json", "firefox-offer-media.json" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *json = load (names[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (duo_description_parse_json (json, strlen (json), &error));
      g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_MEDIA);
    }
}

static char *
get_offer_json (const char *rest)
{
  g_autoptr (DuoDescription) self = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, offer, NULL);
  g_autofree char *json = duo_description_to_json (self);

  json[strlen (json) - 1] = '\0';
  return g_strconcat (json, rest, NULL);
}

static DuoDescription *
parse_with (const char  *rest,
            GError     **error)
{
  g_autofree char *json = get_offer_json (rest);

  return duo_description_parse_json (json, strlen (json), error);
}

static void
test_duologue (void)
{
  g_autoptr (DuoDescription) plain = parse_with ("}", NULL);
  g_autoptr (DuoDescription) one = parse_with (",\"duologue\":{\"v\":1,\"name\":\" A\\u202en\\nna <b> \"}}", NULL);
  g_autoptr (DuoDescription) nameless = parse_with (",\"extra\":[1],\"duologue\":{\"v\":1,\"name\":\" \\u200b\",\"x\":null}}", NULL);
  g_autoptr (DuoDescription) later = parse_with (",\"duologue\":{\"v\":3,\"min\":1,\"name\":\"B\"}}", NULL);
  g_autoptr (DuoDescription) made = duo_description_with_duologue (plain, "Zoë \"Z\" \\");
  g_autofree char *json = duo_description_to_json (made);
  g_autoptr (DuoDescription) again = duo_description_parse_json (json, strlen (json), NULL);

  g_assert_cmpuint (duo_description_get_version (plain), ==, 0);
  g_assert_cmpuint (duo_description_get_version (one), ==, 1);
  g_assert_cmpstr (duo_description_get_name (one), ==, "An na <b>");
  g_assert_cmpuint (duo_description_get_version (nameless), ==, 1);
  g_assert_null (duo_description_get_name (nameless));
  g_assert_cmpuint (duo_description_get_version (later), ==, 3);
  g_assert_true (g_str_has_suffix (json, ",\"duologue\":{\"v\":1,\"name\":\"Zoë \\\"Z\\\" \\\\\"}}"));
  g_assert_cmpstr (duo_description_get_name (again), ==, "Zoë \"Z\" \\");
}

static void
test_newer (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse_with (",\"duologue\":{\"v\":2,\"min\":2}}", &error));
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NEWER);
}

static void
test_wrong_types (void)
{
  static const char *const rests[] = {
    ",\"duologue\":null}",
    ",\"duologue\":[]}",
    ",\"duologue\":1}",
    ",\"duologue\":{}}",
    ",\"duologue\":{\"v\":\"1\"}}",
    ",\"duologue\":{\"v\":0}}",
    ",\"duologue\":{\"v\":-1}}",
    ",\"duologue\":{\"v\":1.5}}",
    ",\"duologue\":{\"v\":1e3}}",
    ",\"duologue\":{\"v\":999999999999999}}",
    ",\"duologue\":{\"v\":1,\"name\":1}}",
    ",\"duologue\":{\"v\":1,\"name\":null}}",
    ",\"duologue\":{\"v\":1,\"name\":\"a\\u0000b\"}}",
    ",\"type\":\"offer\"}",
  };
  static const char *const roots[] = {
    "{\"type\":\"offer\",\"sdp\":[]}",
    "{\"type\":\"offer\",\"sdp\":null}",
    "{\"type\":1,\"sdp\":\"v=0\"}",
    "{\"type\":\"offer\"}",
    "{\"sdp\":\"v=0\"}",
    "{\"type\":\"pranswer\",\"sdp\":\"v=0\"}",
    "{\"type\":null,\"sdp\":\"v=0\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rests); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse_with (rests[i], &error));
      g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_DAMAGED);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (duo_description_parse_json (roots[i], strlen (roots[i]), &error));
      g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_DAMAGED);
    }
}

static void
test_other_json (void)
{
  static const char *const roots[] = { "{}", "[]", "1", "null", "{\"a\":1}", "{\"type\":\"message\"}" };

  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (duo_description_parse_json (roots[i], strlen (roots[i]), &error));
      g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_OTHER_JSON);
    }
}

static void
test_truncated (void)
{
  g_autofree char *json = get_offer_json (",\"duologue\":{\"v\":1,\"name\":\"x\\\"}}\"}}");

  for (gsize i = 0; i < strlen (json); i++)
    {
      g_autofree char *part = g_memdup2 (json, i + 1);
      g_autoptr (GError) error = NULL;

      g_assert_null (duo_description_parse_json (part, i, &error));
      g_assert_error (error, DUO_PROTO_ERROR, (i == 0 ? DUO_PROTO_ERROR_EMPTY : DUO_PROTO_ERROR_CUT_OFF));
    }
}

static void
test_truncated_sdp (void)
{
  for (gsize i = 0; i < sizeof offer; i++)
    {
      g_autofree char *part = g_strndup (offer, i);
      g_autoptr (DuoDescription) self = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, part, NULL);

      g_assert_true (self == NULL || i > (gsize) (strstr (offer, "a=sctp-port") - offer));
    }
}

static void
test_bit_flips (void)
{
  g_autofree char *json = get_offer_json (",\"duologue\":{\"v\":1,\"name\":\"Anna\"}}");
  gsize length = strlen (json);

  for (gsize i = 0; i < length * 8; i++)
    {
      g_autoptr (DuoDescription) self = NULL;

      json[i / 8] ^= (char) (1 << (i % 8));
      self = duo_description_parse_json (json, length, NULL);
      json[i / 8] ^= (char) (1 << (i % 8));
    }
}

static void
test_mutations (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  for (guint i = 0; i < 20000; i++)
    {
      char sdp[sizeof offer];
      g_autoptr (DuoDescription) self = NULL;

      memcpy (sdp, offer, sizeof offer);
      for (int n = g_rand_int_range (random, 1, 6); n > 0; n--)
        {
          sdp[g_rand_int_range (random, 0, sizeof offer - 1)] = (char) g_rand_int_range (random, 0, 256);
        }
      self = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, sdp, NULL);
      if (self != NULL)
        {
          g_autofree char *canonical = duo_description_to_sdp (self);
          g_autoptr (DuoDescription) again = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, canonical, NULL);

          g_assert_nonnull (again);
        }
    }
}

/* An answer names its offer. */
static void
test_reply_to (void)
{
  g_autoptr (DuoDescription) self = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, offer, NULL);
  g_autoptr (DuoDescription) duologue = duo_description_with_duologue (self, NULL);
  guint16 tag = duo_description_get_tag (self);
  g_autoptr (DuoDescription) reply = duo_description_with_reply_to (duologue, tag);
  g_autofree char *json = duo_description_to_json (reply);
  g_autoptr (DuoDescription) again = duo_description_parse_json (json, strlen (json), NULL);
  static const char *const bad[] = { "-1", "65536", "\"1\"", "1.5", "null" };

  g_assert_cmpuint (tag, !=, 0);
  g_assert_cmpuint (duo_description_get_reply_to (duologue), ==, 0);
  g_assert_nonnull (again);
  g_assert_cmpuint (duo_description_get_reply_to (again), ==, tag);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"type\":\"offer\",\"sdp\":\"v=0\",\"duologue\":{\"v\":1,\"to\":%s}}", bad[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (duo_description_parse_json (text, strlen (text), &error));
      g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_DAMAGED);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/description/facts", test_facts);
  g_test_add_func ("/description/reply-to", test_reply_to);
  g_test_add_func ("/description/S1-fingerprint", test_fingerprint);
  g_test_add_func ("/description/S2-two-fingerprints", test_two_fingerprints);
  g_test_add_func ("/description/S5-ufrag", test_ufrag);
  g_test_add_func ("/description/S6-pwd", test_pwd);
  g_test_add_func ("/description/S7-setup", test_setup);
  g_test_add_func ("/description/S8-sections", test_sections);
  g_test_add_func ("/description/S9-section", test_section);
  g_test_add_func ("/description/S10-bundle", test_bundle);
  g_test_add_func ("/description/S11-sctp", test_sctp);
  g_test_add_func ("/description/S12-lines", test_lines);
  g_test_add_func ("/description/S13-corpus", test_corpus);
  g_test_add_func ("/description/S13-media", test_media);
  g_test_add_func ("/description/C8-candidates", test_candidates);
  g_test_add_func ("/description/C1-candidates-by-type", test_candidates_by_type);
  g_test_add_func ("/description/canonical", test_canonical);
  g_test_add_func ("/description/duologue", test_duologue);
  g_test_add_func ("/description/J11-newer", test_newer);
  g_test_add_func ("/description/J9-wrong-types", test_wrong_types);
  g_test_add_func ("/description/other-json", test_other_json);
  g_test_add_func ("/description/J15-truncated", test_truncated);
  g_test_add_func ("/description/truncated-sdp", test_truncated_sdp);
  g_test_add_func ("/description/J15-bit-flips", test_bit_flips);
  g_test_add_func ("/description/mutations", test_mutations);
  return g_test_run ();
}
