/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-description.h"

#include <string.h>

#include "duo-description-private.h"
#include "duo-json.h"
#include "duo-limits.h"
#include "duo-proto-error.h"
#include "duo-sdp.h"
#include "duo-text.h"

struct _DuoDescription
{
  DuoDescriptionType type;
  DuoSdp sdp;
  guint version;    /* 0: not a Duologue */
  char *name;       /* (owned) (nullable) */
  guint16 reply_to; /* the tag of the offer that it answers; 0: does not say */
};

/* What the member "duologue" says. */
typedef struct
{
  guint version;
  guint reply_to;
  const char *name; /* (borrowed) (nullable) */
} Member;

G_DEFINE_BOXED_TYPE (DuoDescription, duo_description, duo_description_ref, duo_description_unref)

static void
description_free (gpointer data)
{
  DuoDescription *self = data;

  duo_sdp_clear (&self->sdp);
  g_free (self->name);
}

static DuoDescription *
description_copy (const DuoDescription *self)
{
  DuoDescription *copy = g_atomic_rc_box_new0 (DuoDescription);

  copy->type = self->type;
  copy->version = self->version;
  copy->name = g_strdup (self->name);
  copy->reply_to = self->reply_to;
  duo_sdp_copy (&self->sdp, &copy->sdp);
  return copy;
}

static gboolean
damaged (GError     **error,
         const char  *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_DAMAGED, "Description refused: %s", reason);
  return FALSE;
}

/* A browser's RTCSdpType; "pranswer" and "rollback" mean nothing to us. */
static gboolean
read_type (const char          *name,
           DuoDescriptionType  *type,
           GError             **error)
{
  if (g_strcmp0 (name, "offer") == 0)
    {
      *type = DUO_DESCRIPTION_OFFER;
    }
  else if (g_strcmp0 (name, "answer") == 0)
    {
      *type = DUO_DESCRIPTION_ANSWER;
    }
  else
    {
      return damaged (error, "its type is neither offer nor answer");
    }
  return TRUE;
}

static gboolean
is_type (const char *name)
{
  DuoDescriptionType type;

  return read_type (name, &type, /* error= */ NULL);
}

/* The member "duologue": a version from 1, and what one has to know at least. */
static gboolean
read_duologue (JsonObject  *object,
               Member      *member,
               GError     **error)
{
  guint minimum = 1;

  if (!duo_json_get_uint (object, "v", &member->version, error) ||
      !duo_json_get_uint (object, "min", &minimum, error) ||
      !duo_json_get_uint (object, "to", &member->reply_to, error) ||
      !duo_json_get_string (object, "name", &member->name, error))
    {
      return FALSE;
    }
  if (member->version < 1 || member->reply_to > G_MAXUINT16)
    {
      return damaged (error, "a Duologue without a version, or a reply to nothing");
    }
  if (minimum > DUO_PROTOCOL_VERSION)
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NEWER,
                   "Description of version %u wants version %u", member->version, minimum);
      return FALSE;
    }
  return TRUE;
}

static DuoDescription *
new_from_sdp (DuoDescriptionType   type,
              const char          *sdp,
              GError             **error)
{
  g_autoptr (DuoDescription) self = g_atomic_rc_box_new0 (DuoDescription);

  self->type = type;
  if (!duo_sdp_parse (&self->sdp, type, sdp, error))
    {
      return NULL;
    }
  return g_steal_pointer (&self);
}

static DuoDescription *
build (DuoDescriptionType   type,
       const char          *text,
       const Member        *member,
       GError             **error)
{
  DuoDescription *self = new_from_sdp (type, text, error);

  if (self != NULL)
    {
      self->version = member->version;
      self->reply_to = (guint16) member->reply_to;
      self->name = member->name != NULL ? duo_text_make_name (member->name, DUO_NAME_MAX_CHARS) : NULL;
    }
  return self;
}

/* Our member is read first, so that a newer form of the rest is called newer. */
static DuoDescription *
parse_object (JsonObject  *object,
              GError     **error)
{
  const char *type_name = NULL;
  const char *text = NULL;
  JsonObject *duologue = NULL;
  DuoDescriptionType type = DUO_DESCRIPTION_OFFER;
  Member member = { 0 };

  if (!duo_json_get_object (object, "duologue", &duologue, error) ||
      (duologue != NULL && !read_duologue (duologue, &member, error)))
    {
      return NULL;
    }
  if (!duo_json_get_string (object, "type", &type_name, error) ||
      !duo_json_get_string (object, "sdp", &text, error))
    {
      return NULL;
    }
  if (text == NULL && !is_type (type_name))
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_OTHER_JSON, "JSON of another kind");
      return NULL;
    }
  if (!read_type (type_name, &type, error))
    {
      return NULL;
    }
  if (text == NULL)
    {
      (void) damaged (error, "it has no SDP");
      return NULL;
    }
  return build (type, text, &member, error);
}

