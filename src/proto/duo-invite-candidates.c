/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-invite-candidates.h"

#include <gio/gio.h>
#include <string.h>

#include "duo-limits.h"
#include "duo-proto-error.h"

#define COUNT_BITS 5
#define INDEX_BITS 5
#define KIND_BITS 4
#define WAY_BITS 3
#define IPV6_BYTES 16
#define IPV6_GROUPS 8
#define MDNS_SUFFIX ".local"

/* How an address is written. */
typedef enum
{
  KIND_192_168, /* 192.168.x.y: 16 bits */
  KIND_10,      /* 10.x.y.z: 24 */
  KIND_172_16,  /* 172.16.0.0/12: 20 */
  KIND_IPV4,    /* 32 */
  KIND_IPV6,    /* 128 */
  KIND_SPARSE,  /* IPv6: 8, which of its groups are not zero, and 16 for each of those */
  KIND_SAME_64, /* IPv6, first half as in the IPv6 address before it: 64 */
  KIND_FE80_64, /* fe80::/64: 64 */
  KIND_UUID,    /* 00000000-0000-0000-0000-000000000000.local: 128 */
  KIND_MDNS,    /* another name: 6 for its length, 7 a character, without .local */
} Kind;

static const struct
{
  DuoCandidateType type;
  DuoTransport transport;
} ways[] = {
  { DUO_CANDIDATE_HOST, DUO_TRANSPORT_UDP },
  { DUO_CANDIDATE_HOST, DUO_TRANSPORT_TCP_PASSIVE },
  { DUO_CANDIDATE_SRFLX, DUO_TRANSPORT_UDP },
  { DUO_CANDIDATE_SRFLX, DUO_TRANSPORT_TCP_PASSIVE },
  { DUO_CANDIDATE_RELAY, DUO_TRANSPORT_UDP },
  { DUO_CANDIDATE_RELAY, DUO_TRANSPORT_TCP_PASSIVE },
  { DUO_CANDIDATE_PRFLX, DUO_TRANSPORT_UDP },
};

#define WAY_OTHER G_N_ELEMENTS (ways)

static const guint8 fe80_64[] = { 0xfe, 0x80, 0, 0, 0, 0, 0, 0 };

static gboolean
refuse (GError        **error,
        DuoProtoError   code,
        const char     *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, (int) code, "Code refused: %s", reason);
  return FALSE;
}

/* RFC 8445 section 5.1.2, TCP below all UDP of the same type; earlier is better. */
static guint32
get_priority (DuoCandidateType type,
              DuoTransport     transport,
              guint            position)
{
  static const guint32 udp_preferences[] = { 126, 100, 110, 0 };
  static const guint32 tcp_preferences[] = { 90, 80, 85, 0 };
  const guint32 *preferences = transport == DUO_TRANSPORT_UDP ? udp_preferences : tcp_preferences;

  return preferences[type] << 24 | (guint32) (G_MAXUINT16 - position) << 8 | 255;
}

/* The number of the network, and whether it is of link-local addresses.  NULL for
 * what is no network of this computer. */
static char *
name_network (const DuoCandidate *candidate,
              gboolean           *is_link_local,
              gboolean           *is_ipv6)
{
  g_autoptr (GInetAddress) address = NULL;
  const guint8 *b;

  if (duo_candidate_get_kind (candidate) != DUO_CANDIDATE_HOST ||
      duo_candidate_is_mdns (candidate) || duo_candidate_is_loopback (candidate))
    {
      return NULL;
    }
  address = g_inet_address_new_from_string (duo_candidate_get_address (candidate));
  *is_ipv6 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;
  *is_link_local = *is_ipv6 && g_inet_address_get_is_link_local (address);
  b = g_inet_address_to_bytes (address);
  if (!*is_ipv6 || *is_link_local)
    {
      return g_inet_address_to_string (address);
    }
  return g_strdup_printf ("%x:%x:%x:%x", b[0] << 8 | b[1], b[2] << 8 | b[3], b[4] << 8 | b[5], b[6] << 8 | b[7]);
}

