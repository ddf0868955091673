/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-invite-body.h"

#include <string.h>

#include "duo-bits.h"
#include "duo-credentials.h"
#include "duo-description-private.h"
#include "duo-invite-candidates.h"
#include "duo-limits.h"
#include "duo-proto-error.h"
#include "duo-sdp.h"

typedef enum
{
  ROLE_OFFER,
  ROLE_ACTIVE_ANSWER,
  ROLE_PASSIVE_ANSWER,
  N_ROLES
} Role;

#define ROLE_BITS 2

/* How the ICE user name fragment and the password are written. */
typedef enum
{
  CREDENTIALS_SECRET,    /* Duologue's own: see duo-credentials.h */
  CREDENTIALS_WEBRTCBIN, /* 32 and 32 characters, 6 bits each */
  CREDENTIALS_CHROMIUM,  /* 4 and 24, 6 bits each */
  CREDENTIALS_FIREFOX,   /* 8 and 32 hexadecimal digits, 4 bits each */
  CREDENTIALS_OTHER,     /* two lengths less one, 8 bits each; then 6 bits each */
  N_CREDENTIALS
} Credentials;

#define CREDENTIALS_BITS 3

static const struct
{
  guint ufrag_chars;
  guint pwd_chars;
  guint char_bits;
} forms[N_CREDENTIALS] = {
  [CREDENTIALS_WEBRTCBIN] = { 32, 32, 6 },
  [CREDENTIALS_CHROMIUM] = { 4, 24, 6 },
  [CREDENTIALS_FIREFOX] = { 8, 32, 4 },
};

static const char ice_chars[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char hex_chars[] = "0123456789abcdef";

/* How Duologues speak with each other, which one bit says. */
#define USUAL_MID "0"
#define USUAL_SIZE DUO_MESSAGE_DEFAULT_BYTES
#define USUAL_VERSION 1

/* The mids of browsers, of webrtcbin, and of older browsers; any other is written out. */
static const char *const mids[] = { "0", "application0", "data" };

#define MID_OTHER G_N_ELEMENTS (mids)
#define MID_BITS 2

static const guint sizes[] = { DUO_MESSAGE_DEFAULT_BYTES, DUO_MESSAGE_MAX_BYTES };

#define SIZE_OTHER G_N_ELEMENTS (sizes)
#define SIZE_BITS 2
#define SIZE_VALUE_BITS 19

/* Minutes; 0 when none was named. */
static const guint lifetimes[] = {
  0, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 10080, 20160, 43200
};

#define EPOCH_S G_GINT64_CONSTANT (1767225600) /* 2026-01-01T00:00:00Z */
#define TIME_BITS 24
#define LIFETIME_BITS 4
#define LIFETIME_USUAL 2 /* of lifetimes; written with one bit */
#define MINUTE_US (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

static gboolean
refuse (GError        **error,
        DuoProtoError   code,
        const char     *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, (int) code, "Code refused: %s", reason);
  return FALSE;
}

static const DuoSetup setups[N_ROLES] = { DUO_SETUP_ACTPASS, DUO_SETUP_ACTIVE, DUO_SETUP_PASSIVE };

static Role
get_role (const DuoDescription *description)
{
  if (duo_description_get_kind (description) == DUO_DESCRIPTION_OFFER)
    {
      return ROLE_OFFER;
    }
  return duo_description_get_setup (description) == DUO_SETUP_ACTIVE ? ROLE_ACTIVE_ANSWER : ROLE_PASSIVE_ANSWER;
}

static const char *
get_alphabet (guint char_bits)
{
  return char_bits == 4 ? hex_chars : ice_chars;
}

