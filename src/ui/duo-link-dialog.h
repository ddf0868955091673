/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-window.h"

G_BEGIN_DECLS

/* What is asked, once, before anything comes of a link.  Both return the dialog,
 * which is owned by GTK and shown already. */

/* SIGNAL is an offer or an answer for the conversation of WINDOW, which takes it
 * only when the person agrees. */
GtkWindow *duo_link_dialog_ask  (DuoWindow  *window,
                                 DuoSignal  *signal);
GtkWindow *duo_link_dialog_tell (GtkWindow  *parent,
                                 const char *sentence);

G_END_DECLS
