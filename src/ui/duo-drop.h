/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* TEXT is valid UTF-8; NULL when ERROR says why there is none. */
typedef void (*DuoDropFunc) (GtkWidget    *widget,
                             const char   *text,
                             const GError *error);

/* Lets WIDGET, and all that is in it, take what is dropped on it from another program: a
 * picture with a QR code, a file with one or with text, a link, a text.  GOT is called
 * later, once a drop, on the main thread; WIDGET lives until then. */
void duo_drop_watch (GtkWidget   *widget,
                     DuoDropFunc  got);

G_END_DECLS