static Credentials
find_credentials (const char *ufrag,
                  const char *pwd)
{
  guint8 secret[DUO_CREDENTIALS_SECRET_BYTES];

  if (duo_credentials_get_secret (ufrag, pwd, secret))
    {
      return CREDENTIALS_SECRET;
    }
  for (Credentials i = CREDENTIALS_WEBRTCBIN; i < CREDENTIALS_OTHER; i++)
    {
      const char *alphabet = get_alphabet (forms[i].char_bits);

      if (strlen (ufrag) == forms[i].ufrag_chars && strlen (pwd) == forms[i].pwd_chars &&
          strspn (ufrag, alphabet) == forms[i].ufrag_chars && strspn (pwd, alphabet) == forms[i].pwd_chars)
        {
          return i;
        }
    }
  return CREDENTIALS_OTHER;
}

static void
put_text (DuoBitWriter *writer,
          const char   *text,
          guint         char_bits)
{
  const char *alphabet = get_alphabet (char_bits);

  for (; *text != '\0'; text++)
    {
      duo_bit_writer_put (writer, (guint32) (strchr (alphabet, *text) - alphabet), char_bits);
    }
}

static void
put_credentials (DuoBitWriter *writer,
                 const char   *ufrag,
                 const char   *pwd,
                 Credentials   form)
{
  guint8 secret[DUO_CREDENTIALS_SECRET_BYTES];
  guint char_bits = form == CREDENTIALS_OTHER ? 6 : forms[form].char_bits;

  if (form == CREDENTIALS_SECRET)
    {
      (void) duo_credentials_get_secret (ufrag, pwd, secret); /* that it can is why the form was chosen */
      duo_bit_writer_put_bytes (writer, secret, sizeof secret);
      return;
    }
  if (form == CREDENTIALS_OTHER)
    {
      duo_bit_writer_put (writer, (guint32) strlen (ufrag) - 1, 8);
      duo_bit_writer_put (writer, (guint32) strlen (pwd) - 1, 8);
    }
  put_text (writer, ufrag, char_bits);
  put_text (writer, pwd, char_bits);
}

static void
put_mid (DuoBitWriter *writer,
         const char   *mid)
{
  guint i = 0;

  while (i < MID_OTHER && strcmp (mids[i], mid) != 0)
    {
      i++;
    }
  duo_bit_writer_put (writer, i, MID_BITS);
  if (i < MID_OTHER)
    {
      return;
    }
  duo_bit_writer_put (writer, (guint32) strlen (mid) - 1, 5);
  for (; *mid != '\0'; mid++)
    {
      duo_bit_writer_put (writer, (guchar) *mid, 7);
    }
}

static void
put_size (DuoBitWriter *writer,
          guint         size)
{
  guint i = 0;

  while (i < SIZE_OTHER && sizes[i] != size)
    {
      i++;
    }
  duo_bit_writer_put (writer, i, SIZE_BITS);
  if (i == SIZE_OTHER)
    {
      duo_bit_writer_put (writer, size, SIZE_VALUE_BITS);
    }
}

/* The first of the lifetimes that is as long. */
static guint
find_lifetime (guint lifetime_s)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (lifetimes) - 1 && lifetimes[i] * 60 < lifetime_s)
    {
      i++;
    }
  return i;
}

static void
put_time (DuoBitWriter *writer,
          gint64        created_at_us,
          guint         lifetime_s)
{
  gint64 minutes = (created_at_us / G_USEC_PER_SEC - EPOCH_S) / 60;
  guint lifetime = find_lifetime (lifetime_s);

  if (created_at_us < EPOCH_S * G_USEC_PER_SEC || minutes >> TIME_BITS != 0)
    {
      duo_bit_writer_put (writer, 0, 1);
      return;
    }
  duo_bit_writer_put (writer, 1, 1);
  duo_bit_writer_put (writer, (guint32) minutes, TIME_BITS);
  duo_bit_writer_put (writer, lifetime == LIFETIME_USUAL ? 0 : 1, 1);
  duo_bit_writer_put (writer, lifetime, lifetime == LIFETIME_USUAL ? 0 : LIFETIME_BITS);
}

