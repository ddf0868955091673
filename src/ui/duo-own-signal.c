/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-own-signal.h"

#include <glib/gi18n.h>

#include "duo-age-text.h"
#include "duo-text-box.h"
#include "duo-tooltip.h"

/* Told in minutes: it is no later than this. */
#define AGE_INTERVAL_S 10

struct _DuoOwnSignal
{
  GtkWidget parent_instance;

  DuoConversation *conversation; /* (nullable) (owned) */
  DuoSettings *settings;         /* (nullable) (owned) */

  GtkWidget *invite_button;
  GtkWidget *copy_button;
  GtkWidget *form_row;
  GtkToggleButton *code_toggle;
  GtkToggleButton *json_toggle;
  DuoTextBox *box;
  GtkWidget *age_row;
  GtkLabel *age_label;
  GtkWidget *renew_button;
  GtkWidget *stale_row;
  GtkLabel *stale_label;

  gboolean follows_code;
  gboolean is_updating; /* the toggles are set, not pressed */
  gboolean is_copied;
  guint age_id;
};

G_DEFINE_FINAL_TYPE (DuoOwnSignal, duo_own_signal, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_IS_COPIED = 1,
} DuoOwnSignalProperty;

static GParamSpec *props[PROP_IS_COPIED + 1];

/* What I made for a connection that is over is of no use to anybody. */
static const char *
get_useful (DuoOwnSignal *self,
            const char   *text)
{
  return duo_presence_is_free (duo_conversation_get_presence (self->conversation)) ? NULL : text;
}

static gboolean
shows_code (DuoOwnSignal *self)
{
  return (self->follows_code || duo_settings_get_prefers_code (self->settings)) &&
         duo_conversation_get_local_code (self->conversation) != NULL;
}

static void
update_age (DuoOwnSignal *self)
{
  gint64 age_us = g_get_real_time () - duo_conversation_get_local_made_at_us (self->conversation);
  gboolean is_reply = duo_conversation_get_role (self->conversation) == DUO_ROLE_INVITED;
  g_autofree char *made = duo_age_text_dup_made (age_us);
  const char *stale = duo_age_text_get_stale (age_us, is_reply);

  gtk_label_set_label (self->age_label, made);
  gtk_label_set_label (self->stale_label, stale != NULL ? stale : "");
  gtk_widget_set_visible (self->stale_row, stale != NULL);
}

static gboolean
age_cb (gpointer user_data)
{
  update_age (DUO_OWN_SIGNAL (user_data));

  return G_SOURCE_CONTINUE;
}

/* The age counts while somebody waits for the friend. */
static void
update_age_row (DuoOwnSignal *self)
{
  gboolean is_waiting = duo_conversation_get_presence (self->conversation) == DUO_PRESENCE_WAITING &&
                        duo_conversation_get_local_made_at_us (self->conversation) != 0;
  gboolean is_invite = duo_conversation_get_role (self->conversation) == DUO_ROLE_INVITER;

  gtk_widget_set_visible (self->age_row, is_waiting);
  gtk_widget_set_visible (self->renew_button, is_invite);
  g_clear_handle_id (&self->age_id, g_source_remove);
  if (!is_waiting)
    {
      gtk_widget_set_visible (self->stale_row, FALSE);
      return;
    }

  update_age (self);
  self->age_id = g_timeout_add_seconds (AGE_INTERVAL_S, age_cb, self);
}

static void
update_form (DuoOwnSignal *self)
{
  gboolean is_code = shows_code (self);
  const char *text = is_code ? duo_conversation_get_local_code (self->conversation)
                             : duo_conversation_get_local_signal (self->conversation);

  self->is_updating = TRUE;
  gtk_toggle_button_set_active (is_code ? self->code_toggle : self->json_toggle, TRUE);
  self->is_updating = FALSE;

  gtk_widget_set_sensitive (GTK_WIDGET (self->code_toggle),
                            duo_conversation_get_local_code (self->conversation) != NULL);
  gtk_widget_set_visible (self->form_row, get_useful (self, text) != NULL);
  duo_text_box_set_text (self->box, get_useful (self, text));
}

