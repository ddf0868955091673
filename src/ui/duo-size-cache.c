/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-size-cache.h"

#include <string.h>

/* Some times what the list view holds; then it begins anew. */
#define ENTRIES_MAX 2000

typedef struct
{
  gint64 id;
  gsize length; /* of the text … */
  guint hash;   /* … which may have been edited since */
  int for_width;
  int frame;
  int width;
  int height;
} Entry;

struct _DuoSizeCache
{
  GHashTable *entries; /* (owned) (element-type Entry): by their ids */
};

static void
cache_clear (gpointer data)
{
  g_hash_table_unref (((DuoSizeCache *) data)->entries);
}

DuoSizeCache *
duo_size_cache_new (void)
{
  DuoSizeCache *self = g_rc_box_new0 (DuoSizeCache);

  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);

  return self;
}

DuoSizeCache *
duo_size_cache_ref (DuoSizeCache *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

void
duo_size_cache_unref (DuoSizeCache *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, cache_clear);
}

gboolean
duo_size_cache_look_up (DuoSizeCache     *self,
                        const DuoSizeKey *key,
                        int              *out_width,
                        int              *out_height)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  entry = g_hash_table_lookup (self->entries, &key->id);
  if (entry == NULL || entry->for_width != key->width || entry->frame != key->frame ||
      entry->length != strlen (key->text) || entry->hash != g_str_hash (key->text))
    return FALSE;

  *out_width = entry->width;
  *out_height = entry->height;

  return TRUE;
}

void
duo_size_cache_keep (DuoSizeCache     *self,
                     const DuoSizeKey *key,
                     int               width,
                     int               height)
{
  Entry *entry;

  g_return_if_fail (self != NULL && key != NULL);

  if (key->id == 0)
    return;
  if (g_hash_table_size (self->entries) >= ENTRIES_MAX)
    duo_size_cache_clear (self);

  entry = g_new0 (Entry, 1);
  *entry = (Entry){ key->id, strlen (key->text), g_str_hash (key->text), key->width, key->frame, width, height };
  g_hash_table_replace (self->entries, &entry->id, entry);
}

void
duo_size_cache_clear (DuoSizeCache *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_remove_all (self->entries);
}
