/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-frame.h"

#include <string.h>

#include "duo-bytes.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

/* kind (1 byte), length of the body (4 bytes, big endian), body */
#define HEAD_BYTES 5
#define BODY_MAX_BYTES (DUO_FRAME_MAX_BYTES - HEAD_BYTES)

#define HELLO_BYTES (2 + 2 + 4 + 8 + DUO_REUNION_ENTROPY_BYTES + DUO_REUNION_TAGS * DUO_REUNION_TAG_BYTES)
#define RECEIPT_BYTES 16
#define PIECE_HEAD_BYTES 16
#define TYPING_BYTES 1
#define ROUND_BYTES 4

struct _DuoFrame
{
  DuoFrameKind kind;
  guint64 token;    /* ping, pong, bye */
  DuoHello *hello;  /* (owned) */
  gboolean has_tag; /* join */
  DuoReunionTag tag;
  guint64 stored; /* receipt */
  guint64 seen;
  guint64 seq; /* piece */
  guint32 size_bytes;
  guint32 offset_bytes;
  GBytes *data;       /* (owned) */
  gboolean is_typing; /* typing */
  guint32 round;      /* signal, renew */
  char *json;         /* (owned) signal */
};

G_DEFINE_BOXED_TYPE (DuoFrame, duo_frame, duo_frame_ref, duo_frame_unref)

/* One kind: how long its body may be, how it is read (FALSE: a value breaks a rule) and written. */
typedef struct
{
  gsize min_bytes;
  gsize max_bytes;
  gboolean (*read) (DuoFrame *self,
                    GBytes *body);
  void (*write) (const DuoFrame *self,
                 GByteArray *body);
} Form;

static void
frame_free (gpointer data)
{
  DuoFrame *self = data;

  g_free (self->hello);
  g_free (self->json);
  g_clear_pointer (&self->data, g_bytes_unref);
}

static DuoFrame *
new_frame (DuoFrameKind kind)
{
  DuoFrame *self = g_atomic_rc_box_new0 (DuoFrame);

  self->kind = kind;
  return self;
}

static const guint8 *
peek (GBytes *body)
{
  return g_bytes_get_data (body, NULL);
}

static gboolean
read_token (DuoFrame *self,
            GBytes   *body)
{
  self->token = duo_bytes_get_uint64 (peek (body));
  return TRUE;
}

static void
write_token (const DuoFrame *self,
             GByteArray     *body)
{
  duo_bytes_append_uint64 (body, self->token);
}

static gboolean
are_versions_allowed (const DuoHello *hello)
{
  return hello->min_version >= 1 && hello->min_version <= hello->version && hello->version <= G_MAXUINT16;
}

static gboolean
read_hello (DuoFrame *self,
            GBytes   *body)
{
  const guint8 *data = peek (body);
  guint64 clock_ms = duo_bytes_get_uint64 (data + 8);

  self->hello = g_new0 (DuoHello, 1);
  self->hello->version = duo_bytes_get_uint16 (data);
  self->hello->min_version = duo_bytes_get_uint16 (data + 2);
  self->hello->abilities = duo_bytes_get_uint32 (data + 4);
  self->hello->clock_us = (gint64) MIN (clock_ms, (guint64) DUO_TIME_MAX_MS) * 1000;
  memcpy (self->hello->entropy, data + 16, sizeof self->hello->entropy);
  memcpy (self->hello->tags, data + 16 + sizeof self->hello->entropy, sizeof self->hello->tags);
  return are_versions_allowed (self->hello) && clock_ms <= (guint64) DUO_TIME_MAX_MS;
}

static void
write_hello (const DuoFrame *self,
             GByteArray     *body)
{
  duo_bytes_append_uint16 (body, (guint16) self->hello->version);
  duo_bytes_append_uint16 (body, (guint16) self->hello->min_version);
  duo_bytes_append_uint32 (body, self->hello->abilities);
  duo_bytes_append_uint64 (body, (guint64) self->hello->clock_us / 1000);
  g_byte_array_append (body, self->hello->entropy, sizeof self->hello->entropy);
  g_byte_array_append (body, (const guint8 *) self->hello->tags, sizeof self->hello->tags);
}

