/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DUO_QR_QUIET_MODULES 4 /* the light margin that ISO/IEC 18004 wants on each side */
#define DUO_TYPE_QR (duo_qr_get_type ())

/* The dark and light modules of a QR code, without the margin.  Immutable once
 * built; reference counted. */
typedef struct _DuoQr DuoQr;

GType  duo_qr_get_type (void);
/* With error correction M: 15 % of it may be hidden.  TOO_LONG when TEXT does not
 * fit into any QR code. */
DuoQr *duo_qr_encode   (const char  *text,
                        GError     **error) G_GNUC_WARN_UNUSED_RESULT;
DuoQr *duo_qr_ref      (DuoQr       *self);
void   duo_qr_unref    (DuoQr       *self);

/* Modules a side: 21 for version 1, 4 more for each further version. */
guint    duo_qr_get_size (const DuoQr *self);
gboolean duo_qr_is_dark  (const DuoQr *self,
                          guint        x,
                          guint        y);

/* The text of the QR code in a picture of one byte a pixel.  May take a second
 * for a large picture, and may be called on any thread.  NO_SIGNAL without a QR
 * code, DAMAGED with two different ones, NOT_TEXT, TOO_LONG. */
char *duo_qr_decode (const guint8  *grey,
                     guint          width,
                     guint          height,
                     gsize          stride,
                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoQr, duo_qr_unref)

G_END_DECLS
