/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <adwaita.h>
#include <glib-unix.h>
#include <glib/gstdio.h>

#include "duo-history.h"
#include "duo-message-log.h"
#include "duo-sayings.h"

/* What the list of messages costs: pane [--plain] [--short] [--flood] MESSAGES
 *
 * --plain measures the limit instead: GTK's own list view with a label a message.  --short
 * ends after some were appended; --flood adds what happens when a friend sends without end.
 *
 * Every figure is all processor time of this process for one step and the frame
 * that shows it, in milliseconds; what the X server draws is not in it.  Only how
 * long input waits is told by the clock, with what else the machine does.  Prints,
 * and never fails on a time. */

#define FLOOD_PER_S 10000
#define FLOOD_S 5
#define INPUT_EVERY_US 10000
#define FILL_MESSAGES 2000

enum
{
  FRAMES = 20,
  APPENDS = 60,
  SCROLL_STEPS = 100,
  JUMPS = 15,
};

/* -- Measuring ------------------------------------------------------------------ */

static double
cpu_ms (void)
{
  struct timespec spec;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &spec);

  return (double) spec.tv_sec * 1e3 + (double) spec.tv_nsec / 1e6;
}

static void
painted_cb (gboolean *is_painted)
{
  *is_painted = TRUE;
}

/* Until N frames were painted and there is nothing left to do. */
static void
settle (GtkWidget *window,
        guint      n_frames)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  for (guint i = 0; i < n_frames; i++)
    {
      gboolean is_painted = FALSE;
      gulong id = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &is_painted);

      gtk_widget_queue_draw (window);
      while (!is_painted)
        g_main_context_iteration (NULL, TRUE);
      g_signal_handler_disconnect (clock, id);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static int
compare (const void *a,
         const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

static void
print (const char *what,
       GArray     *times_ms)
{
  g_array_sort (times_ms, compare);
  printf ("%-42s median %7.2f   p95 %7.2f   max %7.2f   (%u)\n", what,
          g_array_index (times_ms, double, times_ms->len / 2),
          g_array_index (times_ms, double, times_ms->len * 95 / 100),
          g_array_index (times_ms, double, times_ms->len - 1), times_ms->len);
  g_array_set_size (times_ms, 0);
}

static double
memory_mb (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "VmRSS:");

  return line != NULL ? strtod (line + strlen ("VmRSS:"), NULL) / 1024 : 0;
}

typedef struct
{
  GtkWidget *window;
  GtkWidget *log; /* or what the plain list scrolls in */
  GtkWidget *list;
  GtkAdjustment *adjustment;
  GListModel *model;   /* the history, or the plain strings */
  gint64 conversation; /* whose history is in the file … */
  const char *path;    /* … of this name; NULL: plain */
  GArray *times_ms;
} Bench;

/* -- The two lists --------------------------------------------------------------- */

static DuoRecord *
make_record (guint index,
             guint n_items)
{
  g_autofree char *text = duo_sayings_dup_text (index);

  return duo_record_new (duo_sayings_is_mine (index) ? DUO_MESSAGE_MINE : DUO_MESSAGE_THEIRS, text,
                         duo_sayings_get_time (index, n_items, g_get_real_time ()));
}

static void
append (Bench *bench)
{
  guint n_items = g_list_model_get_n_items (bench->model);
  g_autoptr (DuoRecord) record = NULL;
  g_autofree char *text = NULL;

  if (bench->path == NULL)
    {
      text = duo_sayings_dup_text (n_items);
      gtk_string_list_append (GTK_STRING_LIST (bench->model), text);
      return;
    }
  record = make_record (n_items, n_items + 1);
  duo_history_append (DUO_HISTORY (bench->model), record, NULL);
}

static void
scroll_to (Bench *bench,
           guint  position)
{
  guint n_items = g_list_model_get_n_items (bench->model);

  if (bench->path == NULL)
    gtk_widget_activate_action (bench->list, "list.scroll-to-item", "u", position);
  else if (position == n_items - 1)
    duo_message_log_scroll_to_end (DUO_MESSAGE_LOG (bench->log));
  else
    duo_message_log_scroll_to (DUO_MESSAGE_LOG (bench->log), position, FALSE);
}

static void
scroll_to_end (Bench *bench)
{
  scroll_to (bench, g_list_model_get_n_items (bench->model) - 1);
}

