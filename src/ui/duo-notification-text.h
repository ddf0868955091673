/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The words of a notification: pure functions on what a friend gave, made safe,
 * short, and plain. */

/* WHO is nullable: nobody knows their name. */
char *duo_notification_text_dup_title  (const char *who) G_GNUC_WARN_UNUSED_RESULT;
/* TEXT is what was said last; nullable: it is not to be shown. */
char *duo_notification_text_dup_body   (const char *text,
                                        guint       n_unread) G_GNUC_WARN_UNUSED_RESULT;
/* The same for one who reads tags in it. */
char *duo_notification_text_dup_markup (const char *body) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
