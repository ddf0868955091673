/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-limits.h"
#include "duo-row.h"
#include "duo-store-private.h"

/* What waits for the friend, in a DuoStore. */

static gboolean
refuse (const char  *what,
        GError     **error)
{
  g_set_error_literal (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED, what);

  return FALSE;
}

static gboolean
check_item (GBytes  *item,
            GError **error)
{
  return g_bytes_get_size (item) <= DUO_ITEM_MAX_BYTES || refuse ("an item that is too long", error);
}

gboolean
duo_store_insert_entry (DuoStore  *self,
                        gint64     id,
                        guint64    seq,
                        gint64     message,
                        GBytes    *item,
                        GError   **error)
{
  const DuoValue values[] = {
    DUO_NUMBER (id),
    DUO_NUMBER (DUO_ROW_CONVERSATION_OF (id)),
    DUO_SEQ (seq),
    DUO_NUMBER (message),
    DUO_BYTES (item),
  };

  return check_item (item, error) &&
         duo_store_write (self, "INSERT INTO outbox (id, conversation, seq, message, item) VALUES (?, ?, ?, ?, ?)",
                          values, G_N_ELEMENTS (values), NULL, error);
}

gint64
duo_store_queue (DuoStore  *self,
                 gint64     conversation,
                 gint64     message,
                 GBytes    *item,
                 GError   **error)
{
  gint64 id;

  g_return_val_if_fail (DUO_IS_STORE (self), 0);
  g_return_val_if_fail (conversation > 0 && item != NULL, 0);

  id = duo_store_take_entry_id (self, conversation);
  if (id == 0)
    {
      g_set_error_literal (error, DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED, "no id can be had");
      return 0;
    }

  return duo_store_insert_entry (self, id, 0, message, item, error) ? id : 0;
}

/* -- Reading ---------------------------------------------------------------------- */

static gboolean
read_entry (sqlite3_stmt   *row,
            DuoOutboxEntry *entry)
{
  gint64 size_bytes = sqlite3_column_int64 (row, 3);
  gint64 seq = sqlite3_column_int64 (row, 1);

  if (sqlite3_column_type (row, 0) != SQLITE_INTEGER || sqlite3_column_type (row, 2) != SQLITE_INTEGER ||
      size_bytes < 0 || size_bytes > DUO_ITEM_MAX_BYTES || (guint64) seq > DUO_SEQ_MAX)
    return FALSE;
  entry->id = sqlite3_column_int64 (row, 0);
  entry->seq = (guint64) seq;
  entry->message = sqlite3_column_int64 (row, 2);
  entry->size_bytes = (gsize) size_bytes;

  return TRUE;
}

GArray *
duo_store_list_outbox (DuoStore  *self,
                       gint64     conversation,
                       gint64     after,
                       guint      max,
                       GError   **error)
{
  static const char sql[] =
    "SELECT id, seq, message, length(item) FROM outbox WHERE id > ? AND id <= ? ORDER BY id LIMIT ?";
  const DuoValue values[] = { DUO_NUMBER (MAX (after, DUO_ROW_ID (conversation, 0))),
                              DUO_NUMBER (DUO_ROW_ID (conversation, G_MAXUINT32)), DUO_NUMBER (max) };
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (DuoOutboxEntry));
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query;

  g_return_val_if_fail (DUO_IS_STORE (self), NULL);

  query = duo_database_query (duo_store_get_database (self), sql, values, G_N_ELEMENTS (values), &failure);
  while (query != NULL && duo_database_next (duo_store_get_database (self), query, &failure))
    {
      DuoOutboxEntry entry;

      if (read_entry (query, &entry))
        g_array_append_val (entries, entry);
    }
  if (failure != NULL)
    {
      duo_store_notice (self);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  return g_steal_pointer (&entries);
}

