/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Short ICE credentials (RFC 8445 section 5.3): a password of 22 characters that
 * holds 128 random bits, and a user name fragment of 8 that is a hash of it.  To
 * a browser they are like any others; an invite code needs 16 bytes for both. */

#define DUO_CREDENTIALS_SECRET_BYTES 16

void     duo_credentials_make        (char         **ufrag,
                                      char         **pwd);
void     duo_credentials_from_secret (const guint8  *secret,
                                      char         **ufrag,
                                      char         **pwd);
/* FALSE when they are not of this kind. */
gboolean duo_credentials_get_secret  (const char    *ufrag,
                                      const char    *pwd,
                                      guint8        *secret);

G_END_DECLS
