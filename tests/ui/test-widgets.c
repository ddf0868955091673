/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <time.h>

#include "duo-composer.h"
#include "duo-follow.h"
#include "duo-limits.h"
#include "duo-message-row.h"
#include "duo-proto-error.h"
#include "duo-split.h"
#include "duo-test-window.h"
#include "duo-text-box.h"
#include "duo-wrap-box.h"

/* What one hostile message may cost the window. */
#define FREEZE_US (G_USEC_PER_SEC / 2)

/* What this thread worked, however busy the machine is with other things. */
static gint64
get_work_us (void)
{
  struct timespec worked = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &worked);

  return worked.tv_sec * G_USEC_PER_SEC + worked.tv_nsec / 1000;
}

/* -- Rows ------------------------------------------------------------------- */

static char *
repeat (const char *text,
        int         times)
{
  GString *string = g_string_new (NULL);

  for (int i = 0; i < times; i++)
    g_string_append (string, text);

  return g_string_free (string, FALSE);
}

static void
set_text (DuoMessageRow *row,
          const char    *text)
{
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_THEIRS, text, g_get_real_time ());
  g_autoptr (DuoMessage) message = duo_message_new (record, DUO_DELIVERY_NONE);

  duo_message_row_set_message (row, message, NULL);
}

static void
test_row_says_exactly_the_message (void)
{
  static const char *const texts[] = {
    "Hello",
    "a < b && c > \"d\" 'e' <b>no</b> &amp; %s%n",
    "see https://example.org/?a=1&b=2 and mailto:me@example.org",
    "two\nlines",
    "你好 👋🏽 שלום",
  };
  GtkWidget *row = duo_message_row_new ();
  GtkWidget *window = duo_test_window_new (row, 400, 200);
  g_autofree char *long_url = repeat ("https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaa/", 4);
  GtkLabel *label = GTK_LABEL (duo_test_window_find (row, "text_label"));

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      set_text (DUO_MESSAGE_ROW (row), texts[i]);
      g_assert_cmpstr (gtk_label_get_text (label), ==, texts[i]);
    }

  /* No break points that would be copied along. */
  set_text (DUO_MESSAGE_ROW (row), long_url);
  g_assert_cmpstr (gtk_label_get_text (label), ==, long_url);
  duo_test_window_destroy (window);
}

static void
test_row_does_not_freeze (void)
{
  static const char *const parts[] = { "a", "word and ", "l\n", "\u200d", "e\u0301", "字", "<>&", "\u202e",
                                       "https://a.b/" };
  GtkWidget *row = duo_message_row_new ();
  GtkWidget *window = duo_test_window_new (row, 360, 300);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *text = repeat (parts[i], 60000 / strlen (parts[i]));
      gint64 began_us = get_work_us ();
      int height;

      set_text (DUO_MESSAGE_ROW (row), text);
      gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 340, &height, NULL, NULL, NULL);
      g_test_message ("%s: %d px after %d ms", parts[i], height,
                      (int) ((get_work_us () - began_us) / 1000));
      if (!DUO_TEST_RUNNING_SLOWLY)
        g_assert_cmpint (get_work_us () - began_us, <, FREEZE_US);
      g_assert_cmpint (g_utf8_strlen (gtk_label_get_text (GTK_LABEL (duo_test_window_find (row, "text_label"))), -1), <=,
                       DUO_SHOWN_TEXT_MAX_CHARS + 1);
    }
  duo_test_window_destroy (window);
}

/* GTK asks for the least height before it knows a width, and later warns of a row that is lower. */
static void
test_row_keeps_its_least_height (void)
{
  static const char *const texts[] = { NULL, "", "a", "two\nlines" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GtkWidget *row = g_object_ref_sink (duo_message_row_new ());
      int least, height;

      if (texts[i] != NULL)
        set_text (DUO_MESSAGE_ROW (row), texts[i]);
      gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
      for (int width = 200; width <= 1000; width += 400)
        {
          gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
          g_assert_cmpint (least, <=, height);
        }
      g_assert_finalize_object (row);
    }
}

/* -- Following the tail ------------------------------------------------------ */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_child (item, duo_message_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  duo_message_row_set_message (DUO_MESSAGE_ROW (gtk_list_item_get_child (item)),
                               gtk_list_item_get_item (item), NULL);
}

static void
say (GListStore *store,
     const char *text)
{
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_MINE, text, g_get_real_time ());
  g_autoptr (DuoMessage) message = duo_message_new (record, DUO_DELIVERY_SENT);

  g_list_store_append (store, message);
}

