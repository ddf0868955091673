/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-window.h"

#include <glib/gi18n.h>

#include "duo-chat-pane.h"
#include "duo-error-text.h"
#include "duo-guidance.h"
#include "duo-qr-window.h"
#include "duo-signal-pane.h"
#include "duo-split.h"
#include "duo-status-label.h"
#include "duo-tooltip.h"

struct _DuoWindow
{
  AdwApplicationWindow parent_instance;

  DuoConversation *conversation; /* (owned) (constant) */
  DuoSettings *settings;         /* (owned) (constant) */

  GtkLabel *title_label;
  GtkLabel *status_label; /* one of the two is shown: in the header, … */
  GtkLabel *strip_label;  /* … or below it where that is narrow */
  GtkWidget *hang_up_button;
  DuoSplit *split;
  DuoSignalPane *signal_pane;
  DuoChatPane *chat_pane;

  gboolean was_connected;
};

G_DEFINE_FINAL_TYPE (DuoWindow, duo_window, ADW_TYPE_APPLICATION_WINDOW)

typedef enum
{
  PROP_CONVERSATION = 1,
  PROP_SETTINGS,
} DuoWindowProperty;

static GParamSpec *props[PROP_SETTINGS + 1];

static void
told_cb (DuoWindow  *self,
         const char *text)
{
  duo_chat_pane_tell (self->chat_pane, text);
}

/* -- Actions ---------------------------------------------------------------- */

static void
invite_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  duo_signal_pane_take (DUO_WINDOW (user_data)->signal_pane, DUO_STEP_INVITE);
}

static void
new_invite_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  duo_signal_pane_renew (DUO_WINDOW (user_data)->signal_pane);
}

static void
accept_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  duo_signal_pane_take (DUO_WINDOW (user_data)->signal_pane, DUO_STEP_ACCEPT);
}

static void
receive_answer_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  duo_signal_pane_take (DUO_WINDOW (user_data)->signal_pane, DUO_STEP_TAKE_ANSWER);
}

static void
receive_candidate_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  duo_signal_pane_take (DUO_WINDOW (user_data)->signal_pane, DUO_STEP_TAKE_CANDIDATES);
}

static void
hang_up_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  DuoWindow *self = DUO_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (!duo_conversation_hang_up (self->conversation, &error))
    told_cb (self, duo_error_text_get_sentence (error));
}

static void
send_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  duo_chat_pane_send (DUO_WINDOW (user_data)->chat_pane);
}

static void
copy_signal_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  duo_signal_pane_copy (DUO_WINDOW (user_data)->signal_pane);
}

static void
show_qr_code_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  DuoWindow *self = DUO_WINDOW (user_data);
  const char *code = duo_conversation_get_local_code (self->conversation);
  g_autoptr (GError) error = NULL;
  GtkWindow *window = duo_qr_window_new (GTK_WINDOW (self), code, &error);

  if (window != NULL)
    gtk_window_present (window);
  else
    told_cb (self, duo_error_text_get_sentence (error));
}

static void
paste_signal_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  DuoWindow *self = DUO_WINDOW (user_data);

  duo_split_set_show_pane (self->split, TRUE);
  duo_signal_pane_paste (self->signal_pane);
}

/* In the window's own action map, so that they are found on the bus as well. */
static const GActionEntry actions[] = {
  { .name = "invite", .activate = invite_cb },
  { .name = "new-invite", .activate = new_invite_cb },
  { .name = "accept", .activate = accept_cb },
  { .name = "receive-answer", .activate = receive_answer_cb },
  { .name = "receive-candidate", .activate = receive_candidate_cb },
  { .name = "hang-up", .activate = hang_up_cb },
  { .name = "send", .activate = send_cb },
  { .name = "copy-signal", .activate = copy_signal_cb },
  { .name = "show-qr-code", .activate = show_qr_code_cb },
  { .name = "paste-signal", .activate = paste_signal_cb },
};

