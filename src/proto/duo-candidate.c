/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-candidate.h"

#include <gio/gio.h>

#include "duo-compat.h"
#include "duo-json.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

/* A candidate keeps facts only: what is not listed here (foundation, related
 * address, generation, network cost) is read over and made anew for the line. */
struct _DuoCandidate
{
  DuoCandidateType type;
  DuoTransport transport;
  guint32 priority;
  guint16 port;
  char *address; /* (owned) canonical */
  char *ufrag;   /* (owned) (nullable) */
  gboolean is_mdns;
  gboolean is_ipv6;
  gboolean is_loopback;
  gboolean is_private;
};

G_DEFINE_BOXED_TYPE (DuoCandidate, duo_candidate, duo_candidate_ref, duo_candidate_unref)

static const char *const type_names[] = { "host", "srflx", "prflx", "relay" };
static const char *const tcp_names[] = { NULL, "active", "passive", "so" };

static gboolean
refuse (GError     **error,
        const char  *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_CANDIDATE, "Candidate refused: %s", reason);
  return FALSE;
}

static gboolean
is_ice_text (const char *text,
             gsize       min,
             gsize       max)
{
  gsize length = strlen (text);

  if (length < min || length > max)
    {
      return FALSE;
    }
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
        {
          return FALSE;
        }
    }
  return TRUE;
}

/* One label and ".local", as RFC 8839 and the mDNS draft of browsers have it. */
static gboolean
is_mdns_name (const char *address)
{
  gsize length = strlen (address);
  gsize label;

  if (length < 7 || length > 63 + 6 || g_ascii_strcasecmp (address + length - 6, ".local") != 0)
    {
      return FALSE;
    }
  label = length - 6;
  for (gsize i = 0; i < label; i++)
    {
      if (!g_ascii_isalnum (address[i]) && address[i] != '-')
        {
          return FALSE;
        }
    }
  return address[0] != '-' && address[label - 1] != '-';
}

static gboolean
is_ipv4_acceptable (const guint8 *bytes)
{
  return bytes[0] != 0 && bytes[0] < 224 && !(bytes[0] == 169 && bytes[1] == 254);
}

/* IPv4 in IPv6's clothes (::ffff:127.0.0.1, ::1.2.3.4) would pass by the checks
 * of IPv4, and no program offers it. */
static gboolean
is_ipv6_acceptable (const guint8 *bytes)
{
  static const guint8 zeros[10] = { 0 };
  gboolean starts_with_zeros = memcmp (bytes, zeros, sizeof zeros) == 0;
  gboolean is_mapped = starts_with_zeros && bytes[10] == 0xff && bytes[11] == 0xff;
  gboolean is_compatible = starts_with_zeros && bytes[10] == 0 && bytes[11] == 0 &&
                           (bytes[12] != 0 || bytes[13] != 0 || bytes[14] != 0 || bytes[15] != 1);

  return !is_mapped && !is_compatible && bytes[0] != 0xff;
}

static gboolean
take_inet_address (DuoCandidate *self,
                   const char   *address)
{
  g_autoptr (GInetAddress) inet = NULL;
  const guint8 *bytes;

  /* A zone ("%eth0") means something on the sender's computer only. */
  if (strspn (address, "0123456789abcdefABCDEF:.") != strlen (address))
    {
      return FALSE;
    }
  inet = g_inet_address_new_from_string (address);
  if (inet == NULL)
    {
      return FALSE;
    }
  bytes = g_inet_address_to_bytes (inet);
  self->is_ipv6 = g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6;
  self->is_loopback = g_inet_address_get_is_loopback (inet);
  self->is_private = self->is_loopback ||
                     g_inet_address_get_is_site_local (inet) ||
                     g_inet_address_get_is_link_local (inet) ||
                     (self->is_ipv6 && (bytes[0] & 0xfe) == 0xfc);
  self->address = g_inet_address_to_string (inet);
  return self->is_ipv6 ? is_ipv6_acceptable (bytes) : is_ipv4_acceptable (bytes);
}

/* Never asks a name server: anything but an address or a .local name is refused. */
static gboolean
take_address (DuoCandidate *self,
              const char   *address)
{
  if (is_mdns_name (address))
    {
      self->is_mdns = TRUE;
      self->is_private = TRUE;
      self->address = g_ascii_strdown (address, -1);
      return TRUE;
    }
  return take_inet_address (self, address);
}

/* Ports below 1024 belong to services; a candidate there is an attempt to make
 * us knock at them.  A relay may sit anywhere, and an active TCP candidate names
 * port 9, which nobody connects to (RFC 6544 section 4.5). */
static gboolean
is_port_acceptable (DuoCandidateType type,
                    DuoTransport     transport,
                    guint64          port)
{
  if (port < 1 || port > G_MAXUINT16)
    {
      return FALSE;
    }
  return port >= DUO_CANDIDATE_PORT_MIN || type == DUO_CANDIDATE_RELAY ||
         (transport == DUO_TRANSPORT_TCP_ACTIVE && port == 9);
}

