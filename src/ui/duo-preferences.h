/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "duo-roster.h"
#include "duo-settings.h"

G_BEGIN_DECLS

#define DUO_TYPE_PREFERENCES (duo_preferences_get_type ())

/* What the person can choose.  Everything is checked by DuoSettings before it is taken.
 * Signal "deletes-all": the person asks to delete all conversations of ROSTER. */
G_DECLARE_FINAL_TYPE (DuoPreferences, duo_preferences, DUO, PREFERENCES, AdwPreferencesWindow)

GtkWidget *duo_preferences_new (DuoSettings *settings,
                                DuoRoster   *roster) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
