/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-days.h"
#include "duo-hits.h"
#include "duo-test-wait.h"

/* Looking for words and for days in a conversation. */

typedef struct
{
  DuoStore *store;
  DuoHistory *history;
  DuoHits *hits;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autoptr (GError) error = NULL;

  fixture->store = duo_store_open (NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->history = duo_history_new (fixture->store, 0, &error);
  g_assert_no_error (error);
  fixture->hits = duo_hits_new ();
  duo_hits_set_history (fixture->hits, fixture->history);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_assert_finalize_object (fixture->hits);
  g_assert_finalize_object (fixture->history);
  g_assert_finalize_object (fixture->store);
}

static gint64
say_at (Fixture    *fixture,
        const char *text,
        gint64      at_us)
{
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_MINE, text, at_us);
  g_autoptr (GError) error = NULL;
  DuoMessage *message = duo_history_append (fixture->history, record, &error);

  g_assert_no_error (error);

  return duo_message_get_id (message);
}

static gint64
say (Fixture    *fixture,
     const char *text)
{
  return say_at (fixture, text, g_get_real_time ());
}

static gboolean
is_over (gpointer user_data)
{
  return !duo_hits_get_is_searching (user_data);
}

static void
search (Fixture    *fixture,
        const char *needle)
{
  duo_hits_set_needle (fixture->hits, needle);
  duo_test_wait (is_over, fixture->hits, 10000, "the search is over");
}

static void
assert_at (Fixture *fixture,
           gint64   id,
           guint    place,
           guint    n_hits)
{
  g_assert_cmpint (duo_hits_get_current_id (fixture->hits), ==, id);
  g_assert_cmpuint (duo_hits_get_place (fixture->hits), ==, place);
  g_assert_cmpuint (duo_hits_get_n_hits (fixture->hits), ==, n_hits);
}

static void
test_walk (Fixture       *fixture,
           gconstpointer  unused)
{
  gint64 oldest = say (fixture, "A needle");
  gint64 middle, newest;

  (void) say (fixture, "hay");
  middle = say (fixture, "two NEEDLES");
  newest = say (fixture, "needle again");
  (void) say (fixture, "hay");

  search (fixture, "needle");
  assert_at (fixture, newest, 1, 3);
  g_assert_true (duo_hits_go_older (fixture->hits));
  assert_at (fixture, middle, 2, 3);
  g_assert_true (duo_hits_go_older (fixture->hits));
  assert_at (fixture, oldest, 3, 3);
  /* Round and round, in both directions. */
  g_assert_true (duo_hits_go_older (fixture->hits));
  assert_at (fixture, newest, 1, 3);
  g_assert_true (duo_hits_go_newer (fixture->hits));
  assert_at (fixture, oldest, 3, 3);

  search (fixture, "no such thing");
  assert_at (fixture, 0, 0, 0);
  g_assert_false (duo_hits_go_older (fixture->hits));
  search (fixture, "");
  assert_at (fixture, 0, 0, 0);
  g_assert_false (duo_hits_go_newer (fixture->hits));
}

static gboolean
has_four (gpointer user_data)
{
  return duo_hits_get_n_hits (user_data) == 4;
}

static gboolean
has_two (gpointer user_data)
{
  return duo_hits_get_n_hits (user_data) == 2;
}

static void
remove_message (Fixture *fixture,
                gint64   id)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  duo_history_remove (fixture->history, ids);
}

