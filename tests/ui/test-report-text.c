/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-error-text.h"
#include "duo-link-error.h"
#include "duo-report-text.h"

/* What the connection card says, of every state. */

#define NOW_US (G_GINT64_CONSTANT (1800000000) * G_USEC_PER_SEC)

static DuoConnectionReport *
report_new (DuoPresence presence)
{
  DuoConnectionReport *report = duo_connection_report_new ();

  report->presence = presence;
  report->role = DUO_ROLE_INVITER;
  report->is_friend_duologue = TRUE;
  report->link = duo_link_report_new ();

  return report;
}

static DuoConnectionReport *
joined_new (DuoPath path)
{
  DuoConnectionReport *report = report_new (DUO_PRESENCE_CONNECTED);

  report->joined_at_us = NOW_US - 5 * 60 * G_USEC_PER_SEC;
  report->round_trip_us = 41500;
  report->link->path = path;
  report->link->certificate = DUO_CERTIFICATE_MATCHES;
  report->link->was_heard = TRUE;
  report->link->n_sent_bytes = 12000;
  report->link->n_received_bytes = 3400;

  return report;
}

static DuoConnectionReport *
failed_new (DuoLinkError code)
{
  DuoConnectionReport *report = report_new (DUO_PRESENCE_FAILED);

  report->failure = g_error_new_literal (DUO_LINK_ERROR, code, "why");

  return report;
}

static void
add_candidate (GPtrArray        *candidates,
               DuoCandidateType  kind,
               const char       *address)
{
  DuoCandidate *candidate = duo_candidate_new (kind, DUO_TRANSPORT_UDP, 1, address, 40000);

  g_assert_nonnull (candidate);
  g_ptr_array_add (candidates, candidate);
}

static DuoAskedServer *
ask (DuoConnectionReport *report,
     const char          *gst_uri,
     DuoAnswer            answer)
{
  DuoAskedServer *server = duo_link_report_add_server (report->link, gst_uri);

  g_assert_nonnull (server);
  server->answer = answer;

  return server;
}

#define assert_line(report, line, expected)                                       \
  G_STMT_START                                                                    \
  {                                                                               \
    g_autofree char *said_ = duo_report_text_dup_line ((report), (line), NOW_US); \
    g_assert_cmpstr (said_, ==, (expected));                                      \
  }                                                                               \
  G_STMT_END

#define assert_holds(text, part) g_assert_nonnull (strstr ((text), (part)))

static void
test_ways (void)
{
  static const char *const ways[] = {
    [DUO_PATH_UNKNOWN] = "You are connected, but it is not known which way.",
    [DUO_PATH_LOCAL] = "Over the same network, from one computer to the other.",
    [DUO_PATH_DIRECT] = "Directly from one computer to the other, across different networks.",
    [DUO_PATH_RELAYED] = "Through a relay of your friend's. It passes on what it cannot read.",
  };

  for (gsize path = 0; path < G_N_ELEMENTS (ways); path++)
    {
      g_autoptr (DuoConnectionReport) report = joined_new (path);

      assert_line (report, DUO_REPORT_WAY, ways[path]);
    }
}

static void
test_relays (void)
{
  g_autoptr (DuoConnectionReport) report = joined_new (DUO_PATH_RELAYED);

  report->link->is_my_relay = TRUE;
  report->link->relay = g_strdup ("turn:example.org:3478");
  assert_line (report, DUO_REPORT_WAY,
               "Through your relay, turn:example.org:3478. It passes on what it cannot read.");
  report->link->is_peers_relay = TRUE;
  assert_line (report, DUO_REPORT_WAY,
               "Through two relays: yours, turn:example.org:3478, and one of your friend's. "
               "They pass on what they cannot read.");
}

