/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-history.h"

G_BEGIN_DECLS

#define DUO_TYPE_ANNOUNCER (duo_announcer_get_type ())

/* Says aloud what somebody who cannot see the window would miss, when the screen
 * reader has nothing else to say.  Nothing of it is seen. */
G_DECLARE_FINAL_TYPE (DuoAnnouncer, duo_announcer, DUO, ANNOUNCER, GtkWidget)

void duo_announcer_say   (DuoAnnouncer *self,
                          const char   *text);
/* (nullable): tells what is said and noted there, as long as the window is in front;
 * elsewhere notifications do. */
void duo_announcer_watch (DuoAnnouncer *self,
                          DuoHistory   *history);

G_END_DECLS
