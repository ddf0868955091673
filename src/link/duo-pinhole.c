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
 * them with its first "failed".  An indication asks for no answer.
 *
 * Owned by a DuoPeer, on the main thread; it stops when the peer is open. */
struct _DuoPinhole
{
  NiceAgent *agent; /* (owned) */
  guint stream_id;
  GPtrArray *targets;        /* (owned) (element-type GSocketAddress) */
  GCancellable *cancellable; /* (owned) */
  guint timeout_id;
  guint n_sent;
};

#define COMPONENT_ID 1
#define TARGETS_MAX 32

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

static gboolean
timeout_cb (gpointer user_data)
{
  DuoPinhole *self = user_data;
  g_autoptr (GPtrArray) sockets = nice_agent_get_sockets (self->agent, self->stream_id, COMPONENT_ID);
  g_autoptr (GPtrArray) remote = dup_remote_targets (self);

  if (sockets != NULL)
    {
      send_to_all (self, sockets, self->targets);
      send_to_all (self, sockets, remote);
    }

  return G_SOURCE_CONTINUE;
}

DuoPinhole *
duo_pinhole_new (NiceAgent *agent,
                 guint      stream_id)
{
  DuoPinhole *self = g_new0 (DuoPinhole, 1);

  g_return_val_if_fail (NICE_IS_AGENT (agent), NULL);

  self->agent = g_object_ref (agent);
  self->stream_id = stream_id;
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

void
duo_pinhole_add_server (DuoPinhole *self,
                        const char *uri)
{
  enum
  {
    STUN_PORT = 3478
  };
  g_autoptr (GSocketConnectable) server = NULL;
  g_autoptr (GSocketAddressEnumerator) enumerator = NULL;

  g_return_if_fail (self != NULL && uri != NULL);

  server = g_network_address_parse_uri (uri, STUN_PORT, NULL);
  if (server == NULL)
    return;

  enumerator = g_socket_connectable_enumerate (server);
  g_socket_address_enumerator_next_async (enumerator, self->cancellable, server_resolved_cb, self);
}

guint
duo_pinhole_get_n_sent (DuoPinhole *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_sent;
}
