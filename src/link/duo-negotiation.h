/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <nice/agent.h>

#include "duo-candidate.h"
#include "duo-description.h"
#include "duo-wire.h"

G_BEGIN_DECLS

/* The exchange of descriptions and candidates of one webrtcbin. */
typedef struct _DuoNegotiation DuoNegotiation;

/* WEBRTCBIN is borrowed: free this first. */
DuoNegotiation *duo_negotiation_new  (GstElement     *webrtcbin,
                                      NiceAgent      *agent,
                                      DuoWire        *wire,
                                      gboolean        is_offerer,
                                      gboolean        relay_only,
                                      gboolean        takes_loopback) G_GNUC_WARN_UNUSED_RESULT;
void            duo_negotiation_free (DuoNegotiation *self);

void     duo_negotiation_make_offer    (DuoNegotiation  *self);
/* Errors, here and below: of DUO_LINK_ERROR; the attempt is over then. */
gboolean duo_negotiation_take_remote   (DuoNegotiation  *self,
                                        DuoDescription  *description,
                                        GError         **error);
void     duo_negotiation_add_candidate (DuoNegotiation  *self,
                                        DuoCandidate    *candidate);
/* Takes the events from DUO_WIRE_DESCRIPTION_MADE to DUO_WIRE_GATHERING. */
gboolean duo_negotiation_handle        (DuoNegotiation  *self,
                                        DuoWireEvent    *event,
                                        GError         **error);
/* Gathering took long enough: what is there is the local description. */
gboolean duo_negotiation_finish        (DuoNegotiation  *self,
                                        GError         **error);

/* (nullable) until it is complete. */
DuoDescription *duo_negotiation_get_local (DuoNegotiation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoNegotiation, duo_negotiation_free)

G_END_DECLS
