/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DUO_TYPE_WRAP_BOX (duo_wrap_box_get_type ())

/* Puts its children in as many lines as the width asks for, and stretches each
 * line to the whole width.  libadwaita has one from 1.7 on. */
G_DECLARE_FINAL_TYPE (DuoWrapBox, duo_wrap_box, DUO, WRAP_BOX, GtkWidget)

G_END_DECLS
