/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DUO_TYPE_APPLICATION (duo_application_get_type ())

/* The program: options, actions, windows.  Made by main (), owns the DuoCore. */
G_DECLARE_FINAL_TYPE (DuoApplication, duo_application, DUO, APPLICATION, AdwApplication)

DuoApplication *duo_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
