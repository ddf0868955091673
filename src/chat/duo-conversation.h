/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "duo-path.h"
#include "duo-settings.h"
#include "duo-signal.h"
#include "duo-step.h"

G_BEGIN_DECLS

#define DUO_TYPE_CONVERSATION (duo_conversation_get_type ())

/* One talk with one friend: a GListModel of DuoMessage, and what is needed to
 * begin, hold and end it.  Everything readable is a property:
 *   title (string), presence, role, path (enums as int), failure (GError, boxed),
 *   local-signal (string, nullable: JSON, all candidates in it),
 *   local-code (string, nullable: the same as a short link),
 *   local-candidates (string, nullable: one JSON object a line),
 *   is-friend-duologue (boolean), needs-server (boolean: waiting, and no STUN or
 *   TURN server is set so a friend behind another router can probably not connect). */
G_DECLARE_FINAL_TYPE (DuoConversation, duo_conversation, DUO, CONVERSATION, GObject)

DuoConversation *duo_conversation_new (DuoSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

/* Whether STEP makes sense now; if not, ERROR says why. */
gboolean duo_conversation_can             (DuoConversation  *self,
                                           DuoStep           step,
                                           GError          **error);
gboolean duo_conversation_expects         (DuoConversation  *self,
                                           DuoSignal        *answer);
gboolean duo_conversation_invite          (DuoConversation  *self,
                                           GError          **error);
gboolean duo_conversation_accept          (DuoConversation  *self,
                                           DuoSignal        *offer,
                                           GError          **error);
gboolean duo_conversation_take_answer     (DuoConversation  *self,
                                           DuoSignal        *answer,
                                           GError          **error);
gboolean duo_conversation_take_candidates (DuoConversation  *self,
                                           DuoSignal        *candidates,
                                           GError          **error);
gboolean duo_conversation_send_text       (DuoConversation  *self,
                                           const char       *text,
                                           GError          **error);
gboolean duo_conversation_hang_up         (DuoConversation  *self,
                                           GError          **error);
/* The window goes: the friend is told, and nothing of it outlives a second. */
void     duo_conversation_close           (DuoConversation  *self);

const char   *duo_conversation_get_title            (DuoConversation *self);
DuoPresence   duo_conversation_get_presence         (DuoConversation *self);
DuoRole       duo_conversation_get_role             (DuoConversation *self);
DuoPath       duo_conversation_get_path             (DuoConversation *self);
const GError *duo_conversation_get_failure          (DuoConversation *self);
const char   *duo_conversation_get_local_signal     (DuoConversation *self);
const char   *duo_conversation_get_local_code       (DuoConversation *self);
gint64        duo_conversation_get_local_made_at_us (DuoConversation *self);
const char   *duo_conversation_get_local_candidates (DuoConversation *self);
/* Round trip in µs as last measured between two Duologues; 0 when not known. */
gint64        duo_conversation_get_round_trip_us    (DuoConversation *self);

G_END_DECLS
