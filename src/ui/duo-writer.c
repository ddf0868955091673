/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-writer.h"

#include <glib/gi18n.h>

#include "duo-chat-error.h"
#include "duo-composer.h"
#include "duo-error-text.h"
#include "duo-limits.h"
#include "duo-message-offer.h"
#include "duo-message-text.h"
#include "duo-pane-walk.h"
#include "duo-proto-error.h"
#include "duo-tooltip.h"

/* A draft is not written to the disk with every key. */
#define DRAFT_DELAY_MS 300
/* How far back Up looks for a message of mine. */
#define EARLIER_MAX 200

typedef enum
{
  REFERENCE_NONE,
  REFERENCE_REPLY,
  REFERENCE_EDIT,
} Reference;

struct _DuoWriter
{
  GtkWidget parent_instance;

  DuoConversation *conversation; /* (nullable) (owned) */
  DuoHistory *history;           /* (nullable) (owned): whose draft is written */

  GtkWidget *banner;
  GtkImage *banner_icon;
  GtkLabel *banner_title;
  GtkLabel *banner_text;
  GtkWidget *banner_close;
  DuoComposer *composer;

  Reference reference;
  gint64 message; /* which is replied to or edited */
  guint draft_id;
};

G_DEFINE_FINAL_TYPE (DuoWriter, duo_writer, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_CAN_SEND = 1,
} DuoWriterProperty;

typedef enum
{
  SIGNAL_TOLD,
  SIGNAL_SENT,
  N_SIGNALS,
} DuoWriterSignal;

static GParamSpec *props[PROP_CAN_SEND + 1];
static guint signals[N_SIGNALS];

static void
tell (DuoWriter  *self,
      const char *text)
{
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, text);
}

/* -- What is shown -------------------------------------------------------------------- */

gboolean
duo_writer_can_send (DuoWriter *self)
{
  g_return_val_if_fail (DUO_IS_WRITER (self), FALSE);

  return self->conversation != NULL && !duo_composer_get_is_empty (self->composer) &&
         duo_conversation_can (self->conversation, DUO_STEP_SEND, NULL);
}

gboolean
duo_writer_is_blank (DuoWriter *self)
{
  g_return_val_if_fail (DUO_IS_WRITER (self), TRUE);

  return duo_composer_get_is_empty (self->composer);
}

static gboolean
is_joined (DuoWriter *self)
{
  DuoPresence presence = duo_conversation_get_presence (self->conversation);

  return presence == DUO_PRESENCE_CONNECTED || presence == DUO_PRESENCE_SHAKY;
}

/* What is said now has to wait. */
static gboolean
will_wait (DuoWriter *self)
{
  return !is_joined (self) && duo_conversation_get_can_wait (self->conversation);
}

static const char *
get_send_text (DuoWriter *self)
{
  if (self->reference == REFERENCE_EDIT)
    return _("Save the change");
  if (!will_wait (self))
    return _("Send the message");
  if (duo_conversation_get_keeps_history (self->conversation))
    return _("Send when your friend is back");

  return _("Send when your friend is back, if Duologue was not closed until then");
}

static void
update_send (DuoWriter *self)
{
  GtkWidget *button = duo_composer_get_button (self->composer);
  g_autoptr (GError) nothing = g_error_new_literal (DUO_CHAT_ERROR, DUO_CHAT_ERROR_EMPTY_MESSAGE, "");
  g_autofree char *reason = NULL;

  if (duo_writer_can_send (self))
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
    duo_tooltip_set_step (button, self->conversation, DUO_STEP_SEND, get_send_text (self));
}

static void
update (DuoWriter *self)
{
  gboolean is_plain;

  if (self->conversation == NULL)
    return;

  is_plain = is_joined (self) && !duo_conversation_get_can_wait (self->conversation);
  duo_composer_set_max_bytes (self->composer, is_plain ? DUO_MESSAGE_MAX_BYTES : DUO_TEXT_MAX_BYTES);
  duo_composer_set_placeholder (self->composer,
                                /* Translators: in the empty entry while the friend is away. */
                                will_wait (self) ? _("Waits until your friend is back") : _("Write a message"));
  update_send (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_SEND]);
}

static void
update_cb (DuoWriter *self)
{
  update (self);
}

/* -- The draft ------------------------------------------------------------------------- */

/* What is edited is no draft: that waits in the history until the edit is done. */
static void
save_draft (DuoWriter *self)
{
  g_autofree char *text = NULL;

  g_clear_handle_id (&self->draft_id, g_source_remove);
  if (self->history == NULL || self->reference == REFERENCE_EDIT)
    return;

  text = duo_composer_dup_text (self->composer);
  duo_history_set_draft (self->history, text);
}

static gboolean
save_draft_cb (gpointer user_data)
{
  DuoWriter *self = user_data;

  self->draft_id = 0;
  save_draft (self);

  return G_SOURCE_REMOVE;
}

