/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-message.h"

G_BEGIN_DECLS

#define DUO_TYPE_MESSAGE_FOOTER (duo_message_footer_get_type ())

/* What happened to a message since: that it was edited, and the reactions to it.
 * A click on mine takes it back. */
G_DECLARE_FINAL_TYPE (DuoMessageFooter, duo_message_footer, DUO, MESSAGE_FOOTER, GtkWidget)

/* Whether there is anything to show. */
gboolean   duo_message_footer_is_needed (DuoMessage       *message);
GtkWidget *duo_message_footer_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       duo_message_footer_show      (DuoMessageFooter *self,
                                         DuoMessage       *message);

G_END_DECLS
