/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message-actions.h"

#include <glib/gi18n.h>

#include "duo-error-text.h"
#include "duo-message-row.h"
#include "duo-message-text.h"

struct _DuoMessageActions
{
  GObject parent_instance;

  GtkWidget *owner;              /* (borrowed) */
  DuoMessageLog *log;            /* (borrowed) */
  DuoConversation *conversation; /* (owned) (constant) */
  DuoHistory *deleted_from;      /* (owned) (nullable): what can be undone */
};

G_DEFINE_FINAL_TYPE (DuoMessageActions, duo_message_actions, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_REPLY,
  SIGNAL_EDIT,
  SIGNAL_TOLD,
  SIGNAL_DELETED,
  N_SIGNALS,
} DuoMessageActionsSignal;

static guint signals[N_SIGNALS];

static DuoHistory *
get_history (DuoMessageActions *self)
{
  return duo_conversation_get_history (self->conversation);
}

static DuoMessage *
dup_message (DuoMessageActions *self,
             GVariant          *id)
{
  return duo_history_dup_message (get_history (self), g_variant_get_int64 (id));
}

static void
tell (DuoMessageActions *self,
      const char        *text)
{
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, text);
}

static void
tell_error (DuoMessageActions *self,
            const GError      *error)
{
  g_autofree char *text = duo_error_text_dup (error);

  tell (self, text);
}

/* -- Answering ------------------------------------------------------------------------- */

static void
reply_cb (GSimpleAction *action,
          GVariant      *id,
          gpointer       user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_REPLY], 0, g_variant_get_int64 (id));
}

static void
edit_cb (GSimpleAction *action,
         GVariant      *id,
         gpointer       user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_EDIT], 0, g_variant_get_int64 (id));
}

static void
react_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  DuoMessageActions *self = user_data;
  g_autoptr (GError) error = NULL;
  const char *emoji;
  gint64 id;

  g_variant_get (parameter, "(x&s)", &id, &emoji);
  if (!duo_conversation_react (self->conversation, id, emoji, &error))
    tell_error (self, error);
}

static void
retry_cb (GSimpleAction *action,
          GVariant      *id,
          gpointer       user_data)
{
  DuoMessageActions *self = user_data;
  g_autoptr (GError) error = NULL;

  if (duo_conversation_can (self->conversation, DUO_STEP_SEND, &error))
    duo_conversation_retry (self->conversation, g_variant_get_int64 (id));
  else
    tell_error (self, error);
}

static void
cancel_cb (GSimpleAction *action,
           GVariant      *id,
           gpointer       user_data)
{
  DuoMessageActions *self = user_data;

  if (!duo_conversation_cancel (self->conversation, g_variant_get_int64 (id)))
    tell (self, _("It is too late: the message is on its way."));
}

static void
show_quoted_cb (GSimpleAction *action,
                GVariant      *id,
                gpointer       user_data)
{
  DuoMessageActions *self = user_data;
  g_autoptr (DuoMessage) message = dup_message (self, id);
  g_autoptr (DuoMessage) quoted = NULL;
  gboolean is_to_mine;
  guint64 seq;
  guint position;

  if (message == NULL || !duo_message_get_reply (message, &is_to_mine, &seq))
    return;

  quoted = duo_history_find_message (get_history (self), is_to_mine ? DUO_MESSAGE_MINE : DUO_MESSAGE_THEIRS, seq);
  if (quoted != NULL && duo_history_find (get_history (self), duo_message_get_id (quoted), &position))
    duo_message_log_scroll_to (self->log, position, TRUE);
  else
    tell (self, _("This message is not here any more."));
}

/* -- Copying --------------------------------------------------------------------------- */

