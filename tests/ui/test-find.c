/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <adwaita.h>
#include <glib/gstdio.h>

#include "duo-chat-pane.h"
#include "duo-day-picker.h"
#include "duo-highlight.h"
#include "duo-message-log.h"
#include "duo-message-row.h"
#include "duo-pane-walk.h"
#include "duo-sayings.h"
#include "duo-test-window.h"

/* Finding things in a conversation, small and large. */

#define MANY (DUO_TEST_RUNNING_SLOWLY ? 20000 : 100000)

/* -- What is marked ------------------------------------------------------------- */

static void
test_highlight_find (void)
{
  static const struct
  {
    const char *text;
    const char *needle;
    const char *found; /* "start-end" of each */
  } cases[] = {
    { "a needle, a NEEDLE", "needle", "2-8 12-18 " },
    { "aaaa", "aa", "0-2 2-4 " },
    { "GRÜSSE", "grüsse", "0-7 " },
    { "Straße", "STRASSE", "0-7 " },
    { "Straße", "s", "0-1 4-6 4-6 " },
    { "漢字 字", "字", "3-6 7-10 " },
    { "nothing", "x", "" },
    { "nothing", "", "" },
    { "", "x", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) ranges = duo_highlight_find (cases[i].text, cases[i].needle);
      g_autoptr (GString) found = g_string_new (NULL);

      for (guint j = 0; j < ranges->len; j++)
        g_string_append_printf (found, "%zu-%zu ", g_array_index (ranges, DuoTextRange, j).start,
                                g_array_index (ranges, DuoTextRange, j).end);
      g_assert_cmpstr (found->str, ==, cases[i].found);
    }
}

/* -- A window with a conversation -------------------------------------------------- */

typedef struct
{
  char *folder;
  DuoStore *store;
  DuoHistory *history;
  DuoConversation *conversation;
  GtkWidget *window;
  GtkWidget *pane;
  GtkWidget *log;
  GtkWidget *entry;
  GtkWidget *count_label;
  GtkWidget *announcer;
} Fixture;

static void
fill_store (Fixture *fixture,
            guint    n)
{
  g_autoptr (DuoHistory) history = duo_history_new (fixture->store, 0, NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_record_unref);
  gint64 end_us = g_get_real_time ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *said = duo_sayings_dup_text (i);
      g_autofree char *text = i % 1000 == 0 ? g_strdup_printf ("%s needle %u", said, i) : g_steal_pointer (&said);

      g_ptr_array_add (records, duo_record_new (duo_sayings_is_mine (i) ? DUO_MESSAGE_MINE : DUO_MESSAGE_THEIRS, text,
                                                duo_sayings_get_time (i, n, end_us)));
    }
  g_assert_true (duo_history_append_many (history, records, NULL));
  g_assert_true (duo_store_commit (fixture->store, NULL));
}

/* The first conversation that is kept there. */
static gint64
get_kept_id (DuoStore *store)
{
  g_autoptr (GPtrArray) kept = duo_store_list_conversations (store, NULL);

  return kept->len > 0 ? ((DuoStoredConversation *) g_ptr_array_index (kept, 0))->id : 0;
}

