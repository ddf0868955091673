/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-history-private.h"

#include <string.h>

#include "duo-limits.h"
#include "duo-store-error.h"

typedef enum
{
  PROP_N_UNREAD = 1,
  PROP_N_WAITING,
} DuoHistoryProperty;

static GParamSpec *props[PROP_N_WAITING + 1];

/* Between the last id and that of a loose message which the store could not name. */
#define LOOSE_DISTANCE (1 << 20)

static void duo_history_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DuoHistory, duo_history, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, duo_history_model_init))

/* -- Counts --------------------------------------------------------------------------- */

static guint
count_shown (DuoHistory *self,
             DuoIdList  *ids)
{
  g_autoptr (DuoIdList) hidden = NULL;

  if (duo_id_list_get_n (self->hidden) == 0)
    return duo_id_list_get_n (ids);
  hidden = duo_id_list_intersect (ids, self->hidden);

  return duo_id_list_get_n (ids) - duo_id_list_get_n (hidden);
}

/* The one place where both are written. */
void
duo_history_update_counts (DuoHistory *self)
{
  guint n_unread = count_shown (self, self->unread);
  guint n_waiting = count_shown (self, self->waiting);
  gboolean is_other_unread = n_unread != self->n_unread;
  gboolean is_other_waiting = n_waiting != self->n_waiting;

  self->n_unread = n_unread;
  self->n_waiting = n_waiting;
  if (is_other_unread)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_UNREAD]);
  if (is_other_waiting)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_WAITING]);
}

void
duo_history_note_waiting (DuoHistory      *self,
                          const DuoRecord *record)
{
  if (record->kind == DUO_MESSAGE_MINE && record->seq == 0 && !record->has_failed)
    duo_id_list_insert (self->waiting, record->id);
  else
    (void) duo_id_list_remove (self->waiting, record->id);
}

/* A page's messages have no numbers: they count as unread as long as this runs. */
static void
note_unread (DuoHistory      *self,
             const DuoRecord *record)
{
  if (record->kind != DUO_MESSAGE_THEIRS)
    return;

  self->last_seq = MAX (self->last_seq, record->seq);
  if (record->seq == 0 || record->seq > self->conversation->read_seq)
    duo_id_list_insert (self->unread, record->id);
}

/* -- Messages --------------------------------------------------------------------------- */

DuoDelivery
duo_history_derive_delivery (DuoHistory      *self,
                             const DuoRecord *record)
{
  if (record->kind != DUO_MESSAGE_MINE)
    return DUO_DELIVERY_NONE;
  if (record->has_failed)
    return DUO_DELIVERY_FAILED;
  if (record->seq == 0)
    return DUO_DELIVERY_WAITING;
  if (record->seq <= self->conversation->seen_seq)
    return DUO_DELIVERY_READ;
  if (record->seq <= self->conversation->confirmed_seq)
    return DUO_DELIVERY_DELIVERED;

  return DUO_DELIVERY_SENT;
}

/* (transfer none) (nullable): the one that is alive, if there is one. */
DuoMessage *
duo_history_find_alive (DuoHistory *self,
                        gint64      id)
{
  DuoMessage *message = g_hash_table_lookup (self->loose, &id);

  return message != NULL ? message : duo_message_cache_look_up (self->cache, id);
}

static void
make (DuoHistory *self,
      DuoRecord  *record)
{
  g_autoptr (DuoMessage) message = duo_message_new (record, duo_history_derive_delivery (self, record));

  duo_message_cache_add (self->cache, message);
}

/* Reads POSITION with its neighbours.  Its message is made last, so that the others
 * do not drive it out. */
static void
load_page (DuoHistory *self,
           guint       position)
{
  guint first = position - position % self->page_rows;
  guint last = MIN (first + self->page_rows, duo_id_list_get_n (self->ids)) - 1;
  gint64 wanted = duo_id_list_get (self->ids, position);
  gint64 low = duo_id_list_get (self->ids, first);
  gint64 high = duo_id_list_get (self->ids, last);
  g_autoptr (GPtrArray) records = NULL;
  DuoRecord *wanted_record = NULL;
  gsize n_bytes = 0;

  /* There may be many in between that are hidden. */
  if (high - low > 4 * (gint64) self->page_rows)
    low = high = wanted;
  records = duo_store_load_messages (self->store, self->conversation->id, low, high, NULL);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      DuoRecord *record = g_ptr_array_index (records, i);

      n_bytes += strlen (record->text);
      if (record->id == wanted)
        wanted_record = record;
      else if (duo_message_cache_peek (self->cache, record->id) == NULL &&
               duo_id_list_find (self->ids, record->id, NULL))
        make (self, record);
    }
  if (wanted_record != NULL)
    make (self, wanted_record);

  if (n_bytes > DUO_STORE_SLICE_BYTES)
    self->page_rows = MAX (1, self->page_rows / 4);
  else if (n_bytes < DUO_STORE_SLICE_BYTES / 8)
    self->page_rows = MIN (DUO_STORE_PAGE_ROWS, self->page_rows * 2);
}

