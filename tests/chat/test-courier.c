/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "duo-item.h"
#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-test-side.h"

/* Two couriers and no network between them: each item once and in order, whatever
 * is cut, and whoever begins anew. */

typedef struct
{
  DuoTestSide alice;
  DuoTestSide bob;
  char *folder;
} Fixture;

static char *
dup_path (Fixture    *fixture,
          const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
open_side (Fixture     *fixture,
           DuoTestSide *side)
{
  g_autofree char *path = dup_path (fixture, side == &fixture->alice ? "alice.db" : "bob.db");

  duo_test_side_open (side, path, side == &fixture->alice);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("duologue-courier-XXXXXX", NULL);
  open_side (fixture, &fixture->alice);
  open_side (fixture, &fixture->bob);
}

static void
delete_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      g_assert_cmpint (g_unlink (child), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  duo_test_side_close (&fixture->alice);
  duo_test_side_close (&fixture->bob);
  delete_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
say (DuoTestSide *side,
     const char  *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (duo_courier_say (side->courier, text, NULL, &error));
  g_assert_no_error (error);
}

static DuoMessage *
dup_last (DuoTestSide *side)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (side->history));

  g_assert_cmpuint (n, >, 0);

  return g_list_model_get_item (G_LIST_MODEL (side->history), n - 1);
}

static void
assert_last (DuoTestSide    *side,
             DuoMessageKind  kind,
             const char     *text)
{
  g_autoptr (DuoMessage) message = dup_last (side);

  g_assert_cmpuint (duo_message_get_kind (message), ==, kind);
  g_assert_cmpstr (duo_message_get_text (message), ==, text);
}

static void
assert_last_delivery (DuoTestSide *side,
                      DuoDelivery  delivery)
{
  g_autoptr (DuoMessage) message = dup_last (side);

  g_assert_cmpuint (duo_message_get_delivery (message), ==, delivery);
}

static void
test_deliver (Fixture       *fixture,
              gconstpointer  data)
{
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  say (&fixture->alice, "hello");
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_SENT);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  assert_last (&fixture->bob, DUO_MESSAGE_THEIRS, "hello");
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_DELIVERED);
  g_assert_cmpuint (duo_history_get_n_unread (fixture->bob.history), ==, 1);

  duo_courier_tell_read (fixture->bob.courier);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_READ);
  g_assert_cmpuint (duo_history_get_n_unread (fixture->bob.history), ==, 0);
}

/* A receipt is for what is kept, never for what is only sent. */
static void
test_no_false_tick (Fixture       *fixture,
                    gconstpointer  data)
{
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  say (&fixture->alice, "lost on the way");
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_SENT);
  duo_test_sides_cut (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_SENT);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->bob.history)), ==, 0);

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  assert_last (&fixture->bob, DUO_MESSAGE_THEIRS, "lost on the way");
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_DELIVERED);
}

static void
test_wait_and_restart (Fixture       *fixture,
                       gconstpointer  data)
{
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  duo_test_sides_cut (&fixture->alice, &fixture->bob);
  g_assert_true (duo_courier_can_wait (fixture->alice.courier));
  say (&fixture->alice, "one");
  say (&fixture->alice, "two");
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_WAITING);
  g_assert_cmpuint (duo_history_get_n_waiting (fixture->alice.history), ==, 2);

  duo_test_side_close (&fixture->alice);
  open_side (fixture, &fixture->alice);
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_WAITING);
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->bob.history)), ==, 2);
  assert_last (&fixture->bob, DUO_MESSAGE_THEIRS, "two");
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_DELIVERED);
  g_assert_cmpuint (duo_history_get_n_waiting (fixture->alice.history), ==, 0);
}

static void
test_change_while_waiting (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (DuoMessage) message = NULL;
  g_autoptr (DuoMessage) taken_back = NULL;

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  duo_test_sides_cut (&fixture->alice, &fixture->bob);
  say (&fixture->alice, "frist");
  message = dup_last (&fixture->alice);
  say (&fixture->alice, "never said");
  taken_back = dup_last (&fixture->alice);
  g_assert_true (duo_courier_edit (fixture->alice.courier, message, "first", NULL));
  g_assert_false (duo_message_get_is_edited (message));
  g_assert_true (duo_courier_cancel (fixture->alice.courier, taken_back));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->alice.history)), ==, 1);

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->bob.history)), ==, 1);
  assert_last (&fixture->bob, DUO_MESSAGE_THEIRS, "first");
  g_assert_false (duo_courier_cancel (fixture->alice.courier, message));
}

