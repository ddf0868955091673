/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Reads the text on WIDGET's clipboard and never more of it than MAX_BYTES.
 * Fails with DUO_PROTO_ERROR: EMPTY, NOT_TEXT (a picture, files) or TOO_LONG; with
 * READS_PICTURES those are looked through for a QR code, see duo-picture.h. */
void  duo_paste_read_async  (GtkWidget            *widget,
                             gsize                 max_bytes,
                             gboolean              reads_pictures,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data);
/* (transfer full): valid UTF-8. */
char *duo_paste_read_finish (GAsyncResult         *result,
                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
