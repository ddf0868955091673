/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "duo-invite-code.h"
#include "duo-limits.h"
#include "duo-signal.h"

/* repack code|json: reads a signal, packs it into an invite code, and prints the
 * code, or the JSON that is made of the code again. */
int
main (int   argc,
      char *argv[])
{
  char text[DUO_PASTE_MAX_BYTES];
  gsize length = fread (text, 1, sizeof text, stdin);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoSignal) signal = duo_signal_recognise (text, (gssize) length, &error);
  g_autoptr (DuoDescription) again = NULL;
  g_autofree char *code = NULL;
  g_autofree char *json = NULL;

  if (signal == NULL || duo_signal_get_description (signal) == NULL)
    {
      fprintf (stderr, "repack: %s\n", error != NULL ? error->message : "no description");
      return 1;
    }

  code = duo_invite_code_new (duo_signal_get_description (signal), /* options= */ NULL);
  again = duo_invite_code_parse (code, strlen (code), /* info= */ NULL, &error);
  if (again == NULL)
    {
      fprintf (stderr, "repack: %s\n", error->message);
      return 1;
    }
  json = duo_description_to_json (again);
  puts (argc > 1 && strcmp (argv[1], "code") == 0 ? code : json);

  return 0;
}
