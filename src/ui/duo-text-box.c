/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-text-box.h"

#include "duo-limits.h"
#include "duo-pane-walk.h"
#include "duo-text-guard.h"
#include "duo-text-run.h"

struct _DuoTextBox
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkTextView *view;
  GtkLabel *placeholder;
  DuoTextGuard *guard; /* (nullable) (owned): of an editable box */
  char *name_label;    /* (owned) (nullable) */
  gboolean is_prose;
  gboolean reads_pictures;
};

G_DEFINE_FINAL_TYPE (DuoTextBox, duo_text_box, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_NAME_LABEL = 1,
  PROP_PLACEHOLDER,
  PROP_EDITABLE,
  PROP_IS_PROSE,
  PROP_READS_PICTURES,
} DuoTextBoxProperty;

typedef enum
{
  SIGNAL_CHANGED,
  SIGNAL_COPIED,
  SIGNAL_REFUSED,
  N_SIGNALS,
} DuoTextBoxSignal;

static GParamSpec *props[PROP_READS_PICTURES + 1];
static guint signals[N_SIGNALS];

static void
changed_cb (DuoTextBox    *self,
            GtkTextBuffer *buffer)
{
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), gtk_text_buffer_get_char_count (buffer) == 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
copy_clipboard_cb (DuoTextBox *self)
{
  g_signal_emit (self, signals[SIGNAL_COPIED], 0);
}

static void
refused_cb (DuoTextBox *self,
            GError     *error)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error);
}

static void
set_editable (DuoTextBox *self,
              gboolean    editable)
{
  gtk_text_view_set_editable (self->view, editable);
  gtk_text_view_set_cursor_visible (self->view, editable);

  /* What the program itself puts into a box that is only read needs no guard. */
  g_clear_object (&self->guard);
  if (!editable)
    return;

  self->guard = duo_text_guard_new (self->view, DUO_PASTE_MAX_BYTES);
  duo_text_guard_set_reads_pictures (self->guard, self->reads_pictures);
  g_signal_connect_object (self->guard, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
}

static void
set_reads_pictures (DuoTextBox *self,
                    gboolean    reads_pictures)
{
  self->reads_pictures = reads_pictures;
  if (self->guard != NULL)
    duo_text_guard_set_reads_pictures (self->guard, reads_pictures);
}

static void
set_is_prose (DuoTextBox *self,
              gboolean    is_prose)
{
  self->is_prose = is_prose;
  gtk_text_view_set_monospace (self->view, !is_prose);
  if (is_prose)
    duo_text_run_watch (self->view);
}

static void
set_name_label (DuoTextBox *self,
                const char *name_label)
{
  g_free (self->name_label);
  self->name_label = g_strdup (name_label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name_label != NULL ? name_label : "",
                                  -1);
}

static void
duo_text_box_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  DuoTextBox *self = DUO_TEXT_BOX (object);

  switch ((DuoTextBoxProperty) id)
    {
    case PROP_NAME_LABEL:
      g_value_set_string (value, self->name_label);
      break;
    case PROP_PLACEHOLDER:
      g_value_set_string (value, gtk_label_get_label (self->placeholder));
      break;
    case PROP_EDITABLE:
      g_value_set_boolean (value, gtk_text_view_get_editable (self->view));
      break;
    case PROP_IS_PROSE:
      g_value_set_boolean (value, self->is_prose);
      break;
    case PROP_READS_PICTURES:
      g_value_set_boolean (value, self->reads_pictures);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_text_box_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  DuoTextBox *self = DUO_TEXT_BOX (object);

  switch ((DuoTextBoxProperty) id)
    {
    case PROP_NAME_LABEL:
      set_name_label (self, g_value_get_string (value));
      break;
    case PROP_PLACEHOLDER:
      gtk_label_set_label (self->placeholder, g_value_get_string (value));
      break;
    case PROP_EDITABLE:
      set_editable (self, g_value_get_boolean (value));
      break;
    case PROP_IS_PROSE:
      set_is_prose (self, g_value_get_boolean (value));
      break;
    case PROP_READS_PICTURES:
      set_reads_pictures (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
duo_text_box_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DUO_TEXT_BOX (widget)->view));
}

static void
duo_text_box_dispose (GObject *object)
{
  DuoTextBox *self = DUO_TEXT_BOX (object);

  g_clear_object (&self->guard);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);

  G_OBJECT_CLASS (duo_text_box_parent_class)->dispose (object);
}

static void
duo_text_box_finalize (GObject *object)
{
  g_clear_pointer (&DUO_TEXT_BOX (object)->name_label, g_free);

  G_OBJECT_CLASS (duo_text_box_parent_class)->finalize (object);
}

static void
install_signals (GType type)
{
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COPIED] =
    g_signal_new ("copied", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] =
    g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
duo_text_box_class_init (DuoTextBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = duo_text_box_dispose;
  object_class->finalize = duo_text_box_finalize;
  object_class->get_property = duo_text_box_get_property;
  object_class->set_property = duo_text_box_set_property;
  widget_class->focus = duo_pane_move_focus;
  widget_class->grab_focus = duo_text_box_grab_focus;

  props[PROP_NAME_LABEL] = g_param_spec_string ("name-label", NULL, NULL, NULL, flags);
  props[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  props[PROP_EDITABLE] = g_param_spec_boolean ("editable", NULL, NULL, TRUE, flags);
  props[PROP_IS_PROSE] = g_param_spec_boolean ("is-prose", NULL, NULL, FALSE, flags);
  props[PROP_READS_PICTURES] =
    g_param_spec_boolean ("reads-pictures", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  install_signals (G_TYPE_FROM_CLASS (klass));

  gtk_widget_class_set_css_name (widget_class, "textbox");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-text-box.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoTextBox, overlay);
  gtk_widget_class_bind_template_child (widget_class, DuoTextBox, view);
  gtk_widget_class_bind_template_child (widget_class, DuoTextBox, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, copy_clipboard_cb);
}

static void
duo_text_box_init (DuoTextBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_view_set_monospace (self->view, TRUE);
  duo_text_run_hide_hyphens (self->view);
  set_editable (self, TRUE);
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
}

char *
duo_text_box_dup_text (DuoTextBox *self)
{
  char *text;

  g_return_val_if_fail (DUO_IS_TEXT_BOX (self), NULL);

  g_object_get (gtk_text_view_get_buffer (self->view), "text", &text, NULL);

  return text;
}

void
duo_text_box_set_text (DuoTextBox *self,
                       const char *text)
{
  g_autofree char *old = NULL;

  g_return_if_fail (DUO_IS_TEXT_BOX (self));

  old = duo_text_box_dup_text (self);
  if (g_strcmp0 (old, text != NULL ? text : "") != 0)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text != NULL ? text : "", -1);
}

void
duo_text_box_paste (DuoTextBox *self)
{
  g_return_if_fail (DUO_IS_TEXT_BOX (self));
  g_return_if_fail (self->guard != NULL);

  duo_text_guard_paste (self->guard, TRUE);
}

void
duo_text_box_copy (DuoTextBox *self)
{
  g_autofree char *text = NULL;

  g_return_if_fail (DUO_IS_TEXT_BOX (self));

  text = duo_text_box_dup_text (self);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}
