/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-qr.h"

G_BEGIN_DECLS

#define DUO_TYPE_QR_VIEW (duo_qr_view_get_type ())

/* A QR code, black on white in every style because a camera wants it so, as large
 * as there is room.  Its accessible name is what set_qr () is given. */
G_DECLARE_FINAL_TYPE (DuoQrView, duo_qr_view, DUO, QR_VIEW, GtkWidget)

GtkWidget *duo_qr_view_new    (void) G_GNUC_WARN_UNUSED_RESULT;
void       duo_qr_view_set_qr (DuoQrView  *self,
                               DuoQr      *qr,
                               const char *name);

/* QR with its margin as a picture of MODULE_PX pixels a module. */
GdkTexture *duo_qr_view_new_texture (const DuoQr *qr,
                                     guint        module_px) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
