/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-receiver.h"

#include "duo-assembly.h"
#include "duo-item.h"
#include "duo-limits.h"

struct _DuoReceiver
{
  GObject parent_instance;

  DuoHistory *history;   /* (owned) (constant) */
  DuoSession *session;   /* (owned) (nullable): joined, between Duologues */
  DuoAssembly *assembly; /* (owned) (nullable): of the session */

  GPtrArray *arrived;  /* (owned) (element-type DuoRecord): not appended yet */
  guint64 arrived_seq; /* the last number that came, appended or not */
  gboolean has_news;   /* something was appended that nobody was told of */
  guint flush_id;

  guint64 told_seq;          /* of our last receipt */
  gsize n_unconfirmed_bytes; /* of items after it */
  gboolean is_syncing;
  gboolean owes_receipt;
};

enum
{
  SIGNAL_ARRIVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoReceiver, duo_receiver, G_TYPE_OBJECT)

static void schedule_flush (DuoReceiver *self);

static const DuoStoredConversation *
get_row (DuoReceiver *self)
{
  return duo_history_get_conversation (self->history);
}

static void
send_receipt (DuoReceiver *self)
{
  const DuoStoredConversation *row = get_row (self);
  gboolean tells_read;
  g_autoptr (DuoFrame) frame = NULL;

  if (self->session == NULL)
    return;

  tells_read = (duo_handshake_get_abilities (duo_session_get_handshake (self->session)) &
                DUO_ABILITY_TELLS_READ) != 0;
  frame = duo_frame_new_receipt (row->received_seq, tells_read ? MIN (row->read_seq, row->received_seq) : 0);
  (void) duo_session_send_frame (self->session, frame); /* the next one says the same and more */
  self->told_seq = row->received_seq;
  if (self->told_seq == self->arrived_seq)
    self->n_unconfirmed_bytes = 0;
}

static void
synced_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (DuoReceiver) self = user_data;
  g_autoptr (GError) error = NULL;

  self->is_syncing = FALSE;
  if (!duo_store_sync_finish (DUO_STORE (source), result, &error))
    {
      g_warning ("what arrived is not on the disk: %s", error->message);
      return;
    }

  if (self->owes_receipt)
    schedule_flush (self);
  else
    send_receipt (self);
}

/* A receipt is a promise: it waits for the disk. */
static void
promise (DuoReceiver *self)
{
  if (self->is_syncing)
    {
      self->owes_receipt = TRUE;
      return;
    }
  self->owes_receipt = FALSE;
  self->is_syncing = TRUE;
  duo_store_sync_async (duo_history_get_store (self->history), synced_cb, g_object_ref (self));
}

static void
append_arrived (DuoReceiver *self)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;

  if (self->arrived->len == 0)
    return;

  records = g_steal_pointer (&self->arrived);
  self->arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_record_unref);
  if (!duo_history_append_many (self->history, records, &error))
    g_warning ("what arrived cannot be kept: %s", error->message);
  self->has_news = TRUE;
}

static void
tell_news (DuoReceiver *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->history));
  g_autoptr (DuoMessage) newest = NULL;

  if (!self->has_news || n == 0)
    return;

  self->has_news = FALSE;
  newest = g_list_model_get_item (G_LIST_MODEL (self->history), n - 1);
  g_signal_emit (self, signals[SIGNAL_ARRIVED], 0, newest);
}

void
duo_receiver_flush (DuoReceiver *self)
{
  append_arrived (self);
  if (self->arrived_seq > get_row (self)->received_seq)
    duo_history_set_received (self->history, self->arrived_seq);
  tell_news (self);
  if (self->session != NULL)
    promise (self);
}

static gboolean
flush_cb (gpointer user_data)
{
  g_autoptr (DuoReceiver) self = g_object_ref (user_data);

  self->flush_id = 0;
  duo_receiver_flush (self);

  return G_SOURCE_REMOVE;
}

static void
schedule_flush (DuoReceiver *self)
{
  /* As urgent as what brings the next batch, or a flood would put it off for good. */
  if (self->flush_id == 0)
    self->flush_id = g_idle_add_full (G_PRIORITY_DEFAULT, flush_cb, self, NULL);
}

/* (transfer full) (nullable) */
static DuoMessage *
find_target (DuoReceiver *self,
             DuoItem     *item)
{
  DuoItemTarget target = duo_item_get_target (item);

  if (target.seq == 0)
    return NULL;

  /* It may be in the batch that is not appended yet. */
  append_arrived (self);

  return duo_history_find_message (self->history,
                                   target.is_of_sender ? DUO_MESSAGE_THEIRS : DUO_MESSAGE_MINE, target.seq);
}

static void
take_text_item (DuoReceiver *self,
                DuoItem     *item,
                guint64      seq)
{
  DuoItemTarget target = duo_item_get_target (item);
  DuoRecord *record =
    duo_record_new (DUO_MESSAGE_THEIRS, duo_item_get_text (item), duo_item_get_sent_at_us (item));

  record->seq = seq;
  record->author = g_strdup (get_row (self)->title);
  record->reply_is_to_mine = !target.is_of_sender;
  record->reply_to_seq = target.seq;
  g_ptr_array_add (self->arrived, record);
}

