/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-background.h"

/* org.freedesktop.portal.Background: the call gives a request, whose answer comes
 * as a signal, minutes later if the person is asked.  The path of the request is
 * known before the call, so that no answer is missed. */

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define CALL_TIMEOUT_MS 10000

typedef struct
{
  GDBusConnection *bus; /* (owned) */
  guint subscription_id;
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->bus);
  g_free (request);
}

/* Gives FALSE when the answer was there before. */
static gboolean
stop_listening (Request *request)
{
  if (request->subscription_id == 0)
    return FALSE;

  g_dbus_connection_signal_unsubscribe (request->bus, request->subscription_id);
  request->subscription_id = 0;

  return TRUE;
}

static void
response_cb (GDBusConnection *bus,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         user_data)
{
  GTask *task = user_data;
  g_autoptr (GVariant) results = NULL;
  gboolean is_allowed = FALSE;
  guint32 response = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")) ||
      !stop_listening (g_task_get_task_data (task)))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  if (response == 0 && g_variant_lookup (results, "background", "b", &is_allowed) && is_allowed)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s",
                             "running in the background is not allowed");
}

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL && stop_listening (g_task_get_task_data (task)))
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
listen_for_answer (GTask      *task,
                   const char *token)
{
  Request *request = g_task_get_task_data (task);
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (request->bus) + 1);
  g_autofree char *path = NULL;

  g_strdelimit (sender, ".", '_');
  path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  request->subscription_id =
    g_dbus_connection_signal_subscribe (request->bus, PORTAL, "org.freedesktop.portal.Request",
                                        "Response", path, /* arg0= */ NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                        response_cb, g_object_ref (task), g_object_unref);
}

void
duo_background_ask_async (GDBusConnection     *bus,
                          const char          *reason,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (bus, cancellable, callback, user_data);
  g_autofree char *token = g_strdup_printf ("duologue%u", g_random_int ());
  GVariantBuilder options = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  Request *request = g_new0 (Request, 1);

  request->bus = g_object_ref (bus);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  listen_for_answer (task, token);

  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (reason));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Background",
                          "RequestBackground", g_variant_new ("(sa{sv})", "", &options),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, CALL_TIMEOUT_MS,
                          cancellable, called_cb, task);
}

gboolean
duo_background_ask_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