static void
show_draft (DuoWriter *self)
{
  const char *draft = duo_history_get_conversation (self->history)->draft;

  duo_composer_set_text (self->composer, draft != NULL ? draft : "");
}

static void
typed_cb (DuoWriter *self)
{
  if (self->conversation == NULL)
    return;

  duo_conversation_set_typing (self->conversation, !duo_composer_get_is_empty (self->composer));
  if (self->draft_id == 0)
    self->draft_id = g_timeout_add (DRAFT_DELAY_MS, save_draft_cb, self);
}

/* -- Replying and editing ---------------------------------------------------------------- */

static void
show_banner (DuoWriter  *self,
             DuoMessage *message,
             const char *icon,
             const char *title,
             const char *close)
{
  g_autofree char *line = duo_message_text_dup_line (message);

  gtk_image_set_from_icon_name (self->banner_icon, icon);
  gtk_label_set_label (self->banner_title, title);
  gtk_label_set_label (self->banner_text, line);
  gtk_widget_set_tooltip_text (self->banner_close, close);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->banner_close), GTK_ACCESSIBLE_PROPERTY_LABEL, close, -1);
  gtk_widget_set_visible (self->banner, TRUE);
}

gboolean
duo_writer_leave (DuoWriter *self)
{
  gboolean was_edit;

  g_return_val_if_fail (DUO_IS_WRITER (self), FALSE);

  if (self->reference == REFERENCE_NONE)
    return FALSE;

  was_edit = self->reference == REFERENCE_EDIT;
  self->reference = REFERENCE_NONE;
  self->message = 0;
  gtk_widget_set_visible (self->banner, FALSE);
  if (was_edit)
    show_draft (self);
  update (self);

  return TRUE;
}