GBytes *
duo_store_load_item (DuoStore  *self,
                     gint64     entry,
                     GError   **error)
{
  const DuoValue values[] = { DUO_NUMBER (entry) };
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) item = NULL;
  DuoDatabase *database;
  sqlite3_stmt *query;

  g_return_val_if_fail (DUO_IS_STORE (self), NULL);

  database = duo_store_get_database (self);
  query = duo_database_query (database, "SELECT item FROM outbox WHERE id = ?", values, G_N_ELEMENTS (values),
                              &failure);
  if (query != NULL && duo_database_next (database, query, &failure))
    {
      gconstpointer data = sqlite3_column_blob (query, 0);
      int size_bytes = sqlite3_column_bytes (query, 0);

      if (sqlite3_column_type (query, 0) == SQLITE_BLOB && size_bytes <= DUO_ITEM_MAX_BYTES)
        item = g_bytes_new (data, (gsize) size_bytes);
      duo_database_end (query);
    }

  if (item == NULL && failure == NULL)
    g_set_error_literal (&failure, DUO_STORE_ERROR, DUO_STORE_ERROR_NOT_FOUND, "there is no such row");
  if (failure != NULL)
    {
      duo_store_notice (self);
      g_propagate_error (error, g_steal_pointer (&failure));
    }

  return g_steal_pointer (&item);
}

gint64
duo_store_find_waiting (DuoStore *self,
                        gint64    message)
{
  const DuoValue values[] = { DUO_NUMBER (message) };

  g_return_val_if_fail (DUO_IS_STORE (self), 0);

  return duo_database_get_number (
    duo_store_get_database (self),
    "SELECT id FROM outbox WHERE message = ? AND seq IS NULL ORDER BY id LIMIT 1", values, G_N_ELEMENTS (values), 0);
}

guint
duo_store_count_waiting (DuoStore *self,
                         gint64    conversation)
{
  const DuoValue values[] = { DUO_NUMBER (conversation) };

  g_return_val_if_fail (DUO_IS_STORE (self), 0);

  return (guint) duo_database_get_number (
    duo_store_get_database (self), "SELECT count(*) FROM outbox WHERE conversation = ? AND seq IS NULL", values,
    G_N_ELEMENTS (values), 0);
}

/* -- Changing --------------------------------------------------------------------- */

gboolean
duo_store_replace_item (DuoStore  *self,
                        gint64     entry,
                        GBytes    *item,
                        GError   **error)
{
  const DuoValue values[] = { DUO_BYTES (item), DUO_NUMBER (entry) };

  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);
  g_return_val_if_fail (item != NULL, FALSE);

  return check_item (item, error) &&
         duo_store_change (self, "UPDATE outbox SET item = ? WHERE id = ?", values, G_N_ELEMENTS (values), error);
}

gboolean
duo_store_number_item (DuoStore  *self,
                       gint64     entry,
                       guint64    seq,
                       gboolean   message_too,
                       GError   **error)
{
  const DuoValue values[] = { DUO_SEQ (seq), DUO_NUMBER (entry) };

  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);
  g_return_val_if_fail (seq <= DUO_SEQ_MAX, FALSE);

  if (!duo_store_change (self, "UPDATE outbox SET seq = ? WHERE id = ?", values, G_N_ELEMENTS (values), error))
    return FALSE;

  /* The message may have been deleted here meanwhile. */
  return !message_too ||
         duo_store_write (self,
                          "UPDATE messages SET seq = ?, has_failed = 0 "
                          "WHERE id = (SELECT message FROM outbox WHERE id = ?)",
                          values, G_N_ELEMENTS (values), NULL, error);
}

gboolean
duo_store_drop_item (DuoStore  *self,
                     gint64     entry,
                     GError   **error)
{
  const DuoValue values[] = { DUO_NUMBER (entry) };

  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);

  duo_store_remember_ids (self, DUO_ROW_CONVERSATION_OF (entry));

  return duo_store_change (self, "DELETE FROM outbox WHERE id = ?", values, G_N_ELEMENTS (values), error);
}

gboolean
duo_store_drop_sent (DuoStore  *self,
                     gint64     conversation,
                     guint64    seq,
                     GError   **error)
{
  const DuoValue values[] = { DUO_NUMBER (conversation), DUO_NUMBER ((gint64) MIN (seq, DUO_SEQ_MAX)) };

  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);

  duo_store_remember_ids (self, conversation);

  return duo_store_write (self, "DELETE FROM outbox WHERE conversation = ? AND seq <= ?", values,
                          G_N_ELEMENTS (values), NULL, error);
}
