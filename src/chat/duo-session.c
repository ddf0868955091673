/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-session.h"

#include "duo-frame.h"
#include "duo-limits.h"
#include "duo-link-error.h"

/* One talk over one open link.
 *
 * Plain mode, with a page: strings, one string one message.  Duologue mode: the
 * same strings, and binary frames beside them (PROTOCOL.md).
 *
 * webrtcbin 1.22 notices a vanished peer after 250 s or never.  So a timer here
 * counts how many of its ticks in a row brought nothing at all, not even a
 * packet of SCTP's own; ticks are counted rather than time measured, so that a
 * computer that slept does not blame its friend.
 *
 * Made by a DuoConnector or DuoLoopback when the link opens, main thread. */
struct _DuoSession
{
  GObject parent_instance;

  DuoLink *link;        /* (owned) (constant) */
  gboolean is_duologue; /* (constant) */
  guint timeout_id;
  gint64 seen_arrival_us;
  guint n_silent_ticks;
  gint64 round_trip_us;
};

enum
{
  PROP_0,
  PROP_ROUND_TRIP_US,
  N_PROPS,
};

enum
{
  SIGNAL_TEXT,
  SIGNAL_BINARY,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoSession, duo_session, G_TYPE_OBJECT)

/* With a page only SCTP's own heartbeats, every 30 s or so, tell that it lives. */
#define PLAIN_TICK_MS 5000
#define PLAIN_MISSES (DUO_SILENCE_TIMEOUT_MS / PLAIN_TICK_MS - 1)

static void
send_frame (DuoSession   *self,
            DuoFrameKind  kind,
            guint64       token)
{
  g_autoptr (DuoFrame) frame = duo_frame_new (kind, token);
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);
  g_autoptr (GError) error = NULL;

  /* A full or closing link tells its state itself. */
  if (!duo_link_send (self->link, bytes, /* is_text= */ FALSE, &error))
    g_debug ("frame not sent: %s", error->message);
}

static void
take_pong (DuoSession *self,
           guint64     token)
{
  gint64 now_us = g_get_monotonic_time ();

  if (token > (guint64) now_us)
    return;

  self->round_trip_us = now_us - (gint64) token;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROUND_TRIP_US]);
}

static void
take_frame (DuoSession *self,
            GBytes     *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoFrame) frame = duo_frame_parse (bytes, &error);

  if (error != NULL)
    {
      duo_link_fail (self->link, g_error_new (DUO_LINK_ERROR, DUO_LINK_ERROR_RULES,
                                              "bad frame: %s", error->message));
      return;
    }
  if (frame == NULL)
    return;

  switch (duo_frame_get_kind (frame))
    {
    case DUO_FRAME_PING:
      send_frame (self, DUO_FRAME_PONG, duo_frame_get_token (frame));
      break;
    case DUO_FRAME_PONG:
      take_pong (self, duo_frame_get_token (frame));
      break;
    case DUO_FRAME_BYE:
      duo_link_close (self->link);
      break;
    default:
      break;
    }
}

static void
take_text (DuoSession *self,
           GBytes     *bytes)
{
  gsize size_bytes;
  const char *data = g_bytes_get_data (bytes, &size_bytes);
  g_autofree char *text = NULL;

  if (size_bytes == 0)
    return;

  text = g_utf8_make_valid (data, size_bytes);
  g_signal_emit (self, signals[SIGNAL_TEXT], 0, text);
}

static void
received_cb (DuoSession *self,
             GBytes     *bytes,
             gboolean    is_text)
{
  g_autoptr (DuoSession) guard G_GNUC_UNUSED = g_object_ref (self);

  if (is_text)
    take_text (self, bytes);
  else if (self->is_duologue)
    take_frame (self, bytes);
  else
    g_signal_emit (self, signals[SIGNAL_BINARY], 0, (guint64) g_bytes_get_size (bytes));
}

static gboolean
tick_cb (gpointer user_data)
{
  DuoSession *self = user_data;
  gint64 arrival_us = duo_link_get_last_arrival (self->link);
  guint misses = self->is_duologue ? DUO_HEARTBEAT_MISSES : PLAIN_MISSES;

  self->n_silent_ticks = arrival_us == self->seen_arrival_us ? self->n_silent_ticks + 1 : 0;
  self->seen_arrival_us = arrival_us;

  if (self->n_silent_ticks >= misses)
    {
      self->timeout_id = 0;
      duo_link_fail (self->link, g_error_new_literal (DUO_LINK_ERROR, DUO_LINK_ERROR_LOST,
                                                      "nothing arrives any more"));
      return G_SOURCE_REMOVE;
    }

  if (self->is_duologue)
    send_frame (self, DUO_FRAME_PING, g_get_monotonic_time ());

  return G_SOURCE_CONTINUE;
}

static void
state_cb (DuoSession *self)
{
  if (duo_link_get_state (self->link) != DUO_LINK_OPEN)
    g_clear_handle_id (&self->timeout_id, g_source_remove);
}

static void
duo_session_dispose (GObject *object)
{
  DuoSession *self = DUO_SESSION (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->link);

  G_OBJECT_CLASS (duo_session_parent_class)->dispose (object);
}

static void
duo_session_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  DuoSession *self = DUO_SESSION (object);

  switch (prop_id)
    {
    case PROP_ROUND_TRIP_US:
      g_value_set_int64 (value, self->round_trip_us);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
duo_session_class_init (DuoSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_session_dispose;
  object_class->get_property = duo_session_get_property;

  props[PROP_ROUND_TRIP_US] =
    g_param_spec_int64 ("round-trip-us", NULL, NULL, 0, G_MAXINT64, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_TEXT] = g_signal_new ("text", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_BINARY] = g_signal_new ("binary", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static void
duo_session_init (DuoSession *self)
{
}

DuoSession *
duo_session_new (DuoLink  *link,
                 gboolean  is_duologue)
{
  DuoSession *self = g_object_new (DUO_TYPE_SESSION, NULL);

  g_return_val_if_fail (DUO_IS_LINK (link), self);

  self->link = g_object_ref (link);
  self->is_duologue = is_duologue;
  self->seen_arrival_us = duo_link_get_last_arrival (link);
  g_signal_connect_object (link, "received", G_CALLBACK (received_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (link, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  self->timeout_id = g_timeout_add (is_duologue ? DUO_HEARTBEAT_INTERVAL_MS : PLAIN_TICK_MS, tick_cb, self);
  /* The first one at once, so that the round trip is soon known. */
  if (is_duologue)
    send_frame (self, DUO_FRAME_PING, g_get_monotonic_time ());

  return self;
}

/* Errors: those of duo_link_send (); nothing was sent then. */
gboolean
duo_session_send_text (DuoSession  *self,
                       const char  *text,
                       GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (DUO_IS_SESSION (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  bytes = g_bytes_new (text, strlen (text));

  return duo_link_send (self->link, bytes, /* is_text= */ TRUE, error);
}

void
duo_session_hang_up (DuoSession *self)
{
  g_return_if_fail (DUO_IS_SESSION (self));

  if (self->is_duologue && duo_link_get_state (self->link) == DUO_LINK_OPEN)
    send_frame (self, DUO_FRAME_BYE, 0);
  duo_link_close (self->link);
}

gint64
duo_session_get_round_trip_us (DuoSession *self)
{
  g_return_val_if_fail (DUO_IS_SESSION (self), 0);

  return self->round_trip_us;
}
