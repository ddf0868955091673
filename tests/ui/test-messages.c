/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>

#include "duo-chat-pane.h"
#include "duo-message-log.h"
#include "duo-message-offer.h"
#include "duo-message-row.h"
#include "duo-message-text.h"
#include "duo-test-window.h"

/* What a person sees of and does with single messages. */

/* Any day will do. */
#define AT_US (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)

static DuoMessage *
make (DuoMessageKind  kind,
      const char     *text,
      guint64         seq,
      DuoDelivery     delivery)
{
  g_autoptr (DuoRecord) record = duo_record_new (kind, text, AT_US);

  record->id = 17;
  record->seq = seq;

  return duo_message_new (record, delivery);
}

/* -- Words ---------------------------------------------------------------------------- */

static void
test_words (void)
{
  g_autoptr (DuoMessage) mine = make (DUO_MESSAGE_MINE, "one\n  two\tthree", 1, DUO_DELIVERY_DELIVERED);
  g_autoptr (DuoMessage) theirs = make (DUO_MESSAGE_THEIRS, "hi", 1, DUO_DELIVERY_NONE);
  g_autoptr (DuoMessage) blank = make (DUO_MESSAGE_THEIRS, "\n \n", 2, DUO_DELIVERY_NONE);
  g_autofree char *line = duo_message_text_dup_line (mine);
  g_autofree char *nothing = duo_message_text_dup_line (blank);
  g_autofree char *quote = duo_message_text_dup_quote (theirs);
  g_autofree char *copy = duo_message_text_dup_copy (mine);
  g_autofree char *told = duo_message_text_dup_label (mine, "one", TRUE);
  g_autofree char *quiet = duo_message_text_dup_label (mine, "one", FALSE);

  g_assert_cmpstr (line, ==, "one two three");
  g_assert_cmpstr (nothing, ==, "…");
  g_assert_cmpstr (quote, ==, "Friend: hi");
  /* In UTC, which main () asked for. */
  g_assert_cmpstr (copy, ==, "[2023-11-14 22:13] Me: one\n  two\tthree");
  g_assert_cmpstr (told, ==, "Me: one, 22:13, Delivered");
  g_assert_cmpstr (quiet, ==, "Me: one, 22:13");

  for (guint i = DUO_DELIVERY_WAITING; i <= DUO_DELIVERY_FAILED; i++)
    {
      g_assert_nonnull (duo_message_text_get_delivery (i));
      g_assert_nonnull (duo_message_text_get_icon (i));
      for (guint j = DUO_DELIVERY_WAITING; j < i; j++)
        g_assert_cmpstr (duo_message_text_get_icon (i), !=, duo_message_text_get_icon (j));
    }
  g_assert_null (duo_message_text_get_delivery (DUO_DELIVERY_NONE));
}

/* -- What is offered ------------------------------------------------------------------- */

/* The actions of a menu, in order, without their group. */
static char *
dup_actions (GMenuModel *menu)
{
  g_autoptr (GString) actions = g_string_new (NULL);

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);

      for (int j = 0; j < g_menu_model_get_n_items (section); j++)
        {
          g_autofree char *action = NULL;

          if (!g_menu_model_get_item_attribute (section, j, G_MENU_ATTRIBUTE_ACTION, "s", &action))
            g_assert_true (g_menu_model_get_item_attribute (section, j, "custom", "s", &action));
          g_string_append_printf (actions, "%s ", g_str_has_prefix (action, "message.") ? action + 8 : action);
        }
    }

  return g_strchomp (g_strdup (actions->str));
}

