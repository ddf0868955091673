/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "duo-base64url.h"
#include "duo-invite-code.h"
#include "duo-limits.h"
#include "duo-proto-error.h"
#include "duo-qr.h"

/* A picture of one byte a pixel, light at first. */
typedef struct
{
  guint8 *pixels;
  guint width;
  guint height;
} Picture;

static Picture
picture_new (guint width,
             guint height)
{
  Picture self = { g_malloc ((gsize) width * height), width, height };

  memset (self.pixels, 0xff, (gsize) width * height);
  return self;
}

static void
draw (Picture    *self,
      const char *text,
      guint       left,
      guint       top,
      guint       scale)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoQr) qr = duo_qr_encode (text, &error);
  guint size = duo_qr_get_size (qr) * scale;

  g_assert_no_error (error);
  g_assert_cmpuint (left + size, <=, self->width);
  g_assert_cmpuint (top + size, <=, self->height);
  for (guint i = 0; i < size * size; i++)
    {
      guint x = i % size;
      guint y = i / size;

      self->pixels[(top + y) * self->width + left + x] = duo_qr_is_dark (qr, x / scale, y / scale) ? 0 : 0xff;
    }
}

static Picture
picture_of (const char *text,
            guint       scale)
{
  g_autoptr (DuoQr) qr = duo_qr_encode (text, NULL);
  guint size = (duo_qr_get_size (qr) + 2 * DUO_QR_QUIET_MODULES) * scale;
  Picture self = picture_new (size, size);

  draw (&self, text, DUO_QR_QUIET_MODULES * scale, DUO_QR_QUIET_MODULES * scale, scale);
  return self;
}

static guint8
get_pixel (const Picture *self,
           double         x,
           double         y)
{
  if (x < 0 || y < 0 || x >= self->width || y >= self->height)
    {
      return 0xff;
    }
  return self->pixels[(guint) y * self->width + (guint) x];
}

/* As a phone sees it: turned, from the side, in a dim light, a little out of
 * focus, with noise. */
static Picture
photograph (const Picture *of,
            double         degrees)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint size = of->width * 3 / 2;
  Picture self = picture_new (size, size);
  double cosine = cos (degrees * G_PI / 180);
  double sine = sin (degrees * G_PI / 180);

  for (guint i = 0; i < size * size; i++)
    {
      double x = i % size - size / 2.0;
      double y = i / size - size / 2.0;
      double far = 1 + x / size / 6;
      double sum = 0;

      for (int blur = 0; blur < 9; blur++)
        {
          double bx = (x + blur % 3 - 1) * far;
          double by = (y + blur / 3 - 1) * far;

          sum += get_pixel (of, bx * cosine + by * sine + of->width / 2.0, by * cosine - bx * sine + of->height / 2.0);
        }
      sum = 60 + sum / 9 * 0.5 + x / size * 40 + g_rand_double_range (rand, -20, 20);
      self.pixels[i] = (guint8) CLAMP (sum, 0, 255);
    }
  return self;
}

static void
assert_reads (Picture     picture,
              const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *read = duo_qr_decode (picture.pixels, picture.width, picture.height, picture.width, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (read, ==, text);
  g_free (picture.pixels);
}

static void
assert_fails (Picture picture,
              int     code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (duo_qr_decode (picture.pixels, picture.width, picture.height, picture.width, &error));
  g_assert_error (error, DUO_PROTO_ERROR, code);
  g_free (picture.pixels);
}

static GKeyFile *
load_vectors (void)
{
  GKeyFile *file = g_key_file_new ();

  g_assert_true (g_key_file_load_from_file (file, INVITE_CODES, G_KEY_FILE_NONE, NULL));
  return file;
}

static char *
get_form (const char *name,
          const char *form)
{
  g_autoptr (GKeyFile) file = load_vectors ();

  return g_key_file_get_value (file, name, form, NULL);
}

static void
test_matrix (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoQr) qr = duo_qr_encode ("A", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (duo_qr_get_size (qr), ==, 21);
  /* A finder pattern: a dark ring, a light one, a dark middle. */
  g_assert_true (duo_qr_is_dark (qr, 0, 0) && duo_qr_is_dark (qr, 6, 0) && duo_qr_is_dark (qr, 3, 3));
  g_assert_false (duo_qr_is_dark (qr, 1, 1) || duo_qr_is_dark (qr, 7, 0));
}

/* 2331 bytes are what version 40-M takes. */
static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (2332, 'a');
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoQr) qr = NULL;

  g_assert_null (duo_qr_encode (text, &error));
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_TOO_LONG);
  text[2331] = '\0';
  qr = duo_qr_encode (text, NULL);
  g_assert_cmpuint (duo_qr_get_size (qr), ==, 177);
}