static void
make_window (Fixture *fixture,
             int      width,
             int      height)
{
  g_autoptr (GSettings) settings_store = g_settings_new_with_path ("io.github.duologue.Duologue", "/io/github/duologue/Duologue/");
  g_autoptr (DuoSettings) settings = duo_settings_new (settings_store);
  g_autoptr (DuoRoster) roster = duo_roster_new (fixture->store);

  fixture->conversation = duo_conversation_new (settings, roster, get_kept_id (fixture->store));
  fixture->history = duo_conversation_get_history (fixture->conversation);
  fixture->window = g_object_new (ADW_TYPE_APPLICATION_WINDOW, "default-width", width, "default-height", height, NULL);
  fixture->pane = g_object_new (DUO_TYPE_CHAT_PANE, NULL);
  duo_chat_pane_set_conversation (DUO_CHAT_PANE (fixture->pane), fixture->conversation);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), fixture->pane);
  duo_chat_pane_add_actions (DUO_CHAT_PANE (fixture->pane), G_ACTION_MAP (fixture->window));
  fixture->log = duo_test_window_find (fixture->pane, "log");
  fixture->entry = duo_test_window_find (fixture->pane, "entry");
  fixture->count_label = duo_test_window_find (fixture->pane, "count_label");
  fixture->announcer = duo_test_window_find (fixture->pane, "announcer");
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  n)
{
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("duo-find-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "talks.db", NULL);
  fixture->store = duo_store_open (path, NULL, NULL);
  fill_store (fixture, GPOINTER_TO_UINT (n));
}

/* Something may be on its way to it still. */
static void
release (gpointer object)
{
  g_test_message ("%s has %u references", G_OBJECT_TYPE_NAME (object), G_OBJECT (object)->ref_count);
  g_object_add_weak_pointer (object, &object);
  g_object_unref (object);
  duo_test_wait_for (object == NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  fixture->history = NULL;
  duo_test_window_destroy (fixture->window);
  duo_conversation_close (fixture->conversation);
  release (fixture->conversation);
  release (fixture->store);
  folder = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      (void) g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static gboolean
says (Fixture    *fixture,
      const char *count)
{
  return g_strcmp0 (gtk_label_get_label (GTK_LABEL (fixture->count_label)), count) == 0;
}

static void
look_for (Fixture    *fixture,
          const char *needle)
{
  gtk_widget_activate_action (fixture->window, "win.find", NULL);
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), needle);
}

/* The row in the log whose message holds TEXT, if it is drawn. */
static GtkWidget *
find_row (GtkWidget  *widget,
          const char *text)
{
  if (DUO_IS_MESSAGE_ROW (widget))
    {
      DuoMessage *message = duo_message_row_get_message (DUO_MESSAGE_ROW (widget));

      return message != NULL && gtk_widget_get_mapped (widget) && strstr (duo_message_get_text (message), text) != NULL
               ? widget
               : NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* A person sees its middle. */
static gboolean
is_in_sight (Fixture    *fixture,
             const char *text)
{
  GtkWidget *row = find_row (fixture->log, text);
  graphene_rect_t bounds;
  graphene_point_t middle;

  if (row == NULL || !gtk_widget_compute_bounds (row, fixture->log, &bounds))
    return FALSE;
  graphene_rect_get_center (&bounds, &middle);

  return middle.y > 0 && middle.y < (float) gtk_widget_get_height (fixture->log);
}

static gboolean
is_marked (Fixture    *fixture,
           const char *text,
           gboolean    is_current)
{
  GtkWidget *row = find_row (fixture->log, text);
  GtkWidget *label = row != NULL ? duo_test_window_find (row, "text_label") : NULL;
  g_autofree char *attributes = NULL;
  PangoAttrList *list;

  if (label == NULL)
    return FALSE;
  list = pango_layout_get_attributes (gtk_label_get_layout (GTK_LABEL (label)));
  attributes = pango_attr_list_to_string (list);

  /* Of the one that was gone to, and of any other. */
  return strstr (attributes, "background") != NULL && gtk_widget_has_css_class (label, "found") == is_current;
}

static void
test_find (Fixture       *fixture,
           gconstpointer  unused)
{
  GtkWidget *bar;

  make_window (fixture, 500, 600);
  bar = duo_test_window_find (fixture->pane, "bar");
  duo_chat_pane_focus_entry (DUO_CHAT_PANE (fixture->pane));
  g_assert_false (gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (bar)));

  look_for (fixture, "NEEDLE");
  duo_test_wait_for (says (fixture, "1 of 5"));
  duo_test_wait_for (is_in_sight (fixture, "needle 4000"));
  g_assert_true (is_marked (fixture, "needle 4000", TRUE));
  gtk_widget_activate_action (fixture->window, "win.find-next", NULL);
  duo_test_wait_for (says (fixture, "2 of 5"));
  duo_test_wait_for (is_in_sight (fixture, "needle 3000"));
  gtk_widget_activate_action (fixture->window, "win.find-previous", NULL);
  duo_test_wait_for (is_in_sight (fixture, "needle 4000"));
  /* Before the first letter stands still, Enter looks for what is written. */
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "needle 1000");
  g_signal_emit_by_name (fixture->entry, "activate");
  duo_test_wait_for (is_in_sight (fixture, "needle 1000"));
  duo_test_wait_for (is_marked (fixture, "needle 1000", TRUE));
  g_assert_true (says (fixture, "1 of 1"));

  look_for (fixture, "no such thing");
  duo_test_wait_for (says (fixture, "Nothing found"));
  g_assert_false (g_action_get_enabled (g_action_map_lookup_action (G_ACTION_MAP (fixture->window), "find-next")));

  /* Closed, nothing is marked, and the focus is where it was. */
  g_signal_emit_by_name (fixture->entry, "stop-search");
  duo_test_wait_for (!gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (bar)));
  g_assert_false (is_marked (fixture, "needle 1000", TRUE) || is_marked (fixture, "needle 1000", FALSE));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)),
                                         duo_test_window_find (fixture->pane, "composer")));
}