static void
test_menu_offers_what_makes_sense (void)
{
  static const struct
  {
    DuoMessageKind kind;
    guint64 seq;
    DuoDelivery delivery;
    gboolean can_refer;
    const char *actions;
  } cases[] = {
    { DUO_MESSAGE_MINE, 0, DUO_DELIVERY_WAITING, TRUE, "edit copy copy-full select cancel" },
    { DUO_MESSAGE_MINE, 3, DUO_DELIVERY_SENT, TRUE, "reactions reply edit copy copy-full select delete" },
    { DUO_MESSAGE_MINE, 3, DUO_DELIVERY_READ, TRUE, "reactions reply edit copy copy-full select delete" },
    { DUO_MESSAGE_THEIRS, 3, DUO_DELIVERY_NONE, TRUE, "reactions reply copy copy-full select delete" },
    /* A page learns nothing of replies, edits and reactions. */
    { DUO_MESSAGE_MINE, 3, DUO_DELIVERY_SENT, FALSE, "copy copy-full select delete" },
    { DUO_MESSAGE_THEIRS, 3, DUO_DELIVERY_NONE, FALSE, "copy copy-full select delete" },
    { DUO_MESSAGE_MINE, 3, DUO_DELIVERY_FAILED, FALSE, "retry copy copy-full select delete" },
  };
  g_autoptr (DuoRecord) record = duo_record_new_notice (DUO_NOTICE_LOST, 0, AT_US);
  g_autoptr (DuoMessage) notice = duo_message_new (record, DUO_DELIVERY_NONE);
  g_autoptr (GMenuModel) menu = duo_message_offer_new_menu (notice, TRUE, /* has_selection= */ TRUE);
  g_autofree char *of_notice = dup_actions (menu);

  g_assert_cmpstr (of_notice, ==, "copy-selected copy copy-full select delete");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DuoMessage) message = make (cases[i].kind, "text", cases[i].seq, cases[i].delivery);
      g_autoptr (GMenuModel) offered = duo_message_offer_new_menu (message, cases[i].can_refer, FALSE);
      g_autofree char *actions = dup_actions (offered);

      g_assert_cmpstr (actions, ==, cases[i].actions);
    }
}

/* -- Rows -------------------------------------------------------------------------------- */

static GtkWidget *
find_class (GtkWidget  *widget,
            const char *class)
{
  if (gtk_widget_has_css_class (widget, class))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_class (child, class);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* (nullable): the part of ROW with the style class, if it can be seen. */
static GtkWidget *
find_part (GtkWidget  *row,
           const char *class)
{
  GtkWidget *part = find_class (row, class);

  return part != NULL && gtk_widget_get_visible (part) && gtk_widget_get_child_visible (part) ? part : NULL;
}

static const char *
get_icon (GtkWidget *row)
{
  GtkWidget *status = find_part (row, "delivery");

  return status != NULL ? gtk_image_get_icon_name (GTK_IMAGE (status)) : NULL;
}

static void
test_row_tells_how_far (void)
{
  GtkWidget *row = duo_message_row_new ();
  GtkWidget *window = duo_test_window_new (row, 400, 200);
  g_autoptr (DuoMessage) message = make (DUO_MESSAGE_MINE, "hello", 1, DUO_DELIVERY_WAITING);
  g_autoptr (DuoMessage) next = make (DUO_MESSAGE_MINE, "and on", 2, DUO_DELIVERY_WAITING);
  int height, new_height;

  /* With a page nothing is told in the row … */
  duo_message_row_set_message (DUO_MESSAGE_ROW (row), message, NULL);
  g_assert_null (get_icon (row));
  duo_message_row_set_tells_delivery (DUO_MESSAGE_ROW (row), TRUE);
  g_assert_cmpstr (get_icon (row), ==, "duologue-waiting-symbolic");
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 400, &height, NULL, NULL, NULL);

  duo_message_set_delivery (message, DUO_DELIVERY_SENT);
  g_assert_cmpstr (get_icon (row), ==, "duologue-sent-symbolic");
  duo_message_set_delivery (message, DUO_DELIVERY_DELIVERED);
  g_assert_cmpstr (get_icon (row), ==, "duologue-delivered-symbolic");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (find_part (row, "delivery")), ==, "Delivered");
  /* … and what arrived is told once a group. */
  duo_message_row_set_next (DUO_MESSAGE_ROW (row), next);
  g_assert_null (get_icon (row));
  duo_message_set_delivery (message, DUO_DELIVERY_SENT);
  g_assert_cmpstr (get_icon (row), ==, "duologue-sent-symbolic");
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 400, &new_height, NULL, NULL, NULL);
  g_assert_cmpint (height, ==, new_height);

  /* A failure is told to everybody. */
  duo_message_row_set_tells_delivery (DUO_MESSAGE_ROW (row), FALSE);
  g_assert_null (find_part (row, "failure"));
  duo_message_set_delivery (message, DUO_DELIVERY_FAILED);
  g_assert_nonnull (find_part (row, "failure"));
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 400, &new_height, NULL, NULL, NULL);
  g_assert_cmpint (height, <, new_height);

  /* The row is used again for another message. */
  duo_message_row_set_message (DUO_MESSAGE_ROW (row), next, message);
  g_assert_null (find_part (row, "failure"));
  duo_message_set_delivery (message, DUO_DELIVERY_READ);
  g_assert_null (get_icon (row));
  duo_test_window_destroy (window);
}

