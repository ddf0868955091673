/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <nice/agent.h>

#include "duo-peer.h"

#include "duo-channel-set.h"
#include "duo-gate.h"
#include "duo-inquiry.h"
#include "duo-lookup.h"
#include "duo-mailbox.h"
#include "duo-negotiation.h"
#include "duo-pinhole.h"
#include "duo-prod.h"
#include "duo-survey.h"
#include "duo-wire.h"

G_BEGIN_DECLS

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

  DuoPeerOptions *options;    /* (constant) (owned) */
  DuoLookup *lookup;          /* (owned) (nullable): before the start */
  DuoPeerOptions *resolved;   /* (owned) (nullable): the same without names */
  DuoDescription *offer;      /* (owned) (nullable): the peer's, until the start */
  GPtrArray *early;           /* (owned) (element-type DuoCandidate): the peer's, before the start */
  DuoInquiry *inquiry;        /* (owned) (nullable): when no relay was given, or none is any more */
  DuoLinkReport *last_report; /* (owned) (nullable): how it stood when it ended */

  GstElement *pipeline;    /* (owned) (nullable): NULL before the start and after the end */
  GstElement *webrtcbin;   /* (borrowed from pipeline) */
  NiceAgent *agent;        /* (owned) (nullable) */
  DuoMailbox *mailbox;     /* (owned) (nullable) */
  DuoWire *wire;           /* (owned) (nullable) */
  DuoGate *gate;           /* (owned) (nullable) */
  DuoPinhole *pinhole;     /* (owned) (nullable) */
  DuoProd *prod;           /* (owned) (nullable) */
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

void duo_peer_end  (DuoPeer *self);
/* ERROR (transfer full). */
void duo_peer_fail (DuoPeer *self,
                    GError  *error);

/* duo-peer-link.c: what a DuoPeer is as a DuoLink. */
void duo_peer_link_init (DuoLinkInterface *iface);

G_END_DECLS