static void
test_day (Fixture       *fixture,
          gconstpointer  unused)
{
  GtkWidget *calendar;
  g_autoptr (GDateTime) first = NULL;
  g_autoptr (GDateTime) future = NULL;
  g_autoptr (DuoMessage) message = NULL;
  GtkWidget *label;

  make_window (fixture, 500, 600);
  duo_test_window_settle (fixture->window);
  gtk_widget_activate_action (fixture->window, "win.go-to-day", NULL);
  calendar = duo_test_window_find (fixture->pane, "calendar");
  label = duo_test_window_find (fixture->pane, "day_label");
  g_assert_nonnull (calendar);
  message = g_list_model_get_item (G_LIST_MODEL (fixture->history), 0);
  first = g_date_time_new_from_unix_local (duo_message_get_sent_at_us (message) / G_USEC_PER_SEC);
  future = g_date_time_new_local (2999, 1, 1, 0, 0, 0);

  gtk_calendar_select_day (GTK_CALENDAR (calendar), future);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "Nothing was said on this day or later.");
  gtk_calendar_select_day (GTK_CALENDAR (calendar), first);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), !=, "Nothing was said on this day or later.");
  g_assert_true (gtk_calendar_get_day_is_marked (GTK_CALENDAR (calendar), (guint) g_date_time_get_day_of_month (first)));
  duo_test_wait_for (is_in_sight (fixture, "needle 0"));

  /* Afterwards the person is there. */
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (calendar, GTK_TYPE_POPOVER)));
  duo_test_wait_for (duo_message_log_get_focused (DUO_MESSAGE_LOG (fixture->log)) != NULL);
  g_assert_nonnull (strstr (duo_message_get_text (duo_message_log_get_focused (DUO_MESSAGE_LOG (fixture->log))), "needle 0"));
}

static gboolean
is_name (Fixture    *fixture,
         const char *name)
{
  g_autofree char *failure = gtk_test_accessible_check_property (GTK_ACCESSIBLE (fixture->announcer),
                                                                 GTK_ACCESSIBLE_PROPERTY_LABEL, name);

  return failure == NULL;
}

static void
say (Fixture    *fixture,
     const char *text,
     const char *author)
{
  g_autoptr (DuoRecord) record =
    duo_record_new (author != NULL ? DUO_MESSAGE_THEIRS : DUO_MESSAGE_MINE, text, g_get_real_time ());

  record->author = g_strdup (author);
  g_assert_nonnull (duo_history_append (fixture->history, record, NULL));
}

/* Politely: once a moment, and not what I said myself. */
static void
test_announced (Fixture       *fixture,
                gconstpointer  unused)
{
  make_window (fixture, 500, 600);
  duo_test_wait_for (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  say (fixture, "Hello", "Bob");
  duo_test_wait_for (is_name (fixture, "Bob: Hello"));
  say (fixture, "mine", NULL);
  say (fixture, "one", "Bob");
  say (fixture, "two", "Bob");
  say (fixture, "three", "Bob");
  duo_test_wait_for (is_name (fixture, "3 new messages. The last one is: Bob: three"));
  look_for (fixture, "hello");
  duo_test_wait_for (is_name (fixture, "1 of 1: Hello"));
}

static void
test_pane_walk (Fixture       *fixture,
                gconstpointer  unused)
{
  GtkWidget *panes[3];
  GtkWindow *window;

  make_window (fixture, 500, 600);
  window = GTK_WINDOW (fixture->window);
  duo_chat_pane_get_panes (DUO_CHAT_PANE (fixture->pane), panes);
  duo_test_window_settle (fixture->window);
  duo_chat_pane_focus_entry (DUO_CHAT_PANE (fixture->pane));
  /* The bar is away and is left out. */
  g_assert_true (duo_pane_walk (window, panes, 3, GTK_DIR_TAB_FORWARD));
  g_assert_nonnull (duo_message_log_get_focused (DUO_MESSAGE_LOG (fixture->log)));
  g_assert_true (duo_pane_walk (window, panes, 3, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), panes[2]));
  look_for (fixture, "");
  duo_test_window_settle (fixture->window);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), panes[0]));
  g_assert_true (duo_pane_walk (window, panes, 3, GTK_DIR_TAB_BACKWARD));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), panes[2]));
  g_assert_true (duo_pane_walk (window, panes, 3, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window), panes[0]));
}