static void
update (DuoOwnSignal *self)
{
  const char *signal = get_useful (self, duo_conversation_get_local_signal (self->conversation));
  gboolean is_reply = duo_conversation_get_role (self->conversation) == DUO_ROLE_INVITED;

  duo_tooltip_set_step (self->invite_button, self->conversation, DUO_STEP_INVITE,
                        _("Make an invite for your friend"));
  duo_tooltip_set (self->copy_button, "win.copy-signal",
                   signal != NULL ? _("Copy your signal") : _("There is nothing to copy yet."));
  gtk_button_set_label (GTK_BUTTON (self->code_toggle),
                        is_reply ? _("Short Reply") : _("Short Invite"));
  update_form (self);
  update_age_row (self);
}

static void
state_changed_cb (DuoOwnSignal *self)
{
  update (self);
}

static void
set_copied (DuoOwnSignal *self,
            gboolean      is_copied)
{
  if (self->is_copied == is_copied)
    return;

  self->is_copied = is_copied;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_COPIED]);
}

static void
local_changed_cb (DuoOwnSignal *self)
{
  set_copied (self, FALSE);
  update (self);
}

static void
prefers_code_changed_cb (DuoOwnSignal *self)
{
  update_form (self);
}

static void
form_toggled_cb (DuoOwnSignal *self)
{
  if (self->is_updating || self->conversation == NULL)
    return;

  /* What is pressed here is wanted here, and next time. */
  self->follows_code = FALSE;
  duo_settings_set_prefers_code (self->settings, gtk_toggle_button_get_active (self->code_toggle));
  update_form (self);
}

static void
copied_cb (DuoOwnSignal *self)
{
  set_copied (self, TRUE);
}

static void
duo_own_signal_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch ((DuoOwnSignalProperty) id)
    {
    case PROP_IS_COPIED:
      g_value_set_boolean (value, DUO_OWN_SIGNAL (object)->is_copied);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_own_signal_dispose (GObject *object)
{
  DuoOwnSignal *self = DUO_OWN_SIGNAL (object);
  GtkWidget *child;

  g_clear_handle_id (&self->age_id, g_source_remove);
  g_clear_object (&self->conversation);
  g_clear_object (&self->settings);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (duo_own_signal_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (DUO_TYPE_TEXT_BOX);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-own-signal.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, invite_button);
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, copy_button);
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, form_row);
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, code_toggle);
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, json_toggle);
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, box);
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, age_row);
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, age_label);
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, renew_button);
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, stale_row);
  gtk_widget_class_bind_template_child (widget_class, DuoOwnSignal, stale_label);
  gtk_widget_class_bind_template_callback (widget_class, form_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, copied_cb);
}

static void
duo_own_signal_class_init (DuoOwnSignalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_own_signal_dispose;
  object_class->get_property = duo_own_signal_get_property;

  props[PROP_IS_COPIED] = g_param_spec_boolean ("is-copied", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
duo_own_signal_init (DuoOwnSignal *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
duo_own_signal_set_up (DuoOwnSignal    *self,
                       DuoConversation *conversation,
                       DuoSettings     *settings)
{
  static const char *const details[] = { "notify::presence", "notify::role" };

  g_return_if_fail (DUO_IS_OWN_SIGNAL (self));
  g_return_if_fail (self->conversation == NULL);

  self->conversation = g_object_ref (conversation);
  self->settings = g_object_ref (settings);
  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    g_signal_connect_object (conversation, details[i], G_CALLBACK (state_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::local-signal", G_CALLBACK (local_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::local-code", G_CALLBACK (local_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::prefers-code", G_CALLBACK (prefers_code_changed_cb),
                           self, G_CONNECT_SWAPPED);
  update (self);
}

void
duo_own_signal_set_follows_code (DuoOwnSignal *self,
                                 gboolean      follows_code)
{
  g_return_if_fail (DUO_IS_OWN_SIGNAL (self));

  self->follows_code = follows_code;
  update_form (self);
}

gboolean
duo_own_signal_is_copied (DuoOwnSignal *self)
{
  g_return_val_if_fail (DUO_IS_OWN_SIGNAL (self), FALSE);

  return self->is_copied;
}

void
duo_own_signal_copy (DuoOwnSignal *self)
{
  g_return_if_fail (DUO_IS_OWN_SIGNAL (self));

  duo_text_box_copy (self->box);
  set_copied (self, TRUE);
}

GtkWidget *
duo_own_signal_get_invite_button (DuoOwnSignal *self)
{
  g_return_val_if_fail (DUO_IS_OWN_SIGNAL (self), NULL);

  return self->invite_button;
}

GtkWidget *
duo_own_signal_get_copy_button (DuoOwnSignal *self)
{
  g_return_val_if_fail (DUO_IS_OWN_SIGNAL (self), NULL);

  return self->copy_button;
}
