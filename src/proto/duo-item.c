/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-item.h"

#include <string.h>

#include "duo-bytes.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

/* kind (1 byte), flags (1 byte), time (8 bytes, ms) */
#define HEAD_BYTES 10
#define TARGET_BYTES 8

#define FLAG_TARGET 1
#define FLAG_TARGET_OF_SENDER 2

struct _DuoItem
{
  DuoItemKind kind;
  DuoItemTarget target;
  gint64 sent_at_us; /* whole milliseconds */
  char *text;        /* (owned) */
};

G_DEFINE_BOXED_TYPE (DuoItem, duo_item, duo_item_ref, duo_item_unref)

static void
item_free (gpointer data)
{
  DuoItem *self = data;

  g_free (self->text);
}

static DuoItem *
refuse (GError     **error,
        const char  *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_FRAME, "Item refused: %s", reason);
  return NULL;
}

static gboolean
is_length_allowed (DuoItemKind kind,
                   gsize       length)
{
  if (kind == DUO_ITEM_REACTION)
    {
      return length <= DUO_REACTION_MAX_BYTES;
    }
  return length > 0 && length <= DUO_TEXT_MAX_BYTES;
}

static gboolean
is_target_allowed (DuoItemKind   kind,
                   DuoItemTarget target)
{
  if (target.seq == 0)
    {
      return kind == DUO_ITEM_TEXT;
    }
  return target.seq <= DUO_SEQ_MAX;
}

static DuoItem *
new_item (DuoItemKind    kind,
          DuoItemTarget  target,
          gint64         sent_at_ms,
          const char    *text,
          gsize          length)
{
  DuoItem *self = g_atomic_rc_box_new0 (DuoItem);

  self->kind = kind;
  self->target = target;
  self->sent_at_us = sent_at_ms * 1000;
  self->text = g_strndup (text, length);
  return self;
}

DuoItem *
duo_item_new (DuoItemKind          kind,
              const char          *text,
              gint64               sent_at_us,
              const DuoItemTarget *target)
{
  DuoItemTarget wanted = { FALSE, 0 };
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  length = strlen (text);
  if (target != NULL && target->seq > 0)
    {
      wanted.is_of_sender = !!target->is_of_sender;
      wanted.seq = target->seq;
    }
  g_return_val_if_fail (kind >= DUO_ITEM_TEXT && kind <= DUO_ITEM_REACTION, NULL);
  g_return_val_if_fail (is_length_allowed (kind, length), NULL);
  g_return_val_if_fail (is_target_allowed (kind, wanted), NULL);
  g_return_val_if_fail (g_utf8_validate_len (text, length, NULL), NULL);

  return new_item (kind, wanted, CLAMP (sent_at_us / 1000, 0, DUO_TIME_MAX_MS), text, length);
}

/* Takes the target off the head of *DATA; FALSE when it breaks a rule. */
static gboolean
take_target (guint8          flags,
             const guint8  **data,
             gsize          *size,
             DuoItemTarget  *target)
{
  if ((flags & ~(FLAG_TARGET | FLAG_TARGET_OF_SENDER)) != 0 || flags == FLAG_TARGET_OF_SENDER)
    {
      return FALSE;
    }
  if ((flags & FLAG_TARGET) == 0)
    {
      return TRUE;
    }
  if (*size < TARGET_BYTES)
    {
      return FALSE;
    }
  target->seq = duo_bytes_get_uint64 (*data);
  target->is_of_sender = (flags & FLAG_TARGET_OF_SENDER) != 0;
  *data += TARGET_BYTES;
  *size -= TARGET_BYTES;
  return target->seq > 0;
}

static DuoItem *
parse_known (DuoItemKind    kind,
             const guint8  *data,
             gsize          size,
             GError       **error)
{
  DuoItemTarget target = { FALSE, 0 };
  guint8 flags;
  guint64 sent_at_ms;

  if (size < HEAD_BYTES)
    {
      return refuse (error, "shorter than its head");
    }
  flags = data[1];
  sent_at_ms = duo_bytes_get_uint64 (data + 2);
  data += HEAD_BYTES;
  size -= HEAD_BYTES;
  if (sent_at_ms > (guint64) DUO_TIME_MAX_MS)
    {
      return refuse (error, "a time after the year 9999");
    }
  if (!take_target (flags, &data, &size, &target) || !is_target_allowed (kind, target))
    {
      return refuse (error, "its flags or its target");
    }
  if (!is_length_allowed (kind, size))
    {
      return refuse (error, "the length of its text");
    }
  if (!g_utf8_validate_len ((const char *) data, size, NULL))
    {
      return refuse (error, "its text is not UTF-8");
    }
  return new_item (kind, target, (gint64) sent_at_ms, (const char *) data, size);
}

DuoItem *
duo_item_parse (GBytes  *bytes,
                GError **error)
{
  const guint8 *data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (size == 0 || size > DUO_ITEM_MAX_BYTES)
    {
      return refuse (error, "empty, or longer than the limit");
    }
  if (data[0] == 0)
    {
      return refuse (error, "kind 0");
    }
  if (data[0] > DUO_ITEM_REACTION)
    {
      return NULL;
    }
  return parse_known ((DuoItemKind) data[0], data, size, error);
}

DuoItem *
duo_item_ref (DuoItem *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
duo_item_unref (DuoItem *self)
{
  g_atomic_rc_box_release_full (self, item_free);
}

DuoItemKind
duo_item_get_kind (const DuoItem *self)
{
  return self->kind;
}

const char *
duo_item_get_text (const DuoItem *self)
{
  return self->text;
}

gint64
duo_item_get_sent_at_us (const DuoItem *self)
{
  return self->sent_at_us;
}

DuoItemTarget
duo_item_get_target (const DuoItem *self)
{
  return self->target;
}

GBytes *
duo_item_to_bytes (const DuoItem *self)
{
  GByteArray *array;
  gboolean has_target;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  length = strlen (self->text);
  has_target = self->target.seq > 0;
  array = g_byte_array_sized_new ((guint) (HEAD_BYTES + TARGET_BYTES + length));
  duo_bytes_append_uint8 (array, (guint8) self->kind);
  duo_bytes_append_uint8 (array, (guint8) ((has_target ? FLAG_TARGET : 0) |
                                           (self->target.is_of_sender ? FLAG_TARGET_OF_SENDER : 0)));
  duo_bytes_append_uint64 (array, (guint64) self->sent_at_us / 1000);
  if (has_target)
    {
      duo_bytes_append_uint64 (array, self->target.seq);
    }
  g_byte_array_append (array, (const guint8 *) self->text, (guint) length);
  return g_byte_array_free_to_bytes (array);
}
