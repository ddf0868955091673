/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-sdp.h"

#include <string.h>

#include "duo-compat.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

/* What was seen while the lines went by. */
typedef struct
{
  DuoSdp *sdp;
  DuoDescriptionType type;
  gboolean is_in_section;
  gboolean has_fingerprint;
  gboolean has_setup;
  gboolean has_sctp_port;
  gboolean has_max_message_size;
} Reader;

static gboolean
refuse (GError        **error,
        DuoProtoError   code,
        const char     *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, (int) code, "SDP refused: %s", reason);
  return FALSE;
}

static gboolean
refuse_line (GError     **error,
             const char  *reason)
{
  return refuse (error, DUO_PROTO_ERROR_BAD_DESCRIPTION, reason);
}

/* Sets *FIELD once; the same value again is harmless, another one is not. */
static gboolean
take_once (char       **field,
           const char  *value,
           GError     **error)
{
  if (*field == NULL)
    {
      *field = g_strdup (value);
    }
  return strcmp (*field, value) == 0 || refuse_line (error, "an attribute twice with different values");
}

/* RFC 8839 section 5.4. */
static gboolean
take_ice_text (char       **field,
               const char  *value,
               gsize        min,
               gsize        max,
               GError     **error)
{
  gsize length = strlen (value);

  if (length < min || length > max)
    {
      return refuse_line (error, "length of an ICE user name or password");
    }
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (value[i]) && value[i] != '+' && value[i] != '/')
        {
          return refuse_line (error, "character in an ICE user name or password");
        }
    }
  return take_once (field, value, error);
}

static gboolean
take_ufrag (Reader      *self,
            const char  *value,
            GError     **error)
{
  return take_ice_text (&self->sdp->ufrag, value, DUO_UFRAG_MIN_CHARS, DUO_UFRAG_MAX_CHARS, error);
}

static gboolean
take_pwd (Reader      *self,
          const char  *value,
          GError     **error)
{
  return take_ice_text (&self->sdp->pwd, value, DUO_PWD_MIN_CHARS, DUO_PWD_MAX_CHARS, error);
}

/* RFC 8866 section 9: token. */
static gboolean
take_mid (Reader      *self,
          const char  *value,
          GError     **error)
{
  gsize length = strlen (value);

  if (length < 1 || length > DUO_MID_MAX_CHARS)
    {
      return refuse_line (error, "length of the mid");
    }
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (value[i]) || strchr ("\"(),/:;<=>?@[\\]", value[i]) != NULL)
        {
          return refuse_line (error, "character in the mid");
        }
    }
  return take_once (&self->sdp->mid, value, error);
}

static gboolean
read_fingerprint (const char *text,
                  guint8     *bytes)
{
  if (strlen (text) != DUO_FINGERPRINT_SIZE_BYTES * 3 - 1)
    {
      return FALSE;
    }
  for (gsize i = 0; i < DUO_FINGERPRINT_SIZE_BYTES; i++, text += 3)
    {
      if (!g_ascii_isxdigit (text[0]) || !g_ascii_isxdigit (text[1]) || (text[2] != ':' && text[2] != '\0'))
        {
          return FALSE;
        }
      bytes[i] = (guint8) (g_ascii_xdigit_value (text[0]) * 16 + g_ascii_xdigit_value (text[1]));
    }
  return TRUE;
}

/* RFC 8122 section 5, with one hash function: a second value, even of another
 * function, would be a second certificate that we do not check. */
static gboolean
take_fingerprint (Reader      *self,
                  const char  *value,
                  GError     **error)
{
  guint8 bytes[DUO_FINGERPRINT_SIZE_BYTES];

  if (*value == '\0')
    {
      return refuse (error, DUO_PROTO_ERROR_NO_FINGERPRINT, "the fingerprint is empty");
    }
  if (g_ascii_strncasecmp (value, "sha-256 ", 8) != 0 || !read_fingerprint (value + 8, bytes))
    {
      return refuse (error, DUO_PROTO_ERROR_BAD_FINGERPRINT, "not a SHA-256 fingerprint");
    }
  if (self->has_fingerprint && memcmp (bytes, self->sdp->fingerprint, sizeof bytes) != 0)
    {
      return refuse (error, DUO_PROTO_ERROR_BAD_FINGERPRINT, "two different fingerprints");
    }
  memcpy (self->sdp->fingerprint, bytes, sizeof bytes);
  self->has_fingerprint = TRUE;
  return TRUE;
}

