/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DuoDisk DuoDisk;

/* ERROR (nullable): why what was committed is not surely on the disk. */
typedef void (*DuoDiskFunc) (const GError *error,
                             gpointer      user_data);

/* PATH is of a database with a log.  SYNCED is called once for each
 * duo_disk_sync (), on the main thread, and no more after duo_disk_free (). */
DuoDisk *duo_disk_new    (const char  *path,
                          DuoDiskFunc  synced,
                          gpointer     user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Waits for what is under way; the next job begins a new thread. */
void     duo_disk_finish (DuoDisk     *self);
/* The same, for good. */
void     duo_disk_free   (DuoDisk     *self);

/* Waits for the disk to have what was committed until now. */
void duo_disk_sync (DuoDisk  *self);
/* Brings the log back into the file.  IS_URGENT: even if a writer must wait. */
void duo_disk_tidy (DuoDisk  *self,
                    gboolean  is_urgent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoDisk, duo_disk_free)

G_END_DECLS