static gboolean
is_at_end (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) > gtk_adjustment_get_page_size (adjustment) &&
         gtk_adjustment_get_value (adjustment) >=
           gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) - 1;
}

static void
test_follow (void)
{
  g_autoptr (GListStore) store = g_list_store_new (DUO_TYPE_MESSAGE);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view = gtk_list_view_new (
    GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (store)))), factory);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autoptr (DuoFollow) follow =
    duo_follow_new (GTK_LIST_VIEW (view), G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view))));
  g_autofree char *tall = repeat ("A long message that fills many lines. ", 200);
  GtkAdjustment *adjustment;
  GtkWidget *window;
  gboolean has_missed;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  window = duo_test_window_new (scroller, 400, 300);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  for (int i = 0; i < 60; i++)
    say (store, i % 7 == 3 ? tall : "short");
  duo_test_wait_for (is_at_end (adjustment));

  /* A row that is higher than the view ends the following for nobody. */
  say (store, tall);
  duo_test_window_settle (window);
  duo_test_wait_for (is_at_end (adjustment));
  g_assert_true (duo_follow_get_is_following (follow));

  gtk_adjustment_set_value (adjustment, 10);
  duo_test_window_settle (window);
  g_assert_false (duo_follow_get_is_following (follow));
  say (store, "while away");
  duo_test_window_settle (window);
  g_object_get (follow, "has-missed", &has_missed, NULL);
  g_assert_true (has_missed);
  g_assert_false (is_at_end (adjustment));

  duo_follow_scroll_to_end (follow);
  duo_test_wait_for (is_at_end (adjustment));
  g_object_get (follow, "has-missed", &has_missed, NULL);
  g_assert_false (has_missed);
  duo_test_window_destroy (window);
}

/* -- Boxes ------------------------------------------------------------------- */

static void
count_refused_cb (GtkWidget    *widget,
                  const GError *error,
                  int          *n_refused)
{
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_TOO_LONG);
  (*n_refused)++;
}

static void
test_box_takes_no_more_than_it_may (void)
{
  GtkWidget *box = g_object_ref_sink (g_object_new (DUO_TYPE_TEXT_BOX, NULL));
  g_autofree char *huge = repeat ("0123456789", DUO_PASTE_MAX_BYTES / 10 + 1);
  GtkTextView *view = GTK_TEXT_VIEW (duo_test_window_find (box, "view"));
  g_autofree char *text = NULL;
  int n_refused = 0;

  g_signal_connect (box, "refused", G_CALLBACK (count_refused_cb), &n_refused);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (view), "kept", -1);
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (view), huge, -1);
  text = duo_text_box_dup_text (DUO_TEXT_BOX (box));
  g_assert_cmpstr (text, ==, "kept");
  g_assert_cmpint (n_refused, ==, 1);
  g_assert_finalize_object (box);
}

static void
test_read_only_box_holds_what_the_program_says (void)
{
  GtkWidget *box =
    g_object_ref_sink (g_object_new (DUO_TYPE_TEXT_BOX, "editable", FALSE, NULL));
  g_autofree char *signal = repeat ("{\"type\":\"offer\"}\\r\\n", 200);
  g_autofree char *text = NULL;

  duo_text_box_set_text (DUO_TEXT_BOX (box), signal);
  text = duo_text_box_dup_text (DUO_TEXT_BOX (box));
  g_assert_cmpstr (text, ==, signal);
  g_assert_finalize_object (box);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static gboolean
press_enter (GtkWidget       *view,
             GdkModifierType  modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  gboolean is_handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_strcmp0 (gtk_event_controller_get_name (controller), "composer-keys") == 0)
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Return, 36, modifiers, &is_handled);
    }

  return is_handled;
}

/* Enter sends; with Shift, or while an input method shows letters, it does not. */
static void
test_composer_enter (void)
{
  GtkWidget *composer = g_object_ref_sink (g_object_new (DUO_TYPE_COMPOSER, NULL));
  GtkWidget *view = GTK_WIDGET (duo_test_window_find (composer, "view"));
  guint n_sent = 0;

  g_signal_connect_swapped (composer, "send-requested", G_CALLBACK (count_cb), &n_sent);
  g_assert_true (press_enter (view, 0));
  g_assert_cmpuint (n_sent, ==, 1);
  g_assert_false (press_enter (view, GDK_SHIFT_MASK));
  g_assert_cmpuint (n_sent, ==, 1);

  g_signal_emit_by_name (view, "preedit-changed", "ni hao");
  (void) press_enter (view, 0);
  g_assert_cmpuint (n_sent, ==, 1);
  g_signal_emit_by_name (view, "preedit-changed", "");
  g_assert_true (press_enter (view, 0));
  g_assert_cmpuint (n_sent, ==, 2);
  g_assert_finalize_object (composer);
}