static gboolean
take_setup (Reader      *self,
            const char  *value,
            GError     **error)
{
  DuoSetup setup;

  if (self->type == DUO_DESCRIPTION_OFFER && strcmp (value, "actpass") == 0)
    {
      setup = DUO_SETUP_ACTPASS;
    }
  else if (self->type == DUO_DESCRIPTION_ANSWER && strcmp (value, "active") == 0)
    {
      setup = DUO_SETUP_ACTIVE;
    }
  else if (self->type == DUO_DESCRIPTION_ANSWER && strcmp (value, "passive") == 0)
    {
      setup = DUO_SETUP_PASSIVE;
    }
  else
    {
      return refuse_line (error, "a setup that this kind of description cannot have");
    }
  if (self->has_setup && setup != self->sdp->setup)
    {
      return refuse_line (error, "two different setups");
    }
  self->sdp->setup = setup;
  self->has_setup = TRUE;
  return TRUE;
}

/* Digits only; what does not fit into MAX is MAX. */
static gboolean
read_clamped (const char *text,
              guint       max,
              guint      *value)
{
  guint64 sum = 0;

  if (*text == '\0')
    {
      return FALSE;
    }
  for (; *text != '\0'; text++)
    {
      if (!g_ascii_isdigit (*text))
        {
          return FALSE;
        }
      sum = MIN (sum * 10 + (guint64) (*text - '0'), max);
    }
  *value = (guint) sum;
  return TRUE;
}

static gboolean
take_sctp_port (Reader      *self,
                const char  *value,
                GError     **error)
{
  guint port;

  if (!read_clamped (value, G_MAXUINT16 + 1, &port) || port != DUO_SCTP_PORT)
    {
      return refuse_line (error, "an SCTP port other than 5000");
    }
  self->has_sctp_port = TRUE;
  return TRUE;
}

/* RFC 8841 section 6.1: 0 means any size. */
static gboolean
take_max_message_size (Reader      *self,
                       const char  *value,
                       GError     **error)
{
  guint size;

  if (!read_clamped (value, DUO_MESSAGE_MAX_BYTES, &size))
    {
      return refuse_line (error, "the message size is not a number");
    }
  size = size == 0 ? DUO_MESSAGE_MAX_BYTES : MAX (size, DUO_MESSAGE_MIN_BYTES);
  if (self->has_max_message_size && size != self->sdp->max_message_bytes)
    {
      return refuse_line (error, "two different message sizes");
    }
  self->sdp->max_message_bytes = size;
  self->has_max_message_size = TRUE;
  return TRUE;
}

/* A candidate that is not acceptable is left out: the others may do. */
static gboolean
take_candidate (Reader      *self,
                const char  *line,
                GError     **error)
{
  DuoCandidate *candidate = duo_candidate_parse (line, /* error= */ NULL);

  if (candidate != NULL)
    {
      g_ptr_array_add (self->sdp->candidates, candidate);
    }
  return TRUE;
}

typedef gboolean (*TakeFunc) (Reader      *self,
                              const char  *value,
                              GError     **error);

static const struct
{
  const char *name;
  gboolean is_of_session_too;
  TakeFunc take;
} attributes[] = {
  { "a=ice-ufrag:", TRUE, take_ufrag },
  { "a=ice-pwd:", TRUE, take_pwd },
  { "a=fingerprint:", TRUE, take_fingerprint },
  { "a=setup:", TRUE, take_setup },
  { "a=mid:", FALSE, take_mid },
  { "a=sctp-port:", FALSE, take_sctp_port },
  { "a=max-message-size:", FALSE, take_max_message_size },
};

/* Everything that is not named above is read over. */
static gboolean
take_attribute (Reader      *self,
                const char  *line,
                GError     **error)
{
  if (self->is_in_section && duo_has_prefix (line, "a=candidate:"))
    {
      return take_candidate (self, line, error);
    }
  if (strcmp (line, "a=fingerprint") == 0)
    {
      return refuse (error, DUO_PROTO_ERROR_NO_FINGERPRINT, "the fingerprint is empty");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      if (duo_has_prefix (line, attributes[i].name) &&
          (self->is_in_section || attributes[i].is_of_session_too))
        {
          return attributes[i].take (self, line + strlen (attributes[i].name), error);
        }
    }
  return TRUE;
}

