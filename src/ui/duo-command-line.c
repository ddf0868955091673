/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-command-line.h"

#include <gio/gio.h>
#include <string.h>

#include "duo-core.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

static gboolean
is_link (const char *text)
{
  return g_ascii_strncasecmp (text, "duologue:", strlen ("duologue:")) == 0;
}

DuoCommand
duo_command_line_get_command (const char *const *arguments)
{
  g_return_val_if_fail (arguments != NULL, DUO_COMMAND_REFUSE);

  if (arguments[0] == NULL || arguments[1] == NULL)
    return DUO_COMMAND_ACTIVATE;

  return is_link (arguments[1]) ? DUO_COMMAND_OPEN_LINKS : DUO_COMMAND_REFUSE;
}

DuoSignal *
duo_command_line_read_link (const char  *text,
                            GError     **error)
{
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  length = strnlen (text, DUO_PASTE_MAX_BYTES + 1);
  if (length > DUO_PASTE_MAX_BYTES)
    {
      g_set_error_literal (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_TOO_LONG, "too long for a link");
      return NULL;
    }

  return duo_signal_recognise (text, (gssize) length, error);
}

/* An element of a D-Bus name must not begin with a digit.  What begins with "_"
 * gets one more, so that two profiles never share a name. */
char *
duo_command_line_dup_application_id (const char *profile)
{
  g_autofree char *id = NULL;
  gboolean is_escaped;

  g_return_val_if_fail (profile != NULL, NULL);

  if (!duo_core_is_profile_name (profile))
    return NULL;

  is_escaped = g_ascii_isdigit (profile[0]) || profile[0] == '_';
  id = g_strconcat (APPLICATION_ID, ".", is_escaped ? "_" : "", profile, NULL);

  return g_application_id_is_valid (id) ? g_steal_pointer (&id) : NULL;
}
