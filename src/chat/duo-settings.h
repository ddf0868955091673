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

gboolean duo_settings_get_tells_read                  (DuoSettings *self);
void     duo_settings_set_tells_read                  (DuoSettings *self,
                                                       gboolean     tells_read);
gboolean duo_settings_get_tells_typing                (DuoSettings *self);
void     duo_settings_set_tells_typing                (DuoSettings *self,
                                                       gboolean     tells_typing);
gboolean duo_settings_get_keeps_history               (DuoSettings *self);
void     duo_settings_set_keeps_history               (DuoSettings *self,
                                                       gboolean     keeps_history);
gboolean duo_settings_get_notifies                    (DuoSettings *self);
void     duo_settings_set_notifies                    (DuoSettings *self,
                                                       gboolean     notifies);
gboolean duo_settings_get_shows_text_in_notifications (DuoSettings *self);
void     duo_settings_set_shows_text_in_notifications (DuoSettings *self,
                                                       gboolean     shows_text);
gboolean duo_settings_get_runs_in_background          (DuoSettings *self);
void     duo_settings_set_runs_in_background          (DuoSettings *self,
                                                       gboolean     runs_in_background);

/* A switch that stands for the boolean KEY of the schema as long as it lives. */
void duo_settings_bind (DuoSettings *self,
                        const char  *key,
                        GObject     *object,
                        const char  *property);

void duo_settings_get_window_size (DuoSettings *self,
                                   int         *width,
                                   int         *height,
                                   gboolean    *is_maximized);
void duo_settings_set_window_size (DuoSettings *self,
                                   int          width,
                                   int          height,
                                   gboolean     is_maximized);

G_END_DECLS
