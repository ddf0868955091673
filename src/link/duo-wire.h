/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>
#include <gst/webrtc/webrtc.h>

#include "duo-gate.h"
#include "duo-mailbox.h"

G_BEGIN_DECLS

typedef enum
{
  DUO_WIRE_DESCRIPTION_MADE, /* description */
  DUO_WIRE_LOCAL_SET,
  DUO_WIRE_REMOTE_SET,
  DUO_WIRE_GATHERING,      /* the state changed: read it */
  DUO_WIRE_CONNECTION,     /* the state changed: read it */
  DUO_WIRE_CHANNEL_NEW,    /* channel, object: the peer opened one */
  DUO_WIRE_CHANNEL_OPEN,   /* channel */
  DUO_WIRE_CHANNEL_CLOSED, /* channel */
  DUO_WIRE_MESSAGE,        /* channel, bytes, is_text */
  DUO_WIRE_MATCH,          /* the gate opened */
  DUO_WIRE_MISMATCH,       /* the gate shut for good */
  DUO_WIRE_ENDED,          /* the peer said that it ends */
  DUO_WIRE_TOO_MANY_CHANNELS,
  DUO_WIRE_BROKEN, /* error: webrtcbin or another element gave up */
} DuoWireKind;

/* What happened on a foreign thread, copied. */
typedef struct
{
  DuoWireKind kind;
  guint channel;
  gboolean is_text;
  GBytes *bytes;                            /* (owned) (nullable) */
  GstWebRTCDataChannel *object;             /* (owned) (nullable) */
  GstWebRTCSessionDescription *description; /* (owned) (nullable) */
  GError *error;                            /* (owned) (nullable): an operation that failed */
  struct _DuoWire *backlog;                 /* (owned) (nullable): counts a message until it is handled */
} DuoWireEvent;

void duo_wire_event_free (gpointer event);

typedef struct _DuoWire DuoWire;

DuoWire *duo_wire_new   (DuoMailbox *mailbox) G_GNUC_WARN_UNUSED_RESULT;
void     duo_wire_unref (DuoWire    *self);

/* Connects every handler and the gate, before the pipeline leaves NULL.
 * Returns the gate (transfer full). */
DuoGate    *duo_wire_watch         (DuoWire              *self,
                                    GstElement           *pipeline,
                                    GstElement           *webrtcbin) G_GNUC_WARN_UNUSED_RESULT;
/* Connects a channel of ours and returns its number. */
guint       duo_wire_watch_channel (DuoWire              *self,
                                    GstWebRTCDataChannel *channel);
/* A promise whose reply is posted as KIND. */
GstPromise *duo_wire_promise       (DuoWire              *self,
                                    DuoWireKind           kind) G_GNUC_WARN_UNUSED_RESULT;
/* From any thread; ERROR (transfer full) (nullable). */
void        duo_wire_post          (DuoWire              *self,
                                    DuoWireKind           kind,
                                    GError               *error);
DuoWire    *duo_wire_ref           (DuoWire              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoWire, duo_wire_unref)

G_END_DECLS
