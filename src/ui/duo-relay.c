/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-relay.h"

#include "duo-command-line.h"

static const char *const actions[] = { "open-conversation", "reply", NULL };

GVariant *
duo_relay_new_target (const char *profile,
                      const char *action,
                      gint64      key)
{
  g_return_val_if_fail (g_strv_contains (actions, action), NULL);

  return g_variant_new (DUO_RELAY_TYPE, profile, action, key);
}

static char *
dup_object_path (const char *id)
{
  char *path = g_strconcat ("/", id, NULL);

  g_strdelimit (path, ".", '/');

  return g_strdelimit (path, "-", '_');
}

/* A profile that ended has nothing to show: its notifications are about to go, too. */
void
duo_relay_pass_on (GDBusConnection *bus,
                   GVariant        *target,
                   GVariant        *platform_data)
{
  const char *profile = NULL;
  const char *action = NULL;
  gint64 key = 0;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (g_variant_is_of_type (target, G_VARIANT_TYPE (DUO_RELAY_TYPE)));

  g_variant_get (target, "(&s&sx)", &profile, &action, &key);
  id = duo_command_line_dup_application_id (profile);
  if (bus == NULL || id == NULL || !g_strv_contains (actions, action))
    return;

  path = dup_object_path (id);
  if (platform_data == NULL)
    platform_data = g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0);
  g_dbus_connection_call (bus, id, path, "org.freedesktop.Application", "ActivateAction",
                          g_variant_new ("(s@av@a{sv})", action,
                                         g_variant_new_parsed ("[<%x>]", key), platform_data),
                          /* reply_type= */ NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, /* timeout_msec= */ -1,
                          /* cancellable= */ NULL, /* callback= */ NULL, /* user_data= */ NULL);
}
