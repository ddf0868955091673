/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DUO_PICTURE_ERROR (duo_picture_error_quark ())

/* Why a picture gave no text. */
typedef enum
{
  DUO_PICTURE_ERROR_UNREADABLE, /* not a picture, or a broken one */
  DUO_PICTURE_ERROR_TOO_LARGE,
  DUO_PICTURE_ERROR_NO_CODE,
  DUO_PICTURE_ERROR_TWO_CODES,
  DUO_PICTURE_N_ERRORS /*< skip >*/
} DuoPictureError;

GQuark duo_picture_error_quark (void);

/* What may be read, best first: pictures, and a list of files ("text/uri-list"). */
extern const char *const duo_picture_mime_types[];

/* Finds the text of the QR code in the picture that STREAM holds, or that the first
 * file of the list in it holds.  Both its bytes and its pixels are bounded before room is made for
 * them; it is read and looked through on a thread.  A short plain text is taken as it is. */
void  duo_picture_read_async  (GInputStream         *stream,
                               const char           *mime_type,
                               GCancellable         *cancellable,
                               GAsyncReadyCallback   callback,
                               gpointer              user_data);
/* (transfer full): valid UTF-8. */
char *duo_picture_read_finish (GAsyncResult         *result,
                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
