/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-chat-error.h"
#include "duo-core.h"
#include "duo-limits.h"
#include "duo-proto-error.h"
#include "duo-settings.h"

static GSettings *
make_store (void)
{
  GSettings *store = g_settings_new_with_path ("io.github.duologue.Duologue", "/io/github/duologue/Duologue/");
  g_auto (GStrv) keys = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (store, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (store, keys[i]);

  return store;
}

static void
test_construct (void)
{
  g_autoptr (GSettings) store = make_store ();
  DuoSettings *settings = duo_settings_new (store);
  g_autofree char *name = duo_settings_dup_display_name (settings);
  g_auto (GStrv) stun = duo_settings_dup_stun_servers (settings);
  g_auto (GStrv) turn = duo_settings_dup_turn_servers (settings);
  g_auto (GStrv) addresses = duo_settings_dup_local_addresses (settings);

  /* Nothing outside is asked unless the person chose it. */
  g_assert_cmpstr (name, ==, "");
  g_assert_cmpuint (g_strv_length (stun), ==, 0);
  g_assert_cmpuint (g_strv_length (turn), ==, 0);
  g_assert_cmpuint (g_strv_length (addresses), ==, 0);
  g_assert_false (duo_settings_get_relay_only (settings));
  g_assert_finalize_object (settings);
}

static void
test_name (void)
{
  g_autoptr (GSettings) store = make_store ();
  g_autoptr (DuoSettings) settings = duo_settings_new (store);
  g_autofree char *too_long = g_strnfill (DUO_NAME_MAX_CHARS + 1, 'x');
  const char *const bad[] = { "two\nlines", "right \xe2\x80\xae left", too_long };
  g_autofree char *name = NULL;

  g_assert_true (duo_settings_set_display_name (settings, "  Ada 李 ", NULL));
  name = duo_settings_dup_display_name (settings);
  g_assert_cmpstr (name, ==, "Ada 李");

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *same = NULL;

      g_assert_false (duo_settings_set_display_name (settings, bad[i], &error));
      g_assert_error (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_BAD_NAME);
      same = duo_settings_dup_display_name (settings);
      g_assert_cmpstr (same, ==, "Ada 李");
    }

  g_assert_true (duo_settings_set_display_name (settings, "", NULL));
}

typedef struct
{
  const char *key;
  gboolean (*get) (DuoSettings *settings);
  void (*set) (DuoSettings *settings, gboolean value);
  gboolean usual;
} Choice;

static const Choice choices[] = {
  { "relay-only", duo_settings_get_relay_only, duo_settings_set_relay_only, FALSE },
  { "prefers-code", duo_settings_get_prefers_code, duo_settings_set_prefers_code, FALSE },
  { "tells-read", duo_settings_get_tells_read, duo_settings_set_tells_read, TRUE },
  { "tells-typing", duo_settings_get_tells_typing, duo_settings_set_tells_typing, TRUE },
  { "keeps-history", duo_settings_get_keeps_history, duo_settings_set_keeps_history, TRUE },
  { "notifies", duo_settings_get_notifies, duo_settings_set_notifies, TRUE },
  { "shows-text-in-notifications", duo_settings_get_shows_text_in_notifications,
    duo_settings_set_shows_text_in_notifications, TRUE },
  { "runs-in-background", duo_settings_get_runs_in_background, duo_settings_set_runs_in_background, FALSE },
};

static void
count_cb (guint *n_changes)
{
  (*n_changes)++;
}

/* Each has a key of its own, and tells its change once. */
static void
test_choices (void)
{
  g_autoptr (GSettings) store = make_store ();
  g_autoptr (DuoSettings) settings = duo_settings_new (store);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      const Choice *choice = &choices[i];
      g_autofree char *signal = g_strconcat ("changed::", choice->key, NULL);
      guint n_changes = 0;
      gulong handler = g_signal_connect_swapped (settings, signal, G_CALLBACK (count_cb), &n_changes);

      g_test_message ("%s", choice->key);
      g_assert_cmpint (choice->get (settings), ==, choice->usual);
      choice->set (settings, !choice->usual);
      g_assert_cmpint (choice->get (settings), ==, !choice->usual);
      g_assert_cmpint (g_settings_get_boolean (store, choice->key), ==, !choice->usual);
      g_assert_cmpuint (n_changes, ==, 1);
      g_signal_handler_disconnect (settings, handler);
    }
}

static void
test_bind (void)
{
  g_autoptr (GSettings) store = make_store ();
  g_autoptr (DuoSettings) settings = duo_settings_new (store);
  g_autoptr (GSimpleAction) action = g_simple_action_new ("any", NULL);

  duo_settings_set_notifies (settings, FALSE);
  duo_settings_bind (settings, "notifies", G_OBJECT (action), "enabled");
  g_assert_false (g_action_get_enabled (G_ACTION (action)));
  duo_settings_set_notifies (settings, TRUE);
  g_assert_true (g_action_get_enabled (G_ACTION (action)));
  g_simple_action_set_enabled (action, FALSE);
  g_assert_false (duo_settings_get_notifies (settings));
}

