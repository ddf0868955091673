/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-courier.h"
#include "duo-typing.h"

G_BEGIN_DECLS

#define DUO_TYPE_TALK (duo_talk_get_type ())

/* What two people say to each other: the history of it, how it is delivered, who
 * is typing, what was read.  Made by a DuoConversation for one history and replaced
 * together with it; main thread.
 *
 * Signals: "arrived" (DuoMessage): the newest of what just came; "changed": what is
 * kept of the conversation did.  Property "is-friend-typing" (boolean). */
G_DECLARE_FINAL_TYPE (DuoTalk, duo_talk, DUO, TALK, GObject)

DuoTalk *duo_talk_new (DuoHistory *history) G_GNUC_WARN_UNUSED_RESULT;

/* A joined session, or NULL when there is none any more; WAS_LOST: the one before
 * ended without a word. */
void        duo_talk_attach               (DuoTalk    *self,
                                           DuoSession *session,
                                           gboolean    was_lost);
DuoHistory *duo_talk_get_history          (DuoTalk    *self);
gboolean    duo_talk_can_wait             (DuoTalk    *self);
/* Whether replies, edits and reactions reach the friend. */
gboolean    duo_talk_can_refer            (DuoTalk    *self);
gboolean    duo_talk_get_is_friend_typing (DuoTalk    *self);

/* MAX_BYTES that the friend takes.  REPLY_TO: the id of a message, or 0. */
gboolean duo_talk_say          (DuoTalk     *self,
                                const char  *text,
                                gint64       reply_to,
                                gsize        max_bytes,
                                GError     **error);
gboolean duo_talk_edit         (DuoTalk     *self,
                                gint64       id,
                                const char  *text,
                                GError     **error);
gboolean duo_talk_react        (DuoTalk     *self,
                                gint64       id,
                                const char  *emoji,
                                GError     **error);
gboolean duo_talk_cancel       (DuoTalk     *self,
                                gint64       id);
void     duo_talk_retry        (DuoTalk     *self,
                                gint64       id);
void     duo_talk_set_typing   (DuoTalk     *self,
                                gboolean     is_typing);
void     duo_talk_set_in_front (DuoTalk     *self,
                                gboolean     is_in_front);

G_END_DECLS