DuoDescription *
duo_description_parse_sdp (DuoDescriptionType   type,
                           const char          *sdp,
                           GError             **error)
{
  g_return_val_if_fail (sdp != NULL, NULL);

  return new_from_sdp (type, sdp, error);
}

DuoDescription *
duo_description_parse_object (JsonObject  *object,
                              GError     **error)
{
  if (!json_object_has_member (object, "type") && !json_object_has_member (object, "sdp"))
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_OTHER_JSON, "JSON of another kind");
      return NULL;
    }
  return parse_object (object, error);
}

DuoDescription *
duo_description_parse_json (const char  *json,
                            gsize        length,
                            GError     **error)
{
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  root = duo_json_parse (json, length, error);
  if (root == NULL)
    {
      return NULL;
    }
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_OTHER_JSON, "JSON of another kind");
      return NULL;
    }
  return duo_description_parse_object (json_node_get_object (root), error);
}

DuoDescription *
duo_description_with_candidates (const DuoDescription *self,
                                 GPtrArray            *candidates)
{
  DuoDescription *copy;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (candidates != NULL, NULL);

  copy = description_copy (self);
  g_ptr_array_unref (copy->sdp.candidates);
  copy->sdp.candidates = duo_sdp_choose (candidates);
  return copy;
}

DuoDescription *
duo_description_with_mid (const DuoDescription *self,
                          const char           *mid)
{
  DuoDescription *copy;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (mid != NULL, NULL);

  copy = description_copy (self);
  g_free (copy->sdp.mid);
  copy->sdp.mid = g_strdup (mid);
  return copy;
}

DuoDescription *
duo_description_with_duologue (const DuoDescription *self,
                               const char           *name)
{
  DuoDescription *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = description_copy (self);
  copy->version = DUO_PROTOCOL_VERSION;
  g_free (copy->name);
  copy->name = name != NULL ? duo_text_make_name (name, DUO_NAME_MAX_CHARS) : NULL;
  return copy;
}

DuoDescription *
duo_description_with_reply_to (const DuoDescription *self,
                               guint16               tag)
{
  DuoDescription *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = description_copy (self);
  copy->reply_to = tag;
  return copy;
}

DuoDescription *
duo_description_ref (DuoDescription *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
duo_description_unref (DuoDescription *self)
{
  g_atomic_rc_box_release_full (self, description_free);
}

DuoDescriptionType
duo_description_get_kind (const DuoDescription *self)
{
  return self->type;
}

const char *
duo_description_get_ufrag (const DuoDescription *self)
{
  return self->sdp.ufrag;
}

const char *
duo_description_get_pwd (const DuoDescription *self)
{
  return self->sdp.pwd;
}

const guint8 *
duo_description_get_fingerprint (const DuoDescription *self)
{
  return self->sdp.fingerprint;
}

DuoSetup
duo_description_get_setup (const DuoDescription *self)
{
  return self->sdp.setup;
}

const char *
duo_description_get_mid (const DuoDescription *self)
{
  return self->sdp.mid;
}

guint
duo_description_get_max_message_bytes (const DuoDescription *self)
{
  return self->sdp.max_message_bytes;
}

GPtrArray *
duo_description_get_candidates (const DuoDescription *self)
{
  return self->sdp.candidates;
}

guint
duo_description_get_version (const DuoDescription *self)
{
  return self->version;
}

const char *
duo_description_get_name (const DuoDescription *self)
{
  return self->name;
}

guint16
duo_description_get_reply_to (const DuoDescription *self)
{
  return self->reply_to;
}

guint16
duo_description_get_tag (const DuoDescription *self)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->sdp.ufrag, -1);
  guint16 tag;

  digest[4] = '\0';
  tag = (guint16) g_ascii_strtoull (digest, NULL, 16);

  return tag != 0 ? tag : 1;
}

char *
duo_description_to_sdp (const DuoDescription *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return duo_sdp_write (&self->sdp);
}

char *
duo_description_write_json (DuoDescriptionType  type,
                            const DuoSdp       *sdp,
                            guint               version,
                            const char         *name,
                            guint16             reply_to)
{
  g_autofree char *text = duo_sdp_write (sdp);
  GString *json = g_string_new ("{\"type\":");

  duo_json_append_string (json, type == DUO_DESCRIPTION_OFFER ? "offer" : "answer");
  g_string_append (json, ",\"sdp\":");
  duo_json_append_string (json, text);
  if (version > 0)
    {
      g_string_append_printf (json, ",\"duologue\":{\"v\":%u", version);
      if (name != NULL)
        {
          g_string_append (json, ",\"name\":");
          duo_json_append_string (json, name);
        }
      if (reply_to != 0)
        {
          g_string_append_printf (json, ",\"to\":%u", reply_to);
        }
      g_string_append_c (json, '}');
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

char *
duo_description_to_json (const DuoDescription *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return duo_description_write_json (self->type, &self->sdp, self->version, self->name, self->reply_to);
}
