/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-test-vectors.h"

#include <string.h>

GKeyFile *
duo_test_vectors_load (const char *path)
{
  GKeyFile *vectors = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  if (!g_key_file_load_from_file (vectors, path, G_KEY_FILE_NONE, &error))
    g_error ("%s: %s", path, error->message);

  return vectors;
}

void
duo_test_vectors_foreach (GKeyFile          *vectors,
                          const char        *prefix,
                          DuoTestVectorFunc  func)
{
  g_auto (GStrv) groups = g_key_file_get_groups (vectors, NULL);
  guint n_found = 0;

  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (g_str_has_prefix (groups[i], prefix))
        {
          g_test_message ("%s", groups[i]);
          func (vectors, groups[i]);
          n_found++;
        }
    }

  g_assert_cmpuint (n_found, >, 0);
}

char *
duo_test_vectors_get_text (GKeyFile   *vectors,
                           const char *group,
                           const char *key)
{
  g_autoptr (GError) error = NULL;
  char *text = g_key_file_get_value (vectors, group, key, &error);

  g_assert_no_error (error);
  return text;
}

guint64
duo_test_vectors_get_number (GKeyFile   *vectors,
                             const char *group,
                             const char *key)
{
  g_autofree char *text = duo_test_vectors_get_text (vectors, group, key);
  guint64 number;

  g_assert_true (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &number, NULL));
  return number;
}

GBytes *
duo_test_vectors_get_bytes (GKeyFile   *vectors,
                            const char *group,
                            const char *key)
{
  g_autofree char *text = duo_test_vectors_get_text (vectors, group, key);
  gsize length = strlen (text) / 2;
  guint8 *bytes = g_malloc (length + 1);

  g_assert_cmpuint (strspn (text, "0123456789abcdef"), ==, 2 * length);
  for (gsize i = 0; i < length; i++)
    bytes[i] = (guint8) (g_ascii_xdigit_value (text[2 * i]) * 16 + g_ascii_xdigit_value (text[2 * i + 1]));

  return g_bytes_new_take (bytes, length);
}

void
duo_test_vectors_copy_bytes (GKeyFile   *vectors,
                             const char *group,
                             const char *key,
                             guint8     *bytes,
                             gsize       length)
{
  g_autoptr (GBytes) found = duo_test_vectors_get_bytes (vectors, group, key);

  g_assert_cmpuint (g_bytes_get_size (found), ==, length);
  memcpy (bytes, g_bytes_get_data (found, NULL), length);
}
