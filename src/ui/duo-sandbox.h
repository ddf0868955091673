/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether this process is in a Flatpak, where portals stand for the desktop. */
gboolean duo_sandbox_is_around (void);

G_END_DECLS
