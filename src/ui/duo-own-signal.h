/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-conversation.h"

G_BEGIN_DECLS

#define DUO_TYPE_OWN_SIGNAL (duo_own_signal_get_type ())

/* My invite or my reply: in which of its two forms it is shown, how old it is,
 * and how it gets to the friend.  Part of the signalling pane.  Property:
 * is-copied (boolean, read-only): it went to the clipboard. */
G_DECLARE_FINAL_TYPE (DuoOwnSignal, duo_own_signal, DUO, OWN_SIGNAL, GtkWidget)

/* Once, before it is shown. */
void       duo_own_signal_set_up            (DuoOwnSignal    *self,
                                             DuoConversation *conversation,
                                             DuoSettings     *settings);
/* A friend who sent a short invite gets a short reply, whatever is preferred. */
void       duo_own_signal_set_follows_code  (DuoOwnSignal    *self,
                                             gboolean         follows_code);
gboolean   duo_own_signal_is_copied         (DuoOwnSignal    *self);
void       duo_own_signal_copy              (DuoOwnSignal    *self);
GtkWidget *duo_own_signal_get_invite_button (DuoOwnSignal    *self);
GtkWidget *duo_own_signal_get_copy_button   (DuoOwnSignal    *self);

G_END_DECLS