static void
test_refer (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (DuoMessage) mine = NULL;
  g_autoptr (DuoMessage) theirs = NULL;
  g_autoptr (DuoMessage) reply = NULL;
  gboolean is_to_mine;
  guint64 seq;

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  say (&fixture->alice, "teh tea");
  mine = dup_last (&fixture->alice);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  theirs = dup_last (&fixture->bob);

  g_assert_true (duo_courier_edit (fixture->alice.courier, mine, "the tea", NULL));
  g_assert_true (duo_courier_react (fixture->bob.courier, theirs, "👍", NULL));
  g_assert_true (duo_courier_say (fixture->bob.courier, "which one?", theirs, NULL));
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  g_assert_cmpstr (duo_message_get_text (theirs), ==, "the tea");
  g_assert_true (duo_message_get_is_edited (theirs));
  g_assert_cmpstr (duo_message_get_their_reaction (mine), ==, "👍");
  g_assert_cmpstr (duo_message_get_my_reaction (theirs), ==, "👍");
  reply = dup_last (&fixture->alice);
  g_assert_true (duo_message_get_reply (reply, &is_to_mine, &seq));
  g_assert_true (is_to_mine);
  g_assert_cmpuint (seq, ==, duo_message_get_seq (mine));

  g_assert_true (duo_courier_react (fixture->bob.courier, theirs, "", NULL));
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  g_assert_null (duo_message_get_their_reaction (mine));
}

/* In pieces, and whole again. */
static void
test_long (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *text = g_strnfill (DUO_TEXT_MAX_BYTES, 'x');

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  say (&fixture->alice, text);
  say (&fixture->alice, "after it");
  for (guint i = 0; i < 40; i++)
    duo_test_sides_pass (&fixture->alice, &fixture->bob, 1);
  duo_test_sides_cut (&fixture->alice, &fixture->bob);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->bob.history)), ==, 0);

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  assert_last (&fixture->bob, DUO_MESSAGE_THEIRS, "after it");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->bob.history)), ==, 2);
  {
    g_autoptr (DuoMessage) message = g_list_model_get_item (G_LIST_MODEL (fixture->bob.history), 0);

    g_assert_cmpstr (duo_message_get_text (message), ==, text);
  }
}

/* No more is on the way than the friend can hold. */
static void
test_window (Fixture       *fixture,
             gconstpointer  data)
{
  GPtrArray *sent;
  guint n_before;

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  sent = duo_fake_link_get_sent (fixture->alice.link);
  n_before = sent->len;
  for (guint i = 0; i < 2 * DUO_WINDOW_MAX_ITEMS; i++)
    say (&fixture->alice, "one of many");
  g_assert_cmpuint (sent->len - n_before, ==, DUO_WINDOW_MAX_ITEMS);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->bob.history)), ==,
                    2 * DUO_WINDOW_MAX_ITEMS);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->bob.link)), ==, DUO_LINK_OPEN);
}

static void
assert_numbered (DuoTestSide    *side,
                 DuoMessageKind  kind,
                 guint           n_wanted)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (side->history)); i++)
    {
      g_autoptr (DuoMessage) message = g_list_model_get_item (G_LIST_MODEL (side->history), i);
      g_autofree char *wanted = NULL;

      if (duo_message_get_kind (message) != kind)
        continue;
      wanted = g_strdup_printf ("message %u", n++);
      g_assert_cmpstr (duo_message_get_text (message), ==, wanted);
      if (kind == DUO_MESSAGE_MINE)
        g_assert_cmpuint (duo_message_get_delivery (message), ==, DUO_DELIVERY_DELIVERED);
    }
  g_assert_cmpuint (n, ==, n_wanted);
}

/* Whatever happens in between, both ways. */
static void
test_random_cuts (Fixture       *fixture,
                  gconstpointer  data)
{
  guint n_alice = 0;
  guint n_bob = 0;

  duo_test_sides_join (&fixture->alice, &fixture->bob);
  for (guint round = 0; round < 400; round++)
    {
      switch (g_test_rand_int_range (0, 12))
        {
        case 0:
          duo_test_sides_cut (&fixture->alice, &fixture->bob);
          break;
        case 1:
          duo_test_sides_cut (&fixture->alice, &fixture->bob);
          duo_test_side_close (&fixture->alice);
          open_side (fixture, &fixture->alice);
          break;
        case 2:
          duo_test_sides_cut (&fixture->alice, &fixture->bob);
          duo_test_side_close (&fixture->bob);
          open_side (fixture, &fixture->bob);
          break;
        case 3:
        case 4:
        case 5:
          if (fixture->alice.session == NULL)
            duo_test_sides_join (&fixture->alice, &fixture->bob);
          break;
        default:
          for (gint i = g_test_rand_int_range (0, 5); i > 0; i--)
            duo_test_sides_pass (&fixture->alice, &fixture->bob, (guint) g_test_rand_int_range (1, 6));
        }
      if (!duo_history_get_conversation (fixture->alice.history)->has_secret ||
          !duo_history_get_conversation (fixture->bob.history)->has_secret)
        continue;
      for (gint i = g_test_rand_int_range (0, 4); i > 0; i--)
        {
          g_autofree char *from_alice = g_strdup_printf ("message %u", n_alice++);
          g_autofree char *from_bob = g_strdup_printf ("message %u", n_bob++);

          say (&fixture->alice, from_alice);
          say (&fixture->bob, from_bob);
        }
    }
  if (fixture->alice.session == NULL)
    duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  g_test_message ("%u and %u messages", n_alice, n_bob);
  assert_numbered (&fixture->alice, DUO_MESSAGE_MINE, n_alice);
  assert_numbered (&fixture->bob, DUO_MESSAGE_MINE, n_bob);
  assert_numbered (&fixture->bob, DUO_MESSAGE_THEIRS, n_alice);
  assert_numbered (&fixture->alice, DUO_MESSAGE_THEIRS, n_bob);
}

