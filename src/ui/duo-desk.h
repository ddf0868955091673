/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-core.h"
#include "duo-herald.h"
#include "duo-window.h"

G_BEGIN_DECLS

#define DUO_TYPE_DESK (duo_desk_get_type ())

/* The windows of the program: opens them, finds them again, and knows which may
 * take what.  A window that is closed while its conversation goes on is hidden, if
 * the person wants the program to run in the background.  What a window cannot do
 * alone is done here: opening and deleting kept conversations, which another one
 * may show.  Made and owned by the application, which it borrows. */
G_DECLARE_FINAL_TYPE (DuoDesk, duo_desk, DUO, DESK, GObject)

DuoDesk *duo_desk_new (GtkApplication *application,
                       DuoCore        *core,
                       DuoHerald      *herald) G_GNUC_WARN_UNUSED_RESULT;

/* Shows WINDOW, whatever it is; what the first frame does not need begins after it. */
void       duo_desk_present     (DuoDesk         *self,
                                 GtkWindow       *window);
/* A window with a new conversation. */
DuoWindow *duo_desk_open        (DuoDesk         *self);
/* The same, or one where nothing has begun yet, which is shown. */
DuoWindow *duo_desk_get_unused  (DuoDesk         *self);
/* Shows one that is there, hidden or not, else a new one. */
void       duo_desk_present_any (DuoDesk         *self);
/* The conversation ID of the roster: in the window that shows it, else in FROM (nullable)
 * if nothing was begun there, else in a new one. */
DuoWindow *duo_desk_show        (DuoDesk         *self,
                                 DuoWindow       *from,
                                 gint64           id);
/* Everything that is kept, after a question; PARENT is a DuoWindow or the preferences. */
void       duo_desk_delete_all  (DuoDesk         *self,
                                 GtkWindow       *parent);
/* Closes them all for good, the way a person would, so that each friend is told; asks
 * first if something would be lost. */
void       duo_desk_quit        (DuoDesk         *self);
/* (nullable) */
DuoWindow *duo_desk_find        (DuoDesk         *self,
                                 DuoConversation *conversation);
/* Whether one of the windows made OFFER itself. */
gboolean   duo_desk_made        (DuoDesk         *self,
                                 DuoSignal       *offer);

G_END_DECLS
