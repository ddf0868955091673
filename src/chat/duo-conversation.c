/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-conversation-private.h"

#include "duo-announcement.h"

typedef enum
{
  PROP_TITLE = 1,
  PROP_PRESENCE,
  PROP_ROLE,
  PROP_PATH,
  PROP_FAILURE,
  PROP_LOCAL_SIGNAL,
  PROP_LOCAL_CODE,
  PROP_LOCAL_CANDIDATES,
  PROP_IS_FRIEND_DUOLOGUE,
  PROP_NEEDS_SERVER,
  PROP_ROUND_TRIP_US,
  PROP_HISTORY,
  PROP_CAN_WAIT,
  PROP_IS_FRIEND_TYPING,
  PROP_KEEPS_HISTORY,
  PROP_IS_IN_FRONT,
} DuoConversationProperty;

enum
{
  SIGNAL_ARRIVED,
  SIGNAL_CLAIMS,
  SIGNAL_RELEASED,
  N_SIGNALS,
};

static GParamSpec *props[PROP_IS_IN_FRONT + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoConversation, duo_conversation, G_TYPE_OBJECT)

/* The list of conversations follows what is said in them, but not every word. */
#define REFRESH_DELAY_MS 200

/* -- What is said ------------------------------------------------------------ */

static DuoHistory *
get_history (DuoConversation *self)
{
  return duo_talk_get_history (self->talk);
}

static const DuoStoredConversation *
get_row (DuoConversation *self)
{
  return duo_history_get_conversation (get_history (self));
}

static void
binary_cb (DuoConversation *self,
           guint64          size_bytes)
{
  duo_announce_binary (get_history (self), size_bytes);
}

static void
arrived_cb (DuoConversation *self,
            DuoMessage      *newest)
{
  g_signal_emit (self, signals[SIGNAL_ARRIVED], 0, newest);
}

static void
typing_cb (DuoConversation *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FRIEND_TYPING]);
}

static gboolean
refresh_cb (gpointer user_data)
{
  DuoConversation *self = user_data;

  self->refresh_id = 0;
  duo_roster_refresh (self->roster, duo_conversation_get_id (self));

  return G_SOURCE_REMOVE;
}

static void
talk_changed_cb (DuoConversation *self)
{
  if (self->refresh_id == 0 && duo_conversation_get_id (self) != 0)
    self->refresh_id = g_timeout_add (REFRESH_DELAY_MS, refresh_cb, self);
}

static void
drop_talk (DuoConversation *self)
{
  if (self->refresh_id != 0)
    {
      g_clear_handle_id (&self->refresh_id, g_source_remove);
      refresh_cb (self);
    }
  g_signal_handlers_disconnect_by_data (self->talk, self);
  duo_talk_attach (self->talk, NULL, FALSE);
  g_clear_object (&self->talk);
}

static void
set_history (DuoConversation *self,
             DuoHistory      *history)
{
  self->talk = duo_talk_new (history);
  g_signal_connect_object (self->talk, "arrived", G_CALLBACK (arrived_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "changed", G_CALLBACK (talk_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->talk, "notify::is-friend-typing", G_CALLBACK (typing_cb), self,
                           G_CONNECT_SWAPPED);
  duo_talk_set_in_front (self->talk, self->is_in_front);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HISTORY]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_WAIT]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FRIEND_TYPING]);
}

/* Shows the conversation ID of the roster, 0: a new one. */
static void
open_history (DuoConversation *self,
              gint64           id)
{
  g_autoptr (DuoHistory) history = duo_archive_open (self->archive, id);

  if (self->talk != NULL)
    drop_talk (self);
  set_history (self, history);
}

/* -- Who came ------------------------------------------------------------------- */

/* Somebody has said something here, or is known by what is kept here. */
static gboolean
belongs_to_somebody (DuoConversation *self)
{
  const DuoStoredConversation *row = get_row (self);

  return row->has_secret || row->received_seq > 0 || row->next_seq > 1;
}

