/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "duo-settings.h"

G_BEGIN_DECLS

#define DUO_TYPE_NOTIFIER (duo_notifier_get_type ())

/* Tells the desktop what happens in conversations that nobody looks at: one
 * notification each, at most one update a second however much arrives.
 * A conversation is named by a key of the caller's choice, which comes back as the
 * target (type "x") of app.open-conversation, when the notification is clicked, and
 * of app.reply, when its button is.  With a PROFILE both come back to the usual
 * profile instead, as app.in-profile (duo-relay.h).
 *
 * Made and owned by the application, which it borrows; main thread. */
G_DECLARE_FINAL_TYPE (DuoNotifier, duo_notifier, DUO, NOTIFIER, GObject)

DuoNotifier *duo_notifier_new (GApplication *application,
                               DuoSettings  *settings,
                               const char   *profile) G_GNUC_WARN_UNUSED_RESULT;

/* WHO (nullable) said TEXT; N_UNREAD of theirs were not read. */
void duo_notifier_tell           (DuoNotifier *self,
                                  gint64       key,
                                  const char  *who,
                                  const char  *text,
                                  guint        n_unread);
/* WHO (nullable) can be talked to from now on. */
void duo_notifier_tell_connected (DuoNotifier *self,
                                  gint64       key,
                                  const char  *who);
/* It was seen, or ended. */
void duo_notifier_withdraw       (DuoNotifier *self,
                                  gint64       key);
/* At once: the program ends. */
void duo_notifier_withdraw_all   (DuoNotifier *self);

G_END_DECLS