static void
test_row_follows_its_message (void)
{
  GtkWidget *row = duo_message_row_new ();
  GtkWidget *window = duo_test_window_new (row, 400, 200);
  g_autoptr (DuoMessage) message = make (DUO_MESSAGE_MINE, "hello", 1, DUO_DELIVERY_DELIVERED);
  g_autoptr (DuoRecord) record = duo_record_copy (duo_message_get_record (message));
  g_autoptr (DuoRecord) taken_back = NULL;
  GtkWidget *chip;

  duo_message_row_set_message (DUO_MESSAGE_ROW (row), message, NULL);
  g_assert_null (find_class (row, "chip"));

  g_free (record->text);
  record->text = g_strdup ("hello again");
  record->edited_at_us = AT_US;
  record->my_reaction = g_strdup ("👍");
  record->their_reaction = g_strdup ("❤️");
  duo_message_set_record (message, record);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (duo_test_window_find (row, "text_label"))), ==, "hello again");
  chip = find_class (row, "chip");
  g_assert_true (GTK_IS_LABEL (chip));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (chip)), ==, "❤️");
  chip = gtk_widget_get_next_sibling (chip);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "👍");

  /* Both the same: one mark, which counts. */
  taken_back = duo_record_copy (record);
  g_free (taken_back->their_reaction);
  taken_back->their_reaction = g_strdup ("👍");
  duo_message_set_record (message, taken_back);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "👍 2");
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_prev_sibling (chip)));
  duo_test_window_destroy (window);
}

/* -- The pane, over a conversation whose friend is away -------------------------------------- */

typedef struct
{
  DuoStore *store;
  DuoRoster *roster;
  DuoSettings *settings;
  DuoConversation *conversation;
  GtkWidget *pane;
  GtkWidget *window;
  gint64 theirs; /* what the friend said … */
  gint64 mine;   /* … and I */
} Fixture;

static gint64
keep (DuoHistory     *history,
      DuoMessageKind  kind,
      const char     *text,
      guint64         seq)
{
  g_autoptr (DuoRecord) record = duo_record_new (kind, text, AT_US);
  g_autoptr (GError) error = NULL;
  DuoMessage *message;

  record->seq = seq;
  message = duo_history_append (history, record, &error);
  g_assert_no_error (error);

  return duo_message_get_id (message);
}

/* A conversation with a friend who is known: what is said waits. */
static gint64
keep_conversation (Fixture *fixture)
{
  static const guint8 secret[DUO_STORE_SECRET_BYTES] = { 1, 2, 3 };
  g_autoptr (DuoHistory) history = duo_history_new (fixture->store, 0, NULL);

  g_assert_true (duo_history_keep (history, NULL));
  duo_history_set_secret (history, secret);
  duo_history_set_title (history, "Ada");
  fixture->theirs = keep (history, DUO_MESSAGE_THEIRS, "how are you?", 1);
  duo_history_set_received (history, 1);
  fixture->mine = keep (history, DUO_MESSAGE_MINE, "very well", duo_history_take_seq (history));
  duo_history_set_confirmed (history, 1, 0);

  return duo_history_get_id (history);
}

static void
open (Fixture *fixture,
      gint64   id)
{
  fixture->conversation = duo_conversation_new (fixture->settings, fixture->roster, id);
  fixture->pane = g_object_new (DUO_TYPE_CHAT_PANE, "conversation", fixture->conversation, NULL);
  fixture->window = duo_test_window_new (fixture->pane, 500, 600);
  duo_test_window_settle (fixture->window);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autoptr (GSettings) store = g_settings_new_with_path ("io.github.duologue.Duologue",
                                                          "/io/github/duologue/Duologue/profiles/messages/");

  fixture->store = duo_store_open (NULL, NULL, NULL);
  fixture->roster = duo_roster_new (fixture->store);
  fixture->settings = duo_settings_new (store);
  open (fixture, keep_conversation (fixture));
}

