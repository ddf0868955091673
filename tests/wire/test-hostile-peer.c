/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include <gst/gst.h>
#include <gst/webrtc/webrtc.h>
#include <nice/agent.h>

#include "duo-engine.h"
#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-test-pair.h"
#include "duo-test-wait.h"

/* A bare webrtcbin, bound by none of our rules, against one of our peers.  It is
 * driven from the test's thread, with promises that are waited for. */

typedef struct
{
  GstElement *pipeline;
  GstElement *webrtcbin;
  NiceAgent *agent;
  GPtrArray *channels;
} Hostile;

static Hostile *
hostile_new (void)
{
  Hostile *hostile = g_new0 (Hostile, 1);
  g_autoptr (GstObject) ice = NULL;
  NiceAddress address;

  g_assert_true (duo_engine_ensure (NULL));
  hostile->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  hostile->webrtcbin = gst_element_factory_make ("webrtcbin", NULL);
  hostile->channels = g_ptr_array_new_with_free_func (g_object_unref);
  gst_bin_add (GST_BIN (hostile->pipeline), hostile->webrtcbin);

  g_object_get (hostile->webrtcbin, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", &hostile->agent, NULL);
  g_object_set (hostile->agent, "upnp", FALSE, NULL);
  nice_address_init (&address);
  g_assert_true (nice_address_set_from_string (&address, "127.0.0.1"));
  nice_agent_add_local_address (hostile->agent, &address);
  gst_element_set_state (hostile->pipeline, GST_STATE_PLAYING);

  return hostile;
}

static void
hostile_free (Hostile *hostile)
{
  g_ptr_array_unref (hostile->channels);
  g_clear_object (&hostile->agent);
  gst_element_set_state (hostile->pipeline, GST_STATE_NULL);
  gst_object_unref (hostile->pipeline);
  g_free (hostile);
}

static GstWebRTCDataChannel *
open_channel (Hostile    *hostile,
              const char *label)
{
  GstWebRTCDataChannel *channel = NULL;

  g_signal_emit_by_name (hostile->webrtcbin, "create-data-channel", label, NULL, &channel);
  g_assert_nonnull (channel);
  g_ptr_array_add (hostile->channels, channel);

  return channel;
}

static void
run (Hostile                     *hostile,
     const char                  *operation,
     GstWebRTCSessionDescription *description)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();

  g_signal_emit_by_name (hostile->webrtcbin, operation, description, promise);
  g_assert_cmpint (gst_promise_wait (promise), ==, GST_PROMISE_RESULT_REPLIED);
}

static gboolean
has_gathered (gpointer webrtcbin)
{
  GstWebRTCICEGatheringState state;

  g_object_get (webrtcbin, "ice-gathering-state", &state, NULL);

  return state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE;
}

/* Offers, and hands the description over as the parser of ours takes it. */
static DuoDescription *
make_offer (Hostile *hostile)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
  g_autoptr (DuoDescription) facts = NULL;
  g_autofree char *sdp = NULL;
  g_autoptr (GError) error = NULL;
  GSList *gathered;

  g_signal_emit_by_name (hostile->webrtcbin, "create-offer", NULL, promise);
  g_assert_cmpint (gst_promise_wait (promise), ==, GST_PROMISE_RESULT_REPLIED);
  gst_structure_get (gst_promise_get_reply (promise), "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &offer, NULL);
  run (hostile, "set-local-description", offer);
  duo_test_wait (has_gathered, hostile->webrtcbin, 10000, "the hostile peer gathered");

  gathered = nice_agent_get_local_candidates (hostile->agent, 1, 1);
  for (GSList *l = gathered; l != NULL; l = l->next)
    {
      g_autofree char *line = nice_agent_generate_local_candidate_sdp (hostile->agent, l->data);
      DuoCandidate *candidate = duo_candidate_parse (line + strlen ("a="), NULL);

      if (candidate != NULL)
        g_ptr_array_add (candidates, candidate);
    }
  g_slist_free_full (gathered, (GDestroyNotify) nice_candidate_free);

  sdp = gst_sdp_message_as_text (offer->sdp);
  facts = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, sdp, &error);
  g_assert_no_error (error);

  return duo_description_with_candidates (facts, candidates);
}