static void
test_joined (void)
{
  g_autoptr (DuoConnectionReport) report = joined_new (DUO_PATH_DIRECT);
  g_autofree char *since = duo_report_text_dup_line (report, DUO_REPORT_SINCE, NOW_US);
  g_autofree char *bytes = duo_report_text_dup_line (report, DUO_REPORT_BYTES, NOW_US);

  g_assert_true (g_str_has_suffix (since, " (5 minutes)"));
  assert_line (report, DUO_REPORT_ROUND_TRIP, "41 ms");
  assert_line (report, DUO_REPORT_CERTIFICATE, "Its certificate is the one that the reply names.");
  assert_holds (bytes, "12.0");
  assert_holds (bytes, "3.4");
  assert_line (report, DUO_REPORT_ANSWERED, NULL);
  assert_line (report, DUO_REPORT_ADVICE, NULL);

  report->round_trip_us = 0;
  assert_line (report, DUO_REPORT_ROUND_TRIP, "Not measured yet.");
  report->round_trip_us = 300;
  assert_line (report, DUO_REPORT_ROUND_TRIP, "Less than a millisecond.");
  report->is_friend_duologue = FALSE;
  assert_line (report, DUO_REPORT_ROUND_TRIP,
               "Not known: your friend uses a web page, which does not answer to that.");
  report->role = DUO_ROLE_INVITED;
  assert_line (report, DUO_REPORT_CERTIFICATE, "Its certificate is the one that the invite names.");
  report->presence = DUO_PRESENCE_SHAKY;
  assert_line (report, DUO_REPORT_WAY,
               "Directly from one computer to the other, across different networks. Just now nothing arrives.");
}

static void
test_durations (void)
{
  static const struct
  {
    gint64 seconds;
    const char *said;
  } cases[] = {
    { -5, " (0 seconds)" },
    { 1, " (1 second)" },
    { 59, " (59 seconds)" },
    { 60, " (1 minute)" },
    { 3599, " (59 minutes)" },
    { 3600, " (1 hour)" },
    { 90000, " (25 hours)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DuoConnectionReport) report = joined_new (DUO_PATH_LOCAL);
      g_autofree char *said = NULL;

      report->joined_at_us = NOW_US - cases[i].seconds * G_USEC_PER_SEC;
      said = duo_report_text_dup_line (report, DUO_REPORT_SINCE, NOW_US);
      g_assert_true (g_str_has_suffix (said, cases[i].said));
    }
}

/* Of every other state: how things are, and nothing that was not. */
static void
test_not_joined (void)
{
  static const struct
  {
    DuoPresence presence;
    const char *said;
  } cases[] = {
    { DUO_PRESENCE_NOT_CONNECTED, "Not connected." },
    { DUO_PRESENCE_PREPARING, "Preparing." },
    { DUO_PRESENCE_WAITING, "Waiting for your friend." },
    { DUO_PRESENCE_CONNECTING, "Connecting." },
    { DUO_PRESENCE_LOST, "Connection lost." },
    { DUO_PRESENCE_FAILED, "Could not connect: something went wrong." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DuoConnectionReport) report = report_new (cases[i].presence);

      assert_line (report, DUO_REPORT_WAY, cases[i].said);
      assert_line (report, DUO_REPORT_SINCE, NULL);
      assert_line (report, DUO_REPORT_ROUND_TRIP, NULL);
      assert_line (report, DUO_REPORT_BYTES, NULL);
      assert_line (report, DUO_REPORT_ADVICE, NULL);
    }
}

/* Before the first attempt there is no link at all. */
static void
test_nothing_begun (void)
{
  g_autoptr (DuoConnectionReport) report = duo_connection_report_new ();
  g_autofree char *text = duo_report_text_dup (report, /* with_addresses= */ TRUE, NOW_US);

  for (int line = DUO_REPORT_WAY + 1; line < DUO_REPORT_N_LINES; line++)
    assert_line (report, line, NULL);
  assert_holds (text, "Not connected.");
}

static void
test_servers (void)
{
  g_autoptr (DuoConnectionReport) report = report_new (DUO_PRESENCE_WAITING);
  static const struct
  {
    DuoAnswer answer;
    const char *said;
  } others[] = {
    { DUO_ANSWER_UNSURE, "was asked for a relay; one came from it or from another of these." },
    { DUO_ANSWER_NAMELESS, "could not be asked: no address was found for its name." },
    { DUO_ANSWER_SILENT, "was asked for a relay, and does not answer." },
    { DUO_ANSWER_REFUSED, "was asked for a relay, and does not take the user name or the password." },
    { DUO_ANSWER_EXPIRED, "was asked for a relay, and the time of the user name for it is over." },
    { DUO_ANSWER_FULL, "was asked for a relay, and answered that it gives none." },
  };
  DuoAskedServer *stun, *turn;

  assert_line (report, DUO_REPORT_SERVERS, "None. Nobody but your friend's computer was asked anything.");
  stun = ask (report, "stun://example.org:3478", DUO_ANSWER_GAVE);
  assert_line (report, DUO_REPORT_SERVERS, "stun:example.org:3478 was asked for your public address, and told it.");
  stun->answer = DUO_ANSWER_NONE;
  assert_line (report, DUO_REPORT_SERVERS, "stun:example.org:3478 was asked for your public address, and told none.");
  stun->answer = DUO_ANSWER_UNSURE;
  assert_line (report, DUO_REPORT_SERVERS,
               "stun:example.org:3478 was asked for your public address; whether it told it is not known.");
  stun->answer = DUO_ANSWER_NAMELESS;
  assert_line (report, DUO_REPORT_SERVERS,
               "stun:example.org:3478 could not be asked: no address was found for its name.");
  g_ptr_array_set_size (report->link->asked, 0);

  /* Neither the name nor the password of an account. */
  turn = ask (report, "turn://us%25er:secret@[2001:db8::1]:3478?transport=tcp", DUO_ANSWER_GAVE);
  assert_line (report, DUO_REPORT_SERVERS,
               "turn:[2001:db8::1]:3478?transport=tcp was asked for a relay, and gave one.");
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *said = g_strconcat ("turn:[2001:db8::1]:3478?transport=tcp ", others[i].said, NULL);

      turn->answer = others[i].answer;
      assert_line (report, DUO_REPORT_SERVERS, said);
    }
  turn->answer = DUO_ANSWER_NONE;
  report->is_relay_only = TRUE;
  assert_line (report, DUO_REPORT_SERVERS,
               "turn:[2001:db8::1]:3478?transport=tcp was asked for a relay, and gave none.\n"
               "Only relays may be used, as Preferences say.");
}

