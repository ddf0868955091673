/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-invite-candidates.h"

#include <gio/gio.h>
#include <string.h>

#include "duo-limits.h"
#include "duo-proto-error.h"

#define CANDIDATE_MIN_BITS 8 /* fewer that are left fill the last byte */
#define INDEX_BITS 5
#define WAY_BITS 3
#define HIGH_PORT 0x8000 /* from here on with one bit less */
#define IPV6_BYTES 16
#define IPV6_HALF_BYTES 8
#define IPV6_GROUPS 8
#define MDNS_SUFFIX ".local"

/* How an address is written, and whether the way is written too. */
typedef enum
{
  KIND_SAME,           /* that of the candidate before; the way is as expected */
  KIND_IPV4,           /* 32 bits */
  KIND_IPV6_2000,      /* 2000::/3: 125 */
  KIND_192_168,        /* 192.168.x.y: 16 */
  KIND_10,             /* 10.x.y.z: 24 */
  KIND_IPV6_FD,        /* fd00::/8: 120 */
  KIND_SPARSE,         /* IPv6: 8, which of its groups are not zero, and 16 for each of those */
  KIND_172_16,         /* 172.16.0.0/12: 20 */
  KIND_SAME_64,        /* IPv6, first half as in the IPv6 address before it: 64 */
  KIND_FE80_64,        /* fe80::/64: 64 */
  KIND_IPV6,           /* 128 */
  KIND_UUID,           /* 00000000-0000-0000-0000-000000000000.local: 128 */
  KIND_MDNS,           /* another name: 6 for its length, 7 a character, without .local */
  KIND_SAME_OTHER_WAY, /* that of the candidate before */
  N_KINDS
} Kind;

/* What stands for a kind: the first two or three bits say how many follow. */
static const struct
{
  guint8 mark;
  guint8 n_bits;
} kinds[N_KINDS] = {
  [KIND_SAME] = { 0x00, 1 },
  [KIND_IPV4] = { 0x04, 3 },
  [KIND_IPV6_2000] = { 0x05, 3 },
  [KIND_192_168] = { 0x18, 5 },
  [KIND_10] = { 0x19, 5 },
  [KIND_IPV6_FD] = { 0x1a, 5 },
  [KIND_SPARSE] = { 0x1b, 5 },
  [KIND_172_16] = { 0x38, 6 },
  [KIND_SAME_64] = { 0x39, 6 },
  [KIND_FE80_64] = { 0x3a, 6 },
  [KIND_IPV6] = { 0x3b, 6 },
  [KIND_UUID] = { 0x3c, 6 },
  [KIND_MDNS] = { 0x3d, 6 },
  [KIND_SAME_OTHER_WAY] = { 0x3e, 6 },
};

/* How a peer reaches an address. */
typedef struct
{
  DuoCandidateType type;
  DuoTransport transport;
} Way;

static const Way ways[] = {
  { DUO_CANDIDATE_HOST, DUO_TRANSPORT_UDP },
  { DUO_CANDIDATE_HOST, DUO_TRANSPORT_TCP_PASSIVE },
  { DUO_CANDIDATE_SRFLX, DUO_TRANSPORT_UDP },
  { DUO_CANDIDATE_SRFLX, DUO_TRANSPORT_TCP_PASSIVE },
  { DUO_CANDIDATE_RELAY, DUO_TRANSPORT_UDP },
  { DUO_CANDIDATE_RELAY, DUO_TRANSPORT_TCP_PASSIVE },
  { DUO_CANDIDATE_PRFLX, DUO_TRANSPORT_UDP },
};

#define WAY_OTHER G_N_ELEMENTS (ways)

static const guint8 fe80_64[IPV6_HALF_BYTES] = { 0xfe, 0x80, 0, 0, 0, 0, 0, 0 };

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

/* The IPv6 network of this computer that it is in; a link-local address is one of its
 * own, since each interface has one.  NULL for all that is no such address. */
