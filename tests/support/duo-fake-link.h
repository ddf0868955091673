/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-link.h"

G_BEGIN_DECLS

#define DUO_TYPE_FAKE_LINK (duo_fake_link_get_type ())

/* A DuoLink without a network: it keeps what was sent, and says what it is told to. */
G_DECLARE_FINAL_TYPE (DuoFakeLink, duo_fake_link, DUO, FAKE_LINK, GObject)

DuoFakeLink *duo_fake_link_new (void);

void       duo_fake_link_set_state (DuoFakeLink  *self,
                                    DuoLinkState  state);
/* As if it came from the peer; also counts as an arrival. */
void       duo_fake_link_receive   (DuoFakeLink  *self,
                                    const void   *data,
                                    gsize         size_bytes,
                                    gboolean      is_text);
/* As if a packet of SCTP's own came. */
void       duo_fake_link_arrive    (DuoFakeLink  *self);
/* What was sent (transfer none) (element-type GBytes). */
GPtrArray *duo_fake_link_get_sent  (DuoFakeLink  *self);

G_END_DECLS
