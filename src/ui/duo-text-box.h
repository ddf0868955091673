/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DUO_TYPE_TEXT_BOX (duo_text_box_get_type ())

/* A framed text of a few lines, to read or to fill in.  Properties: name-label
 * (string: the accessible name), placeholder (string), editable (boolean),
 * is-prose (boolean: words for people, not codes), reads-pictures (boolean: the
 * text of a QR code in a pasted picture is taken).  Signals: changed; copied
 * (by the keyboard or the menu); refused (GError), see DuoTextGuard. */
G_DECLARE_FINAL_TYPE (DuoTextBox, duo_text_box, DUO, TEXT_BOX, GtkWidget)

char *duo_text_box_dup_text (DuoTextBox *self) G_GNUC_WARN_UNUSED_RESULT;
/* TEXT is nullable; the same text again changes nothing, not even the selection. */
void  duo_text_box_set_text (DuoTextBox *self,
                             const char *text);
/* Replaces everything by the clipboard's text. */
void  duo_text_box_paste    (DuoTextBox *self);
/* Puts the whole text on the clipboard, exactly as it is. */
void  duo_text_box_copy     (DuoTextBox *self);

G_END_DECLS
