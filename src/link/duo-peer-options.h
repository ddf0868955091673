/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a peer may reach the world.  Plain data, copied. */
typedef struct
{
  const char *const *stun_uris;       /* (nullable) canonical for webrtcbin */
  const char *const *turn_uris;       /* (nullable) */
  const char *const *local_addresses; /* (nullable) only these; NULL for all of this computer */
  gboolean relay_only;
} DuoPeerOptions;

G_END_DECLS