static void
set_enabled (DuoWindow  *self,
             const char *name,
             gboolean    is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

static void
update_actions (DuoWindow *self)
{
  static const struct
  {
    const char *name;
    DuoStep step;
  } steps[] = {
    { "invite", DUO_STEP_INVITE },
    { "accept", DUO_STEP_ACCEPT },
    { "receive-answer", DUO_STEP_TAKE_ANSWER },
    { "receive-candidate", DUO_STEP_TAKE_CANDIDATES },
    { "hang-up", DUO_STEP_HANG_UP },
  };

  gboolean is_useful = !duo_presence_is_free (duo_conversation_get_presence (self->conversation));

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    set_enabled (self, steps[i].name, duo_conversation_can (self->conversation, steps[i].step, NULL));

  set_enabled (self, "new-invite",
               duo_conversation_get_presence (self->conversation) == DUO_PRESENCE_WAITING &&
                 duo_conversation_get_role (self->conversation) == DUO_ROLE_INVITER);
  set_enabled (self, "send", duo_chat_pane_can_send (self->chat_pane));
  set_enabled (self, "copy-signal",
               is_useful && duo_conversation_get_local_signal (self->conversation) != NULL);
  set_enabled (self, "show-qr-code",
               is_useful && duo_conversation_get_local_code (self->conversation) != NULL);
}

static void
update_actions_cb (DuoWindow *self)
{
  if (self->conversation != NULL)
    update_actions (self);
}

/* -- What is shown ---------------------------------------------------------- */

static void
update_title (DuoWindow *self)
{
  const char *title = duo_conversation_get_title (self->conversation);

  if (title == NULL || *title == '\0')
    title = _("Duologue");
  gtk_label_set_label (self->title_label, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
update_status (DuoWindow *self)
{
  const char *status =
    duo_guidance_get_status (duo_conversation_get_presence (self->conversation),
                             duo_conversation_get_path (self->conversation),
                             duo_conversation_get_failure (self->conversation));

  duo_status_label_set (self->status_label, status);
  duo_status_label_set (self->strip_label, status);
  /* It may be cut off where the window is narrow. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status_label), status);
}

/* The pane steps aside when its work is done and comes back when there is more. */
static void
update_pane (DuoWindow *self)
{
  gboolean is_connected =
    duo_conversation_get_presence (self->conversation) == DUO_PRESENCE_CONNECTED;

  if (self->was_connected == is_connected)
    return;

  self->was_connected = is_connected;
  duo_split_set_show_pane (self->split, !is_connected);
  if (is_connected)
    duo_chat_pane_focus_entry (self->chat_pane);
}

static void
update (DuoWindow *self)
{
  gboolean can_hang_up = duo_conversation_can (self->conversation, DUO_STEP_HANG_UP, NULL);

  update_title (self);
  update_status (self);
  update_actions (self);
  duo_tooltip_set_step (self->hang_up_button, self->conversation, DUO_STEP_HANG_UP, _("Hang Up"));
  if (can_hang_up)
    gtk_widget_add_css_class (self->hang_up_button, "destructive-action");
  else
    gtk_widget_remove_css_class (self->hang_up_button, "destructive-action");
  update_pane (self);
}

static void
update_cb (DuoWindow *self)
{
  update (self);
}

static gboolean
switch_pane_cb (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   user_data)
{
  DuoWindow *self = DUO_WINDOW (widget);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *pane = GTK_WIDGET (self->signal_pane);

  if (duo_split_get_show_pane (self->split) &&
      (focus == NULL || !gtk_widget_is_ancestor (focus, pane)))
    return gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);

  duo_chat_pane_focus_entry (self->chat_pane);

  return TRUE;
}

static gboolean
duo_window_close_request (GtkWindow *window)
{
  duo_conversation_close (DUO_WINDOW (window)->conversation);

  return GTK_WINDOW_CLASS (duo_window_parent_class)->close_request (window);
}

/* -- Life ------------------------------------------------------------------- */

static void
watch_conversation (DuoWindow *self)
{
  static const char *const details[] = {
    "notify::title",
    "notify::presence",
    "notify::role",
    "notify::path",
    "notify::failure",
    "notify::local-signal",
    "notify::local-code",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    g_signal_connect_object (self->conversation, details[i], G_CALLBACK (update_cb), self,
                             G_CONNECT_SWAPPED);
}

static void
duo_window_constructed (GObject *object)
{
  DuoWindow *self = DUO_WINDOW (object);

  G_OBJECT_CLASS (duo_window_parent_class)->constructed (object);

  duo_signal_pane_set_up (self->signal_pane, self->conversation, self->settings);
  duo_chat_pane_set_conversation (self->chat_pane, self->conversation);
  watch_conversation (self);
  update (self);
}

static void
duo_window_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch ((DuoWindowProperty) id)
    {
    case PROP_CONVERSATION:
      g_value_set_object (value, DUO_WINDOW (object)->conversation);
      break;
    case PROP_SETTINGS:
      g_value_set_object (value, DUO_WINDOW (object)->settings);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_window_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch ((DuoWindowProperty) id)
    {
    case PROP_CONVERSATION:
      DUO_WINDOW (object)->conversation = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      DUO_WINDOW (object)->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_window_dispose (GObject *object)
{
  DuoWindow *self = DUO_WINDOW (object);

  if (self->conversation != NULL)
    g_signal_handlers_disconnect_by_data (self->conversation, self);
  g_clear_object (&self->conversation);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (duo_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (DUO_TYPE_CHAT_PANE);
  g_type_ensure (DUO_TYPE_SIGNAL_PANE);
  g_type_ensure (DUO_TYPE_SPLIT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, title_label);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, status_label);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, strip_label);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, hang_up_button);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, split);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, signal_pane);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, chat_pane);
  gtk_widget_class_bind_template_callback (widget_class, told_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_actions_cb);
}

static void
duo_window_class_init (DuoWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = duo_window_constructed;
  object_class->get_property = duo_window_get_property;
  object_class->set_property = duo_window_set_property;
  object_class->dispose = duo_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = duo_window_close_request;

  props[PROP_CONVERSATION] =
    g_param_spec_object ("conversation", NULL, NULL, DUO_TYPE_CONVERSATION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_SETTINGS] =
    g_param_spec_object ("settings", NULL, NULL, DUO_TYPE_SETTINGS,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, switch_pane_cb, NULL);
  bind_template (widget_class);
}

static void
duo_window_init (DuoWindow *self)
{
  g_autoptr (GPropertyAction) show_signals = NULL;

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  show_signals = g_property_action_new ("show-signals", self->split, "show-pane");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (show_signals));
}