static void
candidate_free (gpointer data)
{
  DuoCandidate *self = data;

  g_free (self->address);
  g_free (self->ufrag);
}

static DuoCandidate *
candidate_alloc (void)
{
  return g_atomic_rc_box_new0 (DuoCandidate);
}

static gboolean
parse_number (const char *text,
              guint64     min,
              guint64     max,
              guint64    *value)
{
  return g_ascii_string_to_unsigned (text, 10, min, max, value, /* error= */ NULL);
}

static int
find_name (const char *const *names,
           gsize              n_names,
           const char        *name)
{
  for (gsize i = 0; i < n_names; i++)
    {
      if (names[i] != NULL && g_ascii_strcasecmp (names[i], name) == 0)
        {
          return (int) i;
        }
    }
  return -1;
}

/* The pairs after the type.  Unknown ones are read over. */
static gboolean
parse_extensions (DuoCandidate  *self,
                  char         **tokens,
                  gboolean       is_tcp,
                  GError       **error)
{
  guint n_pairs = 0;

  for (; tokens[0] != NULL; tokens += 2)
    {
      if (tokens[1] == NULL || ++n_pairs > DUO_CANDIDATE_EXTENSIONS_MAX)
        {
          return refuse (error, "its extensions are not pairs, or too many");
        }
      if (strcmp (tokens[0], "tcptype") == 0 && is_tcp)
        {
          int transport = find_name (tcp_names, G_N_ELEMENTS (tcp_names), tokens[1]);

          self->transport = transport > 0 ? (DuoTransport) transport : DUO_TRANSPORT_UDP;
        }
      else if (strcmp (tokens[0], "ufrag") == 0)
        {
          if (self->ufrag != NULL || !is_ice_text (tokens[1], DUO_UFRAG_MIN_CHARS, DUO_UFRAG_MAX_CHARS))
            {
              return refuse (error, "its user name fragment is not one");
            }
          self->ufrag = g_strdup (tokens[1]);
        }
    }
  if (is_tcp && self->transport == DUO_TRANSPORT_UDP)
    {
      return refuse (error, "TCP without a tcptype");
    }
  return TRUE;
}

/* foundation component transport priority address port "typ" type … */
static gboolean
parse_head (DuoCandidate  *self,
            char         **tokens,
            gboolean      *is_tcp,
            guint64       *port,
            GError       **error)
{
  guint64 priority;
  int type;

  if (g_strv_length (tokens) < 8 || strcmp (tokens[6], "typ") != 0)
    {
      return refuse (error, "fields are missing");
    }
  *is_tcp = g_ascii_strcasecmp (tokens[2], "tcp") == 0;
  type = find_name (type_names, G_N_ELEMENTS (type_names), tokens[7]);
  if (!is_ice_text (tokens[0], 1, 32) || strcmp (tokens[1], "1") != 0)
    {
      return refuse (error, "foundation or component");
    }
  if ((!*is_tcp && g_ascii_strcasecmp (tokens[2], "udp") != 0) || type < 0)
    {
      return refuse (error, "unknown transport or type");
    }
  /* RFC 8445 section 5.1.2: up to 2^31 - 1. */
  if (!parse_number (tokens[3], 1, G_MAXINT32, &priority) ||
      !parse_number (tokens[5], 1, G_MAXUINT16, port))
    {
      return refuse (error, "priority or port out of range");
    }
  self->type = (DuoCandidateType) type;
  self->priority = (guint32) priority;
  return take_address (self, tokens[4]) || refuse (error, "not an address that a peer can have");
}

static gboolean
is_plain_line (const char *line)
{
  for (const char *p = line; *p != '\0'; p++)
    {
      if (*p < 0x20 || *p > 0x7e)
        {
          return FALSE;
        }
    }
  return TRUE;
}

static const char *
skip_prefix (const char *line)
{
  if (duo_has_prefix (line, "a="))
    {
      line += 2;
    }
  return duo_has_prefix (line, "candidate:") ? line + strlen ("candidate:") : NULL;
}

/* A candidate of these facts, or NULL when no peer can have such an address or
 * port.  (transfer full) (nullable) */
