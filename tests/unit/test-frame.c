/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-bytes.h"
#include "duo-frame.h"
#include "duo-limits.h"
#include "duo-proto-error.h"
#include "duo-test-vectors.h"

#define HEAD_BYTES 5
#define HELLO_BYTES (16 + 32 + 64 * 16)

static GKeyFile *vectors;

static void
assert_bad (gconstpointer data,
            gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoFrame) frame = duo_frame_parse (bytes, &error);

  g_assert_null (frame);
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_FRAME);
}

static void
assert_skipped (gconstpointer data,
                gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoFrame) frame = duo_frame_parse (bytes, &error);

  g_assert_null (frame);
  g_assert_no_error (error);
}

static void
assert_same (const DuoFrame *a,
             const DuoFrame *b)
{
  g_autoptr (GBytes) a_bytes = duo_frame_to_bytes (a);
  g_autoptr (GBytes) b_bytes = duo_frame_to_bytes (b);

  g_assert_cmpint (duo_frame_get_kind (a), ==, duo_frame_get_kind (b));
  g_assert_true (g_bytes_equal (a_bytes, b_bytes));
}

/* A frame of KIND with this body and the length that belongs to it. */
static GByteArray *
frame_with (guint8        kind,
            gconstpointer body,
            gsize         length)
{
  GByteArray *array = g_byte_array_new ();

  duo_bytes_append_uint8 (array, kind);
  duo_bytes_append_uint32 (array, (guint32) length);
  g_byte_array_append (array, body, (guint) length);
  return array;
}

/* Bytes that may be cut short, so that reading one too many is found. */
static void
assert_bad_body (guint8        kind,
                 gconstpointer body,
                 gsize         length)
{
  g_autoptr (GByteArray) array = frame_with (kind, body, length);

  assert_bad (array->data, array->len);
}

static void
test_bytes (void)
{
  static const guint8 expected[] = { 1, 0, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8 };
  g_autoptr (DuoFrame) frame = duo_frame_new (DUO_FRAME_PING, G_GUINT64_CONSTANT (0x0102030405060708));
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected, sizeof expected);
}

/* -- The vectors, which check-messages.py reads and writes as well ------------------ */

static DuoFrame *
build_hello (const char *group)
{
  DuoHello hello = { 0 };

  hello.version = (guint) duo_test_vectors_get_number (vectors, group, "version");
  hello.min_version = (guint) duo_test_vectors_get_number (vectors, group, "min");
  hello.abilities = (guint32) duo_test_vectors_get_number (vectors, group, "abilities");
  hello.clock_us = (gint64) duo_test_vectors_get_number (vectors, group, "clock") * 1000;
  duo_test_vectors_copy_bytes (vectors, group, "entropy", hello.entropy, sizeof hello.entropy);
  duo_test_vectors_copy_bytes (vectors, group, "tags", hello.tags[0].bytes, sizeof hello.tags);
  return duo_frame_new_hello (&hello);
}

static DuoFrame *
build_join (const char *group)
{
  static const DuoReunionTag none;
  DuoReunionTag tag;

  duo_test_vectors_copy_bytes (vectors, group, "tag", tag.bytes, sizeof tag.bytes);
  return duo_frame_new_join (memcmp (&tag, &none, sizeof tag) == 0 ? NULL : &tag);
}

static DuoFrame *
build_receipt (const char *group)
{
  return duo_frame_new_receipt (duo_test_vectors_get_number (vectors, group, "stored"),
                                duo_test_vectors_get_number (vectors, group, "seen"));
}

static DuoFrame *
build_piece (const char *group)
{
  g_autoptr (GBytes) data = duo_test_vectors_get_bytes (vectors, group, "data");

  return duo_frame_new_piece (duo_test_vectors_get_number (vectors, group, "seq"),
                              (guint32) duo_test_vectors_get_number (vectors, group, "size"),
                              (guint32) duo_test_vectors_get_number (vectors, group, "offset"), data);
}

static DuoFrame *
build_signal (const char *group)
{
  g_autofree char *json = duo_test_vectors_get_text (vectors, group, "json");

  return duo_frame_new_signal ((guint32) duo_test_vectors_get_number (vectors, group, "round"), json);
}

