/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <string.h>

#include <glib.h>

/* What differs between the GLib of the floor and today's. */

/* g_str_has_prefix () became a macro in 2.76 that measures the whole of TEXT at
 * each call, which makes a scan over a long text quadratic. */
static inline gboolean
duo_has_prefix (const char *text,
                const char *prefix)
{
  return strncmp (text, prefix, strlen (prefix)) == 0;
}