static void
begin_anew (DuoConversation *self)
{
  open_history (self, 0);
  duo_announce (get_history (self), DUO_NOTICE_STRANGER, 0);
}

static void
settle_known (DuoConversation *self,
              gint64           id)
{
  /* Another window may show it; it is this one's now. */
  g_signal_emit (self, signals[SIGNAL_CLAIMS], 0, id);
  open_history (self, id);
  duo_announce (get_history (self), DUO_NOTICE_RETURNED, 0);
}

static void
settle_new (DuoConversation *self,
            const guint8    *secret)
{
  g_autoptr (GError) error = NULL;

  if (belongs_to_somebody (self))
    begin_anew (self);
  if (!duo_history_keep (get_history (self), &error))
    {
      g_warning ("the conversation cannot be kept: %s", error->message);
      return;
    }
  duo_history_set_secret (get_history (self), secret);
}

static void
settle (DuoConversation *self,
        DuoSession      *session)
{
  DuoHandshake *handshake = duo_session_get_handshake (session);

  if (handshake == NULL)
    {
      /* Nobody can tell who sits at a page: never the friend of a kept secret. */
      if (get_row (self)->has_secret)
        begin_anew (self);
      return;
    }

  if (duo_handshake_get_outcome (handshake) == DUO_REUNION_KNOWN)
    settle_known (self, duo_handshake_get_known_id (handshake));
  else if (duo_handshake_get_outcome (handshake) == DUO_REUNION_NEW)
    settle_new (self, duo_handshake_get_secret (handshake));
  duo_announce_clock (get_history (self), handshake);
}

/* -- The call --------------------------------------------------------------------- */

static void
joined_cb (DuoConversation *self)
{
  DuoSession *session = duo_call_get_session (self->call);

  settle (self, session);
  duo_history_set_title (get_history (self), duo_description_get_name (duo_call_get_remote (self->call)));
  g_signal_connect_object (session, "binary", G_CALLBACK (binary_cb), self, G_CONNECT_SWAPPED);
  duo_talk_attach (self->talk, session, /* was_lost= */ FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_WAIT]);
}

static void
moved_cb (DuoConversation *self)
{
  duo_talk_attach (self->talk, duo_call_get_session (self->call), /* was_lost= */ FALSE);
}

static void
left_cb (DuoConversation *self,
         gboolean         was_lost)
{
  duo_talk_attach (self->talk, NULL, was_lost);
}

static void
call_changed_cb (DuoConversation *self,
                 const char      *name)
{
  if (g_str_equal (name, "presence"))
    {
      duo_announce_presence (get_history (self), self->told_presence, self->call);
      self->told_presence = duo_call_get_presence (self->call);
    }
  g_object_notify (G_OBJECT (self), name);
}

/* -- What makes sense now --------------------------------------------------- */

gboolean
duo_conversation_can (DuoConversation  *self,
                      DuoStep           step,
                      GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_step_check (step, duo_call_get_presence (self->call), duo_call_get_role (self->call),
                         duo_talk_can_wait (self->talk), error);
}

gboolean
duo_conversation_expects (DuoConversation *self,
                          DuoSignal       *answer)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_call_expects (self->call, answer);
}

gboolean
duo_conversation_check_unspent (DuoConversation  *self,
                                DuoSignal        *signal,
                                GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_call_check_unspent (self->call, signal, error);
}

static const guint8 *
get_secret (DuoConversation *self)
{
  const DuoStoredConversation *row = get_row (self);

  return row->has_secret ? row->secret : NULL;
}

gboolean
duo_conversation_invite (DuoConversation  *self,
                         GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  if (!duo_conversation_can (self, DUO_STEP_INVITE, error))
    return FALSE;

  duo_call_invite (self->call, get_secret (self));

  return TRUE;
}

gboolean
duo_conversation_accept (DuoConversation  *self,
                         DuoSignal        *offer,
                         GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_call_accept (self->call, offer, get_secret (self), error);
}

