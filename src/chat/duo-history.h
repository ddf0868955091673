/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "duo-id-list.h"
#include "duo-message.h"
#include "duo-store.h"

G_BEGIN_DECLS

#define DUO_TYPE_HISTORY (duo_history_get_type ())

/* Everything said in one conversation: a GListModel of DuoMessage over the store.
 *
 * Only the ids are in memory, as runs of neighbours (DuoIdList); a message is loaded
 * with its neighbours when somebody asks for it, and forgotten when nobody holds it
 * and others were asked for since.  Deleting can be undone until
 * duo_history_forget_removed ().
 *
 * Made and owned by a DuoConversation; main thread.
 * Properties: n-unread (uint: the friend's that were not read, and those without a
 * number since it was opened), n-waiting (uint: mine that were not sent). */
G_DECLARE_FINAL_TYPE (DuoHistory, duo_history, DUO, HISTORY, GObject)

/* CONVERSATION 0: a new one, which is kept as soon as something is appended. */
DuoHistory *duo_history_new (DuoStore  *store,
                             gint64     conversation,
                             GError   **error) G_GNUC_WARN_UNUSED_RESULT;

/* From the disk to memory, or back: all of it is copied, then deleted where it was.  The
 * messages stay what they are, ids and objects too (unless TO has a conversation with
 * this id already, then all rows change).  What was removed is forgotten.  On failure
 * nothing has changed. */
gboolean duo_history_move (DuoHistory  *self,
                           DuoStore    *to,
                           GError     **error);

DuoStore                    *duo_history_get_store        (DuoHistory  *self);
/* 0 as long as nothing is kept. */
gint64                       duo_history_get_id           (DuoHistory  *self);
/* What is kept of the conversation; the fields are written with the setters below. */
const DuoStoredConversation *duo_history_get_conversation (DuoHistory  *self);
/* Makes its row, if it has none. */
gboolean                     duo_history_keep             (DuoHistory  *self,
                                                           GError     **error);
guint                        duo_history_get_n_unread     (DuoHistory  *self);
guint                        duo_history_get_n_waiting    (DuoHistory  *self);

void    duo_history_set_title     (DuoHistory   *self,
                                   const char   *title);
void    duo_history_set_draft     (DuoHistory   *self,
                                   const char   *draft);
void    duo_history_set_secret    (DuoHistory   *self,
                                   const guint8 *secret);
/* Everything of the friend's that is here was read. */
void    duo_history_set_read      (DuoHistory   *self);
/* The friend keeps all of mine up to STORED and has read all up to SEEN; never falls. */
void    duo_history_set_confirmed (DuoHistory   *self,
                                   guint64       stored,
                                   guint64       seen);
/* The next item of the friend's was kept (or skipped). */
void    duo_history_set_received  (DuoHistory   *self,
                                   guint64       seq);
/* The number for the next item of mine; each is given once. */
guint64 duo_history_take_seq      (DuoHistory   *self);
/* After the friend named a higher number than we remember to have given. */
void    duo_history_skip_seq      (DuoHistory   *self,
                                   guint64       last_used);

/* For when the talk is over: gives back the memory of what can be read again. */
void duo_history_rest (DuoHistory *self);

/* Appends and keeps RECORD (its id, conversation and kept-at are set here).  When the store
 * fails, the message is there as long as the program runs: duo_message_get_is_kept ().
 * (transfer none) (nullable): NULL with DUO_STORE_ERROR_REFUSED for a record that is not
 * valid, or whose number its author has given before. */
DuoMessage *duo_history_append      (DuoHistory  *self,
                                     DuoRecord   *record,
                                     GError     **error);
/* Many at once, one items-changed.  (element-type DuoRecord)  FALSE: some were refused and
 * left out. */
gboolean    duo_history_append_many (DuoHistory  *self,
                                     GPtrArray   *records,
                                     GError     **error);

/* (transfer full) (nullable) */
DuoMessage *duo_history_dup_message  (DuoHistory     *self,
                                      gint64          id);
/* (transfer full) (nullable): by its author's number. */
DuoMessage *duo_history_find_message (DuoHistory     *self,
                                      DuoMessageKind  kind,
                                      guint64         seq);
gboolean    duo_history_find         (DuoHistory     *self,
                                      gint64          id,
                                      guint          *out_position);
/* (transfer full): the ids of what is shown, oldest first. */
DuoIdList  *duo_history_dup_ids      (DuoHistory     *self) G_GNUC_WARN_UNUSED_RESULT;
/* The first position at or after the wall clock time AT_US; n-items if none. */
guint       duo_history_find_time    (DuoHistory     *self,
                                      gint64          at_us);

void duo_history_edit       (DuoHistory *self,
                             gint64      id,
                             const char *text,
                             gint64      edited_at_us);
/* EMOJI NULL or "": none any more. */
void duo_history_react      (DuoHistory *self,
                             gint64      id,
                             gboolean    is_mine,
                             const char *emoji);
/* The message was sent as SEQ. */
void duo_history_set_sent   (DuoHistory *self,
                             gint64      id,
                             guint64     seq);
void duo_history_set_failed (DuoHistory *self,
                             gint64      id,
                             gboolean    has_failed);

/* Takes messages out of sight; they are deleted for good by
 * duo_history_forget_removed (), and by dispose.  IDS: of gint64. */
void duo_history_remove         (DuoHistory *self,
                                 GArray     *ids);
/* Brings back what was removed last. */
void duo_history_restore        (DuoHistory *self);
void duo_history_forget_removed (DuoHistory *self);

/* Looks for NEEDLE in slices between frames; FOUND is called with ids, newest
 * first, and at the end with NULL.  A new search ends the one before. */
typedef void (*DuoHistoryFoundFunc) (GArray   *ids,
                                     gpointer  user_data);
void duo_history_search        (DuoHistory          *self,
                                const char          *needle,
                                DuoHistoryFoundFunc  found,
                                gpointer             user_data);
void duo_history_cancel_search (DuoHistory          *self);

G_END_DECLS
