/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-wire.h"

#include <stdatomic.h>

#include "duo-limits.h"
#include "duo-string-mend.h"
#include "duo-window-mend.h"

/* The half of a peer that lives on GStreamer's threads: every handler copies
 * its arguments into an event, posts it to the mailbox, and returns.
 *
 * webrtcbin calls most of these with its own lock held: reading one of its
 * properties here would hang for good (1.22, ext/webrtc/gstwebrtcbin.c,
 * _execute_op).  So no handler reads a property, takes a lock but the
 * mailbox's, waits, or touches an object of ours.
 *
 * Reference counted; every connected handler holds one, so a handler that is
 * still running when its peer goes away finds everything in place and posts to
 * a closed mailbox. */
struct _DuoWire
{
  gatomicrefcount ref_count;

  DuoMailbox *mailbox;         /* (constant) (owned) */
  atomic_uint n_channels;      /* numbers handed out */
  atomic_uint n_peer_channels; /* opened by the other side */
  atomic_size_t backlog_bytes; /* of messages that were posted and not handled */
};

typedef struct
{
  DuoWire *wire; /* (owned) */
  guint number;
  DuoWireKind kind; /* for promises */
} WireHandler;

static gsize
get_weight (DuoWireEvent *event)
{
  return g_bytes_get_size (event->bytes) + DUO_BACKLOG_MESSAGE_BYTES;
}

void
duo_wire_event_free (gpointer data)
{
  DuoWireEvent *event = data;

  if (event->backlog != NULL)
    {
      atomic_fetch_sub (&event->backlog->backlog_bytes, get_weight (event));
      duo_wire_unref (event->backlog);
    }
  g_clear_pointer (&event->bytes, g_bytes_unref);
  g_clear_object (&event->object);
  g_clear_pointer (&event->description, gst_webrtc_session_description_free);
  g_clear_error (&event->error);
  g_free (event);
}

static DuoWireEvent *
wire_event_new (DuoWireKind kind)
{
  DuoWireEvent *event = g_new0 (DuoWireEvent, 1);

  event->kind = kind;

  return event;
}

static WireHandler *
wire_handler_new (DuoWire     *self,
                  guint        number,
                  DuoWireKind  kind)
{
  WireHandler *handler = g_new0 (WireHandler, 1);

  handler->wire = duo_wire_ref (self);
  handler->number = number;
  handler->kind = kind;

  return handler;
}

static void
wire_handler_free (gpointer data)
{
  WireHandler *handler = data;

  duo_wire_unref (handler->wire);
  g_free (handler);
}

static void
wire_handler_closure_free (gpointer  data,
                           GClosure *closure)
{
  wire_handler_free (data);
}

static void
connect_held (DuoWire    *self,
              gpointer    instance,
              const char *signal,
              GCallback   callback,
              guint       number)
{
  g_signal_connect_data (instance, signal, callback, wire_handler_new (self, number, 0),
                         wire_handler_closure_free, 0);
}

/* A data channel's thread, with webrtcbin's lock held. */
static void
wire_open_cb (GstWebRTCDataChannel *channel,
              WireHandler          *handler)
{
  DuoWireEvent *event = wire_event_new (DUO_WIRE_CHANNEL_OPEN);

  event->channel = handler->number;
  duo_mailbox_post (handler->wire->mailbox, event);
}

/* A data channel's thread, with webrtcbin's lock held. */
static void
wire_close_cb (GstWebRTCDataChannel *channel,
               WireHandler          *handler)
{
  DuoWireEvent *event = wire_event_new (DUO_WIRE_CHANNEL_CLOSED);

  event->channel = handler->number;
  duo_mailbox_post (handler->wire->mailbox, event);
}

static void
post_message (WireHandler   *handler,
              gconstpointer  data,
              gsize          size_bytes,
              gboolean       is_text)
{
  DuoWire *self = handler->wire;
  DuoWireEvent *event = wire_event_new (DUO_WIRE_MESSAGE);

  event->channel = handler->number;
  event->is_text = is_text;
  event->bytes = g_bytes_new (data, size_bytes);
  event->backlog = duo_wire_ref (self);
  atomic_fetch_add (&self->backlog_bytes, get_weight (event));
  duo_mailbox_post (self->mailbox, event);
}

