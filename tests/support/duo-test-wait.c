/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-test-wait.h"

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

guint
duo_test_get_patience (void)
{
  const char *text = g_getenv ("DUO_PATIENCE");

  return text != NULL ? (guint) CLAMP (g_ascii_strtoll (text, NULL, 10), 1, 100) : 1;
}

void
duo_test_wait (DuoTestCondition  condition,
               gpointer          user_data,
               guint             timeout_ms,
               const char       *what)
{
  gint64 deadline_us = g_get_monotonic_time () + duo_test_get_patience () * timeout_ms * G_GINT64_CONSTANT (1000);
  /* Wakes the loop, so that the deadline is seen. */
  guint tick_id = g_timeout_add (20, tick_cb, NULL);

  while (!condition (user_data))
    {
      if (g_get_monotonic_time () > deadline_us)
        g_error ("waited %u ms in vain until %s", timeout_ms, what);
      g_main_context_iteration (NULL, TRUE);
    }

  g_source_remove (tick_id);
}

static gboolean
is_past (gpointer user_data)
{
  return g_get_monotonic_time () > *(gint64 *) user_data;
}

void
duo_test_settle (guint duration_ms)
{
  gint64 until_us = g_get_monotonic_time () + duration_ms * G_GINT64_CONSTANT (1000);

  duo_test_wait (is_past, &until_us, duration_ms + 60000, "time has passed");
}
