/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-history.h"
#include "duo-session.h"

G_BEGIN_DECLS

#define DUO_TYPE_COURIER (duo_courier_get_type ())

/* Brings what is said in one history to the friend, each item once and in order,
 * over as many sessions as it takes, and keeps what the friend says.
 *
 * Between Duologues an item is kept, numbered and only then sent; it stays in the
 * outbox until the friend's receipt.  In plain mode a text is sent at once or not
 * at all.  A store that fails says so by its own signal; the talk goes on.  Made and
 * owned by a DuoConversation for its history; main thread.
 *
 * Signal "arrived" (DuoMessage): the newest of what just came. */
G_DECLARE_FINAL_TYPE (DuoCourier, duo_courier, DUO, COURIER, GObject)

DuoCourier *duo_courier_new (DuoHistory *history) G_GNUC_WARN_UNUSED_RESULT;

/* A joined session to go on with, or NULL when there is none any more; WAS_LOST:
 * the one before ended without a word. */
void     duo_courier_attach   (DuoCourier *self,
                               DuoSession *session,
                               gboolean    was_lost);
/* Whether what is said now can wait for the friend to come back. */
gboolean duo_courier_can_wait (DuoCourier *self);

/* REPLY_TO (nullable): a message of this history. */
gboolean duo_courier_say       (DuoCourier  *self,
                                const char  *text,
                                DuoMessage  *reply_to,
                                GError     **error);
gboolean duo_courier_edit      (DuoCourier  *self,
                                DuoMessage  *message,
                                const char  *text,
                                GError     **error);
gboolean duo_courier_react     (DuoCourier  *self,
                                DuoMessage  *message,
                                const char  *emoji,
                                GError     **error);
/* FALSE: it is on its way already. */
gboolean duo_courier_cancel    (DuoCourier  *self,
                                DuoMessage  *message);
void     duo_courier_retry     (DuoCourier  *self,
                                DuoMessage  *message);
/* Everything that is here was read: tells the friend if both allow it. */
void     duo_courier_tell_read (DuoCourier  *self);

G_END_DECLS