/* Each interface has one link-local address.  Where there are as many IPv4
 * addresses, or as many IPv6 networks, a neighbour reaches each interface by
 * those; a link-local address alone is the only way to its interface. */
static gboolean
needs_link_local (GPtrArray *candidates)
{
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) ipv4 = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) ipv6 = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      gboolean is_link_local, is_ipv6;
      char *network = name_network (g_ptr_array_index (candidates, i), &is_link_local, &is_ipv6);

      if (network != NULL)
        {
          g_hash_table_add (is_link_local ? links : is_ipv6 ? ipv6
                                                            : ipv4,
                            network);
        }
    }
  return g_hash_table_size (links) > MAX (g_hash_table_size (ipv4), g_hash_table_size (ipv6));
}

static gboolean
is_link_local_host (const DuoCandidate *candidate)
{
  gboolean is_link_local = FALSE, is_ipv6 = FALSE;
  g_autofree char *network = name_network (candidate, &is_link_local, &is_ipv6);

  return network != NULL && is_link_local;
}

GPtrArray *
duo_invite_choose_candidates (GPtrArray *candidates)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
  gboolean with_link_local = needs_link_local (candidates);

  for (guint i = 0; i < candidates->len && chosen->len < DUO_CANDIDATES_MAX; i++)
    {
      DuoCandidate *candidate = g_ptr_array_index (candidates, i);

      if (duo_candidate_get_transport (candidate) != DUO_TRANSPORT_TCP_ACTIVE &&
          (with_link_local || !is_link_local_host (candidate)))
        {
          g_ptr_array_add (chosen, duo_candidate_ref (candidate));
        }
    }
  return chosen;
}

static void
put_ipv4 (DuoBitWriter *writer,
          const guint8 *b)
{
  guint32 value = (guint32) b[0] << 24 | (guint32) b[1] << 16 | (guint32) b[2] << 8 | b[3];
  Kind kind = KIND_IPV4;
  guint n_bits = 32;

  if (value >> 16 == 0xc0a8)
    {
      kind = KIND_192_168;
      n_bits = 16;
    }
  else if (value >> 24 == 10)
    {
      kind = KIND_10;
      n_bits = 24;
    }
  else if (value >> 20 == 0xac1)
    {
      kind = KIND_172_16;
      n_bits = 20;
    }
  duo_bit_writer_put (writer, kind, KIND_BITS);
  duo_bit_writer_put (writer, value, n_bits);
}

/* Which groups of 16 bits are not zero, the first in the highest bit. */
static guint
find_groups (const guint8 *bytes,
             guint        *n_groups)
{
  guint groups = 0;

  *n_groups = 0;
  for (guint i = 0; i < IPV6_GROUPS; i++)
    {
      gboolean is_set = bytes[2 * i] != 0 || bytes[2 * i + 1] != 0;

      groups = groups << 1 | (guint) is_set;
      *n_groups += (guint) is_set;
    }
  return groups;
}

static void
put_sparse (DuoBitWriter *writer,
            const guint8 *bytes,
            guint         groups)
{
  duo_bit_writer_put (writer, KIND_SPARSE, KIND_BITS);
  duo_bit_writer_put (writer, groups, IPV6_GROUPS);
  for (guint i = 0; i < IPV6_GROUPS; i++)
    {
      if ((groups & 0x80u >> i) != 0)
        {
          duo_bit_writer_put_bytes (writer, bytes + 2 * i, 2);
        }
    }
}

