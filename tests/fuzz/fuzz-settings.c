/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

/* For the backend that keeps everything in memory. */
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gio.h>
#include <gio/gsettingsbackend.h>

#include "duo-limits.h"
#include "duo-server.h"
#include "duo-settings.h"

/* A settings file that somebody edited by hand, and what is typed into the
 * preferences: each line is a letter that says what is done, and a text. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

/* Made once; every key as nobody had touched it. */
static GSettings *
get_settings (void)
{
  static const char *const keys[] = { "stun-servers", "turn-servers", "local-addresses", "display-name" };
  static GSettings *settings;

  if (settings == NULL)
    {
      g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();

      settings = g_settings_new_with_backend_and_path (APPLICATION_ID, backend, "/fuzz/");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_settings_reset (settings, keys[i]);
    }
  return settings;
}

static void
append (GSettings  *settings,
        const char *key,
        const char *text)
{
  g_auto (GStrv) old = g_settings_get_strv (settings, key);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_strv_builder_addv (builder, (const char **) old);
  g_strv_builder_add (builder, text);
  all = g_strv_builder_end (builder);
  g_settings_set_strv (settings, key, (const char *const *) all);
}

static void
apply (DuoSettings *self,
       GSettings   *settings,
       const char  *line)
{
  const char *text = line + 1;

  switch (line[0])
    {
    case 's':
      append (settings, "stun-servers", text);
      break;
    case 't':
      append (settings, "turn-servers", text);
      break;
    case 'l':
      append (settings, "local-addresses", text);
      break;
    case 'n':
      g_settings_set_string (settings, "display-name", text);
      break;
    case 'N':
      (void) duo_settings_set_display_name (self, text, NULL);
      break;
    case 'A':
      (void) duo_settings_add_server (self, text, NULL);
      break;
    case 'R':
      duo_settings_remove_server (self, text);
      break;
    default:
      break;
    }
}

static void
check_servers (GStrv    servers,
               gboolean is_stun)
{
  g_assert_cmpuint (g_strv_length (servers), <=, DUO_SERVERS_MAX);
  for (guint i = 0; servers[i] != NULL; i++)
    {
      g_autoptr (DuoServer) server = duo_server_parse (servers[i], NULL);
      g_autofree char *uri = NULL;

      g_assert_nonnull (server);
      uri = duo_server_to_uri (server);
      g_assert_cmpstr (uri, ==, servers[i]);
      g_assert_cmpint (duo_server_get_kind (server) == DUO_SERVER_STUN, ==, is_stun);
    }
}

/* Whatever was written, this is what the rest of the program sees. */
static void
check (DuoSettings *self)
{
  g_auto (GStrv) stun = duo_settings_dup_stun_servers (self);
  g_auto (GStrv) turn = duo_settings_dup_turn_servers (self);
  g_auto (GStrv) addresses = duo_settings_dup_local_addresses (self);
  g_autofree char *name = duo_settings_dup_display_name (self);

  check_servers (stun, TRUE);
  check_servers (turn, FALSE);
  g_assert_cmpuint (g_strv_length (addresses), <=, DUO_CANDIDATES_MAX);
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_assert_true (g_hostname_is_ip_address (addresses[i]));
    }
  g_assert_cmpint (g_utf8_strlen (name, -1), <=, DUO_NAME_MAX_CHARS);
  g_assert_null (strpbrk (name, "\n\t\r"));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_utf8_make_valid ((const char *) data, (gssize) size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 16);
  GSettings *settings = get_settings ();
  g_autoptr (DuoSettings) self = duo_settings_new (settings);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (lines[i][0] != '\0')
        {
          apply (self, settings, lines[i]);
        }
    }
  check (self);
  while (g_main_context_iteration (NULL, /* may_block= */ FALSE))
    ;
  return 0;
}