static void
take_item (DuoReceiver *self,
           DuoItem     *item,
           guint64      seq)
{
  g_autoptr (DuoMessage) target = NULL;

  switch (duo_item_get_kind (item))
    {
    case DUO_ITEM_TEXT:
      take_text_item (self, item, seq);
      break;
    case DUO_ITEM_EDIT:
      target = find_target (self, item);
      /* Nobody changes another one's words. */
      if (target != NULL && duo_message_get_kind (target) == DUO_MESSAGE_THEIRS)
        duo_history_edit (self->history, duo_message_get_id (target), duo_item_get_text (item),
                          duo_item_get_sent_at_us (item));
      break;
    case DUO_ITEM_REACTION:
      target = find_target (self, item);
      if (target != NULL)
        duo_history_react (self->history, duo_message_get_id (target), /* is_mine= */ FALSE,
                           duo_item_get_text (item));
      break;
    default:
      g_return_if_reached ();
    }
}

/* What the friend may send before it has our receipt; so what we hold is bounded. */
static gboolean
is_within_window (DuoReceiver *self,
                  DuoFrame    *piece)
{
  guint64 n_items = self->arrived_seq - MIN (self->told_seq, self->arrived_seq);

  if (self->n_unconfirmed_bytes == 0)
    return TRUE;

  return n_items < DUO_WINDOW_MAX_ITEMS &&
         self->n_unconfirmed_bytes + duo_frame_get_size (piece) <= DUO_WINDOW_MAX_BYTES;
}

void
duo_receiver_take_piece (DuoReceiver *self,
                         DuoFrame    *frame)
{
  guint64 seq = duo_frame_get_seq (frame);
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (DuoItem) item = NULL;
  g_autoptr (GError) error = NULL;

  if (seq <= self->arrived_seq)
    {
      schedule_flush (self); /* kept already: says so once more */
      return;
    }
  if (!is_within_window (self, frame))
    {
      duo_session_break_rules (self->session, "more than the window");
      return;
    }
  if (!duo_assembly_take (self->assembly, frame, self->arrived_seq + 1, &whole, &error))
    {
      duo_session_fail (self->session, g_steal_pointer (&error));
      return;
    }
  if (whole == NULL)
    return;

  item = duo_item_parse (whole, &error);
  if (error != NULL)
    {
      duo_session_break_rules (self->session, error->message);
      return;
    }
  self->arrived_seq = seq;
  self->n_unconfirmed_bytes += g_bytes_get_size (whole);
  if (item != NULL)
    take_item (self, item, seq);
  schedule_flush (self);
}

/* -- The object ---------------------------------------------------------------------- */

static void
duo_receiver_dispose (GObject *object)
{
  DuoReceiver *self = DUO_RECEIVER (object);

  if (self->history != NULL)
    duo_receiver_attach (self, NULL);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (duo_receiver_parent_class)->dispose (object);
}

static void
duo_receiver_finalize (GObject *object)
{
  g_ptr_array_unref (DUO_RECEIVER (object)->arrived);

  G_OBJECT_CLASS (duo_receiver_parent_class)->finalize (object);
}

static void
duo_receiver_class_init (DuoReceiverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_receiver_dispose;
  object_class->finalize = duo_receiver_finalize;

  signals[SIGNAL_ARRIVED] = g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, DUO_TYPE_MESSAGE);
}

static void
duo_receiver_init (DuoReceiver *self)
{
  self->arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_record_unref);
}

DuoReceiver *
duo_receiver_new (DuoHistory *history)
{
  DuoReceiver *self = g_object_new (DUO_TYPE_RECEIVER, NULL);

  g_return_val_if_fail (DUO_IS_HISTORY (history), self);

  self->history = g_object_ref (history);
  self->arrived_seq = get_row (self)->received_seq;

  return self;
}

void
duo_receiver_attach (DuoReceiver *self,
                     DuoSession  *session)
{
  g_return_if_fail (DUO_IS_RECEIVER (self));

  g_clear_object (&self->session);
  g_clear_pointer (&self->assembly, duo_assembly_free);
  if (self->flush_id != 0)
    {
      g_clear_handle_id (&self->flush_id, g_source_remove);
      duo_receiver_flush (self);
    }
  self->n_unconfirmed_bytes = 0;
  if (session == NULL)
    return;

  self->session = g_object_ref (session);
  self->assembly = duo_assembly_new ();
  self->told_seq = self->arrived_seq;
  promise (self);
}

void
duo_receiver_take_text (DuoReceiver *self,
                        const char  *text)
{
  DuoRecord *record = duo_record_new (DUO_MESSAGE_THEIRS, text, g_get_real_time ());

  record->seq = ++self->arrived_seq;
  record->author = g_strdup (get_row (self)->title);
  g_ptr_array_add (self->arrived, record);
  schedule_flush (self);
}

void
duo_receiver_tell (DuoReceiver *self)
{
  g_return_if_fail (DUO_IS_RECEIVER (self));

  if (self->is_syncing)
    self->owes_receipt = TRUE;
  else if (self->session != NULL)
    send_receipt (self);
}
