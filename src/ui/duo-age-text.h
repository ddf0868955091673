/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-signal.h"

G_BEGIN_DECLS

/* How old an invite or a reply is, in words.  Pure functions. */

/* "Made 3 minutes ago". */
char       *duo_age_text_dup_made    (gint64     age_us) G_GNUC_WARN_UNUSED_RESULT;
/* (nullable): what to do about one of my own that gets stale; NULL while it is fresh. */
const char *duo_age_text_get_stale   (gint64     age_us,
                                      gboolean   is_reply);
/* (nullable): that what the friend sent is too old, by the friend's clock; NULL while
 * it is good, and when it does not say. */
char       *duo_age_text_dup_expired (DuoSignal *signal,
                                      gint64     now_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
