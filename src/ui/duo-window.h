/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "duo-conversation.h"

G_BEGIN_DECLS

#define DUO_TYPE_WINDOW (duo_window_get_type ())

/* One conversation.  Made by the application; closing it hangs up. */
G_DECLARE_FINAL_TYPE (DuoWindow, duo_window, DUO, WINDOW, AdwApplicationWindow)

DuoWindow *duo_window_new (GtkApplication  *application,
                           DuoConversation *conversation,
                           DuoSettings     *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
