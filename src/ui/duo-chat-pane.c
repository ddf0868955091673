/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-chat-pane.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "duo-chat-error.h"
#include "duo-composer.h"
#include "duo-error-text.h"
#include "duo-follow.h"
#include "duo-message-row.h"
#include "duo-proto-error.h"
#include "duo-tooltip.h"

/* Long enough to read two sentences, or one word. */
#define LONG_TOAST_S 6
#define SHORT_TOAST_S 2
#define SHORT_TOAST_CHARS 24

struct _DuoChatPane
{
  GtkWidget parent_instance;

  DuoConversation *conversation; /* (nullable) (owned) */
  DuoFollow *follow;             /* (nullable) (owned) */

  AdwToastOverlay *toasts;
  GtkListView *list;
  GtkWidget *empty_box;
  GtkWidget *empty_image;
  GtkLabel *empty_title;
  GtkLabel *empty_text;
  GtkWidget *connect_button;
  GtkRevealer *missed_revealer;
  DuoComposer *composer;

  gboolean is_small;
  gboolean offers_signals;
};

G_DEFINE_FINAL_TYPE (DuoChatPane, duo_chat_pane, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_CONVERSATION = 1,
  PROP_IS_SMALL,
  PROP_OFFERS_SIGNALS,
  PROP_CAN_SEND,
} DuoChatPaneProperty;

static GParamSpec *props[PROP_CAN_SEND + 1];

/* -- The rows --------------------------------------------------------------- */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_child (item, duo_message_row_new ());
}

/* A signal factory, as a row depends on the one above it as well. */
static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         DuoChatPane              *self)
{
  guint position = gtk_list_item_get_position (item);
  g_autoptr (DuoMessage) previous = NULL;

  if (position > 0)
    previous = g_list_model_get_item (G_LIST_MODEL (self->conversation), position - 1);
  duo_message_row_set_message (DUO_MESSAGE_ROW (gtk_list_item_get_child (item)),
                               gtk_list_item_get_item (item), previous);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row != NULL)
    duo_message_row_set_message (DUO_MESSAGE_ROW (row), NULL, NULL);
}

/* -- What is shown ---------------------------------------------------------- */

gboolean
duo_chat_pane_can_send (DuoChatPane *self)
{
  g_return_val_if_fail (DUO_IS_CHAT_PANE (self), FALSE);

  return self->conversation != NULL && !duo_composer_get_is_empty (self->composer) &&
         duo_conversation_can (self->conversation, DUO_STEP_SEND, NULL);
}

static void
update_send (DuoChatPane *self)
{
  GtkWidget *button = duo_composer_get_button (self->composer);
  g_autoptr (GError) nothing = g_error_new_literal (DUO_CHAT_ERROR, DUO_CHAT_ERROR_EMPTY_MESSAGE, "");
  g_autofree char *reason = NULL;

  if (duo_chat_pane_can_send (self))
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");

  if (duo_conversation_can (self->conversation, DUO_STEP_SEND, NULL) &&
      duo_composer_get_is_empty (self->composer))
    {
      reason = duo_error_text_dup (nothing);
      gtk_widget_set_tooltip_text (button, reason);
    }
  else
    duo_tooltip_set_step (button, self->conversation, DUO_STEP_SEND, _("Send the message"));
}

static void
update_empty (DuoChatPane *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->conversation)) == 0;

  gtk_widget_set_visible (self->empty_box, is_empty);
  gtk_widget_set_visible (self->empty_image, !self->is_small);
  gtk_widget_set_visible (self->connect_button, self->offers_signals);
  gtk_label_set_label (self->empty_title, _("No Messages Yet"));
  gtk_label_set_label (self->empty_text,
                       self->is_small
                         ? _("What you and your friend say appears here.")
                         : _("Invite a friend, or take a friend's invite. What you say goes straight "
                             "from your computer to theirs."));
}

static void
update (DuoChatPane *self)
{
  if (self->conversation == NULL)
    return;

  update_send (self);
  update_empty (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_SEND]);
}

static void
update_cb (DuoChatPane *self)
{
  update (self);
}

static void
items_changed_cb (DuoChatPane *self)
{
  update_empty (self);
}

static void
missed_cb (DuoChatPane *self)
{
  gboolean has_missed;

  g_object_get (self->follow, "has-missed", &has_missed, NULL);
  gtk_revealer_set_reveal_child (self->missed_revealer, has_missed);
  gtk_widget_set_can_target (GTK_WIDGET (self->missed_revealer), has_missed);
}

static void
missed_clicked_cb (DuoChatPane *self)
{
  duo_follow_scroll_to_end (self->follow);
  duo_chat_pane_focus_entry (self);
}

/* -- What the person does --------------------------------------------------- */