static void
test_servers (void)
{
  g_autoptr (GSettings) store = make_store ();
  g_autoptr (DuoSettings) settings = duo_settings_new (store);
  g_auto (GStrv) stun = NULL;
  g_auto (GStrv) turn = NULL;
  guint n_changes = 0;

  g_signal_connect_swapped (settings, "changed::stun-servers", G_CALLBACK (count_cb), &n_changes);
  g_assert_true (duo_settings_add_server (settings, "stun:stun.example.org", NULL));
  g_assert_true (duo_settings_add_server (settings, "stun:stun.example.org:3478", NULL));
  g_assert_true (duo_settings_add_server (settings, "turn:ada:secret@turn.example.org:3478?transport=tcp", NULL));
  stun = duo_settings_dup_stun_servers (settings);
  turn = duo_settings_dup_turn_servers (settings);
  g_assert_cmpuint (g_strv_length (stun), ==, 1);
  g_assert_cmpuint (g_strv_length (turn), ==, 1);
  g_assert_cmpuint (n_changes, ==, 1);

  duo_settings_remove_server (settings, stun[0]);
  duo_settings_remove_server (settings, "stun:never.example.org");
  g_clear_pointer (&stun, g_strfreev);
  stun = duo_settings_dup_stun_servers (settings);
  g_assert_cmpuint (g_strv_length (stun), ==, 0);
}

static void
test_bad_servers (void)
{
  static const char *const bad[] = {
    "",
    " ",
    "stun:",
    "http://example.org",
    "stun:host:0",
    "stun:host:65536",
    "stun:host:abc",
    "turn:@host",
    "stun:ho st",
    "stun:[::1",
    "javascript:alert(1)",
    "stun:user@host",
  };
  g_autoptr (GSettings) store = make_store ();
  g_autoptr (DuoSettings) settings = duo_settings_new (store);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_false (duo_settings_add_server (settings, bad[i], &error));
      g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_SERVER);
    }
}

static void
test_too_many_servers (void)
{
  g_autoptr (GSettings) store = make_store ();
  g_autoptr (DuoSettings) settings = duo_settings_new (store);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < DUO_SERVERS_MAX; i++)
    {
      g_autofree char *uri = g_strdup_printf ("stun:stun%u.example.org", i);

      g_assert_true (duo_settings_add_server (settings, uri, NULL));
    }
  g_assert_false (duo_settings_add_server (settings, "stun:more.example.org", &error));
  g_assert_error (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_TOO_MANY);
}

/* A settings file that somebody edited by hand. */
static void
test_edited_by_hand (void)
{
  static const char *const servers[] = {
    "rubbish", "stun:good.example.org", "turn:a:b@turn.example.org", "", "stun:host:99999", NULL
  };
  static const char *const addresses[] = { "127.0.0.1", "not an address", "::1", NULL };
  g_autoptr (GSettings) store = make_store ();
  g_autoptr (DuoSettings) settings = duo_settings_new (store);
  g_auto (GStrv) stun = NULL;
  g_auto (GStrv) local = NULL;
  g_autofree char *name = NULL;

  g_settings_set_strv (store, "stun-servers", servers);
  g_settings_set_strv (store, "local-addresses", addresses);
  g_settings_set_string (store, "display-name", "\xe2\x80\xae\n");
  stun = duo_settings_dup_stun_servers (settings);
  local = duo_settings_dup_local_addresses (settings);
  name = duo_settings_dup_display_name (settings);
  g_assert_cmpuint (g_strv_length (stun), ==, 1);
  g_assert_nonnull (strstr (stun[0], "good.example.org"));
  g_assert_cmpuint (g_strv_length (local), ==, 2);
  g_assert_cmpstr (name, ==, "");
}

static void
test_profile_names (void)
{
  g_assert_true (duo_core_is_profile_name ("alice"));
  g_assert_true (duo_core_is_profile_name ("A-1_z"));
  g_assert_true (duo_core_is_profile_name ("abcdefghijklmnopqrstuvwxyz012345"));
  g_assert_false (duo_core_is_profile_name ("abcdefghijklmnopqrstuvwxyz0123456"));
  g_assert_false (duo_core_is_profile_name (""));
  g_assert_false (duo_core_is_profile_name ("../x"));
  g_assert_false (duo_core_is_profile_name ("a b"));
  g_assert_false (duo_core_is_profile_name ("ä"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/settings/construct", test_construct);
  g_test_add_func ("/settings/name", test_name);
  g_test_add_func ("/settings/choices", test_choices);
  g_test_add_func ("/settings/bind", test_bind);
  g_test_add_func ("/settings/servers", test_servers);
  g_test_add_func ("/settings/bad-servers", test_bad_servers);
  g_test_add_func ("/settings/too-many-servers", test_too_many_servers);
  g_test_add_func ("/settings/edited-by-hand", test_edited_by_hand);
  g_test_add_func ("/settings/profile-names", test_profile_names);

  return g_test_run ();
}
