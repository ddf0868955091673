/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* How two peers are joined, told from the nominated candidate pair. */
typedef enum
{
  DUO_PATH_UNKNOWN,
  DUO_PATH_LOCAL,   /* both addresses are of a private network or of this computer */
  DUO_PATH_DIRECT,  /* across routers, with nothing of ours in between */
  DUO_PATH_RELAYED, /* through a TURN server */
} DuoPath;
