/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-engine.h"
#include "duo-hostile.h"
#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-test-pair.h"
#include "duo-test-wait.h"
#include "duo-test-watch.h"

/* A bare webrtcbin, bound by none of our rules, against one of our peers. */

static void
join (DuoHostile *hostile,
      DuoPeer    *peer)
{
  g_autoptr (DuoDescription) offer = duo_hostile_make_offer (hostile);

  duo_peer_answer (peer, offer);
  duo_hostile_take_answer (hostile, duo_test_peer_wait_local (peer));
}

/* Three are taken, the fourth ends it. */
static void
test_channels (void)
{
  DuoHostile *hostile = duo_hostile_new ();
  g_autoptr (DuoPeer) peer = duo_test_peer_new ();

  for (guint i = 0; i < DUO_CHANNELS_MAX; i++)
    duo_hostile_open_channel (hostile, "chat");
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  duo_test_settle (1000);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (peer)), ==, DUO_LINK_OPEN);

  duo_hostile_open_channel (hostile, "one too many");
  duo_test_peer_wait_state (peer, DUO_LINK_FAILED, 10000);
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (peer)), DUO_LINK_ERROR, DUO_LINK_ERROR_RULES);
  duo_hostile_free (hostile);
}

static void
test_flood_of_channels (void)
{
  DuoHostile *hostile = duo_hostile_new ();
  g_autoptr (DuoPeer) peer = duo_test_peer_new ();
  guint n_threads;

  duo_hostile_open_channel (hostile, "chat");
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  n_threads = duo_test_count_threads ();
  for (guint i = 0; i < 100; i++)
    duo_hostile_open_channel (hostile, "flood");
  duo_test_peer_wait_state (peer, DUO_LINK_FAILED, 10000);
  duo_test_settle (1000);
  /* The hostile side's own threads are of this process, too. */
  g_test_message ("%u threads before, %u after", n_threads, duo_test_count_threads ());
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (peer)), DUO_LINK_ERROR, DUO_LINK_ERROR_RULES);
  duo_hostile_free (hostile);
}

typedef struct
{
  guint n_messages;
  gsize n_bytes;
} Heard;

static void
received_cb (Heard    *heard,
             GBytes   *bytes,
             gboolean  is_text)
{
  heard->n_messages++;
  heard->n_bytes += g_bytes_get_size (bytes);
}

static gboolean
has_heard (gpointer user_data)
{
  return ((Heard *) user_data)->n_messages >= 3000;
}

static gboolean
is_open (gpointer channel)
{
  GstWebRTCDataChannelState state;

  g_object_get (channel, "ready-state", &state, NULL);

  return state == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN;
}

/* His side of a channel opens later than ours: our acknowledgement is on its way. */
static void
wait_until_he_may_speak (DuoHostile *hostile,
                         guint       n_channels)
{
  for (guint i = 0; i < n_channels; i++)
    duo_test_wait (is_open, duo_hostile_get_channel (hostile, i), 20000, "the hostile peer's channel is open");
}

/* On every channel, in any size: all of it is counted, nothing breaks. */
static void
test_flood_of_messages (void)
{
  DuoHostile *hostile = duo_hostile_new ();
  g_autoptr (DuoPeer) peer = duo_test_peer_new ();
  Heard heard = { 0 };

  for (guint i = 0; i < DUO_CHANNELS_MAX; i++)
    duo_hostile_open_channel (hostile, i == 0 ? "" : "\xff\xfe<b>");
  g_signal_connect_swapped (peer, "received", G_CALLBACK (received_cb), &heard);
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  wait_until_he_may_speak (hostile, DUO_CHANNELS_MAX);

  for (guint i = 0; i < 3000; i++)
    {
      GstWebRTCDataChannel *channel = duo_hostile_get_channel (hostile, i % DUO_CHANNELS_MAX);
      g_autofree char *text = g_strnfill (i % 300 + 1, 'x');

      gst_webrtc_data_channel_send_string_full (channel, text, NULL);
    }
  duo_test_wait (has_heard, &heard, 30000, "all messages arrived");
  g_assert_cmpuint (heard.n_messages, ==, 3000);
  duo_hostile_free (hostile);
}

static gboolean
has_heard_all (gpointer user_data)
{
  guint *left = user_data;

  return *left == 0;
}

