/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-fake-link.h"
#include "duo-frame.h"
#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-session.h"
#include "duo-test-wait.h"

typedef struct
{
  DuoFakeLink *link;
  DuoSession *session;
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
set_up (Fixture       *fixture,
        gconstpointer  is_duologue)
{
  fixture->link = duo_fake_link_new ();
  fixture->session = duo_session_new (DUO_LINK (fixture->link), GPOINTER_TO_INT (is_duologue));
  fixture->texts = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect_swapped (fixture->session, "text", G_CALLBACK (text_cb), fixture);
  g_signal_connect_swapped (fixture->session, "binary", G_CALLBACK (binary_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  is_duologue)
{
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->link);
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

static gboolean
is_failed (gpointer link)
{
  return duo_link_get_state (link) == DUO_LINK_FAILED;
}

static void
test_silence (Fixture       *fixture,
              gconstpointer  is_duologue)
{
  guint bound_ms = GPOINTER_TO_INT (is_duologue) ? 10000 : DUO_SILENCE_TIMEOUT_MS;

  duo_test_wait (is_failed, fixture->link, bound_ms + 1000, "the silence is noticed");
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (fixture->link)), DUO_LINK_ERROR,
                  DUO_LINK_ERROR_LOST);
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
  guint arrive_id = g_timeout_add (2000, arrive_cb, fixture->link);

  duo_test_settle (3 * DUO_HEARTBEAT_MISSES * DUO_HEARTBEAT_INTERVAL_MS / 2);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->link)), ==, DUO_LINK_OPEN);
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
  ADD ("duologue/text", DUOLOGUE, test_text);
  ADD ("duologue/ping", DUOLOGUE, test_ping);
  ADD ("duologue/bye", DUOLOGUE, test_bye);
  ADD ("duologue/hang-up", DUOLOGUE, test_hang_up);
  ADD ("duologue/bad-frame", DUOLOGUE, test_bad_frame);
  ADD ("duologue/silence", DUOLOGUE, test_silence);
  ADD ("duologue/sign-of-life", DUOLOGUE, test_sign_of_life);

  return g_test_run ();
}
