/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message-menu.h"

#include <glib/gi18n.h>

#include "duo-message-offer.h"
#include "duo-message-row.h"
#include "duo-names.h"

struct _DuoMessageMenu
{
  GObject parent_instance;

  DuoMessageLog *log;            /* (borrowed) */
  DuoConversation *conversation; /* (owned) (constant) */
  GtkWidget *popover;            /* (nullable): a child of the log */
  GdkRectangle at;               /* where it points … */
  gint64 message;                /* … and to which message */
  guint anchor;                  /* from where a click with Shift marks */
};

G_DEFINE_FINAL_TYPE (DuoMessageMenu, duo_message_menu, G_TYPE_OBJECT)

/* What people answer most. */
static const char *const reactions[] = { "👍", "❤️", "😂", "😮", "😢", "🙏" };

/* -- The menu ------------------------------------------------------------------------ */

void
duo_message_menu_close (DuoMessageMenu *self)
{
  g_return_if_fail (DUO_IS_MESSAGE_MENU (self));

  if (self->popover != NULL)
    gtk_widget_unparent (self->popover);
  g_clear_object (&self->popover);
}

static void
show_popover (DuoMessageMenu *self,
              GtkWidget      *popover)
{
  duo_message_menu_close (self);
  self->popover = g_object_ref_sink (popover);
  gtk_widget_set_parent (popover, GTK_WIDGET (self->log));
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &self->at);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
react (DuoMessageMenu *self,
       const char     *emoji)
{
  gtk_widget_activate_action (GTK_WIDGET (self->log), "message.react", "(xs)", self->message, emoji);
}

static void
react_cb (DuoMessageMenu *self,
          GtkButton      *button)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  react (self, gtk_button_get_label (button));
}

static void
picked_cb (DuoMessageMenu *self,
           const char     *emoji)
{
  react (self, emoji);
}

