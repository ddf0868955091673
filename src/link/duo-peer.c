/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-peer-private.h"

#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-pipeline.h"
#include "duo-reaper.h"

enum
{
  PROP_0,
  PROP_LOCAL_DESCRIPTION,
  N_PROPS,
  PROP_STATE = N_PROPS, /* of DuoLink */
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (DuoPeer, duo_peer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DUO_TYPE_LINK, duo_peer_link_init))

/* libnice says "failed" some seconds after its first round of checks; the other
 * side may only be starting then. */
#define UNREACHABLE_AFTER_MS 15000
/* What arrived just before the peer's end is still on its way. */
#define ENDED_GRACE_MS 200
/* A peer whose SCTP is not there yet may answer our first packet with an ABORT (RFC
 * 9260 section 8.4), and open the association himself a moment later. */
#define ENDED_WHILE_CONNECTING_GRACE_MS 3000

static gboolean
is_over (DuoPeer *self)
{
  return self->state == DUO_LINK_CLOSED || self->state == DUO_LINK_FAILED;
}

static void
set_state (DuoPeer      *self,
           DuoLinkState  state)
{
  if (self->state == state)
    return;

  g_return_if_fail (duo_link_state_may_become (self->state, state));

  self->state = state;
  g_object_notify (G_OBJECT (self), "state");
}

static void
clear_timeouts (DuoPeer *self)
{
  g_clear_handle_id (&self->gather_timeout_id, g_source_remove);
  g_clear_handle_id (&self->connect_timeout_id, g_source_remove);
  g_clear_handle_id (&self->grace_timeout_id, g_source_remove);
  g_clear_handle_id (&self->ended_timeout_id, g_source_remove);
}

typedef enum
{
  FAREWELL_NONE,    /* at once */
  FAREWELL_LINGER,  /* nothing passes, but the DTLS handshake may come to its end */
  FAREWELL_GOODBYE, /* the channels are closed after what was sent last */
} Farewell;

/* Lets go of everything that runs. */
static void
detach (DuoPeer  *self,
        Farewell  farewell)
{
  /* Once: a goodbye that is under way needs its gate open. */
  g_autoptr (GPtrArray) objects = duo_channel_set_dup_objects (self->channels);
  GstElement *pipeline = g_steal_pointer (&self->pipeline);

  if (self->last_report == NULL && self->agent != NULL)
    self->last_report = duo_survey_new (self->options, self->resolved, self->agent, self->gate, self->prod);
  clear_timeouts (self);
  g_clear_pointer (&self->lookup, duo_lookup_free);
  g_clear_pointer (&self->pinhole, duo_pinhole_free);
  g_clear_pointer (&self->prod, duo_prod_free);
  g_clear_pointer (&self->negotiation, duo_negotiation_free);
  if (self->mailbox != NULL)
    duo_mailbox_close (self->mailbox);
  if (farewell != FAREWELL_GOODBYE && pipeline != NULL)
    duo_gate_shut (self->gate);
  g_clear_pointer (&self->channels, duo_channel_set_free);
  self->channels = duo_channel_set_new ();
  g_clear_object (&self->agent);
  self->webrtcbin = NULL;

  if (pipeline != NULL)
    duo_reaper_take (pipeline, farewell == FAREWELL_GOODBYE ? g_steal_pointer (&objects) : NULL,
                     self->is_offerer, farewell == FAREWELL_NONE ? 0 : DUO_BYE_TIMEOUT_MS);
}

/* It may be the friend or the relay that is gone: if it is one of mine, it is asked. */
static void
lose_relay (DuoPeer *self,
            GError  *error)
{
  error->code = DUO_LINK_ERROR_RELAY_LOST;
  g_clear_pointer (&self->inquiry, duo_inquiry_free);
  self->inquiry = duo_inquiry_new (self->resolved, /* func= */ NULL, NULL);
}