static void
test_read_back (void)
{
  g_autoptr (GKeyFile) file = load_vectors ();
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (char **group = groups; *group != NULL; group++)
    {
      g_autofree char *qr = g_key_file_get_value (file, *group, "qr", NULL);
      g_autofree char *link = g_key_file_get_value (file, *group, "link", NULL);

      assert_reads (picture_of (qr, 1), qr);
      assert_reads (picture_of (qr, 2), qr);
      assert_reads (picture_of (qr, 5), qr);
      assert_reads (picture_of (link, 3), link);
    }
}

/* From the picture to the description. */
static void
test_picture_to_description (void)
{
  g_autofree char *text = get_form ("duologue-nat", "qr");
  Picture picture = picture_of (text, 3);
  g_autofree char *read = duo_qr_decode (picture.pixels, picture.width, picture.height, picture.width, NULL);
  g_autoptr (DuoDescription) description = duo_invite_code_parse (read, strlen (read), NULL, NULL);

  g_assert_nonnull (description);
  g_free (picture.pixels);
}

static void
test_photograph (void)
{
  static const double turns[] = { 0, 4, -11, 30, 90, 135, 180, 268 };
  g_autofree char *text = get_form ("duologue-nat", "qr");
  Picture picture = picture_of (text, 6);

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      assert_reads (photograph (&picture, turns[i]), text);
    }
  g_free (picture.pixels);
}

/* A window on a larger screen, and rows that are longer than the picture is wide. */
static void
test_screenshot (void)
{
  g_autofree char *text = get_form ("duologue-lan", "qr");
  Picture screen = picture_new (1920, 1080);
  g_autofree char *read = NULL;

  draw (&screen, text, 1200, 300, 4);
  read = duo_qr_decode (screen.pixels + 1000, 920, 1080, 1920, NULL);
  g_assert_cmpstr (read, ==, text);
  assert_reads (screen, text);
}

static void
test_none (void)
{
  g_autofree guint8 *pixel = g_malloc0 (1);
  g_autoptr (GError) error = NULL;

  assert_fails (picture_new (300, 300), DUO_PROTO_ERROR_NO_SIGNAL);
  assert_fails (picture_new (1, 1), DUO_PROTO_ERROR_NO_SIGNAL);
  assert_fails (picture_new (3000, 1), DUO_PROTO_ERROR_NO_SIGNAL);
  g_assert_null (duo_qr_decode (pixel, 0, 0, 0, &error));
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NO_SIGNAL);
}

static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint n = 0; n < 20; n++)
    {
      Picture picture = picture_new (50 + n * 13, 200 - n * 7);

      for (guint i = 0; i < picture.width * picture.height; i++)
        {
          picture.pixels[i] = g_rand_boolean (rand) ? 0 : 0xff;
        }
      assert_fails (picture, DUO_PROTO_ERROR_NO_SIGNAL);
    }
}

static void
test_two (void)
{
  Picture different = picture_new (400, 200);
  Picture same = picture_new (400, 200);

  draw (&different, "DUOLOGUE:I/1", 20, 20, 5);
  draw (&different, "DUOLOGUE:I/2", 240, 20, 5);
  assert_fails (different, DUO_PROTO_ERROR_DAMAGED);
  draw (&same, "DUOLOGUE:I/1", 20, 20, 5);
  draw (&same, "DUOLOGUE:I/1", 240, 20, 5);
  assert_reads (same, "DUOLOGUE:I/1");
}

