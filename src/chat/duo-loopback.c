/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-loopback.h"

#include "duo-frame.h"
#include "duo-link-error.h"
#include "duo-peer.h"

/* The blog's single page: two peers, "local" and "remote", in this process.
 * The text goes from local to remote; a frame goes there and back to tell the
 * round-trip time.  Made by DuoCore, owned by its window, main thread. */
struct _DuoLoopback
{
  GObject parent_instance;

  DuoSettings *settings; /* (owned) (constant) */
  DuoPeer *local;        /* (owned) (nullable): makes the offer */
  DuoPeer *remote;       /* (owned) (nullable): answers it */
  gint64 called_at_us;

  DuoLoopbackState state;
  char *local_description;  /* (owned) (nullable) */
  char *remote_description; /* (owned) (nullable) */
  GString *received;        /* (owned) */
  GError *failure;          /* (owned) (nullable) */
  guint connect_time_ms;
  gint64 round_trip_us;
  DuoPath path;
};

typedef enum
{
  PROP_STATE = 1,
  PROP_LOCAL_DESCRIPTION,
  PROP_REMOTE_DESCRIPTION,
  PROP_RECEIVED,
  PROP_FAILURE,
  PROP_CONNECT_TIME_MS,
  PROP_ROUND_TRIP_US,
  PROP_PATH,
} DuoLoopbackProperty;

static GParamSpec *props[PROP_PATH + 1];

G_DEFINE_FINAL_TYPE (DuoLoopback, duo_loopback, G_TYPE_OBJECT)

static void
notify (DuoLoopback         *self,
        DuoLoopbackProperty  property)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

static void
set_state (DuoLoopback      *self,
           DuoLoopbackState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  notify (self, PROP_STATE);
}

static void
set_description (DuoLoopback          *self,
                 char                **field,
                 DuoLoopbackProperty   property,
                 DuoDescription       *description)
{
  g_free (*field);
  *field = description != NULL ? duo_description_to_sdp (description) : NULL;
  notify (self, property);
}

static void
drop_peer (DuoLoopback  *self,
           DuoPeer     **peer)
{
  if (*peer == NULL)
    return;

  g_signal_handlers_disconnect_by_data (*peer, self);
  duo_link_close (DUO_LINK (*peer));
  g_clear_object (peer);
}

static void
drop_peers (DuoLoopback *self)
{
  drop_peer (self, &self->local);
  drop_peer (self, &self->remote);
}

static void
clear (DuoLoopback *self)
{
  set_description (self, &self->local_description, PROP_LOCAL_DESCRIPTION, NULL);
  set_description (self, &self->remote_description, PROP_REMOTE_DESCRIPTION, NULL);
  g_string_truncate (self->received, 0);
  g_clear_error (&self->failure);
  self->connect_time_ms = 0;
  self->round_trip_us = 0;
  self->path = DUO_PATH_UNKNOWN;
  for (DuoLoopbackProperty property = PROP_RECEIVED; property <= PROP_PATH; property++)
    notify (self, property);
}

static void
fail (DuoLoopback  *self,
      const GError *failure)
{
  g_clear_error (&self->failure);
  self->failure = g_error_copy (failure);
  notify (self, PROP_FAILURE);
  drop_peers (self);
  set_state (self, DUO_LOOPBACK_FAILED);
}

static void
send_ping (DuoLoopback *self)
{
  g_autoptr (DuoFrame) frame = duo_frame_new (DUO_FRAME_PING, g_get_monotonic_time ());
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);

  /* Without it the round-trip time stays unknown, and nothing else. */
  (void) duo_link_send (DUO_LINK (self->local), bytes, /* is_text= */ FALSE, /* error= */ NULL);
}

static void
local_received_cb (DuoLoopback *self,
                   GBytes      *bytes,
                   gboolean     is_text)
{
  g_autoptr (DuoFrame) frame = is_text ? NULL : duo_frame_parse (bytes, NULL);

  if (frame == NULL)
    return;

  self->round_trip_us = MAX (g_get_monotonic_time () - (gint64) duo_frame_get_token (frame), 1);
  notify (self, PROP_ROUND_TRIP_US);
}

