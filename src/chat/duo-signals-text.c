/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-signals-text.h"

char *
duo_signals_text_dup_candidates (DuoDescription *description)
{
  GPtrArray *candidates = duo_description_get_candidates (description);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      g_autofree char *json = duo_candidate_to_json (g_ptr_array_index (candidates, i),
                                                     duo_description_get_mid (description),
                                                     duo_description_get_ufrag (description));

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, json);
    }

  return g_string_free (text, FALSE);
}