static gboolean
take_section (Reader      *self,
              const char  *line,
              GError     **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 5);
  guint64 port;

  self->is_in_section = TRUE;
  if (g_strv_length (words) != 4 ||
      strcmp (words[2], "UDP/DTLS/SCTP") != 0 || strcmp (words[3], "webrtc-datachannel") != 0)
    {
      return refuse_line (error, "not the section of a data channel");
    }
  if (!g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXUINT16, &port, /* error= */ NULL))
    {
      return refuse_line (error, "port of the section");
    }
  return port > 0 || refuse (error, DUO_PROTO_ERROR_NO_DATA, "the section of data channels is turned off");
}

static gboolean
is_sdp_line (const char *line)
{
  if (!g_ascii_islower (line[0]) || line[1] != '=')
    {
      return FALSE;
    }
  for (const char *p = line; *p != '\0'; p++)
    {
      if ((guchar) *p < 0x20 && *p != '\t')
        {
          return FALSE;
        }
    }
  return TRUE;
}

/* One m= line, and of "application".  Judged before anything else is read, so
 * that a video call is called so. */
static gboolean
check_sections (char   **lines,
                GError **error)
{
  guint n_sections = 0;
  guint n_data = 0;

  for (; *lines != NULL; lines++)
    {
      n_sections += duo_has_prefix (*lines, "m=") ? 1 : 0;
      n_data += duo_has_prefix (*lines, "m=application ") ? 1 : 0;
    }
  if (n_sections > n_data || n_sections > 1)
    {
      return refuse (error, DUO_PROTO_ERROR_MEDIA, "audio, video or several sections");
    }
  return n_data == 1 || refuse (error, DUO_PROTO_ERROR_NO_DATA, "no section for data channels");
}

static gboolean
read_lines (Reader  *self,
            char   **lines,
            GError **error)
{
  if (strcmp (lines[0], "v=0") != 0)
    {
      return refuse_line (error, "it does not start with v=0");
    }
  if (!check_sections (lines, error))
    {
      return FALSE;
    }
  for (; *lines != NULL; lines++)
    {
      if (**lines == '\0')
        {
          continue;
        }
      if (!is_sdp_line (*lines))
        {
          return refuse_line (error, "a line that is not of an SDP");
        }
      if (!(duo_has_prefix (*lines, "m=") ? take_section : take_attribute) (self, *lines, error))
        {
          return FALSE;
        }
    }
  return TRUE;
}

/* LF and CRLF both end a line; a CR elsewhere stays and is refused as a control. */
static char **
split_lines (const char *text)
{
  char **lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      gsize length = strlen (*line);

      if (length > 0 && (*line)[length - 1] == '\r')
        {
          (*line)[length - 1] = '\0';
        }
    }
  return lines;
}

/* RFC 8841 names no default for sctp-port, RFC 8842 wants a setup, and every
 * program that we met gives a mid. */
static gboolean
check_complete (const Reader  *self,
                GError       **error)
{
  if (!self->has_fingerprint)
    {
      return refuse (error, DUO_PROTO_ERROR_NO_FINGERPRINT, "no fingerprint");
    }
  if (self->sdp->ufrag == NULL || self->sdp->pwd == NULL || self->sdp->mid == NULL ||
      !self->has_setup || !self->has_sctp_port)
    {
      return refuse_line (error, "ufrag, pwd, mid, setup or sctp-port is missing");
    }
  return TRUE;
}

static int
get_type_rank (const DuoCandidate *candidate)
{
  /* RFC 8445 section 5.1.2.2: host 126, prflx 110, srflx 100, relay 0. */
  static const int ranks[] = { 0, 2, 1, 3 };

  return ranks[duo_candidate_get_kind (candidate)];
}

static int
compare_by_type (gconstpointer a,
                 gconstpointer b)
{
  return get_type_rank (*(DuoCandidate *const *) a) - get_type_rank (*(DuoCandidate *const *) b);
}

static gboolean
equal_candidates (gconstpointer a,
                  gconstpointer b)
{
  return duo_candidate_equal (a, b);
}

GPtrArray *
duo_sdp_choose (GPtrArray *candidates)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GPtrArray *chosen = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);

  g_ptr_array_extend (sorted, candidates, /* func= */ NULL, /* user_data= */ NULL);
  if (sorted->len > DUO_CANDIDATES_MAX)
    {
      g_ptr_array_sort (sorted, compare_by_type);
    }
  for (guint i = 0; i < sorted->len && chosen->len < DUO_CANDIDATES_MAX; i++)
    {
      gpointer candidate = g_ptr_array_index (sorted, i);

      if (!g_ptr_array_find_with_equal_func (chosen, candidate, equal_candidates, /* index_= */ NULL))
        {
          g_ptr_array_add (chosen, duo_candidate_ref (candidate));
        }
    }
  return chosen;
}

