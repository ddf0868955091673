/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* GStreamer, started away from the main thread. */
void     duo_engine_warm_up_async  (GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
gboolean duo_engine_warm_up_finish (GAsyncResult         *result,
                                    GError              **error);
/* Starts GStreamer now when it is not; blocks for some ms. */
gboolean duo_engine_ensure         (GError              **error);
/* Waits until what runs in threads has come to its end, at most TIMEOUT_MS.
 * FALSE: something hangs, and exit () would pull the ground from under it. */
gboolean duo_engine_shut_down      (guint                 timeout_ms);

G_END_DECLS
