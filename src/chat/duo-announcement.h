/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-call.h"
#include "duo-history.h"

G_BEGIN_DECLS

/* What a history says about the connection, between the messages. */

void duo_announce          (DuoHistory   *history,
                            DuoNotice     notice,
                            gint64        amount);
/* Something came that is no text.  Of many in a row the first one is told. */
void duo_announce_binary   (DuoHistory   *history,
                            guint64       size_bytes);
/* The presence of CALL was OLD until now. */
void duo_announce_presence (DuoHistory   *history,
                            DuoPresence   old,
                            DuoCall      *call);
/* Only if the clocks of the two differ so much that times mislead. */
void duo_announce_clock    (DuoHistory   *history,
                            DuoHandshake *handshake);

G_END_DECLS