static void
remote_received_cb (DuoLoopback *self,
                    GBytes      *bytes,
                    gboolean     is_text)
{
  g_autofree char *text = NULL;
  gsize size_bytes;
  const char *data = g_bytes_get_data (bytes, &size_bytes);

  if (!is_text)
    {
      (void) duo_link_send (DUO_LINK (self->remote), bytes, /* is_text= */ FALSE, /* error= */ NULL);
      return;
    }

  text = g_utf8_make_valid (size_bytes > 0 ? data : "", size_bytes);
  if (self->received->len > 0)
    g_string_append_c (self->received, '\n');
  g_string_append (self->received, text);
  notify (self, PROP_RECEIVED);
}

static void
take_connection (DuoLoopback *self)
{
  self->connect_time_ms = MAX ((g_get_monotonic_time () - self->called_at_us) / 1000, 1);
  self->path = duo_link_get_path (DUO_LINK (self->local));
  notify (self, PROP_CONNECT_TIME_MS);
  notify (self, PROP_PATH);
  set_state (self, DUO_LOOPBACK_CONNECTED);
  send_ping (self);
}

static void
peer_state_cb (DuoLoopback *self,
               GParamSpec  *pspec,
               DuoPeer     *peer)
{
  DuoLinkState state = duo_link_get_state (DUO_LINK (peer));

  if (state == DUO_LINK_FAILED)
    fail (self, duo_link_get_failure (DUO_LINK (peer)));
  else if (state == DUO_LINK_CLOSED)
    duo_loopback_hang_up (self);
  else if (duo_link_get_state (DUO_LINK (self->local)) == DUO_LINK_OPEN &&
           duo_link_get_state (DUO_LINK (self->remote)) == DUO_LINK_OPEN)
    take_connection (self);
  else if (peer == self->remote && state == DUO_LINK_WAITING)
    duo_peer_take_answer (self->local, duo_peer_get_local_description (self->remote));
}

static void
local_description_cb (DuoLoopback *self)
{
  DuoDescription *offer = duo_peer_get_local_description (self->local);

  set_description (self, &self->local_description, PROP_LOCAL_DESCRIPTION, offer);
  duo_peer_answer (self->remote, offer);
}

static void
remote_description_cb (DuoLoopback *self)
{
  set_description (self, &self->remote_description, PROP_REMOTE_DESCRIPTION,
                   duo_peer_get_local_description (self->remote));
}

