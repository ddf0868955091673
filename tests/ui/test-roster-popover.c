/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>

#include "duo-acquaintance-row.h"
#include "duo-deletion.h"
#include "duo-roster-popover.h"
#include "duo-test-window.h"
#include "duo-time-text.h"

/* The list that a person opens conversations from, and Undo. */

typedef struct
{
  DuoStore *store;               /* (owned) */
  DuoRoster *roster;             /* (owned) */
  DuoConversation *conversation; /* (owned) */
  GtkWidget *window;
  GtkWidget *popover;
  gint64 opened;
  gint64 deleted;
} Fixture;

static gint64
add (Fixture    *fixture,
     const char *name,
     const char *text)
{
  g_autoptr (DuoHistory) history = duo_history_new (fixture->store, 0, NULL);
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_THEIRS, text, g_get_real_time ());

  g_assert_nonnull (duo_history_append (history, record, NULL));
  duo_history_set_title (history, name);
  duo_roster_refresh (fixture->roster, duo_history_get_id (history));

  return duo_history_get_id (history);
}

static void
opened_cb (Fixture *fixture,
           gint64   id)
{
  fixture->opened = id;
}

static void
deleted_cb (Fixture *fixture,
            gint64   id)
{
  fixture->deleted = id;
  duo_roster_remove (fixture->roster, id);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GSettings) store =
    g_settings_new_with_path ("io.github.duologue.Duologue", "/io/github/duologue/Duologue/profiles/popover/");
  g_autoptr (DuoSettings) settings = duo_settings_new (store);
  GtkWidget *button = gtk_menu_button_new ();

  fixture->store = duo_store_open (NULL, NULL, NULL);
  fixture->roster = duo_roster_new (fixture->store);
  fixture->conversation = duo_conversation_new (settings, fixture->roster, 0);
  fixture->popover = duo_roster_popover_new (fixture->roster, fixture->conversation);
  g_signal_connect_swapped (fixture->popover, "opened", G_CALLBACK (opened_cb), fixture);
  g_signal_connect_swapped (fixture->popover, "deleted", G_CALLBACK (deleted_cb), fixture);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), fixture->popover);
  fixture->window = duo_test_window_new (button, 360, 600);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  duo_test_window_destroy (fixture->window);
  g_object_unref (fixture->conversation);
  g_object_unref (fixture->roster);
  g_object_unref (fixture->store);
}

static void
pop_up (Fixture *fixture)
{
  gtk_popover_popup (GTK_POPOVER (fixture->popover));
  duo_test_wait_for (gtk_widget_get_mapped (fixture->popover));
}

static GtkListBox *
get_list (Fixture *fixture)
{
  return GTK_LIST_BOX (duo_test_window_find (fixture->popover, "list"));
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (duo_test_window_find (fixture->popover, "stack")));
}

static gint64
get_id_at (Fixture *fixture,
           int      index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (get_list (fixture), index);

  return row != NULL ? duo_acquaintance_row_get_id (DUO_ACQUAINTANCE_ROW (row)) : 0;
}

static const char *
get_label (Fixture    *fixture,
           int         index,
           const char *id)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (get_list (fixture), index);

  return gtk_label_get_label (GTK_LABEL (duo_test_window_find (GTK_WIDGET (row), id)));
}

static void
test_pages (Fixture       *fixture,
            gconstpointer  data)
{
  GtkEditable *entry = GTK_EDITABLE (duo_test_window_find (fixture->popover, "search_entry"));
  gint64 bob, carol;

  pop_up (fixture);
  g_assert_cmpstr (get_page (fixture), ==, "empty");
  bob = add (fixture, "Bob", "hello\nthere");
  carol = add (fixture, NULL, "Straße");
  g_assert_cmpstr (get_page (fixture), ==, "list");
  g_assert_cmpint (get_id_at (fixture, 0), ==, carol);
  g_assert_cmpstr (get_label (fixture, 0, "title_label"), ==, "Friend");
  g_assert_cmpstr (get_label (fixture, 1, "excerpt_label"), ==, "hello there");

  gtk_editable_set_text (entry, "BOB");
  duo_test_wait_for (get_id_at (fixture, 0) == bob && get_id_at (fixture, 1) == 0);
  gtk_editable_set_text (entry, "STRASSE");
  duo_test_wait_for (get_id_at (fixture, 0) == carol && get_id_at (fixture, 1) == 0);
  gtk_editable_set_text (entry, "nobody");
  duo_test_wait_for (g_strcmp0 (get_page (fixture), "nothing-found") == 0);

  /* The next time nothing is searched for. */
  gtk_popover_popdown (GTK_POPOVER (fixture->popover));
  duo_test_wait_for (!gtk_widget_get_mapped (fixture->popover));
  pop_up (fixture);
  g_assert_cmpint (get_id_at (fixture, 0), ==, carol);
  g_assert_cmpint (get_id_at (fixture, 1), ==, bob);
  g_assert_nonnull (gtk_widget_get_focus_child (GTK_WIDGET (entry)));
}

