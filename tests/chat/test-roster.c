/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-conversation.h"
#include "duo-roster.h"

/* The list of kept conversations, and a conversation that opens one of them. */

typedef struct
{
  DuoStore *store;   /* (owned) */
  DuoRoster *roster; /* (owned) */
  guint n_changed;
} Fixture;

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->store = duo_store_open (NULL, NULL, NULL);
  fixture->roster = duo_roster_new (fixture->store);
  g_signal_connect_swapped (fixture->roster, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->roster);
  g_object_unref (fixture->store);
}

/* A conversation with the friend NAME, who said TEXT. */
static gint64
add (Fixture    *fixture,
     const char *name,
     const char *text)
{
  g_autoptr (DuoHistory) history = duo_history_new (fixture->store, 0, NULL);
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_THEIRS, text, g_get_real_time ());

  record->seq = 1;
  g_assert_nonnull (duo_history_append (history, record, NULL));
  duo_history_set_title (history, name);
  duo_history_set_received (history, 1);
  duo_roster_refresh (fixture->roster, duo_history_get_id (history));

  return duo_history_get_id (history);
}

static void
assert_titles (Fixture    *fixture,
               const char *titles)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->roster)); i++)
    {
      g_autoptr (DuoAcquaintance) acquaintance = g_list_model_get_item (G_LIST_MODEL (fixture->roster), i);

      g_string_append_printf (found, "%s ", duo_acquaintance_get_title (acquaintance));
    }
  g_assert_cmpstr (found->str, ==, titles);
}

static void
test_newest_first (Fixture       *fixture,
                   gconstpointer  data)
{
  gint64 bob = add (fixture, "Bob", "hello");
  DuoAcquaintance *acquaintance;

  g_assert_cmpuint (fixture->n_changed, ==, 1);
  add (fixture, "Carol", "good morning");
  assert_titles (fixture, "Carol Bob ");

  acquaintance = duo_roster_lookup (fixture->roster, bob);
  g_assert_cmpstr (duo_acquaintance_get_excerpt (acquaintance), ==, "hello");
  g_assert_cmpuint (duo_acquaintance_get_n_unread (acquaintance), ==, 1);
  g_assert_cmpuint (duo_roster_count_unread (fixture->roster, 0), ==, 2);
  g_assert_cmpuint (duo_roster_count_unread (fixture->roster, bob), ==, 1);
  g_assert_null (duo_roster_lookup (fixture->roster, bob + 1));
}

static void
test_remove_and_restore (Fixture       *fixture,
                         gconstpointer  data)
{
  gint64 bob = add (fixture, "Bob", "hello");
  gint64 carol = add (fixture, "Carol", "good morning");
  g_autoptr (DuoStoredConversation) gone = NULL;
  g_autoptr (DuoStoredConversation) left = NULL;

  add (fixture, "Dave", "good night");
  fixture->n_changed = 0;
  duo_roster_remove (fixture->roster, bob);
  duo_roster_remove (fixture->roster, carol);
  g_assert_cmpuint (fixture->n_changed, ==, 2);
  assert_titles (fixture, "Dave ");
  g_assert_null (duo_roster_lookup (fixture->roster, bob));

  /* What is said of it meanwhile does not bring it back. */
  duo_roster_refresh (fixture->roster, bob);
  assert_titles (fixture, "Dave ");

  duo_roster_restore (fixture->roster);
  assert_titles (fixture, "Dave Carol Bob ");

  duo_roster_remove (fixture->roster, carol);
  duo_roster_forget_removed (fixture->roster);
  duo_roster_restore (fixture->roster);
  assert_titles (fixture, "Dave Bob ");
  gone = duo_store_load_conversation (fixture->store, carol, NULL);
  left = duo_store_load_conversation (fixture->store, bob, NULL);
  g_assert_null (gone);
  g_assert_nonnull (left);
}

