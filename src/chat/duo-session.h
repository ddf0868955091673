/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-link.h"

G_BEGIN_DECLS

#define DUO_TYPE_SESSION (duo_session_get_type ())

/* An open link brought to life: heartbeats, text in and out.
 *
 * Signals: "text" (const char *text: valid UTF-8, not empty), "binary" (guint64
 * size in bytes).  Property: "round-trip-us" (int64), 0 when not known. */
G_DECLARE_FINAL_TYPE (DuoSession, duo_session, DUO, SESSION, GObject)

/* IS_DUOLOGUE: both sides are one, so frames go beside the text. */
DuoSession *duo_session_new (DuoLink  *link,
                             gboolean  is_duologue) G_GNUC_WARN_UNUSED_RESULT;

gboolean duo_session_send_text         (DuoSession  *self,
                                        const char  *text,
                                        GError     **error);
/* Tells the other side, then closes the link. */
void     duo_session_hang_up           (DuoSession  *self);
gint64   duo_session_get_round_trip_us (DuoSession  *self);

G_END_DECLS
