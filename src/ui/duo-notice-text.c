/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-notice-text.h"

#include <glib/gi18n.h>

char *
duo_notice_text_dup (DuoNotice notice,
                     guint64   amount_bytes)
{
  g_autofree char *amount = NULL;

  switch (notice)
    {
    case DUO_NOTICE_ESTABLISHED:
      return g_strdup (_("Connection established"));
    case DUO_NOTICE_CLOSED:
      return g_strdup (_("Connection closed"));
    case DUO_NOTICE_LOST:
      return g_strdup (_("Connection lost"));
    case DUO_NOTICE_BINARY:
      amount = g_format_size (amount_bytes);
      /* Translators: %s is a size such as “12 kB”. */
      return g_strdup_printf (_("Your friend sent %s that are not text and are not shown."), amount);
    case DUO_NOTICE_IMPOSTOR:
      return g_strdup (_("Another computer than your friend's answered. Somebody may be in between, "
                         "so the connection was closed."));
    case DUO_NOTICE_NONE:
    default:
      return g_strdup ("");
    }
}
