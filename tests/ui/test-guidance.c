/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-guidance.h"
#include "duo-link-error.h"
#include "duo-notice-text.h"
#include "duo-time-text.h"

static void
test_there_is_always_a_sentence (void)
{
  DuoSituation situation;

  for (int n = 0; n < 7 * 3 * 2 * 2 * 3 * 2; n++)
    {
      situation.presence = n % 7;
      situation.role = n / 7 % 3;
      situation.is_local_only = n / 252 % 2;
      situation.is_copied = n / 21 % 2;
      situation.has_signal = n / 42 % 2;
      situation.kind = n / 84 % 3;
      g_assert_true (g_str_has_suffix (duo_guidance_get_sentence (&situation, NULL), ".") ||
                     g_str_has_suffix (duo_guidance_get_sentence (&situation, NULL), "!"));
      g_assert_cmpint (duo_guidance_get_hint (&situation), <=, DUO_HINT_TAKE_CANDIDATES);
    }
}

static void
test_the_way_of_the_inviter (void)
{
  DuoSituation situation = { .presence = DUO_PRESENCE_NOT_CONNECTED };

  g_assert_cmpint (duo_guidance_get_hint (&situation), ==, DUO_HINT_INVITE);
  situation.presence = DUO_PRESENCE_PREPARING;
  situation.role = DUO_ROLE_INVITER;
  g_assert_cmpint (duo_guidance_get_hint (&situation), ==, DUO_HINT_NONE);
  situation.presence = DUO_PRESENCE_WAITING;
  g_assert_cmpint (duo_guidance_get_hint (&situation), ==, DUO_HINT_COPY);
  g_assert_cmpstr (duo_guidance_get_sentence (&situation, NULL), ==,
                   "Copy this and send it to your friend. Then paste the reply below.");
  situation.is_copied = TRUE;
  g_assert_cmpint (duo_guidance_get_hint (&situation), ==, DUO_HINT_PASTE);
  situation.has_signal = TRUE;
  situation.kind = DUO_SIGNAL_ANSWER;
  g_assert_cmpint (duo_guidance_get_hint (&situation), ==, DUO_HINT_TAKE_ANSWER);
  situation.has_signal = FALSE;
  situation.presence = DUO_PRESENCE_CONNECTED;
  g_assert_cmpint (duo_guidance_get_hint (&situation), ==, DUO_HINT_NONE);
}

static void
test_the_way_of_the_invited (void)
{
  DuoSituation situation = { .has_signal = TRUE, .kind = DUO_SIGNAL_OFFER };

  g_assert_cmpint (duo_guidance_get_hint (&situation), ==, DUO_HINT_ACCEPT);
  situation = (DuoSituation){ .presence = DUO_PRESENCE_WAITING, .role = DUO_ROLE_INVITED };
  g_assert_cmpint (duo_guidance_get_hint (&situation), ==, DUO_HINT_COPY);
  situation.is_copied = TRUE;
  g_assert_cmpint (duo_guidance_get_hint (&situation), ==, DUO_HINT_NONE);
  situation.has_signal = TRUE;
  situation.kind = DUO_SIGNAL_CANDIDATES;
  g_assert_cmpint (duo_guidance_get_hint (&situation), ==, DUO_HINT_TAKE_CANDIDATES);
}

/* An invite that nobody else can use is said to be one, whether it was copied or not. */
static void
test_without_a_network (void)
{
  DuoSituation situation = { .presence = DUO_PRESENCE_WAITING, .role = DUO_ROLE_INVITER, .is_local_only = TRUE };

  for (int copied = 0; copied < 2; copied++)
    {
      situation.is_copied = copied;
      g_assert_true (g_str_has_prefix (duo_guidance_get_sentence (&situation, NULL),
                                       "No network was found: this invite works on this computer alone."));
    }
  situation.role = DUO_ROLE_INVITED;
  g_assert_true (g_str_has_prefix (duo_guidance_get_sentence (&situation, NULL),
                                   "No network was found: this reply works on this computer alone."));
  situation.presence = DUO_PRESENCE_CONNECTED;
  g_assert_cmpstr (duo_guidance_get_sentence (&situation, NULL), ==, "You are connected. Say hello!");
}

static void
test_status_words (void)
{
  g_autoptr (GError) failure = g_error_new (DUO_LINK_ERROR, DUO_LINK_ERROR_UNREACHABLE, "for a log");

#define STATUS(presence, path) duo_guidance_get_status (DUO_PRESENCE_##presence, DUO_PATH_##path, NULL)
  g_assert_cmpstr (STATUS (NOT_CONNECTED, UNKNOWN), ==, "Not connected");
  g_assert_cmpstr (STATUS (PREPARING, UNKNOWN), ==, "Preparing");
  g_assert_cmpstr (STATUS (WAITING, UNKNOWN), ==, "Waiting for your friend");
  g_assert_cmpstr (STATUS (CONNECTING, UNKNOWN), ==, "Connecting");
  g_assert_cmpstr (STATUS (CONNECTED, DIRECT), ==, "Connected directly");
  g_assert_cmpstr (STATUS (CONNECTED, LOCAL), ==, "Connected over the local network");
  g_assert_cmpstr (STATUS (CONNECTED, RELAYED), ==, "Connected through a relay");
  g_assert_cmpstr (STATUS (LOST, UNKNOWN), ==, "Connection lost");
  g_assert_true (g_str_has_prefix (STATUS (FAILED, UNKNOWN), "Could not connect: "));
#undef STATUS
  g_assert_true (g_str_has_prefix (duo_guidance_get_status (DUO_PRESENCE_FAILED, DUO_PATH_UNKNOWN, failure),
                                   "Could not connect: "));
}

