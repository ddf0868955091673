/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-archive.h"
#include "duo-call.h"
#include "duo-conversation.h"
#include "duo-talk.h"

G_BEGIN_DECLS

/* What two people said, and the call that joins them now.
 *
 * Whose conversation it is shows only when a session is joined: settle () takes
 * another history then, if somebody else came than the one it was begun with.
 *
 * Made by DuoCore, owned by its window, main thread. */
struct _DuoConversation
{
  GObject parent_instance;

  DuoSettings *settings; /* (owned) (constant) */
  DuoRoster *roster;     /* (owned) (constant) */
  DuoArchive *archive;   /* (owned) */
  DuoTalk *talk;         /* (owned) */
  DuoCall *call;         /* (owned) (constant) */
  DuoPresence told_presence;
  gboolean is_in_front;
  guint refresh_id;
};

G_END_DECLS
