/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gst/gst.h>

#include "duo-engine.h"
#include "duo-test-pair.h"

/* Two who connect although webrtcbin draws the same number for both. */

enum
{
  ALWAYS_DRAWN = 77,
};

static int n_drawn; /* (atomic) */

/* GLib's, for the libraries of this process as well: of what webrtcbin draws an
 * association's number from, the same one always. */
gint32
g_random_int_range (gint32 begin,
                    gint32 end)
{
  if (begin != 0 || end != G_MAXUINT16)
    return begin + (gint32) (g_random_int () % (guint32) (end - begin));

  g_atomic_int_inc (&n_drawn);

  return ALWAYS_DRAWN;
}

static void
test_same_number (void)
{
  g_autoptr (DuoTestPair) pair = duo_test_pair_new ();
  g_autoptr (DuoTestPair) other = duo_test_pair_new ();

  duo_test_pair_connect (pair);
  duo_test_pair_connect (other);
  if (g_atomic_int_get (&n_drawn) == 0)
    g_test_skip ("this webrtcbin draws no number");
  else
    g_assert_cmpint (g_atomic_int_get (&n_drawn), ==, 4);
}

/* With a number that was taken, a thread would be left that nobody ends. */
static void
test_all_are_taken_down (void)
{
  g_assert_true (duo_engine_shut_down (20000));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/association/same-number", test_same_number);
  g_test_add_func ("/association/all-are-taken-down", test_all_are_taken_down);

  return g_test_run ();
}