static gboolean
read_join (DuoFrame *self,
           GBytes   *body)
{
  static const DuoReunionTag none;

  memcpy (self->tag.bytes, peek (body), sizeof self->tag.bytes);
  self->has_tag = memcmp (self->tag.bytes, none.bytes, sizeof none.bytes) != 0;
  return TRUE;
}

static void
write_join (const DuoFrame *self,
            GByteArray     *body)
{
  g_byte_array_append (body, self->tag.bytes, sizeof self->tag.bytes);
}

static gboolean
read_receipt (DuoFrame *self,
              GBytes   *body)
{
  self->stored = duo_bytes_get_uint64 (peek (body));
  self->seen = duo_bytes_get_uint64 (peek (body) + 8);
  return self->stored <= DUO_SEQ_MAX && self->seen <= self->stored;
}

static void
write_receipt (const DuoFrame *self,
               GByteArray     *body)
{
  duo_bytes_append_uint64 (body, self->stored);
  duo_bytes_append_uint64 (body, self->seen);
}

static gboolean
is_piece_allowed (guint64 seq,
                  guint32 size_bytes,
                  guint32 offset_bytes,
                  gsize   length)
{
  return seq >= 1 && seq <= DUO_SEQ_MAX &&
         size_bytes >= 1 && size_bytes <= DUO_ITEM_MAX_BYTES &&
         length >= 1 && length <= DUO_PIECE_MAX_BYTES &&
         offset_bytes < size_bytes && length <= size_bytes - offset_bytes;
}

static gboolean
read_piece (DuoFrame *self,
            GBytes   *body)
{
  const guint8 *data = peek (body);
  gsize length = g_bytes_get_size (body) - PIECE_HEAD_BYTES;

  self->seq = duo_bytes_get_uint64 (data);
  self->size_bytes = duo_bytes_get_uint32 (data + 8);
  self->offset_bytes = duo_bytes_get_uint32 (data + 12);
  self->data = g_bytes_new_from_bytes (body, PIECE_HEAD_BYTES, length);
  return is_piece_allowed (self->seq, self->size_bytes, self->offset_bytes, length);
}

static void
write_piece (const DuoFrame *self,
             GByteArray     *body)
{
  duo_bytes_append_uint64 (body, self->seq);
  duo_bytes_append_uint32 (body, self->size_bytes);
  duo_bytes_append_uint32 (body, self->offset_bytes);
  g_byte_array_append (body, peek (self->data), (guint) g_bytes_get_size (self->data));
}

static gboolean
read_typing (DuoFrame *self,
             GBytes   *body)
{
  self->is_typing = peek (body)[0] == 1;
  return peek (body)[0] <= 1;
}

static void
write_typing (const DuoFrame *self,
              GByteArray     *body)
{
  duo_bytes_append_uint8 (body, self->is_typing ? 1 : 0);
}

static gboolean
read_round (DuoFrame *self,
            GBytes   *body)
{
  self->round = duo_bytes_get_uint32 (peek (body));
  return self->round >= 1;
}

static void
write_round (const DuoFrame *self,
             GByteArray     *body)
{
  duo_bytes_append_uint32 (body, self->round);
}

static gboolean
read_signal (DuoFrame *self,
             GBytes   *body)
{
  const char *json = (const char *) peek (body) + ROUND_BYTES;
  gsize length = g_bytes_get_size (body) - ROUND_BYTES;

  if (!read_round (self, body) || !g_utf8_validate_len (json, length, NULL))
    {
      return FALSE;
    }
  self->json = g_strndup (json, length);
  return TRUE;
}

static void
write_signal (const DuoFrame *self,
              GByteArray     *body)
{
  write_round (self, body);
  g_byte_array_append (body, (const guint8 *) self->json, (guint) strlen (self->json));
}

