/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-history-private.h"
#include "duo-store-error.h"

/* Changing and removing what stands in a DuoHistory. */

/* A change of more pieces than that is told as one. */
#define PIECES_MAX 64

/* -- Changing -------------------------------------------------------------------------------- */

/* A copy to change, of hidden ones too; NULL when there is no such message. */
static DuoRecord *
copy_record (DuoHistory *self,
             gint64      id)
{
  DuoMessage *message = duo_history_find_alive (self, id);
  g_autoptr (GPtrArray) records = NULL;

  if (message != NULL)
    return duo_message_get_notice (message) == DUO_NOTICE_UNREADABLE
             ? NULL
             : duo_record_copy (duo_message_get_record (message));

  records = duo_store_load_messages (self->store, self->conversation->id, id, id, NULL);

  return records != NULL && records->len > 0 ? duo_record_copy (g_ptr_array_index (records, 0)) : NULL;
}

/* When the store fails, the change is shown as long as the message is. */
static void
take_change (DuoHistory *self,
             DuoRecord  *record)
{
  gboolean is_loose = g_hash_table_contains (self->loose, &record->id);
  g_autoptr (GError) error = NULL;
  DuoMessage *message;

  if (!is_loose && !duo_store_save_message (self->store, record, &error))
    {
      g_message ("A change of a message was not kept: %s", error->message);
      if (g_error_matches (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED))
        return;
    }

  duo_history_note_waiting (self, record);
  message = duo_history_find_alive (self, record->id);
  if (message != NULL)
    {
      g_autoptr (DuoMessage) alive = g_object_ref (message);

      duo_message_set_record (alive, record);
      duo_message_set_delivery (alive, duo_history_derive_delivery (self, record));
    }
  duo_history_update_counts (self);
}

void
duo_history_edit (DuoHistory *self,
                  gint64      id,
                  const char *text,
                  gint64      edited_at_us)
{
  g_autoptr (DuoRecord) record = NULL;

  g_return_if_fail (DUO_IS_HISTORY (self));
  g_return_if_fail (text != NULL);

  record = copy_record (self, id);
  if (record == NULL)
    return;

  g_free (record->text);
  record->text = g_strdup (text);
  record->edited_at_us = edited_at_us;
  take_change (self, record);
}

void
duo_history_react (DuoHistory *self,
                   gint64      id,
                   gboolean    is_mine,
                   const char *emoji)
{
  g_autoptr (DuoRecord) record = NULL;
  char **reaction;

  g_return_if_fail (DUO_IS_HISTORY (self));

  record = copy_record (self, id);
  if (record == NULL)
    return;

  reaction = is_mine ? &record->my_reaction : &record->their_reaction;
  g_free (*reaction);
  *reaction = emoji != NULL && *emoji != '\0' ? g_strdup (emoji) : NULL;
  take_change (self, record);
}

void
duo_history_set_sent (DuoHistory *self,
                      gint64      id,
                      guint64     seq)
{
  g_autoptr (DuoRecord) record = NULL;

  g_return_if_fail (DUO_IS_HISTORY (self));

  record = copy_record (self, id);
  if (record == NULL)
    return;

  record->seq = seq;
  record->has_failed = FALSE;
  take_change (self, record);
}

void
duo_history_set_failed (DuoHistory *self,
                        gint64      id,
                        gboolean    has_failed)
{
  g_autoptr (DuoRecord) record = NULL;

  g_return_if_fail (DUO_IS_HISTORY (self));

  record = copy_record (self, id);
  if (record == NULL)
    return;

  record->has_failed = has_failed;
  take_change (self, record);
}

/* -- Removing -------------------------------------------------------------------------------- */

/* (element-type guint): the lengths of the pieces in which PART stands in WHOLE, which has
 * all of it; NULL when they are too many. */
static GArray *
find_pieces (DuoIdList *whole,
             DuoIdList *part)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < duo_id_list_get_n (part);)
    {
      guint position = duo_id_list_search (whole, duo_id_list_get (part, i));
      guint n = duo_id_list_count_equal (part, i, whole, position);

      if (pieces->len == PIECES_MAX)
        return NULL;
      g_array_append_val (pieces, n);
      i += n;
    }

  return g_steal_pointer (&pieces);
}

/* Behind ID, whether it is there or not. */
static guint
search_behind (DuoIdList *ids,
               gint64     id)
{
  return duo_id_list_search (ids, id) + (duo_id_list_find (ids, id, NULL) ? 1 : 0);
}

