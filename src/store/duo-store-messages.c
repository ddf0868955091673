/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-limits.h"
#include "duo-row.h"
#include "duo-store-error.h"
#include "duo-store-private.h"

/* The messages of a DuoStore.
 *
 * In a damaged file rows may come in any order, without end, and not be those that
 * were asked for: whoever walks through them sees to it that he gets on. */

/* An entry of an index takes some bytes of the 4 KiB. */
#define ROWS_A_PAGE_MAX 1024

/* -- Writing ---------------------------------------------------------------------- */

gboolean
duo_store_insert_message (DuoStore         *self,
                          gint64            id,
                          const DuoRecord  *record,
                          GError          **error)
{
  static const char sql[] = "INSERT INTO messages (" DUO_ROW_MESSAGE ") "
                            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  const DuoValue values[] = {
    DUO_NUMBER (id),
    DUO_NUMBER (DUO_ROW_CONVERSATION_OF (id)),
    DUO_NUMBER (record->kind),
    DUO_SEQ (record->seq),
    DUO_NUMBER (record->notice),
    DUO_NUMBER (record->amount),
    DUO_NUMBER (record->has_failed != FALSE),
    DUO_NUMBER (record->sent_at_us),
    DUO_NUMBER (record->kept_at_us),
    DUO_NUMBER (record->edited_at_us),
    DUO_TEXT (record->text),
    DUO_TEXT (record->author),
    DUO_TEXT (record->my_reaction),
    DUO_TEXT (record->their_reaction),
    DUO_NUMBER (record->reply_is_to_mine != FALSE),
    DUO_NUMBER ((gint64) record->reply_to_seq),
  };

  return duo_row_check_message (record, error) &&
         duo_store_write (self, sql, values, G_N_ELEMENTS (values), NULL, error);
}

gint64
duo_store_add_message (DuoStore         *self,
                       const DuoRecord  *record,
                       GError          **error)
{
  gint64 id;

  g_return_val_if_fail (DUO_IS_STORE (self), 0);
  g_return_val_if_fail (record != NULL && record->conversation > 0, 0);

  id = duo_store_take_message_id (self, record->conversation);
  if (id == 0)
    {
      g_set_error_literal (error, DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED, "no id can be had");
      return 0;
    }

  return duo_store_insert_message (self, id, record, error) ? id : 0;
}

gint64
duo_store_reserve_id (DuoStore *self,
                      gint64    conversation)
{
  g_return_val_if_fail (DUO_IS_STORE (self), 0);

  return duo_store_take_message_id (self, conversation);
}

gboolean
duo_store_save_message (DuoStore         *self,
                        const DuoRecord  *record,
                        GError          **error)
{
  static const char sql[] =
    "UPDATE messages SET seq = ?, notice = ?, amount = ?, has_failed = ?, sent_at = ?, kept_at = ?, edited_at = ?, "
    "text = ?, author = ?, my_reaction = ?, their_reaction = ?, reply_is_to_mine = ?, reply_to_seq = ? "
    "WHERE id = ?";

  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);
  g_return_val_if_fail (record != NULL, FALSE);

  const DuoValue values[] = {
    DUO_SEQ (record->seq),
    DUO_NUMBER (record->notice),
    DUO_NUMBER (record->amount),
    DUO_NUMBER (record->has_failed != FALSE),
    DUO_NUMBER (record->sent_at_us),
    DUO_NUMBER (record->kept_at_us),
    DUO_NUMBER (record->edited_at_us),
    DUO_TEXT (record->text),
    DUO_TEXT (record->author),
    DUO_TEXT (record->my_reaction),
    DUO_TEXT (record->their_reaction),
    DUO_NUMBER (record->reply_is_to_mine != FALSE),
    DUO_NUMBER ((gint64) record->reply_to_seq),
    DUO_NUMBER (record->id),
  };

  return duo_row_check_message (record, error) &&
         duo_store_change (self, sql, values, G_N_ELEMENTS (values), error);
}

gboolean
duo_store_delete_message (DuoStore  *self,
                          gint64     id,
                          GError   **error)
{
  const DuoValue values[] = { DUO_NUMBER (id) };

  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);

  duo_store_want_tidy (self);
  duo_store_remember_ids (self, DUO_ROW_CONVERSATION_OF (id));

  return duo_store_change (self, "DELETE FROM messages WHERE id = ?", values, G_N_ELEMENTS (values), error);
}

