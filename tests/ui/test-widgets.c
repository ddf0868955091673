/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>

#include "duo-composer.h"
#include "duo-follow.h"
#include "duo-limits.h"
#include "duo-message-row.h"
#include "duo-proto-error.h"
#include "duo-split.h"
#include "duo-text-box.h"
#include "duo-wrap-box.h"

/* What one hostile message may cost the window. */
#define FREEZE_US (G_USEC_PER_SEC / 2)
#define DEADLINE_US (10 * G_USEC_PER_SEC)

/* A sanitizer makes everything several times slower. */
#if defined(__SANITIZE_ADDRESS__)
#define RUNNING_SLOWLY TRUE
#else
#define RUNNING_SLOWLY FALSE
#endif

static GtkWidget *
show (GtkWidget *child,
      int        width,
      int        height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  return window;
}

static void
end (GtkWidget *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  for (int i = 0; window != NULL && i < 1000; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (window);
}

static GtkWidget *
find (GtkWidget  *widget,
      const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, id);

      if (found != NULL)
        return found;
    }

  return NULL;
}

#define wait_for(condition)                                     \
  G_STMT_START                                                  \
  {                                                             \
    gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US; \
    while (!(condition))                                        \
      {                                                         \
        if (g_get_monotonic_time () > deadline_us)              \
          g_error ("waited in vain for %s", #condition);        \
        g_main_context_iteration (NULL, FALSE);                 \
      }                                                         \
  }                                                             \
  G_STMT_END

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
  g_autoptr (DuoMessage) message =
    duo_message_new (DUO_MESSAGE_THEIRS, NULL, text, g_get_real_time ());

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
  GtkWidget *window = show (row, 400, 200);
  g_autofree char *long_url = repeat ("https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaa/", 4);
  GtkLabel *label = GTK_LABEL (find (row, "text_label"));

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      set_text (DUO_MESSAGE_ROW (row), texts[i]);
      g_assert_cmpstr (gtk_label_get_text (label), ==, texts[i]);
    }

  /* No break points that would be copied along. */
  set_text (DUO_MESSAGE_ROW (row), long_url);
  g_assert_cmpstr (gtk_label_get_text (label), ==, long_url);
  end (window);
}

static void
test_row_does_not_freeze (void)
{
  static const char *const parts[] = { "a", "word and ", "l\n", "\u200d", "e\u0301", "字", "<>&", "\u202e",
                                       "https://a.b/" };
  GtkWidget *row = duo_message_row_new ();
  GtkWidget *window = show (row, 360, 300);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *text = repeat (parts[i], 60000 / strlen (parts[i]));
      gint64 began_us = g_get_monotonic_time ();
      int height;

      set_text (DUO_MESSAGE_ROW (row), text);
      gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 340, &height, NULL, NULL, NULL);
      g_test_message ("%s: %d px after %d ms", parts[i], height,
                      (int) ((g_get_monotonic_time () - began_us) / 1000));
      if (!RUNNING_SLOWLY)
        g_assert_cmpint (g_get_monotonic_time () - began_us, <, FREEZE_US);
      g_assert_cmpint (g_utf8_strlen (gtk_label_get_text (GTK_LABEL (find (row, "text_label"))), -1), <=,
                       DUO_SHOWN_TEXT_MAX_CHARS + 1);
    }
  end (window);
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
  g_autoptr (DuoMessage) message =
    duo_message_new (DUO_MESSAGE_MINE, NULL, text, g_get_real_time ());

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
settle (GtkWidget *window)
{
  for (int i = 0; i < 5; i++)
    {
      gtk_widget_queue_draw (window);
      gtk_test_widget_wait_for_draw (window);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
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
  window = show (scroller, 400, 300);
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  for (int i = 0; i < 60; i++)
    say (store, i % 7 == 3 ? tall : "short");
  wait_for (is_at_end (adjustment));

  /* A row that is higher than the view ends the following for nobody. */
  say (store, tall);
  settle (window);
  wait_for (is_at_end (adjustment));
  g_assert_true (duo_follow_get_is_following (follow));

  gtk_adjustment_set_value (adjustment, 10);
  settle (window);
  g_assert_false (duo_follow_get_is_following (follow));
  say (store, "while away");
  settle (window);
  g_object_get (follow, "has-missed", &has_missed, NULL);
  g_assert_true (has_missed);
  g_assert_false (is_at_end (adjustment));

  duo_follow_scroll_to_end (follow);
  wait_for (is_at_end (adjustment));
  g_object_get (follow, "has-missed", &has_missed, NULL);
  g_assert_false (has_missed);
  end (window);
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
  GtkTextView *view = GTK_TEXT_VIEW (find (box, "view"));
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
  GtkWidget *view = GTK_WIDGET (find (composer, "view"));
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
  GtkTextView *view = GTK_TEXT_VIEW (find (composer, "view"));
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
  GtkWidget *window = show (split, 900, 400);
  graphene_rect_t bounds;

  settle (window);
  g_assert_false (duo_split_get_is_stacked (DUO_SPLIT (split)));
  g_assert_true (gtk_widget_compute_bounds (content, split, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >=, 340);
  g_assert_cmpfloat (bounds.origin.y, <, 1);

  duo_split_set_show_pane (DUO_SPLIT (split), FALSE);
  wait_for (!gtk_widget_get_child_visible (pane));
  settle (window);
  g_assert_true (gtk_widget_compute_bounds (content, split, &bounds));
  g_assert_cmpfloat (bounds.origin.x, <, 1);
  end (window);

  pane = gtk_label_new ("pane");
  content = gtk_label_new ("content");
  split = g_object_new (DUO_TYPE_SPLIT, "pane", pane, "content", content, NULL);
  window = show (split, 360, 600);
  settle (window);
  g_assert_true (duo_split_get_is_stacked (DUO_SPLIT (split)));
  g_assert_true (gtk_widget_compute_bounds (content, split, &bounds));
  g_assert_cmpfloat (bounds.origin.x, <, 1);
  g_assert_cmpfloat (bounds.origin.y, >, 1);
  end (window);
}

static void
test_wrap_box (void)
{
  GtkWidget *box = g_object_ref_sink (g_object_new (DUO_TYPE_WRAP_BOX, NULL));
  int one_line, narrow;

  for (int i = 0; i < 3; i++)
    {
      GtkWidget *button = gtk_button_new_with_label ("A button");

      gtk_widget_set_parent (button, box);
    }
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 1000, &one_line, NULL, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 90, &narrow, NULL, NULL, NULL);
  g_assert_cmpint (narrow, >, 2 * one_line);
  g_assert_finalize_object (box);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/widgets/row-says-exactly-the-message", test_row_says_exactly_the_message);
  g_test_add_func ("/widgets/row-does-not-freeze", test_row_does_not_freeze);
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