static void
set_up_label_cb (GtkSignalListItemFactory *factory,
                 GtkListItem              *item)
{
  gtk_list_item_set_child (item, g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL));
}

static void
bind_label_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  GtkStringObject *object = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (object));
}

static GtkWidget *
make_plain_list (GListModel *model)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (model)));
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (set_up_label_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_label_cb), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), gtk_list_view_new (selection, factory));

  return scrolled;
}

/* A conversation in a file, as it was left by the program. */
static void
fill_file (Bench *bench,
           guint  n_items)
{
  g_autoptr (DuoStore) store = duo_store_open (bench->path, NULL, NULL);
  g_autoptr (DuoHistory) history = duo_history_new (store, 0, NULL);

  for (guint i = 0; i < n_items;)
    {
      g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_record_unref);

      for (guint j = 0; j < FILL_MESSAGES && i < n_items; j++, i++)
        g_ptr_array_add (records, make_record (i, n_items));
      duo_history_append_many (history, records, NULL);
    }
  bench->conversation = duo_history_get_id (history);
  duo_store_settle (store, NULL);
}

static void
open_model (Bench *bench,
            guint  n_items)
{
  g_autoptr (DuoStore) store = NULL;

  if (bench->path != NULL)
    {
      store = duo_store_open (bench->path, NULL, NULL);
      bench->model = G_LIST_MODEL (duo_history_new (store, bench->conversation, NULL));
      bench->log = g_object_new (DUO_TYPE_MESSAGE_LOG, NULL);
      duo_message_log_set_model (DUO_MESSAGE_LOG (bench->log), bench->model);
      return;
    }

  bench->model = G_LIST_MODEL (gtk_string_list_new (NULL));
  for (guint i = 0; i < n_items; i++)
    append (bench);
  bench->log = make_plain_list (bench->model);
}

/* -- Steps ------------------------------------------------------------------------ */

