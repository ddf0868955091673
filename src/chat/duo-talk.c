/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-talk.h"

#include "duo-chat-error.h"
#include "duo-limits.h"

struct _DuoTalk
{
  GObject parent_instance;

  DuoHistory *history; /* (owned) (constant) */
  DuoCourier *courier; /* (owned) (constant) */
  DuoTyping *typing;   /* (owned) (constant) */
  guint rest_id;       /* of a source */
  gboolean is_in_front;
};

enum
{
  PROP_0,
  PROP_IS_FRIEND_TYPING,
  N_PROPS,
};

enum
{
  SIGNAL_ARRIVED,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoTalk, duo_talk, G_TYPE_OBJECT)

static gboolean
refuse (GError       **error,
        DuoChatError   code,
        const char    *message)
{
  g_set_error_literal (error, DUO_CHAT_ERROR, code, message);

  return FALSE;
}

static void
changed_cb (DuoTalk *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
arrived_cb (DuoTalk    *self,
            DuoMessage *newest)
{
  duo_typing_end_friends (self->typing);
  if (self->is_in_front)
    duo_courier_tell_read (self->courier);
  g_signal_emit (self, signals[SIGNAL_ARRIVED], 0, newest);
}

static void
typing_cb (DuoTalk *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FRIEND_TYPING]);
}

/* -- The object ------------------------------------------------------------------ */

static void
duo_talk_dispose (GObject *object)
{
  DuoTalk *self = DUO_TALK (object);

  if (self->courier != NULL)
    duo_talk_attach (self, NULL, FALSE);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (self->history != NULL)
    g_signal_handlers_disconnect_by_data (self->history, self);
  g_clear_object (&self->courier);
  g_clear_object (&self->typing);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (duo_talk_parent_class)->dispose (object);
}