/* -- Reading ---------------------------------------------------------------------- */

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

/* More rows than a file can hold come from one whose pages go round in a circle. */
static guint
get_max_rows (DuoDatabase *database)
{
  gint64 n_pages = duo_database_get_number (database, "PRAGMA page_count", NULL, 0, 0);

  return (guint) CLAMP (n_pages, 1, G_MAXINT32 / ROWS_A_PAGE_MAX) * ROWS_A_PAGE_MAX;
}

/* Rising, each of them once. */
static void
put_in_order (GArray *ids)
{
  guint n = 0;

  g_array_sort (ids, compare_ids);
  for (guint i = 0; i < ids->len; i++)
    if (n == 0 || g_array_index (ids, gint64, i) != g_array_index (ids, gint64, n - 1))
      g_array_index (ids, gint64, n++) = g_array_index (ids, gint64, i);
  g_array_set_size (ids, n);
}

/* From the index, which is a tenth of the table.  What is behind a damaged page is
 * not found any more; the rest is. */
static GArray *
list_ids (DuoStore        *self,
          const char      *sql,
          const DuoValue  *values,
          guint            n_values,
          GError         **error)
{
  DuoDatabase *database = duo_store_get_database (self);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;
  guint n_left = get_max_rows (database);
  sqlite3_stmt *query = duo_database_query (database, sql, values, n_values, &failure);

  while (query != NULL && duo_database_next (database, query, &failure))
    {
      gint64 id = sqlite3_column_int64 (query, 0);

      g_array_append_val (ids, id);
      if (n_left-- == 0)
        {
          duo_database_end (query);
          break;
        }
    }
  if (failure != NULL)
    duo_store_notice (self);
  if (failure != NULL && ids->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  put_in_order (ids);

  return g_steal_pointer (&ids);
}

GArray *
duo_store_list_messages (DuoStore  *self,
                         gint64     conversation,
                         GError   **error)
{
  static const char sql[] = "SELECT id FROM messages INDEXED BY messages_by_seq WHERE conversation = ?";
  const DuoValue values[] = { DUO_NUMBER (conversation) };

  g_return_val_if_fail (DUO_IS_STORE (self), NULL);

  return list_ids (self, sql, values, G_N_ELEMENTS (values), error);
}

GArray *
duo_store_list_after (DuoStore  *self,
                      gint64     conversation,
                      guint64    seq,
                      GError   **error)
{
  static const char sql[] = "SELECT id FROM messages WHERE conversation = ? AND kind = ? AND seq > ?";
  const DuoValue values[] = { DUO_NUMBER (conversation), DUO_NUMBER (DUO_MESSAGE_THEIRS),
                              DUO_NUMBER ((gint64) MIN (seq, DUO_SEQ_MAX)) };

  g_return_val_if_fail (DUO_IS_STORE (self), NULL);

  return list_ids (self, sql, values, G_N_ELEMENTS (values), error);
}

GArray *
duo_store_list_unsent (DuoStore  *self,
                       gint64     conversation,
                       GError   **error)
{
  static const char sql[] =
    "SELECT id FROM messages WHERE conversation = ? AND kind = ? AND seq IS NULL AND has_failed = 0";
  const DuoValue values[] = { DUO_NUMBER (conversation), DUO_NUMBER (DUO_MESSAGE_MINE) };

  g_return_val_if_fail (DUO_IS_STORE (self), NULL);

  return list_ids (self, sql, values, G_N_ELEMENTS (values), error);
}

/* Adds the good rows of a range to RECORDS.  Returns the last id that was seen, or
 * one below the first. */
static gint64
load_range (DuoStore   *self,
            gint64      first,
            gint64      last,
            GPtrArray  *records,
            GError    **error)
{
  const DuoValue range[] = { DUO_NUMBER (first), DUO_NUMBER (last) };
  DuoDatabase *database = duo_store_get_database (self);
  gint64 seen = first - 1;
  sqlite3_stmt *query;

  query = duo_database_query (database,
                              "SELECT " DUO_ROW_MESSAGE " FROM messages WHERE id BETWEEN ? AND ? ORDER BY id",
                              range, 2, error);
  while (query != NULL && duo_database_next (database, query, error))
    {
      gint64 id = sqlite3_column_int64 (query, 0);
      DuoRecord *record;

      if (id <= seen || id > last)
        {
          duo_database_end (query);
          g_set_error_literal (error, DUO_STORE_ERROR, DUO_STORE_ERROR_DAMAGED, "rows are out of order");
          break;
        }
      seen = id;
      record = duo_row_read_message (query);
      if (record != NULL)
        g_ptr_array_add (records, record);
    }

  return seen;
}

/* The first id of a range, or 0: asks for no value that might be damaged. */
static gint64
find_first (DuoStore *self,
            gint64    first,
            gint64    last)
{
  const DuoValue range[] = { DUO_NUMBER (first), DUO_NUMBER (last) };
  gint64 id =
    duo_database_get_number (duo_store_get_database (self),
                             "SELECT id FROM messages WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1", range, 2, 0);

  return id >= first && id <= last ? id : 0;
}

GPtrArray *
duo_store_load_messages (DuoStore  *self,
                         gint64     conversation,
                         gint64     first,
                         gint64     last,
                         GError   **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_record_unref);
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (DUO_IS_STORE (self), NULL);

  first = MAX (first, DUO_ROW_ID (conversation, 0));
  last = MIN (last, DUO_ROW_ID (conversation, G_MAXUINT32));
  while (first <= last)
    {
      gint64 seen;

      g_clear_error (&failure);
      seen = load_range (self, first, last, records, &failure);
      if (failure == NULL)
        return g_steal_pointer (&records);

      /* The row after the last one seen cannot be read: go on behind it. */
      duo_store_notice (self);
      first = find_first (self, seen + 1, last);
      if (first == 0)
        break;
      first++;
    }
  if (failure != NULL && records->len == 0)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  return g_steal_pointer (&records);
}

