/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-handshake.h"

#include <string.h>

#include "duo-limits.h"
#include "duo-link-error.h"

struct _DuoHandshake
{
  DuoRoster *roster; /* (owned) */
  gboolean is_inviter;
  gboolean has_own_secret;
  guint8 own_secret[DUO_REUNION_SECRET_BYTES];
  guint8 transcript[DUO_REUNION_TRANSCRIPT_BYTES];
  guint8 entropy[DUO_REUNION_ENTROPY_BYTES];
  guint8 friend_entropy[DUO_REUNION_ENTROPY_BYTES];
  guint32 abilities;

  gboolean has_hello;
  DuoReunion outcome;
  gint64 known_id;
  guint8 secret[DUO_REUNION_SECRET_BYTES];
  gint64 skew_us;
};

static gboolean
refuse (GError       **error,
        DuoLinkError   code,
        const char    *message)
{
  g_set_error_literal (error, DUO_LINK_ERROR, code, message);

  return FALSE;
}

static void
settle (DuoHandshake *self,
        DuoReunion    outcome,
        const guint8 *secret)
{
  self->outcome = outcome;
  memmove (self->secret, secret, sizeof self->secret);
}

/* Neither of the two can choose it alone. */
static void
settle_new (DuoHandshake *self)
{
  guint8 secret[DUO_REUNION_SECRET_BYTES];

  duo_reunion_get_secret (self->is_inviter ? self->entropy : self->friend_entropy,
                          self->is_inviter ? self->friend_entropy : self->entropy,
                          self->transcript, secret);
  settle (self, DUO_REUNION_NEW, secret);
}

/* Looks among the friend's TAGS for a conversation of mine; FALSE if there is none. */
static gboolean
settle_known (DuoHandshake        *self,
              const DuoReunionTag *tags,
              guint                n_tags)
{
  gboolean is_friend_inviter = !self->is_inviter;
  guint8 secret[DUO_REUNION_SECRET_BYTES];
  DuoReunionTag tag;

  if (self->has_own_secret)
    {
      duo_reunion_get_tag (self->own_secret, self->transcript, is_friend_inviter, &tag);
      if (duo_reunion_has_tag (tags, n_tags, &tag))
        {
          settle (self, DUO_REUNION_OWN, self->own_secret);
          return TRUE;
        }
    }

  self->known_id = duo_roster_find (self->roster, self->transcript, is_friend_inviter, tags, n_tags, secret);
  if (self->known_id != 0)
    settle (self, DUO_REUNION_KNOWN, secret);

  return self->known_id != 0;
}

static gboolean
take_hello (DuoHandshake    *self,
            const DuoHello  *hello,
            DuoFrame       **out_reply,
            GError         **error)
{
  DuoReunionTag tag;

  if (self->has_hello)
    return refuse (error, DUO_LINK_ERROR_RULES, "a second hello");
  if (hello->min_version > DUO_PROTOCOL_VERSION)
    return refuse (error, DUO_LINK_ERROR_NEWER, "the friend's Duologue is too new");
  if (memcmp (hello->entropy, self->entropy, sizeof self->entropy) == 0)
    return refuse (error, DUO_LINK_ERROR_RULES, "our own hello came back");

  self->has_hello = TRUE;
  self->abilities &= hello->abilities;
  self->skew_us = hello->clock_us - g_get_real_time ();
  memcpy (self->friend_entropy, hello->entropy, sizeof self->friend_entropy);
  if (!self->is_inviter)
    return TRUE;

  if (!settle_known (self, hello->tags, DUO_REUNION_TAGS))
    {
      settle_new (self);
      *out_reply = duo_frame_new_join (NULL);
      return TRUE;
    }
  duo_reunion_get_tag (self->secret, self->transcript, /* is_inviter= */ TRUE, &tag);
  *out_reply = duo_frame_new_join (&tag);

  return TRUE;
}

static gboolean
take_join (DuoHandshake         *self,
           const DuoReunionTag  *tag,
           GError              **error)
{
  if (self->is_inviter || !self->has_hello || self->outcome != DUO_REUNION_PENDING)
    return refuse (error, DUO_LINK_ERROR_RULES, "a join out of turn");

  if (tag == NULL)
    settle_new (self);
  else if (!settle_known (self, tag, 1))
    return refuse (error, DUO_LINK_ERROR_RULES, "joined to no conversation of ours");

  return TRUE;
}

DuoHandshake *
duo_handshake_new (DuoRoster      *roster,
                   const guint8   *own_secret,
                   gboolean        is_inviter,
                   DuoDescription *offer,
                   DuoDescription *answer,
                   guint32         abilities)
{
  DuoHandshake *self = g_new0 (DuoHandshake, 1);

  self->roster = g_object_ref (roster);
  self->is_inviter = is_inviter;
  self->abilities = abilities;
  self->has_own_secret = own_secret != NULL;
  if (own_secret != NULL)
    memcpy (self->own_secret, own_secret, sizeof self->own_secret);
  duo_reunion_get_transcript (offer, answer, self->transcript);
  duo_reunion_fill_random (self->entropy, sizeof self->entropy);

  return self;
}

void
duo_handshake_free (DuoHandshake *self)
{
  g_clear_object (&self->roster);
  memset (self, 0, sizeof *self);
  g_free (self);
}

DuoFrame *
duo_handshake_create_hello (DuoHandshake *self)
{
  DuoHello hello = {
    .version = DUO_PROTOCOL_VERSION,
    .min_version = DUO_PROTOCOL_MIN_VERSION,
    .abilities = self->abilities,
    .clock_us = g_get_real_time (),
  };

  memcpy (hello.entropy, self->entropy, sizeof hello.entropy);
  duo_roster_get_tags (self->roster, self->transcript, self->is_inviter,
                       self->has_own_secret ? self->own_secret : NULL, hello.tags);

  return duo_frame_new_hello (&hello);
}

gboolean
duo_handshake_take (DuoHandshake  *self,
                    DuoFrame      *frame,
                    DuoFrame     **out_reply,
                    GError       **error)
{
  *out_reply = NULL;

  if (duo_frame_get_kind (frame) == DUO_FRAME_HELLO)
    return take_hello (self, duo_frame_get_hello (frame), out_reply, error);

  g_return_val_if_fail (duo_frame_get_kind (frame) == DUO_FRAME_JOIN, FALSE);

  return take_join (self, duo_frame_get_tag (frame), error);
}

gboolean
duo_handshake_has_hello (DuoHandshake *self)
{
  return self->has_hello;
}

DuoReunion
duo_handshake_get_outcome (DuoHandshake *self)
{
  return self->outcome;
}

gint64
duo_handshake_get_known_id (DuoHandshake *self)
{
  return self->known_id;
}

const guint8 *
duo_handshake_get_secret (DuoHandshake *self)
{
  return self->secret;
}

guint32
duo_handshake_get_abilities (DuoHandshake *self)
{
  return self->abilities;
}

gint64
duo_handshake_get_skew_us (DuoHandshake *self)
{
  return self->skew_us;
}
