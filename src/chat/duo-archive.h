/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-history.h"
#include "duo-roster.h"

G_BEGIN_DECLS

/* Where one conversation is kept: with the others of the profile, or in memory
 * alone.  Owned by a DuoConversation; main thread. */
typedef struct _DuoArchive DuoArchive;

DuoArchive *duo_archive_new  (DuoRoster  *roster,
                              gboolean    keeps) G_GNUC_WARN_UNUSED_RESULT;
void        duo_archive_free (DuoArchive *self);

gboolean    duo_archive_get_keeps (DuoArchive  *self);
/* The conversation ID of the roster (and keeps from now on), or 0: a new one. */
DuoHistory *duo_archive_open      (DuoArchive  *self,
                                   gint64       id) G_GNUC_WARN_UNUSED_RESULT;
/* From the profile to memory, or back: all of HISTORY moves there. */
gboolean    duo_archive_set_keeps (DuoArchive  *self,
                                   gboolean     keeps,
                                   DuoHistory  *history,
                                   GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoArchive, duo_archive_free)

G_END_DECLS
