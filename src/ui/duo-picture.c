/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#include "duo-limits.h"
#include "duo-proto-error.h"
#include "duo-qr.h"

/* A GdkTexture would make room for a picture of any size before anybody can look
 * at it; a GdkPixbufLoader tells the size first.  Nothing in here touches GTK:
 * it runs on the thread of a GTask and knows only what that was given. */

#define CHUNK_BYTES (64 * 1024)
#define FILE_MAX_BYTES (20 * 1024 * 1024)

const char *const duo_picture_mime_types[] = {
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/tiff",
  "image/bmp",
  "image/gif",
  "text/uri-list",
  NULL,
};

G_DEFINE_QUARK (duo-picture-error-quark, duo_picture_error)

static gpointer
refuse (GError          **error,
        DuoPictureError   code,
        const char       *message)
{
  g_set_error_literal (error, DUO_PICTURE_ERROR, code, message);

  return NULL;
}

static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  gboolean        *is_too_large)
{
  if ((gint64) width * height <= DUO_PICTURE_MAX_PIXELS)
    return;

  /* No size at all ends the loading here. */
  *is_too_large = TRUE;
  gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static GBytes *
read_all (GInputStream  *stream,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (;;)
    {
      g_autoptr (GBytes) chunk = g_input_stream_read_bytes (stream, CHUNK_BYTES, cancellable, NULL);

      if (chunk == NULL)
        return refuse (error, DUO_PICTURE_ERROR_UNREADABLE, "the stream broke");
      if (g_bytes_get_size (chunk) == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));

      g_byte_array_append (bytes, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
      if (bytes->len > FILE_MAX_BYTES)
        return refuse (error, DUO_PICTURE_ERROR_TOO_LARGE, "too many bytes");
    }
}

/* In pieces, so that the size is known before the pixels are. */
static gboolean
feed (GdkPixbufLoader *loader,
      GBytes          *bytes,
      const gboolean  *is_too_large)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize at = 0; at < size && !*is_too_large; at += CHUNK_BYTES)
    if (!gdk_pixbuf_loader_write (loader, data + at, MIN (CHUNK_BYTES, size - at), NULL))
      return FALSE;

  return TRUE;
}

static GdkPixbuf *
load (GBytes  *bytes,
      GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  gboolean is_too_large = FALSE;
  gboolean is_read;
  GdkPixbuf *pixbuf;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &is_too_large);
  is_read = feed (loader, bytes, &is_too_large);
  is_read = gdk_pixbuf_loader_close (loader, NULL) && is_read;
  g_signal_handlers_disconnect_by_data (loader, &is_too_large);
  if (is_too_large)
    return refuse (error, DUO_PICTURE_ERROR_TOO_LARGE, "too many pixels");

  pixbuf = is_read ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (pixbuf == NULL)
    return refuse (error, DUO_PICTURE_ERROR_UNREADABLE, "not a picture");

  return g_object_ref (pixbuf);
}

/* One byte a pixel, as on white paper where it is transparent. */
static guint8 *
make_grey (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);
  int n_channels = gdk_pixbuf_get_n_channels (pixbuf);
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  guint8 *grey = g_malloc ((gsize) width * height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        const guint8 *p = pixels + y * stride + (gsize) x * n_channels;
        guint luma = (p[0] * 77u + p[1] * 151u + p[2] * 28u) >> 8;
        guint alpha = n_channels == 4 ? p[3] : 255;

        grey[(gsize) y * width + x] = (guint8) ((luma * alpha + 255 * (255 - alpha)) / 255);
      }

  return grey;
}

static void
translate (GError  *inner,
           GError **error)
{
  if (inner->code == DUO_PROTO_ERROR_NO_SIGNAL)
    (void) refuse (error, DUO_PICTURE_ERROR_NO_CODE, "no QR code");
  else if (inner->code == DUO_PROTO_ERROR_DAMAGED)
    (void) refuse (error, DUO_PICTURE_ERROR_TWO_CODES, "two different QR codes");
  else
    g_propagate_error (error, g_error_copy (inner));
}

static char *
decode (GBytes  *bytes,
        GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = load (bytes, error);
  g_autofree guint8 *grey = NULL;
  g_autoptr (GError) inner = NULL;
  char *text;

  if (pixbuf == NULL)
    return NULL;

  grey = make_grey (pixbuf);
  text = duo_qr_decode (grey, (guint) gdk_pixbuf_get_width (pixbuf),
                        (guint) gdk_pixbuf_get_height (pixbuf), (gsize) gdk_pixbuf_get_width (pixbuf),
                        &inner);
  if (text == NULL)
    translate (inner, error);

  return text;
}

static gboolean
is_text (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return size > 0 && g_utf8_validate_len (data, size, NULL);
}

static char *
find_text (GInputStream  *stream,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GBytes) bytes = read_all (stream, cancellable, error);

  if (bytes == NULL)
    return NULL;

  if (!is_text (bytes))
    return decode (bytes, error);

  if (g_bytes_get_size (bytes) > DUO_PASTE_MAX_BYTES)
    {
      g_set_error_literal (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_TOO_LONG, "more text than may be pasted");
      return NULL;
    }

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Only what lies on this computer: reading it tells nobody anything.  A pipe might
 * never end. */
static char *
find_text_in_file (GFile         *file,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (GFileInputStream) stream = NULL;

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_REGULAR)
    stream = g_file_read (file, cancellable, NULL);
  if (stream == NULL)
    return refuse (error, DUO_PICTURE_ERROR_UNREADABLE, "no file that can be read");

  return find_text (G_INPUT_STREAM (stream), cancellable, error);
}

/* Of a list of files the first; a link that is no file is its own text. */
static char *
find_text_by_uris (GInputStream  *stream,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (GBytes) bytes = read_all (stream, cancellable, error);
  g_autofree char *list = NULL;
  g_auto (GStrv) uris = NULL;
  g_autoptr (GFile) file = NULL;

  if (bytes == NULL)
    return NULL;

  list = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  uris = g_uri_list_extract_uris (list);
  if (uris[0] == NULL || !g_utf8_validate (uris[0], -1, NULL))
    return refuse (error, DUO_PICTURE_ERROR_UNREADABLE, "no file");

  file = g_file_new_for_uri (uris[0]);
  if (!g_file_is_native (file))
    return strlen (uris[0]) <= DUO_PASTE_MAX_BYTES
             ? g_strdup (uris[0])
             : refuse (error, DUO_PICTURE_ERROR_TOO_LARGE, "too long a link");

  return find_text_in_file (file, cancellable, error);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  char *text = GPOINTER_TO_INT (task_data)
                 ? find_text_by_uris (G_INPUT_STREAM (source), cancellable, &error)
                 : find_text (G_INPUT_STREAM (source), cancellable, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
duo_picture_read_async (GInputStream        *stream,
                        const char          *mime_type,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  gboolean is_list = g_strcmp0 (mime_type, "text/uri-list") == 0;

  g_task_set_task_data (task, GINT_TO_POINTER (is_list), NULL);
  g_task_run_in_thread (task, read_thread);
}

char *
duo_picture_read_finish (GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
