/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DUO_TYPE_QR_WINDOW (duo_qr_window_get_type ())

/* My signal as a large QR code, to be photographed, copied or saved. */
G_DECLARE_FINAL_TYPE (DuoQrWindow, duo_qr_window, DUO, QR_WINDOW, AdwWindow)

/* CODE is the short form of a signal.  NULL when it makes no QR code. */
GtkWindow *duo_qr_window_new (GtkWindow   *parent,
                              const char  *code,
                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
