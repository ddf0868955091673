/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-test-side.h"

/* Who two Duologues are to each other. */

typedef struct
{
  DuoTestSide alice;
  DuoTestSide bob;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  duo_test_side_open (&fixture->alice, NULL, TRUE);
  duo_test_side_open (&fixture->bob, NULL, FALSE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  duo_test_side_close (&fixture->alice);
  duo_test_side_close (&fixture->bob);
}

static DuoReunion
get_outcome (DuoTestSide *side)
{
  return duo_handshake_get_outcome (duo_session_get_handshake (side->session));
}

static void
assert_same_secret (DuoTestSide *a,
                    DuoTestSide *b)
{
  g_assert_cmpmem (duo_handshake_get_secret (duo_session_get_handshake (a->session)), DUO_REUNION_SECRET_BYTES,
                   duo_handshake_get_secret (duo_session_get_handshake (b->session)), DUO_REUNION_SECRET_BYTES);
}

static void
pass_until_joined (DuoTestSide *a,
                   DuoTestSide *b)
{
  while (!duo_session_get_is_joined (a->session) || !duo_session_get_is_joined (b->session))
    g_assert_true (duo_test_sides_pass (a, b, 1));
}

static void
test_new (Fixture       *fixture,
          gconstpointer  data)
{
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  g_assert_cmpuint (get_outcome (&fixture->alice), ==, DUO_REUNION_NEW);
  g_assert_cmpuint (get_outcome (&fixture->bob), ==, DUO_REUNION_NEW);
  assert_same_secret (&fixture->alice, &fixture->bob);
}

static void
test_again (Fixture       *fixture,
            gconstpointer  data)
{
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_cut (&fixture->alice, &fixture->bob);
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  g_assert_cmpuint (get_outcome (&fixture->alice), ==, DUO_REUNION_OWN);
  g_assert_cmpuint (get_outcome (&fixture->bob), ==, DUO_REUNION_OWN);
}

/* Both begin with an empty window, and are found in the roster. */
static void
test_from_the_roster (Fixture       *fixture,
                      gconstpointer  data)
{
  DuoTestSide *sides[] = { &fixture->alice, &fixture->bob };
  gint64 ids[2];

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_cut (&fixture->alice, &fixture->bob);
  for (guint i = 0; i < 2; i++)
    {
      ids[i] = duo_history_get_id (sides[i]->history);
      g_clear_object (&sides[i]->courier);
      g_clear_object (&sides[i]->history);
      sides[i]->history = duo_history_new (sides[i]->store, 0, NULL);
      sides[i]->courier = duo_courier_new (sides[i]->history);
    }
  duo_test_sides_connect (&fixture->alice, &fixture->bob, 0);
  pass_until_joined (&fixture->alice, &fixture->bob);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (get_outcome (sides[i]), ==, DUO_REUNION_KNOWN);
      g_assert_cmpint (duo_handshake_get_known_id (duo_session_get_handshake (sides[i]->session)), ==, ids[i]);
    }
}

/* Somebody else answers the invite that was made in Bob's conversation. */
static void
test_impostor (Fixture       *fixture,
               gconstpointer  data)
{
  DuoTestSide mallory = { 0 };

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_cut (&fixture->alice, &fixture->bob);
  duo_test_side_open (&mallory, NULL, FALSE);
  duo_test_sides_connect (&fixture->alice, &mallory, 0);
  pass_until_joined (&fixture->alice, &mallory);
  g_assert_cmpuint (get_outcome (&fixture->alice), ==, DUO_REUNION_NEW);
  g_assert_cmpuint (get_outcome (&mallory), ==, DUO_REUNION_NEW);
  duo_test_sides_cut (&fixture->alice, &mallory);
  duo_test_side_close (&mallory);
}

static void
receive (DuoTestSide *side,
         DuoFrame    *frame)
{
  g_autoptr (DuoFrame) owned = frame;
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (owned);

  duo_fake_link_receive (side->link, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), FALSE);
}

/* What Bob showed in an older connection is worth nothing in this one. */
static void
test_replayed_tags (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GBytes) old_hello = NULL;

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_cut (&fixture->alice, &fixture->bob);
  duo_test_sides_connect (&fixture->alice, &fixture->bob, 0);
  old_hello = g_bytes_ref (g_ptr_array_index (duo_fake_link_get_sent (fixture->bob.link), 0));
  duo_test_sides_cut (&fixture->alice, &fixture->bob);

  duo_test_sides_connect (&fixture->alice, &fixture->bob, 0);
  duo_fake_link_receive (fixture->alice.link, g_bytes_get_data (old_hello, NULL), g_bytes_get_size (old_hello),
                         FALSE);
  g_assert_cmpuint (get_outcome (&fixture->alice), ==, DUO_REUNION_NEW);
}

