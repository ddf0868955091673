/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-conversation.h"

G_BEGIN_DECLS

/* Whole conversations over loopback, in one process. */

/* Of the profile NAME. */
DuoSettings     *duo_test_settings_new (const char *name);
/* One called NAME, of the profile NAME; FILE (nullable) keeps it. */
DuoConversation *duo_test_talk_new     (const char *name,
                                        const char *file);

void       duo_test_talk_wait       (DuoConversation *conversation,
                                     DuoPresence      presence);
/* The offer or the answer, as browsers take it, once it is made. */
DuoSignal *duo_test_talk_dup_signal (DuoConversation *conversation);
/* INVITER invites the other one; both are connected then. */
void       duo_test_talk_connect    (DuoConversation *inviter,
                                     DuoConversation *other);

G_END_DECLS
