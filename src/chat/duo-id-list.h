/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Functions on a GArray of gint64 that rises: ids of messages in the order in which
 * they were said. */

GArray   *duo_id_list_new       (void) G_GNUC_WARN_UNUSED_RESULT;
/* The first position whose id is not below ID. */
guint     duo_id_list_search    (GArray *self,
                                 gint64  id);
/* OUT_POSITION (nullable) */
gboolean  duo_id_list_find      (GArray *self,
                                 gint64  id,
                                 guint  *out_position);
/* Where it belongs; nothing if it is there. */
void      duo_id_list_insert    (GArray *self,
                                 gint64  id);
/* Whether it was there. */
gboolean  duo_id_list_remove    (GArray *self,
                                 gint64  id);
gint64    duo_id_list_get       (GArray *self,
                                 guint   position);
/* A rising copy of IDS, which may be in any order, without doubles. */
GArray   *duo_id_list_new_from  (GArray *ids) G_GNUC_WARN_UNUSED_RESULT;
/* What is in A and not in B; what is in both; what is in either. */
GArray   *duo_id_list_subtract  (GArray *a,
                                 GArray *b) G_GNUC_WARN_UNUSED_RESULT;
GArray   *duo_id_list_intersect (GArray *a,
                                 GArray *b) G_GNUC_WARN_UNUSED_RESULT;
GArray   *duo_id_list_unite     (GArray *a,
                                 GArray *b) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
