/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-call.h"

#include "duo-chat-error.h"
#include "duo-intake.h"
#include "duo-link-error.h"
#include "duo-renewal.h"

/* The presence is derived from the state of the current connector and from how
 * the last one ended; it is written by update () alone. */
struct _DuoCall
{
  GObject parent_instance;

  DuoSettings *settings; /* (owned) (constant) */
  DuoRoster *roster;     /* (owned) (constant) */
  DuoRenewal *renewal;   /* (owned) (constant) */
  DuoIntake *intake;     /* (owned) (constant) */

  DuoConnector *connector; /* (owned) (nullable): the current attempt, or the last one */
  DuoSession *session;     /* (owned) (nullable): joined */
  guint n_attempts;

  DuoPresence presence;
  DuoRole role;
  DuoPath path;
  gboolean was_open;
  gint64 joined_at_us;   /* wall clock; 0 before */
  DuoLocalSignal *local; /* (owned) (nullable) */
};

enum
{
  SIGNAL_JOINED,
  SIGNAL_MOVED,
  SIGNAL_LEFT,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoCall, duo_call, G_TYPE_OBJECT)

static void
changed (DuoCall    *self,
         const char *name)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, name);
}

/* -- The presence ---------------------------------------------------------- */

static DuoPresence
derive_presence (DuoCall *self)
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

  if (duo_connector_get_state (self->connector) != DUO_LINK_OPEN)
    return presences[duo_connector_get_state (self->connector)];
  if (self->session == NULL)
    return DUO_PRESENCE_CONNECTING;

  return duo_session_get_is_shaky (self->session) ? DUO_PRESENCE_SHAKY : DUO_PRESENCE_CONNECTED;
}

static void update (DuoCall *self);

static void
round_trip_cb (DuoCall *self)
{
  changed (self, "round-trip-us");
}

