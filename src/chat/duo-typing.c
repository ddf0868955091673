/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-typing.h"

#include "duo-limits.h"

struct _DuoTyping
{
  GObject parent_instance;

  DuoSession *session; /* (owned) (nullable): one that allows it */
  gboolean is_mine;
  gint64 told_at_us; /* monotonic */
  gboolean is_friends;
  guint timeout_id; /* for the friend's */
};

enum
{
  PROP_0,
  PROP_IS_FRIEND_TYPING,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (DuoTyping, duo_typing, G_TYPE_OBJECT)

static void
set_friends (DuoTyping *self,
             gboolean   is_friends)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->is_friends == is_friends)
    return;

  self->is_friends = is_friends;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FRIEND_TYPING]);
}

static gboolean
timeout_cb (gpointer user_data)
{
  DuoTyping *self = user_data;

  self->timeout_id = 0;
  set_friends (self, FALSE);

  return G_SOURCE_REMOVE;
}

static void
frame_cb (DuoTyping *self,
          DuoFrame  *frame)
{
  if (duo_frame_get_kind (frame) != DUO_FRAME_TYPING)
    return;

  set_friends (self, duo_frame_get_typing (frame));
  if (self->is_friends)
    self->timeout_id = g_timeout_add (DUO_TYPING_TIMEOUT_MS, timeout_cb, self);
}

static void
detach (DuoTyping *self)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

static void
duo_typing_dispose (GObject *object)
{
  DuoTyping *self = DUO_TYPING (object);

  detach (self);
  g_clear_handle_id (&self->timeout_id, g_source_remove);

  G_OBJECT_CLASS (duo_typing_parent_class)->dispose (object);
}

static void
duo_typing_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_IS_FRIEND_TYPING:
      g_value_set_boolean (value, DUO_TYPING (object)->is_friends);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
duo_typing_class_init (DuoTypingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_typing_dispose;
  object_class->get_property = duo_typing_get_property;

  props[PROP_IS_FRIEND_TYPING] =
    g_param_spec_boolean ("is-friend-typing", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
duo_typing_init (DuoTyping *self)
{
}

DuoTyping *
duo_typing_new (void)
{
  return g_object_new (DUO_TYPE_TYPING, NULL);
}

void
duo_typing_attach (DuoTyping  *self,
                   DuoSession *session)
{
  DuoHandshake *handshake;

  g_return_if_fail (DUO_IS_TYPING (self));

  detach (self);
  set_friends (self, FALSE);
  self->is_mine = FALSE;
  handshake = session != NULL ? duo_session_get_handshake (session) : NULL;
  if (handshake == NULL || !(duo_handshake_get_abilities (handshake) & DUO_ABILITY_TELLS_TYPING))
    return;

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
}

void
duo_typing_set_mine (DuoTyping *self,
                     gboolean   is_typing)
{
  g_autoptr (DuoFrame) frame = NULL;
  gint64 now_us = g_get_monotonic_time ();

  g_return_if_fail (DUO_IS_TYPING (self));

  if (self->session == NULL)
    return;
  if (is_typing == self->is_mine &&
      (!is_typing || now_us - self->told_at_us < DUO_TYPING_INTERVAL_MS * G_TIME_SPAN_MILLISECOND))
    return;

  self->is_mine = is_typing;
  self->told_at_us = now_us;
  frame = duo_frame_new_typing (is_typing);
  (void) duo_session_send_frame (self->session, frame); /* only a courtesy */
}

gboolean
duo_typing_get_is_friend_typing (DuoTyping *self)
{
  g_return_val_if_fail (DUO_IS_TYPING (self), FALSE);

  return self->is_friends;
}

void
duo_typing_end_friends (DuoTyping *self)
{
  g_return_if_fail (DUO_IS_TYPING (self));

  set_friends (self, FALSE);
}
