/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "duo-candidate.h"
#include "duo-json.h"
#include "duo-limits.h"

/* One candidate as a line; what stands behind a line end is a usernameFragment of JSON. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

static void
check_address (const DuoCandidate *candidate)
{
  const char *address = duo_candidate_get_address (candidate);

  if (duo_candidate_is_mdns (candidate))
    {
      g_assert_true (g_str_has_suffix (address, ".local"));
    }
  else
    {
      g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);

      /* Nothing else is looked up anywhere, and no packet goes to many at once. */
      g_assert_nonnull (parsed);
      g_assert_false (g_inet_address_get_is_multicast (parsed));
      g_assert_false (g_inet_address_get_is_any (parsed));
      g_assert_true (strchr (address, '%') == NULL);
    }
}

static void
check_same (const DuoCandidate *a,
            const DuoCandidate *b)
{
  g_assert_nonnull (b);
  g_assert_true (duo_candidate_equal (a, b));
  g_assert_cmpuint (duo_candidate_get_priority (a), ==, duo_candidate_get_priority (b));
  g_assert_cmpstr (duo_candidate_get_address (a), ==, duo_candidate_get_address (b));
}

static void
check_written (const DuoCandidate *candidate)
{
  g_autofree char *line = duo_candidate_to_line (candidate);
  g_autofree char *json = duo_candidate_to_json (candidate, "0", duo_candidate_get_ufrag (candidate));
  g_autoptr (DuoCandidate) again = duo_candidate_parse (line, NULL);

  g_assert_cmpuint (strlen (line), <=, DUO_CANDIDATE_LINE_MAX_BYTES);
  check_same (candidate, again);
  g_assert_true (duo_json_scan (json, strlen (json), NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *line = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoCandidate) candidate = NULL;
  char *ufrag;

  if (line == NULL)
    {
      return 0;
    }
  ufrag = strchr (line, '\n');
  if (ufrag != NULL)
    {
      *ufrag++ = '\0';
    }
  candidate = duo_candidate_parse (line, &error);
  g_assert_true ((candidate == NULL) == (error != NULL));
  if (candidate != NULL)
    {
      g_autoptr (DuoCandidate) named = ufrag != NULL ? duo_candidate_with_ufrag (candidate, ufrag) : NULL;

      check_address (candidate);
      check_written (candidate);
      if (named != NULL)
        {
          g_assert_cmpstr (duo_candidate_get_ufrag (named), ==, ufrag);
          check_written (named);
        }
    }
  return 0;
}
