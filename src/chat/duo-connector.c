/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-connector.h"

#include "duo-peer.h"
#include "duo-server.h"

/* Made by a DuoConversation for each Invite or Accept and dropped when the next
 * begins; owns the peer, and the session once the peer is open.  Main thread. */
struct _DuoConnector
{
  GObject parent_instance;

  DuoPeer *peer;       /* (owned) (constant) */
  DuoRoster *roster;   /* (owned) (constant) */
  char *name;          /* (owned) (constant): what I call myself, or "" */
  guint32 abilities;   /* (constant) DuoAbilities that the person allows */
  gboolean has_secret; /* (constant) */
  guint8 secret[DUO_REUNION_SECRET_BYTES];
  gboolean is_inviter;
  DuoDescription *local; /* (owned) (nullable): with our member in it */
  DuoSession *session;   /* (owned) (nullable) */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoConnector, duo_connector, G_TYPE_OBJECT)

static GStrv
dup_gst_uris (const char *const *servers,
              guint              first)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = g_strv_length ((GStrv) servers);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DuoServer) server = duo_server_parse (servers[(first + i) % n], NULL);
      g_autofree char *uri = server != NULL ? duo_server_to_gst_uri (server) : NULL;

      if (uri != NULL)
        g_strv_builder_add (builder, uri);
    }

  return g_strv_builder_end (builder);
}

static DuoPeer *
make_peer (DuoSettings *settings,
           guint        attempt)
{
  g_auto (GStrv) stun = duo_settings_dup_stun_servers (settings);
  g_auto (GStrv) turn = duo_settings_dup_turn_servers (settings);
  g_auto (GStrv) stun_uris = dup_gst_uris ((const char *const *) stun, attempt);
  g_auto (GStrv) turn_uris = dup_gst_uris ((const char *const *) turn, 0);
  g_auto (GStrv) addresses = duo_settings_dup_local_addresses (settings);
  DuoPeerOptions options = {
    .stun_uris = (const char *const *) stun_uris,
    .turn_uris = (const char *const *) turn_uris,
    .local_addresses = (const char *const *) addresses,
    .relay_only = duo_settings_get_relay_only (settings),
  };

  return duo_peer_new (&options);
}

/* With what only a Duologue reads; OFFER (nullable) is what it answers. */
static DuoDescription *
make_local (DuoConnector   *self,
            DuoDescription *bare,
            DuoDescription *offer)
{
  const char *name = *self->name != '\0' ? self->name : NULL;
  g_autoptr (DuoDescription) local = duo_description_with_duologue (bare, name);

  if (offer == NULL)
    return g_steal_pointer (&local);

  return duo_description_with_reply_to (local, duo_description_get_tag (offer));
}

