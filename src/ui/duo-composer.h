/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DUO_TYPE_COMPOSER (duo_composer_get_type ())

/* Where a message is written: an entry that grows, and Send.  Property: is-empty
 * (boolean, read-only).  Signals: send-requested, for Enter and the button alike;
 * refused (GError), when something cannot be put in; typed, when the person changed
 * the text; earlier, for Up in an empty entry. */
G_DECLARE_FINAL_TYPE (DuoComposer, duo_composer, DUO, COMPOSER, GtkWidget)

char     *duo_composer_dup_text     (DuoComposer *self) G_GNUC_WARN_UNUSED_RESULT;
void      duo_composer_clear        (DuoComposer *self);
gboolean  duo_composer_get_is_empty (DuoComposer *self);
/* Not as if the person had typed it: no "typed". */
void      duo_composer_set_text     (DuoComposer *self,
                                     const char  *text);

void duo_composer_set_max_bytes   (DuoComposer *self,
                                   gsize        max_bytes);
/* What stands in the empty entry. */
void duo_composer_set_placeholder (DuoComposer *self,
                                   const char  *placeholder);

/* The button's own look and tooltip belong to the window, which knows why. */
GtkWidget *duo_composer_get_button (DuoComposer *self);

G_END_DECLS