static void
copy_text (DuoMessageActions *self,
           const char        *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->owner), text);
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *id,
         gpointer       user_data)
{
  DuoMessageActions *self = user_data;
  g_autoptr (DuoMessage) message = dup_message (self, id);
  g_autofree char *notice = NULL;

  if (message == NULL)
    return;
  if (duo_message_get_kind (message) == DUO_MESSAGE_NOTICE)
    notice = duo_message_text_dup_text (message);

  copy_text (self, notice != NULL ? notice : duo_message_get_text (message));
}

static void
copy_selected_cb (GSimpleAction *action,
                  GVariant      *id,
                  gpointer       user_data)
{
  DuoMessageActions *self = user_data;
  g_autoptr (DuoMessage) message = dup_message (self, id);
  g_autofree char *text = NULL;
  GtkWidget *row;
  guint position;

  if (message != NULL && duo_message_log_find_row (self->log, message, &row, &position))
    text = duo_message_row_dup_selected_text (DUO_MESSAGE_ROW (row));
  if (text != NULL)
    copy_text (self, text);
}

static void
copy_full_cb (GSimpleAction *action,
              GVariant      *id,
              gpointer       user_data)
{
  DuoMessageActions *self = user_data;
  g_autoptr (DuoMessage) message = dup_message (self, id);
  g_autofree char *line = message != NULL ? duo_message_text_dup_copy (message) : NULL;

  if (line != NULL)
    copy_text (self, line);
}

/* (element-type DuoMessage): those that are marked, oldest first. */
static GPtrArray *
dup_marked (DuoMessageActions *self)
{
  GPtrArray *messages = g_ptr_array_new_with_free_func (g_object_unref);
  DuoMarks *marks = duo_message_log_get_marks (self->log);
  g_autoptr (GtkBitset) positions = NULL;
  GtkBitsetIter iter;
  guint position;

  if (marks == NULL)
    return messages;

  positions = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (marks));
  for (gboolean is_valid = gtk_bitset_iter_init_first (&iter, positions, &position); is_valid;
       is_valid = gtk_bitset_iter_next (&iter, &position))
    g_ptr_array_add (messages, g_list_model_get_item (G_LIST_MODEL (marks), position));

  return messages;
}

static void
copy_marked_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  DuoMessageActions *self = user_data;
  g_autoptr (GPtrArray) messages = dup_marked (self);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < messages->len; i++)
    {
      g_autofree char *line = duo_message_text_dup_copy (g_ptr_array_index (messages, i));

      g_string_append_printf (lines, i > 0 ? "\n%s" : "%s", line);
    }
  if (messages->len == 0)
    return;

  copy_text (self, lines->str);
  duo_marks_clear (duo_message_log_get_marks (self->log));
}

/* -- Marking --------------------------------------------------------------------------- */

static void
select_cb (GSimpleAction *action,
           GVariant      *id,
           gpointer       user_data)
{
  DuoMessageActions *self = user_data;
  guint position;

  if (duo_history_find (get_history (self), g_variant_get_int64 (id), &position))
    duo_marks_toggle (duo_message_log_get_marks (self->log), position);
}

static void
unmark_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  DuoMarks *marks = duo_message_log_get_marks (DUO_MESSAGE_ACTIONS (user_data)->log);

  if (marks != NULL)
    duo_marks_clear (marks);
}

/* -- Deleting -------------------------------------------------------------------------- */

/* What waits would still go out: it is called back.  The rest is taken out of sight. */
static void delete (DuoMessageActions *self,
                    GPtrArray *messages)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_cancelled = 0;

  duo_message_actions_forget (self);
  for (guint i = 0; i < messages->len; i++)
    {
      DuoMessage *message = g_ptr_array_index (messages, i);
      gint64 id = duo_message_get_id (message);

      if (duo_message_get_delivery (message) == DUO_DELIVERY_WAITING &&
          duo_conversation_cancel (self->conversation, id))
        n_cancelled++;
      else
        g_array_append_val (ids, id);
    }
  if (ids->len > 0)
    {
      self->deleted_from = g_object_ref (get_history (self));
      duo_history_remove (self->deleted_from, ids);
    }
  g_signal_emit (self, signals[SIGNAL_DELETED], 0, ids->len, n_cancelled);
}

