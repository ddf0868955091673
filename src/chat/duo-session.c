/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-session.h"

#include "duo-limits.h"
#include "duo-link-error.h"

/* One talk over one open link.
 *
 * Plain mode, with a page: strings, one string one message.  Duologue mode:
 * frames (PROTOCOL.md), after both agreed which conversation it is.
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

  DuoLink *link;           /* (owned) (constant) */
  DuoHandshake *handshake; /* (owned) (nullable) (constant): NULL in plain mode */
  guint timeout_id;
  guint n_ticks;
  gint64 seen_arrival_us;
  guint n_silent_ticks;
  gint64 round_trip_us;
  gint64 pinged_at_us;  /* the newest token that was sent */
  gboolean is_greeted;  /* the friend's first receipt came */
  gboolean has_greeted; /* ours was sent */
};

typedef enum
{
  PROP_ROUND_TRIP_US = 1,
  PROP_IS_JOINED,
  PROP_IS_SHAKY,
} DuoSessionProperty;

enum
{
  SIGNAL_TEXT,
  SIGNAL_BINARY,
  SIGNAL_FRAME,
  SIGNAL_RECOVERED,
  SIGNAL_GREETED,
  N_SIGNALS,
};

static GParamSpec *props[PROP_IS_SHAKY + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoSession, duo_session, G_TYPE_OBJECT)

/* With a page only SCTP's own heartbeats, every 30 s or so, tell that it lives. */
#define PLAIN_TICK_MS 5000
#define PLAIN_MISSES (DUO_SILENCE_TIMEOUT_MS / PLAIN_TICK_MS - 1)

/* What a bye means. */
#define BYE_HANG_UP 0
#define BYE_MOVED 1

static void
send_token (DuoSession   *self,
            DuoFrameKind  kind,
            guint64       token)
{
  g_autoptr (DuoFrame) frame = duo_frame_new (kind, token);

  (void) duo_session_send_frame (self, frame); /* a full or closing link tells its state itself */
}

static void
take_pong (DuoSession *self,
           guint64     token)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->pinged_at_us == 0 || token > (guint64) self->pinged_at_us)
    return;

  self->round_trip_us = now_us - (gint64) token;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROUND_TRIP_US]);
}

static void
take_handshake (DuoSession *self,
                DuoFrame   *frame)
{
  g_autoptr (DuoFrame) reply = NULL;
  g_autoptr (GError) error = NULL;
  gboolean was_joined = duo_session_get_is_joined (self);

  if (!duo_handshake_take (self->handshake, frame, &reply, &error))
    {
      duo_session_fail (self, g_steal_pointer (&error));
      return;
    }
  if (reply != NULL)
    (void) duo_session_send_frame (self, reply);
  if (!was_joined && duo_session_get_is_joined (self))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_JOINED]);
}

static void
take_talk (DuoSession *self,
           DuoFrame   *frame)
{
  gboolean is_receipt = duo_frame_get_kind (frame) == DUO_FRAME_RECEIPT;

  if (!duo_session_get_is_joined (self) || (!self->is_greeted && !is_receipt))
    {
      duo_session_break_rules (self, "a frame before its time");
      return;
    }
  self->is_greeted = TRUE;
  g_signal_emit (self, signals[SIGNAL_FRAME], 0, frame);
}

static void
take_frame (DuoSession *self,
            DuoFrame   *frame)
{
  switch (duo_frame_get_kind (frame))
    {
    case DUO_FRAME_PING:
      send_token (self, DUO_FRAME_PONG, duo_frame_get_token (frame));
      break;
    case DUO_FRAME_PONG:
      take_pong (self, duo_frame_get_token (frame));
      break;
    case DUO_FRAME_BYE:
      duo_link_close (self->link);
      break;
    case DUO_FRAME_HELLO:
    case DUO_FRAME_JOIN:
      take_handshake (self, frame);
      break;
    case DUO_FRAME_RECEIPT:
    case DUO_FRAME_PIECE:
    case DUO_FRAME_TYPING:
    case DUO_FRAME_SIGNAL:
    case DUO_FRAME_RENEW:
      take_talk (self, frame);
      break;
    default:
      g_return_if_reached ();
    }
}

static void
take_binary (DuoSession *self,
             GBytes     *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoFrame) frame = duo_frame_parse (bytes, &error);

  if (error != NULL)
    duo_session_break_rules (self, error->message);
  else if (frame != NULL)
    take_frame (self, frame);
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

  if (self->handshake != NULL && is_text)
    duo_session_break_rules (self, "a plain string between Duologues");
  else if (self->handshake != NULL)
    take_binary (self, bytes);
  else if (is_text)
    take_text (self, bytes);
  else
    g_signal_emit (self, signals[SIGNAL_BINARY], 0, (guint64) g_bytes_get_size (bytes));
}

