/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-composer.h"

#include "duo-limits.h"
#include "duo-pane-walk.h"
#include "duo-text-guard.h"
#include "duo-text-run.h"

struct _DuoComposer
{
  GtkWidget parent_instance;

  GtkTextView *view;
  GtkLabel *placeholder;
  GtkWidget *send_button;
  DuoTextGuard *guard; /* (owned) */
  gboolean is_empty;
  gboolean is_composing; /* the input method shows letters that are not in the text yet */
  gboolean is_filling;   /* it is not the person who changes the text */
};

G_DEFINE_FINAL_TYPE (DuoComposer, duo_composer, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_IS_EMPTY = 1,
} DuoComposerProperty;

typedef enum
{
  SIGNAL_SEND_REQUESTED,
  SIGNAL_REFUSED,
  SIGNAL_TYPED,
  SIGNAL_EARLIER,
  N_SIGNALS,
} DuoComposerSignal;

static GParamSpec *props[PROP_IS_EMPTY + 1];
static guint signals[N_SIGNALS];

static void
update_placeholder (DuoComposer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), self->is_empty && !self->is_composing);
}

static void
changed_cb (DuoComposer   *self,
            GtkTextBuffer *buffer)
{
  gboolean is_empty = gtk_text_buffer_get_char_count (buffer) == 0;

  if (self->is_empty != is_empty)
    {
      self->is_empty = is_empty;
      update_placeholder (self);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_EMPTY]);
    }
  if (!self->is_filling)
    g_signal_emit (self, signals[SIGNAL_TYPED], 0);
}

static void
preedit_changed_cb (DuoComposer *self,
                    const char  *preedit)
{
  self->is_composing = preedit != NULL && *preedit != '\0';
  update_placeholder (self);
}

static void
refused_cb (DuoComposer *self,
            GError      *error)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error);
}

/* This controller runs before the view's own, so the input method is asked here:
 * an Enter that picks a word from its list is not one that sends. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint                  key,
                guint                  code,
                GdkModifierType        modifiers,
                DuoComposer           *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  gboolean is_taken;

  if ((key == GDK_KEY_Up || key == GDK_KEY_KP_Up) && modifiers == 0 && self->is_empty && !self->is_composing)
    {
      g_signal_emit (self, signals[SIGNAL_EARLIER], 0);
      return GDK_EVENT_STOP;
    }
  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  if ((modifiers & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;

  is_taken = event != NULL && gtk_text_view_im_context_filter_keypress (self->view, event);
  if (!is_taken && !self->is_composing)
    g_signal_emit (self, signals[SIGNAL_SEND_REQUESTED], 0);

  return GDK_EVENT_STOP;
}

static gboolean
duo_composer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DUO_COMPOSER (widget)->view));
}

static void
duo_composer_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch ((DuoComposerProperty) id)
    {
    case PROP_IS_EMPTY:
      g_value_set_boolean (value, DUO_COMPOSER (object)->is_empty);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_composer_dispose (GObject *object)
{
  DuoComposer *self = DUO_COMPOSER (object);
  GtkWidget *child;

  g_clear_object (&self->guard);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (duo_composer_parent_class)->dispose (object);
}

static void
duo_composer_class_init (DuoComposerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = duo_composer_dispose;
  object_class->get_property = duo_composer_get_property;
  widget_class->focus = duo_pane_move_focus;
  widget_class->grab_focus = duo_composer_grab_focus;

  props[PROP_IS_EMPTY] = g_param_spec_boolean ("is-empty", NULL, NULL, TRUE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  signals[SIGNAL_SEND_REQUESTED] =
    g_signal_new ("send-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] =
    g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_TYPED] =
    g_signal_new ("typed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_EARLIER] =
    g_signal_new ("earlier", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "composer");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoComposer, view);
  gtk_widget_class_bind_template_child (widget_class, DuoComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, DuoComposer, send_button);
  gtk_widget_class_bind_template_callback (widget_class, preedit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
duo_composer_init (DuoComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->is_empty = TRUE;
  self->guard = duo_text_guard_new (self->view, DUO_TEXT_MAX_BYTES);
  g_signal_connect_object (self->guard, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
  duo_text_run_watch (self->view);
  duo_text_run_hide_hyphens (self->view);
}

char *
duo_composer_dup_text (DuoComposer *self)
{
  char *text;

  g_return_val_if_fail (DUO_IS_COMPOSER (self), NULL);

  g_object_get (gtk_text_view_get_buffer (self->view), "text", &text, NULL);

  return text;
}

void
duo_composer_clear (DuoComposer *self)
{
  g_return_if_fail (DUO_IS_COMPOSER (self));

  duo_composer_set_text (self, "");
}

void
duo_composer_set_text (DuoComposer *self,
                       const char  *text)
{
  g_return_if_fail (DUO_IS_COMPOSER (self));
  g_return_if_fail (text != NULL);

  self->is_filling = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text, -1);
  self->is_filling = FALSE;
}

void
duo_composer_set_max_bytes (DuoComposer *self,
                            gsize        max_bytes)
{
  g_return_if_fail (DUO_IS_COMPOSER (self));

  duo_text_guard_set_max_bytes (self->guard, max_bytes);
}

void
duo_composer_set_placeholder (DuoComposer *self,
                              const char  *placeholder)
{
  g_return_if_fail (DUO_IS_COMPOSER (self));

  gtk_label_set_label (self->placeholder, placeholder);
}

gboolean
duo_composer_get_is_empty (DuoComposer *self)
{
  g_return_val_if_fail (DUO_IS_COMPOSER (self), TRUE);

  return self->is_empty;
}

GtkWidget *
duo_composer_get_button (DuoComposer *self)
{
  g_return_val_if_fail (DUO_IS_COMPOSER (self), NULL);

  return self->send_button;
}