static void
test_too_large (void)
{
  g_autofree guint8 *pixel = g_malloc0 (1);
  g_autoptr (GError) error = NULL;

  g_assert_null (duo_qr_decode (pixel, G_MAXUINT, G_MAXUINT, G_MAXUINT, &error));
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_TOO_LONG);
  g_clear_error (&error);
  g_assert_null (duo_qr_decode (pixel, DUO_PICTURE_MAX_PIXELS / 1024 + 1, 1024, G_MAXUINT, &error));
  g_assert_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_TOO_LONG);
}

/* What other programs put into a QR code is handed on as it is. */
static void
test_other_text (void)
{
  assert_reads (picture_of ("https://example.org/?a=b", 3), "https://example.org/?a=b");
  assert_reads (picture_of ("Grüße, 你好", 3), "Grüße, 你好");
  assert_reads (picture_of ("WIFI:S:home;T:WPA;P:secret;;", 3), "WIFI:S:home;T:WPA;P:secret;;");
}

static gsize
measure_deflated (const char *text)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW, 9);
  guint8 out[4096];
  gsize n_read;
  gsize n_written;

  g_assert_cmpint (g_converter_convert (G_CONVERTER (compressor), text, strlen (text), out, sizeof out,
                                        G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL),
                   ==, G_CONVERTER_FINISHED);
  return duo_base64url_measure (n_written);
}

static guint
get_qr_version (const char *text)
{
  g_autoptr (DuoQr) qr = duo_qr_encode (text, NULL);

  return (duo_qr_get_size (qr) - 17) / 4;
}

static void
print_sizes (GKeyFile   *file,
             const char *group)
{
  g_autofree char *json = g_key_file_get_value (file, group, "json", NULL);
  g_autofree char *code = g_key_file_get_value (file, group, "code", NULL);
  g_autofree char *link = g_key_file_get_value (file, group, "link", NULL);
  g_autofree char *qr = g_key_file_get_value (file, group, "qr", NULL);
  g_autoptr (DuoDescription) description = duo_description_parse_json (json, strlen (json), NULL);
  g_autofree char *ours = duo_description_to_json (description);

  g_test_message ("| %-20s | %4zu | %4zu | %4zu | v%u | %zu | %zu | %zu | v%u |", group, strlen (json), strlen (ours),
                  measure_deflated (ours), get_qr_version (ours), strlen (code), strlen (link), strlen (qr),
                  get_qr_version (qr));
}

static void
assert_size (GKeyFile   *file,
             const char *group,
             gsize       max)
{
  g_autofree char *code = g_key_file_get_value (file, group, "code", NULL);

  g_assert_cmpuint (strlen (code), <=, max);
}

/* --verbose prints the table. */
static void
test_sizes (void)
{
  g_autoptr (GKeyFile) file = load_vectors ();
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  g_test_message ("| description | JSON as made | our JSON | deflated, base64url | its QR | code | link | QR text | its QR |");
  for (char **group = groups; *group != NULL; group++)
    {
      print_sizes (file, *group);
    }
  assert_size (file, "duologue-nat", 160);
  assert_size (file, "duologue-turn", 160);
  assert_size (file, "duologue-lan", 120);
  assert_size (file, "duologue-lan-lab", 110);
  assert_size (file, "webrtcbin-nat-lab", 160);
  assert_size (file, "chromium-offer", 120);
  assert_size (file, "firefox-offer", 120);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qr/matrix", test_matrix);
  g_test_add_func ("/qr/too-long", test_too_long);
  g_test_add_func ("/qr/read-back", test_read_back);
  g_test_add_func ("/qr/picture-to-description", test_picture_to_description);
  g_test_add_func ("/qr/photograph", test_photograph);
  g_test_add_func ("/qr/screenshot", test_screenshot);
  g_test_add_func ("/qr/none", test_none);
  g_test_add_func ("/qr/noise", test_noise);
  g_test_add_func ("/qr/two", test_two);
  g_test_add_func ("/qr/too-large", test_too_large);
  g_test_add_func ("/qr/other-text", test_other_text);
  g_test_add_func ("/qr/sizes", test_sizes);
  return g_test_run ();
}
