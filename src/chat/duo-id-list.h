/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ids of messages in the order in which they were said: they rise, and each is there once.
 *
 * Messages of a conversation are numbered one after the other, so the list keeps runs of
 * neighbours, 16 bytes each: one run for a long conversation of which nothing was deleted,
 * and one more for each place where something was.  Finding an id or a position takes
 * O(log runs), joining two lists O(runs), and what is said at the end O(1). */
typedef struct _DuoIdList DuoIdList;

DuoIdList *duo_id_list_new      (void) G_GNUC_WARN_UNUSED_RESULT;
/* IDS: of gint64, in any order; doubles count once. */
DuoIdList *duo_id_list_new_from (GArray    *ids) G_GNUC_WARN_UNUSED_RESULT;
DuoIdList *duo_id_list_copy     (DuoIdList *self) G_GNUC_WARN_UNUSED_RESULT;
void       duo_id_list_free     (DuoIdList *self);

guint    duo_id_list_get_n       (DuoIdList *self);
guint    duo_id_list_get_n_runs  (DuoIdList *self);
gint64   duo_id_list_get         (DuoIdList *self,
                                  guint      position);
/* The first position whose id is not below ID. */
guint    duo_id_list_search      (DuoIdList *self,
                                  gint64     id);
/* OUT_POSITION (nullable) */
gboolean duo_id_list_find        (DuoIdList *self,
                                  gint64     id,
                                  guint     *out_position);
/* How many ids are the same in A from I on and in B from J on, until the first that is not. */
guint    duo_id_list_count_equal (DuoIdList *a,
                                  guint      i,
                                  DuoIdList *b,
                                  guint      j);

/* Where it belongs; nothing if it is there. */
void     duo_id_list_insert (DuoIdList *self,
                             gint64     id);
/* Whether it was there. */
gboolean duo_id_list_remove (DuoIdList *self,
                             gint64     id);
void     duo_id_list_clear  (DuoIdList *self);

/* N ids from POSITION on. */
DuoIdList *duo_id_list_slice     (DuoIdList *self,
                                  guint      position,
                                  guint      n) G_GNUC_WARN_UNUSED_RESULT;
/* What is in A and not in B; what is in both; what is in either. */
DuoIdList *duo_id_list_subtract  (DuoIdList *a,
                                  DuoIdList *b) G_GNUC_WARN_UNUSED_RESULT;
DuoIdList *duo_id_list_intersect (DuoIdList *a,
                                  DuoIdList *b) G_GNUC_WARN_UNUSED_RESULT;
DuoIdList *duo_id_list_unite     (DuoIdList *a,
                                  DuoIdList *b) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoIdList, duo_id_list_free)

G_END_DECLS
