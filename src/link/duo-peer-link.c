/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-peer-private.h"

#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-pipeline.h"

static DuoLinkState
duo_peer_get_state (DuoLink *link)
{
  return DUO_PEER (link)->state;
}

static const GError *
duo_peer_get_failure (DuoLink *link)
{
  return DUO_PEER (link)->failure;
}

static gsize
duo_peer_get_max_message (DuoLink *link)
{
  DuoPeer *self = DUO_PEER (link);

  if (self->remote_description == NULL)
    return DUO_MESSAGE_OWN_MAX_BYTES;

  return MIN (duo_description_get_max_message_bytes (self->remote_description), DUO_MESSAGE_OWN_MAX_BYTES);
}

static gsize
duo_peer_get_queued (DuoLink *link)
{
  return duo_channel_set_get_queued (DUO_PEER (link)->channels);
}

static gint64
duo_peer_get_last_arrival (DuoLink *link)
{
  DuoPeer *self = DUO_PEER (link);

  return self->gate != NULL ? duo_gate_get_last_arrival (self->gate) : 0;
}

static DuoPath
duo_peer_get_path (DuoLink *link)
{
  DuoPeer *self = DUO_PEER (link);

  return self->agent != NULL ? duo_pipeline_get_path (self->agent) : DUO_PATH_UNKNOWN;
}

static gboolean
duo_peer_send (DuoLink   *link,
               GBytes    *message,
               gboolean   is_text,
               GError   **error)
{
  DuoPeer *self = DUO_PEER (link);

  if (self->state != DUO_LINK_OPEN)
    {
      g_set_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_NOT_OPEN, "the link is not open");
      return FALSE;
    }
  if (g_bytes_get_size (message) > duo_peer_get_max_message (link))
    {
      g_set_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_TOO_LONG, "the peer takes no such long message");
      return FALSE;
    }

  return duo_channel_set_send (self->channels, message, is_text, error);
}

static void
duo_peer_close (DuoLink *link)
{
  duo_peer_end (DUO_PEER (link));
}

static void
duo_peer_fail_link (DuoLink *link,
                    GError  *error)
{
  duo_peer_fail (DUO_PEER (link), error);
}

void
duo_peer_link_init (DuoLinkInterface *iface)
{
  iface->get_state = duo_peer_get_state;
  iface->get_failure = duo_peer_get_failure;
  iface->get_max_message = duo_peer_get_max_message;
  iface->get_queued = duo_peer_get_queued;
  iface->get_last_arrival = duo_peer_get_last_arrival;
  iface->get_path = duo_peer_get_path;
  iface->send = duo_peer_send;
  iface->close = duo_peer_close;
  iface->fail = duo_peer_fail_link;
}
