/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-conversation.h"
#include "duo-roster.h"

G_BEGIN_DECLS

#define DUO_TYPE_ROSTER_POPOVER (duo_roster_popover_get_type ())

/* The conversations that are kept, to open and to delete.  Signals: "opened" and
 * "deleted" (gint64 id): the person asks for it. */
G_DECLARE_FINAL_TYPE (DuoRosterPopover, duo_roster_popover, DUO, ROSTER_POPOVER, GtkPopover)

/* CONVERSATION is the one that the window shows. */
GtkWidget *duo_roster_popover_new (DuoRoster       *roster,
                                   DuoConversation *conversation) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
