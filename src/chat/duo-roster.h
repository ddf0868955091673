/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "duo-acquaintance.h"
#include "duo-reunion.h"
#include "duo-spent.h"
#include "duo-store.h"

G_BEGIN_DECLS

#define DUO_TYPE_ROSTER (duo_roster_get_type ())

/* The conversations that are kept: a GListModel of DuoAcquaintance, the one last
 * spoken in first.  Made by DuoCore, owned by it; main thread.
 * Signal "changed": something of it, or of one of them. */
G_DECLARE_FINAL_TYPE (DuoRoster, duo_roster, DUO, ROSTER, GObject)

DuoRoster *duo_roster_new (DuoStore *store) G_GNUC_WARN_UNUSED_RESULT;

DuoStore        *duo_roster_get_store    (DuoRoster *self);
DuoSpent        *duo_roster_get_spent    (DuoRoster *self);
/* (transfer none) (nullable) */
DuoAcquaintance *duo_roster_lookup       (DuoRoster *self,
                                          gint64     id);
/* How many but EXCEPT have something to read. */
guint            duo_roster_count_unread (DuoRoster *self,
                                          gint64     except);
/* After something was said in, or learnt of, the conversation ID: reads its row again. */
void             duo_roster_refresh      (DuoRoster *self,
                                          gint64     id);

/* Takes it out of sight; deleted for good by duo_roster_forget_removed (). */
void duo_roster_remove         (DuoRoster *self,
                                gint64     id);
void duo_roster_restore        (DuoRoster *self);
void duo_roster_forget_removed (DuoRoster *self);

/* Fills TAGS (DUO_REUNION_TAGS of them) with mine for TRANSCRIPT and chaff.
 * OWN_SECRET (nullable) is for sure among them; it need not be of the roster. */
void   duo_roster_get_tags (DuoRoster           *self,
                            const guint8        *transcript,
                            gboolean             is_inviter,
                            const guint8        *own_secret,
                            DuoReunionTag       *tags);
/* The conversation whose secret stands behind one of the other side's TAGS, the one
 * last spoken in if there are several; 0 for none.  OUT_SECRET gets its secret. */
gint64 duo_roster_find     (DuoRoster           *self,
                            const guint8        *transcript,
                            gboolean             is_friend_inviter,
                            const DuoReunionTag *tags,
                            guint                n_tags,
                            guint8              *out_secret);

G_END_DECLS
