/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What happened, in one plain translated sentence.  Never NULL. */
const char *duo_error_text_get_sentence (const GError *error);
/* What to do next; NULL when the sentence says it already. */
const char *duo_error_text_get_advice   (const GError *error);
/* Both, for where there is room for one text only. */
char       *duo_error_text_dup          (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the table knows (DOMAIN, CODE); for the test. */
gboolean duo_error_text_has_row (GQuark domain,
                                 int    code);

G_END_DECLS