DuoWindow *
duo_window_new (GtkApplication  *application,
                DuoConversation *conversation,
                DuoSettings     *settings)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (DUO_IS_CONVERSATION (conversation), NULL);
  g_return_val_if_fail (DUO_IS_SETTINGS (settings), NULL);

  return g_object_new (DUO_TYPE_WINDOW,
                       "application", application,
                       "conversation", conversation,
                       "settings", settings,
                       NULL);
}

DuoConversation *
duo_window_get_conversation (DuoWindow *self)
{
  g_return_val_if_fail (DUO_IS_WINDOW (self), NULL);

  return self->conversation;
}

gboolean
duo_window_is_unused (DuoWindow *self)
{
  g_return_val_if_fail (DUO_IS_WINDOW (self), FALSE);

  return duo_conversation_get_presence (self->conversation) == DUO_PRESENCE_NOT_CONNECTED &&
         g_list_model_get_n_items (G_LIST_MODEL (self->conversation)) == 0 &&
         !duo_signal_pane_is_filled (self->signal_pane);
}

gboolean
duo_window_made (DuoWindow *self,
                 DuoSignal *offer)
{
  g_return_val_if_fail (DUO_IS_WINDOW (self), FALSE);

  return duo_signal_pane_made (self->signal_pane, offer);
}

void
duo_window_take (DuoWindow *self,
                 DuoSignal *signal)
{
  g_return_if_fail (DUO_IS_WINDOW (self));

  duo_split_set_show_pane (self->split, TRUE);
  duo_signal_pane_take_link (self->signal_pane, signal);
}
