/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-sender.h"

#include "duo-limits.h"

/* What is numbered, committed and next is in `ready`; what was sent in this session
 * and is not confirmed is `on_the_way`. */
struct _DuoSender
{
  DuoHistory *history; /* (owned) */
  DuoSession *session; /* (owned) (nullable): joined */

  gboolean is_open;  /* the friend's first receipt of this session came */
  GQueue ready;      /* (element-type Parcel) */
  GQueue on_the_way; /* (element-type Parcel) */
  gsize n_bytes;     /* of both */
  gint64 last_entry; /* of the outbox, that is in one of the two */
  GBytes *item;      /* (owned) (nullable): of the first ready parcel */
  gsize item_offset_bytes;
  guint pump_id;
};

typedef struct
{
  gint64 entry; /* of the outbox */
  guint64 seq;
  gsize size_bytes;
} Parcel;

/* How often a full link is asked whether it has room again. */
#define PUMP_INTERVAL_MS 20
/* Numbered and committed together. */
#define READY_MAX 64

static DuoStore *
get_store (DuoSender *self)
{
  return duo_history_get_store (self->history);
}

static const DuoStoredConversation *
get_row (DuoSender *self)
{
  return duo_history_get_conversation (self->history);
}

static gboolean
has_room_for (DuoSender *self,
              gsize      size_bytes)
{
  guint n = self->ready.length + self->on_the_way.length;

  if (n == 0)
    return TRUE;

  return n < DUO_WINDOW_MAX_ITEMS && self->n_bytes + size_bytes <= DUO_WINDOW_MAX_BYTES;
}

static gboolean
number (DuoSender      *self,
        DuoOutboxEntry *entry)
{
  g_autoptr (GError) error = NULL;

  if (entry->seq != 0)
    return TRUE;

  entry->seq = duo_history_take_seq (self->history);
  if (!duo_store_number_item (get_store (self), entry->id, entry->seq, /* message_too= */ FALSE, &error))
    {
      g_warning ("an item cannot be numbered: %s", error->message);
      return FALSE;
    }
  if (entry->message != 0)
    duo_history_set_sent (self->history, entry->message, entry->seq);

  return TRUE;
}

static void
add_parcel (DuoSender            *self,
            const DuoOutboxEntry *entry,
            GQueue               *queue)
{
  Parcel *parcel = g_new0 (Parcel, 1);

  parcel->entry = entry->id;
  parcel->seq = entry->seq;
  parcel->size_bytes = entry->size_bytes;
  g_queue_push_tail (queue, parcel);
  self->n_bytes += entry->size_bytes;
  self->last_entry = entry->id;
}

/* Numbers what comes next and commits it: whatever is sent is remembered as sent. */
static void
make_ready (DuoSender *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) entries =
    duo_store_list_outbox (get_store (self), get_row (self)->id, self->last_entry, READY_MAX, &error);

  if (entries == NULL)
    {
      g_warning ("the outbox cannot be read: %s", error->message);
      return;
    }

  for (guint i = 0; i < entries->len; i++)
    {
      DuoOutboxEntry *entry = &g_array_index (entries, DuoOutboxEntry, i);

      if (!has_room_for (self, entry->size_bytes) || !number (self, entry))
        break;
      add_parcel (self, entry, &self->ready);
    }
  if (self->ready.length > 0 && !duo_store_commit (get_store (self), &error))
    g_warning ("the outbox cannot be written: %s", error->message);
}

/* FALSE: the link is full. */
static gboolean
send_piece (DuoSender *self,
            Parcel    *parcel)
{
  gsize size_bytes = g_bytes_get_size (self->item);
  gsize length_bytes = MIN (size_bytes - self->item_offset_bytes, DUO_PIECE_MAX_BYTES);
  g_autoptr (GBytes) data = g_bytes_new_from_bytes (self->item, self->item_offset_bytes, length_bytes);
  g_autoptr (DuoFrame) frame =
    duo_frame_new_piece (parcel->seq, (guint32) size_bytes, (guint32) self->item_offset_bytes, data);

  if (duo_session_get_queued (self->session) > DUO_SEND_QUEUE_MAX_BYTES ||
      !duo_session_send_frame (self->session, frame))
    return FALSE;

  self->item_offset_bytes += length_bytes;

  return TRUE;
}