/* A data channel's thread, with webrtcbin's lock held.  TEXT is not checked by
 * anybody yet, and NULL when the message is empty. */
static void
wire_text_cb (GstWebRTCDataChannel *channel,
              const char           *text,
              WireHandler          *handler)
{
  post_message (handler, text, text != NULL ? strlen (text) : 0, /* is_text= */ TRUE);
}

/* A data channel's thread, with webrtcbin's lock held.  The bytes are copied:
 * they may be a view into a buffer of webrtcbin's pool. */
static void
wire_data_cb (GstWebRTCDataChannel *channel,
              GBytes               *bytes,
              WireHandler          *handler)
{
  gsize size_bytes = 0;
  gconstpointer data_of_pool = bytes != NULL ? g_bytes_get_data (bytes, &size_bytes) : NULL;

  post_message (handler, data_of_pool, size_bytes, /* is_text= */ FALSE);
}

/* webrtcbin's thread, with its lock held.  The handlers are connected here, so
 * that none of the channel's messages is missed. */
static void
wire_data_channel_cb (GstElement           *webrtcbin,
                      GstWebRTCDataChannel *channel,
                      WireHandler          *handler)
{
  DuoWire *self = handler->wire;
  DuoWireEvent *event;

  if (atomic_fetch_add (&self->n_peer_channels, 1) >= DUO_CHANNELS_MAX)
    {
      duo_wire_post (self, DUO_WIRE_TOO_MANY_CHANNELS, NULL);
      return;
    }

  event = wire_event_new (DUO_WIRE_CHANNEL_NEW);
  event->object = g_object_ref (channel);
  event->channel = duo_wire_watch_channel (self, channel);
  duo_mailbox_post (self->mailbox, event);
}

/* webrtcbin's thread. */
static void
wire_gathering_cb (GstElement  *webrtcbin,
                   GParamSpec  *pspec,
                   WireHandler *handler)
{
  duo_wire_post (handler->wire, DUO_WIRE_GATHERING, NULL);
}

/* webrtcbin's thread. */
static void
wire_connection_cb (GstElement  *webrtcbin,
                    GParamSpec  *pspec,
                    WireHandler *handler)
{
  duo_wire_post (handler->wire, DUO_WIRE_CONNECTION, NULL);
}

