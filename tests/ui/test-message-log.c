/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>

#include "duo-marks.h"
#include "duo-message-log.h"
#include "duo-message-row.h"
#include "duo-paced.h"
#include "duo-test-window.h"

/* -- At the pace of people ---------------------------------------------------- */

static void
append (GListStore *store,
        guint       n)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (labels, g_object_new (G_TYPE_OBJECT, NULL));
  g_list_store_splice (store, g_list_model_get_n_items (G_LIST_MODEL (store)), 0, labels->pdata, n);
}

static void
mirror_cb (GListModel *model,
           guint       position,
           guint       removed,
           guint       added,
           GPtrArray  *mirror)
{
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));
}

/* What was told is what is there, and that is how STORE begins. */
static void
assert_same (GListModel *paced,
             GPtrArray  *mirror,
             GListModel *store)
{
  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (paced));
  g_assert_cmpuint (mirror->len, <=, g_list_model_get_n_items (store));
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr (GObject) shown = g_list_model_get_item (paced, i);
      g_autoptr (GObject) there = g_list_model_get_item (store, i);

      g_assert_true (shown == there);
      g_assert_true (g_ptr_array_index (mirror, i) == there);
    }
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
test_paced_shows_one_at_once (void)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (DuoPaced) paced = NULL;

  append (store, 1000);
  paced = duo_paced_new (G_LIST_MODEL (store));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (paced)), ==, 1000);
  append (store, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (paced)), ==, 1001);
  g_assert_finalize_object (g_steal_pointer (&paced));
}

static void
test_paced_portions_a_flood (void)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (DuoPaced) paced = duo_paced_new (G_LIST_MODEL (store));
  guint n_changes = 0, n_shown;

  g_signal_connect_swapped (paced, "items-changed", G_CALLBACK (count_cb), &n_changes);
  for (int i = 0; i < 1000; i++)
    append (store, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (paced)), <, 100);
  g_assert_cmpuint (n_changes, <, 10);

  /* More comes all the time: it goes on in small steps. */
  n_shown = g_list_model_get_n_items (G_LIST_MODEL (paced));
  while (n_changes < 10)
    {
      append (store, 1);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (paced)) - n_shown, <, 200);

  /* And all of it when it is calm. */
  duo_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (paced)) ==
                     g_list_model_get_n_items (G_LIST_MODEL (store)));

  append (store, 1000);
  duo_paced_catch_up (paced);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (paced)), ==,
                    g_list_model_get_n_items (G_LIST_MODEL (store)));
}

static void
test_paced_tells_every_change (void)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (DuoPaced) paced = duo_paced_new (G_LIST_MODEL (store));
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_connect (paced, "items-changed", G_CALLBACK (mirror_cb), mirror);
  for (int i = 0; i < 2000; i++)
    {
      guint n_items = g_list_model_get_n_items (G_LIST_MODEL (store));
      guint position = n_items > 0 ? (guint) g_test_rand_int_range (0, (int) n_items) : 0;
      guint n_removed = n_items > 0 ? (guint) g_test_rand_int_range (0, (int) MIN (n_items - position, 9) + 1) : 0;
      g_autoptr (GObject) item = g_object_new (G_TYPE_OBJECT, NULL);

      switch (g_test_rand_int_range (0, 5))
        {
        case 0:
          g_list_store_splice (store, position, n_removed, NULL, 0);
          break;
        case 1:
          g_list_store_splice (store, position, n_removed, (gpointer *) &item, 1);
          break;
        case 2:
          g_main_context_iteration (NULL, FALSE);
          break;
        default:
          append (store, (guint) g_test_rand_int_range (1, 8));
        }
      assert_same (G_LIST_MODEL (paced), mirror, G_LIST_MODEL (store));
    }
  duo_paced_catch_up (paced);
  assert_same (G_LIST_MODEL (paced), mirror, G_LIST_MODEL (store));
  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (G_LIST_MODEL (store)));
}

/* -- Marks -------------------------------------------------------------------- */

