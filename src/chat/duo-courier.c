/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-courier.h"

#include "duo-item.h"
#include "duo-limits.h"
#include "duo-receiver.h"
#include "duo-sender.h"

struct _DuoCourier
{
  GObject parent_instance;

  DuoHistory *history;   /* (owned) (constant) */
  DuoSender *sender;     /* (owned) (constant) */
  DuoReceiver *receiver; /* (owned) (constant) */
  DuoSession *session;   /* (owned) (nullable): joined */
  GArray *unheard;       /* (owned) (element-type Unheard): plain mode */
};

/* A text that was sent to a page, and when: if nothing came back since, nobody
 * knows whether it arrived. */
typedef struct
{
  gint64 message;
  gint64 sent_at_us; /* monotonic */
} Unheard;

enum
{
  SIGNAL_ARRIVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoCourier, duo_courier, G_TYPE_OBJECT)

static DuoStore *
get_store (DuoCourier *self)
{
  return duo_history_get_store (self->history);
}

static const DuoStoredConversation *
get_row (DuoCourier *self)
{
  return duo_history_get_conversation (self->history);
}

static gboolean
is_plain (DuoCourier *self)
{
  return self->session != NULL && duo_session_get_is_plain (self->session);
}

static void
frame_cb (DuoCourier *self,
          DuoFrame   *frame)
{
  g_autoptr (DuoCourier) guard G_GNUC_UNUSED = g_object_ref (self);

  if (duo_frame_get_kind (frame) == DUO_FRAME_RECEIPT)
    duo_sender_take_receipt (self->sender, duo_frame_get_stored (frame), duo_frame_get_seen (frame));
  else if (duo_frame_get_kind (frame) == DUO_FRAME_PIECE)
    duo_receiver_take_piece (self->receiver, frame);
}

static void
arrived_cb (DuoCourier *self,
            DuoMessage *newest)
{
  g_signal_emit (self, signals[SIGNAL_ARRIVED], 0, newest);
}

/* -- Plain mode ----------------------------------------------------------------------- */

static void
text_cb (DuoCourier *self,
         const char *text)
{
  duo_receiver_take_text (self->receiver, text);
}

static gboolean
send_plain (DuoCourier  *self,
            const char  *text,
            GError     **error)
{
  gint64 heard_at_us = duo_session_get_last_arrival (self->session);

  while (self->unheard->len > 0 && g_array_index (self->unheard, Unheard, 0).sent_at_us < heard_at_us)
    g_array_remove_index (self->unheard, 0);

  return duo_session_send_text (self->session, text, error);
}

static void
note_plain (DuoCourier *self,
            gint64      id)
{
  Unheard unheard = { .message = id, .sent_at_us = g_get_monotonic_time () };

  g_array_append_val (self->unheard, unheard);
}

static void
fail_unheard (DuoCourier *self)
{
  gint64 heard_at_us = duo_session_get_last_arrival (self->session);

  for (guint i = 0; i < self->unheard->len; i++)
    {
      const Unheard *unheard = &g_array_index (self->unheard, Unheard, i);

      if (unheard->sent_at_us >= heard_at_us)
        duo_history_set_failed (self->history, unheard->message, TRUE);
    }
}

/* -- The object -------------------------------------------------------------------------- */

static void
detach (DuoCourier *self)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  duo_sender_attach (self->sender, NULL);
  duo_receiver_attach (self->receiver, NULL);
  g_array_set_size (self->unheard, 0);
}

static void
duo_courier_dispose (GObject *object)
{
  DuoCourier *self = DUO_COURIER (object);

  if (self->sender != NULL)
    detach (self);
  g_clear_pointer (&self->sender, duo_sender_free);
  g_clear_object (&self->receiver);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (duo_courier_parent_class)->dispose (object);
}

static void
duo_courier_finalize (GObject *object)
{
  g_array_unref (DUO_COURIER (object)->unheard);

  G_OBJECT_CLASS (duo_courier_parent_class)->finalize (object);
}

static void
duo_courier_class_init (DuoCourierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_courier_dispose;
  object_class->finalize = duo_courier_finalize;

  signals[SIGNAL_ARRIVED] = g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, DUO_TYPE_MESSAGE);
}

