/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "duo-conversation.h"
#include "duo-roster.h"

G_BEGIN_DECLS

#define DUO_TYPE_WINDOW (duo_window_get_type ())

/* One conversation.  Made by the application; closing it hangs up.
 * Signals: "opens-conversation", "deletes-conversation" (gint64 id): the person asks
 * for it; id 0 is the one shown here, which is not kept. */
G_DECLARE_FINAL_TYPE (DuoWindow, duo_window, DUO, WINDOW, AdwApplicationWindow)

DuoWindow *duo_window_new (GtkApplication  *application,
                           DuoConversation *conversation,
                           DuoSettings     *settings,
                           DuoRoster       *roster) G_GNUC_WARN_UNUSED_RESULT;

DuoConversation *duo_window_get_conversation (DuoWindow *self);
/* Whether nothing was begun here, so that a link may take this window. */
gboolean         duo_window_is_unused        (DuoWindow *self);
/* Whether OFFER was made here. */
gboolean         duo_window_made             (DuoWindow *self,
                                              DuoSignal *offer);
/* TOAST (transfer full) */
void             duo_window_add_toast        (DuoWindow *self,
                                              AdwToast  *toast);
/* Puts the focus where the next message is written. */
void             duo_window_focus_entry      (DuoWindow *self);
/* Takes an offer or an answer that the person agreed to, or says why not. */
void             duo_window_take             (DuoWindow *self,
                                              DuoSignal *signal);

G_END_DECLS
