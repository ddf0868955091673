/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-history-private.h"

/* Searching in a DuoHistory: the store looks through what is kept. */

static gboolean
is_in (const char *folded_needle,
       const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return *folded_needle != '\0' && strstr (folded, folded_needle) != NULL;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left < right) - (left > right);
}

/* What the store does not know. */
static GArray *
search_loose (DuoHistory *self,
              const char *needle)
{
  g_autofree char *folded = g_utf8_casefold (needle, -1);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer key;
  gpointer message;

  g_hash_table_iter_init (&iter, self->loose);
  while (g_hash_table_iter_next (&iter, &key, &message))
    if (is_in (folded, duo_message_get_text (message)))
      g_array_append_val (found, *(gint64 *) key);
  g_array_sort (found, compare_newest_first);

  return found;
}

/* Tells those of IDS that are shown.  FALSE: the one who was told ended this search. */
static gboolean
tell_found (DuoHistory *self,
            GArray     *ids)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  DuoSearch *search = self->search;

  for (guint i = 0; i < ids->len; i++)
    if (duo_id_list_find (self->ids, g_array_index (ids, gint64, i), NULL))
      g_array_append_val (shown, g_array_index (ids, gint64, i));
  if (shown->len > 0)
    self->search_found (shown, self->search_data);

  return self->search == search;
}

static void
found_cb (GArray   *ids,
          gpointer  user_data)
{
  g_autoptr (DuoHistory) self = g_object_ref (user_data);
  g_autoptr (GArray) loose = g_steal_pointer (&self->loose_found);
  DuoHistoryFoundFunc found = self->search_found;

  if (loose != NULL && !tell_found (self, loose))
    return;
  if (ids != NULL)
    {
      (void) tell_found (self, ids);
      return;
    }
  /* Before the last call, in which the next search may be begun. */
  g_clear_pointer (&self->search, duo_search_free);
  found (NULL, self->search_data);
}

void
duo_history_search (DuoHistory          *self,
                    const char          *needle,
                    DuoHistoryFoundFunc  found,
                    gpointer             user_data)
{
  g_return_if_fail (DUO_IS_HISTORY (self));
  g_return_if_fail (needle != NULL && found != NULL);

  duo_history_cancel_search (self);
  self->search_found = found;
  self->search_data = user_data;
  self->loose_found = search_loose (self, needle);
  self->search = duo_search_new (self->store, self->conversation->id, needle, found_cb, self);
}

void
duo_history_cancel_search (DuoHistory *self)
{
  g_return_if_fail (DUO_IS_HISTORY (self));

  g_clear_pointer (&self->search, duo_search_free);
  g_clear_pointer (&self->loose_found, g_array_unref);
}

DuoIdList *
duo_history_dup_ids (DuoHistory *self)
{
  g_return_val_if_fail (DUO_IS_HISTORY (self), duo_id_list_new ());

  return duo_id_list_copy (self->ids);
}
