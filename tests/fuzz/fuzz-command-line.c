/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-command-line.h"
#include "duo-limits.h"

#include <gio/gio.h>

/* Arguments, one a line: the first is a profile's name, the others are what a desktop
 * hands over when somebody clicks a link. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

static void
check_profile (const char *profile)
{
  g_autofree char *id = duo_command_line_dup_application_id (profile);

  if (id == NULL)
    {
      return;
    }
  /* The name comes back out of it, so no two share one; and it stays one element of a
   * D-Bus name and one folder of a path. */
  g_assert_true (g_application_id_is_valid (id));
  g_assert_true (g_str_has_suffix (id, profile));
  g_assert_true (g_str_has_prefix (id, APPLICATION_ID "."));
  g_assert_null (strpbrk (id + strlen (APPLICATION_ID) + 1, "./"));
}

static void
check_link (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoSignal) signal = duo_command_line_read_link (text, &error);

  g_assert_true ((signal == NULL) == (error != NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) arguments = NULL;
  DuoCommand command;

  if (text == NULL)
    {
      return 0;
    }
  arguments = g_strsplit (text, "\n", 8);
  command = duo_command_line_get_command ((const char *const *) arguments);
  if (arguments[0] != NULL)
    {
      check_profile (arguments[0]);
    }
  g_assert_true ((command == DUO_COMMAND_ACTIVATE) == (g_strv_length (arguments) < 2));
  for (guint i = 1; command == DUO_COMMAND_OPEN_LINKS && arguments[i] != NULL; i++)
    {
      check_link (arguments[i]);
    }
  return 0;
}