static void
shut (Fixture *fixture)
{
  duo_test_window_destroy (fixture->window);
  g_assert_finalize_object (g_steal_pointer (&fixture->conversation));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  shut (fixture);
  g_clear_object (&fixture->settings);
  g_clear_object (&fixture->roster);
  g_clear_object (&fixture->store);
}

static DuoHistory *
get_history (Fixture *fixture)
{
  return duo_conversation_get_history (fixture->conversation);
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_history (fixture)));
}

static DuoMessage *
dup_last (Fixture *fixture)
{
  return g_list_model_get_item (G_LIST_MODEL (get_history (fixture)), count (fixture) - 1);
}

static GtkTextBuffer *
get_buffer (Fixture *fixture)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (duo_test_window_find (fixture->pane, "view")));
}

static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_text_buffer_insert_at_cursor (get_buffer (fixture), text, -1);
}

static void
assert_written (Fixture    *fixture,
                const char *expected)
{
  g_autofree char *text = NULL;

  g_object_get (get_buffer (fixture), "text", &text, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
act (Fixture    *fixture,
     const char *action,
     gint64      id)
{
  g_assert_true (gtk_widget_activate_action (fixture->pane, action, "x", id));
}

static gboolean
has_banner (Fixture *fixture)
{
  return gtk_widget_get_visible (duo_test_window_find (fixture->pane, "banner"));
}

static GtkWidget *
find_row (Fixture    *fixture,
          DuoMessage *message)
{
  GtkWidget *log = duo_test_window_find (fixture->pane, "log");
  GtkWidget *row;
  guint position;

  duo_test_window_settle (fixture->window);
  g_assert_true (duo_message_log_find_row (DUO_MESSAGE_LOG (log), message, &row, &position));

  return row;
}

static gboolean
press (GtkWidget       *widget,
       guint            key,
       GdkModifierType  modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean is_handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !is_handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_strcmp0 (gtk_event_controller_get_name (controller), "composer-keys") == 0)
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &is_handled);
    }

  return is_handled;
}

static void
assert_label (GtkWidget  *row,
              const char *expected)
{
  gtk_test_accessible_assert_property (gtk_widget_get_parent (row), GTK_ACCESSIBLE_PROPERTY_LABEL, expected);
}

static void
test_row_is_one_item (Fixture       *fixture,
                      gconstpointer  unused)
{
  g_autoptr (DuoMessage) mine = duo_history_dup_message (get_history (fixture), fixture->mine);
  g_autoptr (DuoMessage) theirs = duo_history_dup_message (get_history (fixture), fixture->theirs);

  assert_label (find_row (fixture, mine), "Me: very well, 22:13, Delivered");
  assert_label (find_row (fixture, theirs), "Friend: how are you?, 22:13");
  duo_history_set_confirmed (get_history (fixture), 1, 1);
  assert_label (find_row (fixture, mine), "Me: very well, 22:13, Read");
}

static void
test_reply (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr (DuoMessage) reply = NULL;
  g_autoptr (DuoMessage) plain = NULL;
  gboolean is_to_mine;
  guint64 seq;
  GtkWidget *quote;

  act (fixture, "message.reply", fixture->theirs);
  g_assert_true (has_banner (fixture));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (duo_test_window_find (fixture->pane, "banner_text"))), ==,
                   "how are you?");
  type (fixture, "quite well");
  duo_chat_pane_send (DUO_CHAT_PANE (fixture->pane));
  g_assert_false (has_banner (fixture));
  reply = dup_last (fixture);
  g_assert_cmpstr (duo_message_get_text (reply), ==, "quite well");
  g_assert_true (duo_message_get_reply (reply, &is_to_mine, &seq));
  g_assert_false (is_to_mine);
  g_assert_cmpuint (seq, ==, 1);
  quote = find_part (find_row (fixture, reply), "quote");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (quote)), ==, "Friend: how are you?");

  /* It is a reply once. */
  type (fixture, "and more");
  duo_chat_pane_send (DUO_CHAT_PANE (fixture->pane));
  plain = dup_last (fixture);
  g_assert_false (duo_message_get_reply (plain, NULL, NULL));

  /* What it replied to goes, and comes back. */
  act (fixture, "message.delete", fixture->theirs);
  quote = find_part (find_row (fixture, reply), "quote");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (quote)), ==, "A message that is not here any more");
  duo_history_restore (get_history (fixture));
  quote = find_part (find_row (fixture, reply), "quote");
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (quote)), ==, "Friend: how are you?");
}

