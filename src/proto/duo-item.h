/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  DUO_ITEM_TEXT = 1,     /* a message; may reply to another one */
  DUO_ITEM_EDIT = 2,     /* another text for a message of the sender's */
  DUO_ITEM_REACTION = 3, /* one emoji for a message of either's; "" takes it back */
} DuoItemKind;

/* A message of the talk, by the one who wrote it and the number he gave it. */
typedef struct
{
  gboolean is_of_sender; /* of the item that names it */
  guint64 seq;           /* 0: none */
} DuoItemTarget;

#define DUO_TYPE_ITEM (duo_item_get_type ())

/* What is said once, kept until the other side keeps it, and never twice: it
 * travels in pieces (duo-frame.h) under a number of its own.  PROTOCOL.md gives
 * every byte.  Immutable once built. */
typedef struct _DuoItem DuoItem;

GType    duo_item_get_type (void);
/* TEXT is valid UTF-8, at most DUO_TEXT_MAX_BYTES; TARGET (nullable). */
DuoItem *duo_item_new      (DuoItemKind           kind,
                            const char           *text,
                            gint64                sent_at_us,
                            const DuoItemTarget  *target) G_GNUC_WARN_UNUSED_RESULT;
/* Returns NULL without an error for a kind that is not known: skip it, but keep count. */
DuoItem *duo_item_parse    (GBytes               *bytes,
                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;
DuoItem *duo_item_ref      (DuoItem              *self);
void     duo_item_unref    (DuoItem              *self);

DuoItemKind    duo_item_get_kind       (const DuoItem *self);
const char    *duo_item_get_text       (const DuoItem *self);
/* Wall clock of the sender, µs since 1970; bounded to years 1970 to 9999. */
gint64         duo_item_get_sent_at_us (const DuoItem *self);
DuoItemTarget  duo_item_get_target     (const DuoItem *self);

GBytes *duo_item_to_bytes (const DuoItem *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoItem, duo_item_unref)

G_END_DECLS
