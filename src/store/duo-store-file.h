/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The files of a database, apart from what is in them: PATH, its "-wal" and "-shm",
 * ".lock", and ".suspect" while it is to be checked at the next opening. */

/* Makes the folder (0700) and locks PATH: a descriptor to close in the end, or -1
 * (DUO_STORE_ERROR_IN_USE, _FAILED). */
int      duo_store_file_lock (const char  *path,
                              GError     **error);
/* Makes the file (0600).  It must be locked, and not be open. */
gboolean duo_store_file_make (const char  *path,
                              GError     **error);

/* Whether it was not closed, was found damaged when it was last open, or ends in the
 * middle of a page. */
gboolean duo_store_file_is_suspect  (const char *path);
void     duo_store_file_set_suspect (const char *path,
                                     gboolean    is_suspect);

/* Renames it; returns its new path, or NULL on failure. */
char *duo_store_file_set_aside (const char  *path,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
