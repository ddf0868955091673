/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef gboolean (*DuoTestCondition) (gpointer user_data);

/* How many times slower everything is: build-aux/test knows, where a tool looks on. */
guint duo_test_get_patience (void);
/* Runs the main context until CONDITION holds; after TIMEOUT_MS the test fails
 * and says WHAT it waited for. */
void  duo_test_wait         (DuoTestCondition  condition,
                             gpointer          user_data,
                             guint             timeout_ms,
                             const char       *what);
/* Lets the main context run for so long: for showing that nothing happens. */
void  duo_test_settle       (guint             duration_ms);

G_END_DECLS
