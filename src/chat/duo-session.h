/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-handshake.h"
#include "duo-link.h"

G_BEGIN_DECLS

#define DUO_TYPE_SESSION (duo_session_get_type ())

/* An open link brought to life: who the friend is, heartbeats, text or frames in
 * and out.
 *
 * Properties: "round-trip-us" (int64, 0 when not known), "is-joined" (boolean: both
 * know which conversation it is; at once in plain mode), "is-shaky" (boolean:
 * nothing arrives just now).
 * Signals: "text" (const char *text: valid UTF-8, not empty) and "binary" (guint64
 * size in bytes), in plain mode; "frame" (DuoFrame): every frame that is not the
 * session's own business, once it is joined; "recovered": it was shaky for a while;
 * "greeted": our first receipt was sent, so items may follow. */
G_DECLARE_FINAL_TYPE (DuoSession, duo_session, DUO, SESSION, GObject)

/* HANDSHAKE (transfer full) (nullable): NULL for plain mode. */
DuoSession *duo_session_new (DuoLink      *link,
                             DuoHandshake *handshake) G_GNUC_WARN_UNUSED_RESULT;

gboolean      duo_session_get_is_plain      (DuoSession *self);
gboolean      duo_session_get_is_joined     (DuoSession *self);
gboolean      duo_session_get_is_shaky      (DuoSession *self);
/* (nullable): NULL in plain mode. */
DuoHandshake *duo_session_get_handshake     (DuoSession *self);
gint64        duo_session_get_round_trip_us (DuoSession *self);
/* Monotonic µs at which anything arrived last. */
gint64        duo_session_get_last_arrival  (DuoSession *self);
/* Bytes that were sent and have not left this process. */
gsize         duo_session_get_queued        (DuoSession *self);

/* Plain mode. */
gboolean duo_session_send_text   (DuoSession  *self,
                                  const char  *text,
                                  GError     **error);
/* Between Duologues.  FALSE: the link is full or closing, or our first receipt has
 * to go before it. */
gboolean duo_session_send_frame  (DuoSession  *self,
                                  DuoFrame    *frame);
/* The friend broke a rule: closes the connection.  ERROR (transfer full). */
void     duo_session_fail        (DuoSession  *self,
                                  GError      *error);
/* The same with DUO_LINK_ERROR_RULES; WHAT is for the report. */
void     duo_session_break_rules (DuoSession  *self,
                                  const char  *what);
/* Asks for a sign of life and measures the way. */
void     duo_session_ping        (DuoSession  *self);
/* Tells the other side, then closes the link. */
void     duo_session_hang_up     (DuoSession  *self);
/* The same, when another connection took this one's place. */
void     duo_session_leave       (DuoSession  *self);

G_END_DECLS