gboolean
duo_conversation_take_answer (DuoConversation  *self,
                              DuoSignal        *answer,
                              GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_call_take_answer (self->call, answer, error);
}

gboolean
duo_conversation_take_candidates (DuoConversation  *self,
                                  DuoSignal        *candidates,
                                  GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_call_take_candidates (self->call, candidates, error);
}

gboolean
duo_conversation_hang_up (DuoConversation  *self,
                          GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  if (!duo_conversation_can (self, DUO_STEP_HANG_UP, error))
    return FALSE;

  duo_call_hang_up (self->call);

  return TRUE;
}

void
duo_conversation_close (DuoConversation *self)
{
  g_return_if_fail (DUO_IS_CONVERSATION (self));

  duo_call_hang_up (self->call);
}

/* -- How it is looked at ---------------------------------------------------- */

void
duo_conversation_set_in_front (DuoConversation *self,
                               gboolean         is_in_front)
{
  g_return_if_fail (DUO_IS_CONVERSATION (self));

  if (self->is_in_front == !!is_in_front)
    return;

  self->is_in_front = !!is_in_front;
  duo_talk_set_in_front (self->talk, self->is_in_front);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_IN_FRONT]);
}

/* What was said moves along; what is on its way goes on. */
void
duo_conversation_set_keeps_history (DuoConversation *self,
                                    gboolean         keeps_history)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (DUO_IS_CONVERSATION (self));

  if (!!keeps_history == duo_archive_get_keeps (self->archive))
    return;

  if (!duo_archive_set_keeps (self->archive, !!keeps_history, get_history (self), &error))
    g_warning ("the conversation cannot be moved: %s", error->message);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEEPS_HISTORY]);
}

/* -- Another conversation ----------------------------------------------------- */

gboolean
duo_conversation_is_unused (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_call_get_presence (self->call) == DUO_PRESENCE_NOT_CONNECTED &&
         g_list_model_get_n_items (G_LIST_MODEL (get_history (self))) == 0 &&
         get_row (self)->id == 0 && get_row (self)->draft == NULL;
}

void
duo_conversation_open (DuoConversation *self,
                       gint64           id)
{
  g_return_if_fail (DUO_IS_CONVERSATION (self));
  g_return_if_fail (id != 0);
  g_return_if_fail (duo_conversation_is_unused (self));

  open_history (self, id);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEEPS_HISTORY]);
}

void
duo_conversation_clear (DuoConversation *self)
{
  g_return_if_fail (DUO_IS_CONVERSATION (self));

  duo_call_hang_up (self->call);
  g_clear_pointer (&self->archive, duo_archive_free);
  self->archive = duo_archive_new (self->roster, duo_settings_get_keeps_history (self->settings));
  open_history (self, 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_KEEPS_HISTORY]);
}

void
duo_conversation_release (DuoConversation *self)
{
  duo_conversation_clear (self);
  g_signal_emit (self, signals[SIGNAL_RELEASED], 0);
}

/* -- Reading ------------------------------------------------------------------ */

const char *
duo_conversation_get_title (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return get_row (self)->title;
}

/* The row of the roster's store; 0 when nothing is kept there. */
gint64
duo_conversation_get_id (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), 0);

  return duo_archive_get_keeps (self->archive) ? duo_history_get_id (get_history (self)) : 0;
}

DuoHistory *
duo_conversation_get_history (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return get_history (self);
}

gboolean
duo_conversation_get_is_in_front (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return self->is_in_front;
}

gboolean
duo_conversation_get_can_wait (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_talk_can_wait (self->talk);
}

gboolean
duo_conversation_get_is_friend_typing (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_talk_get_is_friend_typing (self->talk);
}

gboolean
duo_conversation_get_keeps_history (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), TRUE);

  return duo_archive_get_keeps (self->archive);
}

