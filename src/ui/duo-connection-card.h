/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-conversation.h"

G_BEGIN_DECLS

#define DUO_TYPE_CONNECTION_CARD (duo_connection_card_get_type ())

/* Tells how the two are joined, or why not; what it says is of this moment as long
 * as it is shown.  Signal "copied": the report is in the clipboard. */
G_DECLARE_FINAL_TYPE (DuoConnectionCard, duo_connection_card, DUO, CONNECTION_CARD, GtkPopover)

GtkWidget *duo_connection_card_new (DuoConversation *conversation) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