/* ERROR (transfer full). */
void
duo_peer_fail (DuoPeer *self,
               GError  *error)
{
  if (is_over (self))
    {
      g_error_free (error);
      return;
    }

  g_debug ("peer failed: %s", error->message);
  if (g_error_matches (error, DUO_LINK_ERROR, DUO_LINK_ERROR_LOST) && self->agent != NULL &&
      duo_pipeline_get_path (self->agent) == DUO_PATH_RELAYED)
    lose_relay (self, error);
  self->failure = error;
  /* An impostor's other victim shall see the false certificate, too. */
  detach (self, g_error_matches (error, DUO_LINK_ERROR, DUO_LINK_ERROR_IMPOSTOR) ? FAREWELL_LINGER : FAREWELL_NONE);
  set_state (self, DUO_LINK_FAILED);
}

static void
fail_with (DuoPeer      *self,
           DuoLinkError  code,
           const char   *message)
{
  duo_peer_fail (self, g_error_new_literal (DUO_LINK_ERROR, code, message));
}

void
duo_peer_end (DuoPeer *self)
{
  if (is_over (self))
    return;

  detach (self, self->state == DUO_LINK_OPEN ? FAREWELL_GOODBYE : FAREWELL_NONE);
  set_state (self, DUO_LINK_CLOSED);
}

/* -- No relay --------------------------------------------------------------- */

static void
inquired_cb (gpointer user_data)
{
  DuoPeer *self = user_data;
  DuoAnswer verdict = duo_inquiry_get_verdict (self->inquiry);

  if (verdict == DUO_ANSWER_EXPIRED)
    fail_with (self, DUO_LINK_ERROR_RELAY_EXPIRED, "the user of the relay has expired");
  else if (verdict == DUO_ANSWER_REFUSED)
    fail_with (self, DUO_LINK_ERROR_RELAY_REFUSED, "the relay refuses the user or the password");
  else
    fail_with (self, DUO_LINK_ERROR_NO_RELAY, "no relay answered");
}

/* ERROR (transfer full).  Of a relay that is missing it is first asked why. */
static void
fail_to_prepare (DuoPeer *self,
                 GError  *error)
{
  if (!g_error_matches (error, DUO_LINK_ERROR, DUO_LINK_ERROR_NO_RELAY))
    {
      duo_peer_fail (self, error);
      return;
    }

  g_error_free (error);
  g_clear_handle_id (&self->gather_timeout_id, g_source_remove);
  if (self->inquiry == NULL)
    self->inquiry = duo_inquiry_new (self->resolved, inquired_cb, self);
}

/* Where a direct way may do, for the report alone. */
static void
inquire_if_missing (DuoPeer *self)
{
  GPtrArray *candidates = duo_description_get_candidates (self->local_description);

  if (self->inquiry == NULL && self->resolved->turn_uris != NULL && self->resolved->turn_uris[0] != NULL &&
      duo_link_report_count (candidates, DUO_CANDIDATE_RELAY) == 0)
    self->inquiry = duo_inquiry_new (self->resolved, /* func= */ NULL, NULL);
}

/* -- The descriptions ------------------------------------------------------ */

/* The local description may just have become complete. */
static void
check_local_description (DuoPeer *self)
{
  DuoDescription *local = duo_negotiation_get_local (self->negotiation);

  if (self->state != DUO_LINK_PREPARING || local == NULL)
    return;

  g_clear_handle_id (&self->gather_timeout_id, g_source_remove);
  self->local_description = duo_description_ref (local);
  duo_pipeline_widen_sockets (self->agent);
  self->pinhole = duo_pinhole_new (self->agent, DUO_PIPELINE_STREAM_ID, self->options->relay_only);
  duo_pinhole_add_servers (self->pinhole, self->resolved);
  inquire_if_missing (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOCAL_DESCRIPTION]);
  set_state (self, DUO_LINK_WAITING);
}

static gboolean
gather_timeout_cb (gpointer user_data)
{
  DuoPeer *self = user_data;
  GError *error = NULL;

  self->gather_timeout_id = 0;
  if (duo_negotiation_finish (self->negotiation, &error))
    check_local_description (self);
  else
    fail_to_prepare (self, error);

  return G_SOURCE_REMOVE;
}

