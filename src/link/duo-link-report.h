/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "duo-candidate.h"
#include "duo-path.h"

G_BEGIN_DECLS

/* What the peer's certificate was, as the gate saw it. */
typedef enum
{
  DUO_CERTIFICATE_UNSEEN,
  DUO_CERTIFICATE_MATCHES, /* the one in the description */
  DUO_CERTIFICATE_DIFFERS,
} DuoCertificate;

/* What came of asking a server. */
typedef enum
{
  DUO_ANSWER_NONE,
  DUO_ANSWER_GAVE,     /* STUN: our address as it sees it; TURN: a relay */
  DUO_ANSWER_UNSURE,   /* it may be the one that gave what there is */
  DUO_ANSWER_NAMELESS, /* it was not asked: no address was found for its name */
  DUO_ANSWER_SILENT,   /* of TURN, here and below: asked again why, it said nothing */
  DUO_ANSWER_REFUSED,  /* it does not take the user's name or password */
  DUO_ANSWER_EXPIRED,  /* the user's name says until when it is good, and that is over */
  DUO_ANSWER_FULL,     /* it answered with another error */
} DuoAnswer;

typedef struct
{
  char *name; /* (owned): "stun:host:port", "turn:host:port?transport=tcp"; no user, no password */
  gboolean is_relay;
  DuoAnswer answer;
} DuoAskedServer;

#define DUO_CANDIDATE_N_TYPES (DUO_CANDIDATE_RELAY + 1)

/* How an attempt to join two peers stands: plain data, a copy of one moment. */
typedef struct
{
  DuoPath path;
  gboolean is_my_relay;    /* the way goes through a relay of mine, … */
  gboolean is_peers_relay; /* … and through one of the peer's */
  char *relay;             /* (owned) (nullable): mine, as DuoAskedServer.name, or where it is */
  gboolean was_heard;      /* something of the peer's arrived */
  DuoCertificate certificate;
  guint64 n_sent_bytes; /* of SCTP, so with what it says itself and says again */
  guint64 n_received_bytes;
  GPtrArray *asked; /* (owned) (element-type DuoAskedServer) */
  GPtrArray *mine;  /* (owned) (element-type DuoCandidate): what can be tried */
  GPtrArray *peers; /* (owned) (element-type DuoCandidate) */
  char *my_end;     /* (owned) (nullable): the addresses of the way, "10.1.0.2:4000" */
  char *peers_end;  /* (owned) (nullable) */
} DuoLinkReport;

DuoLinkReport *duo_link_report_new  (void) G_GNUC_WARN_UNUSED_RESULT;
DuoLinkReport *duo_link_report_copy (const DuoLinkReport *self) G_GNUC_WARN_UNUSED_RESULT;
void           duo_link_report_free (DuoLinkReport       *self);

/* A server that was asked, as webrtcbin knows it. */
DuoAskedServer *duo_link_report_add_server (DuoLinkReport    *self,
                                            const char       *gst_uri);
/* How many different addresses of this kind CANDIDATES (element-type DuoCandidate) name. */
guint           duo_link_report_count      (GPtrArray        *candidates,
                                            DuoCandidateType  kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoLinkReport, duo_link_report_free)

G_END_DECLS