/* -- A friend who breaks the rules --------------------------------------------------- */

static void
receive (DuoTestSide *side,
         DuoFrame    *frame)
{
  g_autoptr (DuoFrame) owned = frame;
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (owned);

  duo_fake_link_receive (side->link, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), FALSE);
}

static DuoFrame *
make_piece (guint64     seq,
            const char *text,
            guint32     offset)
{
  g_autoptr (DuoItem) item = duo_item_new (DUO_ITEM_TEXT, text, 0, NULL);
  g_autoptr (GBytes) bytes = duo_item_to_bytes (item);
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, offset, g_bytes_get_size (bytes) - offset);

  return duo_frame_new_piece (seq, (guint32) g_bytes_get_size (bytes), offset, part);
}

static void
assert_broken (DuoTestSide *side)
{
  g_assert_error ((GError *) duo_link_get_failure (DUO_LINK (side->link)), DUO_LINK_ERROR,
                  DUO_LINK_ERROR_RULES);
}

static void
join_and_settle (Fixture *fixture)
{
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
}

static void
test_gap (Fixture       *fixture,
          gconstpointer  data)
{
  join_and_settle (fixture);
  receive (&fixture->bob, make_piece (1, "one", 0));
  receive (&fixture->bob, make_piece (3, "three", 0));
  assert_broken (&fixture->bob);
}

static void
test_middle_first (Fixture       *fixture,
                   gconstpointer  data)
{
  join_and_settle (fixture);
  receive (&fixture->bob, make_piece (1, "one", 3));
  assert_broken (&fixture->bob);
}

static void
test_twice (Fixture       *fixture,
            gconstpointer  data)
{
  join_and_settle (fixture);
  for (guint i = 0; i < 100; i++)
    receive (&fixture->bob, make_piece (1, "the same", 0));
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->bob.history)), ==, 1);
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->bob.link)), ==, DUO_LINK_OPEN);
}

static void
test_over_the_window (Fixture       *fixture,
                      gconstpointer  data)
{
  join_and_settle (fixture);
  /* No turn of the main loop in between: no receipt can have been sent. */
  for (guint i = 1; i <= DUO_WINDOW_MAX_ITEMS; i++)
    receive (&fixture->bob, make_piece (i, "flood", 0));
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->bob.link)), ==, DUO_LINK_OPEN);
  receive (&fixture->bob, make_piece (DUO_WINDOW_MAX_ITEMS + 1, "flood", 0));
  assert_broken (&fixture->bob);
}

static void
test_false_receipts (Fixture       *fixture,
                     gconstpointer  data)
{
  join_and_settle (fixture);
  say (&fixture->alice, "not yet");
  receive (&fixture->alice, duo_frame_new_receipt (G_GUINT64_CONSTANT (1000), 1000));
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_SENT);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_DELIVERED);
  receive (&fixture->alice, duo_frame_new_receipt (0, 0));
  assert_last_delivery (&fixture->alice, DUO_DELIVERY_DELIVERED);
}

/* Nobody changes another one's words, or what nobody said. */
static void
test_false_edits (Fixture       *fixture,
                  gconstpointer  data)
{
  DuoItemTarget mine = { .is_of_sender = FALSE, .seq = 1 };
  DuoItemTarget nothing = { .is_of_sender = TRUE, .seq = 77 };
  const DuoItemTarget *targets[] = { &mine, &nothing };

  join_and_settle (fixture);
  say (&fixture->alice, "my words");
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (DuoItem) item = duo_item_new (DUO_ITEM_EDIT, "other words", 0, targets[i]);
      g_autoptr (GBytes) bytes = duo_item_to_bytes (item);

      receive (&fixture->alice, duo_frame_new_piece (i + 1, (guint32) g_bytes_get_size (bytes), 0, bytes));
    }
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  assert_last (&fixture->alice, DUO_MESSAGE_MINE, "my words");
  g_assert_cmpuint (duo_link_get_state (DUO_LINK (fixture->alice.link)), ==, DUO_LINK_OPEN);
  g_assert_cmpuint (duo_history_get_conversation (fixture->alice.history)->received_seq, ==, 2);
}

#define ADD(path, func) g_test_add ("/courier/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("deliver", test_deliver);
  ADD ("no-false-tick", test_no_false_tick);
  ADD ("wait-and-restart", test_wait_and_restart);
  ADD ("change-while-waiting", test_change_while_waiting);
  ADD ("refer", test_refer);
  ADD ("long", test_long);
  ADD ("window", test_window);
  ADD ("random-cuts", test_random_cuts);
  ADD ("hostile/gap", test_gap);
  ADD ("hostile/middle-first", test_middle_first);
  ADD ("hostile/twice", test_twice);
  ADD ("hostile/over-the-window", test_over_the_window);
  ADD ("hostile/false-receipts", test_false_receipts);
  ADD ("hostile/false-edits", test_false_edits);

  return g_test_run ();
}
