/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "net-lines.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  GMainLoop *loop; /* (borrowed) */
  NetCommandFunc func;
  gpointer user_data;
} Lines;

static gboolean
readable_cb (GIOChannel   *channel,
             GIOCondition  condition,
             gpointer      user_data)
{
  Lines *lines = user_data;
  g_autofree char *line = NULL;
  char *argument;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      g_main_loop_quit (lines->loop);
      return G_SOURCE_REMOVE;
    }

  g_strchomp (line);
  argument = strchr (line, ' ');
  if (argument != NULL)
    *argument++ = '\0';

  if (g_str_equal (line, "quit"))
    g_main_loop_quit (lines->loop);
  else
    lines->func (line, argument != NULL ? argument : "", lines->user_data);

  return G_SOURCE_CONTINUE;
}

void
net_lines_run (NetCommandFunc func,
               gpointer       user_data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (STDIN_FILENO);
  Lines lines = { loop, func, user_data };
  guint watch_id = g_io_add_watch (input, G_IO_IN | G_IO_HUP, readable_cb, &lines);

  net_lines_tell ("ready");
  g_main_loop_run (loop);
  if (g_main_context_find_source_by_id (NULL, watch_id) != NULL)
    g_source_remove (watch_id);
}

void
net_lines_tell (const char *format,
                ...)
{
  va_list arguments;

  printf ("%.3f ", (double) g_get_monotonic_time () / 1000);
  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

void
net_lines_tell_text (const char *event,
                     const char *text,
                     gssize      length)
{
  g_autofree char *whole = length < 0 ? g_strdup (text) : g_strndup (text, length);
  g_autoptr (GString) line = g_string_new (whole);

  g_string_replace (line, "\\", "\\\\", 0);
  g_string_replace (line, "\n", "\\n", 0);
  net_lines_tell ("%s %s", event, line->str);
}
