/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-limits.h"
#include "duo-row.h"
#include "duo-store-private.h"

/* Whole conversations from one DuoStore to another. */

/* ID with the conversation that it has in the other store. */
static gint64
translate (gint64 id,
           gint64 conversation)
{
  return id == 0 ? 0 : DUO_ROW_ID (conversation, DUO_ROW_N_OF (id));
}

/* Ids FROM to TO, both included, of IDS. */
static gboolean
copy_messages (DuoStore  *self,
               gint64     id,
               gint64     first,
               gint64     last,
               DuoStore  *to,
               gint64     new_id,
               GError   **error)
{
  g_autoptr (GPtrArray) records = duo_store_load_messages (self, id, first, last, NULL);

  /* What cannot be read is not there any more. */
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const DuoRecord *record = g_ptr_array_index (records, i);

      if (!duo_store_insert_message (to, translate (record->id, new_id), record, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
copy_all_messages (DuoStore  *self,
                   gint64     id,
                   DuoStore  *to,
                   gint64     new_id,
                   GError   **error)
{
  g_autoptr (GArray) ids = duo_store_list_messages (self, id, NULL);

  for (guint i = 0; ids != NULL && i < ids->len; i += DUO_STORE_PAGE_ROWS)
    {
      guint end = MIN (i + DUO_STORE_PAGE_ROWS, ids->len) - 1;

      if (!copy_messages (self, id, g_array_index (ids, gint64, i), g_array_index (ids, gint64, end), to, new_id,
                          error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
copy_outbox (DuoStore  *self,
             gint64     id,
             DuoStore  *to,
             gint64     new_id,
             GError   **error)
{
  g_autoptr (GArray) entries = duo_store_list_outbox (self, id, 0, G_MAXINT32, NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const DuoOutboxEntry *entry = &g_array_index (entries, DuoOutboxEntry, i);
      g_autoptr (GBytes) item = duo_store_load_item (self, entry->id, NULL);

      if (item != NULL && !duo_store_insert_entry (to, translate (entry->id, new_id), entry->seq,
                                                   translate (entry->message, new_id), item, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
copy_all (DuoStore                     *self,
          const DuoStoredConversation  *conversation,
          DuoStore                     *to,
          gint64                        new_id,
          GError                      **error)
{
  DuoStoredConversation copy = *conversation; /* lends its texts */

  copy.id = new_id;

  return duo_store_insert_conversation (to, &copy, error) &&
         copy_all_messages (self, conversation->id, to, new_id, error) &&
         copy_outbox (self, conversation->id, to, new_id, error);
}

gint64
duo_store_copy_conversation (DuoStore  *self,
                             gint64     id,
                             DuoStore  *to,
                             GError   **error)
{
  g_autoptr (DuoStoredConversation) conversation = NULL;
  gboolean is_good;
  gint64 new_id;

  g_return_val_if_fail (DUO_IS_STORE (self), 0);
  g_return_val_if_fail (DUO_IS_STORE (to) && to != self, 0);

  conversation = duo_store_load_conversation (self, id, error);
  if (conversation == NULL || !duo_store_begin_bulk (to, error))
    return 0;

  new_id = duo_store_choose_id (to, id);
  is_good = copy_all (self, conversation, to, new_id, error);

  return duo_store_end_bulk (to, is_good, error) ? new_id : 0;
}

void
duo_store_salvage (DuoStore   *self,
                   const char *path)
{
  DuoDatabase *rest = duo_database_open_rest (path, NULL);
  g_autoptr (GPtrArray) conversations = NULL;
  g_autoptr (DuoStore) old = NULL;

  if (rest == NULL)
    return;

  old = duo_store_new_on (rest);
  conversations = duo_store_list_conversations (old, NULL);
  for (guint i = 0; conversations != NULL && i < conversations->len; i++)
    {
      const DuoStoredConversation *conversation = g_ptr_array_index (conversations, i);
      g_autoptr (GError) error = NULL;

      if (duo_store_copy_conversation (old, conversation->id, self, &error) == 0)
        g_message ("A conversation of the damaged database could not be copied: %s", error->message);
    }
}