static void
test_marks (void)
{
  g_autoptr (GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr (DuoMarks) marks = duo_marks_new (G_LIST_MODEL (store));
  GtkSelectionModel *model = GTK_SELECTION_MODEL (marks);
  guint n_notified = 0;

  append (store, 10);
  g_signal_connect_swapped (marks, "notify::n-marked", G_CALLBACK (count_cb), &n_notified);

  /* An arrow key: the focus goes, nothing is marked. */
  g_assert_true (gtk_selection_model_select_item (model, 3, TRUE));
  g_assert_cmpuint (duo_marks_get_n_marked (marks), ==, 0);
  /* With Shift. */
  g_assert_true (gtk_selection_model_select_range (model, 3, 4, TRUE));
  g_assert_cmpuint (duo_marks_get_n_marked (marks), ==, 4);
  g_assert_true (gtk_selection_model_select_range (model, 3, 2, TRUE));
  g_assert_cmpuint (duo_marks_get_n_marked (marks), ==, 2);
  /* Another arrow does not lose them. */
  g_assert_true (gtk_selection_model_select_item (model, 7, TRUE));
  g_assert_cmpuint (duo_marks_get_n_marked (marks), ==, 2);
  duo_marks_toggle (marks, 9);
  g_assert_true (gtk_selection_model_is_selected (model, 9));
  duo_marks_toggle (marks, 9);
  g_assert_false (gtk_selection_model_is_selected (model, 9));
  g_assert_cmpuint (n_notified, ==, 4);

  /* They stay with their rows, and go with them. */
  g_list_store_remove (store, 0);
  g_assert_true (gtk_selection_model_is_selected (model, 2));
  g_assert_false (gtk_selection_model_is_selected (model, 4));
  g_list_store_remove (store, 2);
  g_assert_cmpuint (duo_marks_get_n_marked (marks), ==, 1);
  g_assert_true (gtk_selection_model_select_all (model));
  g_assert_cmpuint (duo_marks_get_n_marked (marks), ==, 8);
  duo_marks_clear (marks);
  g_assert_cmpuint (duo_marks_get_n_marked (marks), ==, 0);
  g_assert_finalize_object (g_steal_pointer (&marks));
}

/* -- The log ------------------------------------------------------------------ */

typedef struct
{
  GtkWidget *window;
  GtkWidget *before;
  GtkWidget *log;
  GtkWidget *after;
  GListStore *store;
} Fixture;

static void
say (GListStore *store,
     const char *text)
{
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_MINE, text, g_get_real_time ());
  g_autoptr (DuoMessage) message = NULL;

  record->id = g_list_model_get_n_items (G_LIST_MODEL (store)) + 1;
  message = duo_message_new (record, DUO_DELIVERY_SENT);

  g_list_store_append (store, message);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->store = g_list_store_new (DUO_TYPE_MESSAGE);
  for (int i = 0; i < 500; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %d", i);

      say (fixture->store, text);
    }
  fixture->before = gtk_button_new_with_label ("before");
  fixture->log = g_object_new (DUO_TYPE_MESSAGE_LOG, "vexpand", TRUE, NULL);
  fixture->after = gtk_button_new_with_label ("after");
  duo_message_log_set_model (DUO_MESSAGE_LOG (fixture->log), G_LIST_MODEL (fixture->store));
  gtk_box_append (GTK_BOX (box), fixture->before);
  gtk_box_append (GTK_BOX (box), fixture->log);
  gtk_box_append (GTK_BOX (box), fixture->after);
  fixture->window = duo_test_window_new (box, 400, 500);
  duo_test_window_settle (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  duo_test_window_destroy (fixture->window);
  g_assert_finalize_object (fixture->store);
}

static gboolean
is_at (Fixture    *fixture,
       const char *text)
{
  DuoMessage *message = duo_message_log_get_focused (DUO_MESSAGE_LOG (fixture->log));

  g_test_message ("the focus is at %s", message != NULL ? duo_message_get_text (message) : "no message");
  return message != NULL && g_strcmp0 (duo_message_get_text (message), text) == 0;
}

/* One Tab goes in, at the end, and the next one out again. */
static void
test_tab_is_not_trapped (Fixture       *fixture,
                         gconstpointer  unused)
{
  GtkWidget *root = fixture->window;

  gtk_widget_grab_focus (fixture->before);
  g_assert_true (gtk_widget_child_focus (root, GTK_DIR_TAB_FORWARD));
  g_assert_true (is_at (fixture, "message 499"));
  g_assert_true (gtk_widget_child_focus (root, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (root)) == fixture->after);
  g_assert_true (gtk_widget_child_focus (root, GTK_DIR_TAB_BACKWARD));
  g_assert_true (is_at (fixture, "message 499"));
  g_assert_true (gtk_widget_child_focus (root, GTK_DIR_TAB_BACKWARD));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (root)) == fixture->before);
}