/* In place of a row that cannot be read; with the time of a neighbour. */
static void
make_unreadable (DuoHistory *self,
                 guint       position)
{
  g_autoptr (DuoRecord) record =
    duo_record_new_notice (DUO_NOTICE_UNREADABLE, 0, self->conversation->made_at_us);
  DuoMessage *neighbour = NULL;

  if (position > 0)
    neighbour = duo_message_cache_peek (self->cache, duo_id_list_get (self->ids, position - 1));
  if (neighbour == NULL && position + 1 < duo_id_list_get_n (self->ids))
    neighbour = duo_message_cache_peek (self->cache, duo_id_list_get (self->ids, position + 1));
  if (neighbour != NULL)
    record->sent_at_us = duo_message_get_sent_at_us (neighbour);
  record->id = duo_id_list_get (self->ids, position);
  record->conversation = self->conversation->id;
  record->kept_at_us = neighbour != NULL ? duo_message_get_kept_at_us (neighbour) : record->sent_at_us;
  make (self, record);
}

/* (transfer full) */
static DuoMessage *
dup_at (DuoHistory *self,
        guint       position)
{
  gint64 id = duo_id_list_get (self->ids, position);
  DuoMessage *message = duo_history_find_alive (self, id);

  if (message == NULL)
    {
      load_page (self, position);
      message = duo_history_find_alive (self, id);
    }
  if (message == NULL)
    {
      make_unreadable (self, position);
      message = duo_history_find_alive (self, id);
    }

  return g_object_ref (message);
}

/* -- The conversation's row ---------------------------------------------------------------- */

/* What fails here was told by the store's signal. */
static void
save (DuoHistory *self)
{
  g_autoptr (GError) error = NULL;

  if (self->conversation->id != 0 && !duo_store_save_conversation (self->store, self->conversation, &error))
    g_message ("The state of a conversation was not kept: %s", error->message);
}

gboolean
duo_history_keep (DuoHistory  *self,
                  GError     **error)
{
  gint64 id;

  g_return_val_if_fail (DUO_IS_HISTORY (self), FALSE);

  if (self->conversation->id != 0)
    return TRUE;

  id = duo_store_add_conversation (self->store, self->conversation->made_at_us, error);
  if (id == 0)
    return FALSE;
  self->conversation->id = id;
  save (self);

  return TRUE;
}

void
duo_history_set_title (DuoHistory *self,
                       const char *title)
{
  g_return_if_fail (DUO_IS_HISTORY (self));

  if (g_strcmp0 (title, self->conversation->title) == 0)
    return;

  g_free (self->conversation->title);
  self->conversation->title = g_strdup (title);
  save (self);
}

/* NULL and "" are the same. */
void
duo_history_set_draft (DuoHistory *self,
                       const char *draft)
{
  g_return_if_fail (DUO_IS_HISTORY (self));

  if (draft != NULL && *draft == '\0')
    draft = NULL;
  if (g_strcmp0 (draft, self->conversation->draft) == 0)
    return;

  g_free (self->conversation->draft);
  self->conversation->draft = g_strdup (draft);
  save (self);
}

void
duo_history_set_secret (DuoHistory   *self,
                        const guint8 *secret)
{
  g_return_if_fail (DUO_IS_HISTORY (self));
  g_return_if_fail (secret != NULL);

  memcpy (self->conversation->secret, secret, DUO_STORE_SECRET_BYTES);
  self->conversation->has_secret = TRUE;
  save (self);
}

void
duo_history_set_read (DuoHistory *self)
{
  guint64 read_seq;

  g_return_if_fail (DUO_IS_HISTORY (self));

  read_seq = MAX (self->last_seq, MAX (self->conversation->received_seq, self->conversation->read_seq));
  duo_id_list_clear (self->unread);
  if (read_seq != self->conversation->read_seq)
    {
      self->conversation->read_seq = read_seq;
      save (self);
    }
  duo_history_update_counts (self);
}

