/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Lays the high-contrast rules over the style whenever MANAGER asks for them. */
void duo_contrast_follow (AdwStyleManager *manager);

G_END_DECLS