static void
test_notices (void)
{
  g_autofree char *established = duo_notice_text_dup (DUO_NOTICE_ESTABLISHED, 0);
  g_autofree char *closed = duo_notice_text_dup (DUO_NOTICE_CLOSED, 0);
  g_autofree char *binary = duo_notice_text_dup (DUO_NOTICE_BINARY, 12000);
  g_autofree char *impostor = duo_notice_text_dup (DUO_NOTICE_IMPOSTOR, 0);

  g_assert_cmpstr (established, ==, "Connection established");
  g_assert_cmpstr (closed, ==, "Connection closed");
  g_assert_nonnull (strstr (binary, "12"));
  g_assert_nonnull (strstr (impostor, "in between"));
}

static void
assert_clock (gint64      ahead_s,
              const char *sentence)
{
  g_autofree char *text = duo_notice_text_dup (DUO_NOTICE_CLOCK, ahead_s);

  g_assert_cmpstr (text, ==, sentence);
}

static void
test_clock_notices (void)
{
  assert_clock (60, "Your friend's clock is 1 minute ahead of yours.");
  assert_clock (59 * 60, "Your friend's clock is 59 minutes ahead of yours.");
  assert_clock (2 * 60 * 60, "Your friend's clock is 2 hours ahead of yours.");
  assert_clock (3 * 24 * 60 * 60, "Your friend's clock is 3 days ahead of yours.");
  assert_clock (-10 * 60, "Your friend's clock is 10 minutes behind yours.");
  assert_clock (-47 * 60 * 60, "Your friend's clock is 47 hours behind yours.");
  assert_clock (-48 * 60 * 60, "Your friend's clock is 2 days behind yours.");
  assert_clock (G_MAXINT64, "Your friend's clock is 2147483647 days ahead of yours.");
  assert_clock (G_MININT64, "Your friend's clock is 2147483647 days behind yours.");
}

static void
test_every_notice_has_words (void)
{
  for (int notice = DUO_NOTICE_ESTABLISHED; notice <= DUO_NOTICE_RETURNED; notice++)
    {
      g_autofree char *text = duo_notice_text_dup ((DuoNotice) notice, 1);

      g_assert_cmpuint (strlen (text), >, 10);
    }
  g_autofree char *unreadable = duo_notice_text_dup (DUO_NOTICE_UNREADABLE, 0);
  g_autofree char *none = duo_notice_text_dup (DUO_NOTICE_NONE, 0);

  g_assert_cmpuint (strlen (unreadable), >, 10);
  g_assert_cmpstr (none, ==, "");
}

static void
test_days (void)
{
  const gint64 day_us = G_GINT64_CONSTANT (24) * 60 * 60 * G_USEC_PER_SEC;
  gint64 now_us = g_get_real_time ();
  g_autofree char *today = duo_time_text_dup_day (now_us, now_us);
  g_autofree char *yesterday = duo_time_text_dup_day (now_us - day_us, now_us);
  g_autofree char *long_ago = duo_time_text_dup_day (0, now_us);
  g_autofree char *impossible = duo_time_text_dup_day (G_MAXINT64, now_us);

  g_assert_cmpstr (today, ==, "Today");
  g_assert_cmpstr (yesterday, ==, "Yesterday");
  g_assert_nonnull (strstr (long_ago, "19"));
  g_assert_nonnull (impossible);
  g_assert_true (duo_time_text_is_same_day (now_us, now_us));
  g_assert_false (duo_time_text_is_same_day (now_us, now_us - day_us));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/guidance/there-is-always-a-sentence", test_there_is_always_a_sentence);
  g_test_add_func ("/guidance/the-way-of-the-inviter", test_the_way_of_the_inviter);
  g_test_add_func ("/guidance/the-way-of-the-invited", test_the_way_of_the_invited);
  g_test_add_func ("/guidance/without-a-network", test_without_a_network);
  g_test_add_func ("/guidance/status-words", test_status_words);
  g_test_add_func ("/guidance/notices", test_notices);
  g_test_add_func ("/guidance/clock-notices", test_clock_notices);
  g_test_add_func ("/guidance/every-notice-has-words", test_every_notice_has_words);
  g_test_add_func ("/guidance/days", test_days);

  return g_test_run ();
}