/* LAST: the IPv6 address before this one, all zeros at first. */
static void
put_ipv6 (DuoBitWriter *writer,
          const guint8 *bytes,
          guint8       *last)
{
  guint n_groups;
  guint groups = find_groups (bytes, &n_groups);
  gboolean is_same = memcmp (bytes, last, sizeof fe80_64) == 0;
  gboolean is_fe80 = memcmp (bytes, fe80_64, sizeof fe80_64) == 0;

  if (n_groups <= 3 || (n_groups < IPV6_GROUPS && !is_same && !is_fe80))
    {
      put_sparse (writer, bytes, groups);
    }
  else if (is_same || is_fe80)
    {
      duo_bit_writer_put (writer, is_same ? KIND_SAME_64 : KIND_FE80_64, KIND_BITS);
      duo_bit_writer_put_bytes (writer, bytes + sizeof fe80_64, sizeof fe80_64);
    }
  else
    {
      duo_bit_writer_put (writer, KIND_IPV6, KIND_BITS);
      duo_bit_writer_put_bytes (writer, bytes, IPV6_BYTES);
    }
  memcpy (last, bytes, IPV6_BYTES);
}

/* Lower case, as DuoCandidate has names. */
static gboolean
read_uuid (const char *label,
           guint8     *bytes)
{
  guint n_digits = 0;

  if (strlen (label) != 36)
    {
      return FALSE;
    }
  for (guint i = 0; i < 36; i++)
    {
      gboolean is_dash_due = i == 8 || i == 13 || i == 18 || i == 23;

      if (is_dash_due ? label[i] != '-' : !g_ascii_isxdigit (label[i]))
        {
          return FALSE;
        }
      if (!is_dash_due)
        {
          guint8 digit = (guint8) g_ascii_xdigit_value (label[i]);

          bytes[n_digits / 2] = n_digits % 2 == 0 ? (guint8) (digit << 4) : bytes[n_digits / 2] | digit;
          n_digits++;
        }
    }
  return TRUE;
}

static void
put_mdns (DuoBitWriter *writer,
          const char   *address)
{
  g_autofree char *label = g_strndup (address, strlen (address) - strlen (MDNS_SUFFIX));
  guint8 uuid[16];

  if (read_uuid (label, uuid))
    {
      duo_bit_writer_put (writer, KIND_UUID, KIND_BITS);
      duo_bit_writer_put_bytes (writer, uuid, sizeof uuid);
      return;
    }
  duo_bit_writer_put (writer, KIND_MDNS, KIND_BITS);
  duo_bit_writer_put (writer, (guint32) strlen (label), 6);
  for (const char *p = label; *p != '\0'; p++)
    {
      duo_bit_writer_put (writer, (guchar) *p, 7);
    }
}

static void
put_address (DuoBitWriter       *writer,
             const DuoCandidate *candidate,
             guint8             *last)
{
  g_autoptr (GInetAddress) address = NULL;

  if (duo_candidate_is_mdns (candidate))
    {
      put_mdns (writer, duo_candidate_get_address (candidate));
      return;
    }
  address = g_inet_address_new_from_string (duo_candidate_get_address (candidate));
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    {
      put_ipv4 (writer, g_inet_address_to_bytes (address));
    }
  else
    {
      put_ipv6 (writer, g_inet_address_to_bytes (address), last);
    }
}

static void
put_way (DuoBitWriter       *writer,
         const DuoCandidate *candidate)
{
  DuoCandidateType type = duo_candidate_get_kind (candidate);
  DuoTransport transport = duo_candidate_get_transport (candidate);
  guint way = 0;

  while (way < WAY_OTHER && (ways[way].type != type || ways[way].transport != transport))
    {
      way++;
    }
  duo_bit_writer_put (writer, way, WAY_BITS);
  if (way == WAY_OTHER)
    {
      duo_bit_writer_put (writer, type, 2);
      duo_bit_writer_put (writer, transport, 2);
    }
}

/* A router that keeps ports, and TCP behind any router, repeat the port of a host. */
static void
put_port (DuoBitWriter *writer,
          GPtrArray    *candidates,
          guint         position)
{
  guint16 port = duo_candidate_get_port (g_ptr_array_index (candidates, position));

  for (guint i = 0; i < position; i++)
    {
      if (duo_candidate_get_port (g_ptr_array_index (candidates, i)) == port)
        {
          duo_bit_writer_put (writer, 1, 1);
          duo_bit_writer_put (writer, i, INDEX_BITS);
          return;
        }
    }
  duo_bit_writer_put (writer, 0, 1);
  duo_bit_writer_put (writer, port, 16);
}