static void
test_composer (void)
{
  GtkWidget *composer = g_object_ref_sink (g_object_new (DUO_TYPE_COMPOSER, NULL));
  GtkTextView *view = GTK_TEXT_VIEW (duo_test_window_find (composer, "view"));
  g_autofree char *run = repeat ("a", 16000);

  g_assert_true (duo_composer_get_is_empty (DUO_COMPOSER (composer)));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), "some words", -1);
  g_assert_false (duo_composer_get_is_empty (DUO_COMPOSER (composer)));
  g_assert_cmpint (gtk_text_view_get_wrap_mode (view), ==, GTK_WRAP_WORD_CHAR);

  /* Breaking this at words would take seconds for every key. */
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), run, -1);
  g_assert_cmpint (gtk_text_view_get_wrap_mode (view), ==, GTK_WRAP_CHAR);

  duo_composer_clear (DUO_COMPOSER (composer));
  g_assert_true (duo_composer_get_is_empty (DUO_COMPOSER (composer)));
  g_assert_finalize_object (composer);
}

/* -- Layout ------------------------------------------------------------------ */

static void
test_split (void)
{
  GtkWidget *pane = gtk_label_new ("pane");
  GtkWidget *content = gtk_label_new ("content");
  GtkWidget *split = g_object_new (DUO_TYPE_SPLIT, "pane", pane, "content", content, NULL);
  GtkWidget *window = duo_test_window_new (split, 900, 400);
  graphene_rect_t bounds;

  duo_test_window_settle (window);
  g_assert_false (duo_split_get_is_stacked (DUO_SPLIT (split)));
  g_assert_true (gtk_widget_compute_bounds (content, split, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >=, 340);
  g_assert_cmpfloat (bounds.origin.y, <, 1);

  duo_split_set_show_pane (DUO_SPLIT (split), FALSE);
  duo_test_wait_for (!gtk_widget_get_child_visible (pane));
  duo_test_window_settle (window);
  g_assert_true (gtk_widget_compute_bounds (content, split, &bounds));
  g_assert_cmpfloat (bounds.origin.x, <, 1);
  duo_test_window_destroy (window);

  pane = gtk_label_new ("pane");
  content = gtk_label_new ("content");
  split = g_object_new (DUO_TYPE_SPLIT, "pane", pane, "content", content, NULL);
  window = duo_test_window_new (split, 360, 600);
  duo_test_window_settle (window);
  g_assert_true (duo_split_get_is_stacked (DUO_SPLIT (split)));
  g_assert_true (gtk_widget_compute_bounds (content, split, &bounds));
  g_assert_cmpfloat (bounds.origin.x, <, 1);
  g_assert_cmpfloat (bounds.origin.y, >, 1);
  duo_test_window_destroy (window);
}

static void
test_wrap_box (void)
{
  GtkWidget *box = g_object_ref_sink (g_object_new (DUO_TYPE_WRAP_BOX, NULL));
  int least, one_line, narrow;

  for (int i = 0; i < 3; i++)
    {
      GtkWidget *button = gtk_button_new_with_label ("A button");

      gtk_widget_set_parent (button, box);
    }
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 1000, &one_line, NULL, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, least, &narrow, NULL, NULL, NULL);
  g_assert_cmpint (narrow, >, 2 * one_line);
  g_assert_finalize_object (box);
}

int
main (int   argc,
      char *argv[])
{
  duo_test_window_init (&argc, &argv);

  g_test_add_func ("/widgets/row-says-exactly-the-message", test_row_says_exactly_the_message);
  g_test_add_func ("/widgets/row-does-not-freeze", test_row_does_not_freeze);
  g_test_add_func ("/widgets/row-keeps-its-least-height", test_row_keeps_its_least_height);
  g_test_add_func ("/widgets/follow", test_follow);
  g_test_add_func ("/widgets/box-takes-no-more-than-it-may", test_box_takes_no_more_than_it_may);
  g_test_add_func ("/widgets/read-only-box-holds-what-the-program-says",
                   test_read_only_box_holds_what_the_program_says);
  g_test_add_func ("/widgets/composer", test_composer);
  g_test_add_func ("/widgets/composer-enter", test_composer_enter);
  g_test_add_func ("/widgets/split", test_split);
  g_test_add_func ("/widgets/wrap-box", test_wrap_box);

  return g_test_run ();
}