static void
update_delivery_cb (gpointer data,
                    gpointer user_data)
{
  DuoMessage *message = data;

  duo_message_set_delivery (message, duo_history_derive_delivery (user_data, duo_message_get_record (message)));
}

static void
update_deliveries (DuoHistory *self)
{
  g_autoptr (GPtrArray) loose = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer message;

  g_hash_table_iter_init (&iter, self->loose);
  while (g_hash_table_iter_next (&iter, NULL, &message))
    g_ptr_array_add (loose, g_object_ref (message));
  g_ptr_array_foreach (loose, update_delivery_cb, self);
  duo_message_cache_for_each (self->cache, update_delivery_cb, self);
}

void
duo_history_set_confirmed (DuoHistory *self,
                           guint64     stored,
                           guint64     seen)
{
  DuoStoredConversation *conversation;
  guint64 confirmed;

  g_return_if_fail (DUO_IS_HISTORY (self));

  /* Nobody keeps what was not said yet, nor reads what he does not keep. */
  conversation = self->conversation;
  confirmed = MAX (conversation->confirmed_seq, MIN (stored, conversation->next_seq - 1));
  seen = MAX (conversation->seen_seq, MIN (seen, confirmed));
  if (confirmed == conversation->confirmed_seq && seen == conversation->seen_seq)
    return;

  conversation->confirmed_seq = confirmed;
  conversation->seen_seq = seen;
  save (self);
  update_deliveries (self);
}

void
duo_history_set_received (DuoHistory *self,
                          guint64     seq)
{
  g_return_if_fail (DUO_IS_HISTORY (self));

  if (seq <= self->conversation->received_seq)
    return;

  self->conversation->received_seq = seq;
  save (self);
}

guint64
duo_history_take_seq (DuoHistory *self)
{
  guint64 seq;

  g_return_val_if_fail (DUO_IS_HISTORY (self), 0);

  seq = self->conversation->next_seq++;
  save (self);

  return seq;
}

void
duo_history_skip_seq (DuoHistory *self,
                      guint64     last_used)
{
  g_return_if_fail (DUO_IS_HISTORY (self));
  g_return_if_fail (last_used < DUO_SEQ_MAX);

  if (last_used < self->conversation->next_seq)
    return;

  self->conversation->next_seq = last_used + 1;
  save (self);
}

void
duo_history_rest (DuoHistory *self)
{
  g_return_if_fail (DUO_IS_HISTORY (self));

  duo_message_cache_rest (self->cache);
  duo_store_rest (self->store);
}

/* -- Appending --------------------------------------------------------------------------- */

static gint64
choose_loose_id (DuoHistory *self)
{
  gint64 last = duo_id_list_get_n (self->ids) > 0 ? duo_id_list_get (self->ids, duo_id_list_get_n (self->ids) - 1) : 0;
  gint64 id = self->conversation->id != 0 ? duo_store_reserve_id (self->store, self->conversation->id) : last + 1;

  return id > last ? id : last + LOOSE_DISTANCE;
}

static void
add_loose (DuoHistory *self,
           DuoRecord  *record)
{
  DuoMessage *message;
  gint64 *key = g_new (gint64, 1);

  record->id = choose_loose_id (self);
  message = duo_message_new (record, duo_history_derive_delivery (self, record));
  duo_message_set_is_kept (message, FALSE);
  *key = record->id;
  g_hash_table_insert (self->loose, key, message);
}

