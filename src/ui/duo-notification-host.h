/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What shows GNotifications on this desktop; it decides how their text is written. */
typedef enum
{
  DUO_NOTIFICATION_HOST_NONE,   /* nobody would show one */
  DUO_NOTIFICATION_HOST_PLAIN,  /* shows the text as it is */
  DUO_NOTIFICATION_HOST_MARKUP, /* reads tags in the body */
} DuoNotificationHost;

/* BUS is nullable: there is no session bus. */
void                duo_notification_host_find_async  (GDBusConnection      *bus,
                                                       GCancellable         *cancellable,
                                                       GAsyncReadyCallback   callback,
                                                       gpointer              user_data);
/* Fails only when it was cancelled; nobody who answers is NONE. */
DuoNotificationHost duo_notification_host_find_finish (GAsyncResult         *result,
                                                       GError              **error);

G_END_DECLS
