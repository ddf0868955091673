/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DUO_TYPE_SETTINGS (duo_settings_get_type ())

/* The profile's GSettings, checked on the way in and on the way out: a value
 * that does not pass is as if it were not there.
 *
 * Signal "changed", with the key of the schema as its detail. */
G_DECLARE_FINAL_TYPE (DuoSettings, duo_settings, DUO, SETTINGS, GObject)

/* The GSettings of the profile (transfer none). */
DuoSettings *duo_settings_new (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

char     *duo_settings_dup_display_name    (DuoSettings  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean  duo_settings_set_display_name    (DuoSettings  *self,
                                            const char   *name,
                                            GError      **error);
/* Canonical URIs ("stun:host:port"). */
GStrv     duo_settings_dup_stun_servers    (DuoSettings  *self) G_GNUC_WARN_UNUSED_RESULT;
GStrv     duo_settings_dup_turn_servers    (DuoSettings  *self) G_GNUC_WARN_UNUSED_RESULT;
/* Adds one of either kind; told apart by its scheme.  Twice the same is no error. */
gboolean  duo_settings_add_server          (DuoSettings  *self,
                                            const char   *uri,
                                            GError      **error);
void      duo_settings_remove_server       (DuoSettings  *self,
                                            const char   *uri);
gboolean  duo_settings_get_relay_only      (DuoSettings  *self);
void      duo_settings_set_relay_only      (DuoSettings  *self,
                                            gboolean      is_relay_only);
gboolean  duo_settings_get_prefers_code    (DuoSettings  *self);
void      duo_settings_set_prefers_code    (DuoSettings  *self,
                                            gboolean      prefers_code);
char     *duo_settings_dup_color_scheme    (DuoSettings  *self) G_GNUC_WARN_UNUSED_RESULT;
void      duo_settings_set_color_scheme    (DuoSettings  *self,
                                            const char   *scheme);
GStrv     duo_settings_dup_local_addresses (DuoSettings  *self) G_GNUC_WARN_UNUSED_RESULT;

void duo_settings_get_window_size (DuoSettings *self,
                                   int         *width,
                                   int         *height,
                                   gboolean    *is_maximized);
void duo_settings_set_window_size (DuoSettings *self,
                                   int          width,
                                   int          height,
                                   gboolean     is_maximized);

G_END_DECLS