static void
test_reply_is_given_up (Fixture       *fixture,
                        gconstpointer  unused)
{
  type (fixture, "unfinished");
  act (fixture, "message.reply", fixture->theirs);
  g_signal_emit_by_name (duo_test_window_find (fixture->pane, "banner_close"), "clicked");
  g_assert_false (has_banner (fixture));
  assert_written (fixture, "unfinished");

  /* Its message is gone. */
  act (fixture, "message.reply", fixture->theirs);
  g_assert_true (has_banner (fixture));
  act (fixture, "message.delete", fixture->theirs);
  g_assert_false (has_banner (fixture));
}

/* Up in the empty entry: the last of mine; what was written before comes back. */
static void
test_edit (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (DuoMessage) mine = duo_history_dup_message (get_history (fixture), fixture->mine);
  GtkWidget *view = duo_test_window_find (fixture->pane, "view");

  g_assert_true (press (view, GDK_KEY_Up, 0));
  g_assert_true (has_banner (fixture));
  assert_written (fixture, "very well");
  type (fixture, "!");
  g_assert_true (press (view, GDK_KEY_Return, 0));
  g_assert_false (has_banner (fixture));
  assert_written (fixture, "");
  g_assert_cmpstr (duo_message_get_text (mine), ==, "very well!");
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_nonnull (find_part (find_row (fixture, mine), "caption"));

  type (fixture, "a draft");
  g_assert_false (press (view, GDK_KEY_Up, 0));
  act (fixture, "message.edit", fixture->mine);
  assert_written (fixture, "very well!");
  g_signal_emit_by_name (duo_test_window_find (fixture->pane, "banner_close"), "clicked");
  assert_written (fixture, "a draft");
  g_assert_cmpstr (duo_message_get_text (mine), ==, "very well!");
  /* Nobody edits what the friend said. */
  act (fixture, "message.edit", fixture->theirs);
  g_assert_false (has_banner (fixture));
}

static void
test_react (Fixture       *fixture,
            gconstpointer  unused)
{
  g_autoptr (DuoMessage) theirs = duo_history_dup_message (get_history (fixture), fixture->theirs);
  GtkWidget *chip;

  g_assert_true (gtk_widget_activate_action (fixture->pane, "message.react", "(xs)", fixture->theirs, "🎉"));
  g_assert_cmpstr (duo_message_get_my_reaction (theirs), ==, "🎉");
  chip = gtk_widget_get_last_child (gtk_widget_get_parent (find_class (find_row (fixture, theirs), "chip")));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (chip)), ==, "🎉");
  g_signal_emit_by_name (chip, "clicked");
  g_assert_null (duo_message_get_my_reaction (theirs));
}

static void
test_waiting (Fixture       *fixture,
              gconstpointer  unused)
{
  GtkLabel *placeholder = GTK_LABEL (duo_test_window_find (fixture->pane, "placeholder"));
  g_autoptr (DuoMessage) waiting = NULL;

  g_assert_cmpstr (gtk_label_get_label (placeholder), ==, "Waits until your friend is back");
  type (fixture, "see you later");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (duo_test_window_find (fixture->pane, "send_button")), ==,
                   "Send when your friend is back");
  duo_chat_pane_send (DUO_CHAT_PANE (fixture->pane));
  waiting = dup_last (fixture);
  g_assert_cmpstr (get_icon (find_row (fixture, waiting)), ==, "duologue-waiting-symbolic");
  g_assert_cmpuint (duo_message_get_delivery (waiting), ==, DUO_DELIVERY_WAITING);
  act (fixture, "message.cancel", duo_message_get_id (waiting));
  g_assert_cmpuint (count (fixture), ==, 2);
  g_assert_cmpuint (duo_history_get_n_waiting (get_history (fixture)), ==, 0);
}

static void
got_text_cb (GObject      *clipboard,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
assert_copied (Fixture    *fixture,
               const char *expected)
{
  g_autofree char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->pane), /* cancellable= */ NULL, got_text_cb, &text);
  duo_test_wait_for (text != NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  unused)
{
  act (fixture, "message.copy", fixture->theirs);
  assert_copied (fixture, "how are you?");
  act (fixture, "message.copy-full", fixture->mine);
  assert_copied (fixture, "[2023-11-14 22:13] Me: very well");
}

