/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-id-list.h"

/* The ids of a conversation, which are kept as runs. */

static DuoIdList *
new_list (guint         n,
          const gint64 *ids)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (array, ids, n);

  return duo_id_list_new_from (array);
}

#define LIST(...) new_list (sizeof ((gint64[]){ __VA_ARGS__ }) / sizeof (gint64), (gint64[]){ __VA_ARGS__ })

static void
assert_ids (DuoIdList    *list,
            guint         n_runs,
            guint         n,
            const gint64 *ids)
{
  g_assert_cmpuint (duo_id_list_get_n (list), ==, n);
  g_assert_cmpuint (duo_id_list_get_n_runs (list), ==, n_runs);
  for (guint i = 0; i < n; i++)
    {
      guint position = G_MAXUINT;

      g_assert_cmpint (duo_id_list_get (list, i), ==, ids[i]);
      g_assert_true (duo_id_list_find (list, ids[i], &position));
      g_assert_cmpuint (position, ==, i);
      g_assert_cmpuint (duo_id_list_search (list, ids[i]), ==, i);
    }
}

#define ASSERT_IDS(list, n_runs, ...)                                             \
  assert_ids (list, n_runs, sizeof ((gint64[]){ __VA_ARGS__ }) / sizeof (gint64), \
              (gint64[]){ __VA_ARGS__ })

static void
test_empty (void)
{
  g_autoptr (DuoIdList) list = duo_id_list_new ();
  g_autoptr (DuoIdList) both = duo_id_list_unite (list, list);
  g_autoptr (DuoIdList) none = duo_id_list_slice (list, 0, 0);

  g_assert_cmpuint (duo_id_list_get_n (list), ==, 0);
  g_assert_cmpuint (duo_id_list_search (list, 5), ==, 0);
  g_assert_false (duo_id_list_find (list, 5, NULL));
  g_assert_false (duo_id_list_remove (list, 5));
  g_assert_cmpuint (duo_id_list_count_equal (list, 0, list, 0), ==, 0);
  g_assert_cmpuint (duo_id_list_get_n (both), ==, 0);
  g_assert_cmpuint (duo_id_list_get_n (none), ==, 0);
}

/* However long a talk is: one run, and one more for each place where something is missing. */
static void
test_runs (void)
{
  g_autoptr (DuoIdList) list = duo_id_list_new ();
  const gint64 first = (gint64) 77 << 32;

  for (guint i = 0; i < 1000000; i++)
    duo_id_list_insert (list, first + i);
  g_assert_cmpuint (duo_id_list_get_n (list), ==, 1000000);
  g_assert_cmpuint (duo_id_list_get_n_runs (list), ==, 1);
  g_assert_cmpint (duo_id_list_get (list, 654321), ==, first + 654321);
  g_assert_cmpuint (duo_id_list_search (list, first + 654321), ==, 654321);
  g_assert_cmpuint (duo_id_list_search (list, 0), ==, 0);
  g_assert_cmpuint (duo_id_list_search (list, first + 1000000), ==, 1000000);

  g_assert_true (duo_id_list_remove (list, first + 500000));
  g_assert_false (duo_id_list_remove (list, first + 500000));
  g_assert_cmpuint (duo_id_list_get_n_runs (list), ==, 2);
  g_assert_cmpint (duo_id_list_get (list, 500000), ==, first + 500001);
  g_assert_cmpuint (duo_id_list_search (list, first + 500000), ==, 500000);
  duo_id_list_insert (list, first + 500000);
  duo_id_list_insert (list, first + 500000);
  g_assert_cmpuint (duo_id_list_get_n (list), ==, 1000000);
  g_assert_cmpuint (duo_id_list_get_n_runs (list), ==, 1);

  duo_id_list_clear (list);
  g_assert_cmpuint (duo_id_list_get_n (list), ==, 0);
  duo_id_list_insert (list, 3);
  ASSERT_IDS (list, 1, 3);
}