static void
take_answer (Hostile        *hostile,
             DuoDescription *answer)
{
  g_autofree char *sdp = duo_description_to_sdp (answer);
  g_autoptr (GstWebRTCSessionDescription) session = NULL;
  GstSDPMessage *message = NULL;

  g_assert_cmpint (gst_sdp_message_new_from_text (sdp, &message), ==, GST_SDP_OK);
  session = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER, message);
  run (hostile, "set-remote-description", session);
}

static void
join (Hostile *hostile,
      DuoPeer *peer)
{
  g_autoptr (DuoDescription) offer = make_offer (hostile);

  duo_peer_answer (peer, offer);
  take_answer (hostile, duo_test_peer_wait_local (peer));
}

static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* Three are taken, the fourth ends it. */
static void
test_channels (void)
{
  Hostile *hostile = hostile_new ();
  g_autoptr (DuoPeer) peer = duo_test_peer_new ();

  for (guint i = 0; i < DUO_CHANNELS_MAX; i++)
    open_channel (hostile, "chat");
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  duo_test_settle (1000);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (peer)), ==, DUO_LINK_OPEN);

  open_channel (hostile, "one too many");
  duo_test_peer_wait_state (peer, DUO_LINK_FAILED, 10000);
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (peer)), DUO_LINK_ERROR, DUO_LINK_ERROR_RULES);
  hostile_free (hostile);
}

static void
test_flood_of_channels (void)
{
  Hostile *hostile = hostile_new ();
  g_autoptr (DuoPeer) peer = duo_test_peer_new ();
  guint n_threads;

  open_channel (hostile, "chat");
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  n_threads = count_threads ();
  for (guint i = 0; i < 100; i++)
    open_channel (hostile, "flood");
  duo_test_peer_wait_state (peer, DUO_LINK_FAILED, 10000);
  duo_test_settle (1000);
  /* The hostile side's own threads are of this process, too. */
  g_test_message ("%u threads before, %u after", n_threads, count_threads ());
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (peer)), DUO_LINK_ERROR, DUO_LINK_ERROR_RULES);
  hostile_free (hostile);
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

/* On every channel, in any size: all of it is counted, nothing breaks. */
static void
test_flood_of_messages (void)
{
  Hostile *hostile = hostile_new ();
  g_autoptr (DuoPeer) peer = duo_test_peer_new ();
  Heard heard = { 0 };

  for (guint i = 0; i < DUO_CHANNELS_MAX; i++)
    open_channel (hostile, i == 0 ? "" : "\xff\xfe<b>");
  g_signal_connect_swapped (peer, "received", G_CALLBACK (received_cb), &heard);
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  duo_test_settle (500);

  for (guint i = 0; i < 3000; i++)
    {
      GstWebRTCDataChannel *channel = g_ptr_array_index (hostile->channels, i % DUO_CHANNELS_MAX);
      g_autofree char *text = g_strnfill (i % 300 + 1, 'x');

      gst_webrtc_data_channel_send_string_full (channel, text, NULL);
    }
  duo_test_wait (has_heard, &heard, 30000, "all messages arrived");
  g_assert_cmpuint (heard.n_messages, ==, 3000);
  hostile_free (hostile);
}

/* As a page does that closes: the link ends in good order. */
static void
test_closes_its_channel (void)
{
  Hostile *hostile = hostile_new ();
  g_autoptr (DuoPeer) peer = duo_test_peer_new ();

  open_channel (hostile, "chat");
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  gst_webrtc_data_channel_close (g_ptr_array_index (hostile->channels, 0));
  duo_test_peer_wait_state (peer, DUO_LINK_CLOSED, 5000);
  hostile_free (hostile);
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
  Hostile *hostile = hostile_new ();
  DuoPeer *peer = duo_test_peer_new ();

  open_channel (hostile, "chat");
  open_channel (hostile, "another");
  join (hostile, peer);
  duo_test_peer_wait_state (peer, DUO_LINK_OPEN, 20000);
  duo_test_settle (300);
  g_assert_true (duo_test_send (peer, "last words", NULL));
  duo_link_close (DUO_LINK (peer));
  g_assert_finalize_object (peer);
  duo_test_wait (is_closed, g_ptr_array_index (hostile->channels, 0), 5000, "the first channel is closed");
  duo_test_wait (is_closed, g_ptr_array_index (hostile->channels, 1), 5000, "the second channel is closed");
  hostile_free (hostile);
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
  g_test_add_func ("/hostile-peer/closes-its-channel", test_closes_its_channel);
  g_test_add_func ("/hostile-peer/we-close", test_we_close);

  status = g_test_run ();
  duo_engine_shut_down (5000);

  return status;
}