void
duo_chat_pane_tell (DuoChatPane *self,
                    const char  *text)
{
  AdwToast *toast = adw_toast_new ("");
  g_autofree char *escaped = NULL;

  g_return_if_fail (DUO_IS_CHAT_PANE (self));

  escaped = g_markup_escape_text (text, -1);
  adw_toast_set_title (toast, escaped);
  adw_toast_set_timeout (toast, g_utf8_strlen (text, -1) > SHORT_TOAST_CHARS ? LONG_TOAST_S : SHORT_TOAST_S);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
duo_chat_pane_send (DuoChatPane *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (DUO_IS_CHAT_PANE (self));

  text = duo_composer_dup_text (self->composer);
  /* Enter in an empty entry is a slip and needs no words. */
  if (*text == '\0' && duo_conversation_can (self->conversation, DUO_STEP_SEND, NULL))
    return;

  if (!duo_conversation_send_text (self->conversation, text, &error))
    {
      g_autofree char *reason = duo_error_text_dup (error);

      duo_chat_pane_tell (self, reason);
      return;
    }

  duo_composer_clear (self->composer);
  /* What I say myself I want to see, wherever I had scrolled to. */
  duo_follow_scroll_to_end (self->follow);
}

static void
send_requested_cb (DuoChatPane *self)
{
  duo_chat_pane_send (self);
}

static void
refused_cb (DuoChatPane  *self,
            const GError *error)
{
  if (g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_EMPTY))
    return;
  if (g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_TOO_LONG))
    {
      duo_chat_pane_tell (self, _("That is too long for one message, so it was not put in."));
      return;
    }

  duo_chat_pane_tell (self, _("Only text can be sent as a message."));
}

void
duo_chat_pane_focus_entry (DuoChatPane *self)
{
  g_return_if_fail (DUO_IS_CHAT_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->composer));
}

/* -- The conversation ------------------------------------------------------- */

void
duo_chat_pane_set_conversation (DuoChatPane     *self,
                                DuoConversation *conversation)
{
  GtkNoSelection *model;

  g_return_if_fail (DUO_IS_CHAT_PANE (self));
  g_return_if_fail (self->conversation == NULL);

  if (!g_set_object (&self->conversation, conversation))
    return;

  model = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (conversation)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (model));
  self->follow = duo_follow_new (self->list, G_LIST_MODEL (model));
  g_object_unref (model);

  g_signal_connect_object (self->follow, "notify::has-missed", G_CALLBACK (missed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::presence", G_CALLBACK (update_cb), self,
                           G_CONNECT_SWAPPED);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONVERSATION]);
}

static void
duo_chat_pane_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  DuoChatPane *self = DUO_CHAT_PANE (object);

  switch ((DuoChatPaneProperty) id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, self->conversation);
      break;
    case PROP_IS_SMALL:
      g_value_set_boolean (value, self->is_small);
      break;
    case PROP_OFFERS_SIGNALS:
      g_value_set_boolean (value, self->offers_signals);
      break;
    case PROP_CAN_SEND:
      g_value_set_boolean (value, duo_chat_pane_can_send (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_chat_pane_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  DuoChatPane *self = DUO_CHAT_PANE (object);

  switch ((DuoChatPaneProperty) id)
    {
    case PROP_CONVERSATION:
      duo_chat_pane_set_conversation (self, g_value_get_object (value));
      break;
    case PROP_IS_SMALL:
      self->is_small = g_value_get_boolean (value);
      update (self);
      break;
    case PROP_OFFERS_SIGNALS:
      self->offers_signals = g_value_get_boolean (value);
      update (self);
      break;
    case PROP_CAN_SEND:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_chat_pane_dispose (GObject *object)
{
  DuoChatPane *self = DUO_CHAT_PANE (object);
  GtkWidget *child;

  g_clear_object (&self->follow);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (duo_chat_pane_parent_class)->dispose (object);
}

static void
duo_chat_pane_class_init (DuoChatPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = duo_chat_pane_dispose;
  object_class->get_property = duo_chat_pane_get_property;
  object_class->set_property = duo_chat_pane_set_property;

  props[PROP_CONVERSATION] = g_param_spec_object ("conversation", NULL, NULL, DUO_TYPE_CONVERSATION, flags);
  props[PROP_IS_SMALL] = g_param_spec_boolean ("is-small", NULL, NULL, FALSE, flags);
  props[PROP_OFFERS_SIGNALS] = g_param_spec_boolean ("offers-signals", NULL, NULL, FALSE, flags);
  props[PROP_CAN_SEND] = g_param_spec_boolean ("can-send", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_type_ensure (DUO_TYPE_COMPOSER);
  gtk_widget_class_set_css_name (widget_class, "chatpane");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-chat-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, toasts);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, list);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, empty_box);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, empty_image);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, empty_title);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, empty_text);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, connect_button);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, missed_revealer);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, composer);
  gtk_widget_class_bind_template_callback (widget_class, missed_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
}

static void
duo_chat_pane_init (DuoChatPane *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
}
