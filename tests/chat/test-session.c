/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-test-side.h"
#include "duo-test-wait.h"

typedef struct
{
  DuoFakeLink *link; /* ours … */
  DuoSession *session;
  DuoTestSide mine; /* … between two Duologues */
  DuoTestSide theirs;
  guint n_frames;
  GPtrArray *texts;
  guint64 n_binary_bytes;
} Fixture;

static void
text_cb (Fixture    *fixture,
         const char *text)
{
  g_ptr_array_add (fixture->texts, g_strdup (text));
}

static void
binary_cb (Fixture *fixture,
           guint64  size_bytes)
{
  fixture->n_binary_bytes += size_bytes;
}

static void
frame_cb (Fixture  *fixture,
          DuoFrame *frame)
{
  fixture->n_frames++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  is_duologue)
{
  if (GPOINTER_TO_INT (is_duologue))
    {
      duo_test_side_open (&fixture->mine, NULL, TRUE);
      duo_test_side_open (&fixture->theirs, NULL, FALSE);
      duo_test_sides_connect (&fixture->mine, &fixture->theirs, 0);
      fixture->link = g_object_ref (fixture->mine.link);
      fixture->session = g_object_ref (fixture->mine.session);
    }
  else
    {
      fixture->link = duo_fake_link_new ();
      fixture->session = duo_session_new (DUO_LINK (fixture->link), NULL);
    }
  fixture->texts = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect_swapped (fixture->session, "text", G_CALLBACK (text_cb), fixture);
  g_signal_connect_swapped (fixture->session, "binary", G_CALLBACK (binary_cb), fixture);
  g_signal_connect_swapped (fixture->session, "frame", G_CALLBACK (frame_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  is_duologue)
{
  g_signal_handlers_disconnect_by_data (fixture->session, fixture);
  if (GPOINTER_TO_INT (is_duologue))
    {
      g_clear_object (&fixture->mine.session);
      g_clear_object (&fixture->mine.link);
    }
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->link);
  if (GPOINTER_TO_INT (is_duologue))
    {
      duo_test_side_close (&fixture->mine);
      duo_test_side_close (&fixture->theirs);
    }
  g_ptr_array_unref (fixture->texts);
}

static void
receive_frame (Fixture      *fixture,
               DuoFrameKind  kind,
               guint64       token)
{
  g_autoptr (DuoFrame) frame = duo_frame_new (kind, token);
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);

  duo_fake_link_receive (fixture->link, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), FALSE);
}

static DuoFrame *
last_frame (Fixture *fixture)
{
  GPtrArray *sent = duo_fake_link_get_sent (fixture->link);
  DuoFrame *frame;

  g_assert_cmpuint (sent->len, >, 0);
  frame = duo_frame_parse (g_ptr_array_index (sent, sent->len - 1), NULL);
  g_assert_nonnull (frame);

  return frame;
}

static void
test_text (Fixture       *fixture,
           gconstpointer  is_duologue)
{
  duo_fake_link_receive (fixture->link, "hello", 5, TRUE);
  duo_fake_link_receive (fixture->link, "", 0, TRUE);
  duo_fake_link_receive (fixture->link, "a\xff"
                                        "b",
                         3, TRUE);
  g_assert_cmpuint (fixture->texts->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (fixture->texts, 0), ==, "hello");
  g_assert_cmpstr (g_ptr_array_index (fixture->texts, 1), ==, "a\xef\xbf\xbd"
                                                              "b");
}

static void
test_plain_binary (Fixture       *fixture,
                   gconstpointer  is_duologue)
{
  receive_frame (fixture, DUO_FRAME_BYE, 0);
  g_assert_cmpuint (fixture->n_binary_bytes, >, 0);
  /* A page's binary message is never taken for a frame. */
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->link)), ==, DUO_LINK_OPEN);
  g_assert_cmpuint (duo_fake_link_get_sent (fixture->link)->len, ==, 0);
}

static void
test_ping (Fixture       *fixture,
           gconstpointer  is_duologue)
{
  g_autoptr (DuoFrame) ping = last_frame (fixture);
  g_autoptr (DuoFrame) pong = NULL;

  g_assert_cmpuint (duo_frame_get_kind (ping), ==, DUO_FRAME_PING);
  receive_frame (fixture, DUO_FRAME_PING, 0x0123456789abcdef);
  pong = last_frame (fixture);
  g_assert_cmpuint (duo_frame_get_kind (pong), ==, DUO_FRAME_PONG);
  g_assert_cmpuint (duo_frame_get_token (pong), ==, 0x0123456789abcdef);

  g_assert_cmpint (duo_session_get_round_trip_us (fixture->session), ==, 0);
  receive_frame (fixture, DUO_FRAME_PONG, duo_frame_get_token (ping));
  g_assert_cmpint (duo_session_get_round_trip_us (fixture->session), >=, 0);
  /* A token of the future is no round trip. */
  receive_frame (fixture, DUO_FRAME_PONG, G_MAXUINT64);
  g_assert_cmpint (duo_session_get_round_trip_us (fixture->session), <, G_USEC_PER_SEC);
}

