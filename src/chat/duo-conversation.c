/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-conversation.h"

#include "duo-chat-error.h"
#include "duo-connector.h"
#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-local-signal.h"
#include "duo-message.h"

/* What two people said, and the attempt that joins them now.
 *
 * The presence is derived from the state of the current connector and from how
 * the last one ended; it is written by update () alone.  Made by DuoCore, owned
 * by its window, main thread. */
struct _DuoConversation
{
  GObject parent_instance;

  DuoSettings *settings; /* (owned) (constant) */
  GPtrArray *messages;   /* (owned) (element-type DuoMessage) */

  DuoConnector *connector; /* (owned) (nullable): the current attempt, or the last one */
  DuoSession *session;     /* (owned) (nullable): watched */
  guint n_attempts;
  GPtrArray *early;      /* (owned) candidates pasted before their description */
  GPtrArray *own_ufrags; /* (owned) of every description made here */

  DuoPresence presence;
  DuoRole role;
  DuoPath path;
  gboolean was_open;
  char *title;           /* (owned) (nullable): the name that the friend gave */
  DuoLocalSignal *local; /* (owned) (nullable) */
};

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
} DuoConversationProperty;

static GParamSpec *props[PROP_ROUND_TRIP_US + 1];

/* Invites of my own that are still known as such when they are pasted back. */
#define OWN_UFRAGS_MAX 32

static void duo_conversation_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DuoConversation, duo_conversation, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, duo_conversation_model_init))

/* -- The messages ---------------------------------------------------------- */

/* MESSAGE (transfer full). */
static void
append (DuoConversation *self,
        DuoMessage      *message)
{
  g_ptr_array_add (self->messages, message);
  g_list_model_items_changed (G_LIST_MODEL (self), self->messages->len - 1, 0, 1);
}

static void
append_notice (DuoConversation *self,
               DuoNotice        notice,
               guint64          amount_bytes)
{
  append (self, duo_message_new_notice (notice, amount_bytes, g_get_real_time ()));
}

static void
text_cb (DuoConversation *self,
         const char      *text)
{
  append (self, duo_message_new (DUO_MESSAGE_THEIRS, self->title, text, g_get_real_time ()));
}

static void
binary_cb (DuoConversation *self,
           guint64          size_bytes)
{
  append_notice (self, DUO_NOTICE_BINARY, size_bytes);
}

static void
round_trip_cb (DuoConversation *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROUND_TRIP_US]);
}

/* -- The presence ---------------------------------------------------------- */

static DuoPresence
derive_presence (DuoConversation *self)
{
  static const DuoPresence presences[] = {
    [DUO_LINK_NEW] = DUO_PRESENCE_PREPARING,
    [DUO_LINK_PREPARING] = DUO_PRESENCE_PREPARING,
    [DUO_LINK_WAITING] = DUO_PRESENCE_WAITING,
    [DUO_LINK_CONNECTING] = DUO_PRESENCE_CONNECTING,
    [DUO_LINK_OPEN] = DUO_PRESENCE_CONNECTED,
    [DUO_LINK_CLOSED] = DUO_PRESENCE_NOT_CONNECTED,
    [DUO_LINK_FAILED] = DUO_PRESENCE_FAILED,
  };
  const GError *failure;

  if (self->connector == NULL)
    return DUO_PRESENCE_NOT_CONNECTED;

  failure = duo_connector_get_failure (self->connector);
  if (self->was_open && failure != NULL && failure->code != DUO_LINK_ERROR_IMPOSTOR)
    return DUO_PRESENCE_LOST;

  return presences[duo_connector_get_state (self->connector)];
}

static void
take_session (DuoConversation *self)
{
  DuoDescription *remote = duo_connector_get_remote (self->connector);

  self->session = g_object_ref (duo_connector_get_session (self->connector));
  g_signal_connect_object (self->session, "text", G_CALLBACK (text_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "binary", G_CALLBACK (binary_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::round-trip-us", G_CALLBACK (round_trip_cb), self,
                           G_CONNECT_SWAPPED);

  g_free (self->title);
  self->title = g_strdup (duo_description_get_name (remote));
  self->path = duo_connector_get_path (self->connector);
  self->was_open = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PATH]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FRIEND_DUOLOGUE]);
}

