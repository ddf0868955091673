/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <time.h>

#include <glib/gstdio.h>

#include "duo-limits.h"
#include "duo-store.h"
#include "duo-test-store.h"
#include "duo-test-wait.h"

/* Every function of the store, in memory and in a file. */

typedef struct
{
  char *path; /* (nullable): NULL in memory */
  DuoStore *store;
  gint64 conversation;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  in_file)
{
  fixture->path = in_file != NULL ? duo_test_store_make_path () : NULL;
  fixture->store = duo_test_store_open (fixture->path);
  fixture->conversation = duo_store_add_conversation (fixture->store, 77, NULL);
  g_assert_cmpint (fixture->conversation, >, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  in_file)
{
  g_assert_finalize_object (fixture->store);
  if (fixture->path != NULL)
    {
      g_autofree char *result = duo_test_store_check (fixture->path);

      g_assert_cmpstr (result, ==, "ok");
      duo_test_store_clean_up (fixture->path);
      g_free (fixture->path);
    }
}

/* Closes the file and opens it again; in memory, only commits. */
static void
reopen (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  if (fixture->path == NULL)
    {
      duo_store_commit (fixture->store, &error);
      g_assert_no_error (error);
      return;
    }
  g_assert_finalize_object (fixture->store);
  fixture->store = duo_test_store_open (fixture->path);
}

static DuoRecord *
load (Fixture *fixture,
      gint64   id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records =
    duo_store_load_messages (fixture->store, fixture->conversation, id, id, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);

  return duo_record_ref (g_ptr_array_index (records, 0));
}

static void
assert_same (const DuoRecord *a,
             const DuoRecord *b)
{
  g_assert_cmpint (a->conversation, ==, b->conversation);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpint (a->notice, ==, b->notice);
  g_assert_cmpint (a->amount, ==, b->amount);
  g_assert_cmpuint (a->seq, ==, b->seq);
  g_assert_cmpint (a->has_failed, ==, b->has_failed);
  g_assert_cmpint (a->sent_at_us, ==, b->sent_at_us);
  g_assert_cmpint (a->kept_at_us, ==, b->kept_at_us);
  g_assert_cmpint (a->edited_at_us, ==, b->edited_at_us);
  g_assert_cmpstr (a->text, ==, b->text);
  g_assert_cmpstr (a->author, ==, b->author);
  g_assert_cmpstr (a->my_reaction, ==, b->my_reaction);
  g_assert_cmpstr (a->their_reaction, ==, b->their_reaction);
  g_assert_cmpint (a->reply_is_to_mine, ==, b->reply_is_to_mine);
  g_assert_cmpuint (a->reply_to_seq, ==, b->reply_to_seq);
}

static DuoRecord *
make_full (Fixture *fixture)
{
  DuoRecord *record = duo_record_new (DUO_MESSAGE_THEIRS, "سلام 你好 👩‍👩‍👧 'quoted'; DROP", 11);

  record->conversation = fixture->conversation;
  record->seq = DUO_SEQ_MAX;
  record->has_failed = TRUE;
  record->kept_at_us = 12;
  record->edited_at_us = G_MAXINT64;
  record->author = g_strdup ("Бob");
  record->my_reaction = g_strdup ("👍");
  record->their_reaction = g_strdup ("❤️");
  record->reply_is_to_mine = TRUE;
  record->reply_to_seq = 9;

  return record;
}

static void
test_message (Fixture       *fixture,
              gconstpointer  in_file)
{
  g_autoptr (DuoRecord) record = make_full (fixture);
  g_autoptr (DuoRecord) again = NULL;
  g_autoptr (DuoRecord) changed = NULL;
  g_autoptr (DuoRecord) changed_again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = duo_store_add_message (fixture->store, record, &error);

  g_assert_no_error (error);
  reopen (fixture);
  again = load (fixture, id);
  g_assert_cmpint (again->id, ==, id);
  assert_same (again, record);

  changed = duo_record_copy (again);
  assert_same (changed, again);
  g_free (changed->text);
  changed->text = g_strdup ("");
  g_clear_pointer (&changed->author, g_free);
  g_clear_pointer (&changed->my_reaction, g_free);
  changed->seq = 3;
  changed->has_failed = FALSE;
  g_assert_true (duo_store_save_message (fixture->store, changed, &error));
  reopen (fixture);
  changed_again = load (fixture, id);
  assert_same (changed_again, changed);

  g_assert_true (duo_store_delete_message (fixture->store, id, &error));
  reopen (fixture);
  g_assert_null (duo_test_store_dup_text (fixture->store, id));
  g_assert_false (duo_store_delete_message (fixture->store, id, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (duo_store_save_message (fixture->store, changed, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_NOT_FOUND);
}

static void
test_notice (Fixture       *fixture,
             gconstpointer  in_file)
{
  g_autoptr (DuoRecord) record = duo_record_new_notice (DUO_NOTICE_CLOCK, -3600, 5);
  g_autoptr (DuoRecord) again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  record->conversation = fixture->conversation;
  id = duo_store_add_message (fixture->store, record, &error);
  g_assert_no_error (error);
  again = load (fixture, id);
  assert_same (again, record);
}

/* Deleting the last message must not give its id to the next one. */
static void
test_ids (Fixture       *fixture,
          gconstpointer  in_file)
{
  gint64 first = duo_test_store_add (fixture->store, fixture->conversation, 1);
  gint64 second = duo_test_store_add (fixture->store, fixture->conversation, 2);
  gint64 third;
  g_autoptr (GArray) ids = NULL;
  gint64 other = duo_store_add_conversation (fixture->store, 1, NULL);
  g_autoptr (GArray) none = duo_store_list_messages (fixture->store, other, NULL);

  g_assert_cmpint (second, >, first);
  g_assert_true (duo_store_delete_message (fixture->store, second, NULL));
  third = duo_test_store_add (fixture->store, fixture->conversation, 3);
  g_assert_cmpint (third, >, second);
  duo_test_store_add (fixture->store, other, 4);

  reopen (fixture);
  ids = duo_store_list_messages (fixture->store, fixture->conversation, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpint (g_array_index (ids, gint64, 0), ==, first);
  g_assert_cmpint (g_array_index (ids, gint64, 1), ==, third);
}

static void
test_load_range (Fixture       *fixture,
                 gconstpointer  in_file)
{
  gint64 ids[10];
  g_autoptr (GPtrArray) some = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) none = NULL;
  gint64 other = duo_store_add_conversation (fixture->store, 1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = duo_test_store_add (fixture->store, fixture->conversation, i);
  duo_test_store_add (fixture->store, other, 99);

  some = duo_store_load_messages (fixture->store, fixture->conversation, ids[3], ids[5], NULL);
  g_assert_cmpuint (some->len, ==, 3);
  for (guint i = 0; i < some->len; i++)
    g_assert_cmpint (((DuoRecord *) g_ptr_array_index (some, i))->id, ==, ids[3 + i]);

  all = duo_store_load_messages (fixture->store, fixture->conversation, 0, G_MAXINT64, NULL);
  g_assert_cmpuint (all->len, ==, G_N_ELEMENTS (ids));
  none = duo_store_load_messages (fixture->store, fixture->conversation, ids[5], ids[3], NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

static gint64
add_seq (Fixture         *fixture,
         DuoMessageKind   kind,
         guint64          seq,
         GError         **error)
{
  g_autoptr (DuoRecord) record = duo_test_store_make (fixture->conversation, kind, 0);

  record->seq = seq;

  return duo_store_add_message (fixture->store, record, error);
}

static void
test_seq (Fixture       *fixture,
          gconstpointer  in_file)
{
  g_autoptr (GError) error = NULL;
  gint64 theirs = add_seq (fixture, DUO_MESSAGE_THEIRS, 5, &error);
  gint64 mine = add_seq (fixture, DUO_MESSAGE_MINE, 5, &error);
  g_autoptr (GArray) ids = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (add_seq (fixture, DUO_MESSAGE_THEIRS, 7, NULL), >, 0);
  g_assert_cmpint (add_seq (fixture, DUO_MESSAGE_MINE, 0, NULL), >, 0);
  g_assert_cmpint (add_seq (fixture, DUO_MESSAGE_MINE, 0, NULL), >, 0);
  g_assert_cmpint (add_seq (fixture, DUO_MESSAGE_THEIRS, 5, &error), ==, 0);
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED);

  reopen (fixture);
  g_assert_cmpint (duo_store_find_seq (fixture->store, fixture->conversation, DUO_MESSAGE_THEIRS, 5), ==, theirs);
  g_assert_cmpint (duo_store_find_seq (fixture->store, fixture->conversation, DUO_MESSAGE_MINE, 5), ==, mine);
  g_assert_cmpint (duo_store_find_seq (fixture->store, fixture->conversation, DUO_MESSAGE_MINE, 7), ==, 0);
  g_assert_cmpint (duo_store_find_seq (fixture->store, fixture->conversation, DUO_MESSAGE_MINE, 0), ==, 0);
  g_assert_cmpuint (duo_store_count_after (fixture->store, fixture->conversation, 0), ==, 2);
  g_assert_cmpuint (duo_store_count_after (fixture->store, fixture->conversation, 5), ==, 1);
  g_assert_cmpuint (duo_store_count_after (fixture->store, fixture->conversation, 7), ==, 0);
  g_assert_cmpuint (duo_store_count_after (fixture->store, fixture->conversation, G_MAXUINT64), ==, 0);
  ids = duo_store_list_messages (fixture->store, fixture->conversation, NULL);
  g_assert_cmpuint (ids->len, ==, 5);
}

static void
test_find_time (Fixture       *fixture,
                gconstpointer  in_file)
{
  static const gint64 times[] = { 10, 10, 20, 30, 30, 30, 40 };
  static const struct
  {
    gint64 at_us;
    int index; /* -1: none */
  } cases[] = { { 0, 0 }, { 10, 0 }, { 11, 2 }, { 20, 2 }, { 21, 3 }, { 30, 3 }, { 31, 6 }, { 40, 6 }, { 41, -1 } };
  gint64 ids[G_N_ELEMENTS (times)];
  gint64 empty = duo_store_add_conversation (fixture->store, 1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (DuoRecord) record = duo_test_store_make (fixture->conversation, DUO_MESSAGE_MINE, i);

      record->kept_at_us = times[i];
      ids[i] = duo_store_add_message (fixture->store, record, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (duo_store_find_time (fixture->store, fixture->conversation, cases[i].at_us), ==,
                     cases[i].index < 0 ? 0 : ids[cases[i].index]);
  g_assert_cmpint (duo_store_find_time (fixture->store, empty, 0), ==, 0);
}

static void
refuse_record (Fixture   *fixture,
               DuoRecord *record)
{
  g_autoptr (GError) error = NULL;

  record->conversation = fixture->conversation;
  g_assert_cmpint (duo_store_add_message (fixture->store, record, &error), ==, 0);
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED);
  duo_record_unref (record);
}

/* What could not be read back is not written. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  in_file)
{
  g_autofree char *long_text = g_strnfill (DUO_TEXT_MAX_BYTES + 1, 'x');
  g_autoptr (GArray) ids = NULL;
  g_autoptr (DuoRecord) longest = NULL;
  DuoRecord *record;

  refuse_record (fixture, duo_record_new (DUO_MESSAGE_MINE, long_text, 1));
  refuse_record (fixture, duo_record_new (DUO_MESSAGE_MINE, "\xff", 1));
  refuse_record (fixture, duo_record_new (DUO_MESSAGE_MINE, "early", -1));
  refuse_record (fixture, duo_record_new ((DuoMessageKind) 3, "kind", 1));
  refuse_record (fixture, duo_record_new_notice ((DuoNotice) 1000, 0, 1));
  refuse_record (fixture, duo_record_new_notice (DUO_NOTICE_NONE, 0, 1));
  record = duo_record_new (DUO_MESSAGE_MINE, "seq", 1);
  record->seq = DUO_SEQ_MAX + 1;
  refuse_record (fixture, record);
  record = duo_record_new (DUO_MESSAGE_MINE, "reaction", 1);
  record->my_reaction = g_strndup (long_text, DUO_REACTION_MAX_BYTES + 1);
  refuse_record (fixture, record);
  record = duo_record_new (DUO_MESSAGE_MINE, "author", 1);
  record->author = g_strndup (long_text, DUO_NAME_MAX_CHARS * 4 + 1);
  refuse_record (fixture, record);

  ids = duo_store_list_messages (fixture->store, fixture->conversation, NULL);
  g_assert_cmpuint (ids->len, ==, 0);

  long_text[DUO_TEXT_MAX_BYTES] = '\0';
  longest = duo_record_new (DUO_MESSAGE_MINE, long_text, 1);
  longest->conversation = fixture->conversation;
  g_assert_cmpint (duo_store_add_message (fixture->store, longest, NULL), >, 0);
  /* A conversation that is not there. */
  longest->conversation = fixture->conversation == 1 ? 2 : 1;
  g_assert_cmpint (duo_store_add_message (fixture->store, longest, NULL), ==, 0);
}

/* -- Conversations --------------------------------------------------------------- */

static DuoStoredConversation *
load_conversation (Fixture *fixture,
                   gint64   id)
{
  g_autoptr (GError) error = NULL;
  DuoStoredConversation *conversation = duo_store_load_conversation (fixture->store, id, &error);

  g_assert_no_error (error);
  g_assert_cmpint (conversation->id, ==, id);

  return conversation;
}

static void
test_conversation (Fixture       *fixture,
                   gconstpointer  in_file)
{
  g_autoptr (DuoStoredConversation) fresh = load_conversation (fixture, fixture->conversation);
  g_autoptr (DuoStoredConversation) again = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (fresh->title);
  g_assert_null (fresh->draft);
  g_assert_false (fresh->has_secret);
  g_assert_cmpint (fresh->made_at_us, ==, 77);
  g_assert_cmpint (fresh->last_at_us, ==, 77);
  g_assert_cmpuint (fresh->next_seq, ==, 1);
  g_assert_cmpuint (fresh->received_seq + fresh->confirmed_seq + fresh->seen_seq + fresh->read_seq, ==, 0);

  fresh->title = g_strdup ("Alice");
  fresh->draft = g_strdup ("half a sen");
  fresh->has_secret = TRUE;
  memset (fresh->secret, 0xab, sizeof fresh->secret);
  fresh->last_at_us = 80;
  fresh->next_seq = 4;
  fresh->received_seq = 5;
  fresh->confirmed_seq = 3;
  fresh->seen_seq = 2;
  fresh->read_seq = 1;
  g_assert_true (duo_store_save_conversation (fixture->store, fresh, &error));
  g_assert_no_error (error);

  reopen (fixture);
  again = load_conversation (fixture, fixture->conversation);
  g_assert_cmpstr (again->title, ==, "Alice");
  g_assert_cmpstr (again->draft, ==, "half a sen");
  g_assert_true (again->has_secret);
  g_assert_cmpmem (again->secret, sizeof again->secret, fresh->secret, sizeof fresh->secret);
  g_assert_cmpint (again->made_at_us, ==, 77);
  g_assert_cmpint (again->last_at_us, ==, 80);
  g_assert_cmpuint (again->next_seq, ==, 4);
  g_assert_cmpuint (again->received_seq, ==, 5);
  g_assert_cmpuint (again->confirmed_seq, ==, 3);
  g_assert_cmpuint (again->seen_seq, ==, 2);
  g_assert_cmpuint (again->read_seq, ==, 1);

  again->next_seq = 0;
  g_assert_false (duo_store_save_conversation (fixture->store, again, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED);
}

static void
test_conversations (Fixture       *fixture,
                    gconstpointer  in_file)
{
  gint64 early = duo_store_add_conversation (fixture->store, 5, NULL);
  gint64 late = duo_store_add_conversation (fixture->store, 500, NULL);
  const gint64 wanted[] = { late, fixture->conversation, early };
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) item = g_bytes_new_static ("item", 4);
  gint64 message = duo_test_store_add (fixture->store, early, 1);
  gint64 entry = duo_store_queue (fixture->store, early, message, item, NULL);

  reopen (fixture);
  list = duo_store_list_conversations (fixture->store, &error);
  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpint (((DuoStoredConversation *) g_ptr_array_index (list, i))->id, ==, wanted[i]);

  g_assert_true (duo_store_delete_conversation (fixture->store, early, &error));
  g_assert_false (duo_store_delete_conversation (fixture->store, early, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  reopen (fixture);
  g_assert_null (duo_store_load_conversation (fixture->store, early, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_NOT_FOUND);
  g_assert_null (duo_test_store_dup_text (fixture->store, message));
  g_assert_null (duo_store_load_item (fixture->store, entry, NULL));

  g_assert_true (duo_store_delete_everything (fixture->store, NULL));
  reopen (fixture);
  rest = duo_store_list_conversations (fixture->store, NULL);
  g_assert_cmpuint (rest->len, ==, 0);
}

/* -- The outbox ------------------------------------------------------------------- */

static gint64
queue (Fixture    *fixture,
       gint64      message,
       const char *text)
{
  g_autoptr (GBytes) item = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  gint64 entry = duo_store_queue (fixture->store, fixture->conversation, message, item, &error);

  g_assert_no_error (error);
  g_assert_cmpint (entry, >, 0);

  return entry;
}

static void
assert_item (Fixture    *fixture,
             gint64      entry,
             const char *text)
{
  g_autoptr (GBytes) item = duo_store_load_item (fixture->store, entry, NULL);

  g_assert_nonnull (item);
  g_assert_cmpmem (g_bytes_get_data (item, NULL), g_bytes_get_size (item), text, strlen (text));
}

static void
test_outbox (Fixture       *fixture,
             gconstpointer  in_file)
{
  gint64 messages[3];
  gint64 entries[4];
  g_autoptr (GArray) list = NULL;
  g_autoptr (GArray) rest = NULL;
  g_autoptr (GBytes) other = g_bytes_new_static ("other", 5);
  g_autoptr (DuoRecord) record = NULL;
  const DuoOutboxEntry *entry;

  for (guint i = 0; i < 3; i++)
    {
      messages[i] = duo_test_store_add (fixture->store, fixture->conversation, i);
      entries[i] = queue (fixture, messages[i], i == 1 ? "" : "item");
    }
  entries[3] = queue (fixture, 0, "four");
  g_assert_cmpuint (duo_store_count_waiting (fixture->store, fixture->conversation), ==, 4);
  g_assert_cmpint (duo_store_find_waiting (fixture->store, messages[1]), ==, entries[1]);

  g_assert_true (duo_store_number_item (fixture->store, entries[0], 1, TRUE, NULL));
  g_assert_true (duo_store_number_item (fixture->store, entries[1], 2, FALSE, NULL));
  reopen (fixture);
  g_assert_cmpuint (duo_store_count_waiting (fixture->store, fixture->conversation), ==, 2);
  g_assert_cmpint (duo_store_find_waiting (fixture->store, messages[1]), ==, 0);
  g_assert_cmpint (duo_store_find_waiting (fixture->store, messages[2]), ==, entries[2]);
  record = load (fixture, messages[0]);
  g_assert_cmpuint (record->seq, ==, 1);
  g_assert_cmpint (duo_store_find_seq (fixture->store, fixture->conversation, DUO_MESSAGE_MINE, 2), ==, 0);

  list = duo_store_list_outbox (fixture->store, fixture->conversation, 0, 100, NULL);
  g_assert_cmpuint (list->len, ==, 4);
  entry = &g_array_index (list, DuoOutboxEntry, 3);
  g_assert_cmpint (entry->id, ==, entries[3]);
  g_assert_cmpint (entry->message, ==, 0);
  g_assert_cmpuint (entry->seq, ==, 0);
  g_assert_cmpuint (entry->size_bytes, ==, 4);
  entry = &g_array_index (list, DuoOutboxEntry, 1);
  g_assert_cmpuint (entry->seq, ==, 2);
  g_assert_cmpint (entry->message, ==, messages[1]);
  g_assert_cmpuint (entry->size_bytes, ==, 0);
  rest = duo_store_list_outbox (fixture->store, fixture->conversation, entries[0], 2, NULL);
  g_assert_cmpuint (rest->len, ==, 2);
  g_assert_cmpint (g_array_index (rest, DuoOutboxEntry, 0).id, ==, entries[1]);

  assert_item (fixture, entries[0], "item");
  assert_item (fixture, entries[1], "");
  g_assert_true (duo_store_replace_item (fixture->store, entries[2], other, NULL));
  assert_item (fixture, entries[2], "other");
  g_assert_false (duo_store_replace_item (fixture->store, entries[3] + 1, other, NULL));

  g_assert_true (duo_store_drop_sent (fixture->store, fixture->conversation, 1, NULL));
  g_assert_null (duo_store_load_item (fixture->store, entries[0], NULL));
  assert_item (fixture, entries[1], "");
  g_assert_true (duo_store_drop_item (fixture->store, entries[3], NULL));
  g_assert_false (duo_store_drop_item (fixture->store, entries[3], NULL));
  g_assert_true (duo_store_drop_sent (fixture->store, fixture->conversation, G_MAXUINT64, NULL));
  g_assert_cmpuint (duo_store_count_waiting (fixture->store, fixture->conversation), ==, 1);
  /* Rising, also after the last one was dropped. */
  g_assert_cmpint (queue (fixture, 0, "five"), >, entries[3]);
}

static void
test_outbox_limits (Fixture       *fixture,
                    gconstpointer  in_file)
{
  g_autofree char *long_text = g_strnfill (DUO_ITEM_MAX_BYTES + 1, 'x');
  g_autoptr (GBytes) longest = g_bytes_new (long_text, DUO_ITEM_MAX_BYTES);
  g_autoptr (GBytes) too_long = g_bytes_new (long_text, DUO_ITEM_MAX_BYTES + 1);
  g_autoptr (GError) error = NULL;
  gint64 entry = duo_store_queue (fixture->store, fixture->conversation, 0, longest, &error);
  g_autoptr (GBytes) again = NULL;

  g_assert_no_error (error);
  again = duo_store_load_item (fixture->store, entry, NULL);
  g_assert_true (g_bytes_equal (again, longest));
  g_assert_cmpint (duo_store_queue (fixture->store, fixture->conversation, 0, too_long, &error), ==, 0);
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (duo_store_replace_item (fixture->store, entry, too_long, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED);
}

/* -- Searching -------------------------------------------------------------------- */

static void
add_text (Fixture    *fixture,
          const char *text)
{
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_THEIRS, text, 1);

  record->conversation = fixture->conversation;
  g_assert_cmpint (duo_store_add_message (fixture->store, record, NULL), >, 0);
}

/* All that SLICES of so many rows find. */
static GArray *
search (Fixture    *fixture,
        const char *needle,
        guint       slice)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 next = G_MAXINT64;

  while (next != 0)
    {
      gint64 before = next;
      g_autoptr (GArray) found =
        duo_store_search (fixture->store, fixture->conversation, needle, before, slice, &next, NULL);

      g_assert_nonnull (found);
      g_assert_cmpint (next, <, before);
      g_array_append_vals (all, found->data, found->len);
    }
  for (guint i = 1; i < all->len; i++)
    g_assert_cmpint (g_array_index (all, gint64, i), <, g_array_index (all, gint64, i - 1));

  return all;
}

static void
assert_found (Fixture    *fixture,
              const char *needle,
              guint       n)
{
  static const guint slices[] = { 1, 2, 3, 100 };

  for (guint i = 0; i < G_N_ELEMENTS (slices); i++)
    {
      g_autoptr (GArray) found = search (fixture, needle, slices[i]);

      g_assert_cmpuint (found->len, ==, n);
    }
}

static void
test_search (Fixture       *fixture,
             gconstpointer  in_file)
{
  g_autofree char *long_text = g_strnfill (DUO_TEXT_MAX_BYTES, 'y');

  add_text (fixture, "The Quick brown fox");
  add_text (fixture, "STRASSE und Straße");
  add_text (fixture, "ΣΊΣΥΦΟΣ, Сообщение, ԱՐԵՎ");
  add_text (fixture, "第三條訊息");
  add_text (fixture, long_text);
  add_text (fixture, long_text);
  add_text (fixture, "quiCKly");

  assert_found (fixture, "quick", 2);
  assert_found (fixture, "QUICK", 2);
  assert_found (fixture, "strasse", 1);
  assert_found (fixture, "straße", 1);
  assert_found (fixture, "σίσυφος", 1);
  assert_found (fixture, "СООБЩЕНИЕ", 1);
  assert_found (fixture, "三條", 1);
  assert_found (fixture, "yyyyyyy", 2);
  assert_found (fixture, "fox ", 0);
  assert_found (fixture, "", 0);
}

/* -- Copying ---------------------------------------------------------------------- */

static void
fill (Fixture *fixture,
      guint    n)
{
  g_autoptr (DuoStoredConversation) conversation = load_conversation (fixture, fixture->conversation);

  conversation->title = g_strdup ("Alice");
  conversation->has_secret = TRUE;
  conversation->received_seq = 9;
  g_assert_true (duo_store_save_conversation (fixture->store, conversation, NULL));
  for (guint i = 0; i < n; i++)
    {
      gint64 id = duo_test_store_add (fixture->store, fixture->conversation, i);

      if (i % 3 == 0)
        g_assert_true (duo_store_delete_message (fixture->store, id, NULL));
      if (i % 50 == 1 && i % 3 != 0)
        queue (fixture, id, "item");
    }
}

static void
assert_copied (Fixture  *fixture,
               DuoStore *other,
               gint64    copy)
{
  g_autoptr (GPtrArray) wanted =
    duo_store_load_messages (fixture->store, fixture->conversation, 0, G_MAXINT64, NULL);
  g_autoptr (GPtrArray) got = duo_store_load_messages (other, copy, 0, G_MAXINT64, NULL);
  g_autoptr (GArray) entries = duo_store_list_outbox (other, copy, 0, 1000, NULL);
  g_autoptr (DuoStoredConversation) conversation = duo_store_load_conversation (other, copy, NULL);

  g_assert_cmpstr (conversation->title, ==, "Alice");
  g_assert_true (conversation->has_secret);
  g_assert_cmpuint (conversation->received_seq, ==, 9);
  g_assert_cmpuint (got->len, ==, wanted->len);
  for (guint i = 0; i < got->len; i++)
    {
      DuoRecord *a = g_ptr_array_index (got, i);
      DuoRecord *b = g_ptr_array_index (wanted, i);

      g_assert_cmpint (a->id & G_MAXUINT32, ==, b->id & G_MAXUINT32);
      a->conversation = b->conversation;
      assert_same (a, b);
    }
  g_assert_cmpuint (entries->len, ==, duo_store_count_waiting (fixture->store, fixture->conversation));
  for (guint i = 0; i < entries->len; i++)
    {
      const DuoOutboxEntry *entry = &g_array_index (entries, DuoOutboxEntry, i);
      g_autofree char *text = duo_test_store_dup_text (other, entry->message);
      g_autoptr (GBytes) item = duo_store_load_item (other, entry->id, NULL);

      g_assert_cmpint (duo_store_find_waiting (other, entry->message), ==, entry->id);
      g_assert_true (g_str_has_suffix (text, "1"));
      g_assert_cmpuint (g_bytes_get_size (item), ==, 4);
    }
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  in_file)
{
  g_autoptr (DuoStore) other = duo_test_store_open (NULL);
  g_autoptr (GError) error = NULL;
  gint64 copy;
  gint64 second;
  gint64 back;

  fill (fixture, 1000);
  /* The ids are the same there, as long as nobody has them. */
  copy = duo_store_copy_conversation (fixture->store, fixture->conversation, other, &error);
  g_assert_no_error (error);
  g_assert_cmpint (copy, ==, fixture->conversation);
  assert_copied (fixture, other, copy);
  second = duo_store_copy_conversation (fixture->store, fixture->conversation, other, &error);
  g_assert_cmpint (second, !=, 0);
  g_assert_cmpint (second, !=, copy);
  assert_copied (fixture, other, second);

  g_assert_true (duo_store_delete_conversation (fixture->store, fixture->conversation, NULL));
  back = duo_store_copy_conversation (other, copy, fixture->store, &error);
  g_assert_cmpint (back, ==, fixture->conversation);
  reopen (fixture);
  assert_copied (fixture, other, copy);
  g_assert_cmpint (duo_store_copy_conversation (fixture->store, 0, other, &error), ==, 0);
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_NOT_FOUND);
}

/* -- Committing ------------------------------------------------------------------- */

typedef struct
{
  guint n_done;
  guint n_failed;
} Synced;

static void
synced_cb (GObject      *store,
           GAsyncResult *result,
           gpointer      user_data)
{
  Synced *synced = user_data;

  synced->n_done++;
  if (!duo_store_sync_finish (DUO_STORE (store), result, NULL))
    synced->n_failed++;
}

static gboolean
is_synced (gpointer user_data)
{
  return ((Synced *) user_data)->n_done >= 100;
}

static void
test_sync (Fixture       *fixture,
           gconstpointer  in_file)
{
  Synced synced = { 0 };

  for (guint i = 0; i < 100; i++)
    {
      duo_test_store_add (fixture->store, fixture->conversation, i);
      duo_store_sync_async (fixture->store, synced_cb, &synced);
    }
  g_assert_cmpuint (synced.n_done, ==, 0);
  duo_test_wait (is_synced, &synced, 20000, "the disk has it");
  g_assert_cmpuint (synced.n_done, ==, 100);
  g_assert_cmpuint (synced.n_failed, ==, 0);
}

/* Another process sees what was committed, and nothing else. */
static guint
count_in_file (const char *path)
{
  g_autofree char *command = g_strdup_printf ("sqlite3 '%s' 'SELECT count(*) FROM messages'", path);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  g_spawn_command_line_sync (command, &output, NULL, NULL, &error);
  g_assert_no_error (error);

  return (guint) g_ascii_strtoull (output, NULL, 10);
}

static void
test_commit (Fixture       *fixture,
             gconstpointer  in_file)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (duo_store_commit (fixture->store, &error));
  duo_test_store_add (fixture->store, fixture->conversation, 1);
  g_assert_cmpuint (count_in_file (fixture->path), ==, 0);
  g_assert_true (duo_store_commit (fixture->store, &error));
  g_assert_cmpuint (count_in_file (fixture->path), ==, 1);

  /* Before the loop waits. */
  duo_test_store_add (fixture->store, fixture->conversation, 2);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (count_in_file (fixture->path), ==, 2);
}

/* Who never lets the loop have its turn is committed all the same. */
static void
test_commit_in_flood (Fixture       *fixture,
                      gconstpointer  in_file)
{
  gint64 end_us = g_get_monotonic_time () + 3 * DUO_STORE_COMMIT_MAX_MS * 1000;

  while (g_get_monotonic_time () < end_us)
    duo_test_store_add (fixture->store, fixture->conversation, 1);
  g_assert_cmpuint (count_in_file (fixture->path), >, 0);
}

static void
test_modes (Fixture       *fixture,
            gconstpointer  in_file)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock" };
  GStatBuf state;

  duo_test_store_add (fixture->store, fixture->conversation, 1);
  g_assert_true (duo_store_commit (fixture->store, NULL));
  g_assert_cmpint (g_stat (folder, &state), ==, 0);
  g_assert_cmphex (state.st_mode & 0777, ==, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

      g_assert_cmpint (g_stat (path, &state), ==, 0);
      g_assert_cmphex (state.st_mode & 0777, ==, 0600);
    }
  /* A mode that somebody has opened is closed again. */
  g_assert_finalize_object (fixture->store);
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  fixture->store = duo_test_store_open (fixture->path);
  g_assert_cmpint (g_stat (fixture->path, &state), ==, 0);
  g_assert_cmphex (state.st_mode & 0777, ==, 0600);
}

/* -- The log ---------------------------------------------------------------------- */

static goffset
get_size (const char *path,
          const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  GStatBuf state;

  return g_stat (name, &state) == 0 ? state.st_size : -1;
}

static gboolean
is_log_short (gpointer user_data)
{
  return get_size (user_data, "-wal") < 100 * 1024;
}

static gboolean
has_canary (const char *path,
            const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  g_autofree char *data = NULL;
  gsize length = 0;

  if (!g_file_get_contents (name, &data, &length, NULL))
    return FALSE;

  return memmem (data, length, "canary", strlen ("canary")) != NULL;
}

/* Whether any file of the profile holds it. */
static gboolean
is_canary_anywhere (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_files = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      n_files++;
      if (has_canary (file, ""))
        {
          g_test_message ("it is in %s", name);
          return TRUE;
        }
    }
  g_assert_cmpuint (n_files, >, 0);

  return FALSE;
}

/* What is deleted stands in no file any more, soon after. */
static void
test_tidy (Fixture       *fixture,
           gconstpointer  in_file)
{
  g_autofree char *text = g_strnfill (4000, 'x');
  g_autoptr (DuoRecord) record = NULL;
  g_autofree char *left = NULL;
  gint64 last = 0;

  memcpy (text, "canary", 6);
  record = duo_record_new (DUO_MESSAGE_MINE, text, 1);
  record->conversation = fixture->conversation;
  for (guint i = 0; i < 2000; i++)
    last = duo_store_add_message (fixture->store, record, NULL);
  g_assert_true (duo_store_commit (fixture->store, NULL));
  g_assert_cmpint (get_size (fixture->path, "-wal"), >, 4 * 1024 * 1024);
  duo_test_wait (is_log_short, fixture->path, 20000, "the log is in the file");
  g_assert_true (has_canary (fixture->path, ""));
  g_assert_cmpint (duo_store_count_waiting (fixture->store, fixture->conversation), ==, 0);
  left = duo_test_store_dup_text (fixture->store, last);
  g_assert_nonnull (left);

  g_assert_true (duo_store_delete_conversation (fixture->store, fixture->conversation, NULL));
  g_assert_true (duo_store_commit (fixture->store, NULL));
  g_assert_cmpint (get_size (fixture->path, "-wal"), >, 100 * 1024);
  duo_test_wait (is_log_short, fixture->path, 20000, "the log is in the file again");
  g_assert_false (has_canary (fixture->path, ""));
  g_assert_false (has_canary (fixture->path, "-wal"));
  /* And it goes on. */
  fixture->conversation = duo_store_add_conversation (fixture->store, 1, NULL);
  duo_test_store_add (fixture->store, fixture->conversation, 1);
  g_assert_true (duo_store_commit (fixture->store, NULL));
}

static void
test_closed (Fixture       *fixture,
             gconstpointer  in_file)
{
  duo_test_store_add (fixture->store, fixture->conversation, 1);
  g_assert_finalize_object (fixture->store);
  g_assert_cmpint (get_size (fixture->path, "-wal"), ==, -1);
  g_assert_cmpint (get_size (fixture->path, "-shm"), ==, -1);
  fixture->store = duo_test_store_open (fixture->path);
}

/* Every third message of several conversations, after pages were split and filled up
 * again: copies of what moved stay behind in them. */
static void
write_and_delete (Fixture *fixture)
{
  g_autoptr (GArray) doomed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GBytes) item = g_bytes_new_static ("canary item", 11);
  g_autoptr (GError) error = NULL;
  gint64 others[] = { fixture->conversation, duo_store_add_conversation (fixture->store, 1, NULL),
                      duo_store_add_conversation (fixture->store, 2, NULL) };

  for (guint i = 0; i < 900; i++)
    {
      g_autofree char *filler = g_strnfill (g_test_rand_int_range (0, i % 50 == 0 ? 20000 : 300), 'x');
      g_autofree char *text = g_strdup_printf ("%s %s", i % 3 == 0 ? "canary" : "kept", filler);
      g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_MINE, text, i);
      gint64 id;

      record->conversation = others[i / 3 % G_N_ELEMENTS (others)];
      id = duo_store_add_message (fixture->store, record, NULL);
      g_assert_cmpint (id, !=, 0);
      if (i % 3 == 0)
        {
          g_array_append_val (doomed, id);
          g_assert_cmpint (duo_store_queue (fixture->store, record->conversation, id, item, NULL), !=, 0);
        }
      /* Grows, so that what stands beside it must move. */
      record->id = id;
      g_free (record->text);
      record->text = g_strdup_printf ("%s and more %s", text, filler);
      if (i % 5 == 0)
        g_assert_true (duo_store_save_message (fixture->store, record, NULL));
      if (i % 100 == 0)
        g_assert_true (duo_store_commit (fixture->store, NULL));
    }
  (void) duo_store_settle (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_true (is_canary_anywhere (fixture->path));
  for (guint i = 0; i < doomed->len; i++)
    {
      gint64 id = g_array_index (doomed, gint64, i);

      g_assert_true (duo_store_drop_item (fixture->store, duo_store_find_waiting (fixture->store, id), NULL));
      g_assert_true (duo_store_delete_message (fixture->store, id, NULL));
    }
}

/* What was deleted is in no file after the end, whoever still holds the store then. */
static void
test_deleted_is_gone (Fixture       *fixture,
                      gconstpointer  in_file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) left = NULL;

  write_and_delete (fixture);
  (void) duo_store_settle (fixture->store, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_size (fixture->path, "-wal"), ==, 0);
  g_assert_false (is_canary_anywhere (fixture->path));

  /* And if it is closed. */
  write_and_delete (fixture);
  reopen (fixture);
  g_assert_false (is_canary_anywhere (fixture->path));
  left = duo_store_list_messages (fixture->store, fixture->conversation, NULL);
  g_assert_cmpuint (left->len, ==, 400);
}

/* -- How fast --------------------------------------------------------------------- */

typedef struct
{
  gint64 begin_us;
  clock_t begin;
} Stopwatch;

static Stopwatch
start_watch (void)
{
  return (Stopwatch){ g_get_monotonic_time (), clock () };
}

/* Also of this process alone: the machine may be busy with others. */
static void
print_time (const char *what,
            Stopwatch  *watch)
{
  g_test_message ("%s: %.1f ms, of which %.1f ms here", what,
                  (double) (g_get_monotonic_time () - watch->begin_us) / 1000,
                  (double) (clock () - watch->begin) * 1000 / CLOCKS_PER_SEC);
  *watch = start_watch ();
}

static void
test_many (Fixture       *fixture,
           gconstpointer  in_file)
{
  static const char *const words[] = { "message", "Nachricht", "сообщение", "رسالة", "訊息", "☃ snow", "long" };
  gboolean is_slow = g_getenv ("DUO_SANITIZED") != NULL;
  guint n_many = is_slow ? 10000 : 100000;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) found = NULL;
  Stopwatch watch = start_watch ();

  for (guint i = 0; i < n_many; i++)
    {
      g_autofree char *text =
        g_strdup_printf ("%s number %u: what people write when they have something to say to each other, %s",
                         words[i % G_N_ELEMENTS (words)], i, words[(i + 3) % G_N_ELEMENTS (words)]);
      g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_THEIRS, text, i);

      record->conversation = fixture->conversation;
      record->kept_at_us = i;
      record->seq = i + 1;
      g_assert_cmpint (duo_store_add_message (fixture->store, record, NULL), >, 0);
    }
  print_time (is_slow ? "adding 10,000" : "adding 100,000", &watch);
  reopen (fixture);
  print_time ("closing and opening", &watch);

  ids = duo_store_list_messages (fixture->store, fixture->conversation, NULL);
  g_assert_cmpuint (ids->len, ==, n_many);
  print_time ("listing", &watch);

  found = search (fixture, "NUMBER 99", 2000);
  g_assert_cmpuint (found->len, ==, is_slow ? 111 : 1111);
  print_time ("searching everything", &watch);

  g_assert_cmpint (duo_store_find_time (fixture->store, fixture->conversation, n_many / 2), ==,
                   g_array_index (ids, gint64, n_many / 2));
  g_assert_cmpuint (duo_store_count_after (fixture->store, fixture->conversation, 100), ==, n_many - 100);
  print_time ("finding a time, counting the unread", &watch);

  if (in_file != NULL)
    {
      g_autoptr (DuoStore) memory = duo_test_store_open (NULL);

      g_assert_cmpint (duo_store_copy_conversation (fixture->store, fixture->conversation, memory, NULL), !=, 0);
      print_time ("copying to memory", &watch);
    }
  g_assert_true (duo_store_delete_conversation (fixture->store, fixture->conversation, NULL));
  g_assert_true (duo_store_commit (fixture->store, NULL));
  print_time ("deleting", &watch);
}

