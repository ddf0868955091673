/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-conversation.h"

G_BEGIN_DECLS

#define DUO_TYPE_SIGNAL_PANE (duo_signal_pane_get_type ())

/* Where two people exchange their signals by hand, and where the next step is
 * told.  Signal: told (string), a short word for a toast. */
G_DECLARE_FINAL_TYPE (DuoSignalPane, duo_signal_pane, DUO, SIGNAL_PANE, GtkWidget)

/* Once, before it is shown. */
void     duo_signal_pane_set_up    (DuoSignalPane   *self,
                                    DuoConversation *conversation,
                                    DuoSettings     *settings);
/* Does STEP with what was pasted, or says why not. */
void     duo_signal_pane_take      (DuoSignalPane   *self,
                                    DuoStep          step);
/* Does what SIGNAL, an offer or an answer that came by a link, is for. */
void     duo_signal_pane_take_link (DuoSignalPane   *self,
                                    DuoSignal       *signal);
/* Whether SIGNAL is what is shown here. */
gboolean duo_signal_pane_made      (DuoSignalPane   *self,
                                    DuoSignal       *signal);
/* Whether something lies in the friend's box. */
gboolean duo_signal_pane_is_filled (DuoSignalPane   *self);
/* Gives the invite up that is waiting, and makes another. */
void     duo_signal_pane_renew     (DuoSignalPane   *self);
void     duo_signal_pane_copy      (DuoSignalPane   *self);
void     duo_signal_pane_paste     (DuoSignalPane   *self);

G_END_DECLS