static void
test_insert (void)
{
  g_autoptr (DuoIdList) list = LIST (10, 20);

  duo_id_list_insert (list, 15);
  ASSERT_IDS (list, 3, 10, 15, 20);
  duo_id_list_insert (list, 11);
  ASSERT_IDS (list, 3, 10, 11, 15, 20);
  duo_id_list_insert (list, 14);
  ASSERT_IDS (list, 3, 10, 11, 14, 15, 20);
  duo_id_list_insert (list, 13);
  duo_id_list_insert (list, 12);
  ASSERT_IDS (list, 2, 10, 11, 12, 13, 14, 15, 20);
  duo_id_list_insert (list, 1);
  ASSERT_IDS (list, 3, 1, 10, 11, 12, 13, 14, 15, 20);
}

static void
test_remove (void)
{
  g_autoptr (DuoIdList) list = LIST (1, 2, 3, 4, 9);

  g_assert_true (duo_id_list_remove (list, 1));
  ASSERT_IDS (list, 2, 2, 3, 4, 9);
  g_assert_true (duo_id_list_remove (list, 3));
  ASSERT_IDS (list, 3, 2, 4, 9);
  g_assert_true (duo_id_list_remove (list, 4));
  ASSERT_IDS (list, 2, 2, 9);
  g_assert_true (duo_id_list_remove (list, 9));
  ASSERT_IDS (list, 1, 2);
  g_assert_true (duo_id_list_remove (list, 2));
  g_assert_cmpuint (duo_id_list_get_n (list), ==, 0);
}

static void
test_disorder (void)
{
  g_autoptr (DuoIdList) list = LIST (5, 3, 4, 3, 9, 5, -2);
  g_autoptr (DuoIdList) copy = duo_id_list_copy (list);

  ASSERT_IDS (list, 3, -2, 3, 4, 5, 9);
  duo_id_list_insert (copy, 10);
  ASSERT_IDS (list, 3, -2, 3, 4, 5, 9);
  ASSERT_IDS (copy, 3, -2, 3, 4, 5, 9, 10);
}

/* A damaged file may hold any number. */
static void
test_extremes (void)
{
  g_autoptr (DuoIdList) list = LIST (G_MAXINT64, G_MININT64, G_MAXINT64 - 1, G_MININT64 + 1, 0);
  g_autoptr (DuoIdList) ends = LIST (G_MAXINT64, G_MININT64);
  g_autoptr (DuoIdList) without = duo_id_list_subtract (list, ends);
  g_autoptr (DuoIdList) both = duo_id_list_unite (without, ends);
  g_autoptr (DuoIdList) common = duo_id_list_intersect (list, ends);

  ASSERT_IDS (list, 3, G_MININT64, G_MININT64 + 1, 0, G_MAXINT64 - 1, G_MAXINT64);
  ASSERT_IDS (without, 3, G_MININT64 + 1, 0, G_MAXINT64 - 1);
  ASSERT_IDS (both, 3, G_MININT64, G_MININT64 + 1, 0, G_MAXINT64 - 1, G_MAXINT64);
  ASSERT_IDS (common, 2, G_MININT64, G_MAXINT64);
  g_assert_true (duo_id_list_remove (list, G_MAXINT64));
  g_assert_true (duo_id_list_remove (list, G_MININT64));
  duo_id_list_insert (list, G_MAXINT64);
  duo_id_list_insert (list, G_MININT64);
  ASSERT_IDS (list, 3, G_MININT64, G_MININT64 + 1, 0, G_MAXINT64 - 1, G_MAXINT64);
}

static void
test_count_equal (void)
{
  g_autoptr (DuoIdList) a = LIST (1, 2, 3, 7, 8, 20, 21);
  g_autoptr (DuoIdList) b = LIST (2, 3, 7, 8, 20);

  g_assert_cmpuint (duo_id_list_count_equal (a, 1, b, 0), ==, 5);
  g_assert_cmpuint (duo_id_list_count_equal (b, 0, a, 1), ==, 5);
  g_assert_cmpuint (duo_id_list_count_equal (a, 0, b, 0), ==, 0);
  g_assert_cmpuint (duo_id_list_count_equal (a, 2, a, 2), ==, 5);
  g_assert_cmpuint (duo_id_list_count_equal (a, 3, b, 2), ==, 3);
}