DuoPresence
duo_conversation_get_presence (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), DUO_PRESENCE_NOT_CONNECTED);

  return duo_call_get_presence (self->call);
}

DuoRole
duo_conversation_get_role (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), DUO_ROLE_NONE);

  return duo_call_get_role (self->call);
}

DuoPath
duo_conversation_get_path (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), DUO_PATH_UNKNOWN);

  return duo_call_get_path (self->call);
}

const GError *
duo_conversation_get_failure (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return duo_call_get_failure (self->call);
}

static const DuoLocalSignal *
get_local (DuoConversation *self)
{
  static const DuoLocalSignal none = { 0 };
  const DuoLocalSignal *local = duo_call_get_local (self->call);

  return local != NULL ? local : &none;
}

const char *
duo_conversation_get_local_signal (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return get_local (self)->json;
}

const char *
duo_conversation_get_local_code (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return get_local (self)->code;
}

/* Wall clock, µs since 1970, when the local signal was made; 0 without one. */
gint64
duo_conversation_get_local_made_at_us (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), 0);

  return get_local (self)->made_at_us;
}

const char *
duo_conversation_get_local_candidates (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return get_local (self)->candidates;
}

gboolean
duo_conversation_get_is_local_only (DuoConversation *self)
{
  g_auto (GStrv) chosen = NULL;

  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  if (!get_local (self)->is_local_only)
    return FALSE;

  chosen = duo_settings_dup_local_addresses (self->settings);

  return chosen == NULL || chosen[0] == NULL;
}

gint64
duo_conversation_get_round_trip_us (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), 0);

  return duo_call_get_round_trip_us (self->call);
}

DuoConnectionReport *
duo_conversation_dup_report (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), duo_connection_report_new ());

  return duo_call_dup_report (self->call);
}

/* -- The object ------------------------------------------------------------------ */

static void
duo_conversation_dispose (GObject *object)
{
  DuoConversation *self = DUO_CONVERSATION (object);

  if (self->call != NULL)
    g_signal_handlers_disconnect_by_data (self->call, self);
  if (self->talk != NULL)
    drop_talk (self);
  g_clear_object (&self->call);
  g_clear_pointer (&self->archive, duo_archive_free);
  g_clear_object (&self->roster);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (duo_conversation_parent_class)->dispose (object);
}

static void
duo_conversation_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  DuoConversation *self = DUO_CONVERSATION (object);

  switch ((DuoConversationProperty) prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, duo_conversation_get_title (self));
      break;
    case PROP_PRESENCE:
      g_value_set_uint (value, duo_conversation_get_presence (self));
      break;
    case PROP_ROLE:
      g_value_set_uint (value, duo_conversation_get_role (self));
      break;
    case PROP_PATH:
      g_value_set_uint (value, duo_conversation_get_path (self));
      break;
    case PROP_FAILURE:
      g_value_set_boxed (value, duo_conversation_get_failure (self));
      break;
    case PROP_LOCAL_SIGNAL:
      g_value_set_string (value, duo_conversation_get_local_signal (self));
      break;
    case PROP_LOCAL_CODE:
      g_value_set_string (value, duo_conversation_get_local_code (self));
      break;
    case PROP_LOCAL_CANDIDATES:
      g_value_set_string (value, duo_conversation_get_local_candidates (self));
      break;
    case PROP_IS_FRIEND_DUOLOGUE:
      g_value_set_boolean (value, duo_call_get_is_friend_duologue (self->call));
      break;
    case PROP_NEEDS_SERVER:
      g_value_set_boolean (value, duo_call_get_needs_server (self->call));
      break;
    case PROP_ROUND_TRIP_US:
      g_value_set_int64 (value, duo_conversation_get_round_trip_us (self));
      break;
    case PROP_HISTORY:
      g_value_set_object (value, get_history (self));
      break;
    case PROP_CAN_WAIT:
      g_value_set_boolean (value, duo_conversation_get_can_wait (self));
      break;
    case PROP_IS_FRIEND_TYPING:
      g_value_set_boolean (value, duo_conversation_get_is_friend_typing (self));
      break;
    case PROP_KEEPS_HISTORY:
      g_value_set_boolean (value, duo_conversation_get_keeps_history (self));
      break;
    case PROP_IS_IN_FRONT:
      g_value_set_boolean (value, self->is_in_front);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
