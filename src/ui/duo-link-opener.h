/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-desk.h"

G_BEGIN_DECLS

#define DUO_TYPE_LINK_OPENER (duo_link_opener_get_type ())

/* What becomes of a duologue: link that the desktop, a browser or the command line
 * hands over.  Made and owned by the application. */
G_DECLARE_FINAL_TYPE (DuoLinkOpener, duo_link_opener, DUO, LINK_OPENER, GObject)

DuoLinkOpener *duo_link_opener_new (GtkApplication *application,
                                    DuoCore        *core,
                                    DuoDesk        *desk) G_GNUC_WARN_UNUSED_RESULT;

/* Asks the person, or tells why it cannot be used. */
void duo_link_opener_open (DuoLinkOpener *self,
                           const char    *text);

G_END_DECLS