static DuoPeer *
make_peer (DuoLoopback *self,
           GCallback    description_cb,
           GCallback    received_cb)
{
  g_auto (GStrv) addresses = duo_settings_dup_local_addresses (self->settings);
  DuoPeerOptions options = { .local_addresses = (const char *const *) addresses };
  DuoPeer *peer = duo_peer_new (&options);

  g_signal_connect_object (peer, "notify::local-description", description_cb, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (peer, "received", received_cb, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (peer, "notify::state", G_CALLBACK (peer_state_cb), self, G_CONNECT_SWAPPED);

  return peer;
}

/* Makes the two peers; only when idle or after a failure. */
void
duo_loopback_start (DuoLoopback *self)
{
  g_return_if_fail (DUO_IS_LOOPBACK (self));

  if (self->state != DUO_LOOPBACK_IDLE && self->state != DUO_LOOPBACK_FAILED)
    return;

  clear (self);
  self->local = make_peer (self, G_CALLBACK (local_description_cb), G_CALLBACK (local_received_cb));
  self->remote = make_peer (self, G_CALLBACK (remote_description_cb), G_CALLBACK (remote_received_cb));
  set_state (self, DUO_LOOPBACK_STARTED);
}

/* Joins them; only when started. */
void
duo_loopback_call (DuoLoopback *self)
{
  g_return_if_fail (DUO_IS_LOOPBACK (self));

  if (self->state != DUO_LOOPBACK_STARTED)
    return;

  self->called_at_us = g_get_monotonic_time ();
  set_state (self, DUO_LOOPBACK_CALLING);
  duo_peer_offer (self->local);
}

/* Errors: those of duo_link_send (). */
gboolean
duo_loopback_send_text (DuoLoopback  *self,
                        const char   *text,
                        GError      **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (DUO_IS_LOOPBACK (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (self->state != DUO_LOOPBACK_CONNECTED)
    {
      g_set_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_NOT_OPEN, "not connected");
      return FALSE;
    }

  bytes = g_bytes_new (text, strlen (text));
  if (!duo_link_send (DUO_LINK (self->local), bytes, /* is_text= */ TRUE, error))
    return FALSE;
  send_ping (self);

  return TRUE;
}

/* Closes both and clears everything, as the page does. */
void
duo_loopback_hang_up (DuoLoopback *self)
{
  g_return_if_fail (DUO_IS_LOOPBACK (self));

  drop_peers (self);
  clear (self);
  set_state (self, DUO_LOOPBACK_IDLE);
}

DuoLoopbackState
duo_loopback_get_state (DuoLoopback *self)
{
  g_return_val_if_fail (DUO_IS_LOOPBACK (self), DUO_LOOPBACK_IDLE);

  return self->state;
}

const char *
duo_loopback_get_local_description (DuoLoopback *self)
{
  g_return_val_if_fail (DUO_IS_LOOPBACK (self), NULL);

  return self->local_description;
}

const char *
duo_loopback_get_remote_description (DuoLoopback *self)
{
  g_return_val_if_fail (DUO_IS_LOOPBACK (self), NULL);

  return self->remote_description;
}

const char *
duo_loopback_get_received (DuoLoopback *self)
{
  g_return_val_if_fail (DUO_IS_LOOPBACK (self), NULL);

  return self->received->str;
}

const GError *
duo_loopback_get_failure (DuoLoopback *self)
{
  g_return_val_if_fail (DUO_IS_LOOPBACK (self), NULL);

  return self->failure;
}

guint
duo_loopback_get_connect_time_ms (DuoLoopback *self)
{
  g_return_val_if_fail (DUO_IS_LOOPBACK (self), 0);

  return self->connect_time_ms;
}

gint64
duo_loopback_get_round_trip_us (DuoLoopback *self)
{
  g_return_val_if_fail (DUO_IS_LOOPBACK (self), 0);

  return self->round_trip_us;
}

DuoPath
duo_loopback_get_path (DuoLoopback *self)
{
  g_return_val_if_fail (DUO_IS_LOOPBACK (self), DUO_PATH_UNKNOWN);

  return self->path;
}

static void
duo_loopback_dispose (GObject *object)
{
  DuoLoopback *self = DUO_LOOPBACK (object);

  drop_peers (self);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (duo_loopback_parent_class)->dispose (object);
}

static void
duo_loopback_finalize (GObject *object)
{
  DuoLoopback *self = DUO_LOOPBACK (object);

  g_free (self->local_description);
  g_free (self->remote_description);
  g_string_free (self->received, TRUE);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (duo_loopback_parent_class)->finalize (object);
}

static void
duo_loopback_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  DuoLoopback *self = DUO_LOOPBACK (object);

  switch ((DuoLoopbackProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_LOCAL_DESCRIPTION:
      g_value_set_string (value, self->local_description);
      break;
    case PROP_REMOTE_DESCRIPTION:
      g_value_set_string (value, self->remote_description);
      break;
    case PROP_RECEIVED:
      g_value_set_string (value, self->received->str);
      break;
    case PROP_FAILURE:
      g_value_set_boxed (value, self->failure);
      break;
    case PROP_CONNECT_TIME_MS:
      g_value_set_uint (value, self->connect_time_ms);
      break;
    case PROP_ROUND_TRIP_US:
      g_value_set_int64 (value, self->round_trip_us);
      break;
    case PROP_PATH:
      g_value_set_uint (value, self->path);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
duo_loopback_class_init (DuoLoopbackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = duo_loopback_dispose;
  object_class->finalize = duo_loopback_finalize;
  object_class->get_property = duo_loopback_get_property;

  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, 0, DUO_LOOPBACK_FAILED, 0, flags);
  props[PROP_LOCAL_DESCRIPTION] = g_param_spec_string ("local-description", NULL, NULL, NULL, flags);
  props[PROP_REMOTE_DESCRIPTION] = g_param_spec_string ("remote-description", NULL, NULL, NULL, flags);
  props[PROP_RECEIVED] = g_param_spec_string ("received", NULL, NULL, NULL, flags);
  props[PROP_FAILURE] = g_param_spec_boxed ("failure", NULL, NULL, G_TYPE_ERROR, flags);
  props[PROP_CONNECT_TIME_MS] = g_param_spec_uint ("connect-time-ms", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ROUND_TRIP_US] = g_param_spec_int64 ("round-trip-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_PATH] = g_param_spec_uint ("path", NULL, NULL, 0, DUO_PATH_RELAYED, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
duo_loopback_init (DuoLoopback *self)
{
  self->received = g_string_new (NULL);
}

DuoLoopback *
duo_loopback_new (DuoSettings *settings)
{
  DuoLoopback *self = g_object_new (DUO_TYPE_LOOPBACK, NULL);

  g_return_val_if_fail (DUO_IS_SETTINGS (settings), self);

  self->settings = g_object_ref (settings);

  return self;
}
