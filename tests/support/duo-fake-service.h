/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A D-Bus service on the test's own session bus, within the test's own process. */
typedef struct _DuoFakeService DuoFakeService;

/* Gives the reply (floating) to METHOD; NULL for an empty one. */
typedef GVariant *(*DuoFakeServiceMethod) (DuoFakeService *service,
                                           const char     *sender,
                                           const char     *method,
                                           GVariant       *parameters,
                                           gpointer        user_data);

/* Takes NAME on the session bus and shows the interface of XML at PATH. */
DuoFakeService *duo_fake_service_new  (const char           *name,
                                       const char           *path,
                                       const char           *xml,
                                       DuoFakeServiceMethod  method,
                                       gpointer              user_data) G_GNUC_WARN_UNUSED_RESULT;
void            duo_fake_service_free (DuoFakeService       *service);

/* PARAMETERS is floating. */
void duo_fake_service_emit   (DuoFakeService *service,
                              const char     *path,
                              const char     *interface,
                              const char     *signal,
                              GVariant       *parameters);
/* Until all that was answered so far has been handled. */
void duo_fake_service_settle (DuoFakeService *service);

G_END_DECLS
