/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "duo-connection-report.h"
#include "duo-history.h"
#include "duo-path.h"
#include "duo-roster.h"
#include "duo-settings.h"
#include "duo-signal.h"
#include "duo-step.h"

G_BEGIN_DECLS

#define DUO_TYPE_CONVERSATION (duo_conversation_get_type ())

/* One talk with one friend: what was said (a DuoHistory, the GListModel that is
 * shown), and what is needed to begin, hold and end a connection.  Everything
 * readable is a property:
 *   history (DuoHistory; another one when the friend turns out to be a known one),
 *   title (string, nullable), presence, role, path (enums as uint), failure (GError, boxed),
 *   local-signal (string, nullable: JSON, all candidates in it),
 *   local-code (string, nullable: the same as a short link),
 *   local-candidates (string, nullable: one JSON object a line),
 *   is-friend-duologue (boolean), needs-server (boolean: waiting, and no STUN or
 *   TURN server is set so a friend behind another router can probably not connect),
 *   can-wait (boolean: what is said now waits for the friend to come back),
 *   is-friend-typing (boolean), keeps-history (boolean, writable: FALSE keeps it in
 *   memory alone and deletes what was on the disk), round-trip-us (int64),
 *   is-in-front (boolean).
 *
 * Signals: "arrived" (DuoMessage): the friend said something just now, this is the
 * newest of it; "claims" (gint64 id): the friend who connected is the one of that
 * conversation of the roster, which this one goes on with: whoever else shows it
 * has to release it now; "released": this one did so, and shows a new one. */
G_DECLARE_FINAL_TYPE (DuoConversation, duo_conversation, DUO, CONVERSATION, GObject)

/* ID 0: a new conversation, else one of ROSTER. */
DuoConversation *duo_conversation_new (DuoSettings *settings,
                                       DuoRoster   *roster,
                                       gint64       id) G_GNUC_WARN_UNUSED_RESULT;

/* Whether STEP makes sense now; if not, ERROR says why. */
gboolean duo_conversation_can             (DuoConversation  *self,
                                           DuoStep           step,
                                           GError          **error);
gboolean duo_conversation_expects         (DuoConversation  *self,
                                           DuoSignal        *answer);
/* Whether SIGNAL was not used already: DUO_CHAT_ERROR_USED. */
gboolean duo_conversation_check_unspent   (DuoConversation  *self,
                                           DuoSignal        *signal,
                                           GError          **error);
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
gboolean duo_conversation_hang_up         (DuoConversation  *self,
                                           GError          **error);
/* The window goes: the friend is told, and nothing of it outlives a second. */
void     duo_conversation_close           (DuoConversation  *self);

/* TEXT is valid UTF-8.  On failure nothing was sent and nothing is shown. */
gboolean duo_conversation_send_text    (DuoConversation  *self,
                                        const char       *text,
                                        GError          **error);
/* The same, as a reply to the message with the id REPLY_TO. */
gboolean duo_conversation_reply        (DuoConversation  *self,
                                        const char       *text,
                                        gint64            reply_to,
                                        GError          **error);
/* Whether replies, edits and reactions reach the friend: both are Duologue. */
gboolean duo_conversation_can_refer    (DuoConversation  *self);
/* A message of mine, waiting or sent. */
gboolean duo_conversation_edit         (DuoConversation  *self,
                                        gint64            id,
                                        const char       *text,
                                        GError          **error);
/* EMOJI "" takes it back. */
gboolean duo_conversation_react        (DuoConversation  *self,
                                        gint64            id,
                                        const char       *emoji,
                                        GError          **error);
/* Takes back a message that is still waiting or has failed: it was never said.
 * FALSE: it is on its way already. */
gboolean duo_conversation_cancel       (DuoConversation  *self,
                                        gint64            id);
/* Sends a failed message again. */
void     duo_conversation_retry        (DuoConversation  *self,
                                        gint64            id);
/* The person is typing now; the friend is told if both allow it. */
void     duo_conversation_set_typing   (DuoConversation  *self,
                                        gboolean          is_typing);
/* The conversation is being looked at: what arrives counts as read. */
void     duo_conversation_set_in_front (DuoConversation  *self,
                                        gboolean          is_in_front);

/* Nothing was begun: no invite is on its way, and nothing is kept or shown. */
gboolean duo_conversation_is_unused (DuoConversation *self);
/* Goes on with the conversation ID of the roster, which nobody else may show; only
 * while it is unused. */
void     duo_conversation_open      (DuoConversation *self,
                                     gint64           id);
/* Ends the connection and shows a new conversation. */
void     duo_conversation_clear     (DuoConversation *self);
/* The same, because another one continues what it showed. */
void     duo_conversation_release   (DuoConversation *self);

/* The row of the roster; 0 as long as nothing is kept there. */
gint64        duo_conversation_get_id               (DuoConversation *self);
DuoHistory   *duo_conversation_get_history          (DuoConversation *self);
gboolean      duo_conversation_get_is_in_front      (DuoConversation *self);
gboolean      duo_conversation_get_can_wait         (DuoConversation *self);
gboolean      duo_conversation_get_is_friend_typing (DuoConversation *self);
gboolean      duo_conversation_get_keeps_history    (DuoConversation *self);
void          duo_conversation_set_keeps_history    (DuoConversation *self,
                                                     gboolean         keeps_history);
const char   *duo_conversation_get_title            (DuoConversation *self);
DuoPresence   duo_conversation_get_presence         (DuoConversation *self);
DuoRole       duo_conversation_get_role             (DuoConversation *self);
DuoPath       duo_conversation_get_path             (DuoConversation *self);
const GError *duo_conversation_get_failure          (DuoConversation *self);
const char   *duo_conversation_get_local_signal     (DuoConversation *self);
const char   *duo_conversation_get_local_code       (DuoConversation *self);
gint64        duo_conversation_get_local_made_at_us (DuoConversation *self);
const char   *duo_conversation_get_local_candidates (DuoConversation *self);
/* Whether the local signal is of use on this computer alone, since no network was found;
 * not if the person chose its addresses. */
gboolean      duo_conversation_get_is_local_only    (DuoConversation *self);
/* Round trip in µs as last measured between two Duologues; 0 when not known. */
gint64        duo_conversation_get_round_trip_us    (DuoConversation *self);

/* How the two are joined, or why not, in facts. */
DuoConnectionReport *duo_conversation_dup_report (DuoConversation *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
