/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message-cache.h"

#include <string.h>

#include "duo-limits.h"

struct _DuoMessageCache
{
  GHashTable *entries; /* (owned) (element-type id Entry): everything alive */
  GQueue held;         /* links of entries; asked for last at the head */
  gsize held_bytes;
};

typedef struct
{
  gint64 id; /* the key */
  DuoMessageCache *cache;
  DuoMessage *message; /* (borrowed); (owned) while it is held */
  GList link;          /* in `held` */
  gboolean is_held;
  gsize size_bytes; /* when it was taken */
} Entry;

/* -- Entries ------------------------------------------------------------------------ */

static void
let_go (DuoMessageCache *self,
        Entry           *entry)
{
  g_queue_unlink (&self->held, &entry->link);
  self->held_bytes -= entry->size_bytes;
  entry->is_held = FALSE;
  /* Perhaps the last reference: then the entry is gone with it. */
  g_object_unref (entry->message);
}

static void
gone_cb (gpointer  data,
         GObject  *where_it_was)
{
  Entry *entry = data;

  g_hash_table_remove (entry->cache->entries, &entry->id);
}

static void
trim (DuoMessageCache *self)
{
  while (self->held.length > 1 && (self->held.length > DUO_HISTORY_HELD_MESSAGES ||
                                   self->held_bytes > DUO_HISTORY_HELD_BYTES))
    let_go (self, self->held.tail->data);
}

static void
hold (DuoMessageCache *self,
      Entry           *entry)
{
  if (entry->is_held)
    g_queue_unlink (&self->held, &entry->link);
  else
    {
      entry->is_held = TRUE;
      entry->size_bytes = strlen (duo_message_get_text (entry->message));
      self->held_bytes += entry->size_bytes;
      g_object_ref (entry->message);
    }
  g_queue_push_head_link (&self->held, &entry->link);
  trim (self);
}

/* -- The cache ------------------------------------------------------------------------ */

DuoMessage *
duo_message_cache_peek (DuoMessageCache *self,
                        gint64           id)
{
  Entry *entry;

  g_return_val_if_fail (self != NULL, NULL);

  entry = g_hash_table_lookup (self->entries, &id);

  return entry != NULL ? entry->message : NULL;
}

DuoMessage *
duo_message_cache_look_up (DuoMessageCache *self,
                           gint64           id)
{
  Entry *entry;

  g_return_val_if_fail (self != NULL, NULL);

  entry = g_hash_table_lookup (self->entries, &id);
  if (entry == NULL)
    return NULL;
  hold (self, entry);

  return entry->message;
}

void
duo_message_cache_add (DuoMessageCache *self,
                       DuoMessage      *message)
{
  Entry *entry;

  g_return_if_fail (self != NULL && DUO_IS_MESSAGE (message));
  g_return_if_fail (duo_message_cache_peek (self, duo_message_get_id (message)) == NULL);

  entry = g_new0 (Entry, 1);
  entry->id = duo_message_get_id (message);
  entry->cache = self;
  entry->message = message;
  entry->link.data = entry;
  g_hash_table_insert (self->entries, &entry->id, entry);
  g_object_weak_ref (G_OBJECT (message), gone_cb, entry);
  hold (self, entry);
}

static GPtrArray *
list_alive (DuoMessageCache *self)
{
  GPtrArray *alive = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (alive, g_object_ref (((Entry *) value)->message));

  return alive;
}

void
duo_message_cache_for_each (DuoMessageCache *self,
                            GFunc            func,
                            gpointer         user_data)
{
  g_autoptr (GPtrArray) alive = NULL;

  g_return_if_fail (self != NULL && func != NULL);

  alive = list_alive (self);
  g_ptr_array_foreach (alive, func, user_data);
}

void
duo_message_cache_rest (DuoMessageCache *self)
{
  g_return_if_fail (self != NULL);

  while (self->held.length > 0)
    let_go (self, self->held.tail->data);
}

void
duo_message_cache_clear (DuoMessageCache *self)
{
  g_autoptr (GPtrArray) alive = NULL;

  g_return_if_fail (self != NULL);

  alive = list_alive (self);
  duo_message_cache_rest (self);
  for (guint i = 0; i < alive->len; i++)
    {
      gint64 id = duo_message_get_id (g_ptr_array_index (alive, i));

      g_object_weak_unref (g_ptr_array_index (alive, i), gone_cb, g_hash_table_lookup (self->entries, &id));
    }
  g_hash_table_remove_all (self->entries);
}

guint
duo_message_cache_get_size (DuoMessageCache *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->entries);
}

DuoMessageCache *
duo_message_cache_new (void)
{
  DuoMessageCache *self = g_new0 (DuoMessageCache, 1);

  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_queue_init (&self->held);

  return self;
}

void
duo_message_cache_free (DuoMessageCache *self)
{
  if (self == NULL)
    return;

  duo_message_cache_clear (self);
  g_hash_table_unref (self->entries);
  g_free (self);
}