static DuoFrame *
build (const char *group)
{
  static const char *kinds[] = {
    "ping",
    "pong",
    "bye",
    "hello",
    "join",
    "receipt",
    "piece",
    "typing",
    "signal",
    "renew",
    NULL,
  };
  g_autofree char *name = duo_test_vectors_get_text (vectors, group, "frame");
  guint kind = 1;

  while (!g_str_equal (kinds[kind - 1], name))
    {
      kind++;
    }
  switch ((DuoFrameKind) kind)
    {
    case DUO_FRAME_HELLO:
      return build_hello (group);
    case DUO_FRAME_JOIN:
      return build_join (group);
    case DUO_FRAME_RECEIPT:
      return build_receipt (group);
    case DUO_FRAME_PIECE:
      return build_piece (group);
    case DUO_FRAME_TYPING:
      return duo_frame_new_typing (duo_test_vectors_get_number (vectors, group, "typing") == 1);
    case DUO_FRAME_SIGNAL:
      return build_signal (group);
    case DUO_FRAME_RENEW:
      return duo_frame_new_renew ((guint32) duo_test_vectors_get_number (vectors, group, "round"));
    case DUO_FRAME_PING:
    case DUO_FRAME_PONG:
    case DUO_FRAME_BYE:
    default:
      return duo_frame_new ((DuoFrameKind) kind, duo_test_vectors_get_number (vectors, group, "token"));
    }
}

static void
assert_hello (const DuoHello *a,
              const DuoHello *b)
{
  g_assert_cmpuint (a->version, ==, b->version);
  g_assert_cmpuint (a->min_version, ==, b->min_version);
  g_assert_cmpuint (a->abilities, ==, b->abilities);
  g_assert_cmpint (a->clock_us, ==, b->clock_us);
  g_assert_cmpmem (a->entropy, sizeof a->entropy, b->entropy, sizeof b->entropy);
  g_assert_cmpmem (a->tags, sizeof a->tags, b->tags, sizeof b->tags);
}