static void
close_cb (DuoWriter *self)
{
  (void) duo_writer_leave (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* (transfer full) (nullable): the message ID, if that can be done with it. */
static DuoMessage *
begin (DuoWriter *self,
       gint64     id,
       DuoOffer   what)
{
  g_autoptr (DuoMessage) message = NULL;

  if (self->conversation == NULL)
    return NULL;

  message = duo_history_dup_message (self->history, id);
  if (message == NULL ||
      !(duo_message_offer_get (message, duo_conversation_can_refer (self->conversation)) & what))
    return NULL;

  (void) duo_writer_leave (self);
  save_draft (self);

  return g_steal_pointer (&message);
}

void
duo_writer_reply (DuoWriter *self,
                  gint64     id)
{
  g_autoptr (DuoMessage) message = NULL;
  g_autofree char *title = NULL;

  g_return_if_fail (DUO_IS_WRITER (self));

  message = begin (self, id, DUO_OFFER_REPLY);
  if (message == NULL)
    return;

  self->reference = REFERENCE_REPLY;
  self->message = id;
  if (duo_message_get_kind (message) == DUO_MESSAGE_MINE)
    title = g_strdup (_("Reply to your own message"));
  else
    /* Translators: above the entry; %s is the friend's name. */
    title = g_strdup_printf (_("Reply to %s"), duo_message_text_get_author (message));
  show_banner (self, message, "mail-reply-sender-symbolic", title, _("Do not reply to it"));
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
duo_writer_edit (DuoWriter *self,
                 gint64     id)
{
  g_autoptr (DuoMessage) message = NULL;

  g_return_if_fail (DUO_IS_WRITER (self));

  message = begin (self, id, DUO_OFFER_EDIT);
  if (message == NULL)
    return;

  self->reference = REFERENCE_EDIT;
  self->message = id;
  show_banner (self, message, "document-edit-symbolic", _("Edit your message"), _("Leave it as it is"));
  duo_composer_set_text (self->composer, duo_message_get_text (message));
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* The last message of mine, as far as it can be edited. */
static void
earlier_cb (DuoWriter *self)
{
  GListModel *model = G_LIST_MODEL (self->history);
  guint n_items = g_list_model_get_n_items (model);

  if (self->reference != REFERENCE_NONE)
    return;

  for (guint i = n_items; i > 0 && n_items - i < EARLIER_MAX; i--)
    {
      g_autoptr (DuoMessage) message = g_list_model_get_item (model, i - 1);

      if (duo_message_get_kind (message) != DUO_MESSAGE_MINE)
        continue;
      duo_writer_edit (self, duo_message_get_id (message));
      return;
    }
}

/* -- Sending ------------------------------------------------------------------------------- */

static gboolean
say (DuoWriter   *self,
     const char  *text,
     GError     **error)
{
  if (self->reference == REFERENCE_EDIT)
    return duo_conversation_edit (self->conversation, self->message, text, error);

  return duo_conversation_reply (self->conversation, text, self->reference == REFERENCE_REPLY ? self->message : 0,
                                 error);
}

void
duo_writer_send (DuoWriter *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (DUO_IS_WRITER (self));

  text = duo_composer_dup_text (self->composer);
  /* Enter in an empty entry is a slip and needs no words. */
  if (*text == '\0' && duo_conversation_can (self->conversation, DUO_STEP_SEND, NULL))
    return;

  if (!say (self, text, &error))
    {
      g_autofree char *reason = duo_error_text_dup (error);

      tell (self, reason);
      return;
    }

  if (self->reference == REFERENCE_EDIT)
    {
      (void) duo_writer_leave (self);
      return;
    }

  (void) duo_writer_leave (self);
  duo_composer_clear (self->composer);
  save_draft (self);
  g_signal_emit (self, signals[SIGNAL_SENT], 0);
}

static void
send_requested_cb (DuoWriter *self)
{
  duo_writer_send (self);
}

static void
refused_cb (DuoWriter    *self,
            const GError *error)
{
  if (g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_EMPTY))
    return;
  if (g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_TOO_LONG))
    {
      tell (self, _("That is too long for one message, so it was not put in."));
      return;
    }

  tell (self, _("Only text can be sent as a message."));
}

/* -- The conversation ------------------------------------------------------------------------ */

/* What is referred to may have been deleted, or come from another conversation. */
static void
items_changed_cb (DuoWriter *self)
{
  if (self->reference != REFERENCE_NONE && !duo_history_find (self->history, self->message, NULL))
    (void) duo_writer_leave (self);
}

static void
can_wait_cb (DuoWriter *self)
{
  if (!duo_conversation_can_refer (self->conversation))
    (void) duo_writer_leave (self);
  update (self);
}

/* What was written stays with those it was written to.  A conversation that nobody has come to yet
 * keeps nothing: what was written there was meant for whoever came now. */
static void
history_cb (DuoWriter *self)
{
  gboolean is_kept = self->history != NULL && duo_history_get_id (self->history) != 0;
  g_autofree char *carried = NULL;

  (void) duo_writer_leave (self);
  save_draft (self);
  if (self->history != NULL)
    g_signal_handlers_disconnect_by_data (self->history, self);
  if (!is_kept)
    carried = duo_composer_dup_text (self->composer);

  g_set_object (&self->history, duo_conversation_get_history (self->conversation));
  g_signal_connect_object (self->history, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  show_draft (self);
  if (carried != NULL && *carried != '\0')
    {
      g_autofree char *draft = duo_composer_dup_text (self->composer);
      g_autofree char *both = *draft != '\0' ? g_strdup_printf ("%s\n%s", draft, carried) : g_strdup (carried);

      duo_composer_set_text (self->composer, both);
      save_draft (self);
    }
  update (self);
}

void
duo_writer_set_conversation (DuoWriter       *self,
                             DuoConversation *conversation)
{
  g_return_if_fail (DUO_IS_WRITER (self));
  g_return_if_fail (self->conversation == NULL);

  if (!g_set_object (&self->conversation, conversation))
    return;

  g_signal_connect_object (conversation, "notify::history", G_CALLBACK (history_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::presence", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::can-wait", G_CALLBACK (can_wait_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::keeps-history", G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  history_cb (self);
}

/* -- The widget ------------------------------------------------------------------------------- */

static gboolean
duo_writer_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DUO_WRITER (widget)->composer));
}

static void
duo_writer_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch ((DuoWriterProperty) id)
    {
    case PROP_CAN_SEND:
      g_value_set_boolean (value, duo_writer_can_send (DUO_WRITER (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_writer_dispose (GObject *object)
{
  DuoWriter *self = DUO_WRITER (object);
  GtkWidget *child;

  if (self->draft_id != 0)
    save_draft (self);
  if (self->history != NULL)
    g_signal_handlers_disconnect_by_data (self->history, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->history);
  g_clear_object (&self->conversation);

  G_OBJECT_CLASS (duo_writer_parent_class)->dispose (object);
}

static void
duo_writer_class_init (DuoWriterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = duo_writer_dispose;
  object_class->get_property = duo_writer_get_property;
  widget_class->focus = duo_pane_move_focus;
  widget_class->grab_focus = duo_writer_grab_focus;

  props[PROP_CAN_SEND] = g_param_spec_boolean ("can-send", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  signals[SIGNAL_TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SENT] = g_signal_new ("sent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DUO_TYPE_COMPOSER);
  gtk_widget_class_set_css_name (widget_class, "writer");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/duologue/Duologue/duo-writer.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoWriter, banner);
  gtk_widget_class_bind_template_child (widget_class, DuoWriter, banner_icon);
  gtk_widget_class_bind_template_child (widget_class, DuoWriter, banner_title);
  gtk_widget_class_bind_template_child (widget_class, DuoWriter, banner_text);
  gtk_widget_class_bind_template_child (widget_class, DuoWriter, banner_close);
  gtk_widget_class_bind_template_child (widget_class, DuoWriter, composer);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, earlier_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
}

static void
duo_writer_init (DuoWriter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
