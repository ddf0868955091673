/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-signal.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (DuoSignal) signal = duo_signal_recognise ((const char *) data, (gssize) size, NULL);
  DuoDescription *description = signal != NULL ? duo_signal_get_description (signal) : NULL;

  if (description != NULL)
    {
      g_autofree char *json = duo_description_to_json (description);
      g_autoptr (DuoDescription) again = duo_description_parse_json (json, strlen (json), NULL);
      g_autofree char *json_again = NULL;

      /* What we write we must be able to read, and it must mean the same. */
      g_assert_nonnull (again);
      json_again = duo_description_to_json (again);
      g_assert_cmpstr (json, ==, json_again);
    }
  return 0;
}