/* Every getter that belongs to the kind. */
static void
assert_fields (const DuoFrame *a,
               const DuoFrame *b)
{
  switch (duo_frame_get_kind (a))
    {
    case DUO_FRAME_HELLO:
      assert_hello (duo_frame_get_hello (a), duo_frame_get_hello (b));
      break;
    case DUO_FRAME_JOIN:
      g_assert_cmpint (duo_frame_get_tag (a) == NULL, ==, duo_frame_get_tag (b) == NULL);
      if (duo_frame_get_tag (a) != NULL)
        g_assert_cmpmem (duo_frame_get_tag (a), 16, duo_frame_get_tag (b), 16);
      break;
    case DUO_FRAME_RECEIPT:
      g_assert_cmpuint (duo_frame_get_stored (a), ==, duo_frame_get_stored (b));
      g_assert_cmpuint (duo_frame_get_seen (a), ==, duo_frame_get_seen (b));
      break;
    case DUO_FRAME_PIECE:
      g_assert_cmpuint (duo_frame_get_seq (a), ==, duo_frame_get_seq (b));
      g_assert_cmpuint (duo_frame_get_size (a), ==, duo_frame_get_size (b));
      g_assert_cmpuint (duo_frame_get_offset (a), ==, duo_frame_get_offset (b));
      g_assert_true (g_bytes_equal (duo_frame_get_data (a), duo_frame_get_data (b)));
      break;
    case DUO_FRAME_TYPING:
      g_assert_cmpint (duo_frame_get_typing (a), ==, duo_frame_get_typing (b));
      break;
    case DUO_FRAME_SIGNAL:
      g_assert_cmpstr (duo_frame_get_json (a), ==, duo_frame_get_json (b));
      g_assert_cmpuint (duo_frame_get_round (a), ==, duo_frame_get_round (b));
      break;
    case DUO_FRAME_RENEW:
      g_assert_cmpuint (duo_frame_get_round (a), ==, duo_frame_get_round (b));
      break;
    case DUO_FRAME_PING:
    case DUO_FRAME_PONG:
    case DUO_FRAME_BYE:
      g_assert_cmpuint (duo_frame_get_token (a), ==, duo_frame_get_token (b));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
check_vector (GKeyFile   *file,
              const char *group)
{
  g_autoptr (GBytes) expected = duo_test_vectors_get_bytes (file, group, "bytes");
  g_autoptr (DuoFrame) frame = build (group);
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoFrame) read = duo_frame_parse (expected, &error);

  g_assert_true (g_bytes_equal (bytes, expected));
  g_assert_no_error (error);
  g_assert_nonnull (read);
  g_assert_cmpint (duo_frame_get_kind (read), ==, duo_frame_get_kind (frame));
  assert_fields (frame, read);
  assert_same (frame, read);
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
  duo_test_vectors_foreach (vectors, "frame-", check_vector);
  duo_test_vectors_foreach (vectors, "bad-frame-", check_bad);
  duo_test_vectors_foreach (vectors, "skipped-frame-", check_skipped);
}

/* -- Lengths ------------------------------------------------------------------------- */

/* Whether a body of this length is one that KIND may have. */
static gboolean
is_length_of (guint8 kind,
              gsize  length)
{
  switch ((DuoFrameKind) kind)
    {
    case DUO_FRAME_HELLO:
      return length >= HELLO_BYTES;
    case DUO_FRAME_PIECE:
      return length > 16;
    case DUO_FRAME_SIGNAL:
      return length > 4;
    case DUO_FRAME_PING:
    case DUO_FRAME_PONG:
    case DUO_FRAME_BYE:
      return length == 8;
    case DUO_FRAME_JOIN:
    case DUO_FRAME_RECEIPT:
      return length == 16;
    case DUO_FRAME_TYPING:
      return length == 1;
    case DUO_FRAME_RENEW:
      return length == 4;
    default:
      g_assert_not_reached ();
    }
}

/* Cut off anywhere it is bad, whether or not the head says how much is left. */
static void
check_cut (GKeyFile   *file,
           const char *group)
{
  g_autoptr (GBytes) bytes = duo_test_vectors_get_bytes (file, group, "bytes");
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree char *json = g_key_file_get_value (file, group, "json", NULL);

  for (gsize n = 0; n < size; n++)
    {
      assert_bad (data, n);
    }
  for (gsize length = 0; length < size - HEAD_BYTES; length++)
    {
      if (!is_length_of (data[0], length))
        assert_bad_body (data[0], data + HEAD_BYTES, length);
      else if (json != NULL && !g_utf8_validate_len (json, length - 4, NULL))
        assert_bad_body (data[0], data + HEAD_BYTES, length);
    }
}

static void
test_cut (void)
{
  duo_test_vectors_foreach (vectors, "frame-", check_cut);
}

/* Each kind with a body of zeros, of ones and of 0xff of every length up to the limit. */
static void
test_every_length (void)
{
  static const guint8 fills[] = { 0, 1, 0xff };

  for (guint fill = 0; fill < G_N_ELEMENTS (fills); fill++)
    {
      g_autofree guint8 *body = g_malloc (DUO_FRAME_MAX_BYTES);

      memset (body, fills[fill], DUO_FRAME_MAX_BYTES);
      for (guint8 kind = DUO_FRAME_PING; kind <= DUO_FRAME_RENEW; kind++)
        {
          for (gsize length = 0; length <= DUO_FRAME_MAX_BYTES - HEAD_BYTES; length += length < 1200 ? 1 : 97)
            {
              if (!is_length_of (kind, length))
                assert_bad_body (kind, body, length);
            }
        }
    }
}

static void
test_longer_hello (void)
{
  g_autoptr (GBytes) bytes = duo_test_vectors_get_bytes (vectors, "frame-hello", "bytes");
  g_autoptr (DuoFrame) hello = duo_frame_parse (bytes, NULL);
  g_autofree guint8 *body = g_malloc0 (DUO_FRAME_MAX_BYTES);

  memcpy (body, (const guint8 *) g_bytes_get_data (bytes, NULL) + HEAD_BYTES, HELLO_BYTES);
  for (gsize length = HELLO_BYTES; length <= DUO_FRAME_MAX_BYTES - HEAD_BYTES; length += 1 + length / 7)
    {
      g_autoptr (GByteArray) array = frame_with (DUO_FRAME_HELLO, body, length);
      g_autoptr (GBytes) longer = g_bytes_new (array->data, array->len);
      g_autoptr (DuoFrame) frame = duo_frame_parse (longer, NULL);

      g_assert_nonnull (frame);
      assert_hello (duo_frame_get_hello (frame), duo_frame_get_hello (hello));
    }
  assert_bad_body (DUO_FRAME_HELLO, body, DUO_FRAME_MAX_BYTES - HEAD_BYTES + 1);
}

static void
test_limit (void)
{
  g_autofree guint8 *body = g_malloc0 (DUO_FRAME_MAX_BYTES);
  gsize most = DUO_FRAME_MAX_BYTES - HEAD_BYTES;

  for (guint kind = DUO_FRAME_RENEW + 1; kind <= G_MAXUINT8; kind++)
    {
      g_autoptr (GByteArray) empty = frame_with ((guint8) kind, body, 0);
      g_autoptr (GByteArray) largest = frame_with ((guint8) kind, body, most);
      g_autoptr (GByteArray) larger = frame_with ((guint8) kind, body, most + 1);

      assert_skipped (empty->data, empty->len);
      assert_skipped (largest->data, largest->len);
      assert_bad (larger->data, larger->len);
      assert_bad (largest->data, largest->len - 1);
    }
}

/* -- Bounds of the fields ------------------------------------------------------------- */

static gboolean
can_be_read (GByteArray *array)
{
  g_autoptr (GBytes) bytes = g_bytes_new (array->data, array->len);
  g_autoptr (DuoFrame) frame = duo_frame_parse (bytes, NULL);

  return frame != NULL;
}

static gboolean
is_piece_read (guint64 seq,
               guint32 size_bytes,
               guint32 offset_bytes,
               gsize   length)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GByteArray) array = NULL;

  duo_bytes_append_uint64 (body, seq);
  duo_bytes_append_uint32 (body, size_bytes);
  duo_bytes_append_uint32 (body, offset_bytes);
  g_byte_array_set_size (body, (guint) (16 + length));
  array = frame_with (DUO_FRAME_PIECE, body->data, body->len);
  return can_be_read (array);
}

