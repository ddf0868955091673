/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-database.h"

G_BEGIN_DECLS

typedef struct _DuoTransaction DuoTransaction;

/* DATABASE must outlive it. */
DuoTransaction *duo_transaction_new  (DuoDatabase    *database) G_GNUC_WARN_UNUSED_RESULT;
void            duo_transaction_free (DuoTransaction *self);

/* Writes within the transaction, which begins with the first one. */
gboolean      duo_transaction_write        (DuoTransaction  *self,
                                            const char      *sql,
                                            const DuoValue  *values,
                                            guint            n_values,
                                            guint           *out_changed,
                                            GError         **error);
gboolean      duo_transaction_commit       (DuoTransaction  *self,
                                            GError         **error);
/* Monotonic; 0 when there is nothing to commit. */
gint64        duo_transaction_get_begun_at (DuoTransaction  *self);
/* Monotonic; when to commit after a failure, 0 if the last commit did not fail. */
gint64        duo_transaction_get_retry_at (DuoTransaction  *self);
/* (nullable): why the last commit failed. */
const GError *duo_transaction_get_failure  (DuoTransaction  *self);

/* A transaction of many writes that are not repeated: all of it is kept, or none. */
gboolean duo_transaction_begin_bulk  (DuoTransaction  *self,
                                      GError         **error);
gboolean duo_transaction_commit_bulk (DuoTransaction  *self,
                                      GError         **error);
void     duo_transaction_drop_bulk   (DuoTransaction  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoTransaction, duo_transaction_free)

G_END_DECLS