static void
tell_change (DuoConversation *self,
             DuoPresence      old)
{
  const GError *failure = duo_conversation_get_failure (self);

  if (self->presence == DUO_PRESENCE_CONNECTED)
    append_notice (self, DUO_NOTICE_ESTABLISHED, 0);
  else if (g_error_matches (failure, DUO_LINK_ERROR, DUO_LINK_ERROR_IMPOSTOR))
    append_notice (self, DUO_NOTICE_IMPOSTOR, 0);
  else if (old == DUO_PRESENCE_CONNECTED)
    append_notice (self, self->presence == DUO_PRESENCE_LOST ? DUO_NOTICE_LOST : DUO_NOTICE_CLOSED, 0);
}

static void
update_local (DuoConversation *self)
{
  DuoDescription *local = self->connector != NULL ? duo_connector_get_local (self->connector) : NULL;

  if ((local != NULL) == (self->local != NULL))
    return;

  g_clear_pointer (&self->local, duo_local_signal_free);
  if (local != NULL)
    {
      self->local = duo_local_signal_new (local);
      if (self->own_ufrags->len >= OWN_UFRAGS_MAX)
        g_ptr_array_remove_index (self->own_ufrags, 0);
      g_ptr_array_add (self->own_ufrags, g_strdup (duo_description_get_ufrag (local)));
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOCAL_SIGNAL]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOCAL_CODE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOCAL_CANDIDATES]);
}

/* The one place where the presence is written. */
static void
update (DuoConversation *self)
{
  DuoPresence old = self->presence;

  if (self->session == NULL && self->connector != NULL &&
      duo_connector_get_session (self->connector) != NULL)
    take_session (self);

  update_local (self);
  self->presence = derive_presence (self);
  if (self->presence == old)
    return;

  tell_change (self, old);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FAILURE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NEEDS_SERVER]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PRESENCE]);
}

static void
drop_connector (DuoConversation *self)
{
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      g_clear_object (&self->session);
    }
  if (self->connector != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connector, self);
      duo_connector_hang_up (self->connector);
      g_clear_object (&self->connector);
    }
  self->was_open = FALSE;
}

static void
begin_attempt (DuoConversation *self,
               DuoRole          role)
{
  drop_connector (self);
  self->role = role;
  self->path = DUO_PATH_UNKNOWN;
  self->connector = duo_connector_new (self->settings, self->n_attempts++);
  g_signal_connect_object (self->connector, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROLE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PATH]);
}

/* -- What makes sense now --------------------------------------------------- */

static gboolean
refuse (GError       **error,
        DuoChatError   code,
        const char    *message)
{
  g_set_error_literal (error, DUO_CHAT_ERROR, code, message);

  return FALSE;
}

gboolean
duo_conversation_can (DuoConversation  *self,
                      DuoStep           step,
                      GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_step_check (step, self->presence, self->role, error);
}

static gboolean
check_kind (DuoSignal      *signal,
            DuoSignalKind   wanted,
            GError        **error)
{
  DuoSignalKind kind = duo_signal_get_kind (signal);

  if (kind == wanted)
    return TRUE;
  if (kind == DUO_SIGNAL_OFFER)
    return refuse (error, DUO_CHAT_ERROR_IS_OFFER, "this is an offer");
  if (kind == DUO_SIGNAL_ANSWER)
    return refuse (error, DUO_CHAT_ERROR_IS_ANSWER, "this is an answer");

  return refuse (error, DUO_CHAT_ERROR_IS_CANDIDATES, "these are candidates");
}

static gboolean
is_own_ufrag (DuoConversation *self,
              const char      *ufrag)
{
  return ufrag != NULL && g_ptr_array_find_with_equal_func (self->own_ufrags, ufrag, g_str_equal, NULL);
}