static void
test_piece_bounds (void)
{
  guint32 item = DUO_ITEM_MAX_BYTES;
  guint32 piece = DUO_PIECE_MAX_BYTES;

  g_assert_true (is_piece_read (1, 1, 0, 1));
  g_assert_true (is_piece_read (DUO_SEQ_MAX, item, 0, piece));
  g_assert_true (is_piece_read (1, item, item - piece, piece));
  g_assert_true (is_piece_read (1, item, item - 1, 1));
  g_assert_true (is_piece_read (1, piece, 0, piece));

  g_assert_false (is_piece_read (0, 1, 0, 1));
  g_assert_false (is_piece_read (DUO_SEQ_MAX + 1, 1, 0, 1));
  g_assert_false (is_piece_read (G_MAXUINT64, 1, 0, 1));
  g_assert_false (is_piece_read (1, 0, 0, 1));
  g_assert_false (is_piece_read (1, item + 1, 0, 1));
  g_assert_false (is_piece_read (1, G_MAXUINT32, 0, 1));
  g_assert_false (is_piece_read (1, item, 0, piece + 1));
  g_assert_false (is_piece_read (1, item, item, 1));
  g_assert_false (is_piece_read (1, item, item - piece + 1, piece));
  g_assert_false (is_piece_read (1, piece - 1, 0, piece));
  g_assert_false (is_piece_read (1, 1, G_MAXUINT32, 1));
  g_assert_false (is_piece_read (1, 1, 0, 0));
}

static gboolean
is_receipt_read (guint64 stored,
                 guint64 seen)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GByteArray) array = NULL;

  duo_bytes_append_uint64 (body, stored);
  duo_bytes_append_uint64 (body, seen);
  array = frame_with (DUO_FRAME_RECEIPT, body->data, body->len);
  return can_be_read (array);
}

