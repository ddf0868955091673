/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-connector.h"

G_BEGIN_DECLS

#define DUO_TYPE_RENEWAL (duo_renewal_get_type ())

/* Makes a new connection over the one that works, before that breaks.
 *
 * webrtcbin 1.22 has no ICE restart: after a change of address no byte would ever
 * arrive again.  So when the network changes, after sleep, and after a shaky
 * while, the two exchange new descriptions as frames and join a second link; the
 * inviter of the talk is the one who begins, the other one asks him to.
 *
 * Owned by a DuoConversation; main thread.
 * Signal "renewed" (DuoConnector): it is joined and takes the place of the other. */
G_DECLARE_FINAL_TYPE (DuoRenewal, duo_renewal, DUO, RENEWAL, GObject)

DuoRenewal *duo_renewal_new (DuoSettings *settings,
                             DuoRoster   *roster) G_GNUC_WARN_UNUSED_RESULT;

/* The connection to watch over: joined, between Duologues; or NULL. */
void     duo_renewal_attach  (DuoRenewal   *self,
                              DuoConnector *connector);
/* A new connection is being made. */
gboolean duo_renewal_is_busy (DuoRenewal   *self);
/* Begins one now, or asks the friend to. */
void     duo_renewal_ask     (DuoRenewal   *self);
/* Keeps a connection that was replaced until the friend, too, talks over the new one. */
void     duo_renewal_retire  (DuoRenewal   *self,
                              DuoConnector *connector);

G_END_DECLS
