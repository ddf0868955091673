/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "duo-path.h"
#include "duo-settings.h"

G_BEGIN_DECLS

typedef enum
{
  DUO_LOOPBACK_IDLE,    /* Start makes sense */
  DUO_LOOPBACK_STARTED, /* two peers are there: Call */
  DUO_LOOPBACK_CALLING,
  DUO_LOOPBACK_CONNECTED, /* Send */
  DUO_LOOPBACK_FAILED,
} DuoLoopbackState;

#define DUO_TYPE_LOOPBACK (duo_loopback_get_type ())

/* Two peers in this process, joined with each other: the blog's single page.
 * Properties: state (enum as int), local-description, remote-description
 * (string, nullable: SDP), received (string: one message a line),
 * failure (GError, boxed), connect-time-ms (uint), round-trip-us (int64),
 * path (enum as int). */
G_DECLARE_FINAL_TYPE (DuoLoopback, duo_loopback, DUO, LOOPBACK, GObject)

DuoLoopback *duo_loopback_new (DuoSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

void     duo_loopback_start     (DuoLoopback  *self);
void     duo_loopback_call      (DuoLoopback  *self);
gboolean duo_loopback_send_text (DuoLoopback  *self,
                                 const char   *text,
                                 GError      **error);
void     duo_loopback_hang_up   (DuoLoopback  *self);

DuoLoopbackState  duo_loopback_get_state              (DuoLoopback *self);
const char       *duo_loopback_get_local_description  (DuoLoopback *self);
const char       *duo_loopback_get_remote_description (DuoLoopback *self);
const char       *duo_loopback_get_received           (DuoLoopback *self);
const GError     *duo_loopback_get_failure            (DuoLoopback *self);
guint             duo_loopback_get_connect_time_ms    (DuoLoopback *self);
gint64            duo_loopback_get_round_trip_us      (DuoLoopback *self);
DuoPath           duo_loopback_get_path               (DuoLoopback *self);

G_END_DECLS
