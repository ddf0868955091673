/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Asks the desktop that sandboxes this program whether it may run on without a
 * window.  REASON is a translated sentence, which the person may be shown. */
void     duo_background_ask_async  (GDBusConnection      *bus,
                                    const char           *reason,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
/* Errors: G_IO_ERROR_PERMISSION_DENIED; anything else: nobody knows. */
gboolean duo_background_ask_finish (GAsyncResult         *result,
                                    GError              **error);

G_END_DECLS