static GtkWidget *
find (GtkWidget *widget,
      GType      type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* So that nobody is glad about how fast nothing is drawn. */
static guint
count_rows (GtkWidget *list)
{
  guint n_rows = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    n_rows += gtk_widget_get_mapped (row);

  return n_rows;
}

static void
measure_step (Bench  *bench,
              double  began_ms)
{
  double spent_ms;

  settle (bench->window, 1);
  spent_ms = cpu_ms () - began_ms;
  g_array_append_val (bench->times_ms, spent_ms);
}

static void
bench_frames (Bench      *bench,
              const char *what)
{
  for (int i = 0; i < FRAMES; i++)
    measure_step (bench, cpu_ms ());
  print (what, bench->times_ms);
}

/* By this name callgrind knows it. */
G_NO_INLINE static void
bench_append (Bench *bench)
{
  for (int i = 0; i < APPENDS; i++)
    {
      double began_ms = cpu_ms ();

      append (bench);
      scroll_to_end (bench);
      measure_step (bench, began_ms);
    }
  print ("append at the bottom", bench->times_ms);
}

static void
bench_scroll (Bench      *bench,
              const char *what,
              double      step)
{
  for (int i = 0; i < SCROLL_STEPS; i++)
    {
      double began_ms = cpu_ms ();

      gtk_adjustment_set_value (bench->adjustment, gtk_adjustment_get_value (bench->adjustment) + step);
      measure_step (bench, began_ms);
    }
  g_assert (count_rows (bench->list) > 0);
  print (what, bench->times_ms);
}

static void
bench_jump (Bench *bench)
{
  for (int i = 0; i < JUMPS; i++)
    {
      double began_ms = cpu_ms ();

      scroll_to (bench, (guint) g_random_int_range (0, (int) g_list_model_get_n_items (bench->model)));
      measure_step (bench, began_ms);
      settle (bench->window, 4);
    }
  print ("jump to any row, first frame", bench->times_ms);
}

/* -- Search ------------------------------------------------------------------------ */

static void
found_cb (GArray   *ids,
          gpointer  user_data)
{
  gboolean *is_over = user_data;

  *is_over = ids == NULL;
}

/* All of it, for something that is nowhere. */
static void
search_once (Bench *bench)
{
  static const char needle[] = "nobody ever said this";

  if (bench->path != NULL)
    {
      gboolean is_over = FALSE;

      duo_history_search (DUO_HISTORY (bench->model), needle, found_cb, &is_over);
      while (!is_over)
        g_main_context_iteration (NULL, TRUE);
    }
  else
    {
      GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
      GtkStringFilter *filter = gtk_string_filter_new (expression);
      g_autoptr (GtkFilterListModel) found = NULL;

      gtk_string_filter_set_search (filter, needle);
      found = gtk_filter_list_model_new (g_object_ref (bench->model), GTK_FILTER (filter));
      g_assert (g_list_model_get_n_items (G_LIST_MODEL (found)) == 0);
    }
}

static void
bench_search (Bench *bench)
{
  for (int i = 0; i < 5; i++)
    {
      double began_ms = cpu_ms ();
      double spent_ms;

      search_once (bench);
      spent_ms = cpu_ms () - began_ms;
      g_array_append_val (bench->times_ms, spent_ms);
    }
  print ("search all of it", bench->times_ms);
}

/* -- Input ------------------------------------------------------------------------ */

typedef struct
{
  int fds[2];
  guint source_id;
  GThread *thread;
  int is_over; /* (atomic) */
  GArray *waits_ms;
} Input;

/* Stands for the X server, which waits for nobody: each event is when it was sent. */
static gpointer
send_thread (gpointer user_data)
{
  Input *input = user_data;

  while (!g_atomic_int_get (&input->is_over))
    {
      gint64 now_us = g_get_monotonic_time ();
      gssize n_written = write (input->fds[1], &now_us, sizeof now_us);

      g_assert (n_written == sizeof now_us);
      g_usleep (INPUT_EVERY_US);
    }

  return NULL;
}

static gboolean
input_cb (int          fd,
          GIOCondition condition,
          gpointer     user_data)
{
  Input *input = user_data;
  gint64 sent_us;
  gssize n_read = read (fd, &sent_us, sizeof sent_us);
  double wait_ms = (double) (g_get_monotonic_time () - sent_us) / 1e3;

  g_assert (n_read == sizeof sent_us);
  g_array_append_val (input->waits_ms, wait_ms);

  return G_SOURCE_CONTINUE;
}

/* Is read where and when GDK reads what the X server sends. */
static void
input_start (Input *input)
{
  gboolean is_open = g_unix_open_pipe (input->fds, FD_CLOEXEC, NULL);

  g_assert (is_open);
  input->waits_ms = g_array_new (FALSE, FALSE, sizeof (double));
  input->source_id = g_unix_fd_add_full (GDK_PRIORITY_EVENTS, input->fds[0], G_IO_IN, input_cb, input, NULL);
  input->thread = g_thread_new ("input", send_thread, input);
}

static void
input_stop (Input      *input,
            const char *what)
{
  g_atomic_int_set (&input->is_over, TRUE);
  g_thread_join (input->thread);
  g_source_remove (input->source_id);
  close (input->fds[0]);
  close (input->fds[1]);
  print (what, input->waits_ms);
  g_array_unref (input->waits_ms);
}

/* -- The flood ------------------------------------------------------------------- */

typedef struct
{
  gint64 began_us;
  double checked_ms;
  guint n_said;
  Bench *bench;
  GArray *stalls_ms;
} Flood;

static gboolean
say_cb (gpointer user_data)
{
  Flood *flood = user_data;
  gint64 due = (g_get_monotonic_time () - flood->began_us) * FLOOD_PER_S / G_USEC_PER_SEC;

  while ((gint64) flood->n_said < due)
    {
      append (flood->bench);
      flood->n_said++;
    }

  return G_SOURCE_CONTINUE;
}

/* Where input is handled, it would have waited for so much work. */
static gboolean
check_cb (gpointer user_data)
{
  Flood *flood = user_data;
  double now_ms = cpu_ms ();
  double stall_ms = now_ms - flood->checked_ms;

  g_array_append_val (flood->stalls_ms, stall_ms);
  flood->checked_ms = now_ms;

  return G_SOURCE_CONTINUE;
}

static void
bench_flood (Bench *bench)
{
  GListModel *shown = G_LIST_MODEL (duo_message_log_get_marks (DUO_MESSAGE_LOG (bench->log)));
  Flood flood = { .bench = bench, .stalls_ms = bench->times_ms };
  Input input = { .is_over = FALSE };
  guint say_id, check_id;
  gint64 ended_us;
  guint n_frames_shown;

  scroll_to_end (bench);
  settle (bench->window, 4);
  flood.began_us = g_get_monotonic_time ();
  flood.checked_ms = cpu_ms ();
  n_frames_shown = g_list_model_get_n_items (shown);
  say_id = g_timeout_add (1, say_cb, &flood);
  check_id = g_timeout_add_full (G_PRIORITY_HIGH, 5, check_cb, &flood, NULL);
  input_start (&input);
  while (g_get_monotonic_time () - flood.began_us < FLOOD_S * G_USEC_PER_SEC)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (say_id);
  printf ("%u messages in %d s, %u of them on the screen meanwhile\n", flood.n_said, FLOOD_S,
          g_list_model_get_n_items (shown) - n_frames_shown);
  print ("flood: work until input is handled", bench->times_ms);
  input_stop (&input, "flood: input waits, by the clock");

  ended_us = g_get_monotonic_time ();
  flood.checked_ms = cpu_ms ();
  while (g_list_model_get_n_items (shown) < g_list_model_get_n_items (bench->model))
    g_main_context_iteration (NULL, TRUE);
  settle (bench->window, 4);
  printf ("all are shown %.0f ms after the last one\n", (double) (g_get_monotonic_time () - ended_us) / 1e3);
  print ("calm again: work until input is handled", bench->times_ms);
  g_source_remove (check_id);
}

static void
open_log (Bench *bench,
          guint  n_items)
{
  double before_mb = memory_mb ();
  double began_ms = cpu_ms (), load_ms;

  open_model (bench, n_items);
  gtk_window_set_child (GTK_WINDOW (bench->window), bench->log);
  bench->list = find (bench->log, GTK_TYPE_LIST_VIEW);
  bench->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (bench->list));
  if (bench->path == NULL)
    {
      settle (bench->window, 1);
      scroll_to_end (bench);
    }
  while (count_rows (bench->list) == 0)
    settle (bench->window, 1);
  load_ms = cpu_ms () - began_ms;
  g_array_append_val (bench->times_ms, load_ms);
  print ("load until rows are shown", bench->times_ms);
  settle (bench->window, 3);
  printf ("%u messages: %u rows in sight, %.1f MB more\n", n_items, count_rows (bench->list),
          memory_mb () - before_mb);
}