/* FALSE: the record itself is refused.  Otherwise it is in the list, at *OUT_POSITION. */
static gboolean
take_in (DuoHistory  *self,
         DuoRecord   *record,
         guint       *out_position,
         GError     **error)
{
  g_autoptr (GError) failure = NULL;

  record->kept_at_us = MAX (g_get_real_time (), self->last_kept_at_us);
  if (duo_history_keep (self, &failure))
    {
      record->conversation = self->conversation->id;
      record->id = duo_store_add_message (self->store, record, &failure);
    }
  if (g_error_matches (failure, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (failure != NULL)
    add_loose (self, record);

  self->last_kept_at_us = record->kept_at_us;
  if (record->kind != DUO_MESSAGE_NOTICE)
    self->conversation->last_at_us = record->kept_at_us;
  *out_position = duo_id_list_search (self->ids, record->id);
  duo_id_list_insert (self->ids, record->id);
  duo_history_note_waiting (self, record);
  note_unread (self, record);

  return TRUE;
}

DuoMessage *
duo_history_append (DuoHistory  *self,
                    DuoRecord   *record,
                    GError     **error)
{
  guint position;

  g_return_val_if_fail (DUO_IS_HISTORY (self), NULL);
  g_return_val_if_fail (record != NULL && record->id == 0, NULL);

  if (!take_in (self, record, &position, error))
    return NULL;

  save (self);
  if (duo_history_find_alive (self, record->id) == NULL)
    make (self, record);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  duo_history_update_counts (self);

  return duo_history_find_alive (self, record->id);
}

gboolean
duo_history_append_many (DuoHistory  *self,
                         GPtrArray   *records,
                         GError     **error)
{
  g_autoptr (GError) failure = NULL;
  guint n_before;
  guint first;

  g_return_val_if_fail (DUO_IS_HISTORY (self), FALSE);
  g_return_val_if_fail (records != NULL, FALSE);

  n_before = duo_id_list_get_n (self->ids);
  first = n_before;
  for (guint i = 0; i < records->len; i++)
    {
      guint position = n_before;

      if (take_in (self, g_ptr_array_index (records, i), &position, failure == NULL ? &failure : NULL))
        first = MIN (first, position);
    }

  if (duo_id_list_get_n (self->ids) > n_before)
    {
      save (self);
      g_list_model_items_changed (G_LIST_MODEL (self), first, n_before - first, duo_id_list_get_n (self->ids) - first);
      duo_history_update_counts (self);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* -- Finding --------------------------------------------------------------------------------- */

gboolean
duo_history_find (DuoHistory *self,
                  gint64      id,
                  guint      *out_position)
{
  g_return_val_if_fail (DUO_IS_HISTORY (self), FALSE);

  return duo_id_list_find (self->ids, id, out_position);
}

DuoMessage *
duo_history_dup_message (DuoHistory *self,
                         gint64      id)
{
  guint position;

  g_return_val_if_fail (DUO_IS_HISTORY (self), NULL);

  return duo_id_list_find (self->ids, id, &position) ? dup_at (self, position) : NULL;
}

static gboolean
has_seq (gpointer key,
         gpointer value,
         gpointer user_data)
{
  const DuoRecord *wanted = user_data;

  return duo_message_get_kind (value) == wanted->kind && duo_message_get_seq (value) == wanted->seq;
}

DuoMessage *
duo_history_find_message (DuoHistory     *self,
                          DuoMessageKind  kind,
                          guint64         seq)
{
  const DuoRecord wanted = { .kind = kind, .seq = seq };
  DuoMessage *loose;
  gint64 id;

  g_return_val_if_fail (DUO_IS_HISTORY (self), NULL);

  if (seq == 0)
    return NULL;
  loose = g_hash_table_find (self->loose, has_seq, (gpointer) &wanted);
  id = loose != NULL ? duo_message_get_id (loose)
                     : duo_store_find_seq (self->store, self->conversation->id, kind, seq);

  return duo_history_dup_message (self, id);
}

guint
duo_history_find_time (DuoHistory *self,
                       gint64      at_us)
{
  gint64 id;

  g_return_val_if_fail (DUO_IS_HISTORY (self), 0);

  id = duo_store_find_time (self->store, self->conversation->id, at_us);

  return id != 0 ? duo_id_list_search (self->ids, id) : duo_id_list_get_n (self->ids);
}

/* -- GListModel -------------------------------------------------------------------------------- */

static GType
duo_history_get_item_type (GListModel *model)
{
  return DUO_TYPE_MESSAGE;
}

static guint
duo_history_get_n_items (GListModel *model)
{
  return duo_id_list_get_n (DUO_HISTORY (model)->ids);
}

static gpointer
duo_history_get_item (GListModel *model,
                      guint       position)
{
  DuoHistory *self = DUO_HISTORY (model);

  return position < duo_id_list_get_n (self->ids) ? dup_at (self, position) : NULL;
}

static void
duo_history_model_init (GListModelInterface *iface)
{
  iface->get_item_type = duo_history_get_item_type;
  iface->get_n_items = duo_history_get_n_items;
  iface->get_item = duo_history_get_item;
}

/* -- The object -------------------------------------------------------------------------------- */

static void
duo_history_dispose (GObject *object)
{
  DuoHistory *self = DUO_HISTORY (object);

  duo_history_cancel_search (self);
  if (self->store != NULL)
    duo_history_forget_removed (self);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (duo_history_parent_class)->dispose (object);
}

static void
duo_history_finalize (GObject *object)
{
  DuoHistory *self = DUO_HISTORY (object);

  duo_message_cache_free (self->cache);
  g_hash_table_unref (self->loose);
  g_ptr_array_unref (self->removals);
  duo_id_list_free (self->hidden);
  duo_id_list_free (self->waiting);
  duo_id_list_free (self->unread);
  duo_id_list_free (self->ids);
  duo_stored_conversation_free (self->conversation);

  G_OBJECT_CLASS (duo_history_parent_class)->finalize (object);
}

static void
duo_history_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  DuoHistory *self = DUO_HISTORY (object);

  switch ((DuoHistoryProperty) id)
    {
    case PROP_N_UNREAD:
      g_value_set_uint (value, self->n_unread);
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, self->n_waiting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_history_class_init (DuoHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = duo_history_dispose;
  object_class->finalize = duo_history_finalize;
  object_class->get_property = duo_history_get_property;

  props[PROP_N_UNREAD] = g_param_spec_uint ("n-unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
duo_history_init (DuoHistory *self)
{
  self->ids = duo_id_list_new ();
  self->unread = duo_id_list_new ();
  self->waiting = duo_id_list_new ();
  self->hidden = duo_id_list_new ();
  self->removals = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_id_list_free);
  self->loose = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->cache = duo_message_cache_new ();
  self->page_rows = DUO_STORE_PAGE_ROWS;
}

static gboolean
take_list (DuoIdList **list,
           GArray *loaded) /* (transfer full) (nullable) */
{
  g_autoptr (GArray) ids = loaded;

  if (ids == NULL)
    return FALSE;
  duo_id_list_free (*list);
  *list = duo_id_list_new_from (ids);

  return TRUE;
}

/* Reads what is in memory all the time. */
gboolean
duo_history_load (DuoHistory  *self,
                  gint64       id,
                  GError     **error)
{
  g_autoptr (DuoMessage) last = NULL;

  g_clear_pointer (&self->conversation, duo_stored_conversation_free);
  self->conversation = duo_store_load_conversation (self->store, id, error);
  if (self->conversation == NULL ||
      !take_list (&self->ids, duo_store_list_messages (self->store, id, error)) ||
      !take_list (&self->unread,
                  duo_store_list_after (self->store, id, self->conversation->read_seq, error)) ||
      !take_list (&self->waiting, duo_store_list_unsent (self->store, id, error)))
    return FALSE;

  if (duo_id_list_get_n (self->ids) > 0)
    last = dup_at (self, duo_id_list_get_n (self->ids) - 1);
  if (last != NULL)
    self->last_kept_at_us = duo_message_get_kept_at_us (last);
  duo_history_update_counts (self);

  return TRUE;
}

DuoHistory *
duo_history_new (DuoStore  *store,
                 gint64     conversation,
                 GError   **error)
{
  g_autoptr (DuoHistory) self = g_object_new (DUO_TYPE_HISTORY, NULL);

  g_return_val_if_fail (DUO_IS_STORE (store), NULL);

  self->store = g_object_ref (store);
  if (conversation != 0)
    return duo_history_load (self, conversation, error) ? g_steal_pointer (&self) : NULL;

  self->conversation = g_new0 (DuoStoredConversation, 1);
  self->conversation->next_seq = 1;
  self->conversation->made_at_us = g_get_real_time ();
  self->conversation->last_at_us = self->conversation->made_at_us;

  return g_steal_pointer (&self);
}

DuoStore *
duo_history_get_store (DuoHistory *self)
{
  g_return_val_if_fail (DUO_IS_HISTORY (self), NULL);

  return self->store;
}

gint64
duo_history_get_id (DuoHistory *self)
{
  g_return_val_if_fail (DUO_IS_HISTORY (self), 0);

  return self->conversation->id;
}

const DuoStoredConversation *
duo_history_get_conversation (DuoHistory *self)
{
  g_return_val_if_fail (DUO_IS_HISTORY (self), NULL);

  return self->conversation;
}

guint
duo_history_get_n_unread (DuoHistory *self)
{
  g_return_val_if_fail (DUO_IS_HISTORY (self), 0);

  return self->n_unread;
}

guint
duo_history_get_n_waiting (DuoHistory *self)
{
  g_return_val_if_fail (DUO_IS_HISTORY (self), 0);

  return self->n_waiting;
}
