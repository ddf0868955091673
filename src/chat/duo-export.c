/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-export.h"

#include "duo-id-list.h"

/* One slice: so much time, so many bytes. */
#define SLICE_US 4000
#define SLICE_BYTES (256 * 1024)

typedef struct
{
  DuoTranscript *transcript; /* (owned) */
  GFile *file;               /* (owned) */
  DuoIdList *ids;            /* (owned): what is written */
  guint n_written;
  GString *buffer;       /* (owned) */
  GOutputStream *stream; /* (owned) (nullable): until it is closed */
  gboolean is_new;       /* there was no such file */
  gboolean is_over;      /* all of it is in the buffer */
  GError *failure;       /* (owned) (nullable): told when what was begun is discarded */
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  duo_transcript_free (export->transcript);
  g_object_unref (export->file);
  duo_id_list_free (export->ids);
  g_string_free (export->buffer, TRUE);
  g_clear_object (&export->stream);
  g_clear_error (&export->failure);
  g_free (export);
}

/* -- When it fails ------------------------------------------------------------------ */

static void
discarded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);

  /* It was cancelled, which is an error. */
  (void) g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL);
  if (export->is_new)
    (void) g_file_delete (export->file, /* cancellable= */ NULL, NULL);
  g_task_return_error (task, g_steal_pointer (&export->failure));
}

/* A stream that replaces a file and is closed by one who has cancelled leaves the file
 * as it was. */
static void
discard (GTask *task,     /* (transfer full) */
         GError *failure) /* (transfer full) */
{
  Export *export = g_task_get_task_data (task);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  export->failure = failure;
  g_output_stream_close_async (export->stream, G_PRIORITY_DEFAULT, cancelled, discarded_cb, task);
}

/* -- Slice by slice ------------------------------------------------------------------- */

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (export->is_new)
    (void) g_file_delete (export->file, /* cancellable= */ NULL, NULL);
  g_task_return_error (task, error);
}

/* (transfer full) (nullable) */
static DuoMessage *
dup_replied (DuoHistory *history,
             DuoMessage *message)
{
  gboolean is_to_mine;
  guint64 seq;

  if (!duo_message_get_reply (message, &is_to_mine, &seq))
    return NULL;

  return duo_history_find_message (history, is_to_mine ? DUO_MESSAGE_MINE : DUO_MESSAGE_THEIRS, seq);
}

static void
add_next (Export     *export,
          DuoHistory *history)
{
  guint position = export->n_written++;
  g_autoptr (DuoMessage) message = duo_history_dup_message (history, duo_id_list_get (export->ids, position));
  g_autoptr (DuoMessage) replied = NULL;
  guint replied_position = 0;
  gboolean has_replied;

  /* It was deleted meanwhile. */
  if (message == NULL)
    return;

  replied = dup_replied (history, message);
  has_replied = replied != NULL && duo_id_list_find (export->ids, duo_message_get_id (replied), &replied_position);
  duo_transcript_add (export->transcript, position + 1, message, has_replied ? replied_position + 1 : 0, replied,
                      export->buffer);
}

static void
fill_buffer (Export     *export,
             DuoHistory *history)
{
  gint64 until_us = g_get_monotonic_time () + SLICE_US;

  g_string_truncate (export->buffer, 0);
  if (export->n_written == 0)
    duo_transcript_begin (export->transcript, export->buffer);
  while (export->n_written < duo_id_list_get_n (export->ids) && export->buffer->len < SLICE_BYTES &&
         g_get_monotonic_time () < until_us)
    add_next (export, history);
  if (export->n_written < duo_id_list_get_n (export->ids))
    return;

  duo_transcript_end (export->transcript, export->buffer);
  export->is_over = TRUE;
}

static void write_slice (GTask *task);

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    discard (task, error);
  else if (export->is_over)
    g_output_stream_close_async (export->stream, G_PRIORITY_LOW, g_task_get_cancellable (task), closed_cb, task);
  else
    write_slice (task);
}

static void
write_slice (GTask *task) /* (transfer full) */
{
  Export *export = g_task_get_task_data (task);

  fill_buffer (export, g_task_get_source_object (task));
  g_output_stream_write_all_async (export->stream, export->buffer->str, export->buffer->len, G_PRIORITY_LOW,
                                   g_task_get_cancellable (task), written_cb, task);
}

/* -- Opening -------------------------------------------------------------------------- */

static void
replaced_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  export->stream = G_OUTPUT_STREAM (g_file_replace_finish (G_FILE (source), result, &error));
  if (export->stream == NULL)
    g_task_return_error (task, error);
  else
    write_slice (g_steal_pointer (&task));
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  export->stream = G_OUTPUT_STREAM (g_file_create_finish (G_FILE (source), result, &error));
  export->is_new = export->stream != NULL;
  if (export->is_new)
    write_slice (g_steal_pointer (&task));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    g_file_replace_async (export->file, /* etag= */ NULL, /* make_backup= */ FALSE, G_FILE_CREATE_PRIVATE,
                          G_PRIORITY_DEFAULT, g_task_get_cancellable (task), replaced_cb, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
duo_export_async (DuoHistory          *history,
                  DuoTranscript       *transcript,
                  GFile               *file,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  GTask *task;
  Export *export;

  g_return_if_fail (DUO_IS_HISTORY (history));
  g_return_if_fail (transcript != NULL && G_IS_FILE (file));

  task = g_task_new (history, cancellable, callback, user_data);
  export = g_new0 (Export, 1);
  export->transcript = transcript;
  export->file = g_object_ref (file);
  export->ids = duo_history_dup_ids (history);
  export->buffer = g_string_new (NULL);
  g_task_set_source_tag (task, duo_export_async);
  g_task_set_task_data (task, export, export_free);
  g_file_create_async (file, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT, cancellable, created_cb, task);
}

gboolean
duo_export_finish (DuoHistory    *history,
                   GAsyncResult  *result,
                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, history), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
