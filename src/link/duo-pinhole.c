/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-pinhole.h"

#include <string.h>

#include "duo-limits.h"

/* A person takes minutes to carry the reply, and a router forgets a UDP mapping
 * after 30 s.  So, every DUO_PINHOLE_INTERVAL_MS until it is freed, one STUN
 * Binding Indication (RFC 8489 section 5, RFC 8445 section 11) leaves from each
 * of libnice's own sockets to each target and to each remote UDP candidate:
 * libnice 0.1.21 itself starts its keepalives only with its checks, and stops
 * them with its first "failed".  An indication asks for no answer.  With "only
 * through TURN" the servers are the only targets.
 *
 * A TURN server lets nobody through after 300 s without a new permission (RFC 8656
 * section 9), which libnice asks for when it sends through it.  So, every 240 s, it
 * is given one more remote candidate at each known address, on a port where nobody
 * is, which it tries through its relays; permissions are for addresses, not ports.
 *
 * Owned by a DuoPeer, on the main thread; it stops when the peer is open. */
struct _DuoPinhole
{
  NiceAgent *agent; /* (owned) */
  guint stream_id;
  gboolean relay_only;       /* (constant) */
  GPtrArray *targets;        /* (owned) (element-type GSocketAddress) */
  GCancellable *cancellable; /* (owned) */
  guint timeout_id;
  guint n_ticks;
  guint n_sent;
};

#define COMPONENT_ID 1
#define TARGETS_MAX 32
/* libnice forgets after 240 s what it was permitted, and again every 240 s. */
#define FIRST_RENEWAL_MS 250000
#define RENEWAL_INTERVAL_MS 240000
#define RENEWED_MAX 4

/* RFC 8489 section 5: type 0x0011, no attributes, magic cookie, 96 random bits. */
static void
fill_indication (guint8 packet[20])
{
  static const guint8 header[8] = { 0x00, 0x11, 0x00, 0x00, 0x21, 0x12, 0xa4, 0x42 };

  memcpy (packet, header, sizeof header);
  for (guint i = 0; i < 3; i++)
    {
      guint32 random = g_random_int ();

      memcpy (packet + 8 + 4 * i, &random, sizeof random);
    }
}

static void
send_from (DuoPinhole     *self,
           GSocket        *socket,
           GSocketAddress *target)
{
  guint8 packet[20];

  if (g_socket_get_socket_type (socket) != G_SOCKET_TYPE_DATAGRAM ||
      g_socket_get_family (socket) != g_socket_address_get_family (target))
    return;

  fill_indication (packet);
  /* Whether it leaves is of no matter: there is a next one. */
  if (g_socket_send_to (socket, target, (const char *) packet, sizeof packet, NULL, NULL) > 0)
    self->n_sent++;
}

static void
send_to_all (DuoPinhole *self,
             GPtrArray  *sockets,
             GPtrArray  *targets)
{
  for (guint i = 0; i < sockets->len; i++)
    for (guint j = 0; j < targets->len; j++)
      send_from (self, g_ptr_array_index (sockets, i), g_ptr_array_index (targets, j));
}

static GPtrArray *
dup_remote_targets (DuoPinhole *self)
{
  GSList *candidates = nice_agent_get_remote_candidates (self->agent, self->stream_id, COMPONENT_ID);
  GPtrArray *targets = g_ptr_array_new_with_free_func (g_object_unref);

  for (GSList *l = candidates; l != NULL && targets->len < TARGETS_MAX; l = l->next)
    {
      NiceCandidate *candidate = l->data;
      struct sockaddr_storage storage;

      if (candidate->transport != NICE_CANDIDATE_TRANSPORT_UDP)
        continue;
      nice_address_copy_to_sockaddr (&candidate->addr, (struct sockaddr *) &storage);
      g_ptr_array_add (targets, g_socket_address_new_from_native (&storage, sizeof storage));
    }
  g_slist_free_full (candidates, (GDestroyNotify) nice_candidate_free);

  return targets;
}

static void
send_indications (DuoPinhole *self)
{
  g_autoptr (GPtrArray) sockets = nice_agent_get_sockets (self->agent, self->stream_id, COMPONENT_ID);
  g_autoptr (GPtrArray) remote = NULL;

  if (sockets == NULL)
    return;

  send_to_all (self, sockets, self->targets);
  if (self->relay_only)
    return;
  remote = dup_remote_targets (self);
  send_to_all (self, sockets, remote);
}

static void
free_candidates (gpointer candidates)
{
  g_slist_free_full (candidates, (GDestroyNotify) nice_candidate_free);
}

