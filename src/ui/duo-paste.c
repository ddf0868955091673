/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-paste.h"

#include "duo-picture.h"
#include "duo-proto-error.h"

/* gdk_clipboard_read_text_async () takes whatever is there into memory first.
 * This one reads the stream, and stops as soon as it is too long. */

#define CHUNK_BYTES (64 * 1024)

typedef struct
{
  gsize max_bytes;
  GInputStream *stream; /* (nullable) (owned) */
  GByteArray *bytes;    /* (owned) */
} Reading;

static void
reading_free (Reading *reading)
{
  g_clear_object (&reading->stream);
  g_byte_array_unref (reading->bytes);
  g_free (reading);
}

static void
fail (GTask         *task,
      DuoProtoError  code,
      const char    *message)
{
  g_task_return_new_error (task, DUO_PROTO_ERROR, code, "%s", message);
  g_object_unref (task);
}

/* Takes over the reference of TASK. */
static void
finish (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);

  if (reading->bytes->len == 0)
    {
      fail (task, DUO_PROTO_ERROR_EMPTY, "the clipboard is empty");
      return;
    }

  if (!g_utf8_validate_len ((const char *) reading->bytes->data, reading->bytes->len, NULL))
    {
      fail (task, DUO_PROTO_ERROR_NOT_TEXT, "the clipboard holds bytes that are not UTF-8");
      return;
    }

  g_task_return_pointer (task,
                         g_strndup ((const char *) reading->bytes->data, reading->bytes->len),
                         g_free);
  g_object_unref (task);
}

static void
chunk_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (chunk == NULL)
    {
      fail (task, DUO_PROTO_ERROR_NOT_TEXT, error->message);
      return;
    }

  if (g_bytes_get_size (chunk) == 0)
    {
      finish (task);
      return;
    }

  g_byte_array_append (reading->bytes, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  if (reading->bytes->len > reading->max_bytes)
    {
      fail (task, DUO_PROTO_ERROR_TOO_LONG, "the clipboard holds more than may be pasted");
      return;
    }

  g_input_stream_read_bytes_async (reading->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), chunk_cb, task);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  reading->stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, &error);
  if (reading->stream == NULL)
    {
      fail (task, DUO_PROTO_ERROR_NOT_TEXT, error->message);
      return;
    }

  g_input_stream_read_bytes_async (reading->stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), chunk_cb, task);
}

static void
picture_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *text = duo_picture_read_finish (result, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

static void
picture_opened_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GTask *task = user_data;
  const char *mime_type = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream =
    gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &mime_type, &error);

  if (stream == NULL)
    fail (task, DUO_PROTO_ERROR_NOT_TEXT, error->message);
  else
    duo_picture_read_async (stream, mime_type, g_task_get_cancellable (task), picture_cb, task);
}

/* One that is there: GDK's X11 backend asks for the first of a list without looking,
 * and some programs answer with whatever they have. */
static const char *
pick_picture (GdkContentFormats *formats)
{
  for (gsize i = 0; duo_picture_mime_types[i] != NULL; i++)
    if (gdk_content_formats_contain_mime_type (formats, duo_picture_mime_types[i]))
      return duo_picture_mime_types[i];

  return NULL;
}

static gboolean
has_text (GdkContentFormats *formats)
{
  /* Files come with their names as text, which nobody means to paste. */
  if (gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    return FALSE;

  return gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8") ||
         gdk_content_formats_contain_mime_type (formats, "text/plain");
}

static gboolean
is_empty (GdkContentFormats *formats)
{
  gsize n_types = 0, n_mime_types = 0;

  (void) gdk_content_formats_get_gtypes (formats, &n_types);
  (void) gdk_content_formats_get_mime_types (formats, &n_mime_types);

  return n_types == 0 && n_mime_types == 0;
}

void
duo_paste_read_async (GtkWidget           *widget,
                      gsize                max_bytes,
                      gboolean             reads_pictures,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  const char *mime_types[] = { "text/plain;charset=utf-8", "text/plain", NULL };
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  g_autoptr (GdkContentFormats) formats =
    gdk_content_formats_union_serialize_mime_types (gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));
  const char *picture_types[] = { pick_picture (formats), NULL };
  GTask *task = g_task_new (widget, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->max_bytes = max_bytes;
  reading->bytes = g_byte_array_new ();
  g_task_set_task_data (task, reading, (GDestroyNotify) reading_free);

  if (is_empty (formats))
    fail (task, DUO_PROTO_ERROR_EMPTY, "the clipboard is empty");
  else if (reads_pictures && !has_text (formats) && picture_types[0] != NULL)
    gdk_clipboard_read_async (clipboard, picture_types, G_PRIORITY_DEFAULT, cancellable,
                              picture_opened_cb, task);
  else if (!has_text (formats))
    fail (task, DUO_PROTO_ERROR_NOT_TEXT, "the clipboard holds no text");
  else
    gdk_clipboard_read_async (clipboard, mime_types, G_PRIORITY_DEFAULT, cancellable, opened_cb, task);
}

char *
duo_paste_read_finish (GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
