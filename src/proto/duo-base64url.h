/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 4648 section 5, without padding. */

gboolean  duo_base64url_has     (char          c);
/* How many characters LENGTH bytes take. */
gsize     duo_base64url_measure (gsize         length);
char     *duo_base64url_encode  (const guint8 *bytes,
                                 gsize         length) G_GNUC_WARN_UNUSED_RESULT;
/* NULL unless LENGTH characters are what duo_base64url_encode () gives for some
 * bytes: no padding, and the bits left over are zero. */
guint8   *duo_base64url_decode  (const char   *text,
                                 gsize         length,
                                 gsize        *n_bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