/* By the ICE credentials, not by the fingerprint: two windows of one process
 * share a certificate and may well talk with each other. */
static gboolean
check_not_own (DuoConversation  *self,
               DuoDescription   *description,
               GError          **error)
{
  if (is_own_ufrag (self, duo_description_get_ufrag (description)))
    return refuse (error, DUO_CHAT_ERROR_OWN_SIGNAL, "this was made here");

  return TRUE;
}

/* Only a Duologue says which offer it answers. */
static gboolean
check_reply_to (DuoConversation  *self,
                DuoDescription   *answer,
                GError          **error)
{
  guint16 tag = duo_description_get_reply_to (answer);

  if (tag != 0 && tag != duo_description_get_tag (duo_connector_get_local (self->connector)))
    return refuse (error, DUO_CHAT_ERROR_OTHER_INVITE, "this answers another offer");

  return TRUE;
}

/* Whether ANSWER could be the one that the invite here waits for. */
gboolean
duo_conversation_expects (DuoConversation *self,
                          DuoSignal       *answer)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  return duo_signal_get_kind (answer) == DUO_SIGNAL_ANSWER &&
         duo_conversation_can (self, DUO_STEP_TAKE_ANSWER, NULL) &&
         check_reply_to (self, duo_signal_get_description (answer), NULL);
}

/* -- What a person can ask for ---------------------------------------------- */

static gboolean
belongs_to (DuoCandidate   *candidate,
            DuoDescription *description)
{
  const char *ufrag = duo_candidate_get_ufrag (candidate);

  return ufrag == NULL || g_str_equal (ufrag, duo_description_get_ufrag (description));
}

static void
add_early_candidates (DuoConversation *self,
                      DuoDescription  *remote)
{
  for (guint i = 0; i < self->early->len; i++)
    {
      DuoCandidate *candidate = g_ptr_array_index (self->early, i);

      if (belongs_to (candidate, remote))
        duo_connector_add_candidate (self->connector, candidate);
    }
  g_ptr_array_set_size (self->early, 0);
}

gboolean
duo_conversation_invite (DuoConversation  *self,
                         GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  if (!duo_conversation_can (self, DUO_STEP_INVITE, error))
    return FALSE;

  begin_attempt (self, DUO_ROLE_INVITER);
  duo_connector_invite (self->connector);
  update (self);

  return TRUE;
}

gboolean
duo_conversation_accept (DuoConversation  *self,
                         DuoSignal        *offer,
                         GError          **error)
{
  DuoDescription *description;

  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);
  g_return_val_if_fail (offer != NULL, FALSE);

  description = duo_signal_get_description (offer);
  if (!check_kind (offer, DUO_SIGNAL_OFFER, error) ||
      !duo_conversation_can (self, DUO_STEP_ACCEPT, error) ||
      !check_not_own (self, description, error))
    return FALSE;

  begin_attempt (self, DUO_ROLE_INVITED);
  duo_connector_accept (self->connector, description);
  add_early_candidates (self, description);
  update (self);

  return TRUE;
}

gboolean
duo_conversation_take_answer (DuoConversation  *self,
                              DuoSignal        *answer,
                              GError          **error)
{
  DuoDescription *description;

  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  description = duo_signal_get_description (answer);
  if (!check_kind (answer, DUO_SIGNAL_ANSWER, error) ||
      !check_not_own (self, description, error) ||
      !duo_conversation_can (self, DUO_STEP_TAKE_ANSWER, error) ||
      !check_reply_to (self, description, error))
    return FALSE;

  duo_connector_take_answer (self->connector, description);
  add_early_candidates (self, description);
  update (self);

  return TRUE;
}