static void
handle_negotiation (DuoPeer      *self,
                    DuoWireEvent *event)
{
  GError *error = NULL;

  if (!duo_negotiation_handle (self->negotiation, event, &error))
    {
      fail_to_prepare (self, error);
      return;
    }

  if (event->kind == DUO_WIRE_LOCAL_SET)
    self->gather_timeout_id = g_timeout_add (DUO_GATHER_TIMEOUT_MS, gather_timeout_cb, self);
  check_local_description (self);
}

/* Whom to expect is said before webrtcbin hears of the other side at all. */
static void
set_remote (DuoPeer        *self,
            DuoDescription *description)
{
  GError *error = NULL;

  self->remote_description = duo_description_ref (description);
  duo_gate_expect (self->gate, duo_description_get_fingerprint (description));
  if (!duo_negotiation_take_remote (self->negotiation, description, &error))
    duo_peer_fail (self, error);
}

/* -- Connecting ---------------------------------------------------------- */

static void
give_up (DuoPeer *self)
{
  if (self->was_joined)
    fail_with (self, DUO_LINK_ERROR_HANDSHAKE, "joined, but no data channel opened");
  else
    fail_with (self, DUO_LINK_ERROR_UNREACHABLE, "no pair of addresses worked");
}

static GstWebRTCPeerConnectionState
get_connection_state (DuoPeer *self)
{
  GstWebRTCPeerConnectionState state;

  g_object_get (self->webrtcbin, "connection-state", &state, NULL);

  return state;
}

static gboolean
connect_timeout_cb (gpointer user_data)
{
  DuoPeer *self = user_data;
  gint64 elapsed_ms = (g_get_monotonic_time () - self->connecting_since_us) / 1000;

  if (elapsed_ms < UNREACHABLE_AFTER_MS ||
      (elapsed_ms < DUO_CONNECT_TIMEOUT_MS &&
       get_connection_state (self) != GST_WEBRTC_PEER_CONNECTION_STATE_FAILED))
    return G_SOURCE_CONTINUE;

  self->connect_timeout_id = 0;
  give_up (self);

  return G_SOURCE_REMOVE;
}

static void
start_connecting (DuoPeer *self)
{
  self->connecting_since_us = g_get_monotonic_time ();
  self->connect_timeout_id = g_timeout_add_seconds (1, connect_timeout_cb, self);
  set_state (self, DUO_LINK_CONNECTING);
}

static void
handle_connection (DuoPeer *self)
{
  if (get_connection_state (self) != GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED)
    return;

  /* An answering side waits for its friend to paste, for minutes; only now is
   * it known that he did.  A "failed" of libnice's meanwhile means nothing. */
  self->was_joined = TRUE;
  if (self->state == DUO_LINK_WAITING && !self->is_offerer)
    start_connecting (self);
}

static void
open_up (DuoPeer *self)
{
  if (self->state == DUO_LINK_OPEN)
    return;

  clear_timeouts (self);
  g_clear_pointer (&self->pinhole, duo_pinhole_free);
  /* Else libnice looks every 20 ms whether there is one more to try, for ever. */
  nice_agent_peer_candidate_gathering_done (self->agent, DUO_PIPELINE_STREAM_ID);
  set_state (self, DUO_LINK_OPEN);
}

static gboolean
grace_timeout_cb (gpointer user_data)
{
  DuoPeer *self = user_data;

  self->grace_timeout_id = 0;
  if (duo_channel_set_has_open (self->channels))
    open_up (self);

  return G_SOURCE_REMOVE;
}

static void
handle_channel_open (DuoPeer *self,
                     guint    number)
{
  duo_channel_set_mark_open (self->channels, number);
  /* Cannot be: no SCTP without the gate.  If it ever is, it is an attack. */
  if (duo_gate_get_certificate (self->gate) != DUO_CERTIFICATE_MATCHES)
    {
      fail_with (self, DUO_LINK_ERROR_IMPOSTOR, "a channel opened before the certificate was checked");
      return;
    }

  if (duo_description_get_version (self->remote_description) > 0 ||
      duo_channel_set_peers_is_open (self->channels))
    open_up (self);
  else if (self->state != DUO_LINK_OPEN && self->grace_timeout_id == 0)
    self->grace_timeout_id = g_timeout_add (DUO_CHANNEL_GRACE_MS, grace_timeout_cb, self);
}

