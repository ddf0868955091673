/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-limits.h"
#include "duo-talk.h"
#include "duo-test-side.h"
#include "duo-test-wait.h"
#include "duo-typing.h"

/* Who is typing, what is known of a page, conversations that keep nothing, and what a talk
 * that is over keeps in memory. */

typedef struct
{
  DuoTestSide alice;
  DuoTestSide bob;
} Fixture;

/* In memory: what "keep nothing" means. */
static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  duo_test_side_open (&fixture->alice, NULL, TRUE);
  duo_test_side_open (&fixture->bob, NULL, FALSE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  duo_test_side_close (&fixture->alice);
  duo_test_side_close (&fixture->bob);
}

static void
say (DuoTestSide *side,
     const char  *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (duo_courier_say (side->courier, text, NULL, &error));
  g_assert_no_error (error);
}

static guint
count (DuoTestSide *side)
{
  return g_list_model_get_n_items (G_LIST_MODEL (side->history));
}

static DuoMessage *
dup_message (DuoTestSide *side,
             guint        position)
{
  DuoMessage *message = g_list_model_get_item (G_LIST_MODEL (side->history), position);

  g_assert_nonnull (message);

  return message;
}

static void
assert_delivery (DuoTestSide *side,
                 guint        position,
                 DuoDelivery  delivery)
{
  g_autoptr (DuoMessage) message = dup_message (side, position);

  g_assert_cmpuint (duo_message_get_delivery (message), ==, delivery);
}

/* -- Typing ------------------------------------------------------------------------- */

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
pass_all (Fixture *fixture)
{
  while (duo_test_sides_pass (&fixture->alice, &fixture->bob, 100))
    continue;
}

static void
test_typing (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr (DuoTyping) mine = duo_typing_new ();
  g_autoptr (DuoTyping) theirs = duo_typing_new ();
  guint n_notified = 0, n_sent;

  g_signal_connect_swapped (theirs, "notify::is-friend-typing", G_CALLBACK (count_cb), &n_notified);
  duo_typing_set_mine (mine, TRUE); /* to nobody */
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  pass_all (fixture);
  duo_typing_attach (mine, fixture->alice.session);
  duo_typing_attach (theirs, fixture->bob.session);
  g_assert_false (duo_typing_get_is_friend_typing (theirs));

  n_sent = duo_fake_link_get_sent (fixture->alice.link)->len;
  for (int i = 0; i < 20; i++)
    duo_typing_set_mine (mine, TRUE);
  /* Not with every key. */
  g_assert_cmpuint (duo_fake_link_get_sent (fixture->alice.link)->len, ==, n_sent + 1);
  pass_all (fixture);
  g_assert_true (duo_typing_get_is_friend_typing (theirs));
  g_assert_false (duo_typing_get_is_friend_typing (mine));
  g_assert_cmpuint (n_notified, ==, 1);

  duo_typing_set_mine (mine, FALSE);
  pass_all (fixture);
  g_assert_false (duo_typing_get_is_friend_typing (theirs));

  /* A message, or the end of the session, ends it too. */
  duo_typing_set_mine (mine, TRUE);
  pass_all (fixture);
  g_assert_true (duo_typing_get_is_friend_typing (theirs));
  duo_typing_end_friends (theirs);
  g_assert_false (duo_typing_get_is_friend_typing (theirs));
  duo_typing_set_mine (mine, FALSE);
  duo_typing_set_mine (mine, TRUE);
  pass_all (fixture);
  g_assert_true (duo_typing_get_is_friend_typing (theirs));
  duo_typing_attach (theirs, NULL);
  g_assert_false (duo_typing_get_is_friend_typing (theirs));
  g_assert_cmpuint (n_notified, ==, 6);
}

/* Who turned it off neither tells nor is told. */
static void
test_typing_is_turned_off (Fixture       *fixture,
                           gconstpointer  unused)
{
  g_autoptr (DuoTyping) mine = duo_typing_new ();
  g_autoptr (DuoTyping) theirs = duo_typing_new ();
  guint n_sent;

  duo_test_sides_connect (&fixture->alice, &fixture->bob, DUO_ABILITY_TELLS_READ);
  while (!duo_session_get_is_joined (fixture->alice.session) || !duo_session_get_is_joined (fixture->bob.session))
    g_assert_true (duo_test_sides_pass (&fixture->alice, &fixture->bob, 1));
  duo_typing_attach (mine, fixture->alice.session);
  duo_typing_attach (theirs, fixture->bob.session);
  n_sent = duo_fake_link_get_sent (fixture->alice.link)->len;
  duo_typing_set_mine (mine, TRUE);
  g_assert_cmpuint (duo_fake_link_get_sent (fixture->alice.link)->len, ==, n_sent);
  g_assert_false (duo_typing_get_is_friend_typing (theirs));
}

/* -- Keep nothing ---------------------------------------------------------------------- */

