/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-fake-service.h"

struct _DuoFakeService
{
  GDBusConnection *bus; /* (owned) */
  GDBusNodeInfo *info;  /* (owned) */
  guint object_id;
  char *name; /* (owned) */
  DuoFakeServiceMethod method;
  gpointer user_data;
};

static void
method_cb (GDBusConnection       *bus,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  DuoFakeService *service = user_data;

  g_dbus_method_invocation_return_value (
    invocation, service->method (service, sender, method, parameters, service->user_data));
}

static void
call_bus (DuoFakeService *service,
          const char     *method,
          GVariant       *parameters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
    g_dbus_connection_call_sync (service->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                 "org.freedesktop.DBus", method, parameters, NULL,
                                 G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (reply);
}

DuoFakeService *
duo_fake_service_new (const char           *name,
                      const char           *path,
                      const char           *xml,
                      DuoFakeServiceMethod  method,
                      gpointer              user_data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = method_cb };
  DuoFakeService *service = g_new0 (DuoFakeService, 1);
  g_autoptr (GError) error = NULL;

  service->name = g_strdup (name);
  service->method = method;
  service->user_data = user_data;
  service->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  service->info = g_dbus_node_info_new_for_xml (xml, &error);
  g_assert_no_error (error);
  service->object_id = g_dbus_connection_register_object (service->bus, path,
                                                          service->info->interfaces[0], &vtable,
                                                          service, NULL, &error);
  g_assert_no_error (error);
  call_bus (service, "RequestName", g_variant_new ("(su)", name, 0));

  return service;
}

void
duo_fake_service_free (DuoFakeService *service)
{
  call_bus (service, "ReleaseName", g_variant_new ("(s)", service->name));
  g_dbus_connection_unregister_object (service->bus, service->object_id);
  g_dbus_node_info_unref (service->info);
  g_object_unref (service->bus);
  g_free (service->name);
  g_free (service);
}

void
duo_fake_service_emit (DuoFakeService *service,
                       const char     *path,
                       const char     *interface,
                       const char     *signal,
                       GVariant       *parameters)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (service->bus, /* to everybody= */ NULL, path, interface, signal,
                                 parameters, &error);
  g_assert_no_error (error);
}

/* The bus answers in order. */
void
duo_fake_service_settle (DuoFakeService *service)
{
  call_bus (service, "GetId", NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
