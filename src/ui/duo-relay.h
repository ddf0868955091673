/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Of a sandbox the desktop knows the application id alone, which is the usual
 * profile's: it tells that one (and starts it if need be) which notification was
 * pressed, whosever it is.  So another profile's carry their profile's name in an
 * action of the usual one's, which passes it on.  Main thread. */

#define DUO_RELAY_ACTION "in-profile"
#define DUO_RELAY_TYPE "(ssx)"

/* What presses ACTION ("open-conversation", "reply") for KEY in PROFILE (floating). */
GVariant *duo_relay_new_target (const char      *profile,
                                const char      *action,
                                gint64           key) G_GNUC_WARN_UNUSED_RESULT;
/* TARGET as it came back, from whom is not known.  PLATFORM_DATA (nullable) is what
 * the desktop said with it: a window may come to the front only with that. */
void      duo_relay_pass_on    (GDBusConnection *bus,
                                GVariant        *target,
                                GVariant        *platform_data);

G_END_DECLS