/* Newest first, as far as it takes: notices stand between messages, not instead of them. */
GPtrArray *
duo_store_load_last (DuoStore  *self,
                     gint64     conversation,
                     GError   **error)
{
  const DuoValue range[] = { DUO_NUMBER (DUO_ROW_ID (conversation, 0)),
                             DUO_NUMBER (DUO_ROW_ID (conversation, G_MAXUINT32)) };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_record_unref);
  DuoDatabase *database;
  sqlite3_stmt *query;

  g_return_val_if_fail (DUO_IS_STORE (self), NULL);

  database = duo_store_get_database (self);
  query = duo_database_query (database,
                              "SELECT " DUO_ROW_MESSAGE " FROM messages"
                              " WHERE id BETWEEN ? AND ? AND kind <> 2 ORDER BY id DESC LIMIT 1",
                              range, 2, error);
  if (query == NULL)
    return NULL;
  while (duo_database_next (database, query, error))
    {
      DuoRecord *record = duo_row_read_message (query);

      if (record != NULL)
        g_ptr_array_add (records, record);
    }

  return g_steal_pointer (&records);
}

gint64
duo_store_find_seq (DuoStore       *self,
                    gint64          conversation,
                    DuoMessageKind  kind,
                    guint64         seq)
{
  const DuoValue values[] = { DUO_NUMBER (conversation), DUO_NUMBER (kind), DUO_NUMBER ((gint64) seq) };

  g_return_val_if_fail (DUO_IS_STORE (self), 0);

  return duo_database_get_number (duo_store_get_database (self),
                                  "SELECT id FROM messages WHERE conversation = ? AND kind = ? AND seq = ?", values,
                                  G_N_ELEMENTS (values), 0);
}

guint
duo_store_count_after (DuoStore *self,
                       gint64    conversation,
                       guint64   seq)
{
  const DuoValue values[] = { DUO_NUMBER (conversation), DUO_NUMBER (DUO_MESSAGE_THEIRS),
                              DUO_NUMBER ((gint64) MIN (seq, DUO_SEQ_MAX)) };

  g_return_val_if_fail (DUO_IS_STORE (self), 0);

  return (guint) duo_database_get_number (
    duo_store_get_database (self), "SELECT count(*) FROM messages WHERE conversation = ? AND kind = ? AND seq > ?",
    values, G_N_ELEMENTS (values), 0);
}

