/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-connection-report.h"
#include "duo-connector.h"
#include "duo-local-signal.h"
#include "duo-signal.h"
#include "duo-step.h"

G_BEGIN_DECLS

#define DUO_TYPE_CALL (duo_call_get_type ())

/* The line between two people: the attempts to join them, one after the other, the
 * session that came of the last one, and its renewal when the network changes.
 * Knows nothing of what is said.  Owned by a DuoConversation; main thread.
 *
 * Signals: "joined": there is a session, and both know which conversation it is
 * (before the presence tells); "moved": another session took its place; "left"
 * (gboolean was_lost): there is none any more; "changed" (const char *name): what
 * the property of that name of a DuoConversation tells. */
G_DECLARE_FINAL_TYPE (DuoCall, duo_call, DUO, CALL, GObject)

DuoCall *duo_call_new (DuoSettings *settings,
                       DuoRoster   *roster) G_GNUC_WARN_UNUSED_RESULT;

gboolean duo_call_expects         (DuoCall       *self,
                                   DuoSignal     *answer);
/* DUO_CHAT_ERROR_USED for what can join nobody any more. */
gboolean duo_call_check_unspent   (DuoCall       *self,
                                   DuoSignal     *signal,
                                   GError       **error);
/* OWN_SECRET (nullable): of the conversation that this is done in. */
void     duo_call_invite          (DuoCall       *self,
                                   const guint8  *own_secret);
gboolean duo_call_accept          (DuoCall       *self,
                                   DuoSignal     *offer,
                                   const guint8  *own_secret,
                                   GError       **error);
gboolean duo_call_take_answer     (DuoCall       *self,
                                   DuoSignal     *answer,
                                   GError       **error);
gboolean duo_call_take_candidates (DuoCall       *self,
                                   DuoSignal     *candidates,
                                   GError       **error);
/* Ends what there is, and voids an invite. */
void     duo_call_hang_up         (DuoCall       *self);

DuoPresence           duo_call_get_presence           (DuoCall *self);
DuoRole               duo_call_get_role               (DuoCall *self);
DuoPath               duo_call_get_path               (DuoCall *self);
/* (nullable): why the last attempt failed or was lost. */
const GError         *duo_call_get_failure            (DuoCall *self);
/* (nullable): joined. */
DuoSession           *duo_call_get_session            (DuoCall *self);
/* (nullable) */
DuoDescription       *duo_call_get_remote             (DuoCall *self);
/* 0 if it is not known. */
gint64                duo_call_get_round_trip_us      (DuoCall *self);
/* As the remote description says. */
gboolean              duo_call_get_is_friend_duologue (DuoCall *self);
/* (nullable): once it is complete. */
const DuoLocalSignal *duo_call_get_local              (DuoCall *self);
/* Bytes of one text that the friend's side takes. */
gsize                 duo_call_get_max_text           (DuoCall *self);
gboolean              duo_call_get_needs_server       (DuoCall *self);
DuoConnectionReport  *duo_call_dup_report             (DuoCall *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
