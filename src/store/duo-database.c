/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-database.h"

#include "duo-limits.h"
#include "duo-store-error.h"

/* One connection to SQLite, with the statements that were prepared on it.
 *
 * The file is not believed: its tables must be ours to the letter, so that nothing
 * in it (a trigger, a view, a generated column) runs when we read or write, and no
 * value may be longer than any of ours.  Owned by a DuoStore, main thread. */
struct _DuoDatabase
{
  sqlite3 *connection;    /* (owned) */
  GHashTable *statements; /* (owned) (element-type constant-SQL sqlite3_stmt) */
  guint n_logged;
  gboolean has_log;
  gboolean is_damaged;
};

#define FILE_MARK 0x44756f6c /* "Duol", its application_id */

/* Ids of messages and of entries in the outbox have their conversation's in the
 * upper half, so that what belongs together stands together. */
static const char *const tables[] = {
  "CREATE TABLE conversations (id INTEGER PRIMARY KEY, title TEXT, secret BLOB, made_at INTEGER NOT NULL, "
  "last_at INTEGER NOT NULL, next_seq INTEGER NOT NULL, received_seq INTEGER NOT NULL, "
  "confirmed_seq INTEGER NOT NULL, seen_seq INTEGER NOT NULL, read_seq INTEGER NOT NULL, draft TEXT) STRICT",
  "CREATE TABLE messages (id INTEGER PRIMARY KEY, "
  "conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE, kind INTEGER NOT NULL, "
  "seq INTEGER, notice INTEGER NOT NULL, amount INTEGER NOT NULL, has_failed INTEGER NOT NULL, "
  "sent_at INTEGER NOT NULL, kept_at INTEGER NOT NULL, edited_at INTEGER NOT NULL, text TEXT NOT NULL, "
  "author TEXT, my_reaction TEXT, their_reaction TEXT, reply_is_to_mine INTEGER NOT NULL, "
  "reply_to_seq INTEGER NOT NULL) STRICT",
  "CREATE UNIQUE INDEX messages_by_seq ON messages (conversation, kind, seq)",
  "CREATE TABLE outbox (id INTEGER PRIMARY KEY, "
  "conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE, seq INTEGER, "
  "message INTEGER NOT NULL, item BLOB NOT NULL) STRICT",
  "CREATE UNIQUE INDEX outbox_by_seq ON outbox (conversation, seq)",
  "CREATE INDEX outbox_by_message ON outbox (message)",
};

/* -- Errors ------------------------------------------------------------------- */

static DuoStoreError
translate (int code)
{
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
    return DUO_STORE_ERROR_NOT_FOUND;

  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return DUO_STORE_ERROR_DAMAGED;
    case SQLITE_CONSTRAINT:
      return DUO_STORE_ERROR_REFUSED;
    default:
      return DUO_STORE_ERROR_FAILED;
    }
}

static gboolean
fail (DuoDatabase  *self,
      int           code,
      GError      **error)
{
  DuoStoreError meaning = translate (code);

  if (meaning == DUO_STORE_ERROR_DAMAGED)
    self->is_damaged = TRUE;
  /* SQLite's words name tables and columns, never what is in them. */
  g_set_error (error, DUO_STORE_ERROR, meaning, "%s (SQLite's code %d)", sqlite3_errmsg (self->connection),
               code);

  return FALSE;
}

static gboolean
fail_whole (DuoDatabase  *self,
            const char   *what,
            GError      **error)
{
  self->is_damaged = TRUE;
  g_set_error_literal (error, DUO_STORE_ERROR, DUO_STORE_ERROR_DAMAGED, what);

  return FALSE;
}

static void
statement_free (gpointer statement)
{
  (void) sqlite3_finalize (statement); /* an error was told by the last step */
}

/* -- Statements --------------------------------------------------------------- */

