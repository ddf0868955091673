/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people say to each other, made up: the text of message number INDEX, from
 * one word to twenty lines, with emoji, Arabic, Chinese and links among them.
 * The same for the same number. */
char     *duo_sayings_dup_text (guint  index) G_GNUC_WARN_UNUSED_RESULT;
/* Whether I said it. */
gboolean  duo_sayings_is_mine  (guint  index);
/* When, if there are N of them and the last was said at END_US. */
gint64    duo_sayings_get_time (guint  index,
                                guint  n,
                                gint64 end_us);

G_END_DECLS
