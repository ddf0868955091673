/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-hostile.h"

#include <string.h>

#include <gst/sctp/sctpsendmeta.h>
#include <nice/agent.h>

#include "duo-engine.h"
#include "duo-test-wait.h"

/* Driven from one thread, with promises that are waited for. */

struct _DuoHostile
{
  GstElement *pipeline;  /* (owned) */
  GstElement *webrtcbin; /* (borrowed from pipeline) */
  NiceAgent *agent;      /* (owned) */
  GPtrArray *channels;   /* (owned) (element-type GstWebRTCDataChannel) */
};

DuoHostile *
duo_hostile_new (void)
{
  DuoHostile *hostile = g_new0 (DuoHostile, 1);
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

void
duo_hostile_free (DuoHostile *hostile)
{
  g_ptr_array_unref (hostile->channels);
  g_clear_object (&hostile->agent);
  gst_element_set_state (hostile->pipeline, GST_STATE_NULL);
  gst_object_unref (hostile->pipeline);
  g_free (hostile);
}

GstWebRTCDataChannel *
duo_hostile_open_channel (DuoHostile *hostile,
                          const char *label)
{
  GstWebRTCDataChannel *channel = NULL;

  g_signal_emit_by_name (hostile->webrtcbin, "create-data-channel", label, NULL, &channel);
  g_assert_nonnull (channel);
  g_ptr_array_add (hostile->channels, channel);

  return channel;
}

static void
run (DuoHostile                  *hostile,
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

/* webrtcbin sends nothing longer than both sides say that they take. */
static GstWebRTCSessionDescription *
lift_limit (GstWebRTCSDPType  type,
            const char       *sdp)
{
  g_autoptr (GRegex) regex = g_regex_new ("a=max-message-size:[0-9]+", 0, 0, NULL);
  g_autofree char *lifted = g_regex_replace_literal (regex, sdp, -1, 0, "a=max-message-size:1073741824", 0, NULL);
  GstSDPMessage *message = NULL;

  g_assert_cmpint (gst_sdp_message_new_from_text (lifted, &message), ==, GST_SDP_OK);

  return gst_webrtc_session_description_new (type, message);
}

DuoDescription *
duo_hostile_make_offer (DuoHostile *hostile)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) lifted = NULL;
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
  g_autoptr (DuoDescription) facts = NULL;
  g_autofree char *sdp = NULL;
  g_autoptr (GError) error = NULL;
  GSList *gathered;

  g_signal_emit_by_name (hostile->webrtcbin, "create-offer", NULL, promise);
  g_assert_cmpint (gst_promise_wait (promise), ==, GST_PROMISE_RESULT_REPLIED);
  gst_structure_get (gst_promise_get_reply (promise), "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &offer, NULL);
  sdp = gst_sdp_message_as_text (offer->sdp);
  lifted = lift_limit (GST_WEBRTC_SDP_TYPE_OFFER, sdp);
  run (hostile, "set-local-description", lifted);
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

  facts = duo_description_parse_sdp (DUO_DESCRIPTION_OFFER, sdp, &error);
  g_assert_no_error (error);

  return duo_description_with_candidates (facts, candidates);
}

void
duo_hostile_take_answer (DuoHostile     *hostile,
                         DuoDescription *answer)
{
  g_autofree char *sdp = duo_description_to_sdp (answer);
  g_autoptr (GstWebRTCSessionDescription) session = lift_limit (GST_WEBRTC_SDP_TYPE_ANSWER, sdp);

  run (hostile, "set-remote-description", session);
}

GstWebRTCDataChannel *
duo_hostile_get_channel (DuoHostile *hostile,
                         guint       index)
{
  g_assert_cmpuint (index, <, hostile->channels->len);

  return g_ptr_array_index (hostile->channels, index);
}

/* (transfer full): what webrtcbin feeds a channel by. */
static GstElement *
find_source (DuoHostile *hostile)
{
  GstIterator *iterator = gst_bin_iterate_all_by_element_factory_name (GST_BIN (hostile->webrtcbin), "appsrc");
  GValue value = G_VALUE_INIT;
  GstElement *source;

  g_assert_cmpint (gst_iterator_next (iterator, &value), ==, GST_ITERATOR_OK);
  source = g_value_dup_object (&value);
  g_value_unset (&value);
  gst_iterator_free (iterator);

  return source;
}

void
duo_hostile_send (DuoHostile *hostile,
                  guint32     ppid,
                  GBytes     *bytes)
{
  g_autoptr (GstElement) source = find_source (hostile);
  GstBuffer *buffer = gst_buffer_new_wrapped_bytes (bytes);
  GstFlowReturn result;

  gst_sctp_buffer_add_send_meta (buffer, ppid, TRUE, GST_SCTP_SEND_META_PARTIAL_RELIABILITY_NONE, 0);
  g_signal_emit_by_name (source, "push-buffer", buffer, &result);
  gst_buffer_unref (buffer);
}

static GstPadProbeReturn
cut_cb (GstPad          *pad,
        GstPadProbeInfo *info,
        gpointer         user_data)
{
  guint *n_left = user_data;

  if (g_atomic_int_get (n_left) == 0)
    return GST_PAD_PROBE_DROP;
  (void) g_atomic_int_add (n_left, -1);

  return GST_PAD_PROBE_OK;
}

static void
watch_element_cb (GstBin     *webrtcbin,
                  GstBin     *bin,
                  GstElement *element,
                  guint      *n_left)
{
  GstElementFactory *factory = gst_element_get_factory (element);
  g_autoptr (GstPad) pad = NULL;

  if (factory == NULL || !g_str_equal (GST_OBJECT_NAME (factory), "dtlsenc"))
    return;
  pad = gst_element_get_static_pad (element, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, cut_cb, n_left, NULL);
}

void
duo_hostile_cut_after (DuoHostile *hostile,
                       guint       n_packets)
{
  guint *n_left = g_new (guint, 1);

  *n_left = n_packets;
  g_object_set_data_full (G_OBJECT (hostile->webrtcbin), "n-left", n_left, g_free);
  g_signal_connect (hostile->webrtcbin, "deep-element-added", G_CALLBACK (watch_element_cb), n_left);
}
