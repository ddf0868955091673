/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-window.h"

#include <glib/gi18n.h>

#include "duo-chat-pane.h"
#include "duo-connection-card.h"
#include "duo-error-text.h"
#include "duo-exporter.h"
#include "duo-guidance.h"
#include "duo-names.h"
#include "duo-notification-text.h"
#include "duo-pane-walk.h"
#include "duo-qr-window.h"
#include "duo-roster-popover.h"
#include "duo-signal-pane.h"
#include "duo-split.h"
#include "duo-status-label.h"
#include "duo-tooltip.h"

struct _DuoWindow
{
  AdwApplicationWindow parent_instance;

  DuoConversation *conversation; /* (owned) (constant) */
  DuoSettings *settings;         /* (owned) (constant) */
  DuoExporter *exporter;         /* (owned) (constant) */
  DuoRoster *roster;             /* (owned) (constant) */
  DuoHistory *history;           /* (owned): the one that is watched */

  GMenuModel *primary_menu;
  GtkWidget *header;
  GtkMenuButton *menu_button;
  GtkMenuButton *roster_button;
  GtkWidget *roster_dot;
  GtkLabel *title_label;
  GtkMenuButton *status_button; /* one of the two is shown: in the header, … */
  GtkMenuButton *strip_button;  /* … or below it where that is narrow */
  GtkLabel *status_label;
  GtkLabel *strip_label;
  GtkWidget *hang_up_button;
  GtkWidget *loss_box;
  GtkLabel *loss_label;
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
  PROP_ROSTER,
} DuoWindowProperty;

enum
{
  SIGNAL_OPENS_CONVERSATION,
  SIGNAL_DELETES_CONVERSATION,
  N_SIGNALS,
};

static GParamSpec *props[PROP_ROSTER + 1];
static guint signals[N_SIGNALS];

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

static void
conversations_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  gtk_menu_button_popup (DUO_WINDOW (user_data)->roster_button);
}

static void
connection_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  DuoWindow *self = DUO_WINDOW (user_data);
  gboolean is_narrow = gtk_widget_get_visible (GTK_WIDGET (self->strip_button));

  gtk_menu_button_popup (is_narrow ? self->strip_button : self->status_button);
}

static void
delete_conversation_cb (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       user_data)
{
  DuoWindow *self = DUO_WINDOW (user_data);

  g_signal_emit (self, signals[SIGNAL_DELETES_CONVERSATION], 0,
                 duo_conversation_get_id (self->conversation));
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
  { .name = "conversations", .activate = conversations_cb },
  { .name = "connection", .activate = connection_cb },
  { .name = "delete-conversation", .activate = delete_conversation_cb },
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
  set_enabled (self, "delete-conversation", duo_history_get_id (self->history) != 0);
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
  guint n_unread = duo_history_get_n_unread (self->history);
  g_autofree char *counted = NULL;

  if (title == NULL || *title == '\0')
    title = _("Duologue");
  /* Translators: the title of a window: how many messages were not read, and the friend's name. */
  counted = g_strdup_printf (_("(%u) %s"), n_unread, title);
  gtk_label_set_label (self->title_label, title);
  gtk_window_set_title (GTK_WINDOW (self), n_unread > 0 ? counted : title);
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
  duo_tooltip_set (GTK_WIDGET (self->status_button), "win.connection", status);
  duo_tooltip_set (GTK_WIDGET (self->strip_button), "win.connection", status);
}

/* Said where it can still be helped. */
static void
update_loss (DuoWindow *self)
{
  guint n = duo_history_get_n_waiting (self->history);
  g_autofree char *text = g_strdup_printf (
    ngettext ("%u message waits for your friend. It is lost when this window is closed, since nothing here is kept.",
              "%u messages wait for your friend. They are lost when this window is closed, since nothing here is kept.",
              n),
    n);

  gtk_label_set_label (self->loss_label, text);
  gtk_widget_set_visible (self->loss_box, n > 0 && !duo_conversation_get_keeps_history (self->conversation));
}

