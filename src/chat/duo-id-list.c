/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-id-list.h"

typedef struct
{
  gint64 first;
  guint position; /* of `first` in the list */
  guint n;
} Run;

struct _DuoIdList
{
  GArray *runs; /* (owned) (element-type Run): rising, with a gap between any two */
};

/* -- Runs ----------------------------------------------------------------------------- */

/* The last id there is may be the last that a gint64 has: nothing here goes beyond it. */
static gint64
get_last (const Run *run)
{
  return run->first + (run->n - 1);
}

static Run *
get_run (DuoIdList *self,
         guint      index)
{
  return &g_array_index (self->runs, Run, index);
}

/* How many ids the runs before the one at INDEX have. */
static guint
count_before (DuoIdList *self,
              guint      index)
{
  const Run *last = index > 0 ? get_run (self, index - 1) : NULL;

  return last != NULL ? last->position + last->n : 0;
}

/* The first run that ends at ID or after it; as many as there are if none does. */
static guint
search_run (DuoIdList *self,
            gint64     id)
{
  guint low = 0;
  guint high = self->runs->len;

  /* What is said now is looked for most. */
  if (high > 0 && get_last (get_run (self, high - 1)) < id)
    return high;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (get_last (get_run (self, middle)) < id)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* The run in which POSITION is. */
static guint
find_run (DuoIdList *self,
          guint      position)
{
  guint low = 0;
  guint high = self->runs->len - 1;

  while (low < high)
    {
      guint middle = high - (high - low) / 2;

      if (get_run (self, middle)->position <= position)
        low = middle;
      else
        high = middle - 1;
    }

  return low;
}

/* At the end: N ids from FIRST on, which is above all that are there. */
static void
append (DuoIdList *self,
        gint64     first,
        guint      n)
{
  const Run run = { .first = first, .position = duo_id_list_get_n (self), .n = n };
  Run *last = self->runs->len > 0 ? get_run (self, self->runs->len - 1) : NULL;

  if (last != NULL && get_last (last) == first - 1)
    last->n += n;
  else
    g_array_append_val (self->runs, run);
}

/* From the run at INDEX on, of which all before have the right position. */
static void
number_runs (DuoIdList *self,
             guint      index)
{
  for (; index < self->runs->len; index++)
    get_run (self, index)->position = count_before (self, index);
}

/* -- Lists ---------------------------------------------------------------------------- */

DuoIdList *
duo_id_list_new (void)
{
  DuoIdList *self = g_new0 (DuoIdList, 1);

  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));

  return self;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static gboolean
is_rising (GArray *ids)
{
  for (guint i = 1; i < ids->len; i++)
    if (g_array_index (ids, gint64, i - 1) >= g_array_index (ids, gint64, i))
      return FALSE;

  return TRUE;
}

DuoIdList *
duo_id_list_new_from (GArray *ids)
{
  g_autoptr (GArray) sorted = is_rising (ids) ? g_array_ref (ids) : g_array_copy (ids);
  DuoIdList *self = duo_id_list_new ();

  if (sorted != ids)
    g_array_sort (sorted, compare);
  for (guint i = 0; i < sorted->len; i++)
    if (i == 0 || g_array_index (sorted, gint64, i) != g_array_index (sorted, gint64, i - 1))
      append (self, g_array_index (sorted, gint64, i), 1);

  return self;
}

DuoIdList *
duo_id_list_copy (DuoIdList *self)
{
  DuoIdList *copy = g_new0 (DuoIdList, 1);

  copy->runs = g_array_copy (self->runs);

  return copy;
}

void
duo_id_list_free (DuoIdList *self)
{
  g_array_unref (self->runs);
  g_free (self);
}

guint
duo_id_list_get_n (DuoIdList *self)
{
  return count_before (self, self->runs->len);
}

guint
duo_id_list_get_n_runs (DuoIdList *self)
{
  return self->runs->len;
}

gint64
duo_id_list_get (DuoIdList *self,
                 guint      position)
{
  const Run *run;

  g_return_val_if_fail (position < duo_id_list_get_n (self), 0);

  run = get_run (self, find_run (self, position));

  return run->first + (position - run->position);
}

guint
duo_id_list_search (DuoIdList *self,
                    gint64     id)
{
  guint index = search_run (self, id);
  const Run *run;

  if (index == self->runs->len)
    return duo_id_list_get_n (self);
  run = get_run (self, index);

  return id > run->first ? run->position + (guint) (id - run->first) : run->position;
}

gboolean
duo_id_list_find (DuoIdList *self,
                  gint64     id,
                  guint     *out_position)
{
  guint index = search_run (self, id);
  const Run *run;

  if (index == self->runs->len || get_run (self, index)->first > id)
    return FALSE;
  run = get_run (self, index);
  if (out_position != NULL)
    *out_position = run->position + (guint) (id - run->first);

  return TRUE;
}

guint
duo_id_list_count_equal (DuoIdList *a,
                         guint      i,
                         DuoIdList *b,
                         guint      j)
{
  guint n = 0;

  while (i + n < duo_id_list_get_n (a) && j + n < duo_id_list_get_n (b))
    {
      const Run *left = get_run (a, find_run (a, i + n));
      const Run *right = get_run (b, find_run (b, j + n));

      if (left->first + (i + n - left->position) != right->first + (j + n - right->position))
        break;
      n += MIN (left->position + left->n - (i + n), right->position + right->n - (j + n));
    }

  return n;
}