static void
test_receipt_bounds (void)
{
  g_assert_true (is_receipt_read (0, 0));
  g_assert_true (is_receipt_read (1, 0));
  g_assert_true (is_receipt_read (DUO_SEQ_MAX, DUO_SEQ_MAX));
  g_assert_false (is_receipt_read (0, 1));
  g_assert_false (is_receipt_read (DUO_SEQ_MAX, DUO_SEQ_MAX + 1));
  g_assert_false (is_receipt_read (DUO_SEQ_MAX + 1, 0));
  g_assert_false (is_receipt_read (G_MAXUINT64, G_MAXUINT64));
}

static gboolean
is_hello_read (guint16 version,
               guint16 min_version,
               guint64 clock_ms)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GByteArray) array = NULL;

  duo_bytes_append_uint16 (body, version);
  duo_bytes_append_uint16 (body, min_version);
  duo_bytes_append_uint32 (body, G_MAXUINT32);
  duo_bytes_append_uint64 (body, clock_ms);
  g_byte_array_set_size (body, HELLO_BYTES);
  array = frame_with (DUO_FRAME_HELLO, body->data, body->len);
  return can_be_read (array);
}

static void
test_hello_bounds (void)
{
  g_assert_true (is_hello_read (1, 1, 0));
  g_assert_true (is_hello_read (G_MAXUINT16, G_MAXUINT16, 0));
  g_assert_true (is_hello_read (2, 1, DUO_TIME_MAX_MS));
  g_assert_false (is_hello_read (0, 0, 0));
  g_assert_false (is_hello_read (1, 0, 0));
  g_assert_false (is_hello_read (0, 1, 0));
  g_assert_false (is_hello_read (1, 2, 0));
  g_assert_false (is_hello_read (1, 1, DUO_TIME_MAX_MS + 1));
  g_assert_false (is_hello_read (1, 1, G_MAXUINT64));
}

static void
test_small_bounds (void)
{
  for (guint value = 0; value <= G_MAXUINT8; value++)
    {
      guint8 yes_or_no = (guint8) value;
      guint8 round[4] = { 0, 0, 0, (guint8) value };
      g_autoptr (GByteArray) typing = frame_with (DUO_FRAME_TYPING, &yes_or_no, 1);
      g_autoptr (GByteArray) renew = frame_with (DUO_FRAME_RENEW, round, sizeof round);

      g_assert_cmpint (can_be_read (typing), ==, value <= 1);
      g_assert_cmpint (can_be_read (renew), ==, value >= 1);
    }
}

static void
test_signal_bounds (void)
{
  gsize most = DUO_FRAME_MAX_BYTES - HEAD_BYTES - 4;
  g_autofree char *longest = g_strnfill (most, 'x');
  g_autofree char *longer = g_strnfill (most + 1, 'x');
  g_autoptr (DuoFrame) frame = duo_frame_new_signal (G_MAXUINT32, longest);
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);
  g_autoptr (DuoFrame) again = duo_frame_parse (bytes, NULL);

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, DUO_FRAME_MAX_BYTES);
  g_assert_nonnull (again);
  assert_fields (frame, again);

  g_test_expect_message ("duologue-proto", G_LOG_LEVEL_CRITICAL, "*strlen (json)*");
  g_assert_null (duo_frame_new_signal (1, longer));
  g_test_assert_expected_messages ();
}

/* -- The writing side ------------------------------------------------------------------ */

static void
test_hello_clock (void)
{
  static const gint64 clocks_us[] = { -1, G_MININT64, 0, 999, 1000, 1999, G_MAXINT64 };
  static const gint64 kept_us[] = { 0, 0, 0, 0, 1000, 1000, DUO_TIME_MAX_MS * 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (clocks_us); i++)
    {
      DuoHello hello = { .version = 1, .min_version = 1, .clock_us = clocks_us[i] };
      g_autoptr (DuoFrame) frame = duo_frame_new_hello (&hello);
      g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);
      g_autoptr (DuoFrame) again = duo_frame_parse (bytes, NULL);

      g_assert_cmpint (duo_frame_get_hello (frame)->clock_us, ==, kept_us[i]);
      g_assert_cmpint (duo_frame_get_hello (again)->clock_us, ==, kept_us[i]);
    }
}

