/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-qr.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>
#include <zbar.h>

#include "duo-limits.h"
#include "duo-proto-error.h"

struct _DuoQr
{
  guint size;
  guint8 *modules; /* (owned) size × size, 1 is dark */
};

G_DEFINE_BOXED_TYPE (DuoQr, duo_qr, duo_qr_ref, duo_qr_unref)

static void
qr_free (gpointer data)
{
  DuoQr *self = data;

  g_free (self->modules);
}

static gpointer
refuse (GError        **error,
        DuoProtoError   code,
        const char     *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, (int) code, "QR code refused: %s", reason);
  return NULL;
}

DuoQr *
duo_qr_encode (const char  *text,
               GError     **error)
{
  DuoQr *self;
  QRcode *code;
  gsize n_modules;

  g_return_val_if_fail (text != NULL && *text != '\0', NULL);

  /* The hint is for what is not digits or of the alphanumeric alphabet; the
   * shortest segments are found by the library. */
  code = QRcode_encodeString (text, /* version= */ 0, QR_ECLEVEL_M, QR_MODE_8, /* casesensitive= */ 1);
  if (code == NULL)
    {
      return refuse (error, DUO_PROTO_ERROR_TOO_LONG, g_strerror (errno));
    }
  self = g_atomic_rc_box_new0 (DuoQr);
  self->size = (guint) code->width;
  n_modules = (gsize) self->size * self->size;
  self->modules = g_malloc (n_modules);
  for (gsize i = 0; i < n_modules; i++)
    {
      self->modules[i] = code->data[i] & 1;
    }
  QRcode_free (code);
  return self;
}

DuoQr *
duo_qr_ref (DuoQr *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
duo_qr_unref (DuoQr *self)
{
  g_atomic_rc_box_release_full (self, qr_free);
}

guint
duo_qr_get_size (const DuoQr *self)
{
  return self->size;
}

gboolean
duo_qr_is_dark (const DuoQr *self,
                guint        x,
                guint        y)
{
  g_return_val_if_fail (x < self->size && y < self->size, FALSE);

  return self->modules[y * self->size + x] != 0;
}

/* The symbols of one picture: their text, or why there is none. */
static char *
read_symbols (const zbar_image_t  *image,
              GError             **error)
{
  g_autofree char *text = NULL;

  for (const zbar_symbol_t *symbol = zbar_image_first_symbol (image);
       symbol != NULL;
       symbol = zbar_symbol_next (symbol))
    {
      const char *data = zbar_symbol_get_data (symbol);
      gsize length = zbar_symbol_get_data_length (symbol);

      if (length == 0 || !g_utf8_validate_len (data, length, /* end= */ NULL))
        {
          return refuse (error, DUO_PROTO_ERROR_NOT_TEXT, "it holds something else than text");
        }
      if (text != NULL && (strlen (text) != length || memcmp (text, data, length) != 0))
        {
          return refuse (error, DUO_PROTO_ERROR_DAMAGED, "there are two different ones in the picture");
        }
      g_free (text);
      text = g_strndup (data, length);
    }
  if (text == NULL)
    {
      return refuse (error, DUO_PROTO_ERROR_NO_SIGNAL, "there is none in the picture");
    }
  return g_steal_pointer (&text);
}

/* Of the many kinds of codes that zbar knows only QR codes are read. */
static zbar_image_scanner_t *
new_scanner (void)
{
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();

  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  /* Other programs draw light on dark in a dark style. */
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_TEST_INVERTED, 1);
  return scanner;
}

static char *
scan (const guint8  *pixels,
      guint          width,
      guint          height,
      GError       **error)
{
  zbar_image_scanner_t *scanner = new_scanner ();
  zbar_image_t *image = zbar_image_create ();
  char *text;

  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, width, height);
  zbar_image_set_data (image, pixels, (gulong) width * height, /* cleanup= */ NULL);
  /* When it fails, there are no symbols. */
  (void) zbar_scan_image (scanner, image);
  text = read_symbols (image, error);
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  return text;
}

/* A picture of one byte a pixel; STRIDE bytes from one row to the next. */
typedef struct
{
  const guint8 *grey;
  guint width;
  guint height;
  gsize stride;
} Picture;

/* What is tried, one after the other.  zbar finds no code whose modules are less
 * than about three pixels, as in a picture saved at one pixel a module; and noise
 * that the eye reads over hides a code from it until pixels are averaged. */
static const struct
{
  guint up;
  guint down;
} scales[] = { { 1, 1 }, { 3, 1 }, { 1, 2 }, { 1, 4 } };

/* The mean of DOWN × DOWN pixels from X, Y on. */
static guint8
get_mean (const Picture *picture,
          gsize          x,
          gsize          y,
          guint          down)
{
  guint sum = 0;

  for (guint i = 0; i < down * down; i++)
    {
      sum += picture->grey[(y + i / down) * picture->stride + x + i % down];
    }
  return (guint8) (sum / (down * down));
}

/* zbar 0.23 turns a picture light on dark eight bytes at a time, beyond the end of its
 * copy if that is no multiple of eight: so a row is, with its last pixel again. */
#define ROW_UNIT_BYTES 8

static char *
scan_scaled (const Picture  *picture,
             guint           up,
             guint           down,
             GError        **error)
{
  guint width = picture->width / down * up;
  guint height = picture->height / down * up;
  guint row_width = (width + ROW_UNIT_BYTES - 1) / ROW_UNIT_BYTES * ROW_UNIT_BYTES;
  g_autofree guint8 *pixels = g_malloc ((gsize) row_width * height + 1);

  for (gsize y = 0; y < height; y++)
    {
      for (gsize x = 0; x < row_width; x++)
        {
          pixels[y * row_width + x] = get_mean (picture, MIN (x, width - 1) / up * down, y / up * down, down);
        }
    }
  return scan (pixels, row_width, height, error);
}

/* Only a small picture is made larger. */
static gboolean
is_worth_scaling (const Picture *picture,
                  guint          up,
                  guint          down)
{
  guint64 n_pixels = (guint64) picture->width * picture->height;

  return n_pixels * up * up <= (up == 1 ? DUO_PICTURE_MAX_PIXELS : DUO_PICTURE_ENLARGED_MAX_PIXELS) &&
         picture->width / down > 0 && picture->height / down > 0;
}

static char *
decode (const Picture  *picture,
        GError        **error)
{
  GError *last_error = NULL;
  char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (scales) && text == NULL; i++)
    {
      if (is_worth_scaling (picture, scales[i].up, scales[i].down))
        {
          g_clear_error (&last_error);
          text = scan_scaled (picture, scales[i].up, scales[i].down, &last_error);
        }
      /* What was found and is not acceptable will not be better in another size. */
      if (last_error != NULL && last_error->code != DUO_PROTO_ERROR_NO_SIGNAL)
        {
          break;
        }
    }
  if (last_error != NULL)
    {
      g_propagate_error (error, last_error);
    }
  return text;
}

char *
duo_qr_decode (const guint8  *grey,
               guint          width,
               guint          height,
               gsize          stride,
               GError       **error)
{
  Picture picture = { grey, width, height, stride };

  g_return_val_if_fail (grey != NULL, NULL);
  g_return_val_if_fail (stride >= width, NULL);

  if (width == 0 || height == 0)
    {
      return refuse (error, DUO_PROTO_ERROR_NO_SIGNAL, "the picture is empty");
    }
  if ((guint64) width * height > DUO_PICTURE_MAX_PIXELS)
    {
      return refuse (error, DUO_PROTO_ERROR_TOO_LONG, "the picture is too large");
    }
  return decode (&picture, error);
}