static void
test_open (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 bob = add (fixture, "Bob", "hello");

  pop_up (fixture);
  g_signal_emit_by_name (duo_test_window_find (fixture->popover, "search_entry"), "activate");
  g_assert_cmpint (fixture->opened, ==, bob);
  duo_test_wait_for (!gtk_widget_get_mapped (fixture->popover));
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 bob = add (fixture, "Bob", "hello");
  gint64 carol = add (fixture, "Carol", "good morning");
  GtkListBoxRow *row;

  pop_up (fixture);
  row = gtk_list_box_get_row_at_index (get_list (fixture), 0);
  g_signal_emit_by_name (duo_test_window_find (GTK_WIDGET (row), "delete_button"), "clicked");
  g_assert_cmpint (fixture->deleted, ==, carol);
  g_assert_cmpint (get_id_at (fixture, 0), ==, bob);
  g_assert_cmpint (get_id_at (fixture, 1), ==, 0);
  g_assert_true (gtk_widget_get_focus_child (GTK_WIDGET (get_list (fixture))) ==
                 GTK_WIDGET (gtk_list_box_get_row_at_index (get_list (fixture), 0)));
}

static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 bob = add (fixture, "Bob", "hello");
  gint64 carol = add (fixture, "Carol", "good morning");
  DuoDeletion *deletion = duo_deletion_new (fixture->roster);
  g_autoptr (AdwToast) first = NULL;
  g_autoptr (AdwToast) toast = NULL;

  duo_conversation_open (fixture->conversation, bob);
  duo_deletion_take (deletion, bob, fixture->conversation);
  g_assert_true (duo_conversation_is_unused (fixture->conversation));
  first = duo_deletion_make_toast (deletion);
  g_assert_cmpstr (adw_toast_get_title (first), ==, "Conversation deleted");

  /* One Undo for both: the first toast goes, and deletes nothing. */
  duo_deletion_take (deletion, carol, NULL);
  toast = duo_deletion_make_toast (deletion);
  g_assert_cmpstr (adw_toast_get_title (toast), ==, "2 conversations deleted");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->roster)), ==, 0);
  g_signal_emit_by_name (toast, "button-clicked");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->roster)), ==, 2);
  g_assert_cmpint (duo_conversation_get_id (fixture->conversation), ==, bob);

  /* Not undone in time. */
  g_clear_object (&toast);
  duo_deletion_take (deletion, bob, fixture->conversation);
  toast = duo_deletion_make_toast (deletion);
  g_assert_cmpstr (adw_toast_get_title (toast), ==, "Conversation deleted");
  g_clear_object (&toast);
  g_assert_null (duo_roster_lookup (fixture->roster, bob));
  duo_roster_restore (fixture->roster);
  g_assert_null (duo_roster_lookup (fixture->roster, bob));
  g_assert_finalize_object (deletion);
}

static void
test_when (void)
{
  g_autoptr (GDateTime) noon = g_date_time_new_local (2026, 3, 10, 12, 5, 0);
  gint64 now_us = g_date_time_to_unix (noon) * G_USEC_PER_SEC;
  g_autofree char *today = duo_time_text_dup_when (now_us, now_us);
  g_autofree char *yesterday = duo_time_text_dup_when (now_us - G_TIME_SPAN_DAY, now_us);
  g_autofree char *earlier = duo_time_text_dup_when (now_us - 5 * G_TIME_SPAN_DAY, now_us);

  g_assert_cmpstr (today, ==, "12:05");
  g_assert_cmpstr (yesterday, ==, "Yesterday");
  g_assert_cmpstr (earlier, ==, "5 Mar 2026");
}

int
main (int   argc,
      char *argv[])
{
  duo_test_window_init (&argc, &argv);

#define ADD(path, test) g_test_add ("/roster-popover/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("pages", test_pages);
  ADD ("open", test_open);
  ADD ("delete", test_delete);
  ADD ("undo", test_undo);
  g_test_add_func ("/roster-popover/when", test_when);

  return g_test_run ();
}
