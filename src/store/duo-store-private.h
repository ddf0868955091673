/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-database.h"
#include "duo-fold.h"
#include "duo-store.h"

G_BEGIN_DECLS

/* What the files of DuoStore share. */

DuoDatabase *duo_store_get_database (DuoStore *self);
DuoFold     *duo_store_get_fold     (DuoStore *self);

/* Writes within the current transaction and sees to it that it is committed. */
gboolean duo_store_write     (DuoStore        *self,
                              const char      *sql,
                              const DuoValue  *values,
                              guint            n_values,
                              guint           *out_changed,
                              GError         **error);
/* The same; DUO_STORE_ERROR_NOT_FOUND when no row was changed. */
gboolean duo_store_change    (DuoStore        *self,
                              const char      *sql,
                              const DuoValue  *values,
                              guint            n_values,
                              GError         **error);
/* Something could not be read; tells soon if it was for damage. */
void     duo_store_notice    (DuoStore        *self);
/* What was deleted shall not stand in the log for long. */
void     duo_store_want_tidy (DuoStore        *self);

/* The id of a new message, or outbox entry; 0 when there is none left. */
gint64 duo_store_take_message_id (DuoStore *self,
                                  gint64    conversation);
gint64 duo_store_take_entry_id   (DuoStore *self,
                                  gint64    conversation);
/* Before something is deleted: its id is not given again while this store is open. */
void   duo_store_remember_ids    (DuoStore *self,
                                  gint64    conversation);
/* Forgets which ids CONVERSATION (0: any) has given. */
void   duo_store_forget_ids      (DuoStore *self,
                                  gint64    conversation);

/* With ids chosen by the caller. */
gboolean duo_store_insert_conversation (DuoStore                     *self,
                                        const DuoStoredConversation  *conversation,
                                        GError                      **error);
gboolean duo_store_insert_message      (DuoStore                     *self,
                                        gint64                        id,
                                        const DuoRecord              *record,
                                        GError                      **error);
gboolean duo_store_insert_entry        (DuoStore                     *self,
                                        gint64                        id,
                                        guint64                       seq,
                                        gint64                        message,
                                        GBytes                       *item,
                                        GError                      **error);
/* An id for a conversation: PREFERRED if it is free. */
gint64   duo_store_choose_id           (DuoStore                     *self,
                                        gint64                        preferred);

/* All that is written in between is kept, or none of it. */
gboolean duo_store_begin_bulk (DuoStore  *self,
                               GError   **error);
/* Ends it; keeps it if IS_GOOD. */
gboolean duo_store_end_bulk   (DuoStore  *self,
                               gboolean   is_good,
                               GError   **error);

/* Copies what can still be read of the damaged file at PATH. */
void      duo_store_salvage (DuoStore    *self,
                             const char  *path);
/* A store on DATABASE (transfer full) alone, to read from. */
DuoStore *duo_store_new_on  (DuoDatabase *database) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
