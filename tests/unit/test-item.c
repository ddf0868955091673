/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-bytes.h"
#include "duo-item.h"
#include "duo-limits.h"
#include "duo-proto-error.h"
#include "duo-test-vectors.h"

#define HEAD_BYTES 10

static GKeyFile *vectors;

static void
assert_bad (gconstpointer data,
            gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoItem) item = duo_item_parse (bytes, &error);

  g_assert_null (item);
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_FRAME);
}

static void
assert_skipped (gconstpointer data,
                gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoItem) item = duo_item_parse (bytes, &error);

  g_assert_null (item);
  g_assert_no_error (error);
}

static void
assert_same (const DuoItem *a,
             const DuoItem *b)
{
  g_assert_cmpint (duo_item_get_kind (a), ==, duo_item_get_kind (b));
  g_assert_cmpint (duo_item_get_sent_at_us (a), ==, duo_item_get_sent_at_us (b));
  g_assert_cmpstr (duo_item_get_text (a), ==, duo_item_get_text (b));
  g_assert_cmpuint (duo_item_get_target (a).seq, ==, duo_item_get_target (b).seq);
  g_assert_cmpint (duo_item_get_target (a).is_of_sender, ==, duo_item_get_target (b).is_of_sender);
}

/* Written, read and written again it stays what it is. */
static void
check_round_trip (const DuoItem *item)
{
  g_autoptr (GBytes) bytes = duo_item_to_bytes (item);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoItem) again = duo_item_parse (bytes, &error);
  g_autoptr (GBytes) bytes_again = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (again);
  assert_same (item, again);
  bytes_again = duo_item_to_bytes (again);
  g_assert_true (g_bytes_equal (bytes, bytes_again));
}

/* The bytes of an item, whether or not they keep the rules. */
static GByteArray *
item_with (guint8        kind,
           guint8        flags,
           guint64       sent_at_ms,
           gconstpointer rest,
           gsize         length)
{
  GByteArray *array = g_byte_array_new ();

  duo_bytes_append_uint8 (array, kind);
  duo_bytes_append_uint8 (array, flags);
  duo_bytes_append_uint64 (array, sent_at_ms);
  g_byte_array_append (array, rest, (guint) length);
  return array;
}

static gboolean
is_read (GByteArray *array)
{
  g_autoptr (GBytes) bytes = g_bytes_new (array->data, array->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoItem) item = duo_item_parse (bytes, &error);

  g_assert_true ((item == NULL) == (error != NULL));
  return item != NULL;
}

static gboolean
is_text_read (guint8      kind,
              const char *text,
              gsize       length)
{
  gboolean has_target = kind != DUO_ITEM_TEXT;
  g_autoptr (GByteArray) rest = g_byte_array_new ();
  g_autoptr (GByteArray) array = NULL;

  if (has_target)
    {
      duo_bytes_append_uint64 (rest, 5);
    }
  g_byte_array_append (rest, (const guint8 *) text, (guint) length);
  array = item_with (kind, has_target ? 1 : 0, 0, rest->data, rest->len);
  return is_read (array);
}

/* -- The vectors, which check-messages.py reads and writes as well ------------------ */

static DuoItem *
build (const char *group)
{
  static const char *kinds[] = { "text", "edit", "reaction", NULL };
  g_autofree char *name = duo_test_vectors_get_text (vectors, group, "item");
  g_autofree char *text = duo_test_vectors_get_text (vectors, group, "text");
  gint64 sent_at_us = (gint64) duo_test_vectors_get_number (vectors, group, "time") * 1000;
  DuoItemTarget target = { FALSE, 0 };
  guint kind = 1;

  while (!g_str_equal (kinds[kind - 1], name))
    {
      kind++;
    }
  if (g_key_file_has_key (vectors, group, "target", NULL))
    {
      target.seq = duo_test_vectors_get_number (vectors, group, "target");
      target.is_of_sender = duo_test_vectors_get_number (vectors, group, "target-of-sender") == 1;
    }
  return duo_item_new ((DuoItemKind) kind, text, sent_at_us, &target);
}

