/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-json.h"

#include "duo-limits.h"
#include "duo-proto-error.h"

typedef enum
{
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END, /* after [ */
  EXPECT_KEY,
  EXPECT_KEY_OR_END, /* after { */
  EXPECT_COMMA_OR_END,
  EXPECT_NOTHING, /* after the root */
} Expectation;

typedef struct
{
  const char *at;
  const char *end;
  Expectation expect;
  guint depth;
  GPtrArray *keys[DUO_JSON_MAX_DEPTH]; /* (owned) NULL for an array */
} Scanner;

static gboolean
refuse (GError        **error,
        DuoProtoError   code,
        const char     *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, (int) code, "JSON refused: %s", reason);
  return FALSE;
}

static gboolean
damaged (GError     **error,
         const char  *reason)
{
  return refuse (error, DUO_PROTO_ERROR_DAMAGED, reason);
}

static gboolean
cut_off (GError **error)
{
  return refuse (error, DUO_PROTO_ERROR_CUT_OFF, "it ends in the middle");
}

static void
skip_space (Scanner *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL)
    {
      self->at++;
    }
}

/* Reads the four digits of \uXXXX. */
static gboolean
scan_hex (Scanner   *self,
          gunichar  *value,
          GError   **error)
{
  *value = 0;
  for (guint i = 0; i < 4; i++, self->at++)
    {
      if (self->at == self->end)
        {
          return cut_off (error);
        }
      if (!g_ascii_isxdigit (*self->at))
        {
          return damaged (error, "bad escape in a string");
        }
      *value = *value * 16 + (gunichar) g_ascii_xdigit_value (*self->at);
    }
  return TRUE;
}

/* AT is after "\u".  A surrogate must come with its other half. */
static gboolean
scan_unicode_escape (Scanner  *self,
                     GString  *decoded,
                     GError  **error)
{
  gunichar value, low;

  if (!scan_hex (self, &value, error))
    {
      return FALSE;
    }
  if (value >= 0xd800 && value < 0xdc00)
    {
      gsize left = (gsize) (self->end - self->at);

      if (strncmp (self->at, "\\u", MIN (left, 2)) != 0)
        {
          return damaged (error, "half a surrogate");
        }
      if (left < 2)
        {
          return cut_off (error);
        }
      self->at += 2;
      if (!scan_hex (self, &low, error))
        {
          return FALSE;
        }
      value = low >= 0xdc00 && low < 0xe000 ? 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00) : 0;
    }
  if (value == 0 || (value >= 0xd800 && value < 0xe000))
    {
      return damaged (error, "NUL or half a surrogate");
    }
  g_string_append_unichar (decoded, value);
  return TRUE;
}

/* AT is after the backslash. */
static gboolean
scan_escape (Scanner  *self,
             GString  *decoded,
             GError  **error)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (self->at == self->end)
    {
      return cut_off (error);
    }
  if (*self->at == 'u')
    {
      self->at++;
      return scan_unicode_escape (self, decoded, error);
    }
  found = strchr (names, *self->at);
  if (found == NULL)
    {
      return damaged (error, "bad escape in a string");
    }
  g_string_append_c (decoded, meanings[found - names]);
  self->at++;
  return TRUE;
}

static gboolean
scan_string (Scanner  *self,
             GString  *decoded,
             GError  **error)
{
  self->at++;
  while (self->at < self->end && *self->at != '"')
    {
      const char c = *self->at++;

      if ((guchar) c < 0x20)
        {
          return damaged (error, "control character in a string");
        }
      if (c != '\\')
        {
          g_string_append_c (decoded, c);
        }
      else if (!scan_escape (self, decoded, error))
        {
          return FALSE;
        }
      if (decoded->len > DUO_JSON_MAX_STRING_BYTES)
        {
          return refuse (error, DUO_PROTO_ERROR_TOO_LONG, "a string is too long");
        }
    }
  if (self->at == self->end)
    {
      return cut_off (error);
    }
  self->at++;
  return TRUE;
}

static gsize
skip_digits (Scanner *self)
{
  const char *start = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    {
      self->at++;
    }
  return (gsize) (self->at - start);
}

static gboolean
bad_number (const Scanner  *self,
            GError        **error)
{
  return self->at == self->end ? cut_off (error) : damaged (error, "bad number");
}

