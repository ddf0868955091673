/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-test-watch.h"

#include <malloc.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The main loop asks poll () between two turns: what lies between the end of one
 * poll () and the begin of the next is what nobody at the keyboard gets an answer in. */

static gint64 turn_began_us; /* monotonic */
static gint64 turn_began_waited_us;
static gint64 turn_began_busy_us;
static gint64 longest_away_us;
static gint64 longest_busy_us;

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

guint
duo_test_count_threads (void)
{
  return count_entries ("/proc/self/task");
}

guint
duo_test_count_files (void)
{
  return count_entries ("/proc/self/fd");
}

static gsize
read_kb (const char *field)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, field);
  g_assert_nonnull (line);

  return strtoul (line + strlen (field), NULL, 10);
}

gsize
duo_test_get_resident_kb (void)
{
  malloc_trim (0);

  return read_kb ("VmRSS:");
}

void
duo_test_reset_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  malloc_trim (0);
  if (file == NULL)
    return;
  fputs ("5", file);
  fclose (file);
}

gsize
duo_test_get_peak_kb (void)
{
  return read_kb ("VmHWM:");
}

/* For how long this thread was ready to run and did not get a processor. */
static gint64
get_waited_us (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents ("/proc/thread-self/schedstat", &text, NULL, NULL))
    return 0;
  words = g_strsplit (text, " ", 3);

  return g_strv_length (words) == 3 ? g_ascii_strtoll (words[1], NULL, 10) / 1000 : 0;
}

static gint64
get_busy_us (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
watched_poll (GPollFD *fds,
              guint    n_fds,
              int      timeout_ms)
{
  gint64 away_us = g_get_monotonic_time () - turn_began_us - (get_waited_us () - turn_began_waited_us);
  int n;

  if (turn_began_us > 0)
    {
      longest_away_us = MAX (longest_away_us, away_us);
      longest_busy_us = MAX (longest_busy_us, get_busy_us () - turn_began_busy_us);
    }
  n = poll ((struct pollfd *) fds, n_fds, timeout_ms);
  turn_began_waited_us = get_waited_us ();
  turn_began_busy_us = get_busy_us ();
  turn_began_us = g_get_monotonic_time ();

  return n;
}

void
duo_test_watch_loop (void)
{
  longest_away_us = 0;
  longest_busy_us = 0;
  turn_began_us = 0;
  g_main_context_set_poll_func (NULL, watched_poll);
}

double
duo_test_get_longest_busy_ms (void)
{
  return longest_busy_us / 1000.0;
}

double
duo_test_get_longest_away_ms (void)
{
  return longest_away_us / 1000.0;
}