static void
test_scroll_to (Fixture       *fixture,
                gconstpointer  unused)
{
  DuoMessageLog *log = DUO_MESSAGE_LOG (fixture->log);

  duo_message_log_scroll_to (log, 17, TRUE);
  duo_test_wait_for (is_at (fixture, "message 17"));
  /* What comes now moves nothing. */
  say (fixture->store, "another");
  duo_test_window_settle (fixture->window);
  g_assert_true (is_at (fixture, "message 17"));
  g_assert_true (gtk_widget_get_mapped (gtk_root_get_focus (GTK_ROOT (fixture->window))));

  duo_message_log_scroll_to_end (log);
  gtk_widget_grab_focus (fixture->after);
  duo_test_window_settle (fixture->window);
  gtk_widget_grab_focus (fixture->log);
  g_assert_true (is_at (fixture, "another"));
}

static void
test_another_model (Fixture       *fixture,
                    gconstpointer  unused)
{
  g_autoptr (GListStore) store = g_list_store_new (DUO_TYPE_MESSAGE);

  say (store, "elsewhere");
  duo_message_log_set_model (DUO_MESSAGE_LOG (fixture->log), G_LIST_MODEL (store));
  duo_test_window_settle (fixture->window);
  gtk_widget_grab_focus (fixture->log);
  g_assert_true (is_at (fixture, "elsewhere"));
  duo_message_log_set_model (DUO_MESSAGE_LOG (fixture->log), NULL);
  g_assert_finalize_object (g_steal_pointer (&store));
}

/* A row that was looked for in a short conversation: what comes then is seen, not missed. */
static void
test_nothing_to_scroll (Fixture       *fixture,
                        gconstpointer  unused)
{
  g_autoptr (GListStore) store = g_list_store_new (DUO_TYPE_MESSAGE);
  GtkRevealer *missed = GTK_REVEALER (duo_test_window_find (fixture->log, "missed_revealer"));

  say (store, "one");
  duo_message_log_set_model (DUO_MESSAGE_LOG (fixture->log), G_LIST_MODEL (store));
  duo_test_window_settle (fixture->window);
  duo_message_log_scroll_to (DUO_MESSAGE_LOG (fixture->log), 0, TRUE);
  say (store, "two");
  duo_test_window_settle (fixture->window);
  g_assert_false (gtk_revealer_get_reveal_child (missed));

  duo_message_log_set_model (DUO_MESSAGE_LOG (fixture->log), G_LIST_MODEL (fixture->store));
  duo_test_window_settle (fixture->window);
  duo_message_log_scroll_to (DUO_MESSAGE_LOG (fixture->log), 0, TRUE);
  duo_test_window_settle (fixture->window);
  say (fixture->store, "far below");
  g_assert_true (gtk_revealer_get_reveal_child (missed));
}

/* -- Sizes that are remembered -------------------------------------------------- */

static DuoMessageRow *
get_row (Fixture *fixture,
         guint    position)
{
  g_autoptr (DuoMessage) message = g_list_model_get_item (G_LIST_MODEL (fixture->store), position);
  DuoMessageLog *log = DUO_MESSAGE_LOG (fixture->log);
  GtkWidget *row = NULL;
  guint found;

  duo_message_log_scroll_to (log, position, FALSE);
  duo_test_wait_for (duo_message_log_find_row (log, message, &row, &found) && gtk_widget_get_mapped (row));
  duo_test_window_settle (fixture->window);
  g_assert_true (duo_message_log_find_row (log, message, &row, &found));

  return DUO_MESSAGE_ROW (row);
}