static gboolean
check_candidates (DuoConversation  *self,
                  GPtrArray        *candidates,
                  DuoDescription   *remote,
                  GError          **error)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      DuoCandidate *candidate = g_ptr_array_index (candidates, i);

      if (is_own_ufrag (self, duo_candidate_get_ufrag (candidate)))
        return refuse (error, DUO_CHAT_ERROR_OWN_SIGNAL, "these were made here");
      if (remote != NULL && !belongs_to (candidate, remote))
        return refuse (error, DUO_CHAT_ERROR_OTHER_SESSION, "these are of another talk");
    }

  return TRUE;
}

/* All of them or none: one of another talk refuses the whole paste. */
gboolean
duo_conversation_take_candidates (DuoConversation  *self,
                                  DuoSignal        *signal,
                                  GError          **error)
{
  DuoDescription *remote = NULL;
  GPtrArray *candidates;

  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);
  g_return_val_if_fail (signal != NULL, FALSE);

  if (!check_kind (signal, DUO_SIGNAL_CANDIDATES, error) ||
      !duo_conversation_can (self, DUO_STEP_TAKE_CANDIDATES, error))
    return FALSE;

  candidates = duo_signal_get_candidates (signal);
  if (!duo_presence_is_free (self->presence))
    remote = duo_connector_get_remote (self->connector);
  if (!check_candidates (self, candidates, remote, error))
    return FALSE;

  for (guint i = 0; i < candidates->len; i++)
    {
      if (remote != NULL)
        duo_connector_add_candidate (self->connector, g_ptr_array_index (candidates, i));
      else if (self->early->len < DUO_CANDIDATES_MAX)
        g_ptr_array_add (self->early, duo_candidate_ref (g_ptr_array_index (candidates, i)));
    }

  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

/* TEXT must be valid UTF-8; on failure nothing was sent and nothing is shown. */
gboolean
duo_conversation_send_text (DuoConversation  *self,
                            const char       *text,
                            GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (!duo_conversation_can (self, DUO_STEP_SEND, error))
    return FALSE;
  if (is_blank (text))
    return refuse (error, DUO_CHAT_ERROR_EMPTY_MESSAGE, "nothing to send");
  if (strlen (text) > duo_connector_get_max_text (self->connector))
    return refuse (error, DUO_CHAT_ERROR_MESSAGE_TOO_LONG, "longer than the friend's side takes");
  if (!duo_session_send_text (self->session, text, error))
    return FALSE;

  append (self, duo_message_new (DUO_MESSAGE_MINE, NULL, text, g_get_real_time ()));

  return TRUE;
}

gboolean
duo_conversation_hang_up (DuoConversation  *self,
                          GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  if (!duo_conversation_can (self, DUO_STEP_HANG_UP, error))
    return FALSE;

  duo_connector_hang_up (self->connector);
  /* The invite is void now: nobody should copy it any more. */
  drop_connector (self);
  update (self);

  return TRUE;
}

void
duo_conversation_close (DuoConversation *self)
{
  g_return_if_fail (DUO_IS_CONVERSATION (self));

  drop_connector (self);
  update (self);
}

/* -- Reading ------------------------------------------------------------------ */

const char *
duo_conversation_get_title (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return self->title;
}

DuoPresence
duo_conversation_get_presence (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), DUO_PRESENCE_NOT_CONNECTED);

  return self->presence;
}

DuoRole
duo_conversation_get_role (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), DUO_ROLE_NONE);

  return self->role;
}

DuoPath
duo_conversation_get_path (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), DUO_PATH_UNKNOWN);

  return self->path;
}

/* (nullable): why the last attempt failed or was lost. */
const GError *
duo_conversation_get_failure (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return self->connector != NULL ? duo_connector_get_failure (self->connector) : NULL;
}

const char *
duo_conversation_get_local_signal (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return self->local != NULL ? self->local->json : NULL;
}

/* The same as a short link, for another Duologue. */
const char *
duo_conversation_get_local_code (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return self->local != NULL ? self->local->code : NULL;
}

/* Wall clock, µs since 1970, when the local signal was made; 0 without one. */
gint64
duo_conversation_get_local_made_at_us (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), 0);

  return self->local != NULL ? self->local->made_at_us : 0;
}