static void
test_keep_nothing (Fixture       *fixture,
                   gconstpointer  unused)
{
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  say (&fixture->alice, "hello");
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  assert_delivery (&fixture->alice, 0, DUO_DELIVERY_DELIVERED);

  /* What waits goes out as long as the program runs … */
  duo_test_sides_cut (&fixture->alice, &fixture->bob);
  g_assert_true (duo_courier_can_wait (fixture->alice.courier));
  say (&fixture->alice, "later");
  assert_delivery (&fixture->alice, 1, DUO_DELIVERY_WAITING);
  duo_test_sides_join (&fixture->alice, &fixture->bob);
  duo_test_sides_settle (&fixture->alice, &fixture->bob);
  assert_delivery (&fixture->alice, 1, DUO_DELIVERY_DELIVERED);
  g_assert_cmpuint (count (&fixture->bob), ==, 2);

  /* … and nothing is left when it ended. */
  duo_test_sides_cut (&fixture->alice, &fixture->bob);
  say (&fixture->alice, "never");
  duo_test_side_close (&fixture->alice);
  duo_test_side_open (&fixture->alice, NULL, TRUE);
  g_assert_cmpuint (count (&fixture->alice), ==, 0);
  g_assert_false (duo_courier_can_wait (fixture->alice.courier));
}

/* -- With a page --------------------------------------------------------------------------- */

static void
begin_plain (DuoTestSide *side)
{
  side->link = duo_fake_link_new ();
  duo_fake_link_set_state (side->link, DUO_LINK_OPEN);
  side->session = duo_session_new (DUO_LINK (side->link), /* handshake= */ NULL);
  g_assert_true (duo_session_get_is_plain (side->session));
  duo_courier_attach (side->courier, side->session, FALSE);
}

static void
end_plain (DuoTestSide *side,
           gboolean     was_lost)
{
  duo_courier_attach (side->courier, NULL, was_lost);
  g_clear_object (&side->session);
  g_clear_object (&side->link);
}

static void
wait_a_moment (void)
{
  gint64 began_us = g_get_monotonic_time ();

  while (g_get_monotonic_time () == began_us)
    continue;
}

/* What was said after the last sign of life may not have arrived: that is told, and
 * only the person says it again. */
static void
test_plain_failure (Fixture       *fixture,
                    gconstpointer  unused)
{
  DuoTestSide *side = &fixture->alice;
  g_autoptr (DuoMessage) unsure = NULL;

  begin_plain (side);
  g_assert_false (duo_courier_can_wait (side->courier));
  say (side, "arrived");
  wait_a_moment ();
  duo_fake_link_receive (side->link, "yes?", 4, /* is_text= */ TRUE);
  wait_a_moment ();
  say (side, "who knows");
  duo_test_settle (10);
  g_assert_cmpuint (count (side), ==, 3);
  assert_delivery (side, 0, DUO_DELIVERY_SENT);
  assert_delivery (side, 2, DUO_DELIVERY_SENT);

  end_plain (side, /* was_lost= */ TRUE);
  assert_delivery (side, 0, DUO_DELIVERY_SENT);
  assert_delivery (side, 2, DUO_DELIVERY_FAILED);
  unsure = dup_message (side, 2);

  /* Nobody is there to say it to. */
  duo_courier_retry (side->courier, unsure);
  g_assert_cmpuint (duo_message_get_delivery (unsure), ==, DUO_DELIVERY_FAILED);

  begin_plain (side);
  g_assert_cmpuint (duo_message_get_delivery (unsure), ==, DUO_DELIVERY_FAILED);
  g_assert_cmpuint (duo_fake_link_get_sent (side->link)->len, ==, 0);
  duo_courier_retry (side->courier, unsure);
  g_assert_cmpuint (duo_message_get_delivery (unsure), ==, DUO_DELIVERY_SENT);
  g_assert_cmpuint (duo_fake_link_get_sent (side->link)->len, ==, 1);
  g_assert_cmpuint (count (side), ==, 3);

  /* A second loss, and then it is given up. */
  end_plain (side, TRUE);
  g_assert_cmpuint (duo_message_get_delivery (unsure), ==, DUO_DELIVERY_FAILED);
  g_assert_true (duo_courier_cancel (side->courier, unsure));
  g_assert_cmpuint (count (side), ==, 2);
}

/* Who hangs up has read what was said. */
static void
test_plain_end (Fixture       *fixture,
                gconstpointer  unused)
{
  begin_plain (&fixture->alice);
  say (&fixture->alice, "bye");
  end_plain (&fixture->alice, /* was_lost= */ FALSE);
  assert_delivery (&fixture->alice, 0, DUO_DELIVERY_SENT);
}

/* -- When it is over -------------------------------------------------------------------------- */

static gboolean
is_gone (gpointer weak)
{
  return *(gpointer *) weak == NULL;
}

/* What can be read again is let go of, though not while somebody may look at it. */
static void
test_rest (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (DuoTalk) talk = duo_talk_new (fixture->alice.history);
  g_autoptr (DuoMessage) message = NULL;
  gpointer weak = NULL;

  begin_plain (&fixture->alice);
  say (&fixture->alice, "said");
  end_plain (&fixture->alice, FALSE);
  message = dup_message (&fixture->alice, 0);
  g_set_weak_pointer (&weak, message);
  g_clear_object (&message);

  duo_talk_attach (talk, NULL, FALSE);
  g_assert_nonnull (weak);
  duo_test_wait (is_gone, &weak, 5000, "the message is let go of");
  message = dup_message (&fixture->alice, 0);
  g_assert_cmpstr (duo_message_get_text (message), ==, "said");
}

#define ADD(path, func) g_test_add ("/talk/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("typing", test_typing);
  ADD ("typing-turned-off", test_typing_is_turned_off);
  ADD ("keep-nothing", test_keep_nothing);
  ADD ("plain/failure-and-retry", test_plain_failure);
  ADD ("plain/end", test_plain_end);
  ADD ("rest", test_rest);

  return g_test_run ();
}