static void
test_bye (Fixture       *fixture,
          gconstpointer  is_duologue)
{
  receive_frame (fixture, DUO_FRAME_BYE, 0);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->link)), ==, DUO_LINK_CLOSED);
}

static void
test_hang_up (Fixture       *fixture,
              gconstpointer  is_duologue)
{
  g_autoptr (DuoFrame) bye = NULL;

  duo_session_hang_up (fixture->session);
  bye = last_frame (fixture);
  g_assert_cmpuint (duo_frame_get_kind (bye), ==, DUO_FRAME_BYE);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->link)), ==, DUO_LINK_CLOSED);
}

static void
test_bad_frame (Fixture       *fixture,
                gconstpointer  is_duologue)
{
  duo_fake_link_receive (fixture->link, "\x01", 1, FALSE);
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (fixture->link)), DUO_LINK_ERROR,
                  DUO_LINK_ERROR_RULES);
}

static void
assert_broken (Fixture *fixture)
{
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (fixture->link)), DUO_LINK_ERROR,
                  DUO_LINK_ERROR_RULES);
}

static void
receive (Fixture  *fixture,
         DuoFrame *frame)
{
  g_autoptr (DuoFrame) owned = frame;
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (owned);

  duo_fake_link_receive (fixture->link, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), FALSE);
}

static void
test_plain_string (Fixture       *fixture,
                   gconstpointer  is_duologue)
{
  duo_fake_link_receive (fixture->link, "hello", 5, TRUE);
  g_assert_cmpuint (fixture->texts->len, ==, 0);
  assert_broken (fixture);
}

/* Each of them out of its turn: before the hello, before the join, before the receipt. */
static void
test_before_its_time (Fixture       *fixture,
                      gconstpointer  is_duologue)
{
  g_autoptr (GBytes) data = g_bytes_new_static ("x", 1);

  receive (fixture, duo_frame_new_piece (1, 1, 0, data));
  g_assert_cmpuint (fixture->n_frames, ==, 0);
  assert_broken (fixture);
}

static void
join (Fixture *fixture)
{
  while (!duo_session_get_is_joined (fixture->mine.session) ||
         !duo_session_get_is_joined (fixture->theirs.session))
    g_assert_true (duo_test_sides_pass (&fixture->mine, &fixture->theirs, 1));
}

static void
test_before_the_receipt (Fixture       *fixture,
                         gconstpointer  is_duologue)
{
  join (fixture);
  receive (fixture, duo_frame_new_typing (TRUE));
  g_assert_cmpuint (fixture->n_frames, ==, 0);
  assert_broken (fixture);
}

static void
test_joined (Fixture       *fixture,
             gconstpointer  is_duologue)
{
  join (fixture);
  receive (fixture, duo_frame_new_receipt (0, 0));
  receive (fixture, duo_frame_new_typing (TRUE));
  g_assert_cmpuint (fixture->n_frames, ==, 2);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->link)), ==, DUO_LINK_OPEN);
}

/* One who is heard and says nothing that counts. */
static gboolean
ping_cb (gpointer user_data)
{
  receive (user_data, duo_frame_new (DUO_FRAME_PING, 1));

  return G_SOURCE_CONTINUE;
}

static gboolean
is_failed (gpointer link)
{
  return duo_link_get_state (link) == DUO_LINK_FAILED;
}

static void
test_no_greeting (Fixture       *fixture,
                  gconstpointer  is_duologue)
{
  guint ping_id = g_timeout_add (1000, ping_cb, fixture);

  duo_test_wait (is_failed, fixture->link, DUO_GREETING_TIMEOUT_MS + 8000, "the missing hello is noticed");
  g_source_remove (ping_id);
  assert_broken (fixture);
}

/* Begins as it should, and stops: after the hello, and after the join. */
static gboolean
ping_both_cb (gpointer user_data)
{
  DuoTestSide *sides = user_data;
  g_autoptr (DuoFrame) frame = duo_frame_new (DUO_FRAME_PING, 1);
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);

  for (guint i = 0; i < 2; i++)
    duo_fake_link_receive (sides[i].link, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), FALSE);

  return G_SOURCE_CONTINUE;
}