static int
bind (sqlite3_stmt   *statement,
      int             position,
      const DuoValue *value)
{
  gconstpointer data;
  gsize size;

  switch (value->kind)
    {
    case DUO_VALUE_NUMBER:
      return sqlite3_bind_int64 (statement, position, value->number);
    case DUO_VALUE_TEXT:
      return sqlite3_bind_text (statement, position, value->text, -1, SQLITE_STATIC);
    case DUO_VALUE_BYTES:
      if (value->bytes == NULL)
        return sqlite3_bind_null (statement, position);
      data = g_bytes_get_data (value->bytes, &size);
      return sqlite3_bind_blob64 (statement, position, size > 0 ? data : "", size, SQLITE_STATIC);
    case DUO_VALUE_NULL:
    default:
      return sqlite3_bind_null (statement, position);
    }
}

static sqlite3_stmt *
prepare (DuoDatabase  *self,
         const char   *sql,
         GError      **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int code;

  if (statement != NULL)
    return statement;

  code = sqlite3_prepare_v3 (self->connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      fail (self, code, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);

  return statement;
}

sqlite3_stmt *
duo_database_query (DuoDatabase     *self,
                    const char      *sql,
                    const DuoValue  *values,
                    guint            n_values,
                    GError         **error)
{
  sqlite3_stmt *statement;

  g_return_val_if_fail (self != NULL, NULL);

  statement = prepare (self, sql, error);
  if (statement == NULL)
    return NULL;

  for (guint i = 0; i < n_values; i++)
    {
      int code = bind (statement, (int) i + 1, &values[i]);

      if (code != SQLITE_OK)
        {
          duo_database_end (statement);
          fail (self, code, error);
          return NULL;
        }
    }

  return statement;
}

gboolean
duo_database_next (DuoDatabase   *self,
                   sqlite3_stmt  *query,
                   GError       **error)
{
  int code;

  g_return_val_if_fail (self != NULL && query != NULL, FALSE);

  code = sqlite3_step (query);
  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    fail (self, code, error);
  duo_database_end (query);

  return FALSE;
}

void
duo_database_end (sqlite3_stmt *query)
{
  g_return_if_fail (query != NULL);

  /* Gives again the error of the last step, which was told already. */
  (void) sqlite3_reset (query);
  sqlite3_clear_bindings (query);
}

gboolean
duo_database_run (DuoDatabase     *self,
                  const char      *sql,
                  const DuoValue  *values,
                  guint            n_values,
                  guint           *out_changed,
                  GError         **error)
{
  sqlite3_stmt *statement = duo_database_query (self, sql, values, n_values, error);
  int code;

  if (statement == NULL)
    return FALSE;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    continue;
  if (code != SQLITE_DONE)
    fail (self, code, error);
  else if (out_changed != NULL)
    *out_changed = (guint) MAX (0, sqlite3_changes (self->connection));
  duo_database_end (statement);

  return code == SQLITE_DONE;
}

gint64
duo_database_get_number (DuoDatabase    *self,
                         const char     *sql,
                         const DuoValue *values,
                         guint           n_values,
                         gint64          fallback)
{
  sqlite3_stmt *query = duo_database_query (self, sql, values, n_values, NULL);
  gint64 number = fallback;

  if (query == NULL || !duo_database_next (self, query, NULL))
    return fallback;
  if (sqlite3_column_type (query, 0) == SQLITE_INTEGER)
    number = sqlite3_column_int64 (query, 0);
  duo_database_end (query);

  return number;
}

/* -- Opening ------------------------------------------------------------------- */

static gboolean
execute (DuoDatabase  *self,
         const char   *sql,
         GError      **error)
{
  int code = sqlite3_exec (self->connection, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || fail (self, code, error);
}

static int
log_grew_cb (void       *user_data,
             sqlite3    *connection,
             const char *schema,
             int         n_pages)
{
  DuoDatabase *self = user_data;

  self->n_logged = (guint) MAX (0, n_pages);

  return SQLITE_OK;
}

/* Before anything is read. */
static gboolean
set_up (DuoDatabase  *self,
        GError      **error)
{
  sqlite3 *connection = self->connection;

  sqlite3_extended_result_codes (connection, TRUE);
  sqlite3_busy_timeout (connection, DUO_STORE_BUSY_TIMEOUT_MS);
  sqlite3_limit (connection, SQLITE_LIMIT_LENGTH, DUO_STORE_VALUE_MAX_BYTES);
  sqlite3_limit (connection, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_db_config (connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (connection, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_db_config (connection, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_db_config (connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);

  /* A map of the file would end the process when the file is cut off; a spilt
   * cache would write in the middle of a transaction. */
  if (execute (self,
               "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; "
               "PRAGMA temp_store = MEMORY; PRAGMA cache_spill = OFF; PRAGMA secure_delete = ON; "
               "PRAGMA cache_size = -8192; PRAGMA foreign_keys = ON",
               error))
    return TRUE;
  if (sqlite3_errcode (connection) != SQLITE_ERROR)
    return FALSE;

  /* There is nothing wrong with these words, so there is with the number of the file's format. */
  g_clear_error (error);

  return fail_whole (self, "not a format of SQLite's", error);
}

static gint64
get_pragma (DuoDatabase *self,
            const char  *sql)
{
  return duo_database_get_number (self, sql, NULL, 0, -1);
}

/* Which of ours that is, as a bit; 0 for none. */
static guint
find_table (const char *sql)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_strcmp0 (sql, tables[i]) == 0)
      return 1u << i;

  return 0;
}

/* Whether the file holds our tables and nothing else.  Their order is not fixed: a file that
 * was made anew has the indices last. */
static gboolean
check_tables (DuoDatabase  *self,
              GError      **error)
{
  static const char sql[] = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL";
  sqlite3_stmt *query = duo_database_query (self, sql, NULL, 0, error);
  g_autoptr (GError) broken = NULL;
  guint seen = 0;

  if (query == NULL)
    return FALSE;
  while (duo_database_next (self, query, &broken))
    {
      guint table = find_table ((const char *) sqlite3_column_text (query, 0));

      if (table == 0 || (seen & table) != 0)
        {
          duo_database_end (query);
          return fail_whole (self, "the tables are not ours", error);
        }
      seen |= table;
    }
  if (broken != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&broken));
      return FALSE;
    }

  return seen == (1u << G_N_ELEMENTS (tables)) - 1 || fail_whole (self, "a table is missing", error);
}

static gboolean
make_tables (DuoDatabase  *self,
             GError      **error)
{
  if (!execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!execute (self, tables[i], error))
      return FALSE;

  return execute (self, "PRAGMA application_id = " G_STRINGIFY (FILE_MARK), error) &&
                  execute (self, "PRAGMA user_version = " G_STRINGIFY (DUO_DATABASE_VERSION), error) &&
                           execute (self, "COMMIT", error);
}

static gboolean
open_tables (DuoDatabase  *self,
             GError      **error)
{
  sqlite3_stmt *query = duo_database_query (self, "PRAGMA user_version", NULL, 0, error);
  gint64 version = 0;

  /* The first thing read: here it turns out whether this is a database at all. */
  if (query == NULL || !duo_database_next (self, query, error))
    return FALSE;
  version = sqlite3_column_int64 (query, 0);
  duo_database_end (query);

  if (version > DUO_DATABASE_VERSION && get_pragma (self, "PRAGMA application_id") == FILE_MARK)
    {
      g_set_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_NEWER,
                   "made by a newer version (%" G_GINT64_FORMAT ")", version);
      return FALSE;
    }
  if (version == 0 && get_pragma (self, "SELECT count(*) FROM sqlite_schema") == 0)
    return TRUE;
  if (version != DUO_DATABASE_VERSION)
    return fail_whole (self, "not a database of ours", error);

  return check_tables (self, error);
}

/* Main never waits for the disk: it does not sync what it commits and leaves
 * checkpoints to the thread of DuoDisk. */
static gboolean
begin_log (DuoDatabase  *self,
           GError      **error)
{
  sqlite3_stmt *query = duo_database_query (self, "PRAGMA journal_mode = WAL", NULL, 0, error);

  if (query == NULL || !duo_database_next (self, query, error))
    return FALSE;
  self->has_log = g_strcmp0 ((const char *) sqlite3_column_text (query, 0), "wal") == 0;
  duo_database_end (query);

  /* Some network file systems have no shared memory and so no log: there each
   * commit waits for the disk. */
  if (!execute (self,
                self->has_log ? "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; "
                                "PRAGMA journal_size_limit = 4194304"
                              : "PRAGMA synchronous = FULL",
                error))
    return FALSE;

  /* Not before wal_autocheckpoint, which is a hook as well. */
  sqlite3_wal_hook (self->connection, log_grew_cb, self);

  return TRUE;
}

static DuoDatabase *
open_connection (const char  *path,
                 int          flags,
                 GError     **error)
{
  g_autoptr (DuoDatabase) self = g_new0 (DuoDatabase, 1);
  int code;

  self->statements = g_hash_table_new_full (NULL, NULL, NULL, statement_free);
  code = sqlite3_open_v2 (path, &self->connection, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
  if (code != SQLITE_OK)
    {
      fail (self, code, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

DuoDatabase *
duo_database_open (const char  *path,
                   GError     **error)
{
  g_autoptr (DuoDatabase) self = NULL;

  self = open_connection (path != NULL ? path : ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  if (self == NULL || !set_up (self, error) || !open_tables (self, error) ||
      (path != NULL && !begin_log (self, error)) ||
      (get_pragma (self, "PRAGMA user_version") == 0 && !make_tables (self, error)))
    return NULL;

  return g_steal_pointer (&self);
}

/* A file that lacks its end is read only if the schema counts as writable. */
DuoDatabase *
duo_database_open_rest (const char  *path,
                        GError     **error)
{
  g_autoptr (DuoDatabase) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = open_connection (path, SQLITE_OPEN_READONLY, error);
  if (self == NULL || !set_up (self, error))
    return NULL;
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  sqlite3_db_config (self->connection, SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1, NULL);

  return check_tables (self, error) ? g_steal_pointer (&self) : NULL;
}

void
duo_database_free (DuoDatabase *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->statements);
  /* Statements are gone, so this cannot fail; NULL is let pass. */
  (void) sqlite3_close_v2 (self->connection);
  g_free (self);
}

/* -- What it is ---------------------------------------------------------------- */

gboolean
duo_database_check (DuoDatabase  *self,
                    GError      **error)
{
  sqlite3_stmt *query;
  gboolean is_whole;

  g_return_val_if_fail (self != NULL, FALSE);

  query = duo_database_query (self, "PRAGMA quick_check(1)", NULL, 0, error);
  if (query == NULL || !duo_database_next (self, query, error))
    return FALSE;
  is_whole = g_strcmp0 ((const char *) sqlite3_column_text (query, 0), "ok") == 0;
  duo_database_end (query);

  return is_whole || fail_whole (self, "the check found something wrong", error);
}

gboolean
duo_database_has_log (DuoDatabase *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_log;
}

guint
duo_database_get_n_logged (DuoDatabase *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_logged;
}

gboolean
duo_database_is_damaged (DuoDatabase *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_damaged;
}

gboolean
duo_database_is_writing (DuoDatabase *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !sqlite3_get_autocommit (self->connection);
}

gboolean
duo_database_rewrite (DuoDatabase  *self,
                      GError      **error)
{
  gboolean is_good;

  g_return_val_if_fail (self != NULL, FALSE);

  /* Of a damaged one there would be less. */
  if (self->is_damaged || get_pragma (self, "PRAGMA page_count") > DUO_STORE_REWRITE_MAX_PAGES)
    return TRUE;

  /* It builds the new one beside the old. */
  sqlite3_limit (self->connection, SQLITE_LIMIT_ATTACHED, 1);
  is_good = execute (self, "VACUUM", error);
  sqlite3_limit (self->connection, SQLITE_LIMIT_ATTACHED, 0);

  return is_good;
}

gboolean
duo_database_empty_log (DuoDatabase  *self,
                        GError      **error)
{
  int code;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!self->has_log)
    return TRUE;

  code = sqlite3_wal_checkpoint_v2 (self->connection, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  if (code != SQLITE_OK)
    return fail (self, code, error);
  self->n_logged = 0;

  return TRUE;
}

void
duo_database_rest (DuoDatabase *self)
{
  g_return_if_fail (self != NULL);

  (void) sqlite3_db_release_memory (self->connection);
}
