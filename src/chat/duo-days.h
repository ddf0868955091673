/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-history.h"

G_BEGIN_DECLS

/* The days on which something was said, as this computer's time zone has them. */

/* The first message of that day, or else the first one after it; n-items if there
 * is none. */
guint   duo_days_find (DuoHistory *history,
                       GDateTime  *day);
/* Bit N is set if something was said on the day N of the month that DAY is in. */
guint32 duo_days_mark (DuoHistory *history,
                       GDateTime  *day);

G_END_DECLS
