/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-connector.h"
#include "duo-signal.h"

G_BEGIN_DECLS

/* Whether a signal that was pasted belongs to a conversation: it is of the right
 * kind, was not made here, and is of no other talk.  Also keeps the candidates
 * that were pasted before their description.  Owned by a DuoConversation. */
typedef struct _DuoIntake DuoIntake;

DuoIntake *duo_intake_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void       duo_intake_free (DuoIntake *self);

/* A description that was made here: its like is refused from now on. */
void     duo_intake_add_own           (DuoIntake       *self,
                                       DuoDescription  *own);
/* Errors of all checks: DUO_CHAT_ERROR. */
gboolean duo_intake_check_kind        (DuoIntake       *self,
                                       DuoSignal       *signal,
                                       DuoSignalKind    wanted,
                                       GError         **error);
gboolean duo_intake_check_description (DuoIntake       *self,
                                       DuoDescription  *description,
                                       GError         **error);
/* ANSWER is to OFFER, or does not say. */
gboolean duo_intake_check_reply_to    (DuoIntake       *self,
                                       DuoDescription  *answer,
                                       DuoDescription  *offer,
                                       GError         **error);
/* REMOTE (nullable): the description that they have to belong to. */
gboolean duo_intake_check_candidates  (DuoIntake       *self,
                                       GPtrArray       *candidates,
                                       DuoDescription  *remote,
                                       GError         **error);
/* Keeps candidates for a description that is still to come. */
void     duo_intake_keep_early        (DuoIntake       *self,
                                       GPtrArray       *candidates);
/* It came: gives CONNECTOR those that belong to it, forgets the others. */
void     duo_intake_hand_over         (DuoIntake       *self,
                                       DuoDescription  *remote,
                                       DuoConnector    *connector);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoIntake, duo_intake_free)

G_END_DECLS