/* -- Changing ------------------------------------------------------------------------- */

void
duo_id_list_insert (DuoIdList *self,
                    gint64     id)
{
  guint index = search_run (self, id);
  const Run alone = { .first = id, .n = 1 };
  Run *before, *after;

  if (index == self->runs->len)
    {
      append (self, id, 1);
      return;
    }
  after = get_run (self, index);
  if (after->first <= id)
    return;

  before = index > 0 ? get_run (self, index - 1) : NULL;
  if (before != NULL && get_last (before) == id - 1 && after->first == id + 1)
    {
      before->n += 1 + after->n;
      g_array_remove_index (self->runs, index);
    }
  else if (before != NULL && get_last (before) == id - 1)
    before->n++;
  else if (after->first == id + 1)
    {
      after->first = id;
      after->n++;
    }
  else
    g_array_insert_val (self->runs, index, alone);
  number_runs (self, index);
}

gboolean
duo_id_list_remove (DuoIdList *self,
                    gint64     id)
{
  guint index = search_run (self, id);
  Run behind;
  Run *run;

  if (index == self->runs->len || get_run (self, index)->first > id)
    return FALSE;

  run = get_run (self, index);
  behind = (Run){ .first = id + (id < get_last (run) ? 1 : 0), .n = (guint) (get_last (run) - id) };
  run->n = (guint) (id - run->first);
  if (run->n == 0 && behind.n == 0)
    g_array_remove_index (self->runs, index);
  else if (run->n == 0)
    *run = behind;
  else if (behind.n > 0)
    g_array_insert_val (self->runs, index + 1, behind);
  number_runs (self, index);

  return TRUE;
}

void
duo_id_list_clear (DuoIdList *self)
{
  g_array_set_size (self->runs, 0);
}

/* -- Two lists ------------------------------------------------------------------------ */

DuoIdList *
duo_id_list_slice (DuoIdList *self,
                   guint      position,
                   guint      n)
{
  DuoIdList *slice = duo_id_list_new ();

  g_return_val_if_fail (position <= duo_id_list_get_n (self) && n <= duo_id_list_get_n (self) - position, slice);

  while (n > 0)
    {
      const Run *run = get_run (self, find_run (self, position));
      guint skipped = position - run->position;
      guint taken = MIN (n, run->n - skipped);

      append (slice, run->first + skipped, taken);
      position += taken;
      n -= taken;
    }

  return slice;
}

/* What is left of a list on the way along it. */
typedef struct
{
  DuoIdList *list;
  guint index; /* of the run, or as many as there are at the end */
  gint64 first;
  gint64 last;
} Rest;

static void
rest_take_run (Rest  *rest,
               guint  index)
{
  rest->index = index;
  if (index == rest->list->runs->len)
    return;
  rest->first = get_run (rest->list, index)->first;
  rest->last = get_last (get_run (rest->list, index));
}

static gboolean
rest_is_over (const Rest *rest)
{
  return rest->index == rest->list->runs->len;
}

/* All up to LAST was seen, which is not beyond the present run. */
static void
rest_pass (Rest   *rest,
           gint64  last)
{
  if (last == rest->last)
    rest_take_run (rest, rest->index + 1);
  else
    rest->first = last + 1;
}

/* Up to where everything is as it is at ID, which is the lowest of both. */
static gint64
find_end (const Rest *a,
          const Rest *b,
          gboolean    is_in_a,
          gboolean    is_in_b)
{
  gint64 end = G_MAXINT64;

  if (!rest_is_over (a))
    end = MIN (end, is_in_a ? a->last : a->first - 1);
  if (!rest_is_over (b))
    end = MIN (end, is_in_b ? b->last : b->first - 1);

  return end;
}

/* Goes along both and takes what is in A alone, in B alone, in both. */
static DuoIdList *
merge (DuoIdList *list_a,
       DuoIdList *list_b,
       gboolean   takes_a,
       gboolean   takes_b,
       gboolean   takes_both)
{
  DuoIdList *result = duo_id_list_new ();
  Rest a = { .list = list_a };
  Rest b = { .list = list_b };

  rest_take_run (&a, 0);
  rest_take_run (&b, 0);
  while (!rest_is_over (&a) || !rest_is_over (&b))
    {
      gboolean is_in_a = !rest_is_over (&a) && (rest_is_over (&b) || a.first <= b.first);
      gboolean is_in_b = !rest_is_over (&b) && (rest_is_over (&a) || b.first <= a.first);
      gint64 first = is_in_a ? a.first : b.first;
      gint64 last = find_end (&a, &b, is_in_a, is_in_b);

      if (is_in_a && is_in_b ? takes_both : is_in_a ? takes_a
                                                    : takes_b)
        append (result, first, (guint) (last - first) + 1);
      if (is_in_a)
        rest_pass (&a, last);
      if (is_in_b)
        rest_pass (&b, last);
    }

  return result;
}

DuoIdList *
duo_id_list_subtract (DuoIdList *a,
                      DuoIdList *b)
{
  return merge (a, b, TRUE, FALSE, FALSE);
}

DuoIdList *
duo_id_list_intersect (DuoIdList *a,
                       DuoIdList *b)
{
  return merge (a, b, FALSE, FALSE, TRUE);
}

DuoIdList *
duo_id_list_unite (DuoIdList *a,
                   DuoIdList *b)
{
  return merge (a, b, TRUE, TRUE, TRUE);
}
