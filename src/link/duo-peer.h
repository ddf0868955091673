/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-candidate.h"
#include "duo-description.h"
#include "duo-link-report.h"
#include "duo-link.h"
#include "duo-peer-options.h"

G_BEGIN_DECLS

#define DUO_TYPE_PEER (duo_peer_get_type ())

/* One webrtcbin, data channels only.  Made for one attempt, never used again. */
G_DECLARE_FINAL_TYPE (DuoPeer, duo_peer, DUO, PEER, GObject)

DuoPeer *duo_peer_new (const DuoPeerOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/* Makes an offer; "local-description" is notified once it is complete. */
void duo_peer_offer         (DuoPeer        *self);
/* Takes OFFER and makes the answer to it. */
void duo_peer_answer        (DuoPeer        *self,
                             DuoDescription *offer);
/* Takes the answer to our offer; only in DUO_LINK_WAITING. */
void duo_peer_take_answer   (DuoPeer        *self,
                             DuoDescription *answer);
/* Adds one candidate of the other side, once an offer or answer began; before
 * its description it is kept. */
void duo_peer_add_candidate (DuoPeer        *self,
                             DuoCandidate   *candidate);

/* (nullable) until it is complete, candidates included. */
DuoDescription *duo_peer_get_local_description  (DuoPeer *self);
/* (nullable) until one was taken. */
DuoDescription *duo_peer_get_remote_description (DuoPeer *self);
/* How it stands, or stood when it ended. */
DuoLinkReport  *duo_peer_dup_report             (DuoPeer *self) G_GNUC_WARN_UNUSED_RESULT;
/* How many packets SCTP had to be woken up with; for tests. */
guint           duo_peer_get_n_prods            (DuoPeer *self);

G_END_DECLS