/* -- Is it alive? ------------------------------------------------------------------ */

static void
count_silence (DuoSession *self)
{
  gint64 arrival_us = duo_link_get_last_arrival (self->link);
  gboolean was_shaky = duo_session_get_is_shaky (self);

  self->n_silent_ticks = arrival_us == self->seen_arrival_us ? self->n_silent_ticks + 1 : 0;
  self->seen_arrival_us = arrival_us;
  if (duo_session_get_is_shaky (self) == was_shaky)
    return;

  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_SHAKY]);
  if (was_shaky)
    g_signal_emit (self, signals[SIGNAL_RECOVERED], 0);
}

static gboolean
tick_cb (gpointer user_data)
{
  DuoSession *self = user_data;
  g_autoptr (DuoSession) guard G_GNUC_UNUSED = g_object_ref (self);
  guint misses = self->handshake != NULL ? DUO_HEARTBEAT_MISSES : PLAIN_MISSES;

  count_silence (self);
  if (self->timeout_id == 0)
    return G_SOURCE_REMOVE;

  self->n_ticks++;
  if (self->n_silent_ticks >= misses)
    {
      self->timeout_id = 0;
      duo_link_fail (self->link, g_error_new_literal (DUO_LINK_ERROR, DUO_LINK_ERROR_LOST,
                                                      "nothing arrives any more"));
      return G_SOURCE_REMOVE;
    }
  /* Of one who is heard; a link that is silent ends by itself. */
  if (self->handshake != NULL && !self->is_greeted && self->n_silent_ticks == 0 &&
      self->n_ticks > DUO_GREETING_TIMEOUT_MS / DUO_HEARTBEAT_INTERVAL_MS)
    {
      self->timeout_id = 0;
      duo_session_break_rules (self, "no greeting");
      return G_SOURCE_REMOVE;
    }

  if (self->handshake != NULL)
    duo_session_ping (self);

  return G_SOURCE_CONTINUE;
}

/* In between ticks: what was shaky is so no more when something came. */
static void
arrived_cb (DuoSession *self)
{
  if (duo_session_get_is_shaky (self))
    count_silence (self);
}

static void
state_cb (DuoSession *self)
{
  if (duo_link_get_state (self->link) != DUO_LINK_OPEN)
    g_clear_handle_id (&self->timeout_id, g_source_remove);
}

/* -- The object ---------------------------------------------------------------------- */

static void
duo_session_dispose (GObject *object)
{
  DuoSession *self = DUO_SESSION (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->link);
  g_clear_pointer (&self->handshake, duo_handshake_free);

  G_OBJECT_CLASS (duo_session_parent_class)->dispose (object);
}

