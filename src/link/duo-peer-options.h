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

DuoPeerOptions *duo_peer_options_copy (const DuoPeerOptions *self) G_GNUC_WARN_UNUSED_RESULT;
void            duo_peer_options_free (DuoPeerOptions       *self);

G_END_DECLS
