/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-text-run.h"

/* 256 letters cost about 1 ms, 16,000 more than a second. */
#define LONG_RUN_CHARS 256

/* A text view lays the whole paragraph out again at every key. */
#define LONG_PARAGRAPH_CHARS 20000

static gboolean
has_run (const char *text,
         int         run_limit,
         int         paragraph_limit)
{
  int run = 0, paragraph = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      run = g_unichar_isspace (c) ? 0 : run + 1;
      paragraph = c == '\n' ? 0 : paragraph + 1;
      if (run > run_limit || paragraph > paragraph_limit)
        return TRUE;
    }

  return FALSE;
}

gboolean
duo_text_run_is_long (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return has_run (text, LONG_RUN_CHARS, G_MAXINT);
}

/* Runs before the view lays the new text out, which is done when idle. */
static void
buffer_changed_cb (GtkTextView   *view,
                   GtkTextBuffer *buffer)
{
  g_autofree char *text = NULL;
  gboolean is_long = FALSE;

  if (gtk_text_buffer_get_char_count (buffer) > LONG_RUN_CHARS)
    {
      g_object_get (buffer, "text", &text, NULL);
      is_long = has_run (text, LONG_RUN_CHARS, LONG_PARAGRAPH_CHARS);
    }

  gtk_text_view_set_wrap_mode (view, is_long ? GTK_WRAP_CHAR : GTK_WRAP_WORD_CHAR);
}

void
duo_text_run_watch (GtkTextView *view)
{
  GtkTextBuffer *buffer;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  buffer = gtk_text_view_get_buffer (view);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (buffer_changed_cb), view, G_CONNECT_SWAPPED);
  buffer_changed_cb (view, buffer);
}

static void
tag_all_cb (GtkTextBuffer *buffer,
            GtkTextTag    *tag)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
}

void
duo_text_run_hide_hyphens (GtkTextView *view)
{
  GtkTextBuffer *buffer;
  GtkTextTag *tag;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));

  buffer = gtk_text_view_get_buffer (view);
  tag = gtk_text_buffer_create_tag (buffer, /* tag_name= */ NULL, "insert-hyphens", FALSE, NULL);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (tag_all_cb), tag, 0);
}