static int
get_bubble_height (DuoMessageRow *row)
{
  return gtk_widget_get_height (duo_test_window_find (GTK_WIDGET (row), "text_label"));
}

/* As a row has it that remembers nothing. */
static void
assert_true_size (Fixture *fixture,
                  guint    position)
{
  g_autoptr (DuoMessage) message = g_list_model_get_item (G_LIST_MODEL (fixture->store), position);
  GtkWidget *row = GTK_WIDGET (get_row (fixture, position));
  GtkWidget *fresh = duo_message_row_new ();
  GtkWidget *fresh_label = duo_test_window_find (fresh, "text_label");
  GtkWidget *box = gtk_window_get_child (GTK_WINDOW (fixture->window));
  int height;

  duo_message_row_set_message (DUO_MESSAGE_ROW (fresh), message, NULL);
  gtk_box_append (GTK_BOX (box), fresh);
  gtk_widget_measure (fresh_label, GTK_ORIENTATION_VERTICAL,
                      gtk_widget_get_width (duo_test_window_find (row, "text_label")), &height, NULL, NULL, NULL);
  g_assert_cmpint (height, >, 0);
  g_assert_cmpint (height, ==, get_bubble_height (DUO_MESSAGE_ROW (row)));
  gtk_box_remove (GTK_BOX (box), fresh);
  duo_test_window_settle (fixture->window);
}

static void
test_sizes (Fixture       *fixture,
            gconstpointer  unused)
{
  static const char words[] = "words that go on and on until the line is full, and then another line, and one more";
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr (DuoMessage) message = NULL;
  g_autoptr (DuoRecord) edited = NULL;
  int before, dpi;

  for (int i = 0; i < 10; i++)
    say (fixture->store, words);
  assert_true_size (fixture, 505);
  assert_true_size (fixture, 17);
  assert_true_size (fixture, 505);
  before = get_bubble_height (get_row (fixture, 505));

  /* A message grows while its row is bound, and while it is not. */
  message = g_list_model_get_item (G_LIST_MODEL (fixture->store), 505);
  edited = duo_record_copy (duo_message_get_record (message));
  g_free (edited->text);
  edited->text = g_strconcat (words, "; ", words, NULL);
  duo_message_set_record (message, edited);
  duo_test_window_settle (fixture->window);
  assert_true_size (fixture, 505);
  g_assert_cmpint (get_bubble_height (get_row (fixture, 505)), >, before);
  get_row (fixture, 17);
  g_clear_pointer (&edited, duo_record_unref);
  edited = duo_record_copy (duo_message_get_record (message));
  g_free (edited->text);
  edited->text = g_strdup ("short");
  duo_message_set_record (message, edited);
  assert_true_size (fixture, 505);
  g_assert_cmpint (get_bubble_height (get_row (fixture, 505)), <, before);

  /* So does everything in larger letters. */
  before = get_bubble_height (get_row (fixture, 506));
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 192 * 1024, NULL);
  duo_test_window_settle (fixture->window);
  assert_true_size (fixture, 506);
  g_assert_cmpint (get_bubble_height (get_row (fixture, 506)), >, before);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

int
main (int   argc,
      char *argv[])
{
  duo_test_window_init (&argc, &argv);

  g_test_add_func ("/message-log/paced/shows-one-at-once", test_paced_shows_one_at_once);
  g_test_add_func ("/message-log/paced/portions-a-flood", test_paced_portions_a_flood);
  g_test_add_func ("/message-log/paced/tells-every-change", test_paced_tells_every_change);
  g_test_add_func ("/message-log/marks", test_marks);
  g_test_add ("/message-log/tab-is-not-trapped", Fixture, NULL, set_up, test_tab_is_not_trapped, tear_down);
  g_test_add ("/message-log/scroll-to", Fixture, NULL, set_up, test_scroll_to, tear_down);
  g_test_add ("/message-log/nothing-to-scroll", Fixture, NULL, set_up, test_nothing_to_scroll, tear_down);
  g_test_add ("/message-log/sizes", Fixture, NULL, set_up, test_sizes, tear_down);
  g_test_add ("/message-log/another-model", Fixture, NULL, set_up, test_another_model, tear_down);

  return g_test_run ();
}
