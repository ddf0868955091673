/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-age-text.h"
#include "duo-error-text.h"
#include "duo-invite-code.h"

#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define BORN (G_GINT64_CONSTANT (1800000000) * G_USEC_PER_SEC)

#define SDP "v=0\\r\\no=- 1 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\n"                                     \
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\\r\\nc=IN IP4 0.0.0.0\\r\\na=mid:0\\r\\n"       \
            "a=candidate:1 1 udp 2113937151 192.168.77.5 40123 typ host\\r\\n"                                \
            "a=ice-ufrag:aBcD\\r\\na=ice-pwd:abcdefghijklmnopqrstuvwx\\r\\na=fingerprint:sha-256 "            \
            "00:07:0E:15:1C:23:2A:31:38:3F:46:4D:54:5B:62:69:70:77:7E:85:8C:93:9A:A1:A8:AF:B6:BD:C4:CB:D2:D9" \
            "\\r\\na=setup:actpass\\r\\na=sctp-port:5000\\r\\n"
#define OFFER "{\"type\":\"offer\",\"sdp\":\"" SDP "\"}"

static char *
dup_code (void)
{
  DuoInviteOptions options = { DUO_INVITE_FORM_LINK, BORN, 10 * 60 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) description = duo_description_parse_json (OFFER, strlen (OFFER), &error);

  g_assert_no_error (error);

  return duo_invite_code_new (description, &options);
}

static void
check_made (gint64      age_us,
            const char *expected)
{
  g_autofree char *text = duo_age_text_dup_made (age_us);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_made (void)
{
  check_made (-DAY, "Made just now");
  check_made (MINUTE - 1, "Made just now");
  check_made (MINUTE, "Made 1 minute ago");
  check_made (89 * MINUTE, "Made 89 minutes ago");
  check_made (90 * MINUTE, "Made 1 hour ago");
  check_made (35 * HOUR, "Made 35 hours ago");
  check_made (40 * DAY, "Made 40 days ago");
}

static void
test_stale (void)
{
  g_assert_null (duo_age_text_get_stale (-DAY, FALSE));
  g_assert_null (duo_age_text_get_stale (8 * MINUTE - 1, FALSE));
  g_assert_nonnull (strstr (duo_age_text_get_stale (8 * MINUTE, FALSE), "invite gets stale"));
  g_assert_nonnull (strstr (duo_age_text_get_stale (8 * MINUTE, TRUE), "reply gets stale"));
}

static void
check_expired (DuoSignal  *signal,
               gint64      now_us,
               const char *expected)
{
  g_autofree char *text = duo_age_text_dup_expired (signal, now_us);

  if (expected == NULL)
    g_assert_null (text);
  else
    g_assert_true (g_str_has_prefix (text, expected));
}

static void
test_expired (void)
{
  g_autofree char *code = dup_code ();
  g_autoptr (DuoSignal) signal = duo_signal_recognise (code, -1, NULL);
  g_autoptr (DuoSignal) timeless = duo_signal_recognise (OFFER, -1, NULL);

  check_expired (signal, BORN - DAY, NULL);
  check_expired (signal, BORN, NULL);
  check_expired (signal, BORN + 14 * MINUTE, NULL);
  check_expired (signal, BORN + 20 * MINUTE, "This invite is 20 minutes old and will probably not work.");
  check_expired (signal, BORN + 3 * HOUR, "This invite is 3 hours old");
  check_expired (signal, BORN + 9 * DAY, "This invite is 9 days old");
  check_expired (timeless, BORN + 9 * DAY, NULL);
}

static void
test_missing (void)
{
  g_autofree char *code = dup_code ();

  for (guint n = 1; n < 20; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DuoSignal) signal = duo_signal_recognise (code, (gssize) (strlen (code) - n), &error);
      g_autofree char *text = duo_error_text_dup (error);
      g_autofree char *expected = g_strdup_printf ("missing: %u character%s.", n, n == 1 ? "" : "s");

      g_assert_null (signal);
      g_assert_nonnull (strstr (text, expected));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/age-text/made", test_made);
  g_test_add_func ("/age-text/stale", test_stale);
  g_test_add_func ("/age-text/expired", test_expired);
  g_test_add_func ("/age-text/missing", test_missing);

  return g_test_run ();
}
