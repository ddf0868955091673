/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-peer.h"

#include "duo-channel-set.h"
#include "duo-gate.h"
#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-mailbox.h"
#include "duo-negotiation.h"
#include "duo-pinhole.h"
#include "duo-pipeline.h"
#include "duo-reaper.h"
#include "duo-wire.h"

/* The main-thread half of one WebRTC peer: one webrtcbin, made for one attempt.
 *
 * Everything that webrtcbin tells arrives as an event of the mailbox (see
 * duo-wire.c) and is handled here or in the negotiation; nothing else of
 * GStreamer calls us.
 *
 * Made and owned by a DuoConnector or a DuoLoopback, on the main thread.  Ends
 * as CLOSED or FAILED and is not used again; its pipeline is then the reaper's. */
struct _DuoPeer
{
  GObject parent_instance;

  DuoLinkState state;
  GError *failure; /* (owned) (nullable) */
  gboolean is_offerer;

  char **stun_uris;       /* (constant) (owned) (nullable) */
  char **turn_uris;       /* (constant) (owned) (nullable) */
  char **local_addresses; /* (constant) (owned) (nullable) */
  gboolean relay_only;    /* (constant) */

  GstElement *pipeline;    /* (owned) (nullable): NULL before the start and after the end */
  GstElement *webrtcbin;   /* (borrowed from pipeline) */
  NiceAgent *agent;        /* (owned) (nullable) */
  DuoMailbox *mailbox;     /* (owned) (nullable) */
  DuoWire *wire;           /* (owned) (nullable) */
  DuoGate *gate;           /* (owned) (nullable) */
  DuoPinhole *pinhole;     /* (owned) (nullable) */
  DuoChannelSet *channels; /* (owned) */

  DuoNegotiation *negotiation; /* (owned) (nullable) */

  DuoDescription *local_description;  /* (owned) (nullable): complete */
  DuoDescription *remote_description; /* (owned) (nullable) */
  gboolean was_joined;                /* ICE and DTLS came up at least once */

  guint gather_timeout_id;
  guint connect_timeout_id;
  gint64 connecting_since_us;
  guint grace_timeout_id;
  guint ended_timeout_id;
};

enum
{
  PROP_0,
  PROP_LOCAL_DESCRIPTION,
  N_PROPS,
  PROP_STATE = N_PROPS, /* of DuoLink */
};

static GParamSpec *props[N_PROPS];

static void duo_peer_link_init (DuoLinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DuoPeer, duo_peer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DUO_TYPE_LINK, duo_peer_link_init))

/* libnice says "failed" some seconds after its first round of checks; the other
 * side may only be starting then. */
#define UNREACHABLE_AFTER_MS 15000
/* What arrived just before the peer's end is still on its way. */
#define ENDED_GRACE_MS 200

/* Moves that make sense; everything may end. */
static gboolean
is_legal_move (DuoLinkState from,
               DuoLinkState to)
{
  static const guint legal[] = {
    [DUO_LINK_NEW] = 1 << DUO_LINK_PREPARING,
    [DUO_LINK_PREPARING] = 1 << DUO_LINK_WAITING,
    [DUO_LINK_WAITING] = 1 << DUO_LINK_CONNECTING | 1 << DUO_LINK_OPEN,
    [DUO_LINK_CONNECTING] = 1 << DUO_LINK_OPEN,
    [DUO_LINK_OPEN] = 0,
    [DUO_LINK_CLOSED] = 0,
    [DUO_LINK_FAILED] = 0,
  };

  if (from == DUO_LINK_CLOSED || from == DUO_LINK_FAILED)
    return FALSE;

  return to == DUO_LINK_CLOSED || to == DUO_LINK_FAILED || (legal[from] & (1 << to)) != 0;
}

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

  g_return_if_fail (is_legal_move (self->state, state));

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

  clear_timeouts (self);
  g_clear_pointer (&self->pinhole, duo_pinhole_free);
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
                     farewell == FAREWELL_NONE ? 0 : DUO_BYE_TIMEOUT_MS);
}

