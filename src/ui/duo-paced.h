/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DUO_TYPE_PACED (duo_paced_get_type ())

/* A list as fast as it can be shown.  What is appended faster than anybody reads
 * comes in small portions, so that the window stays awake, and all that is left
 * when nothing more came for a moment.  Every other change passes at once. */
G_DECLARE_FINAL_TYPE (DuoPaced, duo_paced, DUO, PACED, GObject)

DuoPaced *duo_paced_new      (GListModel *model) G_GNUC_WARN_UNUSED_RESULT;
/* Holds nothing back any more of what is there now. */
void      duo_paced_catch_up (DuoPaced   *self);

G_END_DECLS
