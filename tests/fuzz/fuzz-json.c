/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-json.h"
#include "duo-limits.h"

/* The check that stands before json-glib: what it lets pass json-glib must understand,
 * and what is read out of it must be text and numbers in their bounds. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

static void
check_member (JsonObject *object,
              const char *member,
              JsonNode   *node,
              gpointer    user_data)
{
  const char *text = NULL;
  guint number = 0;
  JsonObject *inner = NULL;

  g_assert_true (g_utf8_validate (member, -1, NULL));
  if (duo_json_get_string (object, member, &text, NULL))
    {
      g_autoptr (GString) json = g_string_new (NULL);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (strlen (text), <=, DUO_JSON_MAX_STRING_BYTES);
      duo_json_append_string (json, text);
      g_assert_true (duo_json_scan (json->str, json->len, NULL));
    }
  g_assert_true (duo_json_get_uint (object, member, &number, NULL) || number == 0);
  if (duo_json_get_object (object, member, &inner, NULL))
    {
      json_object_foreach_member (inner, check_member, NULL);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GError) error = NULL;
  gboolean is_taken = duo_json_scan ((const char *) data, size, &error);

  g_assert_true (is_taken == (error == NULL));
  if (is_taken)
    {
      g_autoptr (JsonNode) root = duo_json_parse ((const char *) data, size, &error);

      g_assert_no_error (error);
      g_assert_nonnull (root);
      if (JSON_NODE_HOLDS_OBJECT (root))
        {
          json_object_foreach_member (json_node_get_object (root), check_member, NULL);
        }
    }
  return 0;
}
