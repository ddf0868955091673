/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-message.h"

G_BEGIN_DECLS

typedef struct _DuoMessageCache DuoMessageCache;

/* The messages of a history that are alive, by their ids, so that there is one object
 * a row.  Holds those that were asked for last; the others live as long as somebody
 * else holds them. */
DuoMessageCache *duo_message_cache_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void             duo_message_cache_free (DuoMessageCache *self);

/* (transfer none) (nullable): also makes it the one that was asked for last. */
DuoMessage *duo_message_cache_look_up  (DuoMessageCache *self,
                                        gint64           id);
/* (transfer none) (nullable): without counting as asked for. */
DuoMessage *duo_message_cache_peek     (DuoMessageCache *self,
                                        gint64           id);
/* There must be none with this id. */
void        duo_message_cache_add      (DuoMessageCache *self,
                                        DuoMessage      *message);
/* Calls FUNC with each message that is alive; FUNC may do what it likes. */
void        duo_message_cache_for_each (DuoMessageCache *self,
                                        GFunc            func,
                                        gpointer         user_data);
/* Stops holding any: those that nobody else holds are gone. */
void        duo_message_cache_rest     (DuoMessageCache *self);
/* Forgets all of them, those that somebody else holds too. */
void        duo_message_cache_clear    (DuoMessageCache *self);
guint       duo_message_cache_get_size (DuoMessageCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoMessageCache, duo_message_cache_free)

G_END_DECLS