static void
test_slice (void)
{
  g_autoptr (DuoIdList) list = LIST (1, 2, 3, 7, 8, 20);
  g_autoptr (DuoIdList) middle = duo_id_list_slice (list, 1, 4);
  g_autoptr (DuoIdList) whole = duo_id_list_slice (list, 0, 6);
  g_autoptr (DuoIdList) last = duo_id_list_slice (list, 5, 1);

  ASSERT_IDS (middle, 2, 2, 3, 7, 8);
  ASSERT_IDS (whole, 3, 1, 2, 3, 7, 8, 20);
  ASSERT_IDS (last, 1, 20);
}

/* -- By chance ----------------------------------------------------------------------------- */

#define N_IDS 64

/* All that can be asked of LIST, beside a table of what is in it. */
static void
assert_is (DuoIdList      *list,
           const gboolean *wanted)
{
  guint n = 0;
  guint n_runs = 0;

  for (guint id = 0; id < N_IDS; id++)
    {
      guint position = G_MAXUINT;

      g_assert_cmpuint (duo_id_list_search (list, id), ==, n);
      g_assert_cmpint (duo_id_list_find (list, id, &position), ==, wanted[id]);
      if (!wanted[id])
        continue;
      g_assert_cmpuint (position, ==, n);
      g_assert_cmpint (duo_id_list_get (list, n), ==, id);
      n_runs += id == 0 || !wanted[id - 1] ? 1 : 0;
      n++;
    }
  g_assert_cmpuint (duo_id_list_get_n (list), ==, n);
  g_assert_cmpuint (duo_id_list_get_n_runs (list), ==, n_runs);
}

static void
change_by_chance (DuoIdList *list,
                  gboolean  *is_in)
{
  guint id = (guint) g_test_rand_int_range (0, N_IDS);

  if (g_test_rand_bit ())
    {
      duo_id_list_insert (list, id);
      is_in[id] = TRUE;
    }
  else
    {
      g_assert_cmpint (duo_id_list_remove (list, id), ==, is_in[id]);
      is_in[id] = FALSE;
    }
  assert_is (list, is_in);
}

static void
test_chance (void)
{
  g_autoptr (DuoIdList) a = duo_id_list_new ();
  g_autoptr (DuoIdList) b = duo_id_list_new ();
  gboolean is_in_a[N_IDS] = { FALSE };
  gboolean is_in_b[N_IDS] = { FALSE };

  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (DuoIdList) only_a = NULL, both = NULL, either = NULL;
      gboolean wanted[3][N_IDS];

      change_by_chance (a, is_in_a);
      change_by_chance (b, is_in_b);
      for (guint id = 0; id < N_IDS; id++)
        {
          wanted[0][id] = is_in_a[id] && !is_in_b[id];
          wanted[1][id] = is_in_a[id] && is_in_b[id];
          wanted[2][id] = is_in_a[id] || is_in_b[id];
        }
      only_a = duo_id_list_subtract (a, b);
      both = duo_id_list_intersect (a, b);
      either = duo_id_list_unite (a, b);
      assert_is (only_a, wanted[0]);
      assert_is (both, wanted[1]);
      assert_is (either, wanted[2]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id-list/empty", test_empty);
  g_test_add_func ("/id-list/runs", test_runs);
  g_test_add_func ("/id-list/insert", test_insert);
  g_test_add_func ("/id-list/remove", test_remove);
  g_test_add_func ("/id-list/disorder", test_disorder);
  g_test_add_func ("/id-list/extremes", test_extremes);
  g_test_add_func ("/id-list/count-equal", test_count_equal);
  g_test_add_func ("/id-list/slice", test_slice);
  g_test_add_func ("/id-list/chance", test_chance);

  return g_test_run ();
}
