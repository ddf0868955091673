/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-announcer.h"
#include "duo-history.h"
#include "duo-message-log.h"

G_BEGIN_DECLS

#define DUO_TYPE_FIND_BAR (duo_find_bar_get_type ())

/* Finds words and days in what was said.  It is away until it is asked for; Escape
 * closes it.
 * Signal "left": it was closed, and nobody else wants the focus back. */
G_DECLARE_FINAL_TYPE (DuoFindBar, duo_find_bar, DUO, FIND_BAR, GtkWidget)

/* LOG shows what is found, ANNOUNCER says it. */
void duo_find_bar_set_up      (DuoFindBar    *self,
                               DuoMessageLog *log,
                               DuoAnnouncer  *announcer);
/* What is searched; the one that LOG shows. */
void duo_find_bar_set_history (DuoFindBar    *self,
                               DuoHistory    *history);
/* find, find-next, find-previous, go-to-day. */
void duo_find_bar_add_actions (DuoFindBar    *self,
                               GActionMap    *map);

G_END_DECLS