static gboolean
scan_fraction_and_exponent (Scanner  *self,
                            GError  **error)
{
  gsize n_digits;

  if (self->at < self->end && *self->at == '.')
    {
      self->at++;
      n_digits = skip_digits (self);
      if (n_digits == 0 || n_digits > DUO_JSON_MAX_NUMBER_DIGITS)
        {
          return bad_number (self, error);
        }
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        {
          self->at++;
        }
      n_digits = skip_digits (self);
      if (n_digits == 0 || n_digits > 2)
        {
          return bad_number (self, error);
        }
    }
  return TRUE;
}

static gboolean
scan_number (Scanner  *self,
             GError  **error)
{
  const char *start;
  gsize n_digits;

  if (*self->at == '-')
    {
      self->at++;
    }
  start = self->at;
  n_digits = skip_digits (self);
  if (n_digits == 0 || n_digits > DUO_JSON_MAX_NUMBER_DIGITS || (n_digits > 1 && *start == '0'))
    {
      return bad_number (self, error);
    }
  return scan_fraction_and_exponent (self, error);
}

static gboolean
scan_word (Scanner  *self,
           GError  **error)
{
  static const char *const words[] = { "true", "false", "null" };
  gsize left = (gsize) (self->end - self->at);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if (strncmp (self->at, words[i], MIN (left, length)) == 0)
        {
          if (left < length)
            {
              return cut_off (error);
            }
          self->at += length;
          return TRUE;
        }
    }
  return damaged (error, "not a value");
}

static gboolean
open_container (Scanner  *self,
                GError  **error)
{
  gboolean is_object = *self->at == '{';

  if (self->depth == DUO_JSON_MAX_DEPTH)
    {
      return damaged (error, "nested too deeply");
    }
  self->keys[self->depth++] = is_object ? g_ptr_array_new_with_free_func (g_free) : NULL;
  self->expect = is_object ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END;
  self->at++;
  return TRUE;
}

static void
after_value (Scanner *self)
{
  self->expect = self->depth == 0 ? EXPECT_NOTHING : EXPECT_COMMA_OR_END;
}

static void
close_container (Scanner *self)
{
  self->depth--;
  g_clear_pointer (&self->keys[self->depth], g_ptr_array_unref);
  self->at++;
  after_value (self);
}

static gboolean
scan_value (Scanner  *self,
            GError  **error)
{
  g_autoptr (GString) decoded = NULL;
  gboolean is_good;

  if (*self->at == '{' || *self->at == '[')
    {
      return open_container (self, error);
    }
  if (*self->at == '"')
    {
      decoded = g_string_new (NULL);
      is_good = scan_string (self, decoded, error);
    }
  else if (*self->at == '-' || g_ascii_isdigit (*self->at))
    {
      is_good = scan_number (self, error);
    }
  else
    {
      is_good = scan_word (self, error);
    }
  after_value (self);
  return is_good;
}

static gboolean
add_key (GPtrArray   *keys,
         const char  *key,
         GError     **error)
{
  if (keys->len == DUO_JSON_MAX_KEYS)
    {
      return damaged (error, "too many members");
    }
  if (g_ptr_array_find_with_equal_func (keys, key, g_str_equal, /* index_= */ NULL))
    {
      return damaged (error, "a member occurs twice");
    }
  g_ptr_array_add (keys, g_strdup (key));
  return TRUE;
}

/* A member's name and its colon. */
static gboolean
scan_key (Scanner  *self,
          GError  **error)
{
  g_autoptr (GString) key = g_string_new (NULL);

  if (*self->at != '"')
    {
      return damaged (error, "a member without a name in quotes");
    }
  if (!scan_string (self, key, error) || !add_key (self->keys[self->depth - 1], key->str, error))
    {
      return FALSE;
    }
  skip_space (self);
  if (self->at == self->end)
    {
      return cut_off (error);
    }
  if (*self->at++ != ':')
    {
      return damaged (error, "a member without a colon");
    }
  self->expect = EXPECT_VALUE;
  return TRUE;
}

static gboolean
scan_comma (Scanner  *self,
            GError  **error)
{
  if (*self->at != ',')
    {
      return damaged (error, "neither comma nor end after a value");
    }
  self->at++;
  self->expect = self->keys[self->depth - 1] != NULL ? EXPECT_KEY : EXPECT_VALUE;
  return TRUE;
}

static gboolean
is_at_end_of_container (const Scanner *self)
{
  if (self->expect == EXPECT_VALUE || self->expect == EXPECT_KEY || self->depth == 0)
    {
      return FALSE;
    }
  return *self->at == (self->keys[self->depth - 1] != NULL ? '}' : ']');
}

