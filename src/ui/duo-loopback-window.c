/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-loopback-window.h"

#include <glib/gi18n.h>

#include "duo-error-text.h"
#include "duo-guidance.h"
#include "duo-status-label.h"
#include "duo-text-box.h"
#include "duo-wrap-box.h"

struct _DuoLoopbackWindow
{
  AdwApplicationWindow parent_instance;

  DuoLoopback *loopback; /* (owned) (constant) */
  GError *refusal;       /* (nullable) (owned): why the last message was not sent */

  GtkLabel *status_label;
  GtkWidget *start_button;
  GtkWidget *call_button;
  GtkWidget *hang_up_button;
  GtkWidget *send_button;
  DuoTextBox *message_box;
  DuoTextBox *received_box;
  DuoTextBox *local_box;
  DuoTextBox *remote_box;
};

G_DEFINE_FINAL_TYPE (DuoLoopbackWindow, duo_loopback_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum
{
  PROP_LOOPBACK = 1,
} DuoLoopbackWindowProperty;

static GParamSpec *props[PROP_LOOPBACK + 1];

/* -- Words ------------------------------------------------------------------ */

static char *
dup_connected_text (DuoLoopbackWindow *self)
{
  guint connect_ms = duo_loopback_get_connect_time_ms (self->loopback);
  double round_trip_ms = (double) duo_loopback_get_round_trip_us (self->loopback) / 1000.0;
  const char *path = duo_guidance_get_status (DUO_PRESENCE_CONNECTED,
                                              duo_loopback_get_path (self->loopback), NULL);

  if (round_trip_ms <= 0)
    /* Translators: %1$s is “Connected directly” or the like. */
    return g_strdup_printf (_("%1$s. Connecting took %2$u ms."), path, connect_ms);

  /* Translators: %1$s is “Connected directly” or the like. */
  return g_strdup_printf (_("%1$s. Connecting took %2$u ms, a message there and back %3$.1f ms."),
                          path, connect_ms, round_trip_ms);
}

static char *
dup_status (DuoLoopbackWindow *self)
{
  const GError *failure = duo_loopback_get_failure (self->loopback);

  if (self->refusal != NULL)
    return duo_error_text_dup (self->refusal);

  switch (duo_loopback_get_state (self->loopback))
    {
    case DUO_LOOPBACK_STARTED:
      return g_strdup (_("Two peers are ready on this computer. Press Call to join them."));
    case DUO_LOOPBACK_CALLING:
      return g_strdup (_("The two peers are looking for each other."));
    case DUO_LOOPBACK_CONNECTED:
      return dup_connected_text (self);
    case DUO_LOOPBACK_FAILED:
      if (failure != NULL)
        return duo_error_text_dup (failure);
      return g_strdup (_("Something went wrong. Press Start to try again."));
    case DUO_LOOPBACK_IDLE:
    default:
      return g_strdup (_("Press Start to try on this computer alone whether everything works."));
    }
}

/* -- What is shown ---------------------------------------------------------- */

/* REASON (nullable) says why BUTTON makes no sense now. */
static void
set_button (GtkWidget  *button,
            const char *tooltip,
            const char *reason,
            gboolean    is_suggested)
{
  gtk_widget_set_sensitive (button, reason == NULL);
  gtk_widget_set_tooltip_text (button, reason != NULL ? reason : tooltip);
  if (is_suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static const char *
reason_for_call (DuoLoopbackState state)
{
  if (state == DUO_LOOPBACK_STARTED)
    return NULL;
  if (state == DUO_LOOPBACK_IDLE || state == DUO_LOOPBACK_FAILED)
    return _("Press Start first.");

  return _("The two peers have been joined already.");
}

static const char *
reason_for_send (DuoLoopbackState state,
                 gboolean         is_empty)
{
  if (state != DUO_LOOPBACK_CONNECTED)
    return _("The two peers are not connected yet.");

  return is_empty ? _("Write a message first.") : NULL;
}

static void
update_buttons (DuoLoopbackWindow *self)
{
  DuoLoopbackState state = duo_loopback_get_state (self->loopback);
  gboolean is_free = state == DUO_LOOPBACK_IDLE || state == DUO_LOOPBACK_FAILED;
  g_autofree char *message = duo_text_box_dup_text (self->message_box);
  gboolean can_send = state == DUO_LOOPBACK_CONNECTED && *message != '\0';

  set_button (self->start_button, _("Make two peers on this computer"),
              is_free ? NULL : _("Two peers are there already. Hang up first to start anew."), is_free);
  set_button (self->call_button, _("Join the two peers"), reason_for_call (state),
              state == DUO_LOOPBACK_STARTED);
  set_button (self->hang_up_button, _("Close the connection and clear everything"),
              is_free ? _("There is nothing to end.") : NULL, FALSE);
  set_button (self->send_button, _("Send the message to the other side"),
              reason_for_send (state, *message == '\0'), can_send);
}

static void
update (DuoLoopbackWindow *self)
{
  g_autofree char *status = dup_status (self);

  duo_status_label_set (self->status_label, status);
  duo_text_box_set_text (self->local_box, duo_loopback_get_local_description (self->loopback));
  duo_text_box_set_text (self->remote_box, duo_loopback_get_remote_description (self->loopback));
  duo_text_box_set_text (self->received_box, duo_loopback_get_received (self->loopback));
  update_buttons (self);
}

static void
changed_cb (DuoLoopbackWindow *self)
{
  g_clear_error (&self->refusal);
  update (self);
}

/* -- What the person does --------------------------------------------------- */

static void
start_cb (DuoLoopbackWindow *self)
{
  duo_loopback_start (self->loopback);
}

static void
call_cb (DuoLoopbackWindow *self)
{
  duo_loopback_call (self->loopback);
}

static void
hang_up_cb (DuoLoopbackWindow *self)
{
  duo_loopback_hang_up (self->loopback);
}

static void
send_cb (DuoLoopbackWindow *self)
{
  g_autofree char *text = duo_text_box_dup_text (self->message_box);

  g_clear_error (&self->refusal);
  if (duo_loopback_send_text (self->loopback, text, &self->refusal))
    duo_text_box_set_text (self->message_box, NULL);
  update (self);
}

static void
message_changed_cb (DuoLoopbackWindow *self)
{
  if (self->loopback != NULL)
    update_buttons (self);
}

static gboolean
duo_loopback_window_close_request (GtkWindow *window)
{
  duo_loopback_hang_up (DUO_LOOPBACK_WINDOW (window)->loopback);

  return GTK_WINDOW_CLASS (duo_loopback_window_parent_class)->close_request (window);
}

/* -- Life ------------------------------------------------------------------- */

static void
duo_loopback_window_constructed (GObject *object)
{
  DuoLoopbackWindow *self = DUO_LOOPBACK_WINDOW (object);

  G_OBJECT_CLASS (duo_loopback_window_parent_class)->constructed (object);

  g_signal_connect_object (self->loopback, "notify", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
duo_loopback_window_get_property (GObject    *object,
                                  guint       id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  switch ((DuoLoopbackWindowProperty) id)
    {
    case PROP_LOOPBACK:
      g_value_set_object (value, DUO_LOOPBACK_WINDOW (object)->loopback);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_loopback_window_set_property (GObject      *object,
                                  guint         id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  switch ((DuoLoopbackWindowProperty) id)
    {
    case PROP_LOOPBACK:
      DUO_LOOPBACK_WINDOW (object)->loopback = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_loopback_window_dispose (GObject *object)
{
  DuoLoopbackWindow *self = DUO_LOOPBACK_WINDOW (object);

  if (self->loopback != NULL)
    g_signal_handlers_disconnect_by_data (self->loopback, self);
  g_clear_object (&self->loopback);
  g_clear_error (&self->refusal);

  G_OBJECT_CLASS (duo_loopback_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (DUO_TYPE_TEXT_BOX);
  g_type_ensure (DUO_TYPE_WRAP_BOX);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-loopback-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoLoopbackWindow, status_label);
  gtk_widget_class_bind_template_child (widget_class, DuoLoopbackWindow, start_button);
  gtk_widget_class_bind_template_child (widget_class, DuoLoopbackWindow, call_button);
  gtk_widget_class_bind_template_child (widget_class, DuoLoopbackWindow, hang_up_button);
  gtk_widget_class_bind_template_child (widget_class, DuoLoopbackWindow, send_button);
  gtk_widget_class_bind_template_child (widget_class, DuoLoopbackWindow, message_box);
  gtk_widget_class_bind_template_child (widget_class, DuoLoopbackWindow, received_box);
  gtk_widget_class_bind_template_child (widget_class, DuoLoopbackWindow, local_box);
  gtk_widget_class_bind_template_child (widget_class, DuoLoopbackWindow, remote_box);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, call_cb);
  gtk_widget_class_bind_template_callback (widget_class, hang_up_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_cb);
  gtk_widget_class_bind_template_callback (widget_class, message_changed_cb);
}

static void
duo_loopback_window_class_init (DuoLoopbackWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = duo_loopback_window_constructed;
  object_class->get_property = duo_loopback_window_get_property;
  object_class->set_property = duo_loopback_window_set_property;
  object_class->dispose = duo_loopback_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = duo_loopback_window_close_request;

  props[PROP_LOOPBACK] =
    g_param_spec_object ("loopback", NULL, NULL, DUO_TYPE_LOOPBACK,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
duo_loopback_window_init (DuoLoopbackWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

DuoLoopbackWindow *
duo_loopback_window_new (GtkApplication *application,
                         DuoLoopback    *loopback)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (DUO_IS_LOOPBACK (loopback), NULL);

  return g_object_new (DUO_TYPE_LOOPBACK_WINDOW,
                       "application", application,
                       "loopback", loopback,
                       NULL);
}