static DuoConversation *
make_conversation (Fixture  *fixture,
                   gboolean  keeps)
{
  g_autoptr (GSettings) store =
    g_settings_new_with_path ("io.github.duologue.Duologue", "/io/github/duologue/Duologue/profiles/roster/");
  g_autoptr (DuoSettings) settings = NULL;

  g_settings_set_boolean (store, "keeps-history", keeps);
  settings = duo_settings_new (store);

  return duo_conversation_new (settings, fixture->roster, 0);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_open_and_clear (Fixture       *fixture,
                     gconstpointer  data)
{
  gint64 bob = add (fixture, "Bob", "hello");
  DuoConversation *conversation = make_conversation (fixture, /* keeps= */ TRUE);
  guint n_histories = 0, n_released = 0;

  g_signal_connect_swapped (conversation, "notify::history", G_CALLBACK (count_cb), &n_histories);
  g_signal_connect_swapped (conversation, "released", G_CALLBACK (count_cb), &n_released);
  g_assert_true (duo_conversation_is_unused (conversation));
  duo_conversation_open (conversation, bob);
  g_assert_cmpuint (n_histories, ==, 1);
  g_assert_cmpint (duo_conversation_get_id (conversation), ==, bob);
  g_assert_cmpstr (duo_conversation_get_title (conversation), ==, "Bob");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (duo_conversation_get_history (conversation))), ==, 1);
  g_assert_false (duo_conversation_is_unused (conversation));

  duo_conversation_clear (conversation);
  g_assert_cmpint (duo_conversation_get_id (conversation), ==, 0);
  g_assert_true (duo_conversation_is_unused (conversation));
  g_assert_cmpuint (n_released, ==, 0);
  assert_titles (fixture, "Bob ");

  duo_conversation_open (conversation, bob);
  duo_conversation_release (conversation);
  g_assert_true (duo_conversation_is_unused (conversation));
  g_assert_cmpuint (n_released, ==, 1);
  g_assert_finalize_object (conversation);
}

/* Opening one that is kept says nothing about the next one. */
static void
test_clear_keeps_nothing (Fixture       *fixture,
                          gconstpointer  data)
{
  gint64 bob = add (fixture, "Bob", "hello");
  DuoConversation *conversation = make_conversation (fixture, /* keeps= */ FALSE);

  g_assert_false (duo_conversation_get_keeps_history (conversation));
  duo_conversation_open (conversation, bob);
  g_assert_true (duo_conversation_get_keeps_history (conversation));
  duo_conversation_clear (conversation);
  g_assert_false (duo_conversation_get_keeps_history (conversation));

  /* Turned off, it leaves the list; turned on, it is there again. */
  duo_conversation_open (conversation, bob);
  duo_conversation_set_keeps_history (conversation, FALSE);
  assert_titles (fixture, "");
  g_assert_cmpint (duo_conversation_get_id (conversation), ==, 0);
  g_assert_false (duo_conversation_is_unused (conversation));
  duo_conversation_set_keeps_history (conversation, TRUE);
  assert_titles (fixture, "Bob ");
  g_assert_finalize_object (conversation);
}

static void
test_in_front (Fixture       *fixture,
               gconstpointer  data)
{
  gint64 bob = add (fixture, "Bob", "hello");
  DuoConversation *conversation = make_conversation (fixture, /* keeps= */ TRUE);
  guint n_told = 0;

  duo_conversation_open (conversation, bob);
  g_signal_connect_swapped (conversation, "notify::is-in-front", G_CALLBACK (count_cb), &n_told);
  g_assert_cmpuint (duo_history_get_n_unread (duo_conversation_get_history (conversation)), ==, 1);
  duo_conversation_set_in_front (conversation, TRUE);
  duo_conversation_set_in_front (conversation, TRUE);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_true (duo_conversation_get_is_in_front (conversation));
  g_assert_cmpuint (duo_history_get_n_unread (duo_conversation_get_history (conversation)), ==, 0);
  g_assert_finalize_object (conversation);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) g_test_add ("/roster/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("newest-first", test_newest_first);
  ADD ("remove-and-restore", test_remove_and_restore);
  ADD ("open-and-clear", test_open_and_clear);
  ADD ("clear-keeps-nothing", test_clear_keeps_nothing);
  ADD ("in-front", test_in_front);

  return g_test_run ();
}
