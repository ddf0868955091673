/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-store.h"

G_BEGIN_DECLS

/* What the tests of the store share. */

/* A folder of its own for a test; the path of a database in it. */
char      *duo_test_store_make_path (void) G_GNUC_WARN_UNUSED_RESULT;
/* Takes the folder of PATH away with everything in it. */
void       duo_test_store_clean_up  (const char     *path);
/* Opens what must be whole. */
DuoStore  *duo_test_store_open      (const char     *path) G_GNUC_WARN_UNUSED_RESULT;
/* A message with the text "number N". */
DuoRecord *duo_test_store_make      (gint64          conversation,
                                     DuoMessageKind  kind,
                                     guint           n) G_GNUC_WARN_UNUSED_RESULT;
gint64     duo_test_store_add       (DuoStore       *store,
                                     gint64          conversation,
                                     guint           n);
/* The text of the message ID. */
char      *duo_test_store_dup_text  (DuoStore       *store,
                                     gint64          id) G_GNUC_WARN_UNUSED_RESULT;
/* What integrity_check says of the closed file. */
char      *duo_test_store_check     (const char     *path) G_GNUC_WARN_UNUSED_RESULT;
void       duo_test_store_run_sql   (const char     *path,
                                     const char     *sql);

G_END_DECLS
