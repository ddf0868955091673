/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-qr-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "duo-invite-code.h"
#include "duo-qr-view.h"

/* Of a picture that is copied or saved: it may be made smaller on its way. */
#define MODULE_PX 8

struct _DuoQrWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  DuoQrView *view;
  GtkLabel *hint_label;

  GdkTexture *texture;           /* (owned) */
  GtkFileChooserNative *chooser; /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (DuoQrWindow, duo_qr_window, ADW_TYPE_WINDOW)

static void
tell (DuoQrWindow *self,
      const char  *text)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

static void
copy_cb (DuoQrWindow *self)
{
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->texture);
  tell (self, _("Copied"));
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (DuoQrWindow) self = DUO_QR_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    tell (self, _("Saved"));
  else
    tell (self, _("The picture could not be saved there."));
}

static void
chosen_cb (DuoQrWindow *self,
           int          response)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) png = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  png = gdk_texture_save_to_png_bytes (self->texture);
  g_file_replace_contents_bytes_async (file, png, /* etag= */ NULL, FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION, /* cancellable= */ NULL,
                                       saved_cb, g_object_ref (self));
}

static void
save_cb (DuoQrWindow *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_("Save QR Code"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  /* Translators: the name of a file. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), _("Duologue invite.png"));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
duo_qr_window_dispose (GObject *object)
{
  DuoQrWindow *self = DUO_QR_WINDOW (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->texture);

  G_OBJECT_CLASS (duo_qr_window_parent_class)->dispose (object);
}

static void
duo_qr_window_class_init (DuoQrWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = duo_qr_window_dispose;

  g_type_ensure (DUO_TYPE_QR_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-qr-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoQrWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DuoQrWindow, view);
  gtk_widget_class_bind_template_child (widget_class, DuoQrWindow, hint_label);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
duo_qr_window_init (DuoQrWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The form that takes the least room in a QR code, of the same facts and times. */
static DuoQr *
encode (const char          *code,
        DuoDescriptionType  *kind,
        GError             **error)
{
  DuoInviteOptions options = { .form = DUO_INVITE_FORM_QR };
  DuoInviteInfo info;
  g_autoptr (DuoDescription) description = duo_invite_code_parse (code, strlen (code), &info, error);
  g_autofree char *text = NULL;

  if (description == NULL)
    return NULL;

  options.created_at_us = info.created_at_us;
  if (info.created_at_us != 0 && info.expires_at_us > info.created_at_us)
    options.lifetime_s = (guint) ((info.expires_at_us - info.created_at_us) / G_USEC_PER_SEC);
  *kind = duo_description_get_kind (description);
  text = duo_invite_code_new (description, &options);

  return duo_qr_encode (text, error);
}

GtkWindow *
duo_qr_window_new (GtkWindow   *parent,
                   const char  *code,
                   GError     **error)
{
  DuoDescriptionType kind;
  g_autoptr (DuoQr) qr = encode (code, &kind, error);
  DuoQrWindow *self;
  gboolean is_answer;

  if (qr == NULL)
    return NULL;

  self = g_object_new (DUO_TYPE_QR_WINDOW, "transient-for", parent, NULL);
  is_answer = kind == DUO_DESCRIPTION_ANSWER;
  self->texture = duo_qr_view_new_texture (qr, MODULE_PX);
  duo_qr_view_set_qr (self->view, qr,
                      is_answer ? _("QR code of your reply") : _("QR code of your invite"));
  gtk_label_set_label (self->hint_label,
                       is_answer
                         ? _("Send this picture to your friend, who pastes or drops it into Duologue to connect.")
                         : _("Send this picture to your friend, who pastes or drops it into Duologue to reply."));

  return GTK_WINDOW (self);
}