/* FALSE: the link is full, or the item is gone. */
static gboolean
send_first (DuoSender *self)
{
  Parcel *parcel = g_queue_peek_head (&self->ready);
  g_autoptr (GError) error = NULL;

  if (self->item == NULL)
    {
      self->item = duo_store_load_item (get_store (self), parcel->entry, &error);
      self->item_offset_bytes = 0;
      if (self->item == NULL)
        {
          g_warning ("an item cannot be read: %s", error->message);
          return FALSE;
        }
    }
  while (self->item_offset_bytes < g_bytes_get_size (self->item))
    if (!send_piece (self, parcel))
      return FALSE;

  g_clear_pointer (&self->item, g_bytes_unref);
  g_queue_push_tail (&self->on_the_way, g_queue_pop_head (&self->ready));

  return TRUE;
}

static gboolean pump_cb (gpointer user_data);

static void
pump (DuoSender *self)
{
  if (self->session == NULL || !self->is_open)
    return;

  for (;;)
    {
      if (self->ready.length == 0)
        make_ready (self);
      if (self->ready.length == 0)
        return;
      if (send_first (self))
        continue;
      if (self->pump_id == 0)
        self->pump_id = g_timeout_add (PUMP_INTERVAL_MS, pump_cb, self);
      return;
    }
}

static gboolean
pump_cb (gpointer user_data)
{
  DuoSender *self = user_data;

  self->pump_id = 0;
  pump (self);

  return G_SOURCE_REMOVE;
}

static void
drop_confirmed (DuoSender *self,
                guint64    stored)
{
  Parcel *parcel;

  while ((parcel = g_queue_peek_head (&self->on_the_way)) != NULL && parcel->seq <= stored)
    {
      self->n_bytes -= parcel->size_bytes;
      g_free (g_queue_pop_head (&self->on_the_way));
    }
}

/* -- For DuoCourier --------------------------------------------------------------- */

DuoSender *
duo_sender_new (DuoHistory *history)
{
  DuoSender *self = g_new0 (DuoSender, 1);

  self->history = g_object_ref (history);
  g_queue_init (&self->ready);
  g_queue_init (&self->on_the_way);

  return self;
}

void
duo_sender_free (DuoSender *self)
{
  duo_sender_attach (self, NULL);
  g_clear_object (&self->history);
  g_free (self);
}

static void
watch (DuoSender  *self,
       DuoSession *session)
{
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session != NULL)
    g_signal_connect_swapped (session, "greeted", G_CALLBACK (pump), self);
}

void
duo_sender_attach (DuoSender  *self,
                   DuoSession *session)
{
  g_clear_handle_id (&self->pump_id, g_source_remove);
  g_queue_clear_full (&self->ready, g_free);
  g_queue_clear_full (&self->on_the_way, g_free);
  g_clear_pointer (&self->item, g_bytes_unref);
  self->n_bytes = 0;
  self->last_entry = 0;
  self->is_open = FALSE;
  watch (self, session);
}

gboolean
duo_sender_queue (DuoSender  *self,
                  GBytes     *item,
                  gint64      message,
                  GError    **error)
{
  if (!duo_history_keep (self->history, error) ||
      duo_store_queue (get_store (self), get_row (self)->id, message, item, error) == 0)
    return FALSE;

  pump (self);

  return TRUE;
}

/* The first receipt of a session is believed also above what we remember to have
 * sent: after a power cut the friend may know better.  Later ones are not. */
void
duo_sender_take_receipt (DuoSender *self,
                         guint64    stored,
                         guint64    seen)
{
  guint64 last_given = get_row (self)->next_seq - 1;
  g_autoptr (GError) error = NULL;

  if (stored > last_given && self->is_open)
    return;
  if (stored > last_given && stored - last_given > DUO_SEQ_SKIP_MAX)
    {
      duo_session_break_rules (self->session, "a receipt of another talk");
      return;
    }
  if (stored > last_given)
    duo_history_skip_seq (self->history, stored);

  seen = MIN (seen, stored);
  if (!(duo_handshake_get_abilities (duo_session_get_handshake (self->session)) & DUO_ABILITY_TELLS_READ))
    seen = 0;
  if (stored > get_row (self)->confirmed_seq || !self->is_open)
    {
      if (!duo_store_drop_sent (get_store (self), get_row (self)->id, stored, &error))
        g_warning ("the outbox cannot be written: %s", error->message);
    }
  duo_history_set_confirmed (self->history, stored, seen);
  drop_confirmed (self, stored);
  self->is_open = TRUE;
  pump (self);
}
