/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-exporter.h"

#include <glib/gi18n.h>

#include "duo-export.h"
#include "duo-transcript-words.h"

struct _DuoExporter
{
  GObject parent_instance;

  GtkApplicationWindow *window;  /* (nullable) (weak) */
  DuoConversation *conversation; /* (owned) */
  DuoSettings *settings;         /* (owned) */
  GtkFileChooserNative *chooser; /* (nullable) (owned) */
  DuoTranscriptFormat format;    /* that was asked for last */
};

G_DEFINE_FINAL_TYPE (DuoExporter, duo_exporter, G_TYPE_OBJECT)

enum
{
  SIGNAL_TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

const char *
duo_exporter_get_sentence (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return _("There is no room left on that disk, so nothing was exported.");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    return _("You may not write there. Choose another folder.");

  return _("The conversation could not be exported there.");
}

/* -- Writing ---------------------------------------------------------------------- */

typedef struct
{
  DuoExporter *exporter;     /* (owned) */
  GApplication *application; /* (owned): is held, also when the window is closed */
  char *name;                /* (owned): of the file */
} Errand;

static void
errand_free (Errand *errand)
{
  g_application_release (errand->application);
  g_object_unref (errand->application);
  g_object_unref (errand->exporter);
  g_free (errand->name);
  g_free (errand);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Errand, errand_free)

static void
exported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Errand) errand = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (duo_export_finish (DUO_HISTORY (source), result, &error))
    sentence = g_strdup_printf (_("Exported to “%s”"), errand->name);
  else
    g_message ("A conversation was not exported: %s", error->message);
  g_signal_emit (errand->exporter, signals[SIGNAL_TOLD], 0,
                 error == NULL ? sentence : duo_exporter_get_sentence (error));
}

static void
write_to (DuoExporter *self,
          GFile       *file)
{
  Errand *errand = g_new0 (Errand, 1);
  g_autofree char *me = duo_settings_dup_display_name (self->settings);
  g_auto (DuoTranscriptWords) words = { 0 };

  errand->exporter = g_object_ref (self);
  errand->application = G_APPLICATION (g_object_ref (gtk_window_get_application (GTK_WINDOW (self->window))));
  errand->name = g_file_get_basename (file);
  g_application_hold (errand->application);
  duo_transcript_words_init (&words, me);
  duo_export_async (duo_conversation_get_history (self->conversation),
                    duo_transcript_new (self->format, duo_conversation_get_title (self->conversation), &words),
                    file, /* cancellable= */ NULL, exported_cb, errand);
}

/* -- Asking where ------------------------------------------------------------------- */

static void
chosen_cb (DuoExporter *self,
           int          response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL && self->window != NULL)
    write_to (self, file);
}

static void
add_filter (DuoExporter *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  gboolean is_json = self->format == DUO_TRANSCRIPT_JSON;

  gtk_file_filter_set_name (filter, is_json ? _("JSON") : _("Text"));
  gtk_file_filter_add_suffix (filter, is_json ? "json" : "txt");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
}

static void
ask (DuoExporter *self)
{
  g_autofree char *name = duo_transcript_dup_file_name (self->format, duo_conversation_get_title (self->conversation),
                                                        /* Translators: the beginning of the name of a file. */
                                                        _("Conversation"), g_get_real_time ());

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Export Conversation"), GTK_WINDOW (self->window),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  add_filter (self);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
export_cb (DuoExporter *self,
           GVariant    *parameter)
{
  if (self->window == NULL)
    return;

  self->format =
    g_str_equal (g_variant_get_string (parameter, NULL), "json") ? DUO_TRANSCRIPT_JSON : DUO_TRANSCRIPT_TEXT;
  ask (self);
}

/* -- The object ------------------------------------------------------------------- */

static void
duo_exporter_dispose (GObject *object)
{
  DuoExporter *self = DUO_EXPORTER (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->chooser);
  g_clear_object (&self->conversation);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (duo_exporter_parent_class)->dispose (object);
}

static void
duo_exporter_class_init (DuoExporterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = duo_exporter_dispose;

  signals[SIGNAL_TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
duo_exporter_init (DuoExporter *self)
{
}

DuoExporter *
duo_exporter_new (GtkApplicationWindow *window,
                  DuoConversation      *conversation,
                  DuoSettings          *settings)
{
  DuoExporter *self = g_object_new (DUO_TYPE_EXPORTER, NULL);
  g_autoptr (GSimpleAction) action = g_simple_action_new ("export", G_VARIANT_TYPE_STRING);

  g_return_val_if_fail (GTK_IS_APPLICATION_WINDOW (window), self);

  g_set_weak_pointer (&self->window, window);
  self->conversation = g_object_ref (conversation);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (action, "activate", G_CALLBACK (export_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));

  return self;
}