static void
duo_session_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  DuoSession *self = DUO_SESSION (object);

  switch ((DuoSessionProperty) prop_id)
    {
    case PROP_ROUND_TRIP_US:
      g_value_set_int64 (value, self->round_trip_us);
      break;
    case PROP_IS_JOINED:
      g_value_set_boolean (value, duo_session_get_is_joined (self));
      break;
    case PROP_IS_SHAKY:
      g_value_set_boolean (value, duo_session_get_is_shaky (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
duo_session_class_init (DuoSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = duo_session_dispose;
  object_class->get_property = duo_session_get_property;

  props[PROP_ROUND_TRIP_US] = g_param_spec_int64 ("round-trip-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_IS_JOINED] = g_param_spec_boolean ("is-joined", NULL, NULL, FALSE, flags);
  props[PROP_IS_SHAKY] = g_param_spec_boolean ("is-shaky", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[SIGNAL_TEXT] = g_signal_new ("text", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_BINARY] = g_signal_new ("binary", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[SIGNAL_FRAME] = g_signal_new ("frame", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, DUO_TYPE_FRAME);
  signals[SIGNAL_RECOVERED] = g_signal_new ("recovered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_GREETED] = g_signal_new ("greeted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
duo_session_init (DuoSession *self)
{
}

DuoSession *
duo_session_new (DuoLink      *link,
                 DuoHandshake *handshake)
{
  DuoSession *self = g_object_new (DUO_TYPE_SESSION, NULL);

  g_return_val_if_fail (DUO_IS_LINK (link), self);

  self->link = g_object_ref (link);
  self->handshake = handshake;
  self->seen_arrival_us = duo_link_get_last_arrival (link);
  g_signal_connect_object (link, "received", G_CALLBACK (received_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (link, "received", G_CALLBACK (arrived_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (link, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  self->timeout_id =
    g_timeout_add (handshake != NULL ? DUO_HEARTBEAT_INTERVAL_MS : PLAIN_TICK_MS, tick_cb, self);
  if (handshake != NULL)
    {
      g_autoptr (DuoFrame) hello = duo_handshake_create_hello (handshake);

      (void) duo_session_send_frame (self, hello);
      /* The first one at once, so that the round trip is soon known. */
      duo_session_ping (self);
    }

  return self;
}

gboolean
duo_session_get_is_plain (DuoSession *self)
{
  g_return_val_if_fail (DUO_IS_SESSION (self), TRUE);

  return self->handshake == NULL;
}

gboolean
duo_session_get_is_joined (DuoSession *self)
{
  g_return_val_if_fail (DUO_IS_SESSION (self), FALSE);

  return self->handshake == NULL || duo_handshake_get_outcome (self->handshake) != DUO_REUNION_PENDING;
}

gboolean
duo_session_get_is_shaky (DuoSession *self)
{
  g_return_val_if_fail (DUO_IS_SESSION (self), FALSE);

  return self->handshake != NULL && self->n_silent_ticks >= DUO_SHAKY_MISSES;
}

DuoHandshake *
duo_session_get_handshake (DuoSession *self)
{
  g_return_val_if_fail (DUO_IS_SESSION (self), NULL);

  return self->handshake;
}

gint64
duo_session_get_round_trip_us (DuoSession *self)
{
  g_return_val_if_fail (DUO_IS_SESSION (self), 0);

  return self->round_trip_us;
}

gint64
duo_session_get_last_arrival (DuoSession *self)
{
  g_return_val_if_fail (DUO_IS_SESSION (self), 0);

  return duo_link_get_last_arrival (self->link);
}

gsize
duo_session_get_queued (DuoSession *self)
{
  g_return_val_if_fail (DUO_IS_SESSION (self), 0);

  return duo_link_get_queued (self->link);
}

/* Errors: those of duo_link_send (); nothing was sent then. */
gboolean
duo_session_send_text (DuoSession  *self,
                       const char  *text,
                       GError     **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (DUO_IS_SESSION (self), FALSE);
  g_return_val_if_fail (self->handshake == NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  bytes = g_bytes_new (text, strlen (text));

  return duo_link_send (self->link, bytes, /* is_text= */ TRUE, error);
}

/* Nothing goes before our first receipt that must not. */
static gboolean
is_time_for (DuoSession   *self,
             DuoFrameKind  kind)
{
  return self->has_greeted || kind <= DUO_FRAME_RECEIPT;
}

static void
note_greeting (DuoSession   *self,
               DuoFrameKind  kind)
{
  if (self->has_greeted || kind != DUO_FRAME_RECEIPT)
    return;

  self->has_greeted = TRUE;
  g_signal_emit (self, signals[SIGNAL_GREETED], 0);
}

gboolean
duo_session_send_frame (DuoSession *self,
                        DuoFrame   *frame)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (DUO_IS_SESSION (self), FALSE);
  g_return_val_if_fail (self->handshake != NULL, FALSE);
  g_return_val_if_fail (frame != NULL, FALSE);

  if (!is_time_for (self, duo_frame_get_kind (frame)))
    return FALSE;

  bytes = duo_frame_to_bytes (frame);
  if (duo_link_send (self->link, bytes, /* is_text= */ FALSE, &error))
    {
      note_greeting (self, duo_frame_get_kind (frame));
      return TRUE;
    }

  g_debug ("frame not sent: %s", error->message);

  return FALSE;
}

void
duo_session_fail (DuoSession *self,
                  GError     *error)
{
  g_return_if_fail (DUO_IS_SESSION (self));
  g_return_if_fail (error != NULL);

  duo_link_fail (self->link, error);
}

void
duo_session_break_rules (DuoSession *self,
                         const char *what)
{
  duo_session_fail (self, g_error_new_literal (DUO_LINK_ERROR, DUO_LINK_ERROR_RULES, what));
}

void
duo_session_ping (DuoSession *self)
{
  g_return_if_fail (DUO_IS_SESSION (self));

  if (duo_link_get_state (self->link) != DUO_LINK_OPEN)
    return;

  self->pinged_at_us = g_get_monotonic_time ();
  send_token (self, DUO_FRAME_PING, self->pinged_at_us);
}

static void
say_bye (DuoSession *self,
         guint64     meaning)
{
  if (self->handshake != NULL && duo_link_get_state (self->link) == DUO_LINK_OPEN)
    send_token (self, DUO_FRAME_BYE, meaning);
  duo_link_close (self->link);
}

void
duo_session_hang_up (DuoSession *self)
{
  g_return_if_fail (DUO_IS_SESSION (self));

  say_bye (self, BYE_HANG_UP);
}

void
duo_session_leave (DuoSession *self)
{
  g_return_if_fail (DUO_IS_SESSION (self));

  say_bye (self, BYE_MOVED);
}
