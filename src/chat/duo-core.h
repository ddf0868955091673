/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "duo-conversation.h"
#include "duo-loopback.h"
#include "duo-settings.h"

G_BEGIN_DECLS

#define DUO_TYPE_CORE (duo_core_get_type ())

/* The composition root: builds what the windows show and hands it out.  One a
 * process, made by the application and owned by it; there are no singletons. */
G_DECLARE_FINAL_TYPE (DuoCore, duo_core, DUO, CORE, GObject)

/* PROFILE is a checked name or NULL for the usual one. */
DuoCore *duo_core_new (const char *profile) G_GNUC_WARN_UNUSED_RESULT;

/* Starts the WebRTC engine in the background; call it after the first frame. */
void             duo_core_warm_up             (DuoCore   *self);
DuoSettings     *duo_core_get_settings        (DuoCore   *self);
DuoRoster       *duo_core_get_roster          (DuoCore   *self);
/* ID 0: a new one.  Of the roster's there is one object at most: the same again,
 * with another reference, as long as somebody holds it. */
DuoConversation *duo_core_create_conversation (DuoCore   *self,
                                               gint64     id) G_GNUC_WARN_UNUSED_RESULT;
/* (transfer none) (nullable): for an answer that came by a link. */
DuoConversation *duo_core_find_inviter        (DuoCore   *self,
                                               DuoSignal *answer);
DuoLoopback     *duo_core_create_loopback     (DuoCore   *self) G_GNUC_WARN_UNUSED_RESULT;
/* Blocks at most two seconds, so that friends are told before the process ends.
 * FALSE: a thread hangs, and the process must end without running destructors. */
gboolean         duo_core_shut_down           (DuoCore   *self);

/* Whether NAME may name a profile: 1 to 32 of A-Z a-z 0-9 - _ */
gboolean duo_core_is_profile_name (const char *name);

G_END_DECLS
