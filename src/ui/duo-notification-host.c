/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-notification-host.h"

#include "duo-sandbox.h"

/* GLib sends a GNotification through the portal, else through org.gtk.Notifications
 * (GNOME's shell), else through org.freedesktop.Notifications (everybody's), and tells
 * nobody which it was.  The last one may read tags in the body, and GLib hands it
 * the body as it is; so the same questions are asked here before. */

#define ASK_TIMEOUT_MS 5000

static void
finish (GTask               *task,
        DuoNotificationHost  host)
{
  g_task_return_int (task, host);
  g_object_unref (task);
}

static void
capabilities_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autofree const char **capabilities = NULL;

  if (reply == NULL)
    {
      finish (task, DUO_NOTIFICATION_HOST_NONE);
      return;
    }

  g_variant_get (reply, "(^a&s)", &capabilities);
  finish (task, g_strv_contains (capabilities, "body-markup") ? DUO_NOTIFICATION_HOST_MARKUP
                                                              : DUO_NOTIFICATION_HOST_PLAIN);
}

static void
ask_freedesktop (GDBusConnection *bus,
                 GTask           *task)
{
  g_dbus_connection_call (bus, "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                          "org.freedesktop.Notifications", "GetCapabilities", NULL,
                          G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, ASK_TIMEOUT_MS,
                          g_task_get_cancellable (task), capabilities_cb, task);
}

static void
gtk_owner_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);

  if (reply != NULL)
    finish (user_data, DUO_NOTIFICATION_HOST_PLAIN);
  else
    ask_freedesktop (G_DBUS_CONNECTION (source), user_data);
}

void
duo_notification_host_find_async (GDBusConnection     *bus,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GTask *task = g_task_new (bus, cancellable, callback, user_data);

  if (bus == NULL)
    finish (task, DUO_NOTIFICATION_HOST_NONE);
  else if (duo_sandbox_is_around ())
    finish (task, DUO_NOTIFICATION_HOST_PLAIN);
  else if (g_strcmp0 (g_getenv ("GNOTIFICATION_BACKEND"), "freedesktop") == 0)
    ask_freedesktop (bus, task);
  else
    g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                            "org.freedesktop.DBus", "GetNameOwner",
                            g_variant_new ("(s)", "org.gtk.Notifications"), G_VARIANT_TYPE ("(s)"),
                            G_DBUS_CALL_FLAGS_NONE, ASK_TIMEOUT_MS, cancellable, gtk_owner_cb, task);
}

DuoNotificationHost
duo_notification_host_find_finish (GAsyncResult  *result,
                                   GError       **error)
{
  gssize host;

  g_return_val_if_fail (G_IS_TASK (result), DUO_NOTIFICATION_HOST_NONE);

  host = g_task_propagate_int (G_TASK (result), error);

  return host < 0 ? DUO_NOTIFICATION_HOST_NONE : (DuoNotificationHost) host;
}
