/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-history.h"

G_BEGIN_DECLS

#define DUO_TYPE_DAY_PICKER (duo_day_picker_get_type ())

/* A calendar in which the days are marked on which something was said.
 * Signals: "picked" (guint position): the first message of the day that was chosen,
 * or the next one after it; "told" (string): what came of the choice, in words. */
G_DECLARE_FINAL_TYPE (DuoDayPicker, duo_day_picker, DUO, DAY_PICKER, GtkPopover)

void duo_day_picker_set_history (DuoDayPicker *self,
                                 DuoHistory   *history);

G_END_DECLS
