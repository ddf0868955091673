/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-history.h"
#include "duo-id-list.h"
#include "duo-message-cache.h"
#include "duo-search.h"

G_BEGIN_DECLS

/* What the files of DuoHistory share. */

/* When the store fails, what is said is shown all the same: such a message is loose,
 * which means that it is held here and is gone with the program.  What is removed is
 * hidden first and deleted in the store when it is forgotten, so that a process that
 * dies in between deletes nothing. */
struct _DuoHistory
{
  GObject parent_instance;

  DuoStore *store;                     /* (owned) */
  DuoStoredConversation *conversation; /* (owned): its id is 0 while it has no row */
  DuoIdList *ids;                      /* (owned): what is shown */
  DuoIdList *unread;                   /* (owned): theirs, hidden ones too */
  DuoIdList *waiting;                  /* (owned): mine, hidden ones too */
  DuoIdList *hidden;                   /* (owned): removed, not forgotten */
  GPtrArray *removals;                 /* (owned) (element-type DuoIdList): parts of `hidden` */
  GHashTable *loose;                   /* (owned) (element-type id DuoMessage) */
  DuoMessageCache *cache;              /* (owned) */
  gint64 last_kept_at_us;
  guint64 last_seq; /* the highest of theirs that came since it was opened */
  guint page_rows;  /* read together; fewer while they are long */
  guint n_unread;   /* as last told */
  guint n_waiting;

  DuoSearch *search;                /* (owned) (nullable) */
  GArray *loose_found;              /* (owned) (nullable): not told yet */
  DuoHistoryFoundFunc search_found; /* (nullable) */
  gpointer search_data;
};

/* After a change of `unread`, `waiting` or `hidden`. */
void         duo_history_update_counts   (DuoHistory       *self);
void         duo_history_note_waiting    (DuoHistory       *self,
                                          const DuoRecord  *record);
DuoDelivery  duo_history_derive_delivery (DuoHistory       *self,
                                          const DuoRecord  *record);
/* (transfer none) (nullable): the object of this row, if there is one. */
DuoMessage  *duo_history_find_alive      (DuoHistory       *self,
                                          gint64            id);
/* Reads what is in memory all the time. */
gboolean     duo_history_load            (DuoHistory       *self,
                                          gint64            id,
                                          GError          **error);

G_END_DECLS