static void
test_tried (void)
{
  g_autoptr (DuoConnectionReport) report = failed_new (DUO_LINK_ERROR_UNREACHABLE);

  assert_line (report, DUO_REPORT_TRIED, "Of this computer: no address.");
  add_candidate (report->link->mine, DUO_CANDIDATE_HOST, "10.1.0.2");
  add_candidate (report->link->mine, DUO_CANDIDATE_HOST, "10.1.0.2");
  add_candidate (report->link->mine, DUO_CANDIDATE_HOST, "10.3.0.2");
  add_candidate (report->link->mine, DUO_CANDIDATE_SRFLX, "198.51.100.2");
  add_candidate (report->link->peers, DUO_CANDIDATE_HOST, "10.2.0.2");
  add_candidate (report->link->peers, DUO_CANDIDATE_PRFLX, "198.18.2.2");
  add_candidate (report->link->peers, DUO_CANDIDATE_RELAY, "192.0.2.1");
  assert_line (report, DUO_REPORT_TRIED,
               "Of this computer: 2 addresses of its own, 1 public address.\n"
               "Of your friend's computer: 1 address of its own, 1 address found on the way, 1 relay.");
}

static void
test_answered (void)
{
  g_autoptr (DuoConnectionReport) report = failed_new (DUO_LINK_ERROR_UNREACHABLE);

  assert_line (report, DUO_REPORT_ANSWERED, "Your friend's computer was not tried yet.");
  add_candidate (report->link->peers, DUO_CANDIDATE_HOST, "10.2.0.2");
  assert_line (report, DUO_REPORT_ANSWERED, "Nothing came back from your friend's computer.");
  assert_line (report, DUO_REPORT_CERTIFICATE, "It did not come so far as to show its certificate.");
  report->link->was_heard = TRUE;
  assert_line (report, DUO_REPORT_ANSWERED, "A computer answered, but no safe connection came of it.");
  report->link->certificate = DUO_CERTIFICATE_DIFFERS;
  assert_line (report, DUO_REPORT_ANSWERED, "A computer answered and showed its certificate.");
  assert_line (report, DUO_REPORT_CERTIFICATE,
               "Its certificate is not the one that the reply names, so nothing was said to it.");
  report->role = DUO_ROLE_INVITED;
  assert_line (report, DUO_REPORT_CERTIFICATE,
               "Its certificate is not the one that the invite names, so nothing was said to it.");
  report->presence = DUO_PRESENCE_LOST;
  assert_line (report, DUO_REPORT_ANSWERED, "Your friend's computer answered until the connection was lost.");
}