#define ADD(name, func)                                                       \
  g_test_add ("/store/memory/" name, Fixture, NULL, set_up, func, tear_down); \
  g_test_add ("/store/file/" name, Fixture, "file", set_up, func, tear_down)
#define ADD_FILE(name, func) g_test_add ("/store/file/" name, Fixture, "file", set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("message", test_message);
  ADD ("notice", test_notice);
  ADD ("ids", test_ids);
  ADD ("load-range", test_load_range);
  ADD ("seq", test_seq);
  ADD ("find-time", test_find_time);
  ADD ("refused", test_refused);
  ADD ("conversation", test_conversation);
  ADD ("conversations", test_conversations);
  ADD ("outbox", test_outbox);
  ADD ("outbox-limits", test_outbox_limits);
  ADD ("search", test_search);
  ADD ("copy", test_copy);
  ADD ("sync", test_sync);
  ADD_FILE ("commit", test_commit);
  ADD_FILE ("commit-in-flood", test_commit_in_flood);
  ADD_FILE ("modes", test_modes);
  ADD_FILE ("tidy", test_tidy);
  ADD_FILE ("closed", test_closed);
  ADD_FILE ("deleted-is-gone", test_deleted_is_gone);
  ADD ("many", test_many);

  return g_test_run ();
}
