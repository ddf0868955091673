/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib.h>

/* The main of a fuzz target when it is not linked with libFuzzer: every file of the
 * folders named on the command line is a test case.  The target gets it whole, cut
 * off at (nearly) every length, and with single bytes changed. */

#define CUTS_MAX 600
#define CHANGES_MAX 200

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

/* A copy of its own, so that the sanitizer sees a byte read behind the end; never NULL, as
 * libFuzzer does it. */
static void
feed (const guint8 *data,
      gsize         size)
{
  g_autofree guint8 *copy = g_malloc (MAX (size, 1));

  memcpy (copy, data, size);
  g_assert_cmpint (LLVMFuzzerTestOneInput (copy, size), ==, 0);
}

static void
test_seed (gconstpointer user_data)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  guint8 *data;
  gsize size;

  g_file_get_contents (user_data, &content, &size, &error);
  g_assert_no_error (error);
  data = (guint8 *) content;
  feed (data, size);
  for (gsize n = 0; n < size; n += 1 + size / CUTS_MAX)
    {
      feed (data, n);
    }
  for (gsize at = 0; at < size; at += 1 + size / CHANGES_MAX)
    {
      guint8 kept = data[at];

      data[at] ^= (guint8) (1 << at % 8);
      feed (data, size);
      data[at] = kept;
    }
}

static guint
add_folder (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  g_autofree char *folder = g_path_get_basename (path);
  const char *name;
  guint n_added = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test_path = g_strdup_printf ("/seeds/%s/%s", folder, name);

      g_test_add_data_func_full (test_path, g_build_filename (path, name, NULL), test_seed, g_free);
      n_added++;
    }
  return n_added;
}

int
main (int   argc,
      char *argv[])
{
  guint n_added = 0;

  g_test_init (&argc, &argv, NULL);
  for (int i = 1; i < argc; i++)
    {
      n_added += add_folder (argv[i]);
    }
  g_assert_cmpuint (n_added, >, 0);
  return g_test_run ();
}
