/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-assembly.h"

#include "duo-limits.h"
#include "duo-link-error.h"

struct _DuoAssembly
{
  GByteArray *part; /* (owned) (nullable): what came of the item that is due */
  guint64 seq;      /* of part, or of the last one; 0: none came yet */
  guint32 size_bytes;
};

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, DUO_LINK_ERROR, DUO_LINK_ERROR_RULES, message);

  return FALSE;
}

/* After data of ours was lost the friend goes on where he was. */
static gboolean
check_number (DuoAssembly *self,
              guint64      seq,
              guint64      due)
{
  if (self->seq != 0)
    return seq == due;

  return seq >= due && seq - due < DUO_SEQ_SKIP_MAX;
}

DuoAssembly *
duo_assembly_new (void)
{
  return g_new0 (DuoAssembly, 1);
}

void
duo_assembly_free (DuoAssembly *self)
{
  g_clear_pointer (&self->part, g_byte_array_unref);
  g_free (self);
}

gboolean
duo_assembly_take (DuoAssembly  *self,
                   DuoFrame     *piece,
                   guint64       due,
                   GBytes      **out_whole,
                   GError      **error)
{
  GBytes *data = duo_frame_get_data (piece);
  gsize length_bytes = g_bytes_get_size (data);
  guint64 seq = duo_frame_get_seq (piece);

  *out_whole = NULL;

  if (self->part == NULL && !check_number (self, seq, due))
    return refuse (error, "an item is missing");
  if (self->part == NULL)
    {
      self->part = g_byte_array_new ();
      self->seq = seq;
      self->size_bytes = duo_frame_get_size (piece);
    }
  if (seq != self->seq || duo_frame_get_size (piece) != self->size_bytes ||
      duo_frame_get_offset (piece) != self->part->len)
    return refuse (error, "a piece out of order");

  /* The frame's parser made sure that offset and length are within the size. */
  g_byte_array_append (self->part, g_bytes_get_data (data, NULL), (guint) length_bytes);
  if (self->part->len == self->size_bytes)
    *out_whole = g_byte_array_free_to_bytes (g_steal_pointer (&self->part));

  return TRUE;
}