DuoCandidate *
duo_candidate_new (DuoCandidateType  type,
                   DuoTransport      transport,
                   guint32           priority,
                   const char       *address,
                   guint16           port)
{
  g_autoptr (DuoCandidate) self = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  self = candidate_alloc ();
  self->type = type;
  self->transport = transport;
  self->priority = CLAMP (priority, 1, G_MAXINT32);
  self->port = port;
  if (!take_address (self, address) || !is_port_acceptable (type, transport, port))
    {
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* Reads "candidate:…", with or without "a=" before it.  Loopback and .local
 * addresses are taken here and left to the link to judge. */
DuoCandidate *
duo_candidate_parse (const char  *line,
                     GError     **error)
{
  g_autoptr (DuoCandidate) self = NULL;
  g_auto (GStrv) tokens = NULL;
  gboolean is_tcp;
  guint64 port;

  g_return_val_if_fail (line != NULL, NULL);

  if (strnlen (line, DUO_CANDIDATE_LINE_MAX_BYTES + 1) > DUO_CANDIDATE_LINE_MAX_BYTES ||
      !is_plain_line (line) || skip_prefix (line) == NULL)
    {
      (void) refuse (error, "too long, or not a candidate line");
      return NULL;
    }
  self = candidate_alloc ();
  tokens = g_strsplit (skip_prefix (line), " ", -1);
  if (!parse_head (self, tokens, &is_tcp, &port, error) ||
      !parse_extensions (self, tokens + 8, is_tcp, error))
    {
      return NULL;
    }
  if (!is_port_acceptable (self->type, self->transport, port))
    {
      (void) refuse (error, "a port that belongs to another service");
      return NULL;
    }
  self->port = (guint16) port;
  return g_steal_pointer (&self);
}

/* The same candidate, said to belong to the session of UFRAG; NULL when UFRAG
 * cannot be one.  (transfer full) (nullable) */
DuoCandidate *
duo_candidate_with_ufrag (const DuoCandidate *self,
                          const char         *ufrag)
{
  DuoCandidate *copy;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ufrag != NULL, NULL);

  if (!is_ice_text (ufrag, DUO_UFRAG_MIN_CHARS, DUO_UFRAG_MAX_CHARS))
    {
      return NULL;
    }
  copy = candidate_alloc ();
  *copy = *self;
  copy->address = g_strdup (self->address);
  copy->ufrag = g_strdup (ufrag);
  return copy;
}

DuoCandidate *
duo_candidate_ref (DuoCandidate *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
duo_candidate_unref (DuoCandidate *self)
{
  g_atomic_rc_box_release_full (self, candidate_free);
}

DuoCandidateType
duo_candidate_get_kind (const DuoCandidate *self)
{
  return self->type;
}

DuoTransport
duo_candidate_get_transport (const DuoCandidate *self)
{
  return self->transport;
}

guint32
duo_candidate_get_priority (const DuoCandidate *self)
{
  return self->priority;
}

const char *
duo_candidate_get_address (const DuoCandidate *self)
{
  return self->address;
}

guint16
duo_candidate_get_port (const DuoCandidate *self)
{
  return self->port;
}

const char *
duo_candidate_get_ufrag (const DuoCandidate *self)
{
  return self->ufrag;
}

gboolean
duo_candidate_is_mdns (const DuoCandidate *self)
{
  return self->is_mdns;
}

gboolean
duo_candidate_is_loopback (const DuoCandidate *self)
{
  return self->is_loopback;
}

gboolean
duo_candidate_is_private (const DuoCandidate *self)
{
  return self->is_private;
}

/* Whether both name the same way to the same place.  Priority and ufrag are not
 * compared: a description's line names no ufrag where the JSON form does. */
gboolean
duo_candidate_equal (const DuoCandidate *a,
                     const DuoCandidate *b)
{
  return a->type == b->type && a->transport == b->transport && a->port == b->port &&
         strcmp (a->address, b->address) == 0;
}

/* RFC 8445 section 5.1.1.3 wants equal foundations for equal type, base and
 * transport; the base is not known any more, the address stands for it. */
static guint
get_foundation (const DuoCandidate *self)
{
  g_autofree char *key = g_strdup_printf ("%d %d %s",
                                          (int) self->type,
                                          self->transport == DUO_TRANSPORT_UDP ? 0 : 1,
                                          self->address);

  return g_str_hash (key);
}

char *
duo_candidate_to_line (const DuoCandidate *self)
{
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "candidate:%u 1 %s %u %s %u typ %s",
                          get_foundation (self),
                          self->transport == DUO_TRANSPORT_UDP ? "UDP" : "TCP",
                          self->priority,
                          self->address,
                          self->port,
                          type_names[self->type]);
  /* RFC 8839 section 5.1 wants a related address here and lets it be hidden. */
  if (self->type != DUO_CANDIDATE_HOST)
    {
      g_string_append_printf (line, " raddr %s rport 9", self->is_ipv6 ? "::" : "0.0.0.0");
    }
  if (self->transport != DUO_TRANSPORT_UDP)
    {
      g_string_append_printf (line, " tcptype %s", tcp_names[self->transport]);
    }
  return g_string_free (line, FALSE);
}

char *
duo_candidate_to_json (const DuoCandidate *self,
                       const char         *mid,
                       const char         *ufrag)
{
  g_autofree char *line = duo_candidate_to_line (self);
  GString *json = g_string_new ("{\"candidate\":");

  duo_json_append_string (json, line);
  g_string_append (json, ",\"sdpMid\":");
  duo_json_append_string (json, mid != NULL ? mid : "0");
  g_string_append (json, ",\"sdpMLineIndex\":0,\"usernameFragment\":");
  if (ufrag == NULL)
    {
      ufrag = self->ufrag;
    }
  if (ufrag != NULL)
    {
      duo_json_append_string (json, ufrag);
    }
  else
    {
      g_string_append (json, "null");
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
