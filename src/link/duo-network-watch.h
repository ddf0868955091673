/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  DUO_NETWORK_MOVED,   /* addresses of this computer came or went, or others are used */
  DUO_NETWORK_RESUMED, /* it slept, or this process was stopped: ask the friend at once */
} DuoNetworkChange;

#define DUO_TYPE_NETWORK_WATCH (duo_network_watch_get_type ())

/* Tells when the path to a friend may have changed under a connection.
 *
 * Signal "changed" (guint change: a DuoNetworkChange).  What belongs together is
 * told once, DUO_NETWORK_SETTLE_MS after the last of it. */
G_DECLARE_FINAL_TYPE (DuoNetworkWatch, duo_network_watch, DUO, NETWORK_WATCH, GObject)

/* Looks every two seconds as long as it lives; make one when there is something to keep. */
DuoNetworkWatch *duo_network_watch_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Whether this computer has an address that others could reach it at. */
gboolean duo_network_watch_is_online (DuoNetworkWatch *self);

/* How long the computer slept since it started, in µs. */
typedef gint64 (*DuoSleepClock) (gpointer user_data);

/* With another clock, and looking more often; for tests. */
void duo_network_watch_set_pace (DuoNetworkWatch *self,
                                 guint            tick_ms,
                                 DuoSleepClock    clock,
                                 gpointer         user_data);

G_END_DECLS