static void
take_reply (DuoWireEvent       *event,
            const GstStructure *reply)
{
  /* Offers and answers come under their own names. */
  if (gst_structure_has_field (reply, "error"))
    gst_structure_get (reply, "error", G_TYPE_ERROR, &event->error, NULL);
  else if (gst_structure_has_field (reply, "offer"))
    gst_structure_get (reply, "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &event->description, NULL);
  else if (gst_structure_has_field (reply, "answer"))
    gst_structure_get (reply, "answer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &event->description, NULL);
}

/* webrtcbin's thread, or the one that lets the promise go. */
static void
wire_promise_cb (GstPromise *promise,
                 gpointer    user_data)
{
  WireHandler *handler = user_data;
  const GstStructure *reply = NULL;
  DuoWireEvent *event;

  /* Interrupted or expired: the pipeline is going away, and nobody waits. */
  if (gst_promise_wait (promise) != GST_PROMISE_RESULT_REPLIED)
    return;

  event = wire_event_new (handler->kind);
  reply = gst_promise_get_reply (promise);
  if (reply != NULL)
    take_reply (event, reply);
  duo_mailbox_post (handler->wire->mailbox, event);
}

/* A streaming thread, for every packet on its way to SCTP.  What is dropped here
 * counts as lost, so that SCTP's own flow control slows the sender down: neither
 * sctpdec nor webrtcbin 1.22 has a bound of its own.  Who opened a channel too many
 * opens no more of them while the main thread is on its way to end it. */
static gboolean
wire_room_cb (gpointer user_data)
{
  DuoWire *self = user_data;

  return atomic_load (&self->n_peer_channels) <= DUO_CHANNELS_MAX &&
         atomic_load (&self->backlog_bytes) <= DUO_BACKLOG_MAX_BYTES;
}

/* A streaming thread, inside the DTLS handshake. */
static void
wire_gate_cb (DuoGateEvent event,
              gpointer     user_data)
{
  static const DuoWireKind kinds[] = {
    [DUO_GATE_MATCH] = DUO_WIRE_MATCH,
    [DUO_GATE_MISMATCH] = DUO_WIRE_MISMATCH,
    [DUO_GATE_ENDED] = DUO_WIRE_ENDED,
    [DUO_GATE_CROWDED] = DUO_WIRE_TOO_MANY_CHANNELS,
  };

  duo_wire_post (user_data, kinds[event], NULL);
}

/* Any thread. */
static GstBusSyncReply
wire_bus_cb (GstBus     *bus,
             GstMessage *message,
             gpointer    user_data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      GError *error = NULL;

      gst_message_parse_error (message, &error, NULL);
      duo_wire_post (user_data, DUO_WIRE_BROKEN, error);
    }
  gst_message_unref (message);

  return GST_BUS_DROP;
}

static void
unref_wire (gpointer wire)
{
  duo_wire_unref (wire);
}

DuoWire *
duo_wire_new (DuoMailbox *mailbox)
{
  DuoWire *self = g_new0 (DuoWire, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->mailbox = duo_mailbox_ref (mailbox);

  return self;
}

DuoWire *
duo_wire_ref (DuoWire *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
duo_wire_unref (DuoWire *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  duo_mailbox_unref (self->mailbox);
  g_free (self);
}

DuoGate *
duo_wire_watch (DuoWire    *self,
                GstElement *pipeline,
                GstElement *webrtcbin)
{
  g_autoptr (GstBus) bus = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (GST_IS_PIPELINE (pipeline) && GST_IS_BIN (webrtcbin), NULL);

  connect_held (self, webrtcbin, "on-data-channel", G_CALLBACK (wire_data_channel_cb), 0);
  connect_held (self, webrtcbin, "notify::ice-gathering-state", G_CALLBACK (wire_gathering_cb), 0);
  connect_held (self, webrtcbin, "notify::connection-state", G_CALLBACK (wire_connection_cb), 0);
  duo_string_mend_watch (webrtcbin);
  duo_window_mend_watch (webrtcbin);
  bus = gst_element_get_bus (pipeline);
  gst_bus_set_sync_handler (bus, wire_bus_cb, duo_wire_ref (self), unref_wire);

  return duo_gate_new (webrtcbin, wire_gate_cb, wire_room_cb, duo_wire_ref (self), unref_wire);
}

guint
duo_wire_watch_channel (DuoWire              *self,
                        GstWebRTCDataChannel *channel)
{
  guint number;

  g_return_val_if_fail (self != NULL, 0);

  number = atomic_fetch_add (&self->n_channels, 1);
  connect_held (self, channel, "on-open", G_CALLBACK (wire_open_cb), number);
  connect_held (self, channel, "on-close", G_CALLBACK (wire_close_cb), number);
  connect_held (self, channel, "on-message-string", G_CALLBACK (wire_text_cb), number);
  connect_held (self, channel, "on-message-data", G_CALLBACK (wire_data_cb), number);

  return number;
}

GstPromise *
duo_wire_promise (DuoWire     *self,
                  DuoWireKind  kind)
{
  g_return_val_if_fail (self != NULL, NULL);

  return gst_promise_new_with_change_func (wire_promise_cb, wire_handler_new (self, 0, kind),
                                           wire_handler_free);
}

/* ERROR (transfer full) (nullable). */
void
duo_wire_post (DuoWire     *self,
               DuoWireKind  kind,
               GError      *error)
{
  DuoWireEvent *event = wire_event_new (kind);

  g_return_if_fail (self != NULL);

  event->error = error;
  duo_mailbox_post (self->mailbox, event);
}