static gboolean
show_chooser_cb (gpointer user_data)
{
  DuoMessageMenu *self = user_data;
  GtkWidget *chooser;

  if (self->popover == NULL)
    return G_SOURCE_REMOVE;

  chooser = gtk_emoji_chooser_new ();
  g_signal_connect_object (chooser, "emoji-picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  show_popover (self, chooser);

  return G_SOURCE_REMOVE;
}

/* The menu goes when its own button is done with the click. */
static void
more_cb (DuoMessageMenu *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_idle_add_full (G_PRIORITY_DEFAULT, show_chooser_cb, g_object_ref (self), g_object_unref);
}

static void
append_reaction (DuoMessageMenu *self,
                 GtkWidget      *box,
                 const char     *emoji)
{
  GtkWidget *button = gtk_button_new_with_label (emoji);
  /* Translators: of a button in a menu; %s is an emoji. */
  g_autofree char *label = g_strdup_printf (_("React with %s"), emoji);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_set_tooltip_text (button, label);
  duo_names_set (button, label);
  g_signal_connect_object (button, "clicked", G_CALLBACK (react_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
new_reactions (DuoMessageMenu *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *more = gtk_button_new_from_icon_name ("view-more-horizontal-symbolic");

  gtk_widget_add_css_class (box, "reactions");
  for (gsize i = 0; i < G_N_ELEMENTS (reactions); i++)
    append_reaction (self, box, reactions[i]);
  gtk_widget_add_css_class (more, "flat");
  gtk_widget_add_css_class (more, "circular");
  gtk_widget_set_tooltip_text (more, _("More reactions"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, _("More reactions"), -1);
  g_signal_connect_object (more, "clicked", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), more);

  return box;
}

static gboolean
has_selection (DuoMessageMenu *self,
               DuoMessage     *message)
{
  g_autofree char *text = NULL;
  GtkWidget *row;
  guint position;

  if (duo_message_log_find_row (self->log, message, &row, &position))
    text = duo_message_row_dup_selected_text (DUO_MESSAGE_ROW (row));

  return text != NULL;
}

void
duo_message_menu_popup (DuoMessageMenu     *self,
                        DuoMessage         *message,
                        const GdkRectangle *at)
{
  g_autoptr (GMenuModel) menu = NULL;
  gboolean can_refer;
  GtkWidget *popover;

  g_return_if_fail (DUO_IS_MESSAGE_MENU (self));

  can_refer = duo_conversation_can_refer (self->conversation);
  menu = duo_message_offer_new_menu (message, can_refer, has_selection (self, message));
  popover = gtk_popover_menu_new_from_model (menu);
  if (duo_message_offer_get (message, can_refer) & DUO_OFFER_REACT)
    gtk_popover_menu_add_child (GTK_POPOVER_MENU (popover), new_reactions (self), "reactions");
  duo_names_give_items (GTK_POPOVER_MENU (popover));
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  self->at = *at;
  self->message = duo_message_get_id (message);
  show_popover (self, popover);
}

static gboolean
popup_at (DuoMessageMenu *self,
          double          x,
          double          y)
{
  DuoMessage *message = duo_message_log_pick (self->log, x, y);

  if (message == NULL)
    return FALSE;

  duo_message_menu_popup (self, message, &(GdkRectangle){ (int) x, (int) y, 1, 1 });

  return TRUE;
}

/* -- The mouse and the finger ---------------------------------------------------------- */

static void
menu_pressed_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 DuoMessageMenu  *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));

  if (event != NULL && gdk_event_triggers_context_menu (event) && popup_at (self, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture,
                 double               x,
                 double               y,
                 DuoMessageMenu      *self)
{
  if (popup_at (self, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
mark (DuoMessageMenu *self,
      guint           position,
      gboolean        extends)
{
  DuoMarks *marks = duo_message_log_get_marks (self->log);
  guint first = MIN (self->anchor, position);

  if (extends)
    {
      gtk_selection_model_select_range (GTK_SELECTION_MODEL (marks), first, MAX (self->anchor, position) - first + 1,
                                        /* unselect_rest= */ TRUE);
      return;
    }

  self->anchor = position;
  duo_marks_toggle (marks, position);
}

/* With Ctrl, and once something is marked without it as well: the text under the pointer
 * is not to be selected then. */
static void
mark_pressed_cb (GtkGestureClick *gesture,
                 int              n_press,
                 double           x,
                 double           y,
                 DuoMessageMenu  *self)
{
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  DuoMarks *marks = duo_message_log_get_marks (self->log);
  DuoMessage *message = duo_message_log_pick (self->log, x, y);
  gboolean is_marking = marks != NULL && duo_marks_get_n_marked (marks) > 0;
  GtkWidget *row;
  guint position;

  if (message == NULL || (!is_marking && !(modifiers & GDK_CONTROL_MASK)) ||
      !duo_message_log_find_row (self->log, message, &row, &position))
    return;

  gtk_widget_grab_focus (gtk_widget_get_parent (row));
  mark (self, position, is_marking && (modifiers & GDK_SHIFT_MASK) != 0);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

/* -- The keyboard ------------------------------------------------------------------------ */

static gboolean
menu_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  DuoMessageMenu *self = user_data;
  DuoMessage *message = duo_message_log_get_focused (self->log);
  graphene_rect_t bounds;
  GtkWidget *row;
  guint position;

  if (message == NULL || !duo_message_log_find_row (self->log, message, &row, &position) ||
      !gtk_widget_compute_bounds (row, GTK_WIDGET (self->log), &bounds))
    return FALSE;

  duo_message_menu_popup (self, message,
                          &(GdkRectangle){ (int) (bounds.origin.x + bounds.size.width / 2),
                                           (int) (bounds.origin.y + bounds.size.height / 2), 1, 1 });

  return TRUE;
}

/* What a key does with the marked messages, or else with the one that has the focus. */
static gboolean
act (DuoMessageMenu *self,
     const char     *for_marked,
     const char     *for_one)
{
  DuoMessage *message = duo_message_log_get_focused (self->log);
  DuoMarks *marks = duo_message_log_get_marks (self->log);

  if (marks != NULL && duo_marks_get_n_marked (marks) > 0)
    return gtk_widget_activate_action (GTK_WIDGET (self->log), for_marked, NULL);

  return message != NULL &&
         gtk_widget_activate_action (GTK_WIDGET (self->log), for_one, "x", duo_message_get_id (message));
}

static gboolean
copy_key_cb (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  DuoMessageMenu *self = user_data;
  DuoMessage *message = duo_message_log_get_focused (self->log);

  return act (self, "message.copy-marked",
              message != NULL && has_selection (self, message) ? "message.copy-selected" : "message.copy");
}

static gboolean
delete_key_cb (GtkWidget *widget,
               GVariant  *arguments,
               gpointer   user_data)
{
  return act (user_data, "message.delete-marked", "message.delete");
}

static void
add_key (GtkEventController *keys,
         const char         *trigger,
         GtkShortcutFunc     func,
         DuoMessageMenu     *self)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger),
                                                          gtk_callback_action_new (func, self, NULL)));
}

static void
add_keys (DuoMessageMenu *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  add_key (keys, "Menu|<Shift>F10", menu_key_cb, self);
  add_key (keys, "<Control>c|<Control>Insert", copy_key_cb, self);
  add_key (keys, "Delete|KP_Delete", delete_key_cb, self);
  gtk_widget_add_controller (GTK_WIDGET (self->log), keys);
}

/* -- The object ---------------------------------------------------------------------------- */

/* Before the labels, which have a menu and a selection of their own. */
static void
add_gesture (DuoMessageMenu *self,
             GtkGesture     *gesture,
             guint           button,
             GCallback       pressed)
{
  if (button != 0)
    gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), button);
  else
    gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (gesture), TRUE);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (gesture), GTK_PHASE_CAPTURE);
  g_signal_connect_object (gesture, "pressed", pressed, self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->log), GTK_EVENT_CONTROLLER (gesture));
}

static void
duo_message_menu_dispose (GObject *object)
{
  DuoMessageMenu *self = DUO_MESSAGE_MENU (object);

  duo_message_menu_close (self);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (duo_message_menu_parent_class)->dispose (object);
}

static void
duo_message_menu_class_init (DuoMessageMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = duo_message_menu_dispose;
}

static void
duo_message_menu_init (DuoMessageMenu *self)
{
}

DuoMessageMenu *
duo_message_menu_new (DuoMessageLog   *log,
                      DuoConversation *conversation)
{
  DuoMessageMenu *self = g_object_new (DUO_TYPE_MESSAGE_MENU, NULL);
  GtkGesture *long_press = gtk_gesture_long_press_new ();

  g_return_val_if_fail (DUO_IS_MESSAGE_LOG (log), self);
  g_return_val_if_fail (DUO_IS_CONVERSATION (conversation), self);

  self->log = log;
  self->conversation = g_object_ref (conversation);
  add_gesture (self, gtk_gesture_click_new (), GDK_BUTTON_SECONDARY, G_CALLBACK (menu_pressed_cb));
  add_gesture (self, gtk_gesture_click_new (), GDK_BUTTON_PRIMARY, G_CALLBACK (mark_pressed_cb));
  add_gesture (self, long_press, 0, G_CALLBACK (long_pressed_cb));
  add_keys (self);

  return self;
}