static gboolean
is_usual (const DuoDescription *description,
          Credentials           form)
{
  return form == CREDENTIALS_SECRET &&
         strcmp (duo_description_get_mid (description), USUAL_MID) == 0 &&
         duo_description_get_max_message_bytes (description) == USUAL_SIZE &&
         duo_description_get_version (description) == USUAL_VERSION;
}

static void
put_short_role (DuoBitWriter *writer,
                Role          role)
{
  duo_bit_writer_put (writer, role == ROLE_OFFER ? 0 : 1, 1);
  if (role != ROLE_OFFER)
    {
      duo_bit_writer_put (writer, role == ROLE_ACTIVE_ANSWER ? 0 : 1, 1);
    }
}

static void
put_version (DuoBitWriter *writer,
             guint         version)
{
  duo_bit_writer_put (writer, version > 0, 1);
  if (version > 0)
    {
      duo_bit_writer_put (writer, version > 1, 1);
      duo_bit_writer_put (writer, MIN (version, 255), version > 1 ? 8 : 0);
    }
}

static void
put_kind (DuoBitWriter         *writer,
          const DuoDescription *description,
          Credentials           form)
{
  gboolean is_short = is_usual (description, form);

  duo_bit_writer_put (writer, is_short ? 0 : 1, 1);
  if (is_short)
    {
      put_short_role (writer, get_role (description));
      return;
    }
  duo_bit_writer_put (writer, get_role (description), ROLE_BITS);
  duo_bit_writer_put (writer, form, CREDENTIALS_BITS);
  put_mid (writer, duo_description_get_mid (description));
  put_size (writer, duo_description_get_max_message_bytes (description));
  put_version (writer, duo_description_get_version (description));
}

static void
put_duologue (DuoBitWriter         *writer,
              const DuoDescription *description)
{
  guint16 reply_to = duo_description_get_reply_to (description);
  const char *name = duo_description_get_name (description);

  if (duo_description_get_version (description) == 0)
    {
      return;
    }
  duo_bit_writer_put (writer, name != NULL, 1);
  if (name != NULL)
    {
      duo_bit_writer_put (writer, (guint32) strlen (name) - 1, 8);
      duo_bit_writer_put_bytes (writer, (const guint8 *) name, strlen (name));
    }
  duo_bit_writer_put (writer, reply_to != 0, 1);
  duo_bit_writer_put (writer, reply_to, reply_to != 0 ? 16 : 0);
}

GByteArray *
duo_invite_body_write (const DuoDescription *description,
                       gint64                created_at_us,
                       guint                 lifetime_s)
{
  g_autoptr (GPtrArray) candidates = NULL;
  DuoBitWriter writer;
  const char *ufrag, *pwd;
  Credentials form;

  g_return_val_if_fail (description != NULL, NULL);

  ufrag = duo_description_get_ufrag (description);
  pwd = duo_description_get_pwd (description);
  form = find_credentials (ufrag, pwd);
  candidates = duo_invite_choose_candidates (duo_description_get_candidates (description));
  duo_bit_writer_init (&writer);
  put_kind (&writer, description, form);
  put_time (&writer, created_at_us, lifetime_s);
  put_duologue (&writer, description);
  put_credentials (&writer, ufrag, pwd, form);
  duo_bit_writer_put_bytes (&writer, duo_description_get_fingerprint (description), DUO_FINGERPRINT_SIZE_BYTES);
  duo_invite_put_candidates (&writer, candidates);
  return writer.bytes;
}

/* What a body holds; the description is made of it when all was read. */
typedef struct
{
  Role role;
  DuoSdp sdp;
  DuoInviteInfo info;
  guint version;
  guint reply_to;
  char *name; /* (owned) (nullable) */
} Body;

static void
body_clear (Body *self)
{
  duo_sdp_clear (&self->sdp);
  g_free (self->name);
}

static char *
get_text (DuoBitReader *bits,
          guint         length,
          guint         char_bits)
{
  char *text = g_malloc0 (length + 1);

  for (guint i = 0; i < length; i++)
    {
      text[i] = get_alphabet (char_bits)[duo_bit_reader_get (bits, char_bits)];
    }
  return text;
}

