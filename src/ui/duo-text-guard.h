/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DUO_TYPE_TEXT_GUARD (duo_text_guard_get_type ())

/* Stands between a GtkTextView and whatever is pasted, dropped or typed into it:
 * only text, and never more than a limit, gets in.  Owned by the widget that
 * holds the view.  Signal: refused (GError), a DUO_PROTO_ERROR or a
 * DUO_PICTURE_ERROR. */
G_DECLARE_FINAL_TYPE (DuoTextGuard, duo_text_guard, DUO, TEXT_GUARD, GObject)

DuoTextGuard *duo_text_guard_new (GtkTextView *view,
                                  gsize        max_bytes) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the text of a QR code in a pasted picture gets in as well. */
void duo_text_guard_set_reads_pictures (DuoTextGuard *self,
                                        gboolean      reads_pictures);
/* Puts the clipboard's text at the cursor; with REPLACES_ALL, in place of everything. */
void duo_text_guard_paste              (DuoTextGuard *self,
                                        gboolean      replaces_all);
/* What is there already stays. */
void duo_text_guard_set_max_bytes      (DuoTextGuard *self,
                                        gsize         max_bytes);

G_END_DECLS