/* ERROR (transfer full). */
static void
fail (DuoPeer *self,
      GError  *error)
{
  if (is_over (self))
    {
      g_error_free (error);
      return;
    }

  g_debug ("peer failed: %s", error->message);
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
  fail (self, g_error_new_literal (DUO_LINK_ERROR, code, message));
}

static void
end (DuoPeer *self)
{
  if (is_over (self))
    return;

  detach (self, self->state == DUO_LINK_OPEN ? FAREWELL_GOODBYE : FAREWELL_NONE);
  set_state (self, DUO_LINK_CLOSED);
}

/* -- The descriptions ------------------------------------------------------ */

static void
start_pinhole (DuoPeer *self)
{
  self->pinhole = duo_pinhole_new (self->agent, DUO_PIPELINE_STREAM_ID);
  if (!self->relay_only && self->stun_uris != NULL && self->stun_uris[0] != NULL)
    duo_pinhole_add_server (self->pinhole, self->stun_uris[0]);
}

/* The local description may just have become complete. */
static void
check_local_description (DuoPeer *self)
{
  DuoDescription *local = duo_negotiation_get_local (self->negotiation);

  if (self->state != DUO_LINK_PREPARING || local == NULL)
    return;

  g_clear_handle_id (&self->gather_timeout_id, g_source_remove);
  self->local_description = duo_description_ref (local);
  start_pinhole (self);
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
    fail (self, error);

  return G_SOURCE_REMOVE;
}

