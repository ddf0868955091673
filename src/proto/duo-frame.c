/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-frame.h"

#include <string.h>

#include "duo-limits.h"
#include "duo-proto-error.h"

/* kind (1 byte), length of the body (4 bytes, big endian), body */
#define HEADER_SIZE_BYTES 5

struct _DuoFrame
{
  DuoFrameKind kind;
  guint64 token;
};

G_DEFINE_BOXED_TYPE (DuoFrame, duo_frame, duo_frame_ref, duo_frame_unref)

static DuoFrame *
refuse (GError     **error,
        const char  *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_FRAME, "Frame refused: %s", reason);
  return NULL;
}

DuoFrame *
duo_frame_new (DuoFrameKind kind,
               guint64      token)
{
  DuoFrame *self = g_atomic_rc_box_new0 (DuoFrame);

  self->kind = kind;
  self->token = token;
  return self;
}

static gboolean
is_known (guint8 kind)
{
  return kind >= DUO_FRAME_PING && kind <= DUO_FRAME_BYE;
}

DuoFrame *
duo_frame_parse (GBytes  *bytes,
                 GError **error)
{
  const guint8 *data;
  gsize size;
  guint32 length;
  guint64 token;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (size < HEADER_SIZE_BYTES || size > DUO_FRAME_MAX_BYTES)
    {
      return refuse (error, "shorter than its head, or longer than the limit");
    }
  memcpy (&length, data + 1, sizeof length);
  if (GUINT32_FROM_BE (length) != size - HEADER_SIZE_BYTES)
    {
      return refuse (error, "its length is not that of the message");
    }
  if (data[0] == 0)
    {
      return refuse (error, "kind 0");
    }
  if (!is_known (data[0]))
    {
      return NULL;
    }
  if (size != HEADER_SIZE_BYTES + DUO_FRAME_TOKEN_BYTES)
    {
      return refuse (error, "its body is not a token");
    }
  memcpy (&token, data + HEADER_SIZE_BYTES, sizeof token);
  return duo_frame_new ((DuoFrameKind) data[0], GUINT64_FROM_BE (token));
}

DuoFrame *
duo_frame_ref (DuoFrame *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
duo_frame_unref (DuoFrame *self)
{
  g_atomic_rc_box_release (self);
}

DuoFrameKind
duo_frame_get_kind (const DuoFrame *self)
{
  return self->kind;
}

guint64
duo_frame_get_token (const DuoFrame *self)
{
  return self->token;
}

GBytes *
duo_frame_to_bytes (const DuoFrame *self)
{
  guint8 data[HEADER_SIZE_BYTES + DUO_FRAME_TOKEN_BYTES];
  guint32 length = GUINT32_TO_BE (DUO_FRAME_TOKEN_BYTES);
  guint64 token;

  g_return_val_if_fail (self != NULL, NULL);

  token = GUINT64_TO_BE (self->token);
  data[0] = (guint8) self->kind;
  memcpy (data + 1, &length, sizeof length);
  memcpy (data + HEADER_SIZE_BYTES, &token, sizeof token);
  return g_bytes_new (data, sizeof data);
}