static const Form forms[] = {
  [DUO_FRAME_PING] = { DUO_FRAME_TOKEN_BYTES, DUO_FRAME_TOKEN_BYTES, read_token, write_token },
  [DUO_FRAME_PONG] = { DUO_FRAME_TOKEN_BYTES, DUO_FRAME_TOKEN_BYTES, read_token, write_token },
  [DUO_FRAME_BYE] = { DUO_FRAME_TOKEN_BYTES, DUO_FRAME_TOKEN_BYTES, read_token, write_token },
  [DUO_FRAME_HELLO] = { HELLO_BYTES, BODY_MAX_BYTES, read_hello, write_hello },
  [DUO_FRAME_JOIN] = { DUO_REUNION_TAG_BYTES, DUO_REUNION_TAG_BYTES, read_join, write_join },
  [DUO_FRAME_RECEIPT] = { RECEIPT_BYTES, RECEIPT_BYTES, read_receipt, write_receipt },
  [DUO_FRAME_PIECE] = { PIECE_HEAD_BYTES + 1, PIECE_HEAD_BYTES + DUO_PIECE_MAX_BYTES, read_piece, write_piece },
  [DUO_FRAME_TYPING] = { TYPING_BYTES, TYPING_BYTES, read_typing, write_typing },
  [DUO_FRAME_SIGNAL] = { ROUND_BYTES + 1, BODY_MAX_BYTES, read_signal, write_signal },
  [DUO_FRAME_RENEW] = { ROUND_BYTES, ROUND_BYTES, read_round, write_round },
};

DuoFrame *
duo_frame_new (DuoFrameKind kind,
               guint64      token)
{
  DuoFrame *self;

  g_return_val_if_fail (kind >= DUO_FRAME_PING && kind <= DUO_FRAME_BYE, NULL);

  self = new_frame (kind);
  self->token = token;
  return self;
}

DuoFrame *
duo_frame_new_hello (const DuoHello *hello)
{
  DuoFrame *self;

  g_return_val_if_fail (hello != NULL, NULL);
  g_return_val_if_fail (are_versions_allowed (hello), NULL);

  self = new_frame (DUO_FRAME_HELLO);
  self->hello = g_memdup2 (hello, sizeof *hello);
  self->hello->clock_us = CLAMP (hello->clock_us / 1000, 0, DUO_TIME_MAX_MS) * 1000;
  return self;
}

DuoFrame *
duo_frame_new_join (const DuoReunionTag *tag)
{
  DuoFrame *self = new_frame (DUO_FRAME_JOIN);

  if (tag != NULL)
    {
      self->has_tag = TRUE;
      self->tag = *tag;
    }
  return self;
}

DuoFrame *
duo_frame_new_receipt (guint64 stored,
                       guint64 seen)
{
  DuoFrame *self;

  g_return_val_if_fail (stored <= DUO_SEQ_MAX, NULL);
  g_return_val_if_fail (seen <= stored, NULL);

  self = new_frame (DUO_FRAME_RECEIPT);
  self->stored = stored;
  self->seen = seen;
  return self;
}

DuoFrame *
duo_frame_new_piece (guint64  seq,
                     guint32  size_bytes,
                     guint32  offset_bytes,
                     GBytes  *data)
{
  DuoFrame *self;

  g_return_val_if_fail (data != NULL, NULL);
  g_return_val_if_fail (is_piece_allowed (seq, size_bytes, offset_bytes, g_bytes_get_size (data)), NULL);

  self = new_frame (DUO_FRAME_PIECE);
  self->seq = seq;
  self->size_bytes = size_bytes;
  self->offset_bytes = offset_bytes;
  self->data = g_bytes_ref (data);
  return self;
}

DuoFrame *
duo_frame_new_typing (gboolean is_typing)
{
  DuoFrame *self = new_frame (DUO_FRAME_TYPING);

  self->is_typing = !!is_typing;
  return self;
}