duo_conversation_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  switch ((DuoConversationProperty) prop_id)
    {
    case PROP_KEEPS_HISTORY:
      duo_conversation_set_keeps_history (DUO_CONVERSATION (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
duo_conversation_class_init (DuoConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = duo_conversation_dispose;
  object_class->get_property = duo_conversation_get_property;
  object_class->set_property = duo_conversation_set_property;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_PRESENCE] = g_param_spec_uint ("presence", NULL, NULL, 0, DUO_PRESENCE_FAILED, 0, flags);
  props[PROP_ROLE] = g_param_spec_uint ("role", NULL, NULL, 0, DUO_ROLE_INVITED, 0, flags);
  props[PROP_PATH] = g_param_spec_uint ("path", NULL, NULL, 0, DUO_PATH_RELAYED, 0, flags);
  props[PROP_FAILURE] = g_param_spec_boxed ("failure", NULL, NULL, G_TYPE_ERROR, flags);
  props[PROP_LOCAL_SIGNAL] = g_param_spec_string ("local-signal", NULL, NULL, NULL, flags);
  props[PROP_LOCAL_CODE] = g_param_spec_string ("local-code", NULL, NULL, NULL, flags);
  props[PROP_LOCAL_CANDIDATES] = g_param_spec_string ("local-candidates", NULL, NULL, NULL, flags);
  props[PROP_IS_FRIEND_DUOLOGUE] = g_param_spec_boolean ("is-friend-duologue", NULL, NULL, FALSE, flags);
  props[PROP_NEEDS_SERVER] = g_param_spec_boolean ("needs-server", NULL, NULL, FALSE, flags);
  props[PROP_ROUND_TRIP_US] = g_param_spec_int64 ("round-trip-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_HISTORY] = g_param_spec_object ("history", NULL, NULL, DUO_TYPE_HISTORY, flags);
  props[PROP_CAN_WAIT] = g_param_spec_boolean ("can-wait", NULL, NULL, FALSE, flags);
  props[PROP_IS_FRIEND_TYPING] = g_param_spec_boolean ("is-friend-typing", NULL, NULL, FALSE, flags);
  props[PROP_KEEPS_HISTORY] =
    g_param_spec_boolean ("keeps-history", NULL, NULL, TRUE, flags | G_PARAM_WRITABLE);
  props[PROP_IS_IN_FRONT] = g_param_spec_boolean ("is-in-front", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[SIGNAL_ARRIVED] = g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, DUO_TYPE_MESSAGE);
  signals[SIGNAL_CLAIMS] = g_signal_new ("claims", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_RELEASED] = g_signal_new ("released", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
duo_conversation_init (DuoConversation *self)
{
}

DuoConversation *
duo_conversation_new (DuoSettings *settings,
                      DuoRoster   *roster,
                      gint64       id)
{
  DuoConversation *self = g_object_new (DUO_TYPE_CONVERSATION, NULL);

  g_return_val_if_fail (DUO_IS_SETTINGS (settings), self);
  g_return_val_if_fail (DUO_IS_ROSTER (roster), self);

  self->settings = g_object_ref (settings);
  self->roster = g_object_ref (roster);
  self->call = duo_call_new (settings, roster);
  g_signal_connect_object (self->call, "joined", G_CALLBACK (joined_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->call, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->call, "left", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->call, "changed", G_CALLBACK (call_changed_cb), self, G_CONNECT_SWAPPED);
  self->archive = duo_archive_new (roster, duo_settings_get_keeps_history (settings));
  open_history (self, id);

  return self;
}