static void
assert_broken (DuoTestSide *side)
{
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (side->link)), DUO_LINK_ERROR,
                  DUO_LINK_ERROR_RULES);
}

static void
test_reflected (Fixture       *fixture,
                gconstpointer  data)
{
  GBytes *hello;

  duo_test_sides_connect (&fixture->alice, &fixture->bob, 0);
  hello = g_ptr_array_index (duo_fake_link_get_sent (fixture->alice.link), 0);
  duo_fake_link_receive (fixture->alice.link, g_bytes_get_data (hello, NULL), g_bytes_get_size (hello), FALSE);
  assert_broken (&fixture->alice);
}

static void
test_second_hello (Fixture       *fixture,
                   gconstpointer  data)
{
  GBytes *hello;

  duo_test_sides_connect (&fixture->alice, &fixture->bob, 0);
  hello = g_ptr_array_index (duo_fake_link_get_sent (fixture->bob.link), 0);
  for (guint i = 0; i < 2; i++)
    duo_fake_link_receive (fixture->alice.link, g_bytes_get_data (hello, NULL), g_bytes_get_size (hello), FALSE);
  assert_broken (&fixture->alice);
}

static void
test_join_to_nothing (Fixture       *fixture,
                      gconstpointer  data)
{
  DuoReunionTag tag;
  GBytes *hello;

  memset (&tag, 7, sizeof tag);
  duo_test_sides_connect (&fixture->alice, &fixture->bob, 0);
  hello = g_ptr_array_index (duo_fake_link_get_sent (fixture->alice.link), 0);
  duo_fake_link_receive (fixture->bob.link, g_bytes_get_data (hello, NULL), g_bytes_get_size (hello), FALSE);
  receive (&fixture->bob, duo_frame_new_join (&tag));
  assert_broken (&fixture->bob);
}

static void
test_join_of_the_invited (Fixture       *fixture,
                          gconstpointer  data)
{
  duo_test_sides_connect (&fixture->alice, &fixture->bob, 0);
  receive (&fixture->alice, duo_frame_new_join (NULL));
  assert_broken (&fixture->alice);
}

static void
test_newer (Fixture       *fixture,
            gconstpointer  data)
{
  DuoHello hello = { .version = DUO_PROTOCOL_VERSION + 1, .min_version = DUO_PROTOCOL_VERSION + 1 };

  duo_test_sides_connect (&fixture->alice, &fixture->bob, 0);
  receive (&fixture->alice, duo_frame_new_hello (&hello));
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (fixture->alice.link)), DUO_LINK_ERROR,
                  DUO_LINK_ERROR_NEWER);
}

/* All hellos look alike, whether or not there is anybody to know. */
static void
test_nothing_to_learn (Fixture       *fixture,
                       gconstpointer  data)
{
  gsize size_bytes[2];

  for (guint i = 0; i < 2; i++)
    {
      duo_test_sides_connect (&fixture->alice, &fixture->bob, 0);
      size_bytes[i] = g_bytes_get_size (g_ptr_array_index (duo_fake_link_get_sent (fixture->alice.link), 0));
      duo_test_sides_cut (&fixture->alice, &fixture->bob);
      duo_test_sides_join (&fixture->alice, &fixture->bob);
      duo_test_sides_cut (&fixture->alice, &fixture->bob);
    }
  g_assert_cmpuint (size_bytes[0], ==, size_bytes[1]);
}

#define ADD(path, func) g_test_add ("/handshake/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("new", test_new);
  ADD ("again", test_again);
  ADD ("from-the-roster", test_from_the_roster);
  ADD ("impostor", test_impostor);
  ADD ("replayed-tags", test_replayed_tags);
  ADD ("reflected", test_reflected);
  ADD ("second-hello", test_second_hello);
  ADD ("join-to-nothing", test_join_to_nothing);
  ADD ("join-of-the-invited", test_join_of_the_invited);
  ADD ("newer", test_newer);
  ADD ("nothing-to-learn", test_nothing_to_learn);

  return g_test_run ();
}
