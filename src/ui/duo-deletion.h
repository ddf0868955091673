/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "duo-conversation.h"
#include "duo-roster.h"

G_BEGIN_DECLS

#define DUO_TYPE_DELETION (duo_deletion_get_type ())

/* Conversations that were deleted just now, and that can be had back as long as
 * the toast is shown which says so.  Made and owned by the desk; main thread. */
G_DECLARE_FINAL_TYPE (DuoDeletion, duo_deletion, DUO, DELETION, GObject)

DuoDeletion *duo_deletion_new (DuoRoster *roster) G_GNUC_WARN_UNUSED_RESULT;

/* The conversation ID of the roster goes out of sight.  SHOWN (nullable) shows it:
 * it ends there, and comes back there if nothing else was begun meanwhile. */
void      duo_deletion_take       (DuoDeletion     *self,
                                   gint64           id,
                                   DuoConversation *shown);
/* (transfer full): says how many are gone, with Undo.  It takes the place of the one before. */
AdwToast *duo_deletion_make_toast (DuoDeletion     *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
