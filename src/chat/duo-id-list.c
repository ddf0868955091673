/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-id-list.h"

GArray *
duo_id_list_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

gint64
duo_id_list_get (GArray *self,
                 guint   position)
{
  g_return_val_if_fail (position < self->len, 0);

  return g_array_index (self, gint64, position);
}

guint
duo_id_list_search (GArray *self,
                    gint64  id)
{
  guint low = 0;
  guint high = self->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (duo_id_list_get (self, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

gboolean
duo_id_list_find (GArray *self,
                  gint64  id,
                  guint  *out_position)
{
  guint position = duo_id_list_search (self, id);

  if (position == self->len || duo_id_list_get (self, position) != id)
    return FALSE;
  if (out_position != NULL)
    *out_position = position;

  return TRUE;
}

void
duo_id_list_insert (GArray *self,
                    gint64  id)
{
  guint position = duo_id_list_search (self, id);

  if (position == self->len || duo_id_list_get (self, position) != id)
    g_array_insert_val (self, position, id);
}

gboolean
duo_id_list_remove (GArray *self,
                    gint64  id)
{
  guint position;

  if (!duo_id_list_find (self, id, &position))
    return FALSE;
  g_array_remove_index (self, position);

  return TRUE;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

GArray *
duo_id_list_new_from (GArray *ids)
{
  g_autoptr (GArray) sorted = g_array_copy (ids);
  GArray *self = duo_id_list_new ();

  g_array_sort (sorted, compare);
  for (guint i = 0; i < sorted->len; i++)
    if (i == 0 || duo_id_list_get (sorted, i) != duo_id_list_get (sorted, i - 1))
      g_array_append_val (self, g_array_index (sorted, gint64, i));

  return self;
}

/* Goes along both and takes what is in A alone, in B alone, in both. */
static GArray *
merge (GArray   *a,
       GArray   *b,
       gboolean  takes_a,
       gboolean  takes_b,
       gboolean  takes_both)
{
  GArray *result = duo_id_list_new ();
  guint i = 0;
  guint j = 0;

  while (i < a->len || j < b->len)
    {
      gboolean is_in_a = i < a->len && (j == b->len || duo_id_list_get (a, i) <= duo_id_list_get (b, j));
      gboolean is_in_b = j < b->len && (i == a->len || duo_id_list_get (b, j) <= duo_id_list_get (a, i));
      gint64 id = is_in_a ? duo_id_list_get (a, i) : duo_id_list_get (b, j);

      if (is_in_a && is_in_b ? takes_both : is_in_a ? takes_a
                                                    : takes_b)
        g_array_append_val (result, id);
      i += is_in_a ? 1 : 0;
      j += is_in_b ? 1 : 0;
    }

  return result;
}

GArray *
duo_id_list_subtract (GArray *a,
                      GArray *b)
{
  return merge (a, b, TRUE, FALSE, FALSE);
}

GArray *
duo_id_list_intersect (GArray *a,
                       GArray *b)
{
  return merge (a, b, FALSE, FALSE, TRUE);
}

GArray *
duo_id_list_unite (GArray *a,
                   GArray *b)
{
  return merge (a, b, TRUE, TRUE, TRUE);
}
