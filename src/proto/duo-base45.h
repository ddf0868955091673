/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 9285: two bytes as three characters of the alphabet that a QR code packs
 * into 5.5 bits each. */

gboolean  duo_base45_has     (char          c);
/* How many characters LENGTH bytes take. */
gsize     duo_base45_measure (gsize         length);
char     *duo_base45_encode  (const guint8 *bytes,
                              gsize         length) G_GNUC_WARN_UNUSED_RESULT;
/* NULL unless LENGTH characters are what duo_base45_encode () gives for some bytes. */
guint8   *duo_base45_decode  (const char   *text,
                              gsize         length,
                              gsize        *n_bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