static char *
name_network (const DuoCandidate *candidate,
              gboolean           *is_link_local)
{
  g_autoptr (GInetAddress) address = NULL;
  const guint8 *b;

  if (duo_candidate_get_kind (candidate) != DUO_CANDIDATE_HOST ||
      duo_candidate_is_mdns (candidate) || duo_candidate_is_loopback (candidate))
    {
      return NULL;
    }
  address = g_inet_address_new_from_string (duo_candidate_get_address (candidate));
  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    {
      return NULL;
    }
  *is_link_local = g_inet_address_get_is_link_local (address);
  if (*is_link_local)
    {
      return g_inet_address_to_string (address);
    }
  b = g_inet_address_to_bytes (address);
  return g_strdup_printf ("%x:%x:%x:%x", b[0] << 8 | b[1], b[2] << 8 | b[3], b[4] << 8 | b[5], b[6] << 8 | b[7]);
}

/* Where each interface has an IPv6 network, a neighbour that speaks IPv6 reaches it by
 * that, and one that has only its own link-local address is reached there by ours.
 * IPv4 is not enough: the neighbour may have none. */
static gboolean
needs_link_local (GPtrArray *candidates)
{
  g_autoptr (GHashTable) links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) networks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      gboolean is_link_local;
      char *network = name_network (g_ptr_array_index (candidates, i), &is_link_local);

      if (network != NULL)
        {
          g_hash_table_add (is_link_local ? links : networks, network);
        }
    }
  return g_hash_table_size (links) > g_hash_table_size (networks);
}

