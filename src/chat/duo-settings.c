/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-settings.h"

#include "duo-chat-error.h"
#include "duo-limits.h"
#include "duo-server.h"
#include "duo-text.h"

/* What the person chose for this profile, behind GSettings.
 *
 * A settings file can be edited by hand, so a value is parsed on the way out as
 * well: what does not pass is left out, and never reaches a socket.  Made by
 * DuoCore, one a process. */
struct _DuoSettings
{
  GObject parent_instance;

  GSettings *settings; /* (owned) */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoSettings, duo_settings, G_TYPE_OBJECT)

static void
changed_cb (DuoSettings *self,
            const char  *key)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], g_quark_from_string (key));
}

static void
duo_settings_dispose (GObject *object)
{
  DuoSettings *self = DUO_SETTINGS (object);

  g_clear_object (&self->settings);

  G_OBJECT_CLASS (duo_settings_parent_class)->dispose (object);
}

static void
duo_settings_class_init (DuoSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = duo_settings_dispose;

  /* The detail is the key, as with GSettings itself. */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
duo_settings_init (DuoSettings *self)
{
}

DuoSettings *
duo_settings_new (GSettings *settings)
{
  DuoSettings *self = g_object_new (DUO_TYPE_SETTINGS, NULL);

  g_return_val_if_fail (G_IS_SETTINGS (settings), self);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/* "" when none was given, or when it cannot be shown. */
char *
duo_settings_dup_display_name (DuoSettings *self)
{
  g_autofree char *name = NULL;
  char *clean;

  g_return_val_if_fail (DUO_IS_SETTINGS (self), NULL);

  name = g_settings_get_string (self->settings, "display-name");
  clean = duo_text_make_name (name, DUO_NAME_MAX_CHARS);

  return clean != NULL ? clean : g_strdup ("");
}

/* Errors: DUO_CHAT_ERROR_BAD_NAME.  An empty name is none. */
gboolean
duo_settings_set_display_name (DuoSettings  *self,
                               const char   *name,
                               GError      **error)
{
  g_autofree char *clean = NULL;
  g_autofree char *trimmed = NULL;

  g_return_val_if_fail (DUO_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  trimmed = g_strstrip (g_strdup (name));
  clean = duo_text_make_name (trimmed, DUO_NAME_MAX_CHARS);
  if (*trimmed != '\0' && g_strcmp0 (clean, trimmed) != 0)
    {
      g_set_error (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_BAD_NAME, "the name cannot be shown as it is");
      return FALSE;
    }

  g_settings_set_string (self->settings, "display-name", trimmed);

  return TRUE;
}

static gboolean
is_kind_of (DuoServer *server,
            gboolean   is_stun)
{
  return (duo_server_get_kind (server) == DUO_SERVER_STUN) == is_stun;
}

static GStrv
dup_servers (DuoSettings *self,
             const char  *key,
             gboolean     is_stun)
{
  g_auto (GStrv) stored = g_settings_get_strv (self->settings, key);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n_taken = 0;

  for (guint i = 0; stored[i] != NULL && n_taken < DUO_SERVERS_MAX; i++)
    {
      g_autoptr (DuoServer) server = duo_server_parse (stored[i], NULL);
      g_autofree char *uri = NULL;

      if (server == NULL || !is_kind_of (server, is_stun))
        continue;
      uri = duo_server_to_uri (server);
      g_strv_builder_add (builder, uri);
      n_taken++;
    }

  return g_strv_builder_end (builder);
}

GStrv
duo_settings_dup_stun_servers (DuoSettings *self)
{
  g_return_val_if_fail (DUO_IS_SETTINGS (self), NULL);

  return dup_servers (self, "stun-servers", TRUE);
}

GStrv
duo_settings_dup_turn_servers (DuoSettings *self)
{
  g_return_val_if_fail (DUO_IS_SETTINGS (self), NULL);

  return dup_servers (self, "turn-servers", FALSE);
}

static void
store_with (DuoSettings       *self,
            const char        *key,
            const char *const *servers,
            const char        *added,
            const char        *removed)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) result = NULL;

  for (guint i = 0; servers[i] != NULL; i++)
    if (g_strcmp0 (servers[i], removed) != 0)
      g_strv_builder_add (builder, servers[i]);
  if (added != NULL)
    g_strv_builder_add (builder, added);

  result = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, key, (const char *const *) result);
}