static gboolean
ended_timeout_cb (gpointer user_data)
{
  DuoPeer *self = user_data;
  g_autofree char *ending = duo_gate_dup_ending (self->gate);

  self->ended_timeout_id = 0;
  if (self->state == DUO_LINK_OPEN)
    duo_peer_end (self);
  else
    fail_with (self, DUO_LINK_ERROR_HANDSHAKE, ending);

  return G_SOURCE_REMOVE;
}

static void
handle_ended (DuoPeer *self)
{
  guint grace_ms = self->state == DUO_LINK_OPEN ? ENDED_GRACE_MS : ENDED_WHILE_CONNECTING_GRACE_MS;

  if (self->ended_timeout_id == 0)
    self->ended_timeout_id = g_timeout_add (grace_ms, ended_timeout_cb, self);
}

static void
handle_channel_closed (DuoPeer *self,
                       guint    number)
{
  duo_channel_set_mark_closed (self->channels, number);
  if (self->state == DUO_LINK_OPEN && !duo_channel_set_has_open (self->channels))
    handle_ended (self);
}

static void
handle_message (DuoPeer      *self,
                DuoWireEvent *event)
{
  if (!duo_gate_is_open (self->gate))
    return;
  /* webrtcbin 1.22 hands a longer one over in parts, as if each were a message. */
  if (g_bytes_get_size (event->bytes) > DUO_MESSAGE_OWN_MAX_BYTES)
    {
      fail_with (self, DUO_LINK_ERROR_RULES, "a longer message than we said that we take");
      return;
    }

  open_up (self);
  g_signal_emit_by_name (self, "received", event->bytes, event->is_text);
}

/* ERROR (transfer full). */
static void
handle_broken (DuoPeer *self,
               GError  *error)
{
  DuoLinkError code = DUO_LINK_ERROR_ENGINE;

  /* The peer said that it ends; that webrtcbin stumbles over it is no news. */
  if (self->ended_timeout_id != 0)
    {
      g_clear_error (&error);
      return;
    }

  if (self->state == DUO_LINK_OPEN)
    code = DUO_LINK_ERROR_LOST;
  else if (self->was_joined || self->state == DUO_LINK_CONNECTING)
    code = DUO_LINK_ERROR_HANDSHAKE;

  duo_peer_fail (self, g_error_new (DUO_LINK_ERROR, code, "%s", error != NULL ? error->message : "unknown"));
  g_clear_error (&error);
}

static void
handle_channel_event (DuoPeer      *self,
                      DuoWireEvent *event)
{
  switch (event->kind)
    {
    case DUO_WIRE_CHANNEL_NEW:
      duo_channel_set_add (self->channels, event->channel, event->object, /* is_peers= */ TRUE);
      break;
    case DUO_WIRE_CHANNEL_OPEN:
      handle_channel_open (self, event->channel);
      break;
    case DUO_WIRE_CHANNEL_CLOSED:
      handle_channel_closed (self, event->channel);
      break;
    default:
      handle_message (self, event);
      break;
    }
}

static void
handle_event_cb (gpointer data,
                 gpointer user_data)
{
  g_autoptr (DuoPeer) self = g_object_ref (user_data);
  DuoWireEvent *event = data;

  switch (event->kind)
    {
    case DUO_WIRE_DESCRIPTION_MADE:
    case DUO_WIRE_LOCAL_SET:
    case DUO_WIRE_REMOTE_SET:
    case DUO_WIRE_GATHERING:
      handle_negotiation (self, event);
      break;
    case DUO_WIRE_CONNECTION:
      handle_connection (self);
      break;
    case DUO_WIRE_MATCH:
      self->was_joined = TRUE;
      break;
    case DUO_WIRE_MISMATCH:
      fail_with (self, DUO_LINK_ERROR_IMPOSTOR, "the certificate is not the one in the description");
      break;
    case DUO_WIRE_ENDED:
      handle_ended (self);
      break;
    case DUO_WIRE_TOO_MANY_CHANNELS:
      fail_with (self, DUO_LINK_ERROR_RULES, "the peer opened too many channels");
      break;
    case DUO_WIRE_BROKEN:
      handle_broken (self, g_steal_pointer (&event->error));
      break;
    default:
      handle_channel_event (self, event);
      break;
    }
}