void
duo_invite_put_candidates (DuoBitWriter *writer,
                           GPtrArray    *candidates)
{
  const char *address = "";
  guint8 last[IPV6_BYTES] = { 0 };

  g_return_if_fail (candidates->len <= DUO_CANDIDATES_MAX);

  duo_bit_writer_put (writer, candidates->len, COUNT_BITS);
  for (guint i = 0; i < candidates->len; i++)
    {
      const DuoCandidate *candidate = g_ptr_array_index (candidates, i);
      gboolean is_same = strcmp (duo_candidate_get_address (candidate), address) == 0;

      duo_bit_writer_put (writer, is_same ? 1 : 0, 1);
      if (!is_same)
        {
          put_address (writer, candidate, last);
        }
      address = duo_candidate_get_address (candidate);
      put_way (writer, candidate);
      put_port (writer, candidates, i);
    }
}

/* What is known while the candidates are read. */
typedef struct
{
  DuoBitReader *bits;
  char *address; /* (owned) (nullable) */
  guint8 last[IPV6_BYTES];
  guint16 ports[DUO_CANDIDATES_MAX];
} Reader;

static char *
get_ipv4 (DuoBitReader *bits,
          Kind          kind)
{
  guint32 value;

  switch (kind)
    {
    case KIND_192_168:
      value = 0xc0a80000 | duo_bit_reader_get (bits, 16);
      break;
    case KIND_10:
      value = 0x0a000000 | duo_bit_reader_get (bits, 24);
      break;
    case KIND_172_16:
      value = 0xac100000 | duo_bit_reader_get (bits, 20);
      break;
    default:
      value = duo_bit_reader_get (bits, 32);
      break;
    }
  return g_strdup_printf ("%u.%u.%u.%u", value >> 24, value >> 16 & 255, value >> 8 & 255, value & 255);
}

static char *
get_ipv6 (Reader *self,
          Kind    kind)
{
  g_autoptr (GInetAddress) address = NULL;
  guint8 *bytes = self->last;
  guint groups;

  if (kind == KIND_SPARSE)
    {
      groups = duo_bit_reader_get (self->bits, IPV6_GROUPS);
      memset (bytes, 0, IPV6_BYTES);
      for (guint i = 0; i < IPV6_GROUPS; i++)
        {
          duo_bit_reader_get_bytes (self->bits, bytes + 2 * i, (groups & 0x80u >> i) != 0 ? 2 : 0);
        }
    }
  else if (kind == KIND_IPV6)
    {
      duo_bit_reader_get_bytes (self->bits, bytes, IPV6_BYTES);
    }
  else
    {
      if (kind == KIND_FE80_64)
        {
          memcpy (bytes, fe80_64, sizeof fe80_64);
        }
      duo_bit_reader_get_bytes (self->bits, bytes + sizeof fe80_64, sizeof fe80_64);
    }
  address = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

static char *
get_uuid (DuoBitReader *bits)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < 16; i++)
    {
      g_string_append (name, i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "");
      g_string_append_printf (name, "%02x", duo_bit_reader_get (bits, 8));
    }
  g_string_append (name, MDNS_SUFFIX);
  return g_string_free (name, FALSE);
}

static char *
get_mdns (DuoBitReader *bits)
{
  GString *name = g_string_new (NULL);
  guint length = duo_bit_reader_get (bits, 6);

  for (guint i = 0; i < length; i++)
    {
      char c = (char) duo_bit_reader_get (bits, 7);

      /* A NUL would end the name before its suffix; a space is as bad and does not. */
      g_string_append_c (name, c > ' ' ? c : ' ');
    }
  g_string_append (name, MDNS_SUFFIX);
  return g_string_free (name, FALSE);
}