static void
update_roster (DuoWindow *self)
{
  guint n = duo_roster_count_unread (self->roster, duo_conversation_get_id (self->conversation));
  g_autofree char *text = g_strdup_printf (
    ngettext ("Conversations: %u has something new", "Conversations: %u have something new", n), n);

  duo_tooltip_set (GTK_WIDGET (self->roster_button), "win.conversations", n > 0 ? text : _("Conversations"));
  gtk_widget_set_visible (self->roster_dot, n > 0);
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
  update_loss (self);
  update_roster (self);
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

/* Another one when somebody else came, or one of the list was opened. */
static void
history_cb (DuoWindow *self)
{
  if (self->history != NULL)
    g_signal_handlers_disconnect_by_data (self->history, self);
  g_set_object (&self->history, duo_conversation_get_history (self->conversation));
  g_signal_connect_object (self->history, "notify::n-unread", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "notify::n-waiting", G_CALLBACK (update_loss), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "items-changed", G_CALLBACK (update_actions_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
released_cb (DuoWindow *self)
{
  AdwToast *toast =
    adw_toast_new (_("Your friend came back in another window, and the conversation goes on there."));

  /* Nobody looks here just now. */
  adw_toast_set_timeout (toast, 0);
  duo_chat_pane_add_toast (self->chat_pane, toast);
}

/* What arrives while the person looks at it is read. */
static void
update_in_front (DuoWindow *self)
{
  if (self->conversation != NULL)
    duo_conversation_set_in_front (self->conversation, gtk_window_is_active (GTK_WINDOW (self)) &&
                                                         gtk_widget_get_mapped (GTK_WIDGET (self)));
}

static void
opened_cb (DuoWindow *self,
           gint64     id)
{
  g_signal_emit (self, signals[SIGNAL_OPENS_CONVERSATION], 0, id);
}

static void
deleted_cb (DuoWindow *self,
            gint64     id)
{
  g_signal_emit (self, signals[SIGNAL_DELETES_CONVERSATION], 0, id);
}

/* Most windows never show it. */
static void
create_roster_cb (GtkMenuButton *button,
                  gpointer       user_data)
{
  DuoWindow *self = user_data;
  GtkWidget *popover;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  popover = duo_roster_popover_new (self->roster, self->conversation);
  g_signal_connect_object (popover, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (popover, "deleted", G_CALLBACK (deleted_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, popover);
}

static void
copied_cb (DuoWindow *self)
{
  told_cb (self, _("The report is copied."));
}

/* Neither this one. */
static void
create_card_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  DuoWindow *self = user_data;
  GtkWidget *card;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  card = duo_connection_card_new (self->conversation);
  g_signal_connect_object (card, "copied", G_CALLBACK (copied_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, card);
}

/* Nor is this one needed before anybody opens it. */
static void
create_menu_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  gtk_menu_button_set_menu_model (button, DUO_WINDOW (user_data)->primary_menu);
  duo_names_give_items (GTK_POPOVER_MENU (gtk_menu_button_get_popover (button)));
}

static gboolean
switch_pane_cb (GtkWidget *widget,
                GVariant  *arguments,
                gpointer   user_data)
{
  DuoWindow *self = DUO_WINDOW (widget);
  GtkWidget *panes[] = { GTK_WIDGET (self->signal_pane), NULL, NULL, NULL, self->header };

  duo_chat_pane_get_panes (self->chat_pane, panes + 1);

  return duo_pane_walk (GTK_WINDOW (self), panes, G_N_ELEMENTS (panes),
                        (GtkDirectionType) g_variant_get_int32 (arguments));
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
    "notify::history",
    "notify::keeps-history",
  };

  g_signal_connect_object (self->conversation, "notify::history", G_CALLBACK (history_cb), self,
                           G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    g_signal_connect_object (self->conversation, details[i], G_CALLBACK (update_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conversation, "released", G_CALLBACK (released_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->roster, "changed", G_CALLBACK (update_roster), self, G_CONNECT_SWAPPED);
}

static void
add_keep_action (DuoWindow *self)
{
  g_autoptr (GPropertyAction) keep_history =
    g_property_action_new ("keep-history", self->conversation, "keeps-history");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (keep_history));
}

static void
duo_window_constructed (GObject *object)
{
  DuoWindow *self = DUO_WINDOW (object);

  G_OBJECT_CLASS (duo_window_parent_class)->constructed (object);

  history_cb (self);
  duo_signal_pane_set_up (self->signal_pane, self->conversation, self->settings);
  duo_chat_pane_set_conversation (self->chat_pane, self->conversation);
  duo_chat_pane_add_actions (self->chat_pane, G_ACTION_MAP (self));
  self->exporter = duo_exporter_new (GTK_APPLICATION_WINDOW (self), self->conversation, self->settings);
  g_signal_connect_object (self->exporter, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  watch_conversation (self);
  add_keep_action (self);
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->roster_button, create_roster_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->status_button, create_card_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->strip_button, create_card_cb, self, NULL);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (update_in_front), NULL);
  g_signal_connect_after (self, "map", G_CALLBACK (update_in_front), NULL);
  g_signal_connect_after (self, "unmap", G_CALLBACK (update_in_front), NULL);
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
    case PROP_ROSTER:
      g_value_set_object (value, DUO_WINDOW (object)->roster);
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
    case PROP_ROSTER:
      DUO_WINDOW (object)->roster = g_value_dup_object (value);
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
    {
      g_signal_handlers_disconnect_by_data (self->conversation, self);
      g_signal_handlers_disconnect_by_data (self->history, self);
      g_signal_handlers_disconnect_by_data (self->roster, self);
      duo_conversation_set_in_front (self->conversation, FALSE);
      g_action_map_remove_action (G_ACTION_MAP (self), "keep-history");
    }
  g_clear_object (&self->history);
  g_clear_object (&self->conversation);
  g_clear_object (&self->roster);
  g_clear_object (&self->settings);
  g_clear_object (&self->exporter);

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
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, primary_menu);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, roster_button);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, roster_dot);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, loss_box);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, loss_label);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, header);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, title_label);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, status_button);
  gtk_widget_class_bind_template_child (widget_class, DuoWindow, strip_button);
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
  props[PROP_ROSTER] =
    g_param_spec_object ("roster", NULL, NULL, DUO_TYPE_ROSTER,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[SIGNAL_OPENS_CONVERSATION] =
    g_signal_new ("opens-conversation", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_DELETES_CONVERSATION] =
    g_signal_new ("deletes-conversation", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, switch_pane_cb, "i", GTK_DIR_TAB_FORWARD);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, switch_pane_cb, "i",
                                GTK_DIR_TAB_BACKWARD);
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
                DuoSettings     *settings,
                DuoRoster       *roster)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (DUO_IS_CONVERSATION (conversation), NULL);
  g_return_val_if_fail (DUO_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (DUO_IS_ROSTER (roster), NULL);

  return g_object_new (DUO_TYPE_WINDOW,
                       "application", application,
                       "conversation", conversation,
                       "settings", settings,
                       "roster", roster,
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

  return duo_conversation_is_unused (self->conversation) && duo_chat_pane_is_blank (self->chat_pane) &&
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
duo_window_add_toast (DuoWindow *self,
                      AdwToast  *toast)
{
  g_return_if_fail (DUO_IS_WINDOW (self));

  duo_chat_pane_add_toast (self->chat_pane, toast);
}

void
duo_window_focus_entry (DuoWindow *self)
{
  g_return_if_fail (DUO_IS_WINDOW (self));

  duo_chat_pane_focus_entry (self->chat_pane);
}

void
duo_window_take (DuoWindow *self,
                 DuoSignal *signal)
{
  g_return_if_fail (DUO_IS_WINDOW (self));

  duo_split_set_show_pane (self->split, TRUE);
  duo_signal_pane_take_link (self->signal_pane, signal);
}
