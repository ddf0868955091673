/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-conversation.h"

G_BEGIN_DECLS

/* TEXT and the keys of ACTION ("win.send"). */
void duo_tooltip_set      (GtkWidget       *widget,
                           const char      *action,
                           const char      *text);
/* TEXT while STEP makes sense, else why it does not. */
void duo_tooltip_set_step (GtkWidget       *widget,
                           DuoConversation *conversation,
                           DuoStep          step,
                           const char      *text);

G_END_DECLS