static void
duo_talk_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_IS_FRIEND_TYPING:
      g_value_set_boolean (value, duo_talk_get_is_friend_typing (DUO_TALK (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
duo_talk_class_init (DuoTalkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_talk_dispose;
  object_class->get_property = duo_talk_get_property;

  props[PROP_IS_FRIEND_TYPING] =
    g_param_spec_boolean ("is-friend-typing", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_ARRIVED] = g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, DUO_TYPE_MESSAGE);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
duo_talk_init (DuoTalk *self)
{
}

DuoTalk *
duo_talk_new (DuoHistory *history)
{
  DuoTalk *self = g_object_new (DUO_TYPE_TALK, NULL);

  g_return_val_if_fail (DUO_IS_HISTORY (history), self);

  self->history = g_object_ref (history);
  self->courier = duo_courier_new (history);
  self->typing = duo_typing_new ();
  g_signal_connect_object (history, "items-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (history, "notify::n-unread", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (history, "notify::n-waiting", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->courier, "arrived", G_CALLBACK (arrived_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->typing, "notify::is-friend-typing", G_CALLBACK (typing_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}

static gboolean
rest_cb (gpointer user_data)
{
  DuoTalk *self = DUO_TALK (user_data);

  self->rest_id = 0;
  duo_history_rest (self->history);

  return G_SOURCE_REMOVE;
}

void
duo_talk_attach (DuoTalk    *self,
                 DuoSession *session,
                 gboolean    was_lost)
{
  g_return_if_fail (DUO_IS_TALK (self));

  duo_typing_attach (self->typing, session);
  duo_courier_attach (self->courier, session, was_lost);

  /* Not at once: whoever ended the session may still look at a message. */
  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (session == NULL)
    self->rest_id = g_idle_add_full (G_PRIORITY_LOW, rest_cb, self, NULL);
}

DuoHistory *
duo_talk_get_history (DuoTalk *self)
{
  g_return_val_if_fail (DUO_IS_TALK (self), NULL);

  return self->history;
}

gboolean
duo_talk_can_wait (DuoTalk *self)
{
  g_return_val_if_fail (DUO_IS_TALK (self), FALSE);

  return duo_courier_can_wait (self->courier);
}

gboolean
duo_talk_can_refer (DuoTalk *self)
{
  return duo_talk_can_wait (self);
}

gboolean
duo_talk_get_is_friend_typing (DuoTalk *self)
{
  g_return_val_if_fail (DUO_IS_TALK (self), FALSE);

  return duo_typing_get_is_friend_typing (self->typing);
}

/* -- What a person does ----------------------------------------------------------------- */

static gboolean
check_text (const char  *text,
            gsize        max_bytes,
            GError     **error)
{
  const char *p = text;

  while (*p != '\0' && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  if (*p == '\0')
    return refuse (error, DUO_CHAT_ERROR_EMPTY_MESSAGE, "nothing to send");
  if (strlen (text) > max_bytes)
    return refuse (error, DUO_CHAT_ERROR_MESSAGE_TOO_LONG, "longer than the friend's side takes");

  return TRUE;
}

gboolean
duo_talk_say (DuoTalk     *self,
              const char  *text,
              gint64       reply_to,
              gsize        max_bytes,
              GError     **error)
{
  g_autoptr (DuoMessage) target = NULL;

  g_return_val_if_fail (DUO_IS_TALK (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (!check_text (text, max_bytes, error))
    return FALSE;
  if (reply_to != 0)
    target = duo_history_dup_message (self->history, reply_to);
  if (!duo_courier_say (self->courier, text, target, error))
    return FALSE;

  duo_typing_set_mine (self->typing, FALSE);

  return TRUE;
}

/* (transfer full) (nullable): a message that the friend knows or will know. */
static DuoMessage *
dup_referable (DuoTalk *self,
               gint64   id)
{
  g_autoptr (DuoMessage) message = duo_history_dup_message (self->history, id);

  if (message == NULL || duo_message_get_kind (message) == DUO_MESSAGE_NOTICE ||
      !duo_talk_can_refer (self))
    return NULL;

  return g_steal_pointer (&message);
}

gboolean
duo_talk_edit (DuoTalk     *self,
               gint64       id,
               const char  *text,
               GError     **error)
{
  g_autoptr (DuoMessage) message = NULL;

  g_return_val_if_fail (DUO_IS_TALK (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (!check_text (text, DUO_TEXT_MAX_BYTES, error))
    return FALSE;
  message = dup_referable (self, id);
  if (message == NULL || duo_message_get_kind (message) != DUO_MESSAGE_MINE)
    return refuse (error, DUO_CHAT_ERROR_NOT_CHANGEABLE, "this cannot be changed any more");
  if (g_str_equal (text, duo_message_get_text (message)))
    return TRUE;

  return duo_courier_edit (self->courier, message, text, error);
}

gboolean
duo_talk_react (DuoTalk     *self,
                gint64       id,
                const char  *emoji,
                GError     **error)
{
  g_autoptr (DuoMessage) message = NULL;

  g_return_val_if_fail (DUO_IS_TALK (self), FALSE);
  g_return_val_if_fail (emoji != NULL, FALSE);

  message = dup_referable (self, id);
  if (message == NULL || duo_message_get_seq (message) == 0 || strlen (emoji) > DUO_REACTION_MAX_BYTES)
    return refuse (error, DUO_CHAT_ERROR_NOT_CHANGEABLE, "this cannot be reacted to");

  return duo_courier_react (self->courier, message, emoji, error);
}

gboolean
duo_talk_cancel (DuoTalk *self,
                 gint64   id)
{
  g_autoptr (DuoMessage) message = NULL;

  g_return_val_if_fail (DUO_IS_TALK (self), FALSE);

  message = duo_history_dup_message (self->history, id);

  return message != NULL && duo_message_get_kind (message) == DUO_MESSAGE_MINE &&
         duo_courier_cancel (self->courier, message);
}

void
duo_talk_retry (DuoTalk *self,
                gint64   id)
{
  g_autoptr (DuoMessage) message = NULL;

  g_return_if_fail (DUO_IS_TALK (self));

  message = duo_history_dup_message (self->history, id);
  if (message != NULL)
    duo_courier_retry (self->courier, message);
}

void
duo_talk_set_typing (DuoTalk  *self,
                     gboolean  is_typing)
{
  g_return_if_fail (DUO_IS_TALK (self));

  duo_typing_set_mine (self->typing, is_typing);
}

void
duo_talk_set_in_front (DuoTalk  *self,
                       gboolean  is_in_front)
{
  g_return_if_fail (DUO_IS_TALK (self));

  self->is_in_front = is_in_front;
  if (is_in_front)
    duo_courier_tell_read (self->courier);
}