static void
bench_rest (Bench *bench)
{
  bench_scroll (bench, "scroll up, 40 px", -40);
  bench_scroll (bench, "scroll down, 40 px", 40);
  bench_scroll (bench, "scroll up, 400 px", -400);
  bench_jump (bench);
  bench_scroll (bench, "scroll up in the middle, 40 px", -40);
  bench_search (bench);
}

static void
open_window (Bench *bench)
{
  bench->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (bench->window), 560, 720);
  gtk_window_present (GTK_WINDOW (bench->window));
  settle (bench->window, 5);
  bench_frames (bench, "empty window, a frame");
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/duologue/Duologue/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;

  while (names != NULL && (name = g_dir_read_name (names)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  gboolean is_plain = FALSE, is_short = FALSE, is_flooded = FALSE;
  const GOptionEntry options[] = {
    { "plain", 0, 0, G_OPTION_ARG_NONE, &is_plain, NULL, NULL },
    { "short", 0, 0, G_OPTION_ARG_NONE, &is_short, NULL, NULL },
    { "flood", 0, 0, G_OPTION_ARG_NONE, &is_flooded, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("MESSAGES");
  g_autofree char *folder = g_dir_make_tmp ("duo-pane-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "history", NULL);
  Bench bench = { .times_ms = g_array_new (FALSE, FALSE, sizeof (double)) };
  guint n_items;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || argc != 2)
    return 2;
  n_items = (guint) g_ascii_strtoull (argv[1], NULL, 10);

  adw_init ();
  load_style ();
  if (!is_plain)
    {
      bench.path = path;
      fill_file (&bench, n_items);
    }
  open_window (&bench);
  open_log (&bench, n_items);
  bench_frames (&bench, "log shown, a frame");
  bench_append (&bench);
  if (!is_short)
    bench_rest (&bench);
  if (is_flooded)
    bench_flood (&bench);
  printf ("%.1f MB in all\n", memory_mb ());

  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_object_unref (bench.model);
  g_array_unref (bench.times_ms);
  remove_folder (folder);

  return EXIT_SUCCESS;
}
