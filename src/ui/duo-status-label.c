/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-status-label.h"

#include <glib/gi18n.h>

void
duo_status_label_set (GtkLabel   *label,
                      const char *status)
{
  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_label (label, status);
  /* A label is called by its text again whenever that changes. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (label),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Connection status"),
                                  -1);
}