/* -- Many ------------------------------------------------------------------------ */

/* What the process itself does: on a busy machine the clock tells about the others. */
static double
cpu_ms (void)
{
  struct timespec spec;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &spec);

  return (double) spec.tv_sec * 1e3 + (double) spec.tv_nsec / 1e6;
}

static int
compare (const void *a,
         const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

static void
scroll_and_print (Fixture *fixture)
{
  GtkWidget *list = duo_test_window_find (fixture->log, "list");
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (list));
  double times_ms[100];

  for (gsize i = 0; i < G_N_ELEMENTS (times_ms); i++)
    {
      double began_ms = cpu_ms ();

      gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 40);
      gtk_widget_queue_draw (fixture->window);
      gtk_test_widget_wait_for_draw (fixture->window);
      times_ms[i] = cpu_ms () - began_ms;
    }
  qsort (times_ms, G_N_ELEMENTS (times_ms), sizeof *times_ms, compare);
  g_test_message ("work for a frame while scrolling: median %.1f ms, 95 of 100 under %.1f ms, longest %.1f ms",
                  times_ms[50], times_ms[95], times_ms[99]);
}

/* Loaded, scrolled, searched; the times are printed, the content is checked. */
static void
test_many (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autofree char *last_said = duo_sayings_dup_text (MANY - 1);
  g_autofree char *all = g_strdup_printf ("1 of %d", MANY / 1000);
  double began_ms = cpu_ms ();

  make_window (fixture, 560, 720);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->history)), ==, MANY);
  duo_test_wait_for (is_in_sight (fixture, last_said));
  g_test_message ("%d messages: opened and shown after %.0f ms of work", MANY, cpu_ms () - began_ms);
  scroll_and_print (fixture);

  began_ms = cpu_ms ();
  look_for (fixture, "needle");
  duo_test_wait_for (g_str_has_prefix (gtk_label_get_label (GTK_LABEL (fixture->count_label)), "1 of "));
  g_test_message ("the first is found after %.0f ms of work", cpu_ms () - began_ms);
  duo_test_wait_for (says (fixture, all));
  g_test_message ("all of them after %.0f ms", cpu_ms () - began_ms);
  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *place = g_strdup_printf ("%d of %d", i, MANY / 1000);
      g_autofree char *text = g_strdup_printf ("needle %d", MANY - 1000 * i);

      duo_test_wait_for (says (fixture, place));
      duo_test_wait_for (is_in_sight (fixture, text));
      gtk_widget_activate_action (fixture->window, "win.find-next", NULL);
    }
  look_for (fixture, "needle 0");
  duo_test_wait_for (is_in_sight (fixture, "needle 0"));
  g_assert_true (is_marked (fixture, "needle 0", TRUE));
}

#define ADD(name, n, function) \
  g_test_add ("/find/" name, Fixture, GUINT_TO_POINTER (n), set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  (void) g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  (void) g_setenv ("GTK_A11Y", "test", TRUE);
  duo_test_window_init (&argc, &argv);

  g_test_add_func ("/find/highlight", test_highlight_find);
  ADD ("find", 5000, test_find);
  ADD ("day", 5000, test_day);
  ADD ("announced", 3, test_announced);
  ADD ("pane-walk", 30, test_pane_walk);
  ADD ("many", MANY, test_many);

  return g_test_run ();
}