static gint64
get_kept_at (DuoStore *self,
             gint64    id)
{
  const DuoValue values[] = { DUO_NUMBER (id) };

  return duo_database_get_number (duo_store_get_database (self), "SELECT kept_at FROM messages WHERE id = ?",
                                  values, G_N_ELEMENTS (values), 0);
}

/* Times never fall from row to row, so no index is needed. */
gint64
duo_store_find_time (DuoStore *self,
                     gint64    conversation,
                     gint64    at_us)
{
  gint64 low = DUO_ROW_ID (conversation, 0);
  gint64 high = DUO_ROW_ID (conversation, G_MAXUINT32);
  gint64 found = 0;

  g_return_val_if_fail (DUO_IS_STORE (self), 0);

  while (low <= high)
    {
      gint64 middle = low + (high - low) / 2;
      gint64 id = find_first (self, middle, high);

      if (id == 0)
        high = middle - 1;
      else if (get_kept_at (self, id) < at_us)
        low = id + 1;
      else
        {
          found = id;
          high = middle - 1;
        }
    }

  return found;
}

/* -- Searching -------------------------------------------------------------------- */

typedef struct
{
  DuoStore *store;
  gint64 low;
  gint64 before; /* rows from here on were looked at */
  guint n_left;  /* rows */
  gsize n_bytes;
  GArray *found;
} Search;

/* FALSE: it goes round in a circle. */
static gboolean
look_at (Search       *search,
         sqlite3_stmt *row)
{
  const char *text = (const char *) sqlite3_column_text (row, 1);
  gsize length = (gsize) sqlite3_column_bytes (row, 1);
  gint64 id = sqlite3_column_int64 (row, 0);

  if (id < search->low || id >= search->before)
    return FALSE;
  search->before = id;
  search->n_left--;
  search->n_bytes += length;
  if (text != NULL && g_utf8_validate_len (text, length, NULL) &&
      duo_fold_is_in (duo_store_get_fold (search->store), text, length))
    g_array_append_val (search->found, search->before);

  return TRUE;
}

/* Returns whether there may be more. */
static gboolean
look_at_rows (Search  *search,
              GError **error)
{
  static const char sql[] = "SELECT id, text FROM messages WHERE id BETWEEN ? AND ? ORDER BY id DESC";
  const DuoValue range[] = { DUO_NUMBER (search->low), DUO_NUMBER (search->before - 1) };
  DuoDatabase *database = duo_store_get_database (search->store);
  sqlite3_stmt *query = duo_database_query (database, sql, range, G_N_ELEMENTS (range), error);

  while (query != NULL && duo_database_next (database, query, error))
    {
      if (!look_at (search, query))
        {
          duo_database_end (query);
          return FALSE;
        }
      if (search->n_left == 0 || search->n_bytes >= DUO_STORE_SLICE_BYTES)
        {
          duo_database_end (query);
          return TRUE;
        }
    }

  return FALSE;
}

/* Below the last row that was looked at, without asking for its text; or 0. */
static gint64
find_before (Search *search)
{
  const DuoValue range[] = { DUO_NUMBER (search->low), DUO_NUMBER (search->before - 1) };
  gint64 id = duo_database_get_number (
    duo_store_get_database (search->store),
    "SELECT id FROM messages WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1", range, 2, 0);

  return id >= search->low && id < search->before ? id : 0;
}

GArray *
duo_store_search (DuoStore    *self,
                  gint64       conversation,
                  const char  *needle,
                  gint64       before,
                  guint        max_scanned,
                  gint64      *out_next,
                  GError     **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  Search search = { self, DUO_ROW_ID (conversation, 0), 0, max_scanned, 0, found };
  g_autoptr (GError) failure = NULL;
  gboolean has_more;

  g_return_val_if_fail (DUO_IS_STORE (self), NULL);
  g_return_val_if_fail (needle != NULL && max_scanned > 0 && out_next != NULL, NULL);

  search.before = MIN (before, DUO_ROW_ID (conversation, G_MAXUINT32));
  duo_fold_set_needle (duo_store_get_fold (self), needle);
  has_more = look_at_rows (&search, &failure);
  if (failure != NULL)
    {
      /* A row that cannot be read is passed over, unless nothing can be read. */
      duo_store_notice (self);
      search.before = find_before (&search);
      has_more = search.before != 0;
      if (!has_more && found->len == 0)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
    }
  *out_next = has_more ? search.before : 0;

  return g_steal_pointer (&found);
}
