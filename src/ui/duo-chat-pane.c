/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-chat-pane.h"

#include <glib/gi18n.h>

#include "duo-announcer.h"
#include "duo-find-bar.h"
#include "duo-message-actions.h"
#include "duo-message-log.h"
#include "duo-message-menu.h"
#include "duo-writer.h"

/* Long enough to read two sentences, or one word. */
#define LONG_TOAST_S 6
#define SHORT_TOAST_S 2
#define SHORT_TOAST_CHARS 24

struct _DuoChatPane
{
  GtkWidget parent_instance;

  DuoConversation *conversation; /* (nullable) (owned) */
  DuoMessageActions *actions;    /* (nullable) (owned) */
  DuoMessageMenu *menu;          /* (nullable) (owned) */
  AdwToast *undo_toast;          /* (nullable) (owned): as long as it is shown */

  DuoFindBar *find_bar;
  AdwToastOverlay *toasts;
  DuoMessageLog *log;
  GtkWidget *empty_box;
  GtkWidget *empty_image;
  GtkLabel *empty_title;
  GtkLabel *empty_text;
  GtkWidget *connect_button;
  GtkRevealer *typing_revealer;
  GtkLabel *typing_label;
  GtkStack *bottom; /* the writer, or the bar for what is marked */
  GtkLabel *marked_label;
  DuoWriter *writer;
  DuoAnnouncer *announcer;

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

/* -- What is shown ---------------------------------------------------------- */

gboolean
duo_chat_pane_can_send (DuoChatPane *self)
{
  g_return_val_if_fail (DUO_IS_CHAT_PANE (self), FALSE);

  return duo_writer_can_send (self->writer);
}

static void
update_empty (DuoChatPane *self)
{
  DuoHistory *history = duo_conversation_get_history (self->conversation);
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (history)) == 0;

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

  update_empty (self);
}

/* Between a person and a page nothing is known beyond "sent", which a notice says once. */
static void
can_wait_cb (DuoChatPane *self)
{
  duo_message_log_set_tells_delivery (self->log, duo_conversation_get_can_wait (self->conversation));
}

static void
typing_cb (DuoChatPane *self)
{
  gboolean is_typing = duo_conversation_get_is_friend_typing (self->conversation);
  const char *name = duo_conversation_get_title (self->conversation);
  /* Translators: shown while the friend with this name is writing. */
  g_autofree char *text = name != NULL ? g_strdup_printf (_("%s is typing…"), name) : NULL;

  if (is_typing)
    gtk_label_set_label (self->typing_label, text != NULL ? text : _("Your friend is typing…"));
  gtk_revealer_set_reveal_child (self->typing_revealer, is_typing);
}

static void
marked_cb (DuoChatPane *self)
{
  DuoMarks *marks = duo_message_log_get_marks (self->log);
  guint n_marked = marks != NULL ? duo_marks_get_n_marked (marks) : 0;
  g_autofree char *text =
    g_strdup_printf (ngettext ("%u message selected", "%u messages selected", n_marked), n_marked);

  gtk_label_set_label (self->marked_label, text);
  gtk_stack_set_visible_child_name (self->bottom, n_marked > 0 ? "marked" : "writer");
}

static void
can_send_cb (DuoChatPane *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_SEND]);
}