static void
watch_session (DuoCall *self)
{
  self->session = g_object_ref (duo_connector_get_session (self->connector));
  g_signal_connect_object (self->session, "notify::round-trip-us", G_CALLBACK (round_trip_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::is-shaky", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->path = duo_connector_get_path (self->connector);
  changed (self, "path");
}

static void
unwatch_session (DuoCall *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

static void
drop_session (DuoCall  *self,
              gboolean  was_lost)
{
  if (self->session == NULL)
    return;

  duo_renewal_attach (self->renewal, NULL);
  unwatch_session (self);
  g_signal_emit (self, signals[SIGNAL_LEFT], 0, was_lost);
}

/* Both know who they are: from here on they talk. */
static void
take_session (DuoCall *self)
{
  watch_session (self);
  duo_spent_add (duo_roster_get_spent (self->roster),
                 self->role == DUO_ROLE_INVITER ? duo_connector_get_local (self->connector)
                                                : duo_connector_get_remote (self->connector));
  self->was_open = TRUE;
  self->joined_at_us = g_get_real_time ();
  if (!duo_session_get_is_plain (self->session))
    duo_renewal_attach (self->renewal, self->connector);
  g_signal_emit (self, signals[SIGNAL_JOINED], 0);
  changed (self, "is-friend-duologue");
}

static void
update_local (DuoCall *self)
{
  DuoDescription *local = self->connector != NULL ? duo_connector_get_local (self->connector) : NULL;

  if ((local != NULL) == (self->local != NULL))
    return;

  g_clear_pointer (&self->local, duo_local_signal_free);
  if (local != NULL)
    {
      self->local = duo_local_signal_new (local);
      duo_intake_add_own (self->intake, local);
    }
  changed (self, "local-signal");
  changed (self, "local-code");
  changed (self, "local-candidates");
}

/* The one place where the presence is written. */
static void
update (DuoCall *self)
{
  DuoPresence old = self->presence;
  DuoSession *session = self->connector != NULL ? duo_connector_get_session (self->connector) : NULL;

  if (self->session == NULL && session != NULL && duo_session_get_is_joined (session) &&
      duo_connector_get_state (self->connector) == DUO_LINK_OPEN)
    take_session (self);

  update_local (self);
  self->presence = derive_presence (self);
  if (duo_presence_is_free (self->presence))
    drop_session (self, self->presence == DUO_PRESENCE_LOST);
  if (self->presence == old)
    return;

  changed (self, "failure");
  changed (self, "needs-server");
  changed (self, "presence");
}

static void
drop_connector (DuoCall *self)
{
  drop_session (self, FALSE);
  if (self->connector != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connector, self);
      duo_connector_hang_up (self->connector);
      g_clear_object (&self->connector);
    }
  self->was_open = FALSE;
  self->joined_at_us = 0;
}

static void
set_connector (DuoCall      *self,
               DuoConnector *connector)
{
  self->connector = connector;
  g_signal_connect_object (self->connector, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
begin_attempt (DuoCall      *self,
               DuoRole       role,
               const guint8 *own_secret)
{
  drop_connector (self);
  self->role = role;
  self->path = DUO_PATH_UNKNOWN;
  set_connector (self, duo_connector_new (self->settings, self->roster, own_secret, self->n_attempts++));
  changed (self, "role");
  changed (self, "path");
}

/* The same friend over another link: nothing of it is seen but the path. */
static void
renewed_cb (DuoCall      *self,
            DuoConnector *connector)
{
  g_autoptr (DuoConnector) old = g_steal_pointer (&self->connector);

  g_signal_handlers_disconnect_by_data (old, self);
  unwatch_session (self);
  set_connector (self, g_object_ref (connector));
  watch_session (self);
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
  duo_renewal_attach (self->renewal, connector);
  duo_renewal_retire (self->renewal, old);
  update (self);
}

/* -- What a person can ask for ---------------------------------------------- */

/* Whether ANSWER could be the one that the invite here waits for. */
gboolean
duo_call_expects (DuoCall   *self,
                  DuoSignal *answer)
{
  g_return_val_if_fail (DUO_IS_CALL (self), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  return duo_signal_get_kind (answer) == DUO_SIGNAL_ANSWER &&
         duo_step_check (DUO_STEP_TAKE_ANSWER, self->presence, self->role, FALSE, NULL) &&
         duo_intake_check_reply_to (self->intake, duo_signal_get_description (answer),
                                    duo_connector_get_local (self->connector), NULL);
}

gboolean
duo_call_check_unspent (DuoCall    *self,
                        DuoSignal  *signal,
                        GError    **error)
{
  gboolean is_free;

  g_return_val_if_fail (DUO_IS_CALL (self), FALSE);
  g_return_val_if_fail (signal != NULL, FALSE);

  /* Who is joined, or about to be, is told that.  What is waited for is unspent,
   * whatever its 16 bits have in common with another. */
  is_free = duo_presence_is_free (self->presence) || self->presence == DUO_PRESENCE_WAITING;
  if (!is_free || duo_call_expects (self, signal) ||
      !duo_spent_contains (duo_roster_get_spent (self->roster), signal))
    return TRUE;

  g_set_error_literal (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_USED, "two people met by this invite before");

  return FALSE;
}

void
duo_call_invite (DuoCall      *self,
                 const guint8 *own_secret)
{
  g_return_if_fail (DUO_IS_CALL (self));

  begin_attempt (self, DUO_ROLE_INVITER, own_secret);
  duo_connector_invite (self->connector);
  update (self);
}

gboolean
duo_call_accept (DuoCall       *self,
                 DuoSignal     *offer,
                 const guint8  *own_secret,
                 GError       **error)
{
  DuoDescription *description;

  g_return_val_if_fail (DUO_IS_CALL (self), FALSE);
  g_return_val_if_fail (offer != NULL, FALSE);

  description = duo_signal_get_description (offer);
  if (!duo_intake_check_kind (self->intake, offer, DUO_SIGNAL_OFFER, error) ||
      !duo_step_check (DUO_STEP_ACCEPT, self->presence, self->role, FALSE, error) ||
      !duo_intake_check_description (self->intake, description, error) ||
      !duo_call_check_unspent (self, offer, error))
    return FALSE;

  begin_attempt (self, DUO_ROLE_INVITED, own_secret);
  duo_connector_accept (self->connector, description);
  duo_intake_hand_over (self->intake, description, self->connector);
  update (self);

  return TRUE;
}

gboolean
duo_call_take_answer (DuoCall    *self,
                      DuoSignal  *answer,
                      GError    **error)
{
  DuoDescription *description;

  g_return_val_if_fail (DUO_IS_CALL (self), FALSE);
  g_return_val_if_fail (answer != NULL, FALSE);

  description = duo_signal_get_description (answer);
  if (!duo_intake_check_kind (self->intake, answer, DUO_SIGNAL_ANSWER, error) ||
      !duo_intake_check_description (self->intake, description, error) ||
      !duo_call_check_unspent (self, answer, error) ||
      !duo_step_check (DUO_STEP_TAKE_ANSWER, self->presence, self->role, FALSE, error) ||
      !duo_intake_check_reply_to (self->intake, description, duo_connector_get_local (self->connector), error))
    return FALSE;

  duo_connector_take_answer (self->connector, description);
  duo_intake_hand_over (self->intake, description, self->connector);
  update (self);

  return TRUE;
}

/* All of them or none: one of another talk refuses the whole paste. */
gboolean
duo_call_take_candidates (DuoCall    *self,
                          DuoSignal  *signal,
                          GError    **error)
{
  DuoDescription *remote = NULL;
  GPtrArray *candidates;

  g_return_val_if_fail (DUO_IS_CALL (self), FALSE);
  g_return_val_if_fail (signal != NULL, FALSE);

  if (!duo_intake_check_kind (self->intake, signal, DUO_SIGNAL_CANDIDATES, error) ||
      !duo_step_check (DUO_STEP_TAKE_CANDIDATES, self->presence, self->role, FALSE, error))
    return FALSE;

  candidates = duo_signal_get_candidates (signal);
  if (!duo_presence_is_free (self->presence))
    remote = duo_connector_get_remote (self->connector);
  if (!duo_intake_check_candidates (self->intake, candidates, remote, error))
    return FALSE;

  if (remote == NULL)
    duo_intake_keep_early (self->intake, candidates);
  for (guint i = 0; remote != NULL && i < candidates->len; i++)
    duo_connector_add_candidate (self->connector, g_ptr_array_index (candidates, i));

  return TRUE;
}

void
duo_call_hang_up (DuoCall *self)
{
  g_return_if_fail (DUO_IS_CALL (self));

  /* The invite is void now: nobody should copy it any more. */
  drop_connector (self);
  update (self);
}

/* -- Reading ------------------------------------------------------------------ */

DuoPresence
duo_call_get_presence (DuoCall *self)
{
  g_return_val_if_fail (DUO_IS_CALL (self), DUO_PRESENCE_NOT_CONNECTED);

  return self->presence;
}

DuoRole
duo_call_get_role (DuoCall *self)
{
  g_return_val_if_fail (DUO_IS_CALL (self), DUO_ROLE_NONE);

  return self->role;
}

DuoPath
duo_call_get_path (DuoCall *self)
{
  g_return_val_if_fail (DUO_IS_CALL (self), DUO_PATH_UNKNOWN);

  return self->path;
}

const GError *
duo_call_get_failure (DuoCall *self)
{
  g_return_val_if_fail (DUO_IS_CALL (self), NULL);

  return self->connector != NULL ? duo_connector_get_failure (self->connector) : NULL;
}

DuoSession *
duo_call_get_session (DuoCall *self)
{
  g_return_val_if_fail (DUO_IS_CALL (self), NULL);

  return self->session;
}

DuoDescription *
duo_call_get_remote (DuoCall *self)
{
  g_return_val_if_fail (DUO_IS_CALL (self), NULL);

  return self->connector != NULL ? duo_connector_get_remote (self->connector) : NULL;
}

gint64
duo_call_get_round_trip_us (DuoCall *self)
{
  g_return_val_if_fail (DUO_IS_CALL (self), 0);

  return self->session != NULL ? duo_session_get_round_trip_us (self->session) : 0;
}

gboolean
duo_call_get_is_friend_duologue (DuoCall *self)
{
  DuoDescription *remote = duo_call_get_remote (self);

  return remote != NULL && duo_description_get_version (remote) > 0;
}

const DuoLocalSignal *
duo_call_get_local (DuoCall *self)
{
  g_return_val_if_fail (DUO_IS_CALL (self), NULL);

  return self->local;
}

gsize
duo_call_get_max_text (DuoCall *self)
{
  g_return_val_if_fail (DUO_IS_CALL (self), 0);

  return self->connector != NULL ? duo_connector_get_max_text (self->connector) : 0;
}

/* Nothing but addresses of this network was found, and nobody was to be asked. */
gboolean
duo_call_get_needs_server (DuoCall *self)
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

DuoConnectionReport *
duo_call_dup_report (DuoCall *self)
{
  DuoConnectionReport *report = duo_connection_report_new ();
  const GError *failure;

  g_return_val_if_fail (DUO_IS_CALL (self), report);

  failure = duo_call_get_failure (self);
  report->presence = self->presence;
  report->role = self->role;
  report->failure = failure != NULL ? g_error_copy (failure) : NULL;
  report->joined_at_us = self->joined_at_us;
  report->round_trip_us = duo_call_get_round_trip_us (self);
  report->is_friend_duologue = duo_call_get_is_friend_duologue (self);
  report->is_relay_only = duo_settings_get_relay_only (self->settings);
  if (self->connector != NULL)
    report->link = duo_connector_dup_report (self->connector);

  return report;
}

/* -- The object ------------------------------------------------------------------ */

static void
duo_call_dispose (GObject *object)
{
  DuoCall *self = DUO_CALL (object);

  if (self->renewal != NULL)
    drop_connector (self);
  g_clear_object (&self->renewal);
  g_clear_object (&self->roster);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (duo_call_parent_class)->dispose (object);
}

static void
duo_call_finalize (GObject *object)
{
  DuoCall *self = DUO_CALL (object);

  duo_intake_free (self->intake);
  g_clear_pointer (&self->local, duo_local_signal_free);

  G_OBJECT_CLASS (duo_call_parent_class)->finalize (object);
}

static void
duo_call_class_init (DuoCallClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = duo_call_dispose;
  object_class->finalize = duo_call_finalize;

  signals[SIGNAL_JOINED] = g_signal_new ("joined", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MOVED] = g_signal_new ("moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LEFT] = g_signal_new ("left", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
duo_call_init (DuoCall *self)
{
  self->intake = duo_intake_new ();
}

DuoCall *
duo_call_new (DuoSettings *settings,
              DuoRoster   *roster)
{
  DuoCall *self = g_object_new (DUO_TYPE_CALL, NULL);

  g_return_val_if_fail (DUO_IS_SETTINGS (settings), self);
  g_return_val_if_fail (DUO_IS_ROSTER (roster), self);

  self->settings = g_object_ref (settings);
  self->roster = g_object_ref (roster);
  self->renewal = duo_renewal_new (settings, roster);
  g_signal_connect_object (self->renewal, "renewed", G_CALLBACK (renewed_cb), self, G_CONNECT_SWAPPED);

  return self;
}