static const char *
get_bottom (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (duo_test_window_find (fixture->pane, "bottom")));
}

static void
test_marked (Fixture       *fixture,
             gconstpointer  unused)
{
  DuoMarks *marks = duo_message_log_get_marks (DUO_MESSAGE_LOG (duo_test_window_find (fixture->pane, "log")));

  act (fixture, "message.select", fixture->theirs);
  g_assert_cmpstr (get_bottom (fixture), ==, "marked");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (duo_test_window_find (fixture->pane, "marked_label"))), ==,
                   "1 message selected");
  act (fixture, "message.select", fixture->mine);
  g_assert_cmpuint (duo_marks_get_n_marked (marks), ==, 2);
  g_signal_emit_by_name (duo_test_window_find (fixture->pane, "copy_marked_button"), "clicked");
  assert_copied (fixture, "[2023-11-14 22:13] Friend: how are you?\n[2023-11-14 22:13] Me: very well");
  g_assert_cmpstr (get_bottom (fixture), ==, "writer");

  /* What still waits is called back with the rest. */
  type (fixture, "not yet gone");
  duo_chat_pane_send (DUO_CHAT_PANE (fixture->pane));
  duo_test_window_settle (fixture->window);
  g_assert_true (gtk_selection_model_select_all (GTK_SELECTION_MODEL (marks)));
  g_assert_cmpuint (duo_marks_get_n_marked (marks), ==, 3);
  g_assert_true (gtk_widget_activate_action (fixture->pane, "message.delete-marked", NULL));
  g_assert_cmpuint (count (fixture), ==, 0);
  g_assert_cmpuint (duo_history_get_n_waiting (get_history (fixture)), ==, 0);
  g_assert_cmpstr (get_bottom (fixture), ==, "writer");
  duo_history_restore (get_history (fixture));
  g_assert_cmpuint (count (fixture), ==, 2);
}

/* It stays with its conversation, whatever the window shows meanwhile. */
static void
test_draft (Fixture       *fixture,
            gconstpointer  unused)
{
  gint64 id = duo_conversation_get_id (fixture->conversation);
  g_autoptr (DuoHistory) history = g_object_ref (get_history (fixture));

  type (fixture, "to be continued");
  duo_test_wait_for (g_strcmp0 (duo_history_get_conversation (history)->draft, "to be continued") == 0);
  type (fixture, " …");
  duo_conversation_release (fixture->conversation);
  assert_written (fixture, "");
  g_assert_cmpstr (duo_history_get_conversation (history)->draft, ==, "to be continued …");

  g_clear_object (&history);
  shut (fixture);
  open (fixture, id);
  assert_written (fixture, "to be continued …");
  /* Closed before the next key was kept. */
  type (fixture, "!");
  shut (fixture);
  open (fixture, id);
  assert_written (fixture, "to be continued …!");
  duo_chat_pane_send (DUO_CHAT_PANE (fixture->pane));
  g_assert_null (duo_history_get_conversation (get_history (fixture))->draft);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("TZ", "UTC", TRUE);
  g_setenv ("GTK_A11Y", "test", TRUE);
  duo_test_window_init (&argc, &argv);

  g_test_add_func ("/messages/words", test_words);
  g_test_add_func ("/messages/menu", test_menu_offers_what_makes_sense);
  g_test_add_func ("/messages/row/tells-how-far", test_row_tells_how_far);
  g_test_add_func ("/messages/row/follows-its-message", test_row_follows_its_message);
  g_test_add ("/messages/row/is-one-item", Fixture, NULL, set_up, test_row_is_one_item, tear_down);
  g_test_add ("/messages/reply", Fixture, NULL, set_up, test_reply, tear_down);
  g_test_add ("/messages/reply-is-given-up", Fixture, NULL, set_up, test_reply_is_given_up, tear_down);
  g_test_add ("/messages/edit", Fixture, NULL, set_up, test_edit, tear_down);
  g_test_add ("/messages/react", Fixture, NULL, set_up, test_react, tear_down);
  g_test_add ("/messages/waiting", Fixture, NULL, set_up, test_waiting, tear_down);
  g_test_add ("/messages/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/messages/marked", Fixture, NULL, set_up, test_marked, tear_down);
  g_test_add ("/messages/draft", Fixture, NULL, set_up, test_draft, tear_down);

  return g_test_run ();
}