static void
items_changed_cb (DuoChatPane *self)
{
  update_empty (self);
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
duo_chat_pane_add_toast (DuoChatPane *self,
                         AdwToast    *toast)
{
  g_return_if_fail (DUO_IS_CHAT_PANE (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  adw_toast_overlay_add_toast (self->toasts, toast);
}

gboolean
duo_chat_pane_is_blank (DuoChatPane *self)
{
  g_return_val_if_fail (DUO_IS_CHAT_PANE (self), TRUE);

  return duo_writer_is_blank (self->writer);
}

void
duo_chat_pane_send (DuoChatPane *self)
{
  g_return_if_fail (DUO_IS_CHAT_PANE (self));

  duo_writer_send (self->writer);
}

/* What I say myself I want to see, wherever I had scrolled to. */
static void
sent_cb (DuoChatPane *self)
{
  duo_message_log_scroll_to_end (self->log);
}

static void
told_cb (DuoChatPane *self,
         const char  *text)
{
  duo_chat_pane_tell (self, text);
}

static void
reply_cb (DuoChatPane *self,
          gint64       id)
{
  duo_writer_reply (self->writer, id);
}

static void
edit_cb (DuoChatPane *self,
         gint64       id)
{
  duo_writer_edit (self->writer, id);
}

/* Escape: what was begun last is left first. */
static gboolean
leave_cb (GtkWidget *widget,
          GVariant  *arguments,
          gpointer   user_data)
{
  DuoChatPane *self = DUO_CHAT_PANE (widget);
  DuoMarks *marks = duo_message_log_get_marks (self->log);

  if (marks != NULL && duo_marks_get_n_marked (marks) > 0)
    {
      duo_marks_clear (marks);
      return TRUE;
    }

  return duo_writer_leave (self->writer);
}

/* -- Deleting, and thinking better of it -------------------------------------------- */

static void
undo_cb (DuoChatPane *self)
{
  duo_message_actions_undo (self->actions);
}

static void
dismissed_cb (DuoChatPane *self,
              AdwToast    *toast)
{
  if (toast != self->undo_toast)
    return;

  g_clear_object (&self->undo_toast);
  if (self->actions != NULL)
    duo_message_actions_forget (self->actions);
}

/* One toast at a time offers Undo: for what was deleted last. */
static void
drop_undo_toast (DuoChatPane *self)
{
  g_autoptr (AdwToast) toast = g_steal_pointer (&self->undo_toast);

  if (toast != NULL)
    adw_toast_dismiss (toast);
}

static void
offer_undo (DuoChatPane *self,
            const char  *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_timeout (toast, LONG_TOAST_S);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (dismissed_cb), self, G_CONNECT_SWAPPED);
  self->undo_toast = g_object_ref (toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
deleted_cb (DuoChatPane *self,
            guint        n_deleted,
            guint        n_cancelled)
{
  g_autofree char *deleted = g_strdup_printf (ngettext ("%u message deleted on this computer",
                                                        "%u messages deleted on this computer", n_deleted),
                                              n_deleted);
  g_autofree char *cancelled = g_strdup_printf (ngettext ("%u waiting message will not be sent",
                                                          "%u waiting messages will not be sent", n_cancelled),
                                                n_cancelled);

  drop_undo_toast (self);
  if (n_cancelled > 0)
    duo_chat_pane_tell (self, cancelled);
  if (n_deleted > 0)
    offer_undo (self, deleted);
}

void
duo_chat_pane_focus_entry (DuoChatPane *self)
{
  g_return_if_fail (DUO_IS_CHAT_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->writer));
}

static void
left_cb (DuoChatPane *self)
{
  duo_chat_pane_focus_entry (self);
}

void
duo_chat_pane_get_panes (DuoChatPane *self,
                         GtkWidget   *panes[3])
{
  g_return_if_fail (DUO_IS_CHAT_PANE (self));

  panes[0] = GTK_WIDGET (self->find_bar);
  panes[1] = GTK_WIDGET (self->log);
  panes[2] = GTK_WIDGET (self->bottom);
}

void
duo_chat_pane_add_actions (DuoChatPane *self,
                           GActionMap  *map)
{
  g_return_if_fail (DUO_IS_CHAT_PANE (self));

  duo_find_bar_add_actions (self->find_bar, map);
}

/* -- The conversation ------------------------------------------------------- */

/* Another one when the friend who connected is another one. */
static void
history_cb (DuoChatPane *self)
{
  DuoHistory *history = duo_conversation_get_history (self->conversation);

  duo_message_log_set_model (self->log, G_LIST_MODEL (history));
  duo_find_bar_set_history (self->find_bar, history);
  duo_announcer_watch (self->announcer, history);
  marked_cb (self);
  g_signal_connect_object (history, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
watch_messages (DuoChatPane *self)
{
  self->actions = duo_message_actions_new (GTK_WIDGET (self), self->log, self->conversation);
  g_signal_connect_object (self->actions, "reply", G_CALLBACK (reply_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->actions, "deleted", G_CALLBACK (deleted_cb), self, G_CONNECT_SWAPPED);
  self->menu = duo_message_menu_new (self->log, self->conversation);
}

void
duo_chat_pane_set_conversation (DuoChatPane     *self,
                                DuoConversation *conversation)
{
  g_return_if_fail (DUO_IS_CHAT_PANE (self));
  g_return_if_fail (self->conversation == NULL);

  if (!g_set_object (&self->conversation, conversation))
    return;

  duo_writer_set_conversation (self->writer, conversation);
  watch_messages (self);
  g_signal_connect_object (conversation, "notify::can-wait", G_CALLBACK (can_wait_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::is-friend-typing", G_CALLBACK (typing_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::history", G_CALLBACK (history_cb), self,
                           G_CONNECT_SWAPPED);
  history_cb (self);
  can_wait_cb (self);
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

  if (self->menu != NULL)
    duo_message_menu_close (self->menu);
  g_clear_object (&self->actions);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->menu);
  g_clear_object (&self->undo_toast);
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

  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, leave_cb, NULL);
  g_type_ensure (DUO_TYPE_ANNOUNCER);
  g_type_ensure (DUO_TYPE_FIND_BAR);
  g_type_ensure (DUO_TYPE_WRITER);
  g_type_ensure (DUO_TYPE_MESSAGE_LOG);
  gtk_widget_class_set_css_name (widget_class, "chatpane");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-chat-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, find_bar);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, toasts);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, log);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, empty_box);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, empty_image);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, empty_title);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, empty_text);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, connect_button);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, typing_revealer);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, typing_label);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, bottom);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, marked_label);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, writer);
  gtk_widget_class_bind_template_child (widget_class, DuoChatPane, announcer);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, told_cb);
  gtk_widget_class_bind_template_callback (widget_class, sent_cb);
  gtk_widget_class_bind_template_callback (widget_class, marked_cb);
  gtk_widget_class_bind_template_callback (widget_class, can_send_cb);
}

static void
duo_chat_pane_init (DuoChatPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  duo_find_bar_set_up (self->find_bar, self->log, self->announcer);
}