/* What comes and goes meanwhile is found and lost, and the person stays where he is. */
static void
test_changes (Fixture       *fixture,
              gconstpointer  unused)
{
  gint64 oldest = say (fixture, "needle 1");
  gint64 middle = say (fixture, "needle 2");
  gint64 newest = say (fixture, "needle 3");

  search (fixture, "needle");
  g_assert_true (duo_hits_go_older (fixture->hits));
  (void) say (fixture, "needle 4");
  duo_test_wait (has_four, fixture->hits, 5000, "the new message is found");
  assert_at (fixture, middle, 3, 4);

  /* At once it is passed over, and later it is not counted. */
  remove_message (fixture, oldest);
  remove_message (fixture, middle);
  g_assert_true (duo_hits_go_newer (fixture->hits));
  g_assert_cmpint (duo_hits_get_current_id (fixture->hits), ==, newest);
  duo_test_wait (has_two, fixture->hits, 5000, "those removed are not counted");
  assert_at (fixture, newest, 2, 2);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* All is looked through in slices, and the first hits do not wait for the last ones. */
static void
test_many (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_record_unref);
  guint n_notified = 0;
  gint64 began_us;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u", i);

      g_ptr_array_add (records, duo_record_new (DUO_MESSAGE_MINE, text, 1000 + i));
    }
  g_assert_true (duo_history_append_many (fixture->history, records, NULL));
  g_signal_connect_swapped (fixture->hits, "notify::n-hits", G_CALLBACK (count_cb), &n_notified);
  began_us = g_get_monotonic_time ();
  search (fixture, "message");
  g_test_message ("20,000 found in %.1f ms", (double) (g_get_monotonic_time () - began_us) / 1e3);
  g_assert_cmpuint (duo_hits_get_n_hits (fixture->hits), ==, 20000);
  g_assert_cmpuint (n_notified, >, 5);
  /* A letter more while it still looks: only the last one counts. */
  duo_hits_set_needle (fixture->hits, "message 1");
  duo_hits_set_needle (fixture->hits, "message 19999");
  duo_test_wait (is_over, fixture->hits, 10000, "the search is over");
  g_assert_cmpuint (duo_hits_get_n_hits (fixture->hits), ==, 1);
}

static void
test_another_history (Fixture       *fixture,
                      gconstpointer  unused)
{
  g_autoptr (DuoHistory) other = duo_history_new (fixture->store, 0, NULL);

  (void) say (fixture, "needle");
  search (fixture, "needle");
  g_assert_cmpuint (duo_hits_get_n_hits (fixture->hits), ==, 1);
  duo_hits_set_history (fixture->hits, other);
  duo_test_wait (is_over, fixture->hits, 10000, "the search is over");
  assert_at (fixture, 0, 0, 0);
  duo_hits_set_history (fixture->hits, NULL);
  assert_at (fixture, 0, 0, 0);
  g_assert_finalize_object (g_steal_pointer (&other));
}

/* -- Days ------------------------------------------------------------------------- */

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static GDateTime *
new_day (gint64 at_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);

  return g_date_time_to_local (utc);
}

static guint
find_day (Fixture *fixture,
          gint64   at_us)
{
  g_autoptr (GDateTime) day = new_day (at_us);

  return duo_days_find (fixture->history, day);
}

static guint32
mark (Fixture *fixture,
      gint64   at_us)
{
  g_autoptr (GDateTime) day = new_day (at_us);

  return duo_days_mark (fixture->history, day);
}

static guint32
bit_of (gint64 at_us)
{
  g_autoptr (GDateTime) day = new_day (at_us);

  return (guint32) 1 << g_date_time_get_day_of_month (day);
}

/* All of them come now; what was written yesterday stands before what was written today. */
static void
test_days (Fixture       *fixture,
           gconstpointer  unused)
{
  gint64 now_us = g_get_real_time ();

  g_assert_cmpuint (find_day (fixture, now_us), ==, 0);
  g_assert_cmpuint (mark (fixture, now_us), ==, 0);

  (void) say_at (fixture, "late", now_us - DAY_US);
  (void) say_at (fixture, "of today", now_us);
  (void) say_at (fixture, "of today as well", now_us);
  g_assert_cmpuint (find_day (fixture, now_us), ==, 1);
  g_assert_cmpuint (mark (fixture, now_us) & bit_of (now_us), !=, 0);
  /* Nothing was said then: the next one after it. */
  g_assert_cmpuint (find_day (fixture, now_us - 9 * DAY_US), ==, 0);
  g_assert_cmpuint (find_day (fixture, now_us - 900 * DAY_US), ==, 0);
  g_assert_cmpuint (mark (fixture, now_us - 900 * DAY_US), ==, 0);
  /* Nothing was said then or later. */
  g_assert_cmpuint (find_day (fixture, now_us + 2 * DAY_US), ==, 3);
  g_assert_cmpuint (mark (fixture, now_us + 60 * DAY_US), ==, 0);
}

#define ADD(name, function) g_test_add ("/hits/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("walk", test_walk);
  ADD ("changes", test_changes);
  ADD ("many", test_many);
  ADD ("another-history", test_another_history);
  ADD ("days", test_days);

  return g_test_run ();
}
