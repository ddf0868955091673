/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-announcement.h"

#include "duo-limits.h"
#include "duo-link-error.h"

void
duo_announce (DuoHistory *history,
              DuoNotice   notice,
              gint64      amount)
{
  g_autoptr (DuoRecord) record = duo_record_new_notice (notice, amount, g_get_real_time ());
  g_autoptr (GError) error = NULL;

  if (duo_history_append (history, record, &error) == NULL)
    g_warning ("a notice cannot be kept: %s", error->message);
}

void
duo_announce_binary (DuoHistory *history,
                     guint64     size_bytes)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (history));
  g_autoptr (DuoMessage) last = n > 0 ? g_list_model_get_item (G_LIST_MODEL (history), n - 1) : NULL;

  if (last == NULL || duo_message_get_notice (last) != DUO_NOTICE_BINARY)
    duo_announce (history, DUO_NOTICE_BINARY, (gint64) size_bytes);
}

static gboolean
is_joined (DuoPresence presence)
{
  return presence == DUO_PRESENCE_CONNECTED || presence == DUO_PRESENCE_SHAKY;
}

void
duo_announce_presence (DuoHistory  *history,
                       DuoPresence  old,
                       DuoCall     *call)
{
  DuoPresence now = duo_call_get_presence (call);

  if (is_joined (now) && !is_joined (old))
    {
      duo_announce (history, DUO_NOTICE_ESTABLISHED, 0);
      if (duo_session_get_is_plain (duo_call_get_session (call)))
        duo_announce (history, DUO_NOTICE_PLAIN, 0);
    }
  else if (g_error_matches (duo_call_get_failure (call), DUO_LINK_ERROR, DUO_LINK_ERROR_IMPOSTOR))
    duo_announce (history, DUO_NOTICE_IMPOSTOR, 0);
  else if (is_joined (old) && !is_joined (now))
    duo_announce (history, now == DUO_PRESENCE_LOST ? DUO_NOTICE_LOST : DUO_NOTICE_CLOSED, 0);
}

void
duo_announce_clock (DuoHistory   *history,
                    DuoHandshake *handshake)
{
  gint64 skew_s = duo_handshake_get_skew_us (handshake) / G_USEC_PER_SEC;

  if (ABS (skew_s) > DUO_CLOCK_SKEW_MAX_S)
    duo_announce (history, DUO_NOTICE_CLOCK, skew_s);
}