static void
check_vector (GKeyFile   *file,
              const char *group)
{
  g_autoptr (GBytes) expected = duo_test_vectors_get_bytes (file, group, "bytes");
  g_autoptr (DuoItem) item = build (group);
  g_autoptr (GBytes) bytes = duo_item_to_bytes (item);

  g_assert_true (g_bytes_equal (bytes, expected));
  check_round_trip (item);
}

static void
check_bad (GKeyFile   *file,
           const char *group)
{
  g_autoptr (GBytes) bytes = duo_test_vectors_get_bytes (file, group, "bytes");

  assert_bad (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
check_skipped (GKeyFile   *file,
               const char *group)
{
  g_autoptr (GBytes) bytes = duo_test_vectors_get_bytes (file, group, "bytes");

  assert_skipped (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_vectors (void)
{
  duo_test_vectors_foreach (vectors, "item-", check_vector);
  duo_test_vectors_foreach (vectors, "bad-item-", check_bad);
  duo_test_vectors_foreach (vectors, "skipped-item-", check_skipped);
}

/* Cut off anywhere it is refused, unless what is left is a whole text. */
static void
check_cut (GKeyFile   *file,
           const char *group)
{
  g_autoptr (GBytes) bytes = duo_test_vectors_get_bytes (file, group, "bytes");
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize head = HEAD_BYTES + (data[1] != 0 ? 8 : 0);

  for (gsize n = 0; n < size; n++)
    {
      gboolean is_empty_allowed = data[0] == DUO_ITEM_REACTION;

      if (n < head || (n == head && !is_empty_allowed) ||
          !g_utf8_validate_len ((const char *) data + head, n - head, NULL))
        {
          assert_bad (data, n);
        }
      else
        {
          g_autoptr (GBytes) cut = g_bytes_new (data, n);
          g_autoptr (DuoItem) item = duo_item_parse (cut, NULL);

          g_assert_nonnull (item);
          g_assert_cmpmem (duo_item_get_text (item), strlen (duo_item_get_text (item)), data + head, n - head);
        }
    }
}

static void
test_cut (void)
{
  duo_test_vectors_foreach (vectors, "item-", check_cut);
}

/* -- Bounds ---------------------------------------------------------------------------- */

static void
test_text_lengths (void)
{
  g_autofree char *text = g_strnfill (DUO_ITEM_MAX_BYTES, 'x');

  for (guint8 kind = DUO_ITEM_TEXT; kind <= DUO_ITEM_EDIT; kind++)
    {
      g_assert_false (is_text_read (kind, text, 0));
      g_assert_true (is_text_read (kind, text, 1));
      g_assert_true (is_text_read (kind, text, DUO_TEXT_MAX_BYTES));
      g_assert_false (is_text_read (kind, text, DUO_TEXT_MAX_BYTES + 1));
      g_assert_false (is_text_read (kind, text, DUO_ITEM_MAX_BYTES));
    }
  for (gsize length = 0; length <= 2 * DUO_REACTION_MAX_BYTES; length++)
    {
      g_assert_cmpint (is_text_read (DUO_ITEM_REACTION, text, length), ==, length <= DUO_REACTION_MAX_BYTES);
    }
}

/* An item of a kind that is not known is skipped up to the limit, and no further. */
static void
test_unknown (void)
{
  g_autofree guint8 *bytes = g_malloc0 (DUO_ITEM_MAX_BYTES + 1);

  for (guint kind = DUO_ITEM_REACTION + 1; kind <= G_MAXUINT8; kind++)
    {
      bytes[0] = (guint8) kind;
      assert_skipped (bytes, 1);
      assert_skipped (bytes, HEAD_BYTES);
    }
  assert_skipped (bytes, DUO_ITEM_MAX_BYTES);
  assert_bad (bytes, DUO_ITEM_MAX_BYTES + 1);
  bytes[0] = 0;
  assert_bad (bytes, DUO_ITEM_MAX_BYTES);
}

static void
test_flags (void)
{
  static const guint8 rest[] = { 0, 0, 0, 0, 0, 0, 0, 5, 'x' };

  for (guint kind = DUO_ITEM_TEXT; kind <= DUO_ITEM_REACTION; kind++)
    {
      for (guint flags = 0; flags <= G_MAXUINT8; flags++)
        {
          g_autoptr (GByteArray) with = item_with ((guint8) kind, (guint8) flags, 0, rest, sizeof rest);
          g_autoptr (GByteArray) without = item_with ((guint8) kind, (guint8) flags, 0, "x", 1);

          g_assert_cmpint (is_read (with), ==, flags == 1 || flags == 3);
          g_assert_cmpint (is_read (without), ==, flags == 0 && kind == DUO_ITEM_TEXT);
        }
    }
}

static void
test_target_bounds (void)
{
  static const guint64 numbers[] = { 0, 1, DUO_SEQ_MAX, DUO_SEQ_MAX + 1, G_MAXINT64, G_MAXUINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GByteArray) rest = g_byte_array_new ();
      g_autoptr (GByteArray) array = NULL;

      duo_bytes_append_uint64 (rest, numbers[i]);
      duo_bytes_append_uint8 (rest, 'x');
      array = item_with (DUO_ITEM_TEXT, 1, 0, rest->data, rest->len);
      g_assert_cmpint (is_read (array), ==, numbers[i] >= 1 && numbers[i] <= DUO_SEQ_MAX);
    }
}

static void
test_times (void)
{
  static const guint64 times_ms[] = { 0, 1, DUO_TIME_MAX_MS, DUO_TIME_MAX_MS + 1, G_MAXINT64, G_MAXUINT64 };
  static const gint64 clocks_us[] = { G_MININT64, -1, 0, 999, 1999, DUO_TIME_MAX_MS * 1000, G_MAXINT64 };
  static const gint64 kept_us[] = { 0, 0, 0, 0, 1000, DUO_TIME_MAX_MS * 1000, DUO_TIME_MAX_MS * 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (times_ms); i++)
    {
      g_autoptr (GByteArray) array = item_with (DUO_ITEM_TEXT, 0, times_ms[i], "x", 1);

      g_assert_cmpint (is_read (array), ==, times_ms[i] <= (guint64) DUO_TIME_MAX_MS);
    }
  for (guint i = 0; i < G_N_ELEMENTS (clocks_us); i++)
    {
      g_autoptr (DuoItem) item = duo_item_new (DUO_ITEM_TEXT, "x", clocks_us[i], NULL);

      g_assert_cmpint (duo_item_get_sent_at_us (item), ==, kept_us[i]);
      check_round_trip (item);
    }
}

/* -- Text ------------------------------------------------------------------------------- */

/* Every scalar value of Unicode but NUL is text; controls and noncharacters too. */
static void
test_every_character (void)
{
  for (gunichar c = 0; c < 0x110000; c++)
    {
      char text[6];
      int length = g_unichar_to_utf8 (c, text);
      gboolean is_surrogate = c >= 0xd800 && c < 0xe000;

      g_assert_cmpint (is_text_read (DUO_ITEM_TEXT, text, (gsize) length), ==, c != 0 && !is_surrogate);
    }
}

/* Every pair of bytes: what GLib calls UTF-8 is taken, anything else is not. */
static void
test_every_pair (void)
{
  for (guint pair = 0; pair <= G_MAXUINT16; pair++)
    {
      char text[2] = { (char) (pair >> 8), (char) pair };

      g_assert_cmpint (is_text_read (DUO_ITEM_TEXT, text, 2), ==, g_utf8_validate_len (text, 2, NULL));
    }
}

/* -- The writing side --------------------------------------------------------------------- */

#define assert_refused(expression)                                                 \
  G_STMT_START                                                                     \
  {                                                                                \
    g_test_expect_message ("duologue-proto", G_LOG_LEVEL_CRITICAL, "*assertion*"); \
    g_assert_null (expression);                                                    \
    g_test_assert_expected_messages ();                                            \
  }                                                                                \
  G_STMT_END

static void
test_slips (void)
{
  DuoItemTarget too_high = { FALSE, DUO_SEQ_MAX + 1 };
  DuoItemTarget none = { TRUE, 0 };
  DuoItemTarget some = { 3, 7 };
  g_autofree char *longer = g_strnfill (DUO_TEXT_MAX_BYTES + 1, 'x');
  g_autoptr (DuoItem) alone = duo_item_new (DUO_ITEM_TEXT, "x", 0, &none);
  g_autoptr (DuoItem) reply = duo_item_new (DUO_ITEM_TEXT, "x", 0, &some);

  g_assert_false (duo_item_get_target (alone).is_of_sender);
  g_assert_cmpint (duo_item_get_target (reply).is_of_sender, ==, TRUE);
  assert_refused (duo_item_new (0, "x", 0, NULL));
  assert_refused (duo_item_new ((DuoItemKind) 4, "x", 0, NULL));
  assert_refused (duo_item_new (DUO_ITEM_TEXT, "", 0, NULL));
  assert_refused (duo_item_new (DUO_ITEM_TEXT, "\xff", 0, NULL));
  assert_refused (duo_item_new (DUO_ITEM_TEXT, longer, 0, NULL));
  assert_refused (duo_item_new (DUO_ITEM_TEXT, "x", 0, &too_high));
  assert_refused (duo_item_new (DUO_ITEM_EDIT, "x", 0, NULL));
  assert_refused (duo_item_new (DUO_ITEM_EDIT, "", 0, &some));
  assert_refused (duo_item_new (DUO_ITEM_REACTION, "x", 0, &none));
}

static char *
random_text (GRand *random,
             guint  max_chars)
{
  GString *text = g_string_new (NULL);
  guint n = (guint) g_rand_int_range (random, 1, (gint32) max_chars + 1);

  for (guint i = 0; i < n; i++)
    {
      gunichar c = g_rand_int (random) >> g_rand_int_range (random, 11, 26);

      g_string_append_unichar (text, g_unichar_validate (c) && c != 0 ? c : 'x');
    }
  return g_string_free (text, FALSE);
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);

  for (guint i = 0; i < 20000; i++)
    {
      DuoItemKind kind = (DuoItemKind) (1 + i % 3);
      g_autofree char *text = random_text (random, kind == DUO_ITEM_REACTION ? 16 : 200);
      gint64 sent_at_us = g_rand_int (random) * G_GINT64_CONSTANT (1000003);
      DuoItemTarget target = { g_rand_boolean (random), 1 + (guint64) g_rand_int (random) * 1000 };
      gboolean has_target = kind != DUO_ITEM_TEXT || g_rand_boolean (random);
      g_autoptr (DuoItem) item = duo_item_new (kind, text, sent_at_us, has_target ? &target : NULL);

      g_assert_cmpstr (duo_item_get_text (item), ==, text);
      g_assert_cmpint (duo_item_get_sent_at_us (item), ==, sent_at_us / 1000 * 1000);
      g_assert_cmpuint (duo_item_get_target (item).seq, ==, has_target ? target.seq : 0);
      check_round_trip (item);
    }
}

static void
test_largest (void)
{
  g_autofree char *text = g_strnfill (DUO_TEXT_MAX_BYTES, 'x');
  DuoItemTarget target = { TRUE, DUO_SEQ_MAX };
  g_autoptr (DuoItem) item = duo_item_new (DUO_ITEM_EDIT, text, G_MAXINT64, &target);
  g_autoptr (GBytes) bytes = duo_item_to_bytes (item);
  g_autoptr (DuoItem) copy = g_boxed_copy (DUO_TYPE_ITEM, item);

  g_assert_cmpuint (g_bytes_get_size (bytes), <=, DUO_ITEM_MAX_BYTES);
  g_assert_true (copy == item);
  check_round_trip (item);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  vectors = duo_test_vectors_load (MESSAGES);
  g_test_add_func ("/item/vectors", test_vectors);
  g_test_add_func ("/item/W1-cut-off", test_cut);
  g_test_add_func ("/item/W2-text-lengths", test_text_lengths);
  g_test_add_func ("/item/W1-unknown", test_unknown);
  g_test_add_func ("/item/flags", test_flags);
  g_test_add_func ("/item/target-bounds", test_target_bounds);
  g_test_add_func ("/item/W11-times", test_times);
  g_test_add_func ("/item/W2-every-character", test_every_character);
  g_test_add_func ("/item/W2-every-pair", test_every_pair);
  g_test_add_func ("/item/slips", test_slips);
  g_test_add_func ("/item/round-trip", test_round_trip);
  g_test_add_func ("/item/largest", test_largest);
  status = g_test_run ();
  g_key_file_unref (vectors);
  return status;
}