typedef DuoIdList *(*JoinFunc) (DuoIdList *a,
                                DuoIdList *b);

/* N ids of PART, from BEGIN on, come or go, by JOIN.  The model is right at the signal. */
static void
change_piece (DuoHistory *self,
              DuoIdList  *part,
              guint       begin,
              guint       n,
              JoinFunc    join)
{
  g_autoptr (DuoIdList) before = self->ids;
  g_autoptr (DuoIdList) piece = duo_id_list_slice (part, begin, n);
  guint position = duo_id_list_search (before, duo_id_list_get (piece, 0));
  gint64 last = duo_id_list_get (piece, n - 1);

  self->ids = join (before, piece);
  g_list_model_items_changed (G_LIST_MODEL (self), position, search_behind (before, last) - position,
                              search_behind (self->ids, last) - position);
}

static void
take_out (DuoHistory *self,
          DuoIdList  *part)
{
  g_autoptr (GArray) pieces = find_pieces (self->ids, part);
  guint end = duo_id_list_get_n (part);

  if (pieces == NULL)
    {
      change_piece (self, part, 0, end, duo_id_list_subtract);
      return;
    }
  for (guint i = pieces->len; i > 0; i--)
    {
      guint n = g_array_index (pieces, guint, i - 1);

      end -= n;
      change_piece (self, part, end, n, duo_id_list_subtract);
    }
}

static void
put_in (DuoHistory *self,
        DuoIdList  *part)
{
  g_autoptr (DuoIdList) whole = duo_id_list_unite (self->ids, part);
  g_autoptr (GArray) pieces = find_pieces (whole, part);
  guint begin = 0;

  if (pieces == NULL)
    {
      change_piece (self, part, 0, duo_id_list_get_n (part), duo_id_list_unite);
      return;
    }
  for (guint i = 0; i < pieces->len; i++)
    {
      guint n = g_array_index (pieces, guint, i);

      change_piece (self, part, begin, n, duo_id_list_unite);
      begin += n;
    }
}

static void
set_hidden (DuoHistory *self,
            DuoIdList *hidden) /* (transfer full) */
{
  duo_id_list_free (self->hidden);
  self->hidden = hidden;
}

void
duo_history_remove (DuoHistory *self,
                    GArray     *ids)
{
  g_autoptr (DuoIdList) wanted = NULL;
  g_autoptr (DuoIdList) part = NULL;

  g_return_if_fail (DUO_IS_HISTORY (self));
  g_return_if_fail (ids != NULL);

  wanted = duo_id_list_new_from (ids);
  part = duo_id_list_intersect (wanted, self->ids);
  if (duo_id_list_get_n (part) == 0)
    return;

  set_hidden (self, duo_id_list_unite (self->hidden, part));
  g_ptr_array_add (self->removals, duo_id_list_copy (part));
  take_out (self, part);
  duo_history_update_counts (self);
}

void
duo_history_restore (DuoHistory *self)
{
  g_autoptr (DuoIdList) part = NULL;

  g_return_if_fail (DUO_IS_HISTORY (self));

  if (self->removals->len == 0)
    return;

  part = g_ptr_array_steal_index (self->removals, self->removals->len - 1);
  set_hidden (self, duo_id_list_subtract (self->hidden, part));
  put_in (self, part);
  duo_history_update_counts (self);
}

void
duo_history_forget_removed (DuoHistory *self)
{
  g_autoptr (DuoIdList) forgotten = NULL;

  g_return_if_fail (DUO_IS_HISTORY (self));

  if (duo_id_list_get_n (self->hidden) == 0)
    return;

  forgotten = g_steal_pointer (&self->hidden);
  self->hidden = duo_id_list_new ();
  g_ptr_array_set_size (self->removals, 0);
  for (guint i = 0; i < duo_id_list_get_n (forgotten); i++)
    {
      gint64 id = duo_id_list_get (forgotten, i);
      g_autoptr (GError) error = NULL;

      (void) duo_id_list_remove (self->unread, id);
      (void) duo_id_list_remove (self->waiting, id);
      if (!g_hash_table_remove (self->loose, &id) && !duo_store_delete_message (self->store, id, &error))
        g_message ("A message was not deleted: %s", error->message);
    }
  duo_history_update_counts (self);
}
