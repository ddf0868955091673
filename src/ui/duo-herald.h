/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-conversation.h"
#include "duo-notifier.h"

G_BEGIN_DECLS

#define DUO_TYPE_HERALD (duo_herald_get_type ())

/* Watches the conversations of all windows, and has the notifier tell what happens
 * in those that are not in front.
 *
 * The key of a conversation is its id in the roster, which is good after a restart
 * too, or a number below zero for one that is not kept.
 *
 * Made and owned by the application; main thread. */
G_DECLARE_FINAL_TYPE (DuoHerald, duo_herald, DUO, HERALD, GObject)

DuoHerald *duo_herald_new (DuoNotifier *notifier) G_GNUC_WARN_UNUSED_RESULT;

/* As long as it is there. */
void             duo_herald_watch (DuoHerald       *self,
                                   DuoConversation *conversation);
/* (transfer none) (nullable) */
DuoConversation *duo_herald_find  (DuoHerald       *self,
                                   gint64           key);

G_END_DECLS
