/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* A value for a placeholder; lent for the call. */
typedef struct
{
  enum
  {
    DUO_VALUE_NULL,
    DUO_VALUE_NUMBER,
    DUO_VALUE_TEXT,
    DUO_VALUE_BYTES,
  } kind;
  gint64 number;
  const char *text;
  GBytes *bytes;
} DuoValue;

/* A number of an item: 0 is kept as NULL, of which a unique index takes many. */
#define DUO_SEQ(x) \
  ((DuoValue){ .kind = (x) == 0 ? DUO_VALUE_NULL : DUO_VALUE_NUMBER, .number = (gint64) (x) })
#define DUO_NUMBER(x) ((DuoValue){ .kind = DUO_VALUE_NUMBER, .number = (x) })
/* Both nullable. */
#define DUO_TEXT(x) ((DuoValue){ .kind = DUO_VALUE_TEXT, .text = (x) })
#define DUO_BYTES(x) ((DuoValue){ .kind = DUO_VALUE_BYTES, .bytes = (x) })

/* Of the tables; a file with a higher one is a newer Duologue's. */
#define DUO_DATABASE_VERSION 1

typedef struct _DuoDatabase DuoDatabase;

/* PATH NULL: in memory.  Fails with DUO_STORE_ERROR_NEWER, _DAMAGED or _FAILED. */
DuoDatabase *duo_database_open      (const char   *path,
                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* For reading what is left of a damaged file. */
DuoDatabase *duo_database_open_rest (const char   *path,
                                     GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void         duo_database_free      (DuoDatabase  *self);

/* Reads all of it; FALSE with DUO_STORE_ERROR_DAMAGED when something is wrong. */
gboolean duo_database_check        (DuoDatabase  *self,
                                    GError      **error);
/* Whether the log can be waited for apart from the file. */
gboolean duo_database_has_log      (DuoDatabase  *self);
/* How many pages stood in the log after the last commit. */
guint    duo_database_get_n_logged (DuoDatabase  *self);
/* Whether something that was read turned out to be no database any more. */
gboolean duo_database_is_damaged   (DuoDatabase  *self);
gboolean duo_database_is_writing   (DuoDatabase  *self);
/* Makes the file anew: where a page was split, copies of what is deleted later stay
 * behind, and SQLite's secure_delete does not find those.  A file that is too long, or
 * damaged, stays as it is.  Neither this nor the next while writing. */
gboolean duo_database_rewrite      (DuoDatabase  *self,
                                    GError      **error);
/* Brings the log back into the file, waits for the disk, and leaves nothing in the log. */
gboolean duo_database_empty_log    (DuoDatabase  *self,
                                    GError      **error);
/* Empties the cache of pages, but for those that are to be written. */
void     duo_database_rest         (DuoDatabase  *self);

/* SQL is a constant: the statement is kept by its address.  NULL on failure. */
sqlite3_stmt *duo_database_query      (DuoDatabase     *self,
                                       const char      *sql,
                                       const DuoValue  *values,
                                       guint            n_values,
                                       GError         **error);
/* The next row, or FALSE at the end (without an error) and on failure. */
gboolean      duo_database_next       (DuoDatabase     *self,
                                       sqlite3_stmt    *query,
                                       GError         **error);
/* Ends a query before its last row was read. */
void          duo_database_end        (sqlite3_stmt    *query);
/* Runs a statement without rows; OUT_CHANGED (nullable): how many it changed. */
gboolean      duo_database_run        (DuoDatabase     *self,
                                       const char      *sql,
                                       const DuoValue  *values,
                                       guint            n_values,
                                       guint           *out_changed,
                                       GError         **error);
/* The first number of the first row; FALLBACK when there is none, or on failure. */
gint64        duo_database_get_number (DuoDatabase     *self,
                                       const char      *sql,
                                       const DuoValue  *values,
                                       guint            n_values,
                                       gint64           fallback);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoDatabase, duo_database_free)

G_END_DECLS