static gboolean
get_address (Reader  *self,
             GError **error)
{
  Kind kind = (Kind) duo_bit_reader_get (self->bits, KIND_BITS);
  char *address;

  switch (kind)
    {
    case KIND_192_168:
    case KIND_10:
    case KIND_172_16:
    case KIND_IPV4:
      address = get_ipv4 (self->bits, kind);
      break;
    case KIND_IPV6:
    case KIND_SPARSE:
    case KIND_SAME_64:
    case KIND_FE80_64:
      address = get_ipv6 (self, kind);
      break;
    case KIND_UUID:
      address = get_uuid (self->bits);
      break;
    case KIND_MDNS:
      address = get_mdns (self->bits);
      break;
    default:
      return refuse (error, DUO_PROTO_ERROR_NEWER, "a kind of address that is not known");
    }
  g_free (self->address);
  self->address = address;
  return TRUE;
}

static gboolean
get_way (DuoBitReader      *bits,
         DuoCandidateType  *type,
         DuoTransport      *transport,
         GError           **error)
{
  guint way = duo_bit_reader_get (bits, WAY_BITS);

  if (way < WAY_OTHER)
    {
      *type = ways[way].type;
      *transport = ways[way].transport;
      return TRUE;
    }
  *type = (DuoCandidateType) duo_bit_reader_get (bits, 2);
  *transport = (DuoTransport) duo_bit_reader_get (bits, 2);
  return *transport != DUO_TRANSPORT_TCP_ACTIVE ||
         refuse (error, DUO_PROTO_ERROR_NEWER, "an active TCP candidate");
}

static gboolean
get_port (Reader  *self,
          guint    position,
          GError **error)
{
  guint index;

  if (duo_bit_reader_get (self->bits, 1) == 0)
    {
      self->ports[position] = (guint16) duo_bit_reader_get (self->bits, 16);
      return TRUE;
    }
  index = duo_bit_reader_get (self->bits, INDEX_BITS);
  if (index >= position)
    {
      return refuse (error, DUO_PROTO_ERROR_DAMAGED, "the port of a later candidate");
    }
  self->ports[position] = self->ports[index];
  return TRUE;
}

static gboolean
get_candidate (Reader     *self,
               GPtrArray  *candidates,
               guint       position,
               GError    **error)
{
  DuoCandidateType type;
  DuoTransport transport;
  DuoCandidate *candidate;

  if (duo_bit_reader_get (self->bits, 1) == 0)
    {
      if (!get_address (self, error))
        {
          return FALSE;
        }
    }
  else if (self->address == NULL)
    {
      return refuse (error, DUO_PROTO_ERROR_DAMAGED, "no address");
    }
  if (!get_way (self->bits, &type, &transport, error) || !get_port (self, position, error))
    {
      return FALSE;
    }
  if (self->bits->is_short)
    {
      return refuse (error, DUO_PROTO_ERROR_DAMAGED, "a candidate is not whole");
    }
  /* As in SDP, one that is not acceptable is left out: the others may do. */
  candidate = duo_candidate_new (type, transport, get_priority (type, transport, position),
                                 self->address, self->ports[position]);
  if (candidate != NULL)
    {
      g_ptr_array_add (candidates, candidate);
    }
  return TRUE;
}

GPtrArray *
duo_invite_get_candidates (DuoBitReader  *reader,
                           GError       **error)
{
  g_autoptr (GPtrArray) candidates = NULL;
  Reader self = { .bits = reader };
  guint n = duo_bit_reader_get (reader, COUNT_BITS);
  gboolean is_good = n <= DUO_CANDIDATES_MAX ||
                     refuse (error, DUO_PROTO_ERROR_NEWER, "more candidates than there can be");

  candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
  for (guint i = 0; i < n && is_good; i++)
    {
      is_good = get_candidate (&self, candidates, i, error);
    }
  g_free (self.address);
  return is_good ? g_steal_pointer (&candidates) : NULL;
}
