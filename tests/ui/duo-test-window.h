/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DUO_TEST_DEADLINE_US (10 * G_USEC_PER_SEC)

/* A sanitizer makes everything several times slower. */
#if defined(__SANITIZE_ADDRESS__)
#define DUO_TEST_RUNNING_SLOWLY TRUE
#else
#define DUO_TEST_RUNNING_SLOWLY FALSE
#endif

/* In place of g_test_init (), gtk_init () and adw_init ().  What GTK is known to say by itself ends no test,
 * every other warning does.  (gtk_test_init () wants a locale that not every machine has.) */
void       duo_test_window_init    (int          *argc,
                                    char       ***argv);
/* A window with CHILD in it, drawn once. */
GtkWidget *duo_test_window_new     (GtkWidget    *child,
                                    int           width,
                                    int           height);
/* Destroys it, and fails if something holds on to it. */
void       duo_test_window_destroy (GtkWidget    *window);
/* Some frames, and whatever follows from them. */
void       duo_test_window_settle  (GtkWidget    *window);
/* The widget below WIDGET with the id that the .ui file gave it, or NULL. */
GtkWidget *duo_test_window_find    (GtkWidget    *widget,
                                    const char   *id);

#define duo_test_wait_for(condition)                                     \
  G_STMT_START                                                           \
  {                                                                      \
    gint64 deadline_us = g_get_monotonic_time () + DUO_TEST_DEADLINE_US; \
    while (!(condition))                                                 \
      {                                                                  \
        if (g_get_monotonic_time () > deadline_us)                       \
          g_error ("waited in vain for %s", #condition);                 \
        g_main_context_iteration (NULL, FALSE);                          \
      }                                                                  \
  }                                                                      \
  G_STMT_END

G_END_DECLS
