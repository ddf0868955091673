/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What this process takes of the machine, and how long its main loop is away. */

guint duo_test_count_threads   (void);
guint duo_test_count_files     (void);
/* Of memory, once the allocator gave back what is free. */
gsize duo_test_get_resident_kb (void);
/* Forgets the peak so far, and tells what it was since. */
void  duo_test_reset_peak      (void);
gsize duo_test_get_peak_kb     (void);

/* From now on: how long handlers kept the main loop from its next turn, at most.
 * Busy is what they computed; away is what they waited for besides (the disk, a lock),
 * but for a processor that others use. */
void   duo_test_watch_loop          (void);
double duo_test_get_longest_busy_ms (void);
double duo_test_get_longest_away_ms (void);

G_END_DECLS