/* Leaves out the candidates that say they are of another session. */
static void
settle_candidates (DuoSdp *self)
{
  g_autoptr (GPtrArray) all = g_steal_pointer (&self->candidates);
  g_autoptr (GPtrArray) own = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      DuoCandidate *candidate = g_ptr_array_index (all, i);
      const char *ufrag = duo_candidate_get_ufrag (candidate);

      if (ufrag == NULL || strcmp (ufrag, self->ufrag) == 0)
        {
          g_ptr_array_add (own, candidate);
        }
    }
  self->candidates = duo_sdp_choose (own);
}

gboolean
duo_sdp_parse (DuoSdp              *self,
               DuoDescriptionType   type,
               const char          *text,
               GError             **error)
{
  Reader reader = { .sdp = self, .type = type };
  g_auto (GStrv) lines = NULL;

  *self = (DuoSdp){ .max_message_bytes = DUO_MESSAGE_DEFAULT_BYTES };
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
  if (strnlen (text, DUO_SDP_MAX_BYTES + 1) > DUO_SDP_MAX_BYTES)
    {
      return refuse (error, DUO_PROTO_ERROR_TOO_LONG, "more than the limit");
    }
  if (!g_utf8_validate (text, -1, /* end= */ NULL))
    {
      return refuse (error, DUO_PROTO_ERROR_NOT_TEXT, "not UTF-8");
    }
  lines = split_lines (text);
  if (lines[0] == NULL)
    {
      return refuse (error, DUO_PROTO_ERROR_EMPTY, "nothing there");
    }
  if (!read_lines (&reader, lines, error) || !check_complete (&reader, error))
    {
      return FALSE;
    }
  settle_candidates (self);
  return TRUE;
}

static void
write_fingerprint (GString      *text,
                   const guint8 *bytes)
{
  g_string_append (text, "a=fingerprint:sha-256 ");
  for (gsize i = 0; i < DUO_FINGERPRINT_SIZE_BYTES; i++)
    {
      g_string_append_printf (text, i == 0 ? "%02X" : ":%02X", bytes[i]);
    }
  g_string_append (text, "\r\n");
}

static void
write_candidates (GString   *text,
                  GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      g_autofree char *line = duo_candidate_to_line (g_ptr_array_index (candidates, i));

      g_string_append_printf (text, "a=%s\r\n", line);
    }
}

char *
duo_sdp_write (const DuoSdp *self)
{
  static const char *const setups[] = { "actpass", "active", "passive" };
  GString *text = g_string_new ("v=0\r\n"
                                "o=- 1 1 IN IP4 127.0.0.1\r\n"
                                "s=-\r\n"
                                "t=0 0\r\n");

  g_string_append_printf (text, "a=group:BUNDLE %s\r\n", self->mid);
  g_string_append (text, "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
                         "c=IN IP4 0.0.0.0\r\n");
  g_string_append_printf (text, "a=ice-ufrag:%s\r\n", self->ufrag);
  g_string_append_printf (text, "a=ice-pwd:%s\r\n", self->pwd);
  g_string_append (text, "a=ice-options:trickle\r\n");
  write_fingerprint (text, self->fingerprint);
  g_string_append_printf (text, "a=setup:%s\r\n", setups[self->setup]);
  g_string_append_printf (text, "a=mid:%s\r\n", self->mid);
  g_string_append_printf (text, "a=sctp-port:%d\r\n", DUO_SCTP_PORT);
  g_string_append_printf (text, "a=max-message-size:%u\r\n", self->max_message_bytes);
  write_candidates (text, self->candidates);
  return g_string_free (text, FALSE);
}

void
duo_sdp_copy (const DuoSdp *self,
              DuoSdp       *copy)
{
  *copy = *self;
  copy->ufrag = g_strdup (self->ufrag);
  copy->pwd = g_strdup (self->pwd);
  copy->mid = g_strdup (self->mid);
  copy->candidates = g_ptr_array_ref (self->candidates);
}

void
duo_sdp_clear (DuoSdp *self)
{
  g_clear_pointer (&self->ufrag, g_free);
  g_clear_pointer (&self->pwd, g_free);
  g_clear_pointer (&self->mid, g_free);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
}