static gboolean
is_link_local_host (const DuoCandidate *candidate)
{
  gboolean is_link_local = FALSE;
  g_autofree char *network = name_network (candidate, &is_link_local);

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

/* What is likely to come next: both transports of an address, addresses of a kind
 * together.  BEFORE: the type of the candidate before. */
static Way
expect_way (DuoCandidateType before,
            gboolean         is_same_address)
{
  return (Way){ before, is_same_address ? DUO_TRANSPORT_TCP_PASSIVE : DUO_TRANSPORT_UDP };
}

static void
put_kind (DuoBitWriter *writer,
          Kind          kind)
{
  duo_bit_writer_put (writer, kinds[kind].mark, kinds[kind].n_bits);
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
  put_kind (writer, kind);
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
put_groups (DuoBitWriter *writer,
            const guint8 *bytes,
            guint         groups)
{
  duo_bit_writer_put (writer, groups, IPV6_GROUPS);
  for (guint i = 0; i < IPV6_GROUPS; i++)
    {
      if ((groups & 0x80u >> i) != 0)
        {
          duo_bit_writer_put_bytes (writer, bytes + 2 * i, 2);
        }
    }
}

/* The shortest.  LAST: the IPv6 address before this one, all zeros at first. */
static Kind
choose_ipv6 (const guint8 *bytes,
             guint         n_groups,
             const guint8 *last)
{
  gboolean is_same = memcmp (bytes, last, IPV6_HALF_BYTES) == 0;
  gboolean is_fe80 = memcmp (bytes, fe80_64, IPV6_HALF_BYTES) == 0;

  if (n_groups <= 3 || (n_groups < IPV6_GROUPS && !is_same && !is_fe80))
    {
      return KIND_SPARSE;
    }
  if (is_same || is_fe80)
    {
      return is_same ? KIND_SAME_64 : KIND_FE80_64;
    }
  if (bytes[0] == 0xfd)
    {
      return KIND_IPV6_FD;
    }
  return bytes[0] >> 5 == 1 ? KIND_IPV6_2000 : KIND_IPV6;
}

static void
put_ipv6 (DuoBitWriter *writer,
          const guint8 *bytes,
          guint8       *last)
{
  guint n_groups;
  guint groups = find_groups (bytes, &n_groups);
  Kind kind = choose_ipv6 (bytes, n_groups, last);
  gsize start = kind == KIND_SAME_64 || kind == KIND_FE80_64 ? IPV6_HALF_BYTES : 1;

  put_kind (writer, kind);
  if (kind == KIND_SPARSE)
    {
      put_groups (writer, bytes, groups);
    }
  else
    {
      /* Of the first byte what the kind does not say. */
      duo_bit_writer_put (writer, bytes[0], kind == KIND_IPV6 ? 8 : kind == KIND_IPV6_2000 ? 5
                                                                                           : 0);
      duo_bit_writer_put_bytes (writer, bytes + start, IPV6_BYTES - start);
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
      put_kind (writer, KIND_UUID);
      duo_bit_writer_put_bytes (writer, uuid, sizeof uuid);
      return;
    }
  put_kind (writer, KIND_MDNS);
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
put_way (DuoBitWriter *writer,
         Way           way,
         Way           expected)
{
  gboolean is_expected = way.type == expected.type && way.transport == expected.transport;
  guint i = 0;

  duo_bit_writer_put (writer, is_expected ? 0 : 1, 1);
  if (is_expected)
    {
      return;
    }
  while (i < WAY_OTHER && (ways[i].type != way.type || ways[i].transport != way.transport))
    {
      i++;
    }
  duo_bit_writer_put (writer, i, WAY_BITS);
  if (i == WAY_OTHER)
    {
      duo_bit_writer_put (writer, way.type, 2);
      duo_bit_writer_put (writer, way.transport, 2);
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
          duo_bit_writer_put (writer, 0, 2);
          duo_bit_writer_put (writer, i, INDEX_BITS);
          return;
        }
    }
  if (port < HIGH_PORT)
    {
      duo_bit_writer_put (writer, 1, 2);
    }
  /* The highest bit of a high one is its mark. */
  duo_bit_writer_put (writer, port, 16);
}

static void
put_candidate (DuoBitWriter *writer,
               GPtrArray    *candidates,
               guint         position,
               guint8       *last)
{
  const DuoCandidate *candidate = g_ptr_array_index (candidates, position);
  const DuoCandidate *before = position > 0 ? g_ptr_array_index (candidates, position - 1) : NULL;
  gboolean is_same = before != NULL &&
                     strcmp (duo_candidate_get_address (candidate), duo_candidate_get_address (before)) == 0;
  Way way = { duo_candidate_get_kind (candidate), duo_candidate_get_transport (candidate) };
  Way expected = expect_way (before != NULL ? duo_candidate_get_kind (before) : DUO_CANDIDATE_HOST, is_same);

  if (is_same && way.type == expected.type && way.transport == expected.transport)
    {
      put_kind (writer, KIND_SAME);
    }
  else
    {
      if (is_same)
        {
          put_kind (writer, KIND_SAME_OTHER_WAY);
        }
      else
        {
          put_address (writer, candidate, last);
        }
      put_way (writer, way, expected);
    }
  put_port (writer, candidates, position);
}

void
duo_invite_put_candidates (DuoBitWriter *writer,
                           GPtrArray    *candidates)
{
  guint8 last[IPV6_BYTES] = { 0 };

  g_return_if_fail (candidates->len <= DUO_CANDIDATES_MAX);

  for (guint i = 0; i < candidates->len; i++)
    {
      put_candidate (writer, candidates, i, last);
    }
}

/* What is known while the candidates are read. */
typedef struct
{
  DuoBitReader *bits;
  char *address;         /* (owned) (nullable) */
  DuoCandidateType type; /* of the candidate before */
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

static void
get_groups (DuoBitReader *bits,
            guint8       *bytes)
{
  guint groups = duo_bit_reader_get (bits, IPV6_GROUPS);

  for (guint i = 0; i < IPV6_GROUPS; i++)
    {
      duo_bit_reader_get_bytes (bits, bytes + 2 * i, (groups & 0x80u >> i) != 0 ? 2 : 0);
    }
}

static char *
get_ipv6 (Reader *self,
          Kind    kind)
{
  g_autoptr (GInetAddress) address = NULL;
  guint8 bytes[IPV6_BYTES] = { 0 };
  gsize start = 1;

  switch (kind)
    {
    case KIND_SAME_64:
    case KIND_FE80_64:
      memcpy (bytes, kind == KIND_SAME_64 ? self->last : fe80_64, IPV6_HALF_BYTES);
      start = IPV6_HALF_BYTES;
      break;
    case KIND_IPV6_FD:
      bytes[0] = 0xfd;
      break;
    case KIND_IPV6_2000:
      bytes[0] = (guint8) (0x20 | duo_bit_reader_get (self->bits, 5));
      break;
    case KIND_SPARSE:
      get_groups (self->bits, bytes);
      start = IPV6_BYTES;
      break;
    default:
      bytes[0] = (guint8) duo_bit_reader_get (self->bits, 8);
      break;
    }
  duo_bit_reader_get_bytes (self->bits, bytes + start, IPV6_BYTES - start);
  memcpy (self->last, bytes, IPV6_BYTES);
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

static Kind
get_kind (DuoBitReader *bits)
{
  guint mark;

  if (duo_bit_reader_get (bits, 1) == 0)
    {
      return KIND_SAME;
    }
  mark = duo_bit_reader_get (bits, 2);
  if (mark < 2)
    {
      return (Kind) (KIND_IPV4 + mark);
    }
  return mark == 2 ? (Kind) (KIND_192_168 + duo_bit_reader_get (bits, 2))
                   : (Kind) (KIND_172_16 + duo_bit_reader_get (bits, 3));
}

static char *
get_new_address (Reader *self,
                 Kind    kind)
{
  switch (kind)
    {
    case KIND_192_168:
    case KIND_10:
    case KIND_172_16:
    case KIND_IPV4:
      return get_ipv4 (self->bits, kind);
    case KIND_UUID:
      return get_uuid (self->bits);
    case KIND_MDNS:
      return get_mdns (self->bits);
    default:
      return get_ipv6 (self, kind);
    }
}

static gboolean
get_address (Reader  *self,
             Kind     kind,
             GError **error)
{
  char *address;

  if (kind >= N_KINDS)
    {
      return refuse (error, DUO_PROTO_ERROR_NEWER, "a kind of address that is not known");
    }
  if (kind == KIND_SAME || kind == KIND_SAME_OTHER_WAY)
    {
      return self->address != NULL || refuse (error, DUO_PROTO_ERROR_DAMAGED, "no address");
    }
  address = get_new_address (self, kind);
  g_free (self->address);
  self->address = address;
  return TRUE;
}

static gboolean
get_way (DuoBitReader  *bits,
         Way           *way,
         GError       **error)
{
  guint i;

  if (duo_bit_reader_get (bits, 1) == 0)
    {
      return TRUE;
    }
  i = duo_bit_reader_get (bits, WAY_BITS);
  if (i < WAY_OTHER)
    {
      *way = ways[i];
      return TRUE;
    }
  way->type = (DuoCandidateType) duo_bit_reader_get (bits, 2);
  way->transport = (DuoTransport) duo_bit_reader_get (bits, 2);
  return way->transport != DUO_TRANSPORT_TCP_ACTIVE ||
         refuse (error, DUO_PROTO_ERROR_NEWER, "an active TCP candidate");
}

static gboolean
get_port (Reader  *self,
          guint    position,
          GError **error)
{
  guint index;

  if (duo_bit_reader_get (self->bits, 1) != 0)
    {
      self->ports[position] = (guint16) (HIGH_PORT | duo_bit_reader_get (self->bits, 15));
      return TRUE;
    }
  if (duo_bit_reader_get (self->bits, 1) != 0)
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
  Kind kind = get_kind (self->bits);
  Way way = expect_way (self->type, kind == KIND_SAME || kind == KIND_SAME_OTHER_WAY);
  DuoCandidate *candidate;

  if (!get_address (self, kind, error) ||
      (kind != KIND_SAME && !get_way (self->bits, &way, error)) ||
      !get_port (self, position, error))
    {
      return FALSE;
    }
  if (self->bits->is_short)
    {
      return refuse (error, DUO_PROTO_ERROR_DAMAGED, "a candidate is not whole");
    }
  self->type = way.type;
  /* As in SDP, one that is not acceptable is left out: the others may do. */
  candidate = duo_candidate_new (way.type, way.transport, get_priority (way.type, way.transport, position),
                                 self->address, self->ports[position]);
  if (candidate != NULL)
    {
      g_ptr_array_add (candidates, candidate);
    }
  return TRUE;
}

static gboolean
has_candidate (const DuoBitReader *bits)
{
  return !bits->is_short && bits->n_bits - bits->at >= CANDIDATE_MIN_BITS;
}

GPtrArray *
duo_invite_get_candidates (DuoBitReader  *reader,
                           GError       **error)
{
  g_autoptr (GPtrArray) candidates = NULL;
  Reader self = { .bits = reader, .type = DUO_CANDIDATE_HOST };
  gboolean is_good = TRUE;

  candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
  for (guint i = 0; is_good && has_candidate (reader); i++)
    {
      is_good = i < DUO_CANDIDATES_MAX ? get_candidate (&self, candidates, i, error)
                                       : refuse (error, DUO_PROTO_ERROR_NEWER, "more candidates than there can be");
    }
  g_free (self.address);
  return is_good ? g_steal_pointer (&candidates) : NULL;
}
