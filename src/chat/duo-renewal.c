/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-renewal.h"

#include "duo-limits.h"
#include "duo-network-watch.h"

struct _DuoRenewal
{
  GObject parent_instance;

  DuoSettings *settings;  /* (owned) (constant) */
  DuoRoster *roster;      /* (owned) (constant) */
  DuoNetworkWatch *watch; /* (owned) (nullable): while there is something to watch */

  DuoConnector *current; /* (owned) (nullable) */
  DuoConnector *next;    /* (owned) (nullable) */
  DuoConnector *retired; /* (owned) (nullable): until the friend is where we are */
  guint32 round;         /* of next, or of the last one */
  gboolean is_told;      /* the description of next was sent */
  guint timeout_id;      /* of next */
  guint pause_id;        /* until another one may begin */
  gboolean is_wanted;    /* once the pause is over */
  gint64 offered_at_us;  /* monotonic: when the friend's last offer was taken */
};

enum
{
  SIGNAL_RENEWED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoRenewal, duo_renewal, G_TYPE_OBJECT)

static DuoSession *
get_session (DuoRenewal *self)
{
  return duo_connector_get_session (self->current);
}

static void
drop_next (DuoRenewal *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->next == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->next, self);
  duo_connector_leave (self->next);
  g_clear_object (&self->next);
}

static gboolean
timeout_cb (gpointer user_data)
{
  DuoRenewal *self = user_data;

  g_debug ("the new connection took too long");
  self->timeout_id = 0;
  drop_next (self);

  return G_SOURCE_REMOVE;
}

static gboolean
pause_cb (gpointer user_data)
{
  DuoRenewal *self = user_data;

  self->pause_id = 0;
  if (self->is_wanted)
    duo_renewal_ask (self);

  return G_SOURCE_REMOVE;
}

static void
tell (DuoRenewal *self)
{
  DuoDescription *local = duo_connector_get_local (self->next);
  g_autofree char *json = NULL;
  g_autoptr (DuoFrame) frame = NULL;

  if (local == NULL || self->is_told)
    return;

  self->is_told = TRUE;
  json = duo_description_to_json (local);
  frame = duo_frame_new_signal (self->round, json);
  if (!duo_session_send_frame (get_session (self), frame))
    drop_next (self);
}

static void
next_changed_cb (DuoRenewal *self)
{
  DuoSession *session = duo_connector_get_session (self->next);
  DuoLinkState state = duo_connector_get_state (self->next);
  g_autoptr (DuoConnector) renewed = NULL;

  if (state == DUO_LINK_CLOSED || state == DUO_LINK_FAILED)
    {
      g_debug ("no new connection");
      drop_next (self);
      return;
    }
  tell (self);
  if (session == NULL || !duo_session_get_is_joined (session))
    return;

  /* Over a link that the friend alone could answer for: anything else is a mistake. */
  if (duo_session_get_is_plain (session) ||
      duo_handshake_get_outcome (duo_session_get_handshake (session)) != DUO_REUNION_OWN)
    {
      drop_next (self);
      return;
    }
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->next, self);
  renewed = g_steal_pointer (&self->next);
  g_signal_emit (self, signals[SIGNAL_RENEWED], 0, renewed);
}

static void
make_next (DuoRenewal *self,
           guint32     round)
{
  const guint8 *secret = duo_handshake_get_secret (duo_session_get_handshake (get_session (self)));

  drop_next (self);
  self->round = round;
  self->is_told = FALSE;
  self->next = duo_connector_new (self->settings, self->roster, secret, round);
  g_signal_connect_object (self->next, "changed", G_CALLBACK (next_changed_cb), self, G_CONNECT_SWAPPED);
  self->timeout_id = g_timeout_add (DUO_RENEW_TIMEOUT_MS, timeout_cb, self);
  self->is_wanted = FALSE;
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->pause_id = g_timeout_add (DUO_RENEW_INTERVAL_MS, pause_cb, self);
}

/* -- What the friend says ------------------------------------------------------------- */

static void
take_offer (DuoRenewal     *self,
            guint32         round,
            DuoDescription *offer)
{
  gint64 now_us = g_get_monotonic_time ();

  /* A late one of a round that is over, or one too many. */
  if (round <= self->round ||
      now_us - self->offered_at_us < DUO_RENEW_INTERVAL_MS * G_TIME_SPAN_MILLISECOND / 2)
    return;

  self->offered_at_us = now_us;
  make_next (self, round);
  duo_connector_accept (self->next, offer);
}

static void
take_answer (DuoRenewal     *self,
             guint32         round,
             DuoDescription *answer)
{
  if (self->next != NULL && round == self->round && duo_connector_get_state (self->next) == DUO_LINK_WAITING)
    duo_connector_take_answer (self->next, answer);
}