const char *
duo_conversation_get_local_candidates (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), NULL);

  return self->local != NULL ? self->local->candidates : NULL;
}

gint64
duo_conversation_get_round_trip_us (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), 0);

  return self->session != NULL ? duo_session_get_round_trip_us (self->session) : 0;
}

static gboolean
is_friend_duologue (DuoConversation *self)
{
  DuoDescription *remote = self->connector != NULL ? duo_connector_get_remote (self->connector) : NULL;

  return remote != NULL && duo_description_get_version (remote) > 0;
}

/* Nothing but addresses of this network was found, and nobody was to be asked. */
static gboolean
needs_server (DuoConversation *self)
{
  DuoDescription *local = self->connector != NULL ? duo_connector_get_local (self->connector) : NULL;
  GPtrArray *candidates;

  if (self->presence != DUO_PRESENCE_WAITING || local == NULL)
    return FALSE;

  candidates = duo_description_get_candidates (local);
  for (guint i = 0; i < candidates->len; i++)
    {
      const DuoCandidate *candidate = g_ptr_array_index (candidates, i);

      if (duo_candidate_get_kind (candidate) != DUO_CANDIDATE_HOST || !duo_candidate_is_private (candidate))
        return FALSE;
    }

  return TRUE;
}

/* -- GListModel ---------------------------------------------------------------- */

static GType
duo_conversation_get_item_type (GListModel *model)
{
  return DUO_TYPE_MESSAGE;
}

static guint
duo_conversation_get_n_items (GListModel *model)
{
  return DUO_CONVERSATION (model)->messages->len;
}

static gpointer
duo_conversation_get_item (GListModel *model,
                           guint       position)
{
  DuoConversation *self = DUO_CONVERSATION (model);

  return position < self->messages->len ? g_object_ref (g_ptr_array_index (self->messages, position)) : NULL;
}

static void
duo_conversation_model_init (GListModelInterface *iface)
{
  iface->get_item_type = duo_conversation_get_item_type;
  iface->get_n_items = duo_conversation_get_n_items;
  iface->get_item = duo_conversation_get_item;
}

/* -- The object ------------------------------------------------------------------ */

static void
duo_conversation_dispose (GObject *object)
{
  DuoConversation *self = DUO_CONVERSATION (object);

  drop_connector (self);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (duo_conversation_parent_class)->dispose (object);
}

static void
duo_conversation_finalize (GObject *object)
{
  DuoConversation *self = DUO_CONVERSATION (object);

  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->early);
  g_ptr_array_unref (self->own_ufrags);
  g_free (self->title);
  g_clear_pointer (&self->local, duo_local_signal_free);

  G_OBJECT_CLASS (duo_conversation_parent_class)->finalize (object);
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
      g_value_set_string (value, self->title);
      break;
    case PROP_PRESENCE:
      g_value_set_uint (value, self->presence);
      break;
    case PROP_ROLE:
      g_value_set_uint (value, self->role);
      break;
    case PROP_PATH:
      g_value_set_uint (value, self->path);
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
      g_value_set_boolean (value, is_friend_duologue (self));
      break;
    case PROP_NEEDS_SERVER:
      g_value_set_boolean (value, needs_server (self));
      break;
    case PROP_ROUND_TRIP_US:
      g_value_set_int64 (value, duo_conversation_get_round_trip_us (self));
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
  object_class->finalize = duo_conversation_finalize;
  object_class->get_property = duo_conversation_get_property;

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
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
duo_conversation_init (DuoConversation *self)
{
  self->messages = g_ptr_array_new_with_free_func (g_object_unref);
  self->early = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
  self->own_ufrags = g_ptr_array_new_with_free_func (g_free);
}

DuoConversation *
duo_conversation_new (DuoSettings *settings)
{
  DuoConversation *self = g_object_new (DUO_TYPE_CONVERSATION, NULL);

  g_return_val_if_fail (DUO_IS_SETTINGS (settings), self);

  self->settings = g_object_ref (settings);

  return self;
}
