/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Test vectors: groups of lines "key=value", as in tests/data/messages.txt. */

/* Ends the program when the file is not there. */
GKeyFile *duo_test_vectors_load (const char *path) G_GNUC_WARN_UNUSED_RESULT;

typedef void (*DuoTestVectorFunc) (GKeyFile   *vectors,
                                   const char *group);
/* Calls FUNC for each group whose name begins with PREFIX; there must be one. */
void duo_test_vectors_foreach (GKeyFile          *vectors,
                               const char        *prefix,
                               DuoTestVectorFunc  func);

char    *duo_test_vectors_get_text   (GKeyFile   *vectors,
                                      const char *group,
                                      const char *key) G_GNUC_WARN_UNUSED_RESULT;
guint64  duo_test_vectors_get_number (GKeyFile   *vectors,
                                      const char *group,
                                      const char *key);
/* From hexadecimal digits. */
GBytes  *duo_test_vectors_get_bytes  (GKeyFile   *vectors,
                                      const char *group,
                                      const char *key) G_GNUC_WARN_UNUSED_RESULT;
/* The same; there must be LENGTH of them. */
void     duo_test_vectors_copy_bytes (GKeyFile   *vectors,
                                      const char *group,
                                      const char *key,
                                      guint8     *bytes,
                                      gsize       length);

G_END_DECLS
