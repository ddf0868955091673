/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-history-private.h"
#include "duo-id-list.h"
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

/* How many ids of PART, from I on, stand side by side in WHOLE, which has them all. */
static guint
measure_piece (GArray *whole,
               GArray *part,
               guint   i)
{
  guint position = duo_id_list_search (whole, duo_id_list_get (part, i));
  guint n = 1;

  while (i + n < part->len && duo_id_list_get (part, i + n) == duo_id_list_get (whole, position + n))
    n++;

  return n;
}

/* (element-type guint): the lengths of the pieces in which PART stands in WHOLE. */
static GArray *
find_pieces (GArray *whole,
             GArray *part)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < part->len;)
    {
      guint n = measure_piece (whole, part, i);

      g_array_append_val (pieces, n);
      i += n;
    }

  return pieces;
}

/* Makes SHOWN the list: PART is what comes or goes.  The model is right at each signal. */
static void
change_in_one (DuoHistory *self,
               GArray *shown, /* (transfer full) */
               GArray *part)
{
  guint first = duo_id_list_search (self->ids, duo_id_list_get (part, 0));
  gint64 last_id = duo_id_list_get (part, part->len - 1);
  guint old_end = duo_id_list_search (self->ids, last_id + 1);
  guint new_end = duo_id_list_search (shown, last_id + 1);

  g_array_unref (self->ids);
  self->ids = shown;
  g_list_model_items_changed (G_LIST_MODEL (self), first, old_end - first, new_end - first);
}

static void
take_out (DuoHistory *self,
          GArray     *part)
{
  g_autoptr (GArray) pieces = find_pieces (self->ids, part);
  guint end = part->len;

  if (pieces->len > PIECES_MAX)
    {
      change_in_one (self, duo_id_list_subtract (self->ids, part), part);
      return;
    }
  for (guint i = pieces->len; i > 0; i--)
    {
      guint n = g_array_index (pieces, guint, i - 1);
      guint position = duo_id_list_search (self->ids, duo_id_list_get (part, end - n));

      g_array_remove_range (self->ids, position, n);
      g_list_model_items_changed (G_LIST_MODEL (self), position, n, 0);
      end -= n;
    }
}

static void
put_in (DuoHistory *self,
        GArray     *part)
{
  g_autoptr (GArray) whole = duo_id_list_unite (self->ids, part);
  g_autoptr (GArray) pieces = find_pieces (whole, part);
  guint begin = 0;

  if (pieces->len > PIECES_MAX)
    {
      change_in_one (self, g_steal_pointer (&whole), part);
      return;
    }
  for (guint i = 0; i < pieces->len; i++)
    {
      guint n = g_array_index (pieces, guint, i);
      guint position = duo_id_list_search (self->ids, duo_id_list_get (part, begin));

      g_array_insert_vals (self->ids, position, &g_array_index (part, gint64, begin), n);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 0, n);
      begin += n;
    }
}

static void
set_hidden (DuoHistory *self,
            GArray *hidden) /* (transfer full) */
{
  g_array_unref (self->hidden);
  self->hidden = hidden;
}

void
duo_history_remove (DuoHistory *self,
                    GArray     *ids)
{
  g_autoptr (GArray) wanted = NULL;
  g_autoptr (GArray) part = NULL;

  g_return_if_fail (DUO_IS_HISTORY (self));
  g_return_if_fail (ids != NULL);

  wanted = duo_id_list_new_from (ids);
  part = duo_id_list_intersect (wanted, self->ids);
  if (part->len == 0)
    return;

  set_hidden (self, duo_id_list_unite (self->hidden, part));
  g_ptr_array_add (self->removals, g_array_ref (part));
  take_out (self, part);
  duo_history_update_counts (self);
}

void
duo_history_restore (DuoHistory *self)
{
  g_autoptr (GArray) part = NULL;

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
  g_autoptr (GArray) forgotten = NULL;

  g_return_if_fail (DUO_IS_HISTORY (self));

  if (self->hidden->len == 0)
    return;

  forgotten = g_steal_pointer (&self->hidden);
  self->hidden = duo_id_list_new ();
  g_ptr_array_set_size (self->removals, 0);
  for (guint i = 0; i < forgotten->len; i++)
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