static void
handle_negotiation (DuoPeer      *self,
                    DuoWireEvent *event)
{
  GError *error = NULL;

  if (!duo_negotiation_handle (self->negotiation, event, &error))
    {
      fail (self, error);
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
    fail (self, error);
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
  if (!duo_gate_is_open (self->gate))
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

  self->ended_timeout_id = 0;
  if (self->state == DUO_LINK_OPEN)
    end (self);
  else
    fail_with (self, DUO_LINK_ERROR_HANDSHAKE, "the peer gave up while connecting");

  return G_SOURCE_REMOVE;
}

static void
handle_ended (DuoPeer *self)
{
  if (self->ended_timeout_id == 0)
    self->ended_timeout_id = g_timeout_add (ENDED_GRACE_MS, ended_timeout_cb, self);
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

  fail (self, g_error_new (DUO_LINK_ERROR, code, "%s", error != NULL ? error->message : "unknown"));
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
    case DUO_WIRE_CHANNEL_NEW:
    case DUO_WIRE_CHANNEL_OPEN:
    case DUO_WIRE_CHANNEL_CLOSED:
    case DUO_WIRE_MESSAGE:
      handle_channel_event (self, event);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
start (DuoPeer *self)
{
  DuoPeerOptions options = {
    (const char *const *) self->stun_uris, (const char *const *) self->turn_uris,
    (const char *const *) self->local_addresses, self->relay_only
  };
  gboolean takes_loopback;
  GError *error = NULL;

  self->pipeline = duo_pipeline_new (&self->webrtcbin, &error);
  if (self->pipeline == NULL)
    {
      fail (self, error);
      return FALSE;
    }

  self->mailbox = duo_mailbox_new (NULL, handle_event_cb, self, duo_wire_event_free);
  self->wire = duo_wire_new (self->mailbox);
  self->gate = duo_wire_watch (self->wire, self->pipeline, self->webrtcbin);
  duo_pipeline_configure (self->webrtcbin, &options, &self->agent, &takes_loopback);
  self->negotiation = duo_negotiation_new (self->webrtcbin, self->agent, self->wire, self->is_offerer,
                                           self->relay_only, takes_loopback);

  set_state (self, DUO_LINK_PREPARING);
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

void
duo_peer_offer (DuoPeer *self)
{
  g_return_if_fail (DUO_IS_PEER (self));
  g_return_if_fail (self->state == DUO_LINK_NEW);

  self->is_offerer = TRUE;
  if (!start (self) || !make_own_channel (self))
    return;

  duo_negotiation_make_offer (self->negotiation);
}

void
duo_peer_answer (DuoPeer        *self,
                 DuoDescription *offer)
{
  g_return_if_fail (DUO_IS_PEER (self));
  g_return_if_fail (self->state == DUO_LINK_NEW);
  g_return_if_fail (offer != NULL);

  if (start (self))
    set_remote (self, offer);
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

/* -- DuoLink -------------------------------------------------------------- */

static DuoLinkState
duo_peer_get_state (DuoLink *link)
{
  return DUO_PEER (link)->state;
}

static const GError *
duo_peer_get_failure (DuoLink *link)
{
  return DUO_PEER (link)->failure;
}

static gsize
duo_peer_get_max_message (DuoLink *link)
{
  DuoPeer *self = DUO_PEER (link);

  if (self->remote_description == NULL)
    return DUO_MESSAGE_OWN_MAX_BYTES;

  return MIN (duo_description_get_max_message_bytes (self->remote_description), DUO_MESSAGE_OWN_MAX_BYTES);
}

static gsize
duo_peer_get_queued (DuoLink *link)
{
  return duo_channel_set_get_queued (DUO_PEER (link)->channels);
}

static gint64
duo_peer_get_last_arrival (DuoLink *link)
{
  DuoPeer *self = DUO_PEER (link);

  return self->gate != NULL ? duo_gate_get_last_arrival (self->gate) : 0;
}

static DuoPath
duo_peer_get_path (DuoLink *link)
{
  DuoPeer *self = DUO_PEER (link);

  return self->agent != NULL ? duo_pipeline_get_path (self->agent) : DUO_PATH_UNKNOWN;
}

static gboolean
duo_peer_send (DuoLink   *link,
               GBytes    *message,
               gboolean   is_text,
               GError   **error)
{
  DuoPeer *self = DUO_PEER (link);

  if (self->state != DUO_LINK_OPEN)
    {
      g_set_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_NOT_OPEN, "the link is not open");
      return FALSE;
    }
  if (g_bytes_get_size (message) > duo_peer_get_max_message (link))
    {
      g_set_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_TOO_LONG, "the peer takes no such long message");
      return FALSE;
    }

  return duo_channel_set_send (self->channels, message, is_text, error);
}

static void
duo_peer_close (DuoLink *link)
{
  end (DUO_PEER (link));
}

static void
duo_peer_fail (DuoLink *link,
               GError  *error)
{
  fail (DUO_PEER (link), error);
}

static void
duo_peer_link_init (DuoLinkInterface *iface)
{
  iface->get_state = duo_peer_get_state;
  iface->get_failure = duo_peer_get_failure;
  iface->get_max_message = duo_peer_get_max_message;
  iface->get_queued = duo_peer_get_queued;
  iface->get_last_arrival = duo_peer_get_last_arrival;
  iface->get_path = duo_peer_get_path;
  iface->send = duo_peer_send;
  iface->close = duo_peer_close;
  iface->fail = duo_peer_fail;
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
  g_strfreev (self->stun_uris);
  g_strfreev (self->turn_uris);
  g_strfreev (self->local_addresses);
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
}

DuoPeer *
duo_peer_new (const DuoPeerOptions *options)
{
  DuoPeer *self = g_object_new (DUO_TYPE_PEER, NULL);

  g_return_val_if_fail (options != NULL, self);

  self->stun_uris = g_strdupv ((char **) options->stun_uris);
  self->turn_uris = g_strdupv ((char **) options->turn_uris);
  self->local_addresses = g_strdupv ((char **) options->local_addresses);
  self->relay_only = options->relay_only;

  return self;
}
