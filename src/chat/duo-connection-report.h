/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-link-report.h"
#include "duo-step.h"

G_BEGIN_DECLS

/* How two people are joined, or why not: plain data, a copy of one moment.  What
 * the link knows (DuoLinkReport), and what is known above it. */
typedef struct
{
  DuoPresence presence;
  DuoRole role;
  GError *failure;             /* (owned) (nullable) */
  gint64 joined_at_us;         /* wall clock; 0 when they are not, and were not */
  gint64 round_trip_us;        /* 0 when not known */
  gboolean is_friend_duologue; /* else a page, which measures no round trip */
  gboolean is_relay_only;
  DuoLinkReport *link; /* (owned) (nullable): of the current attempt, or the last one */
} DuoConnectionReport;

DuoConnectionReport *duo_connection_report_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void                 duo_connection_report_free (DuoConnectionReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoConnectionReport, duo_connection_report_free)

G_END_DECLS
