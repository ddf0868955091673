/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>
#include <nice/agent.h>

#include "duo-peer-options.h"

G_BEGIN_DECLS

/* Keeps the routers' UDP mappings of one ICE component open. */
typedef struct _DuoPinhole DuoPinhole;

/* RELAY_ONLY: to the servers and nowhere else. */
DuoPinhole *duo_pinhole_new  (NiceAgent  *agent,
                              guint       stream_id,
                              gboolean    relay_only) G_GNUC_WARN_UNUSED_RESULT;
void        duo_pinhole_free (DuoPinhole *self);

/* Also to the STUN or TURN servers, once their names are resolved. */
void  duo_pinhole_add_servers (DuoPinhole           *self,
                               const DuoPeerOptions *options);
/* Packets sent so far; for tests. */
guint duo_pinhole_get_n_sent  (DuoPinhole           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoPinhole, duo_pinhole_free)

G_END_DECLS