static void
test_half_greeting (Fixture       *fixture,
                    gconstpointer  is_duologue)
{
  DuoTestSide sides[2] = { 0 };
  guint ping_id;

  duo_test_side_open (&sides[0], NULL, /* is_inviter= */ TRUE);
  duo_test_side_open (&sides[1], NULL, /* is_inviter= */ FALSE);
  duo_test_sides_connect (&sides[0], &sides[1], 0);
  while (!duo_session_get_is_joined (sides[0].session) || !duo_session_get_is_joined (sides[1].session))
    g_assert_true (duo_test_sides_pass (&sides[0], &sides[1], 1));
  /* No courier is attached: nobody sends a receipt. */
  ping_id = g_timeout_add (1000, ping_both_cb, sides);
  for (guint i = 0; i < 2; i++)
    {
      duo_test_wait (is_failed, sides[i].link, DUO_GREETING_TIMEOUT_MS + 8000, "the missing receipt is noticed");
      g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (sides[i].link)), DUO_LINK_ERROR,
                      DUO_LINK_ERROR_RULES);
    }
  g_source_remove (ping_id);
  duo_test_side_close (&sides[0]);
  duo_test_side_close (&sides[1]);
}

/* A second beginning, when both are joined. */
static void
test_begins_again (Fixture       *fixture,
                   gconstpointer  is_duologue)
{
  join (fixture);
  receive (fixture, duo_frame_new_receipt (0, 0));
  receive (fixture, duo_frame_new_join (NULL));
  assert_broken (fixture);
}

static gboolean
is_shaky (gpointer session)
{
  return duo_session_get_is_shaky (session);
}

static void
test_silence (Fixture       *fixture,
              gconstpointer  is_duologue)
{
  if (GPOINTER_TO_INT (is_duologue))
    duo_test_wait (is_shaky, fixture->session, 10000, "it is called shaky");
  duo_test_wait (is_failed, fixture->link, DUO_SILENCE_TIMEOUT_MS + 1000, "the silence is noticed");
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (fixture->link)), DUO_LINK_ERROR,
                  DUO_LINK_ERROR_LOST);
}

/* A short cut is ridden out, and over with the first thing that comes. */
static void
test_shaky_and_back (Fixture       *fixture,
                     gconstpointer  is_duologue)
{
  join (fixture);
  receive (fixture, duo_frame_new_receipt (0, 0));
  duo_test_wait (is_shaky, fixture->session, 10000, "it is called shaky");
  receive (fixture, duo_frame_new_typing (TRUE));
  g_assert_false (duo_session_get_is_shaky (fixture->session));
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->link)), ==, DUO_LINK_OPEN);
}

static gboolean
arrive_cb (gpointer link)
{
  duo_fake_link_arrive (link);

  return G_SOURCE_CONTINUE;
}

/* Any packet at all is a sign of life. */
static void
test_sign_of_life (Fixture       *fixture,
                   gconstpointer  is_duologue)
{
  guint arrive_id;

  join (fixture);
  receive (fixture, duo_frame_new_receipt (0, 0));
  arrive_id = g_timeout_add (2000, arrive_cb, fixture->link);
  duo_test_settle ((DUO_HEARTBEAT_MISSES + 2) * DUO_HEARTBEAT_INTERVAL_MS);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->link)), ==, DUO_LINK_OPEN);
  g_assert_false (duo_session_get_is_shaky (fixture->session));
  g_source_remove (arrive_id);
}

#define PLAIN GINT_TO_POINTER (FALSE)
#define DUOLOGUE GINT_TO_POINTER (TRUE)
#define ADD(path, mode, func) g_test_add ("/session/" path, Fixture, mode, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("plain/text", PLAIN, test_text);
  ADD ("plain/binary", PLAIN, test_plain_binary);
  ADD ("plain/silence", PLAIN, test_silence);
  ADD ("duologue/plain-string", DUOLOGUE, test_plain_string);
  ADD ("duologue/joined", DUOLOGUE, test_joined);
  ADD ("duologue/before-its-time", DUOLOGUE, test_before_its_time);
  ADD ("duologue/before-the-receipt", DUOLOGUE, test_before_the_receipt);
  ADD ("duologue/no-greeting", DUOLOGUE, test_no_greeting);
  ADD ("duologue/half-greeting", DUOLOGUE, test_half_greeting);
  ADD ("duologue/begins-again", DUOLOGUE, test_begins_again);
  ADD ("duologue/shaky-and-back", DUOLOGUE, test_shaky_and_back);
  ADD ("duologue/ping", DUOLOGUE, test_ping);
  ADD ("duologue/bye", DUOLOGUE, test_bye);
  ADD ("duologue/hang-up", DUOLOGUE, test_hang_up);
  ADD ("duologue/bad-frame", DUOLOGUE, test_bad_frame);
  ADD ("duologue/silence", DUOLOGUE, test_silence);
  ADD ("duologue/sign-of-life", DUOLOGUE, test_sign_of_life);

  return g_test_run ();
}
