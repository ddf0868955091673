/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-history.h"
#include "duo-transcript.h"

G_BEGIN_DECLS

/* Writes everything that was said until now to FILE, in slices, so that 100,000
 * messages hold nobody up.  What stood in FILE stays if it fails.  Takes TRANSCRIPT;
 * errors are GIO's. */
void     duo_export_async  (DuoHistory           *history,
                            DuoTranscript        *transcript,
                            GFile                *file,
                            GCancellable         *cancellable,
                            GAsyncReadyCallback   callback,
                            gpointer              user_data);
gboolean duo_export_finish (DuoHistory           *history,
                            GAsyncResult         *result,
                            GError              **error);

G_END_DECLS