static void
delete_cb (GSimpleAction *action,
           GVariant      *id,
           gpointer       user_data)
{
  DuoMessageActions *self = user_data;
  DuoMessage *message = dup_message (self, id);
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  if (message == NULL)
    return;

  g_ptr_array_add (messages, message);
  delete (self, messages);
}

static void
delete_marked_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  DuoMessageActions *self = user_data;
  g_autoptr (GPtrArray) messages = dup_marked (self);

  if (messages->len > 0)
    delete (self, messages);
}

void
duo_message_actions_undo (DuoMessageActions *self)
{
  g_return_if_fail (DUO_IS_MESSAGE_ACTIONS (self));

  if (self->deleted_from != NULL)
    duo_history_restore (self->deleted_from);
  g_clear_object (&self->deleted_from);
}

void
duo_message_actions_forget (DuoMessageActions *self)
{
  g_return_if_fail (DUO_IS_MESSAGE_ACTIONS (self));

  if (self->deleted_from != NULL)
    duo_history_forget_removed (self->deleted_from);
  g_clear_object (&self->deleted_from);
}

/* -- The object ------------------------------------------------------------------------ */

static void
duo_message_actions_dispose (GObject *object)
{
  DuoMessageActions *self = DUO_MESSAGE_ACTIONS (object);

  duo_message_actions_forget (self);
  if (self->owner != NULL)
    gtk_widget_insert_action_group (self->owner, "message", NULL);
  self->owner = NULL;
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (duo_message_actions_parent_class)->dispose (object);
}

static void
duo_message_actions_class_init (DuoMessageActionsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = duo_message_actions_dispose;

  signals[SIGNAL_REPLY] =
    g_signal_new ("reply", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_EDIT] =
    g_signal_new ("edit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_TOLD] =
    g_signal_new ("told", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_DELETED] =
    g_signal_new ("deleted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
duo_message_actions_init (DuoMessageActions *self)
{
}

static const GActionEntry entries[] = {
  { .name = "reply", .activate = reply_cb, .parameter_type = "x" },
  { .name = "edit", .activate = edit_cb, .parameter_type = "x" },
  { .name = "react", .activate = react_cb, .parameter_type = "(xs)" },
  { .name = "retry", .activate = retry_cb, .parameter_type = "x" },
  { .name = "cancel", .activate = cancel_cb, .parameter_type = "x" },
  { .name = "show-quoted", .activate = show_quoted_cb, .parameter_type = "x" },
  { .name = "copy", .activate = copy_cb, .parameter_type = "x" },
  { .name = "copy-selected", .activate = copy_selected_cb, .parameter_type = "x" },
  { .name = "copy-full", .activate = copy_full_cb, .parameter_type = "x" },
  { .name = "select", .activate = select_cb, .parameter_type = "x" },
  { .name = "delete", .activate = delete_cb, .parameter_type = "x" },
  { .name = "copy-marked", .activate = copy_marked_cb },
  { .name = "delete-marked", .activate = delete_marked_cb },
  { .name = "unmark", .activate = unmark_cb },
};

DuoMessageActions *
duo_message_actions_new (GtkWidget       *owner,
                         DuoMessageLog   *log,
                         DuoConversation *conversation)
{
  DuoMessageActions *self = g_object_new (DUO_TYPE_MESSAGE_ACTIONS, NULL);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_return_val_if_fail (GTK_IS_WIDGET (owner), self);
  g_return_val_if_fail (DUO_IS_MESSAGE_LOG (log), self);
  g_return_val_if_fail (DUO_IS_CONVERSATION (conversation), self);

  self->owner = owner;
  self->log = log;
  self->conversation = g_object_ref (conversation);
  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (owner, "message", G_ACTION_GROUP (group));

  return self;
}
