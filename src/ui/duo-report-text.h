/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-connection-report.h"

G_BEGIN_DECLS

/* What a person can ask about a connection. */
typedef enum
{
  DUO_REPORT_WAY,
  DUO_REPORT_SINCE,
  DUO_REPORT_ROUND_TRIP,
  DUO_REPORT_CERTIFICATE,
  DUO_REPORT_BYTES,
  DUO_REPORT_SERVERS,
  DUO_REPORT_TRIED,
  DUO_REPORT_ANSWERED,
  DUO_REPORT_ADVICE,
  DUO_REPORT_N_LINES, /*< skip >*/
} DuoReportLine;

/* Translated, in a few words. */
const char *duo_report_text_get_title (DuoReportLine              line);
/* In whole sentences; NULL when there is nothing to tell.  NOW_US is of the wall
 * clock.  No address of the friend's is in it. */
char       *duo_report_text_dup_line  (const DuoConnectionReport *report,
                                       DuoReportLine              line,
                                       gint64                     now_us) G_GNUC_WARN_UNUSED_RESULT;
/* All of it, to be sent to somebody who helps. */
char       *duo_report_text_dup       (const DuoConnectionReport *report,
                                       gboolean                   with_addresses,
                                       gint64                     now_us) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