static void
duo_courier_init (DuoCourier *self)
{
  self->unheard = g_array_new (FALSE, FALSE, sizeof (Unheard));
}

DuoCourier *
duo_courier_new (DuoHistory *history)
{
  DuoCourier *self = g_object_new (DUO_TYPE_COURIER, NULL);

  g_return_val_if_fail (DUO_IS_HISTORY (history), self);

  self->history = g_object_ref (history);
  self->sender = duo_sender_new (history);
  self->receiver = duo_receiver_new (history);
  g_signal_connect_object (self->receiver, "arrived", G_CALLBACK (arrived_cb), self, G_CONNECT_SWAPPED);

  return self;
}

static void
watch_session (DuoCourier *self,
               DuoSession *session)
{
  self->session = g_object_ref (session);
  if (is_plain (self))
    g_signal_connect_object (session, "text", G_CALLBACK (text_cb), self, G_CONNECT_SWAPPED);
  else
    g_signal_connect_object (session, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
}

void
duo_courier_attach (DuoCourier *self,
                    DuoSession *session,
                    gboolean    was_lost)
{
  g_return_if_fail (DUO_IS_COURIER (self));
  g_return_if_fail (session == NULL || duo_session_get_is_joined (session));

  if (session == self->session)
    return;
  if (was_lost && is_plain (self))
    fail_unheard (self);
  detach (self);
  if (session == NULL)
    return;

  watch_session (self, session);
  if (is_plain (self))
    return;
  duo_sender_attach (self->sender, session);
  duo_receiver_attach (self->receiver, session);
}

gboolean
duo_courier_can_wait (DuoCourier *self)
{
  g_return_val_if_fail (DUO_IS_COURIER (self), FALSE);

  return !is_plain (self) && get_row (self)->has_secret;
}

static gboolean
queue (DuoCourier  *self,
       DuoItem     *item,
       DuoMessage  *message,
       GError     **error)
{
  g_autoptr (GBytes) bytes = duo_item_to_bytes (item);

  return duo_sender_queue (self->sender, bytes, message != NULL ? duo_message_get_id (message) : 0, error);
}

/* -- What a person does --------------------------------------------------------------------- */

static DuoItemTarget
get_target (DuoMessage *message)
{
  DuoItemTarget target = { 0 };

  if (message != NULL)
    {
      target.is_of_sender = duo_message_get_kind (message) == DUO_MESSAGE_MINE;
      target.seq = duo_message_get_seq (message);
    }

  return target;
}

static gboolean
say_plain (DuoCourier  *self,
           const char  *text,
           GError     **error)
{
  g_autoptr (DuoRecord) record = NULL;
  DuoMessage *message;

  if (!send_plain (self, text, error))
    return FALSE;

  duo_receiver_flush (self->receiver); /* what came before it stands before it */
  record = duo_record_new (DUO_MESSAGE_MINE, text, g_get_real_time ());
  record->seq = duo_history_take_seq (self->history);
  /* It was said, whether or not it can be kept. */
  message = duo_history_append (self->history, record, NULL);
  if (message != NULL)
    note_plain (self, duo_message_get_id (message));

  return TRUE;
}

gboolean
duo_courier_say (DuoCourier  *self,
                 const char  *text,
                 DuoMessage  *reply_to,
                 GError     **error)
{
  DuoItemTarget target = get_target (reply_to);
  gint64 now_us = g_get_real_time ();
  g_autoptr (DuoRecord) record = NULL;
  g_autoptr (DuoItem) item = NULL;
  DuoMessage *message;

  g_return_val_if_fail (DUO_IS_COURIER (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (is_plain (self))
    return say_plain (self, text, error);

  duo_receiver_flush (self->receiver); /* what came before it stands before it */
  record = duo_record_new (DUO_MESSAGE_MINE, text, now_us);
  record->reply_is_to_mine = target.is_of_sender;
  record->reply_to_seq = target.seq;
  message = duo_history_append (self->history, record, error);
  if (message == NULL)
    return FALSE;

  item = duo_item_new (DUO_ITEM_TEXT, text, now_us, target.seq != 0 ? &target : NULL);

  return queue (self, item, message, error);
}

/* What is still waiting is simply another text then. */
static gboolean
edit_waiting (DuoCourier  *self,
              DuoMessage  *message,
              gint64       entry,
              const char  *text,
              GError     **error)
{
  const DuoRecord *record = duo_message_get_record (message);
  DuoItemTarget target = { .is_of_sender = record->reply_is_to_mine, .seq = record->reply_to_seq };
  g_autoptr (DuoItem) item =
    duo_item_new (DUO_ITEM_TEXT, text, record->sent_at_us, target.seq != 0 ? &target : NULL);
  g_autoptr (GBytes) bytes = duo_item_to_bytes (item);

  if (!duo_store_replace_item (get_store (self), entry, bytes, error))
    return FALSE;

  duo_history_edit (self->history, duo_message_get_id (message), text, 0);

  return TRUE;
}

gboolean
duo_courier_edit (DuoCourier  *self,
                  DuoMessage  *message,
                  const char  *text,
                  GError     **error)
{
  DuoItemTarget target;
  gint64 now_us = g_get_real_time ();
  gint64 entry;
  g_autoptr (DuoItem) item = NULL;

  g_return_val_if_fail (DUO_IS_COURIER (self), FALSE);
  g_return_val_if_fail (duo_message_get_kind (message) == DUO_MESSAGE_MINE, FALSE);

  entry = duo_store_find_waiting (get_store (self), duo_message_get_id (message));
  if (entry != 0)
    return edit_waiting (self, message, entry, text, error);

  target = get_target (message);
  g_return_val_if_fail (target.seq != 0, FALSE);
  item = duo_item_new (DUO_ITEM_EDIT, text, now_us, &target);
  if (!queue (self, item, NULL, error))
    return FALSE;

  duo_history_edit (self->history, duo_message_get_id (message), text, now_us);

  return TRUE;
}

gboolean
duo_courier_react (DuoCourier  *self,
                   DuoMessage  *message,
                   const char  *emoji,
                   GError     **error)
{
  DuoItemTarget target = get_target (message);
  g_autoptr (DuoItem) item = NULL;

  g_return_val_if_fail (DUO_IS_COURIER (self), FALSE);
  g_return_val_if_fail (target.seq != 0, FALSE);

  item = duo_item_new (DUO_ITEM_REACTION, emoji, g_get_real_time (), &target);
  if (!queue (self, item, NULL, error))
    return FALSE;

  duo_history_react (self->history, duo_message_get_id (message), /* is_mine= */ TRUE, emoji);

  return TRUE;
}

gboolean
duo_courier_cancel (DuoCourier *self,
                    DuoMessage *message)
{
  gint64 entry;
  g_autoptr (GArray) ids = NULL;
  gint64 id;

  g_return_val_if_fail (DUO_IS_COURIER (self), FALSE);

  id = duo_message_get_id (message);
  entry = duo_store_find_waiting (get_store (self), id);
  if (entry == 0 && duo_message_get_delivery (message) != DUO_DELIVERY_FAILED)
    return FALSE;
  if (entry != 0 && !duo_store_drop_item (get_store (self), entry, NULL))
    return FALSE;

  ids = g_array_new (FALSE, FALSE, sizeof id);
  g_array_append_val (ids, id);
  duo_history_remove (self->history, ids);
  duo_history_forget_removed (self->history);

  return TRUE;
}

void
duo_courier_retry (DuoCourier *self,
                   DuoMessage *message)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (DUO_IS_COURIER (self));

  if (!is_plain (self) || duo_message_get_delivery (message) != DUO_DELIVERY_FAILED)
    return;
  if (!send_plain (self, duo_message_get_text (message), &error))
    {
      g_debug ("not sent again: %s", error->message);
      return;
    }
  duo_history_set_failed (self->history, duo_message_get_id (message), FALSE);
  note_plain (self, duo_message_get_id (message));
}

void
duo_courier_tell_read (DuoCourier *self)
{
  const DuoStoredConversation *row;

  g_return_if_fail (DUO_IS_COURIER (self));

  row = get_row (self);
  if (row->read_seq >= row->received_seq)
    return;

  duo_history_set_read (self->history);
  duo_receiver_tell (self->receiver);
}