static gboolean
start (DuoPeer *self)
{
  gboolean takes_loopback;
  GError *error = NULL;

  self->pipeline = duo_pipeline_new (&self->webrtcbin, &error);
  if (self->pipeline == NULL)
    {
      duo_peer_fail (self, error);
      return FALSE;
    }

  self->mailbox = duo_mailbox_new (NULL, handle_event_cb, self, duo_wire_event_free);
  self->wire = duo_wire_new (self->mailbox);
  self->gate = duo_wire_watch (self->wire, self->pipeline, self->webrtcbin);
  self->prod = duo_prod_new (self->webrtcbin);
  duo_pipeline_configure (self->webrtcbin, self->resolved, &self->agent, &takes_loopback);
  self->negotiation = duo_negotiation_new (self->webrtcbin, self->agent, self->wire, self->is_offerer,
                                           self->options->relay_only, takes_loopback);

  if (gst_element_set_state (self->pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE)
    return TRUE;

  fail_with (self, DUO_LINK_ERROR_ENGINE, "the pipeline does not start");

  return FALSE;
}

static gboolean
make_own_channel (DuoPeer *self)
{
  g_autoptr (GstWebRTCDataChannel) channel = NULL;

  g_signal_emit_by_name (self->webrtcbin, "create-data-channel", "chat", NULL, &channel);
  if (channel == NULL)
    {
      fail_with (self, DUO_LINK_ERROR_ENGINE, "webrtcbin makes no data channel");
      return FALSE;
    }

  duo_channel_set_add (self->channels, duo_wire_watch_channel (self->wire, channel), channel,
                       /* is_peers= */ FALSE);

  return TRUE;
}

static void
begin (DuoPeer *self)
{
  g_autoptr (DuoDescription) offer = g_steal_pointer (&self->offer);

  if (!start (self) || (self->is_offerer && !make_own_channel (self)))
    return;

  if (self->is_offerer)
    duo_negotiation_make_offer (self->negotiation);
  else
    set_remote (self, offer);
  for (guint i = 0; self->negotiation != NULL && i < self->early->len; i++)
    duo_negotiation_add_candidate (self->negotiation, g_ptr_array_index (self->early, i));
}

static void
looked_up_cb (const DuoPeerOptions *resolved,
              gpointer              user_data)
{
  DuoPeer *self = user_data;

  self->resolved = duo_peer_options_copy (resolved);
  begin (self);
}

static void
look_up (DuoPeer *self)
{
  set_state (self, DUO_LINK_PREPARING);
  self->lookup = duo_lookup_new (self->options, looked_up_cb, self);
}

void
duo_peer_offer (DuoPeer *self)
{
  g_return_if_fail (DUO_IS_PEER (self));
  g_return_if_fail (self->state == DUO_LINK_NEW);

  self->is_offerer = TRUE;
  look_up (self);
}

void
duo_peer_answer (DuoPeer        *self,
                 DuoDescription *offer)
{
  g_return_if_fail (DUO_IS_PEER (self));
  g_return_if_fail (self->state == DUO_LINK_NEW);
  g_return_if_fail (offer != NULL);

  self->offer = duo_description_ref (offer);
  look_up (self);
}

void
duo_peer_take_answer (DuoPeer        *self,
                      DuoDescription *answer)
{
  g_return_if_fail (DUO_IS_PEER (self));
  g_return_if_fail (self->is_offerer && self->state == DUO_LINK_WAITING);
  g_return_if_fail (answer != NULL);

  start_connecting (self);
  set_remote (self, answer);
}

void
duo_peer_add_candidate (DuoPeer      *self,
                        DuoCandidate *candidate)
{
  g_return_if_fail (DUO_IS_PEER (self));
  g_return_if_fail (candidate != NULL);

  if (self->negotiation != NULL)
    duo_negotiation_add_candidate (self->negotiation, candidate);
  else if (self->state == DUO_LINK_PREPARING && self->early->len < DUO_CANDIDATES_MAX)
    g_ptr_array_add (self->early, duo_candidate_ref (candidate));
}

DuoDescription *
duo_peer_get_local_description (DuoPeer *self)
{
  g_return_val_if_fail (DUO_IS_PEER (self), NULL);

  return self->local_description;
}

DuoDescription *
duo_peer_get_remote_description (DuoPeer *self)
{
  g_return_val_if_fail (DUO_IS_PEER (self), NULL);

  return self->remote_description;
}

static void
add_inquiry (DuoPeer       *self,
             DuoLinkReport *report)
{
  guint number = 0;

  for (guint i = 0; i < report->asked->len; i++)
    {
      DuoAskedServer *server = g_ptr_array_index (report->asked, i);
      DuoAnswer answer = server->is_relay ? duo_inquiry_get_answer (self->inquiry, number++) : DUO_ANSWER_NONE;

      if (answer >= DUO_ANSWER_SILENT && server->answer != DUO_ANSWER_NAMELESS)
        server->answer = answer;
    }
}

DuoLinkReport *
duo_peer_dup_report (DuoPeer *self)
{
  DuoLinkReport *report;

  g_return_val_if_fail (DUO_IS_PEER (self), duo_link_report_new ());

  if (self->last_report != NULL)
    report = duo_link_report_copy (self->last_report);
  else
    report = duo_survey_new (self->options, self->resolved, self->agent, self->gate, self->prod);
  if (self->inquiry != NULL)
    add_inquiry (self, report);

  return report;
}

guint
duo_peer_get_n_prods (DuoPeer *self)
{
  g_return_val_if_fail (DUO_IS_PEER (self), 0);

  return self->prod != NULL ? duo_prod_get_n_sent (self->prod) : 0;
}

static void
duo_peer_dispose (GObject *object)
{
  DuoPeer *self = DUO_PEER (object);

  detach (self, self->state == DUO_LINK_OPEN ? FAREWELL_GOODBYE : FAREWELL_NONE);

  G_OBJECT_CLASS (duo_peer_parent_class)->dispose (object);
}

static void
duo_peer_finalize (GObject *object)
{
  DuoPeer *self = DUO_PEER (object);

  g_clear_pointer (&self->channels, duo_channel_set_free);
  g_clear_pointer (&self->gate, duo_gate_unref);
  g_clear_pointer (&self->wire, duo_wire_unref);
  g_clear_pointer (&self->mailbox, duo_mailbox_unref);
  g_clear_pointer (&self->local_description, duo_description_unref);
  g_clear_pointer (&self->remote_description, duo_description_unref);
  g_clear_pointer (&self->last_report, duo_link_report_free);
  g_clear_pointer (&self->options, duo_peer_options_free);
  g_clear_pointer (&self->resolved, duo_peer_options_free);
  g_clear_pointer (&self->offer, duo_description_unref);
  g_ptr_array_unref (self->early);
  g_clear_pointer (&self->inquiry, duo_inquiry_free);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (duo_peer_parent_class)->finalize (object);
}

static void
duo_peer_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  DuoPeer *self = DUO_PEER (object);

  switch (prop_id)
    {
    case PROP_LOCAL_DESCRIPTION:
      g_value_set_boxed (value, self->local_description);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
duo_peer_class_init (DuoPeerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_peer_dispose;
  object_class->finalize = duo_peer_finalize;
  object_class->get_property = duo_peer_get_property;

  props[PROP_LOCAL_DESCRIPTION] =
    g_param_spec_boxed ("local-description", NULL, NULL, DUO_TYPE_DESCRIPTION,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_object_class_override_property (object_class, PROP_STATE, "state");
}

static void
duo_peer_init (DuoPeer *self)
{
  self->channels = duo_channel_set_new ();
  self->early = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
}

DuoPeer *
duo_peer_new (const DuoPeerOptions *options)
{
  DuoPeer *self = g_object_new (DUO_TYPE_PEER, NULL);

  g_return_val_if_fail (options != NULL, self);

  self->options = duo_peer_options_copy (options);

  return self;
}