static void
local_description_cb (DuoConnector *self)
{
  DuoDescription *bare = duo_peer_get_local_description (self->peer);
  DuoDescription *offer = duo_peer_get_remote_description (self->peer);

  if (bare != NULL && self->local == NULL)
    self->local = make_local (self, bare, offer);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
changed_cb (DuoConnector *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
make_session (DuoConnector *self)
{
  DuoDescription *local = duo_peer_get_local_description (self->peer);
  DuoDescription *remote = duo_peer_get_remote_description (self->peer);
  DuoHandshake *handshake = NULL;

  if (duo_description_get_version (remote) > 0)
    handshake = duo_handshake_new (self->roster, self->has_secret ? self->secret : NULL, self->is_inviter,
                                   self->is_inviter ? local : remote, self->is_inviter ? remote : local,
                                   self->abilities);
  self->session = duo_session_new (DUO_LINK (self->peer), handshake);
  g_signal_connect_object (self->session, "notify::is-joined", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
state_cb (DuoConnector *self)
{
  if (duo_link_get_state (DUO_LINK (self->peer)) == DUO_LINK_OPEN && self->session == NULL)
    make_session (self);
  changed_cb (self);
}

static void
duo_connector_dispose (GObject *object)
{
  DuoConnector *self = DUO_CONNECTOR (object);

  g_clear_object (&self->session);
  g_clear_object (&self->peer);
  g_clear_object (&self->roster);
  g_clear_pointer (&self->local, duo_description_unref);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (duo_connector_parent_class)->dispose (object);
}

static void
duo_connector_class_init (DuoConnectorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = duo_connector_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
duo_connector_init (DuoConnector *self)
{
}

static guint32
get_abilities (DuoSettings *settings)
{
  guint32 abilities = 0;

  if (duo_settings_get_tells_read (settings))
    abilities |= DUO_ABILITY_TELLS_READ;
  if (duo_settings_get_tells_typing (settings))
    abilities |= DUO_ABILITY_TELLS_TYPING;

  return abilities;
}

DuoConnector *
duo_connector_new (DuoSettings  *settings,
                   DuoRoster    *roster,
                   const guint8 *own_secret,
                   guint         attempt)
{
  DuoConnector *self = g_object_new (DUO_TYPE_CONNECTOR, NULL);

  g_return_val_if_fail (DUO_IS_SETTINGS (settings), self);
  g_return_val_if_fail (DUO_IS_ROSTER (roster), self);

  self->roster = g_object_ref (roster);
  self->abilities = get_abilities (settings);
  self->has_secret = own_secret != NULL;
  if (own_secret != NULL)
    memcpy (self->secret, own_secret, sizeof self->secret);
  self->name = duo_settings_dup_display_name (settings);
  self->peer = make_peer (settings, attempt);
  g_signal_connect_object (self->peer, "notify::local-description", G_CALLBACK (local_description_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->peer, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
duo_connector_invite (DuoConnector *self)
{
  g_return_if_fail (DUO_IS_CONNECTOR (self));

  self->is_inviter = TRUE;
  duo_peer_offer (self->peer);
}

void
duo_connector_accept (DuoConnector   *self,
                      DuoDescription *offer)
{
  g_return_if_fail (DUO_IS_CONNECTOR (self));

  duo_peer_answer (self->peer, offer);
}

/* Only in DUO_LINK_WAITING, after duo_connector_invite (). */
void
duo_connector_take_answer (DuoConnector   *self,
                           DuoDescription *answer)
{
  g_return_if_fail (DUO_IS_CONNECTOR (self));

  duo_peer_take_answer (self->peer, answer);
}

void
duo_connector_add_candidate (DuoConnector *self,
                             DuoCandidate *candidate)
{
  g_return_if_fail (DUO_IS_CONNECTOR (self));

  duo_peer_add_candidate (self->peer, candidate);
}

void
duo_connector_hang_up (DuoConnector *self)
{
  g_return_if_fail (DUO_IS_CONNECTOR (self));

  if (self->session != NULL)
    duo_session_hang_up (self->session);
  else
    duo_link_close (DUO_LINK (self->peer));
}

void
duo_connector_leave (DuoConnector *self)
{
  g_return_if_fail (DUO_IS_CONNECTOR (self));

  if (self->session != NULL)
    duo_session_leave (self->session);
  else
    duo_link_close (DUO_LINK (self->peer));
}

gboolean
duo_connector_get_is_inviter (DuoConnector *self)
{
  g_return_val_if_fail (DUO_IS_CONNECTOR (self), FALSE);

  return self->is_inviter;
}

DuoLinkState
duo_connector_get_state (DuoConnector *self)
{
  g_return_val_if_fail (DUO_IS_CONNECTOR (self), DUO_LINK_FAILED);

  return duo_link_get_state (DUO_LINK (self->peer));
}

const GError *
duo_connector_get_failure (DuoConnector *self)
{
  g_return_val_if_fail (DUO_IS_CONNECTOR (self), NULL);

  return duo_link_get_failure (DUO_LINK (self->peer));
}

DuoPath
duo_connector_get_path (DuoConnector *self)
{
  g_return_val_if_fail (DUO_IS_CONNECTOR (self), DUO_PATH_UNKNOWN);

  return duo_link_get_path (DUO_LINK (self->peer));
}

/* In bytes. */
gsize
duo_connector_get_max_text (DuoConnector *self)
{
  g_return_val_if_fail (DUO_IS_CONNECTOR (self), 0);

  return duo_link_get_max_message (DUO_LINK (self->peer));
}

DuoDescription *
duo_connector_get_local (DuoConnector *self)
{
  g_return_val_if_fail (DUO_IS_CONNECTOR (self), NULL);

  return self->local;
}

DuoDescription *
duo_connector_get_remote (DuoConnector *self)
{
  g_return_val_if_fail (DUO_IS_CONNECTOR (self), NULL);

  return duo_peer_get_remote_description (self->peer);
}

DuoLinkReport *
duo_connector_dup_report (DuoConnector *self)
{
  g_return_val_if_fail (DUO_IS_CONNECTOR (self), duo_link_report_new ());

  return duo_peer_dup_report (self->peer);
}

DuoSession *
duo_connector_get_session (DuoConnector *self)
{
  g_return_val_if_fail (DUO_IS_CONNECTOR (self), NULL);

  return self->session;
}