#define assert_refused(expression)                                                 \
  G_STMT_START                                                                     \
  {                                                                                \
    g_test_expect_message ("duologue-proto", G_LOG_LEVEL_CRITICAL, "*assertion*"); \
    g_assert_null (expression);                                                    \
    g_test_assert_expected_messages ();                                            \
  }                                                                                \
  G_STMT_END

/* What may not be read is not written either. */
static void
test_slips (void)
{
  DuoHello hello = { .version = 1, .min_version = 2 };
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) some = g_bytes_new_static ("hello", 5);

  assert_refused (duo_frame_new (DUO_FRAME_HELLO, 0));
  assert_refused (duo_frame_new_hello (&hello));
  assert_refused (duo_frame_new_receipt (1, 2));
  assert_refused (duo_frame_new_receipt (DUO_SEQ_MAX + 1, 0));
  assert_refused (duo_frame_new_piece (0, 5, 0, some));
  assert_refused (duo_frame_new_piece (1, 5, 1, some));
  assert_refused (duo_frame_new_piece (1, 5, 0, none));
  assert_refused (duo_frame_new_signal (0, "{}"));
  assert_refused (duo_frame_new_signal (1, ""));
  assert_refused (duo_frame_new_signal (1, "\xff"));
  assert_refused (duo_frame_new_renew (0));
}

/* A piece holds on to the bytes it came in, and to nothing else. */
static void
test_piece_data (void)
{
  g_autoptr (DuoFrame) frame = NULL;
  g_autoptr (DuoFrame) copy = NULL;

  {
    g_autoptr (GBytes) bytes = duo_test_vectors_get_bytes (vectors, "frame-piece", "bytes");

    frame = duo_frame_parse (bytes, NULL);
  }
  copy = g_boxed_copy (DUO_TYPE_FRAME, frame);
  g_assert_true (copy == frame);
  g_assert_cmpuint (g_bytes_get_size (duo_frame_get_data (frame)), ==, duo_frame_get_size (frame));
}

/* -- Chance ------------------------------------------------------------------------------ */

static guint64
random_seq (GRand   *random,
            guint64  least)
{
  guint64 number = (guint64) g_rand_int (random) << 32 | g_rand_int (random);

  number >>= g_rand_int_range (random, 11, 64);
  return MAX (number, least);
}

static void
fill_randomly (GRand  *random,
               guint8 *bytes,
               gsize   length)
{
  for (gsize i = 0; i < length; i++)
    {
      bytes[i] = (guint8) g_rand_int (random);
    }
}

static DuoFrame *
random_hello (GRand *random)
{
  DuoHello hello = { 0 };

  hello.min_version = (guint) g_rand_int_range (random, 1, G_MAXUINT16);
  hello.version = (guint) g_rand_int_range (random, (gint32) hello.min_version, G_MAXUINT16 + 1);
  hello.abilities = g_rand_int (random);
  hello.clock_us = (gint64) (random_seq (random, 0) % (guint64) DUO_TIME_MAX_MS) * 1000;
  fill_randomly (random, hello.entropy, sizeof hello.entropy);
  fill_randomly (random, hello.tags[0].bytes, sizeof hello.tags);
  return duo_frame_new_hello (&hello);
}

static DuoFrame *
random_piece (GRand *random)
{
  guint32 size = (guint32) g_rand_int_range (random, 1, DUO_ITEM_MAX_BYTES + 1);
  guint32 offset = (guint32) g_rand_int_range (random, 0, (gint32) size);
  guint32 most = MIN (size - offset, DUO_PIECE_MAX_BYTES);
  gsize length = (gsize) g_rand_int_range (random, 1, (gint32) most + 1);
  guint8 *bytes = g_malloc (length);

  fill_randomly (random, bytes, length);
  {
    g_autoptr (GBytes) data = g_bytes_new_take (bytes, length);

    return duo_frame_new_piece (random_seq (random, 1), size, offset, data);
  }
}

