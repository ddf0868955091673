/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-connection-report.h"

DuoConnectionReport *
duo_connection_report_new (void)
{
  return g_new0 (DuoConnectionReport, 1);
}

void
duo_connection_report_free (DuoConnectionReport *self)
{
  g_return_if_fail (self != NULL);

  g_clear_error (&self->failure);
  g_clear_pointer (&self->link, duo_link_report_free);
  g_free (self);
}