/* Each failure has its sentence and its advice on the card. */
static void
test_failures (void)
{
  for (int code = 0; code < DUO_LINK_N_ERRORS; code++)
    {
      g_autoptr (DuoConnectionReport) report = failed_new (code);

      assert_line (report, DUO_REPORT_WAY, duo_error_text_get_sentence (report->failure));
      assert_line (report, DUO_REPORT_ADVICE, duo_error_text_get_advice (report->failure));
    }
}

static void
test_addresses (void)
{
  static const char *const friends[] = { "10.2.0.2", "198.18.2.2" };
  g_autoptr (DuoConnectionReport) report = joined_new (DUO_PATH_DIRECT);
  g_autofree char *text = NULL;
  g_autofree char *with = NULL;

  add_candidate (report->link->mine, DUO_CANDIDATE_HOST, "10.1.0.2");
  add_candidate (report->link->peers, DUO_CANDIDATE_HOST, friends[0]);
  report->link->my_end = g_strdup ("10.1.0.2:40000");
  report->link->peers_end = g_strdup ("198.18.2.2:50000");
  ask (report, "turn://user:secret@example.org:3478", DUO_ANSWER_GAVE);

  text = duo_report_text_dup (report, /* with_addresses= */ FALSE, NOW_US);
  with = duo_report_text_dup (report, /* with_addresses= */ TRUE, NOW_US);
  g_assert_true (g_str_has_prefix (with, "Connection report of Duologue "));
  assert_holds (text, "2027-01-15 08:00:00 UTC");
  assert_holds (text, "How you are connected\n  Directly from");
  assert_holds (text, "turn:example.org:3478");
  g_assert_null (strstr (with, "secret"));
  g_assert_null (strstr (text, "10.1.0.2"));
  for (gsize i = 0; i < G_N_ELEMENTS (friends); i++)
    {
      g_assert_null (strstr (text, friends[i]));
      assert_holds (with, friends[i]);
    }
}

static void
test_copy (void)
{
  g_autoptr (DuoConnectionReport) report = joined_new (DUO_PATH_RELAYED);
  g_autoptr (DuoConnectionReport) copy = duo_connection_report_new ();
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  report->link->is_my_relay = TRUE;
  report->link->relay = g_strdup ("turn:example.org:3478");
  add_candidate (report->link->mine, DUO_CANDIDATE_RELAY, "192.0.2.1");
  ask (report, "turn://user:secret@example.org:3478", DUO_ANSWER_GAVE);
  copy->presence = report->presence;
  copy->role = report->role;
  copy->joined_at_us = report->joined_at_us;
  copy->round_trip_us = report->round_trip_us;
  copy->is_friend_duologue = report->is_friend_duologue;
  copy->link = duo_link_report_copy (report->link);

  one = duo_report_text_dup (report, TRUE, NOW_US);
  g_clear_pointer (&report->link, duo_link_report_free);
  other = duo_report_text_dup (copy, TRUE, NOW_US);
  g_assert_cmpstr (one, ==, other);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add_func ("/report-text/" path, test)
  ADD ("ways", test_ways);
  ADD ("relays", test_relays);
  ADD ("joined", test_joined);
  ADD ("durations", test_durations);
  ADD ("not-joined", test_not_joined);
  ADD ("nothing-begun", test_nothing_begun);
  ADD ("servers", test_servers);
  ADD ("tried", test_tried);
  ADD ("answered", test_answered);
  ADD ("failures", test_failures);
  ADD ("addresses", test_addresses);
  ADD ("copy", test_copy);

  return g_test_run ();
}