DuoFrame *
duo_frame_new_signal (guint32     round,
                      const char *json)
{
  DuoFrame *self;

  g_return_val_if_fail (round >= 1, NULL);
  g_return_val_if_fail (json != NULL && json[0] != '\0', NULL);
  g_return_val_if_fail (strlen (json) <= BODY_MAX_BYTES - ROUND_BYTES, NULL);
  g_return_val_if_fail (g_utf8_validate (json, -1, NULL), NULL);

  self = new_frame (DUO_FRAME_SIGNAL);
  self->round = round;
  self->json = g_strdup (json);
  return self;
}

DuoFrame *
duo_frame_new_renew (guint32 round)
{
  DuoFrame *self;

  g_return_val_if_fail (round >= 1, NULL);

  self = new_frame (DUO_FRAME_RENEW);
  self->round = round;
  return self;
}

static DuoFrame *
refuse (GError     **error,
        const char  *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_FRAME, "Frame refused: %s", reason);
  return NULL;
}

static DuoFrame *
parse_known (DuoFrameKind   kind,
             GBytes        *bytes,
             GError       **error)
{
  const Form *form = &forms[kind];
  g_autoptr (GBytes) body = g_bytes_new_from_bytes (bytes, HEAD_BYTES, g_bytes_get_size (bytes) - HEAD_BYTES);
  g_autoptr (DuoFrame) self = new_frame (kind);

  if (g_bytes_get_size (body) < form->min_bytes || g_bytes_get_size (body) > form->max_bytes)
    {
      return refuse (error, "its body has another length than its kind");
    }
  if (!form->read (self, body))
    {
      return refuse (error, "a value that its kind does not allow");
    }
  return g_steal_pointer (&self);
}

DuoFrame *
duo_frame_parse (GBytes  *bytes,
                 GError **error)
{
  const guint8 *data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (size < HEAD_BYTES || size > DUO_FRAME_MAX_BYTES)
    {
      return refuse (error, "shorter than its head, or longer than the limit");
    }
  if (duo_bytes_get_uint32 (data + 1) != size - HEAD_BYTES)
    {
      return refuse (error, "its length is not that of the message");
    }
  if (data[0] == 0)
    {
      return refuse (error, "kind 0");
    }
  if (data[0] >= G_N_ELEMENTS (forms))
    {
      return NULL;
    }
  return parse_known ((DuoFrameKind) data[0], bytes, error);
}

DuoFrame *
duo_frame_ref (DuoFrame *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
duo_frame_unref (DuoFrame *self)
{
  g_atomic_rc_box_release_full (self, frame_free);
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

const DuoHello *
duo_frame_get_hello (const DuoFrame *self)
{
  return self->hello;
}

const DuoReunionTag *
duo_frame_get_tag (const DuoFrame *self)
{
  return self->has_tag ? &self->tag : NULL;
}

guint64
duo_frame_get_stored (const DuoFrame *self)
{
  return self->stored;
}

guint64
duo_frame_get_seen (const DuoFrame *self)
{
  return self->seen;
}

guint64
duo_frame_get_seq (const DuoFrame *self)
{
  return self->seq;
}

guint32
duo_frame_get_size (const DuoFrame *self)
{
  return self->size_bytes;
}

guint32
duo_frame_get_offset (const DuoFrame *self)
{
  return self->offset_bytes;
}

GBytes *
duo_frame_get_data (const DuoFrame *self)
{
  return self->data;
}

gboolean
duo_frame_get_typing (const DuoFrame *self)
{
  return self->is_typing;
}

guint32
duo_frame_get_round (const DuoFrame *self)
{
  return self->round;
}

const char *
duo_frame_get_json (const DuoFrame *self)
{
  return self->json;
}

GBytes *
duo_frame_to_bytes (const DuoFrame *self)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  GByteArray *array;

  g_return_val_if_fail (self != NULL, NULL);

  forms[self->kind].write (self, body);
  array = g_byte_array_sized_new (HEAD_BYTES + body->len);
  duo_bytes_append_uint8 (array, (guint8) self->kind);
  duo_bytes_append_uint32 (array, body->len);
  g_byte_array_append (array, body->data, body->len);
  return g_byte_array_free_to_bytes (array);
}