static gboolean
scan_step (Scanner  *self,
           GError  **error)
{
  if (is_at_end_of_container (self))
    {
      close_container (self);
      return TRUE;
    }
  switch (self->expect)
    {
    case EXPECT_KEY:
    case EXPECT_KEY_OR_END:
      return scan_key (self, error);
    case EXPECT_COMMA_OR_END:
      return scan_comma (self, error);
    case EXPECT_NOTHING:
      return damaged (error, "something follows the end");
    case EXPECT_VALUE:
    case EXPECT_VALUE_OR_END:
    default:
      return scan_value (self, error);
    }
}

static gboolean
scan_all (Scanner  *self,
          GError  **error)
{
  for (;;)
    {
      skip_space (self);
      if (self->at == self->end)
        {
          return self->expect == EXPECT_NOTHING || cut_off (error);
        }
      if (!scan_step (self, error))
        {
          return FALSE;
        }
    }
}

static gboolean
check_text (const char  *json,
            gsize        length,
            GError     **error)
{
  if (length > DUO_JSON_MAX_BYTES)
    {
      return refuse (error, DUO_PROTO_ERROR_TOO_LONG, "more than the limit");
    }
  if (!g_utf8_validate_len (json, length, /* end= */ NULL))
    {
      return refuse (error, DUO_PROTO_ERROR_NOT_TEXT, "not UTF-8");
    }
  return TRUE;
}

gboolean
duo_json_scan (const char  *json,
               gsize        length,
               GError     **error)
{
  Scanner self = { .at = json, .end = json + length };
  gboolean is_good;

  g_return_val_if_fail (json != NULL, FALSE);

  if (!check_text (json, length, error))
    {
      return FALSE;
    }
  skip_space (&self);
  if (self.at == self.end)
    {
      return refuse (error, DUO_PROTO_ERROR_EMPTY, "nothing there");
    }
  is_good = scan_all (&self, error);
  for (guint i = 0; i < self.depth; i++)
    {
      g_clear_pointer (&self.keys[i], g_ptr_array_unref);
    }
  return is_good;
}

JsonNode *
duo_json_parse (const char  *json,
                gsize        length,
                GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonNode *root;

  if (!duo_json_scan (json, length, error))
    {
      return NULL;
    }
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, json, (gssize) length, /* error= */ NULL))
    {
      (void) damaged (error, "not understood");
      return NULL;
    }
  root = json_parser_steal_root (parser);
  if (root == NULL)
    {
      (void) damaged (error, "nothing there");
    }
  return root;
}

gboolean
duo_json_get_string (JsonObject  *object,
                     const char  *member,
                     const char **value,
                     GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    {
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_DAMAGED, "Member “%s” is not a string", member);
      return FALSE;
    }
  *value = json_node_get_string (node);
  return TRUE;
}

gboolean
duo_json_get_uint (JsonObject  *object,
                   const char  *member,
                   guint       *value,
                   GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);
  gboolean is_integer;
  gint64 number;

  if (node == NULL)
    {
      return TRUE;
    }
  is_integer = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
  number = is_integer ? json_node_get_int (node) : -1;
  if (number < 0 || number > G_MAXINT32)
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_DAMAGED,
                   "Member “%s” is not a whole number in range", member);
      return FALSE;
    }
  *value = (guint) number;
  return TRUE;
}

gboolean
duo_json_get_object (JsonObject  *object,
                     const char  *member,
                     JsonObject **value,
                     GError     **error)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL)
    {
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_DAMAGED, "Member “%s” is not an object", member);
      return FALSE;
    }
  *value = json_node_get_object (node);
  return TRUE;
}

void
duo_json_append_string (GString    *json,
                        const char *text)
{
  static const char names[] = "\"\\bfnrt";
  static const char meanings[] = "\"\\\b\f\n\r\t";

  g_string_append_c (json, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      const char *found = strchr (meanings, *p);

      if (found != NULL)
        {
          g_string_append_c (json, '\\');
          g_string_append_c (json, names[found - meanings]);
        }
      else if ((guchar) *p < 0x20)
        {
          g_string_append_printf (json, "\\u%04x", (guint) (guchar) *p);
        }
      else
        {
          g_string_append_c (json, *p);
        }
    }
  g_string_append_c (json, '"');
}
