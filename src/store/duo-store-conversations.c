/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-row.h"
#include "duo-store-private.h"

/* The conversations of a DuoStore. */

GPtrArray *
duo_store_list_conversations (DuoStore  *self,
                              GError   **error)
{
  static const char sql[] =
    "SELECT " DUO_ROW_CONVERSATION " FROM conversations ORDER BY last_at DESC, id DESC";
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) duo_stored_conversation_free);
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *query;

  g_return_val_if_fail (DUO_IS_STORE (self), NULL);

  query = duo_database_query (duo_store_get_database (self), sql, NULL, 0, &failure);
  while (query != NULL && duo_database_next (duo_store_get_database (self), query, &failure))
    {
      DuoStoredConversation *conversation = duo_row_read_conversation (query);

      if (conversation != NULL)
        g_ptr_array_add (list, conversation);
    }
  if (failure != NULL)
    {
      duo_store_notice (self);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  return g_steal_pointer (&list);
}

DuoStoredConversation *
duo_store_load_conversation (DuoStore  *self,
                             gint64     id,
                             GError   **error)
{
  const DuoValue values[] = { DUO_NUMBER (id) };
  g_autoptr (DuoStoredConversation) conversation = NULL;
  g_autoptr (GError) failure = NULL;
  DuoDatabase *database;
  sqlite3_stmt *query;

  g_return_val_if_fail (DUO_IS_STORE (self), NULL);

  database = duo_store_get_database (self);
  query = duo_database_query (database, "SELECT " DUO_ROW_CONVERSATION " FROM conversations WHERE id = ?",
                              values, G_N_ELEMENTS (values), &failure);
  if (query != NULL && duo_database_next (database, query, &failure))
    {
      conversation = duo_row_read_conversation (query);
      duo_database_end (query);
      if (conversation == NULL)
        g_set_error_literal (&failure, DUO_STORE_ERROR, DUO_STORE_ERROR_DAMAGED, "not a row of ours");
    }
  else if (failure == NULL)
    g_set_error_literal (&failure, DUO_STORE_ERROR, DUO_STORE_ERROR_NOT_FOUND, "there is no such row");

  if (failure != NULL)
    {
      duo_store_notice (self);
      g_propagate_error (error, g_steal_pointer (&failure));
    }

  return g_steal_pointer (&conversation);
}

static gboolean
has_conversation (DuoStore *self,
                  gint64    id)
{
  const DuoValue values[] = { DUO_NUMBER (id) };

  return duo_database_get_number (duo_store_get_database (self), "SELECT id FROM conversations WHERE id = ?",
                                  values, G_N_ELEMENTS (values), 0) != 0;
}

/* By chance, so that a conversation can move to another store and keep its ids. */
gint64
duo_store_choose_id (DuoStore *self,
                     gint64    preferred)
{
  gint64 id = preferred;

  while (id == 0 || has_conversation (self, id))
    id = g_random_int_range (1, G_MAXINT32);

  return id;
}

gboolean
duo_store_insert_conversation (DuoStore                     *self,
                               const DuoStoredConversation  *conversation,
                               GError                      **error)
{
  static const char sql[] = "INSERT INTO conversations (" DUO_ROW_CONVERSATION ") "
                            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  g_autoptr (GBytes) secret =
    conversation->has_secret ? g_bytes_new (conversation->secret, DUO_STORE_SECRET_BYTES) : NULL;
  const DuoValue values[] = {
    DUO_NUMBER (conversation->id),
    DUO_TEXT (conversation->title),
    DUO_BYTES (secret),
    DUO_NUMBER (conversation->made_at_us),
    DUO_NUMBER (conversation->last_at_us),
    DUO_NUMBER ((gint64) conversation->next_seq),
    DUO_NUMBER ((gint64) conversation->received_seq),
    DUO_NUMBER ((gint64) conversation->confirmed_seq),
    DUO_NUMBER ((gint64) conversation->seen_seq),
    DUO_NUMBER ((gint64) conversation->read_seq),
    DUO_TEXT (conversation->draft),
  };

  return duo_row_check_conversation (conversation, error) &&
         duo_store_write (self, sql, values, G_N_ELEMENTS (values), NULL, error);
}

gint64
duo_store_add_conversation (DuoStore  *self,
                            gint64     made_at_us,
                            GError   **error)
{
  DuoStoredConversation conversation = { .next_seq = 1 };

  g_return_val_if_fail (DUO_IS_STORE (self), 0);

  conversation.id = duo_store_choose_id (self, 0);
  conversation.made_at_us = made_at_us;
  conversation.last_at_us = made_at_us;

  return duo_store_insert_conversation (self, &conversation, error) ? conversation.id : 0;
}

gboolean
duo_store_save_conversation (DuoStore                     *self,
                             const DuoStoredConversation  *conversation,
                             GError                      **error)
{
  static const char sql[] =
    "UPDATE conversations SET title = ?, secret = ?, made_at = ?, last_at = ?, next_seq = ?, received_seq = ?, "
    "confirmed_seq = ?, seen_seq = ?, read_seq = ?, draft = ? WHERE id = ?";
  g_autoptr (GBytes) secret = NULL;

  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);
  g_return_val_if_fail (conversation != NULL, FALSE);

  secret = conversation->has_secret ? g_bytes_new (conversation->secret, DUO_STORE_SECRET_BYTES) : NULL;
  const DuoValue values[] = {
    DUO_TEXT (conversation->title),
    DUO_BYTES (secret),
    DUO_NUMBER (conversation->made_at_us),
    DUO_NUMBER (conversation->last_at_us),
    DUO_NUMBER ((gint64) conversation->next_seq),
    DUO_NUMBER ((gint64) conversation->received_seq),
    DUO_NUMBER ((gint64) conversation->confirmed_seq),
    DUO_NUMBER ((gint64) conversation->seen_seq),
    DUO_NUMBER ((gint64) conversation->read_seq),
    DUO_TEXT (conversation->draft),
    DUO_NUMBER (conversation->id),
  };

  return duo_row_check_conversation (conversation, error) &&
         duo_store_change (self, sql, values, G_N_ELEMENTS (values), error);
}

gboolean
duo_store_delete_conversation (DuoStore  *self,
                               gint64     id,
                               GError   **error)
{
  const DuoValue range[] = { DUO_NUMBER (DUO_ROW_ID (id, 0)), DUO_NUMBER (DUO_ROW_ID (id, G_MAXUINT32)) };
  const DuoValue values[] = { DUO_NUMBER (id) };

  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);

  duo_store_want_tidy (self);
  duo_store_forget_ids (self, id);

  return duo_store_write (self, "DELETE FROM messages WHERE id BETWEEN ? AND ?", range, 2, NULL, error) &&
         duo_store_write (self, "DELETE FROM outbox WHERE id BETWEEN ? AND ?", range, 2, NULL, error) &&
         duo_store_change (self, "DELETE FROM conversations WHERE id = ?", values, 1, error);
}

gboolean
duo_store_delete_everything (DuoStore  *self,
                             GError   **error)
{
  static const char *const sql[] = {
    "DELETE FROM messages",
    "DELETE FROM outbox",
    "DELETE FROM conversations",
  };

  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);

  duo_store_want_tidy (self);
  duo_store_forget_ids (self, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    if (!duo_store_write (self, sql[i], NULL, 0, NULL, error))
      return FALSE;

  return TRUE;
}