static void
get_credentials (Body         *self,
                 DuoBitReader *bits,
                 Credentials   form)
{
  guint8 secret[DUO_CREDENTIALS_SECRET_BYTES];
  guint ufrag_chars = forms[form].ufrag_chars;
  guint pwd_chars = forms[form].pwd_chars;
  guint char_bits = form == CREDENTIALS_OTHER ? 6 : forms[form].char_bits;

  if (form == CREDENTIALS_SECRET)
    {
      duo_bit_reader_get_bytes (bits, secret, sizeof secret);
      duo_credentials_from_secret (secret, &self->sdp.ufrag, &self->sdp.pwd);
      return;
    }
  if (form == CREDENTIALS_OTHER)
    {
      ufrag_chars = duo_bit_reader_get (bits, 8) + 1;
      pwd_chars = duo_bit_reader_get (bits, 8) + 1;
    }
  self->sdp.ufrag = get_text (bits, ufrag_chars, char_bits);
  self->sdp.pwd = get_text (bits, pwd_chars, char_bits);
}

static char *
get_mid (DuoBitReader *bits)
{
  guint i = duo_bit_reader_get (bits, MID_BITS);
  guint length;
  char *mid;

  if (i < MID_OTHER)
    {
      return g_strdup (mids[i]);
    }
  length = duo_bit_reader_get (bits, 5) + 1;
  mid = g_malloc0 (length + 1);
  for (i = 0; i < length; i++)
    {
      char c = (char) duo_bit_reader_get (bits, 7);

      /* A space where there was a control: it cannot end the line, and is refused with it. */
      mid[i] = c > ' ' ? c : ' ';
    }
  return mid;
}

static gboolean
get_size (DuoBitReader  *bits,
          guint         *size,
          GError       **error)
{
  guint i = duo_bit_reader_get (bits, SIZE_BITS);

  if (i > SIZE_OTHER)
    {
      return refuse (error, DUO_PROTO_ERROR_NEWER, "a message size that is not known");
    }
  *size = i < SIZE_OTHER ? sizes[i] : duo_bit_reader_get (bits, SIZE_VALUE_BITS);
  return TRUE;
}

static void
get_time (DuoBitReader  *bits,
          DuoInviteInfo *info)
{
  guint lifetime;

  *info = (DuoInviteInfo){ 0, 0 };
  if (duo_bit_reader_get (bits, 1) == 0)
    {
      return;
    }
  info->created_at_us = EPOCH_S * G_USEC_PER_SEC + duo_bit_reader_get (bits, TIME_BITS) * MINUTE_US;
  lifetime = duo_bit_reader_get (bits, 1) == 0 ? lifetimes[LIFETIME_USUAL]
                                               : lifetimes[duo_bit_reader_get (bits, LIFETIME_BITS)];
  info->expires_at_us = lifetime > 0 ? info->created_at_us + lifetime * MINUTE_US : 0;
}

static gboolean
get_name (Body          *self,
          DuoBitReader  *bits,
          GError       **error)
{
  guint length = duo_bit_reader_get (bits, 8) + 1;

  self->name = g_malloc0 (length + 1);
  duo_bit_reader_get_bytes (bits, (guint8 *) self->name, length);
  return g_utf8_validate_len (self->name, length, /* end= */ NULL) ||
         refuse (error, DUO_PROTO_ERROR_DAMAGED, "the name is not UTF-8");
}

static gboolean
get_duologue (Body          *self,
              DuoBitReader  *bits,
              GError       **error)
{
  if (self->version == 0)
    {
      return TRUE;
    }
  if (duo_bit_reader_get (bits, 1) != 0 && !get_name (self, bits, error))
    {
      return FALSE;
    }
  self->reply_to = duo_bit_reader_get (bits, 1) != 0 ? duo_bit_reader_get (bits, 16) : 0;
  return TRUE;
}