static DuoFrame *
random_frame (GRand        *random,
              DuoFrameKind  kind)
{
  guint64 stored = random_seq (random, 0);
  guint64 seen = random_seq (random, 0);
  DuoReunionTag tag;

  switch (kind)
    {
    case DUO_FRAME_HELLO:
      return random_hello (random);
    case DUO_FRAME_JOIN:
      fill_randomly (random, tag.bytes, sizeof tag.bytes);
      return duo_frame_new_join (g_rand_boolean (random) ? &tag : NULL);
    case DUO_FRAME_RECEIPT:
      return duo_frame_new_receipt (stored, MIN (stored, seen));
    case DUO_FRAME_PIECE:
      return random_piece (random);
    case DUO_FRAME_TYPING:
      return duo_frame_new_typing (g_rand_boolean (random));
    case DUO_FRAME_SIGNAL:
      return duo_frame_new_signal (g_rand_int (random) | 1, "{\"é\":\"你\"}");
    case DUO_FRAME_RENEW:
      return duo_frame_new_renew (g_rand_int (random) | 1);
    case DUO_FRAME_PING:
    case DUO_FRAME_PONG:
    case DUO_FRAME_BYE:
    default:
      return duo_frame_new (kind, random_seq (random, 0));
    }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);

  for (guint i = 0; i < 20000; i++)
    {
      DuoFrameKind kind = (DuoFrameKind) (1 + i % DUO_FRAME_RENEW);
      g_autoptr (DuoFrame) frame = random_frame (random, kind);
      g_autoptr (GBytes) bytes = duo_frame_to_bytes (frame);
      g_autoptr (DuoFrame) again = duo_frame_parse (bytes, NULL);

      g_assert_nonnull (again);
      g_assert_cmpint (duo_frame_get_kind (again), ==, kind);
      assert_fields (frame, again);
      assert_same (frame, again);
    }
}

/* With any one bit changed it is refused, skipped or means just what it says. */
static void
check_flipped (GKeyFile   *file,
               const char *group)
{
  g_autoptr (GBytes) bytes = duo_test_vectors_get_bytes (file, group, "bytes");
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize bit = 0; bit < 8 * size; bit++)
    {
      g_autofree guint8 *changed = g_memdup2 (data, size);
      g_autoptr (GBytes) copy = NULL;
      g_autoptr (DuoFrame) frame = NULL;

      changed[bit / 8] ^= (guint8) (1 << bit % 8);
      copy = g_bytes_new (changed, size);
      frame = duo_frame_parse (copy, NULL);
      g_assert_true (bit < 8 || bit >= 8 * HEAD_BYTES || frame == NULL);
      if (frame != NULL)
        {
          g_autoptr (GBytes) again = duo_frame_to_bytes (frame);

          g_assert_true (g_bytes_equal (again, copy));
        }
    }
}

static void
test_flipped (void)
{
  duo_test_vectors_foreach (vectors, "frame-", check_flipped);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  vectors = duo_test_vectors_load (MESSAGES);
  g_test_add_func ("/frame/bytes", test_bytes);
  g_test_add_func ("/frame/vectors", test_vectors);
  g_test_add_func ("/frame/W1-cut-off", test_cut);
  g_test_add_func ("/frame/W1-every-length", test_every_length);
  g_test_add_func ("/frame/W1-longer-hello", test_longer_hello);
  g_test_add_func ("/frame/W2-limit", test_limit);
  g_test_add_func ("/frame/bounds/piece", test_piece_bounds);
  g_test_add_func ("/frame/bounds/receipt", test_receipt_bounds);
  g_test_add_func ("/frame/bounds/hello", test_hello_bounds);
  g_test_add_func ("/frame/bounds/small", test_small_bounds);
  g_test_add_func ("/frame/bounds/signal", test_signal_bounds);
  g_test_add_func ("/frame/W11-hello-clock", test_hello_clock);
  g_test_add_func ("/frame/slips", test_slips);
  g_test_add_func ("/frame/piece-data", test_piece_data);
  g_test_add_func ("/frame/round-trip", test_round_trip);
  g_test_add_func ("/frame/flipped", test_flipped);
  status = g_test_run ();
  g_key_file_unref (vectors);
  return status;
}