static gboolean
has_relay (DuoPinhole *self)
{
  GSList *candidates = nice_agent_get_local_candidates (self->agent, self->stream_id, COMPONENT_ID);
  gboolean found = FALSE;

  for (GSList *l = candidates; l != NULL && !found; l = l->next)
    found = ((NiceCandidate *) l->data)->type == NICE_CANDIDATE_TYPE_RELAYED;
  free_candidates (candidates);

  return found;
}

static gboolean
holds_address (GSList            *candidates,
               const NiceAddress *address)
{
  for (GSList *l = candidates; l != NULL; l = l->next)
    if (nice_address_equal_no_port (&((NiceCandidate *) l->data)->addr, address))
      return TRUE;

  return FALSE;
}

/* An address that means another computer, or none, where a relay is. */
static gboolean
is_inside (const NiceCandidate *candidate)
{
  return candidate->type == NICE_CANDIDATE_TYPE_HOST && nice_address_is_private (&candidate->addr);
}

/* Routers and relays of the friend's: what his packets come from. */
static void
renew_permissions (DuoPinhole *self)
{
  GSList *known = nice_agent_get_remote_candidates (self->agent, self->stream_id, COMPONENT_ID);
  GSList *fresh = NULL;

  for (GSList *l = known; l != NULL && g_slist_length (fresh) < RENEWED_MAX; l = l->next)
    {
      const NiceCandidate *candidate = l->data;
      NiceCandidate *copy;

      if (candidate->transport != NICE_CANDIDATE_TRANSPORT_UDP || is_inside (candidate) ||
          holds_address (fresh, &candidate->addr))
        continue;
      copy = nice_candidate_copy (candidate);
      nice_address_set_port (&copy->addr, g_random_int_range (1, DUO_CANDIDATE_PORT_MIN));
      fresh = g_slist_prepend (fresh, copy);
    }
  if (fresh != NULL)
    nice_agent_set_remote_candidates (self->agent, self->stream_id, COMPONENT_ID, fresh);
  free_candidates (fresh);
  free_candidates (known);
}

static gboolean
timeout_cb (gpointer user_data)
{
  DuoPinhole *self = user_data;
  guint elapsed_ms = ++self->n_ticks * DUO_PINHOLE_INTERVAL_MS;

  send_indications (self);
  if (elapsed_ms >= FIRST_RENEWAL_MS && (elapsed_ms - FIRST_RENEWAL_MS) % RENEWAL_INTERVAL_MS == 0 && has_relay (self))
    renew_permissions (self);

  return G_SOURCE_CONTINUE;
}

DuoPinhole *
duo_pinhole_new (NiceAgent *agent,
                 guint      stream_id,
                 gboolean   relay_only)
{
  DuoPinhole *self = g_new0 (DuoPinhole, 1);

  g_return_val_if_fail (NICE_IS_AGENT (agent), NULL);

  self->agent = g_object_ref (agent);
  self->stream_id = stream_id;
  self->relay_only = relay_only;
  self->targets = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  self->timeout_id = g_timeout_add (DUO_PINHOLE_INTERVAL_MS, timeout_cb, self);

  return self;
}

void
duo_pinhole_free (DuoPinhole *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_clear_object (&self->agent);
  g_free (self);
}

static void
server_resolved_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  DuoPinhole *self = user_data;

  address = g_socket_address_enumerator_next_finish (G_SOCKET_ADDRESS_ENUMERATOR (source), result, &error);
  /* Cancelled: SELF is gone. */
  if (address == NULL)
    return;

  g_ptr_array_add (self->targets, g_steal_pointer (&address));
}

static void
add_server (DuoPinhole *self,
            const char *uri)
{
  enum
  {
    STUN_PORT = 3478
  };
  g_autoptr (GSocketConnectable) server = NULL;
  g_autoptr (GSocketAddressEnumerator) enumerator = NULL;

  /* "" for one whose name nobody knows. */
  server = g_network_address_parse_uri (uri, STUN_PORT, NULL);
  if (server == NULL)
    return;

  enumerator = g_socket_connectable_enumerate (server);
  g_socket_address_enumerator_next_async (enumerator, self->cancellable, server_resolved_cb, self);
}

/* Those that are spoken to over UDP. */
void
duo_pinhole_add_servers (DuoPinhole           *self,
                         const DuoPeerOptions *options)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (options != NULL);

  if (!options->relay_only && options->stun_uris != NULL && options->stun_uris[0] != NULL)
    add_server (self, options->stun_uris[0]);
  for (guint i = 0; options->turn_uris != NULL && options->turn_uris[i] != NULL; i++)
    if (strstr (options->turn_uris[i], "transport=tcp") == NULL && g_str_has_prefix (options->turn_uris[i], "turn:"))
      add_server (self, options->turn_uris[i]);
}

guint
duo_pinhole_get_n_sent (DuoPinhole *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_sent;
}
