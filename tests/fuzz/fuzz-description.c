/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-description.h"
#include "duo-json.h"
#include "duo-limits.h"

/* A description as JSON: what a signal frame brings, and what is found in a paste. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

static void
check_name (const char *name)
{
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (name, -1), <=, DUO_NAME_MAX_CHARS);
  g_assert_cmpint (g_utf8_strlen (name, -1), >=, 1);
  for (const char *p = name; *p != '\0'; p++)
    {
      g_assert_false (g_ascii_iscntrl (*p));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) description = duo_description_parse_json ((const char *) data, size, &error);

  g_assert_true ((description == NULL) == (error != NULL));
  if (description != NULL)
    {
      g_autofree char *json = duo_description_to_json (description);
      g_autoptr (DuoDescription) again = duo_description_parse_json (json, strlen (json), NULL);
      g_autofree char *json_again = NULL;

      if (duo_description_get_name (description) != NULL)
        {
          check_name (duo_description_get_name (description));
        }
      g_assert_nonnull (again);
      json_again = duo_description_to_json (again);
      g_assert_cmpstr (json, ==, json_again);
      g_assert_cmpuint (duo_description_get_tag (description), >, 0);
      g_assert_cmpuint (duo_description_get_version (again), ==, duo_description_get_version (description));
    }
  return 0;
}
