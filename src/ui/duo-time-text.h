/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times are wall clock µs since 1970 and are told in this computer's time zone. */

/* "14:03" or "2:03 PM", as the locale has it. */
char     *duo_time_text_dup_time    (gint64 at_us) G_GNUC_WARN_UNUSED_RESULT;
/* "Today", "Yesterday", or the date. */
char     *duo_time_text_dup_day     (gint64 at_us,
                                     gint64 now_us) G_GNUC_WARN_UNUSED_RESULT;
/* For a list: the time of today, "Yesterday", or the date. */
char     *duo_time_text_dup_when    (gint64 at_us,
                                     gint64 now_us) G_GNUC_WARN_UNUSED_RESULT;
gboolean  duo_time_text_is_same_day (gint64 a_us,
                                     gint64 b_us);

G_END_DECLS
