/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-description.h"

G_BEGIN_DECLS

/* The candidates of a description for the box of that name: one JSON object a line. */
char *duo_signals_text_dup_candidates (DuoDescription *description) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