static guint
get_version (DuoBitReader *bits)
{
  if (duo_bit_reader_get (bits, 1) == 0)
    {
      return 0;
    }
  return duo_bit_reader_get (bits, 1) == 0 ? 1 : duo_bit_reader_get (bits, 8);
}

static Role
get_short_role (DuoBitReader *bits)
{
  if (duo_bit_reader_get (bits, 1) == 0)
    {
      return ROLE_OFFER;
    }
  return duo_bit_reader_get (bits, 1) == 0 ? ROLE_ACTIVE_ANSWER : ROLE_PASSIVE_ANSWER;
}

static gboolean
get_kind (Body          *self,
          DuoBitReader  *bits,
          Credentials   *form,
          GError       **error)
{
  if (duo_bit_reader_get (bits, 1) == 0)
    {
      self->role = get_short_role (bits);
      *form = CREDENTIALS_SECRET;
      self->sdp.mid = g_strdup (USUAL_MID);
      self->sdp.max_message_bytes = USUAL_SIZE;
      self->version = USUAL_VERSION;
      return TRUE;
    }
  self->role = (Role) duo_bit_reader_get (bits, ROLE_BITS);
  *form = (Credentials) duo_bit_reader_get (bits, CREDENTIALS_BITS);
  if (self->role >= N_ROLES || *form >= N_CREDENTIALS)
    {
      return refuse (error, DUO_PROTO_ERROR_NEWER, "a kind of description that is not known");
    }
  self->sdp.mid = get_mid (bits);
  if (!get_size (bits, &self->sdp.max_message_bytes, error))
    {
      return FALSE;
    }
  self->version = get_version (bits);
  return TRUE;
}

static gboolean
read_head (Body          *self,
           DuoBitReader  *bits,
           Credentials   *form,
           GError       **error)
{
  if (!get_kind (self, bits, form, error))
    {
      return FALSE;
    }
  self->sdp.setup = setups[self->role];
  get_time (bits, &self->info);
  return get_duologue (self, bits, error);
}

static gboolean
read_body (Body          *self,
           DuoBitReader  *bits,
           GError       **error)
{
  Credentials form;

  if (!read_head (self, bits, &form, error))
    {
      return FALSE;
    }
  get_credentials (self, bits, form);
  duo_bit_reader_get_bytes (bits, self->sdp.fingerprint, DUO_FINGERPRINT_SIZE_BYTES);
  self->sdp.candidates = duo_invite_get_candidates (bits, error);
  if (self->sdp.candidates == NULL)
    {
      return FALSE;
    }
  if (bits->is_short)
    {
      return refuse (error, DUO_PROTO_ERROR_DAMAGED, "it is too short for what it says to hold");
    }
  return duo_bit_reader_is_at_end (bits) ||
         refuse (error, DUO_PROTO_ERROR_NEWER, "it holds something that is not known");
}

/* By way of JSON, so that a code passes the same gate as what a page writes. */
static DuoDescription *
make_description (const Body  *self,
                  GError     **error)
{
  DuoDescriptionType type = self->role == ROLE_OFFER ? DUO_DESCRIPTION_OFFER : DUO_DESCRIPTION_ANSWER;
  g_autofree char *json = duo_description_write_json (type, &self->sdp, self->version, self->name, self->reply_to);

  return duo_description_parse_json (json, strlen (json), error);
}

DuoDescription *
duo_invite_body_read (const guint8   *body,
                      gsize           length,
                      DuoInviteInfo  *info,
                      GError        **error)
{
  DuoBitReader bits;
  Body self = { 0 };
  DuoDescription *description = NULL;

  g_return_val_if_fail (body != NULL || length == 0, NULL);

  duo_bit_reader_init (&bits, body, length);
  if (read_body (&self, &bits, error))
    {
      description = make_description (&self, error);
    }
  if (description != NULL && info != NULL)
    {
      *info = self.info;
    }
  body_clear (&self);
  return description;
}
