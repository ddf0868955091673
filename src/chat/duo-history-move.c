/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-history-private.h"

/* A DuoHistory that goes to another store. */

/* Where somebody has the id already: everything is another row now. */
static gboolean
take_other_id (DuoHistory  *self,
               gint64       id,
               GError     **error)
{
  guint n_before = duo_id_list_get_n (self->ids);
  gboolean is_loaded;

  duo_message_cache_clear (self->cache);
  g_hash_table_remove_all (self->loose);
  is_loaded = duo_history_load (self, id, error);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, duo_id_list_get_n (self->ids));

  return is_loaded;
}

static gboolean
delete_from (DuoStore  *store,
             gint64     id,
             GError   **error)
{
  return duo_store_delete_conversation (store, id, error) && duo_store_commit (store, error);
}

gboolean
duo_history_move (DuoHistory  *self,
                  DuoStore    *to,
                  GError     **error)
{
  gint64 id;
  gint64 new_id = 0;

  g_return_val_if_fail (DUO_IS_HISTORY (self), FALSE);
  g_return_val_if_fail (DUO_IS_STORE (to), FALSE);

  if (to == self->store)
    return TRUE;

  id = self->conversation->id;
  duo_history_cancel_search (self);
  duo_history_forget_removed (self);
  if (id != 0)
    {
      new_id = duo_store_copy_conversation (self->store, id, to, error);
      if (new_id == 0)
        return FALSE;
      if (!delete_from (self->store, id, error))
        {
          (void) delete_from (to, new_id, NULL); /* it stays where it was */
          return FALSE;
        }
    }
  g_set_object (&self->store, to);

  return new_id == id || take_other_id (self, new_id, error);
}
