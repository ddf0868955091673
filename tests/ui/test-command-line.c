/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "duo-command-line.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

static void
test_command (void)
{
  static const struct
  {
    const char *arguments[4];
    DuoCommand command;
  } cases[] = {
    { { NULL }, DUO_COMMAND_ACTIVATE },
    { { "duologue" }, DUO_COMMAND_ACTIVATE },
    { { "duologue", "duologue:i/x" }, DUO_COMMAND_OPEN_LINKS },
    { { "duologue", "DUOLOGUE:", "file:///x" }, DUO_COMMAND_OPEN_LINKS },
    { { "duologue", "duologue" }, DUO_COMMAND_REFUSE },
    { { "duologue", "" }, DUO_COMMAND_REFUSE },
    { { "duologue", "file:///x", "duologue:i/x" }, DUO_COMMAND_REFUSE },
    { { "duologue", "javascript:alert(1)" }, DUO_COMMAND_REFUSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (duo_command_line_get_command (cases[i].arguments), ==, cases[i].command);
}

static void
assert_link_refused (const char    *text,
                     DuoProtoError  code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoSignal) signal = duo_command_line_read_link (text, &error);

  g_assert_null (signal);
  g_assert_error (error, DUO_PROTO_ERROR, (int) code);
}

static void
test_link (void)
{
  g_autofree char *longest = g_strnfill (DUO_PASTE_MAX_BYTES, 'x');
  g_autofree char *longer = g_strnfill (DUO_PASTE_MAX_BYTES + 1, 'x');

  assert_link_refused ("", DUO_PROTO_ERROR_EMPTY);
  assert_link_refused ("duologue:i/", DUO_PROTO_ERROR_CUT_OFF);
  assert_link_refused ("file:///etc/passwd", DUO_PROTO_ERROR_NO_SIGNAL);
  assert_link_refused ("duologue:i/\xff", DUO_PROTO_ERROR_NOT_TEXT);
  assert_link_refused (longest, DUO_PROTO_ERROR_NO_SIGNAL);
  assert_link_refused (longer, DUO_PROTO_ERROR_TOO_LONG);
}

static void
test_profile (void)
{
  static const char *good[] = { "alice", "A-1_z", "1st", "_1st", "__1st", "-", "abcdefghijklmnopqrstuvwxyz012345" };
  static const char *bad[] = { "", "../x", "a b", "a.b", "a/b", "ä", "abcdefghijklmnopqrstuvwxyz0123456", "\n" };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      char *id = duo_command_line_dup_application_id (good[i]);

      g_assert_nonnull (id);
      g_assert_true (g_application_id_is_valid (id));
      /* No two profiles share one: they would be one process with one set of settings. */
      g_assert_true (g_hash_table_add (seen, id));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (duo_command_line_dup_application_id (bad[i]));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command-line/command", test_command);
  g_test_add_func ("/command-line/L6-link", test_link);
  g_test_add_func ("/command-line/profile", test_profile);

  return g_test_run ();
}