/* Errors: DUO_PROTO_ERROR_BAD_SERVER, DUO_CHAT_ERROR_TOO_MANY. */
gboolean
duo_settings_add_server (DuoSettings  *self,
                         const char   *uri,
                         GError      **error)
{
  g_autoptr (DuoServer) server = NULL;
  g_autofree char *canonical = NULL;
  g_auto (GStrv) servers = NULL;
  const char *key;

  g_return_val_if_fail (DUO_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (uri != NULL, FALSE);

  if ((server = duo_server_parse (uri, error)) == NULL)
    return FALSE;

  key = is_kind_of (server, TRUE) ? "stun-servers" : "turn-servers";
  servers = dup_servers (self, key, is_kind_of (server, TRUE));
  canonical = duo_server_to_uri (server);
  if (g_strv_contains ((const char *const *) servers, canonical))
    return TRUE;
  if (g_strv_length (servers) >= DUO_SERVERS_MAX)
    {
      g_set_error (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_TOO_MANY, "%d servers at most", DUO_SERVERS_MAX);
      return FALSE;
    }

  store_with (self, key, (const char *const *) servers, canonical, NULL);

  return TRUE;
}

void
duo_settings_remove_server (DuoSettings *self,
                            const char  *uri)
{
  g_auto (GStrv) stun = NULL;
  g_auto (GStrv) turn = NULL;

  g_return_if_fail (DUO_IS_SETTINGS (self));
  g_return_if_fail (uri != NULL);

  stun = duo_settings_dup_stun_servers (self);
  turn = duo_settings_dup_turn_servers (self);
  if (g_strv_contains ((const char *const *) stun, uri))
    store_with (self, "stun-servers", (const char *const *) stun, NULL, uri);
  if (g_strv_contains ((const char *const *) turn, uri))
    store_with (self, "turn-servers", (const char *const *) turn, NULL, uri);
}

static gboolean
get_choice (DuoSettings *self,
            const char  *key)
{
  g_return_val_if_fail (DUO_IS_SETTINGS (self), FALSE);

  return g_settings_get_boolean (self->settings, key);
}

static void
set_choice (DuoSettings *self,
            const char  *key,
            gboolean     is_chosen)
{
  g_return_if_fail (DUO_IS_SETTINGS (self));

  g_settings_set_boolean (self->settings, key, is_chosen);
}

gboolean
duo_settings_get_relay_only (DuoSettings *self)
{
  return get_choice (self, "relay-only");
}

void
duo_settings_set_relay_only (DuoSettings *self,
                             gboolean     is_relay_only)
{
  set_choice (self, "relay-only", is_relay_only);
}

/* "default", "light" or "dark"; the schema takes no other. */
char *
duo_settings_dup_color_scheme (DuoSettings *self)
{
  g_return_val_if_fail (DUO_IS_SETTINGS (self), NULL);

  return g_settings_get_string (self->settings, "color-scheme");
}

void
duo_settings_set_color_scheme (DuoSettings *self,
                               const char  *scheme)
{
  g_return_if_fail (DUO_IS_SETTINGS (self));
  g_return_if_fail (scheme != NULL);

  g_settings_set_string (self->settings, "color-scheme", scheme);
}

/* Whether my signal is shown as a short code rather than as JSON. */
gboolean
duo_settings_get_prefers_code (DuoSettings *self)
{
  return get_choice (self, "prefers-code");
}

void
duo_settings_set_prefers_code (DuoSettings *self,
                               gboolean     prefers_code)
{
  set_choice (self, "prefers-code", prefers_code);
}

/* Whether my friend learns what I have read, and I what they have. */
gboolean
duo_settings_get_tells_read (DuoSettings *self)
{
  return get_choice (self, "tells-read");
}

void
duo_settings_set_tells_read (DuoSettings *self,
                             gboolean     tells_read)
{
  set_choice (self, "tells-read", tells_read);
}

/* Whether my friend learns that I type, and I that they do. */
gboolean
duo_settings_get_tells_typing (DuoSettings *self)
{
  return get_choice (self, "tells-typing");
}

void
duo_settings_set_tells_typing (DuoSettings *self,
                               gboolean     tells_typing)
{
  set_choice (self, "tells-typing", tells_typing);
}

/* Whether a new conversation is kept on this computer. */
gboolean
duo_settings_get_keeps_history (DuoSettings *self)
{
  return get_choice (self, "keeps-history");
}

void
duo_settings_set_keeps_history (DuoSettings *self,
                                gboolean     keeps_history)
{
  set_choice (self, "keeps-history", keeps_history);
}

/* Whether the desktop shows what arrives while nobody looks. */
gboolean
duo_settings_get_notifies (DuoSettings *self)
{
  return get_choice (self, "notifies");
}

void
duo_settings_set_notifies (DuoSettings *self,
                           gboolean     notifies)
{
  set_choice (self, "notifies", notifies);
}

/* Whether it shows what was said as well, and not only by whom. */
gboolean
duo_settings_get_shows_text_in_notifications (DuoSettings *self)
{
  return get_choice (self, "shows-text-in-notifications");
}

void
duo_settings_set_shows_text_in_notifications (DuoSettings *self,
                                              gboolean     shows_text)
{
  set_choice (self, "shows-text-in-notifications", shows_text);
}

/* Whether conversations go on when the last window is closed. */
gboolean
duo_settings_get_runs_in_background (DuoSettings *self)
{
  return get_choice (self, "runs-in-background");
}

void
duo_settings_set_runs_in_background (DuoSettings *self,
                                     gboolean     runs_in_background)
{
  set_choice (self, "runs-in-background", runs_in_background);
}

/* Empty: every address of this computer but loopback. */
GStrv
duo_settings_dup_local_addresses (DuoSettings *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) stored = NULL;

  g_return_val_if_fail (DUO_IS_SETTINGS (self), NULL);

  stored = g_settings_get_strv (self->settings, "local-addresses");
  for (guint i = 0; stored[i] != NULL && i < DUO_CANDIDATES_MAX; i++)
    if (g_hostname_is_ip_address (stored[i]))
      g_strv_builder_add (builder, stored[i]);

  return g_strv_builder_end (builder);
}

void
duo_settings_bind (DuoSettings *self,
                   const char  *key,
                   GObject     *object,
                   const char  *property)
{
  g_return_if_fail (DUO_IS_SETTINGS (self));
  g_return_if_fail (G_IS_OBJECT (object));

  g_settings_bind (self->settings, key, object, property, G_SETTINGS_BIND_DEFAULT);
}

void
duo_settings_get_window_size (DuoSettings *self,
                              int         *width,
                              int         *height,
                              gboolean    *is_maximized)
{
  enum
  {
    LEAST = 300,
    MOST = 16384
  };

  g_return_if_fail (DUO_IS_SETTINGS (self));

  *width = CLAMP (g_settings_get_int (self->settings, "window-width"), LEAST, MOST);
  *height = CLAMP (g_settings_get_int (self->settings, "window-height"), LEAST, MOST);
  *is_maximized = g_settings_get_boolean (self->settings, "is-maximized");
}

void
duo_settings_set_window_size (DuoSettings *self,
                              int          width,
                              int          height,
                              gboolean     is_maximized)
{
  g_return_if_fail (DUO_IS_SETTINGS (self));

  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "is-maximized", is_maximized);
}
