/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How large the bubbles of messages are, by the ids of these.
 *
 * GtkListView holds some 200 rows around the one that it takes for its anchor, and takes
 * another one, with other rows, at each step that a person scrolls; so most of the rows that
 * it asks for had a size a moment ago, and a size is a layout of the whole text.
 *
 * Owned by a DuoMessageLog, which clears it when anything about fonts changes. */
typedef struct _DuoSizeCache DuoSizeCache;

/* What a size depends on. */
typedef struct
{
  gint64 id;        /* of the message; 0: is not remembered */
  const char *text; /* (borrowed) as the label has it */
  int width;        /* px there are for the bubble … */
  int frame;        /* … and that its frame takes */
} DuoSizeKey;

DuoSizeCache *duo_size_cache_new   (void) G_GNUC_WARN_UNUSED_RESULT;
DuoSizeCache *duo_size_cache_ref   (DuoSizeCache *self) G_GNUC_WARN_UNUSED_RESULT;
void          duo_size_cache_unref (DuoSizeCache *self);

gboolean duo_size_cache_look_up (DuoSizeCache     *self,
                                 const DuoSizeKey *key,
                                 int              *out_width,
                                 int              *out_height);
void     duo_size_cache_keep    (DuoSizeCache     *self,
                                 const DuoSizeKey *key,
                                 int               width,
                                 int               height);
void     duo_size_cache_clear   (DuoSizeCache     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoSizeCache, duo_size_cache_unref)

G_END_DECLS
