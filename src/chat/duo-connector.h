/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-description.h"
#include "duo-link-report.h"
#include "duo-link.h"
#include "duo-roster.h"
#include "duo-session.h"
#include "duo-settings.h"

G_BEGIN_DECLS

#define DUO_TYPE_CONNECTOR (duo_connector_get_type ())

/* One attempt to reach one friend, from the first description to the last byte;
 * never used again.  Signal "changed": the state, the local description or whether
 * its session is joined did. */
G_DECLARE_FINAL_TYPE (DuoConnector, duo_connector, DUO, CONNECTOR, GObject)

/* OWN_SECRET (nullable): of the conversation that it is made in.  ATTEMPT counts up
 * in a conversation: the next one asks the next STUN server. */
DuoConnector *duo_connector_new (DuoSettings  *settings,
                                 DuoRoster    *roster,
                                 const guint8 *own_secret,
                                 guint         attempt) G_GNUC_WARN_UNUSED_RESULT;

void duo_connector_invite        (DuoConnector   *self);
void duo_connector_accept        (DuoConnector   *self,
                                  DuoDescription *offer);
void duo_connector_take_answer   (DuoConnector   *self,
                                  DuoDescription *answer);
void duo_connector_add_candidate (DuoConnector   *self,
                                  DuoCandidate   *candidate);
void duo_connector_hang_up       (DuoConnector   *self);
/* Closes it because another one took its place. */
void duo_connector_leave         (DuoConnector   *self);

DuoLinkState    duo_connector_get_state      (DuoConnector *self);
gboolean        duo_connector_get_is_inviter (DuoConnector *self);
const GError   *duo_connector_get_failure    (DuoConnector *self);
DuoPath         duo_connector_get_path       (DuoConnector *self);
gsize           duo_connector_get_max_text   (DuoConnector *self);
/* (nullable): NULL until it is complete. */
DuoDescription *duo_connector_get_local      (DuoConnector *self);
/* (nullable) */
DuoDescription *duo_connector_get_remote     (DuoConnector *self);
/* How it stands, or stood when it ended. */
DuoLinkReport  *duo_connector_dup_report     (DuoConnector *self) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): NULL until the link is open. */
DuoSession     *duo_connector_get_session    (DuoConnector *self);

G_END_DECLS