/* What makes no sense is no more than a new connection that does not come about. */
static void
take_signal (DuoRenewal *self,
             DuoFrame   *frame)
{
  gboolean is_inviter = duo_connector_get_is_inviter (self->current);
  guint32 round = duo_frame_get_round (frame);
  const char *json = duo_frame_get_json (frame);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) description = duo_description_parse_json (json, strlen (json), &error);

  if (description == NULL || duo_description_get_version (description) == 0)
    {
      if (round == self->round)
        drop_next (self);
      return;
    }

  if ((duo_description_get_kind (description) == DUO_DESCRIPTION_ANSWER) != is_inviter)
    duo_session_break_rules (get_session (self), "a description out of turn");
  else if (is_inviter)
    take_answer (self, round, description);
  else
    take_offer (self, round, description);
}

static void
drop_retired (DuoRenewal *self)
{
  if (self->retired != NULL)
    duo_connector_leave (self->retired);
  g_clear_object (&self->retired);
}

static void
frame_cb (DuoRenewal *self,
          DuoFrame   *frame)
{
  g_autoptr (DuoRenewal) guard G_GNUC_UNUSED = g_object_ref (self);

  switch (duo_frame_get_kind (frame))
    {
    case DUO_FRAME_RECEIPT:
      /* The friend talks here: nobody needs the old one. */
      drop_retired (self);
      break;
    case DUO_FRAME_SIGNAL:
      take_signal (self, frame);
      break;
    case DUO_FRAME_RENEW:
      if (duo_connector_get_is_inviter (self->current) && self->next == NULL &&
          duo_frame_get_round (frame) == self->round + 1)
        duo_renewal_ask (self);
      break;
    default:
      break;
    }
}

/* -- What happens here ------------------------------------------------------------------- */

static void
network_changed_cb (DuoRenewal *self)
{
  duo_session_ping (get_session (self));
  duo_renewal_ask (self);
}

static void
detach (DuoRenewal *self)
{
  if (self->watch != NULL)
    g_signal_handlers_disconnect_by_data (self->watch, self);
  g_clear_object (&self->watch);
  if (self->current != NULL)
    g_signal_handlers_disconnect_by_data (get_session (self), self);
  g_clear_object (&self->current);
  drop_next (self);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->is_wanted = FALSE;
}

static void
duo_renewal_dispose (GObject *object)
{
  DuoRenewal *self = DUO_RENEWAL (object);

  detach (self);
  drop_retired (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->roster);

  G_OBJECT_CLASS (duo_renewal_parent_class)->dispose (object);
}

static void
duo_renewal_class_init (DuoRenewalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = duo_renewal_dispose;

  signals[SIGNAL_RENEWED] = g_signal_new ("renewed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, DUO_TYPE_CONNECTOR);
}

static void
duo_renewal_init (DuoRenewal *self)
{
}

DuoRenewal *
duo_renewal_new (DuoSettings *settings,
                 DuoRoster   *roster)
{
  DuoRenewal *self = g_object_new (DUO_TYPE_RENEWAL, NULL);

  g_return_val_if_fail (DUO_IS_SETTINGS (settings), self);
  g_return_val_if_fail (DUO_IS_ROSTER (roster), self);

  self->settings = g_object_ref (settings);
  self->roster = g_object_ref (roster);

  return self;
}

void
duo_renewal_attach (DuoRenewal   *self,
                    DuoConnector *connector)
{
  gboolean goes_on;
  DuoSession *session;

  g_return_if_fail (DUO_IS_RENEWAL (self));

  if (connector == self->current)
    return;
  /* The numbers of the rounds rise as long as one connection follows another. */
  goes_on = connector != NULL && self->current != NULL;
  detach (self);
  if (!goes_on)
    {
      drop_retired (self);
      self->round = 0;
    }
  if (connector == NULL)
    return;

  session = duo_connector_get_session (connector);
  g_return_if_fail (session != NULL && !duo_session_get_is_plain (session));
  self->current = g_object_ref (connector);
  self->watch = duo_network_watch_new ();
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
  /* The way that was bad for a while may be the worse of two. */
  g_signal_connect_object (session, "recovered", G_CALLBACK (duo_renewal_ask), self, G_CONNECT_SWAPPED);
  if (goes_on)
    self->pause_id = g_timeout_add (DUO_RENEW_INTERVAL_MS, pause_cb, self);
}

gboolean
duo_renewal_is_busy (DuoRenewal *self)
{
  g_return_val_if_fail (DUO_IS_RENEWAL (self), FALSE);

  return self->next != NULL;
}

void
duo_renewal_ask (DuoRenewal *self)
{
  g_autoptr (DuoFrame) frame = NULL;

  g_return_if_fail (DUO_IS_RENEWAL (self));

  if (self->current == NULL)
    return;
  if (self->pause_id != 0)
    {
      self->is_wanted = TRUE;
      return;
    }
  if (duo_connector_get_is_inviter (self->current))
    {
      make_next (self, self->round + 1);
      duo_connector_invite (self->next);
      return;
    }

  frame = duo_frame_new_renew (self->round + 1);
  (void) duo_session_send_frame (get_session (self), frame); /* asked again after the next change */
  self->pause_id = g_timeout_add (DUO_RENEW_INTERVAL_MS, pause_cb, self);
}

void
duo_renewal_retire (DuoRenewal   *self,
                    DuoConnector *connector)
{
  g_return_if_fail (DUO_IS_RENEWAL (self));

  drop_retired (self);
  self->retired = g_object_ref (connector);
}
