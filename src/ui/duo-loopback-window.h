/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "duo-loopback.h"

G_BEGIN_DECLS

#define DUO_TYPE_LOOPBACK_WINDOW (duo_loopback_window_get_type ())

/* Tries everything alone: two peers in this process that talk with each other. */
G_DECLARE_FINAL_TYPE (DuoLoopbackWindow, duo_loopback_window, DUO, LOOPBACK_WINDOW, AdwApplicationWindow)

DuoLoopbackWindow *duo_loopback_window_new (GtkApplication *application,
                                            DuoLoopback    *loopback) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
