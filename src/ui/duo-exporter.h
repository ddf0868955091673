/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-conversation.h"
#include "duo-settings.h"

G_BEGIN_DECLS

#define DUO_TYPE_EXPORTER (duo_exporter_get_type ())

/* Asks where, and writes the conversation of a window there.
 * Signal "told" (string): what came of it, in words. */
G_DECLARE_FINAL_TYPE (DuoExporter, duo_exporter, DUO, EXPORTER, GObject)

/* Adds the action "export" ("text" or "json") to WINDOW, which owns what is made here. */
DuoExporter *duo_exporter_new (GtkApplicationWindow *window,
                               DuoConversation      *conversation,
                               DuoSettings          *settings) G_GNUC_WARN_UNUSED_RESULT;

/* What the person reads instead of ERROR. */
const char *duo_exporter_get_sentence (const GError *error);

G_END_DECLS