static void
count_down_cb (guint    *left,
               GBytes   *bytes,
               gboolean  is_text)
{
  g_assert_cmpuint (*left, >, 0);
  --*left;
}

/* Nobody reads until nothing moves any more: what arrives is bounded, and nothing of it
 * is lost. */
static void
test_slow_reader (void)
{
  enum
  {
    SIZE_BYTES = 16 * 1024,
    AHEAD_BYTES = 256 * 1024,
    ARRIVED_MAX_BYTES = DUO_BACKLOG_MAX_BYTES + 4 * 1024 * 1024,
  };
  DuoHostile *hostile = duo_hostile_new ();
  g_autoptr (DuoPeer) peer = duo_test_peer_new ();
  GstWebRTCDataChannel *channel = duo_hostile_open_channel (hostile, "chat");
  g_autofree char *text = g_strnfill (SIZE_BYTES, 'x');
  guint n_sent = 0;
  gint64 moved_at_us;

  g_signal_connect_swapped (peer, "received", G_CALLBACK (count_down_cb), &n_sent);
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  wait_until_he_may_speak (hostile, 1);
  moved_at_us = g_get_monotonic_time ();
  while (g_get_monotonic_time () < moved_at_us + 3 * G_USEC_PER_SEC && n_sent * SIZE_BYTES < ARRIVED_MAX_BYTES)
    {
      guint64 buffered_bytes;

      g_object_get (channel, "buffered-amount", &buffered_bytes, NULL);
      if (buffered_bytes <= AHEAD_BYTES && gst_webrtc_data_channel_send_string_full (channel, text, NULL))
        {
          n_sent++;
          moved_at_us = g_get_monotonic_time ();
        }
      else
        g_usleep (1000);
    }
  g_test_message ("%u kB were taken while nobody read", n_sent * SIZE_BYTES / 1024);
  g_assert_cmpuint (n_sent * SIZE_BYTES, >, DUO_BACKLOG_MAX_BYTES / 2);
  g_assert_cmpuint (n_sent * SIZE_BYTES, <, ARRIVED_MAX_BYTES);
  duo_test_wait (has_heard_all, &n_sent, 60000, "all of it is heard");
  duo_hostile_free (hostile);
}

/* As a page does that closes: the link ends in good order. */
static void
test_closes_its_channel (void)
{
  DuoHostile *hostile = duo_hostile_new ();
  g_autoptr (DuoPeer) peer = duo_test_peer_new ();

  duo_hostile_open_channel (hostile, "chat");
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  wait_until_he_may_speak (hostile, 1);
  gst_webrtc_data_channel_close (duo_hostile_get_channel (hostile, 0));
  duo_test_peer_wait_state (peer, DUO_LINK_CLOSED, 20000);
  duo_hostile_free (hostile);
}

static gboolean
is_closed (gpointer channel)
{
  GstWebRTCDataChannelState state;

  g_object_get (channel, "ready-state", &state, NULL);

  return state == GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED;
}

/* We hang up, and the peer is gone from our side at once: both its channels and
 * ours are closed at the other side all the same. */
static void
test_we_close (void)
{
  DuoHostile *hostile = duo_hostile_new ();
  DuoPeer *peer = duo_test_peer_new ();

  duo_hostile_open_channel (hostile, "chat");
  duo_hostile_open_channel (hostile, "another");
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  duo_test_settle (300);
  g_assert_true (duo_test_send (peer, "last words", NULL));
  duo_link_close (DUO_LINK (peer));
  g_assert_finalize_object (peer);
  duo_test_wait (is_closed, duo_hostile_get_channel (hostile, 0), 5000, "the first channel is closed");
  duo_test_wait (is_closed, duo_hostile_get_channel (hostile, 1), 5000, "the second channel is closed");
  duo_hostile_free (hostile);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hostile-peer/channels", test_channels);
  g_test_add_func ("/hostile-peer/flood-of-channels", test_flood_of_channels);
  g_test_add_func ("/hostile-peer/flood-of-messages", test_flood_of_messages);
  g_test_add_func ("/hostile-peer/slow-reader", test_slow_reader);
  g_test_add_func ("/hostile-peer/closes-its-channel", test_closes_its_channel);
  g_test_add_func ("/hostile-peer/we-close", test_we_close);

  status = g_test_run ();
  duo_engine_shut_down (5000);

  return status;
}
