/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <malloc.h>
#include <sqlite3.h>
#include <string.h>

#include <glib/gstdio.h>

#include "duo-history.h"
#include "duo-limits.h"
#include "duo-test-wait.h"

/* What a history shows of what is kept. */

typedef struct
{
  char *path; /* (nullable): in memory */
  DuoStore *store;
  DuoHistory *history;
  GPtrArray *mirror; /* (element-type DuoMessage): what the signals told */
  guint n_signals;
} Fixture;

/* -- A walker that mirrors the model ------------------------------------------------- */

static void
mirror_cb (GListModel *model,
           guint       position,
           guint       removed,
           guint       added,
           Fixture    *fixture)
{
  fixture->n_signals++;
  g_assert_cmpuint (position + removed, <=, fixture->mirror->len);
  if (removed > 0)
    g_ptr_array_remove_range (fixture->mirror, position, removed);
  g_assert_cmpuint (fixture->mirror->len + added, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (fixture->mirror, (int) (position + i), g_list_model_get_item (model, position + i));
}

/* Whether the signals told the truth, and there is one object a row. */
static void
check_mirror (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (fixture->history);

  g_assert_cmpuint (g_list_model_get_n_items (model), ==, fixture->mirror->len);
  for (guint i = 0; i < fixture->mirror->len; i++)
    {
      g_autoptr (DuoMessage) message = g_list_model_get_item (model, i);

      g_assert_true (message == g_ptr_array_index (fixture->mirror, i));
    }
  g_assert_null (g_list_model_get_item (model, fixture->mirror->len));
}

static void
watch (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (fixture->history);

  g_ptr_array_set_size (fixture->mirror, 0);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (fixture->mirror, g_list_model_get_item (model, i));
  g_signal_connect (model, "items-changed", G_CALLBACK (mirror_cb), fixture);
}

/* -- The fixture ---------------------------------------------------------------------- */

static DuoHistory *
open_history (DuoStore *store,
              gint64    id)
{
  g_autoptr (GError) error = NULL;
  DuoHistory *history = duo_history_new (store, id, &error);

  g_assert_no_error (error);

  return history;
}

static DuoStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  DuoStore *store = duo_store_open (path, NULL, &error);

  g_assert_no_error (error);

  return store;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("duo-history-XXXXXX", NULL);

  fixture->path = g_build_filename (folder, "talks.sqlite", NULL);
  fixture->store = open_store (fixture->path);
  fixture->history = open_history (fixture->store, 0);
  fixture->mirror = g_ptr_array_new_with_free_func (g_object_unref);
  watch (fixture);
}

static void
close_history (Fixture *fixture)
{
  g_signal_handlers_disconnect_by_data (fixture->history, fixture);
  g_assert_finalize_object (fixture->history);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock", ".suspect" };
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  close_history (fixture);
  g_ptr_array_unref (fixture->mirror);
  g_assert_finalize_object (fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (fixture->path);
}

/* As a new run of the program finds it. */
static void
reopen (Fixture *fixture)
{
  gint64 id = duo_history_get_id (fixture->history);

  close_history (fixture);
  g_ptr_array_set_size (fixture->mirror, 0);
  g_assert_finalize_object (fixture->store);
  fixture->store = open_store (fixture->path);
  fixture->history = open_history (fixture->store, id);
  watch (fixture);
}

/* (transfer none) */
static DuoMessage *
say (Fixture        *fixture,
     DuoMessageKind  kind,
     guint64         seq,
     const char     *text)
{
  g_autoptr (DuoRecord) record = duo_record_new (kind, text, 1000);
  g_autoptr (GError) error = NULL;
  DuoMessage *message;

  record->seq = seq;
  if (kind == DUO_MESSAGE_THEIRS)
    record->author = g_strdup ("Bob");
  message = duo_history_append (fixture->history, record, &error);
  g_assert_no_error (error);
  g_assert_true (DUO_IS_MESSAGE (message));

  return message;
}

static guint
n_items (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->history));
}

static DuoMessage *
at (Fixture *fixture,
    guint    position)
{
  g_autoptr (DuoMessage) message = g_list_model_get_item (G_LIST_MODEL (fixture->history), position);

  g_assert_true (DUO_IS_MESSAGE (message));

  return message;
}

static gint64
id_at (Fixture *fixture,
       guint    position)
{
  return duo_message_get_id (at (fixture, position));
}

static void
count_cb (GObject    *object,
          GParamSpec *property,
          guint      *count)
{
  (*count)++;
}

/* -- Appending ------------------------------------------------------------------------ */

static void
test_append (Fixture       *fixture,
             gconstpointer  data)
{
  DuoMessage *mine;
  DuoMessage *theirs;

  g_assert_cmpint (duo_history_get_id (fixture->history), ==, 0);
  g_assert_cmpuint (n_items (fixture), ==, 0);
  mine = say (fixture, DUO_MESSAGE_MINE, 0, "hello");
  g_assert_cmpint (duo_history_get_id (fixture->history), >, 0);
  theirs = say (fixture, DUO_MESSAGE_THEIRS, 1, "and to you");
  g_assert_cmpuint (fixture->n_signals, ==, 2);
  check_mirror (fixture);

  g_assert_cmpstr (duo_message_get_text (mine), ==, "hello");
  g_assert_cmpuint (duo_message_get_kind (mine), ==, DUO_MESSAGE_MINE);
  g_assert_null (duo_message_get_author (mine));
  g_assert_cmpint (duo_message_get_id (mine), ==, id_at (fixture, 0));
  g_assert_cmpstr (duo_message_get_author (theirs), ==, "Bob");
  g_assert_cmpint (duo_message_get_sent_at_us (theirs), ==, 1000);
  g_assert_cmpuint (duo_message_get_seq (theirs), ==, 1);
  g_assert_true (duo_message_get_is_kept (theirs));
  g_assert_cmpint (duo_message_get_kept_at_us (theirs), >=, duo_message_get_kept_at_us (mine));

  reopen (fixture);
  g_assert_cmpuint (n_items (fixture), ==, 2);
  g_assert_cmpstr (duo_message_get_text (at (fixture, 0)), ==, "hello");
  g_assert_cmpstr (duo_message_get_text (at (fixture, 1)), ==, "and to you");
}

static void
test_append_many (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_record_unref);
  g_autoptr (GError) error = NULL;

  say (fixture, DUO_MESSAGE_MINE, 0, "first");
  for (guint i = 0; i < 500; i++)
    {
      DuoRecord *record = duo_record_new (DUO_MESSAGE_THEIRS, "many", i);

      record->seq = i + 1;
      g_ptr_array_add (records, record);
    }
  /* A number that was there already is left out and told. */
  ((DuoRecord *) g_ptr_array_index (records, 250))->seq = 17;
  g_assert_false (duo_history_append_many (fixture->history, records, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED);
  g_assert_cmpuint (fixture->n_signals, ==, 2);
  g_assert_cmpuint (n_items (fixture), ==, 500);
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 499);
  check_mirror (fixture);
  reopen (fixture);
  g_assert_cmpuint (n_items (fixture), ==, 500);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (DuoRecord) twice = duo_record_new (DUO_MESSAGE_THEIRS, "twice", 1);
  g_autoptr (DuoRecord) invalid = duo_record_new (DUO_MESSAGE_THEIRS, "\xff", 1);
  g_autoptr (GError) error = NULL;

  say (fixture, DUO_MESSAGE_THEIRS, 3, "once");
  twice->seq = 3;
  g_assert_null (duo_history_append (fixture->history, twice, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (duo_history_append (fixture->history, invalid, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_REFUSED);
  g_assert_cmpuint (n_items (fixture), ==, 1);
  check_mirror (fixture);
}

static void
test_kept_at_never_falls (Fixture       *fixture,
                          gconstpointer  data)
{
  gint64 future_us = g_get_real_time () + G_TIME_SPAN_HOUR;
  g_autoptr (DuoRecord) record = NULL;

  /* Written when the clock was an hour ahead. */
  say (fixture, DUO_MESSAGE_MINE, 0, "first");
  record = duo_record_copy (duo_message_get_record (at (fixture, 0)));
  record->kept_at_us = future_us;
  g_assert_true (duo_store_save_message (fixture->store, record, NULL));
  reopen (fixture);
  say (fixture, DUO_MESSAGE_MINE, 0, "second");
  g_assert_cmpint (duo_message_get_kept_at_us (at (fixture, 1)), >=, future_us);
}

/* -- The state of a message -------------------------------------------------------------- */

static void
test_delivery (Fixture       *fixture,
               gconstpointer  data)
{
  DuoHistory *history = fixture->history;
  g_autoptr (DuoMessage) first = g_object_ref (say (fixture, DUO_MESSAGE_MINE, 0, "first"));
  g_autoptr (DuoMessage) second = g_object_ref (say (fixture, DUO_MESSAGE_MINE, 0, "second"));
  guint n_notified = 0;

  g_signal_connect (first, "notify::delivery", G_CALLBACK (count_cb), &n_notified);
  g_assert_cmpuint (duo_message_get_delivery (say (fixture, DUO_MESSAGE_THEIRS, 1, "x")), ==, DUO_DELIVERY_NONE);
  g_assert_cmpuint (duo_message_get_delivery (first), ==, DUO_DELIVERY_WAITING);
  g_assert_cmpuint (duo_history_get_n_waiting (history), ==, 2);

  duo_history_set_failed (history, duo_message_get_id (first), TRUE);
  g_assert_cmpuint (duo_message_get_delivery (first), ==, DUO_DELIVERY_FAILED);
  g_assert_cmpuint (duo_history_get_n_waiting (history), ==, 1);
  duo_history_set_failed (history, duo_message_get_id (first), FALSE);
  g_assert_cmpuint (duo_history_get_n_waiting (history), ==, 2);

  g_assert_cmpuint (duo_history_take_seq (history), ==, 1);
  duo_history_set_sent (history, duo_message_get_id (first), 1);
  g_assert_cmpuint (duo_message_get_delivery (first), ==, DUO_DELIVERY_SENT);
  g_assert_cmpuint (duo_message_get_seq (first), ==, 1);
  g_assert_cmpuint (duo_history_get_n_waiting (history), ==, 1);

  /* Nobody keeps what he was not sent. */
  duo_history_set_confirmed (history, 100, 100);
  g_assert_cmpuint (duo_history_get_conversation (history)->confirmed_seq, ==, 1);
  g_assert_cmpuint (duo_message_get_delivery (first), ==, DUO_DELIVERY_READ);
  g_assert_cmpuint (duo_message_get_delivery (second), ==, DUO_DELIVERY_WAITING);
  g_assert_cmpuint (n_notified, ==, 4);

  g_assert_cmpuint (duo_history_take_seq (history), ==, 2);
  duo_history_set_sent (history, duo_message_get_id (second), 2);
  g_assert_cmpuint (duo_message_get_delivery (second), ==, DUO_DELIVERY_SENT);
  duo_history_set_confirmed (history, 2, 1);
  g_assert_cmpuint (duo_message_get_delivery (second), ==, DUO_DELIVERY_DELIVERED);
  /* It never falls. */
  duo_history_set_confirmed (history, 1, 0);
  g_assert_cmpuint (duo_message_get_delivery (second), ==, DUO_DELIVERY_DELIVERED);

  g_clear_object (&first);
  g_clear_object (&second);
  reopen (fixture);
  g_assert_cmpuint (duo_message_get_delivery (at (fixture, 0)), ==, DUO_DELIVERY_READ);
  g_assert_cmpuint (duo_message_get_delivery (at (fixture, 1)), ==, DUO_DELIVERY_DELIVERED);
  g_assert_cmpuint (duo_history_get_n_waiting (fixture->history), ==, 0);
}

static void
test_waiting_survives (Fixture       *fixture,
                       gconstpointer  data)
{
  say (fixture, DUO_MESSAGE_MINE, 0, "one");
  say (fixture, DUO_MESSAGE_MINE, 0, "two");
  duo_history_set_failed (fixture->history, id_at (fixture, 1), TRUE);
  reopen (fixture);
  g_assert_cmpuint (duo_history_get_n_waiting (fixture->history), ==, 1);
  g_assert_cmpuint (duo_message_get_delivery (at (fixture, 0)), ==, DUO_DELIVERY_WAITING);
  g_assert_cmpuint (duo_message_get_delivery (at (fixture, 1)), ==, DUO_DELIVERY_FAILED);
}

static void
test_unread (Fixture       *fixture,
             gconstpointer  data)
{
  guint n_notified = 0;

  g_signal_connect (fixture->history, "notify::n-unread", G_CALLBACK (count_cb), &n_notified);
  say (fixture, DUO_MESSAGE_MINE, 0, "mine");
  g_assert_cmpuint (n_notified, ==, 0);
  for (guint i = 1; i <= 5; i++)
    say (fixture, DUO_MESSAGE_THEIRS, i, "theirs");
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 5);
  g_assert_cmpuint (n_notified, ==, 5);
  reopen (fixture);
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 5);
  duo_history_set_received (fixture->history, 5);
  duo_history_set_read (fixture->history);
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 0);
  g_assert_cmpuint (duo_history_get_conversation (fixture->history)->read_seq, ==, 5);

  /* One that is read before set_received (). */
  say (fixture, DUO_MESSAGE_THEIRS, 6, "theirs");
  duo_history_set_read (fixture->history);
  g_assert_cmpuint (duo_history_get_conversation (fixture->history)->read_seq, ==, 6);
  /* A page's has no number. */
  say (fixture, DUO_MESSAGE_THEIRS, 0, "from a page");
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 1);
  duo_history_set_read (fixture->history);
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 0);
  reopen (fixture);
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 0);
}

static void
test_row (Fixture       *fixture,
          gconstpointer  data)
{
  guint8 secret[DUO_STORE_SECRET_BYTES];
  const DuoStoredConversation *row;

  memset (secret, 7, sizeof secret);
  /* Before there is a row: kept with it. */
  duo_history_set_title (fixture->history, "Alice");
  duo_history_set_draft (fixture->history, "not yet s");
  duo_history_set_secret (fixture->history, secret);
  g_assert_cmpint (duo_history_get_id (fixture->history), ==, 0);
  g_assert_true (duo_history_keep (fixture->history, NULL));
  g_assert_cmpuint (duo_history_take_seq (fixture->history), ==, 1);
  duo_history_skip_seq (fixture->history, 9);
  g_assert_cmpuint (duo_history_take_seq (fixture->history), ==, 10);
  duo_history_skip_seq (fixture->history, 3);
  duo_history_set_received (fixture->history, 4);
  duo_history_set_received (fixture->history, 2);
  reopen (fixture);

  row = duo_history_get_conversation (fixture->history);
  g_assert_cmpstr (row->title, ==, "Alice");
  g_assert_cmpstr (row->draft, ==, "not yet s");
  g_assert_true (row->has_secret);
  g_assert_cmpmem (row->secret, sizeof row->secret, secret, sizeof secret);
  g_assert_cmpuint (row->next_seq, ==, 11);
  g_assert_cmpuint (row->received_seq, ==, 4);
  duo_history_set_draft (fixture->history, "");
  reopen (fixture);
  g_assert_null (duo_history_get_conversation (fixture->history)->draft);
}

/* -- Changing ------------------------------------------------------------------------------ */

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (DuoMessage) message = g_object_ref (say (fixture, DUO_MESSAGE_THEIRS, 1, "teh"));
  g_autofree char *long_text = g_strnfill (DUO_TEXT_MAX_BYTES + 1, 'x');
  guint n_text = 0;
  guint n_edited = 0;

  g_signal_connect (message, "notify::text", G_CALLBACK (count_cb), &n_text);
  g_signal_connect (message, "notify::is-edited", G_CALLBACK (count_cb), &n_edited);
  g_assert_false (duo_message_get_is_edited (message));
  duo_history_edit (fixture->history, duo_message_get_id (message), "the", 2000);
  duo_history_edit (fixture->history, duo_message_get_id (message), "The", 3000);
  g_assert_cmpstr (duo_message_get_text (message), ==, "The");
  g_assert_true (duo_message_get_is_edited (message));
  g_assert_cmpuint (n_text, ==, 2);
  g_assert_cmpuint (n_edited, ==, 1);
  /* What cannot be kept is not shown either. */
  duo_history_edit (fixture->history, duo_message_get_id (message), long_text, 4000);
  g_assert_cmpstr (duo_message_get_text (message), ==, "The");
  /* Nothing happens to what is not there. */
  duo_history_edit (fixture->history, 12345, "x", 1);
  g_assert_cmpuint (fixture->n_signals, ==, 1);

  g_clear_object (&message);
  reopen (fixture);
  g_assert_cmpstr (duo_message_get_text (at (fixture, 0)), ==, "The");
  g_assert_true (duo_message_get_is_edited (at (fixture, 0)));
}

static void
test_react (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (DuoMessage) message = g_object_ref (say (fixture, DUO_MESSAGE_THEIRS, 1, "nice"));
  gint64 id = duo_message_get_id (message);
  guint n_mine = 0;
  guint n_theirs = 0;

  g_signal_connect (message, "notify::my-reaction", G_CALLBACK (count_cb), &n_mine);
  g_signal_connect (message, "notify::their-reaction", G_CALLBACK (count_cb), &n_theirs);
  duo_history_react (fixture->history, id, TRUE, "👍");
  duo_history_react (fixture->history, id, TRUE, "👍");
  duo_history_react (fixture->history, id, FALSE, "❤️");
  g_assert_cmpuint (n_mine, ==, 1);
  g_assert_cmpuint (n_theirs, ==, 1);
  g_clear_object (&message);
  reopen (fixture);
  g_assert_cmpstr (duo_message_get_my_reaction (at (fixture, 0)), ==, "👍");
  g_assert_cmpstr (duo_message_get_their_reaction (at (fixture, 0)), ==, "❤️");
  duo_history_react (fixture->history, id, TRUE, "");
  duo_history_react (fixture->history, id, FALSE, NULL);
  reopen (fixture);
  g_assert_null (duo_message_get_my_reaction (at (fixture, 0)));
  g_assert_null (duo_message_get_their_reaction (at (fixture, 0)));
}

static void
test_reply (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_THEIRS, "yes", 1);
  gboolean is_to_mine = FALSE;
  guint64 seq = 0;
  g_autoptr (DuoMessage) target = NULL;

  say (fixture, DUO_MESSAGE_MINE, 5, "is it?");
  record->seq = 1;
  record->reply_is_to_mine = TRUE;
  record->reply_to_seq = 5;
  g_assert_nonnull (duo_history_append (fixture->history, record, NULL));
  reopen (fixture);
  g_assert_false (duo_message_get_reply (at (fixture, 0), &is_to_mine, &seq));
  g_assert_true (duo_message_get_reply (at (fixture, 1), &is_to_mine, &seq));
  g_assert_true (is_to_mine);
  g_assert_cmpuint (seq, ==, 5);
  target = duo_history_find_message (fixture->history, DUO_MESSAGE_MINE, seq);
  g_assert_true (target == at (fixture, 0));
  g_assert_null (duo_history_find_message (fixture->history, DUO_MESSAGE_THEIRS, 5));
  g_assert_null (duo_history_find_message (fixture->history, DUO_MESSAGE_MINE, 0));
}

/* -- Finding ------------------------------------------------------------------------------- */

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  guint position = 99;
  gint64 id;

  g_assert_cmpuint (duo_history_find_time (fixture->history, 0), ==, 0);
  for (guint i = 0; i < 10; i++)
    {
      say (fixture, DUO_MESSAGE_MINE, 0, "x");
      g_usleep (1000);
    }
  id = id_at (fixture, 7);
  g_assert_true (duo_history_find (fixture->history, id, &position));
  g_assert_cmpuint (position, ==, 7);
  g_assert_false (duo_history_find (fixture->history, id + 100, &position));
  g_assert_null (duo_history_dup_message (fixture->history, id + 100));

  g_assert_cmpuint (duo_history_find_time (fixture->history, 0), ==, 0);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (duo_history_find_time (fixture->history, duo_message_get_kept_at_us (at (fixture, i))), ==, i);
  g_assert_cmpuint (duo_history_find_time (fixture->history, G_MAXINT64), ==, 10);
}

/* -- Removing ------------------------------------------------------------------------------ */

static void
fill (Fixture *fixture,
      guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      say (fixture, i % 2 == 0 ? DUO_MESSAGE_MINE : DUO_MESSAGE_THEIRS, i % 2 == 0 ? 0 : i, text);
    }
}

/* Positions FROM, FROM + STEP, … below TO. */
static void
remove_some (Fixture *fixture,
             guint    from,
             guint    to,
             guint    step)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = from; i < to; i += step)
    {
      gint64 id = id_at (fixture, i);

      g_array_prepend_val (ids, id);
    }
  duo_history_remove (fixture->history, ids);
}

static void
assert_texts (Fixture    *fixture,
              const char *texts)
{
  g_autoptr (GString) got = g_string_new (NULL);

  for (guint i = 0; i < n_items (fixture); i++)
    g_string_append_printf (got, "%s%s", i > 0 ? " " : "", duo_message_get_text (at (fixture, i)));
  g_assert_cmpstr (got->str, ==, texts);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  fill (fixture, 10);
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 5);
  g_assert_cmpuint (duo_history_get_n_waiting (fixture->history), ==, 5);
  remove_some (fixture, 2, 5, 1);
  check_mirror (fixture);
  assert_texts (fixture, "0 1 5 6 7 8 9");
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 4);
  g_assert_cmpuint (duo_history_get_n_waiting (fixture->history), ==, 3);
  remove_some (fixture, 0, 7, 3);
  check_mirror (fixture);
  assert_texts (fixture, "1 5 7 8");

  duo_history_restore (fixture->history);
  check_mirror (fixture);
  assert_texts (fixture, "0 1 5 6 7 8 9");
  duo_history_restore (fixture->history);
  check_mirror (fixture);
  assert_texts (fixture, "0 1 2 3 4 5 6 7 8 9");
  duo_history_restore (fixture->history);
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 5);
  g_assert_cmpuint (duo_history_get_n_waiting (fixture->history), ==, 5);
  reopen (fixture);
  assert_texts (fixture, "0 1 2 3 4 5 6 7 8 9");
}

static void
test_forget (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 last;

  fill (fixture, 6);
  remove_some (fixture, 4, 6, 1);
  last = id_at (fixture, 3);
  duo_history_forget_removed (fixture->history);
  duo_history_restore (fixture->history);
  assert_texts (fixture, "0 1 2 3");
  /* Ids are not given again. */
  say (fixture, DUO_MESSAGE_MINE, 0, "new");
  g_assert_cmpint (id_at (fixture, 4), >, last + 2);
  reopen (fixture);
  assert_texts (fixture, "0 1 2 3 new");

  /* Dispose forgets too. */
  remove_some (fixture, 0, 1, 1);
  reopen (fixture);
  assert_texts (fixture, "1 2 3 new");
}

/* A process that dies before it is forgotten has deleted nothing. */
static void
test_remove_and_die (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GArray) ids = NULL;

  fill (fixture, 4);
  remove_some (fixture, 1, 3, 1);
  g_assert_true (duo_store_commit (fixture->store, NULL));
  ids = duo_store_list_messages (fixture->store, duo_history_get_id (fixture->history), NULL);
  g_assert_cmpuint (ids->len, ==, 4);
}

static void
test_remove_while_talking (Fixture       *fixture,
                           gconstpointer  data)
{
  gint64 hidden;

  fill (fixture, 4);
  hidden = id_at (fixture, 1);
  remove_some (fixture, 1, 3, 1);
  say (fixture, DUO_MESSAGE_THEIRS, 100, "meanwhile");
  duo_history_edit (fixture->history, hidden, "edited", 1);
  g_assert_null (duo_history_dup_message (fixture->history, hidden));
  g_assert_null (duo_history_find_message (fixture->history, DUO_MESSAGE_THEIRS, 1));
  duo_history_set_read (fixture->history);
  check_mirror (fixture);
  duo_history_restore (fixture->history);
  check_mirror (fixture);
  assert_texts (fixture, "0 edited 2 3 meanwhile");
  g_assert_cmpuint (duo_history_get_n_unread (fixture->history), ==, 0);
}

/* So scattered that it is told as one change. */
static void
test_remove_scattered (Fixture       *fixture,
                       gconstpointer  data)
{
  fill (fixture, 400);
  fixture->n_signals = 0;
  remove_some (fixture, 3, 397, 2);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
  g_assert_cmpuint (n_items (fixture), ==, 203);
  check_mirror (fixture);
  duo_history_restore (fixture->history);
  g_assert_cmpuint (fixture->n_signals, ==, 2);
  g_assert_cmpuint (n_items (fixture), ==, 400);
  check_mirror (fixture);
}

/* Chance removes, restores, forgets and appends; the walker must agree at each step. */
static void
test_random (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint round = 0; round < 120; round++)
    {
      guint n = n_items (fixture);

      switch (g_test_rand_int_range (0, 6))
        {
        case 0:
        case 1:
        case 2:
          for (int i = g_test_rand_int_range (0, 30); i > 0; i--)
            say (fixture, DUO_MESSAGE_MINE, 0, "more");
          break;
        case 3:
          if (n > 0)
            remove_some (fixture, (guint) g_test_rand_int_range (0, (gint32) n), n,
                         (guint) g_test_rand_int_range (1, 5));
          break;
        case 4:
          duo_history_restore (fixture->history);
          break;
        default:
          if (g_test_rand_bit ())
            duo_history_forget_removed (fixture->history);
        }
      check_mirror (fixture);
    }
}

/* -- Objects ------------------------------------------------------------------------------- */

static void
test_one_object_a_row (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (DuoMessage) held = NULL;
  gpointer weak = NULL;

  g_signal_handlers_disconnect_by_data (fixture->history, fixture);
  fill (fixture, 3000);
  g_ptr_array_set_size (fixture->mirror, 0);
  held = g_object_ref (at (fixture, 5));
  g_set_weak_pointer (&weak, at (fixture, 6));
  for (guint i = 0; i < n_items (fixture); i++)
    (void) at (fixture, i);
  /* Who is held stays; who is not, and was long not asked for, is forgotten. */
  g_assert_null (weak);
  g_assert_true (held == at (fixture, 5));
  g_assert_cmpstr (duo_message_get_text (at (fixture, 6)), ==, "6");
  /* An object that outlives its history is harmless. */
  watch (fixture);
  g_ptr_array_set_size (fixture->mirror, 0);
  reopen (fixture);
  g_assert_true (held != at (fixture, 5));
  g_assert_cmpstr (duo_message_get_text (held), ==, "5");
  g_clear_weak_pointer (&weak);
}

/* When the talk is over, its memory is given back: messages that nobody looks at, and pages. */
static void
test_rest (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (DuoMessage) held = NULL;
  gpointer weak = NULL;
  gint64 n_bytes;

  g_signal_handlers_disconnect_by_data (fixture->history, fixture);
  fill (fixture, 3000);
  g_ptr_array_set_size (fixture->mirror, 0);
  g_assert_true (duo_store_commit (fixture->store, NULL));
  held = g_object_ref (at (fixture, 2990));
  g_set_weak_pointer (&weak, at (fixture, 2991));
  n_bytes = sqlite3_memory_used ();

  duo_history_rest (fixture->history);
  g_assert_null (weak);
  g_assert_cmpint (sqlite3_memory_used (), <, n_bytes / 2);
  g_assert_true (held == at (fixture, 2990));
  g_assert_cmpstr (duo_message_get_text (at (fixture, 2991)), ==, "2991");
}

static void
test_huge_texts (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *text = g_strnfill (DUO_TEXT_MAX_BYTES, 'x');

  for (guint i = 0; i < 30; i++)
    say (fixture, DUO_MESSAGE_MINE, 0, text);
  reopen (fixture);
  for (guint i = 0; i < 30; i++)
    g_assert_cmpuint (strlen (duo_message_get_text (at (fixture, i))), ==, DUO_TEXT_MAX_BYTES);
  check_mirror (fixture);
}

/* -- Searching ------------------------------------------------------------------------------- */

typedef struct
{
  GArray *ids;
  gboolean is_over;
  DuoHistory *cancel; /* (nullable): what to cancel at the first call */
} Found;

static void
found_cb (GArray   *ids,
          gpointer  user_data)
{
  Found *found = user_data;

  g_assert_false (found->is_over);
  if (ids == NULL)
    found->is_over = TRUE;
  else
    g_array_append_vals (found->ids, ids->data, ids->len);
  if (found->cancel != NULL)
    duo_history_cancel_search (found->cancel);
}

static gboolean
is_over (gpointer user_data)
{
  return ((Found *) user_data)->is_over;
}

static GArray *
search (Fixture    *fixture,
        const char *needle)
{
  Found found = { g_array_new (FALSE, FALSE, sizeof (gint64)), FALSE, NULL };

  duo_history_search (fixture->history, needle, found_cb, &found);
  duo_test_wait (is_over, &found, 20000, "the search is over");

  return found.ids;
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GArray) nothing = NULL;
  g_autoptr (GArray) some = NULL;
  g_autoptr (GArray) fewer = NULL;
  g_autoptr (GArray) dropped = g_array_new (FALSE, FALSE, sizeof (gint64));
  Found cancelled = { dropped, FALSE, fixture->history };
  g_autoptr (GArray) empty = search (fixture, "x");

  g_assert_cmpuint (empty->len, ==, 0);
  fill (fixture, 20);
  say (fixture, DUO_MESSAGE_MINE, 0, "Needle");
  nothing = search (fixture, "haystack");
  g_assert_cmpuint (nothing->len, ==, 0);
  some = search (fixture, "9");
  g_assert_cmpuint (some->len, ==, 2);
  g_assert_cmpint (g_array_index (some, gint64, 0), ==, id_at (fixture, 19));
  g_assert_cmpint (g_array_index (some, gint64, 1), ==, id_at (fixture, 9));

  /* What was removed is not found, and a new search ends the one before. */
  remove_some (fixture, 19, 20, 1);
  duo_history_search (fixture->history, "needle", found_cb, NULL);
  fewer = search (fixture, "9");
  g_assert_cmpuint (fewer->len, ==, 1);

  /* Cancelled from within: no call more. */
  duo_history_search (fixture->history, "needle", found_cb, &cancelled);
  duo_test_settle (50);
  g_assert_cmpuint (dropped->len, ==, 1);
  g_assert_false (cancelled.is_over);
}

/* -- When the store fails -------------------------------------------------------------------- */

static void
failed_cb (DuoStore     *store,
           const GError *error,
           guint        *count)
{
  (*count)++;
}

/* A second program takes the conversation's row away: nothing more is taken for it. */
static void
break_store (Fixture *fixture)
{
  g_assert_true (duo_store_delete_conversation (fixture->store, duo_history_get_id (fixture->history), NULL));
}

static void
test_loose (Fixture       *fixture,
            gconstpointer  data)
{
  DuoMessage *message;
  g_autoptr (GArray) found = NULL;
  g_autoptr (DuoMessage) by_seq = NULL;

  say (fixture, DUO_MESSAGE_MINE, 1, "kept");
  g_assert_true (duo_message_get_is_kept (at (fixture, 0)));
  break_store (fixture);

  message = say (fixture, DUO_MESSAGE_MINE, 0, "Loose one");
  g_assert_false (duo_message_get_is_kept (message));
  say (fixture, DUO_MESSAGE_THEIRS, 4, "loose two");
  check_mirror (fixture);
  g_assert_cmpuint (n_items (fixture), ==, 3);
  g_assert_cmpuint (duo_history_get_n_waiting (fixture->history), ==, 1);

  duo_history_edit (fixture->history, duo_message_get_id (message), "Loose 1", 2);
  g_assert_cmpstr (duo_message_get_text (message), ==, "Loose 1");
  duo_history_skip_seq (fixture->history, 10);
  duo_history_set_sent (fixture->history, duo_message_get_id (message), 10);
  g_assert_cmpuint (duo_message_get_delivery (message), ==, DUO_DELIVERY_SENT);
  duo_history_set_confirmed (fixture->history, 10, 0);
  g_assert_cmpuint (duo_message_get_delivery (message), ==, DUO_DELIVERY_DELIVERED);
  by_seq = duo_history_find_message (fixture->history, DUO_MESSAGE_THEIRS, 4);
  g_assert_true (by_seq == at (fixture, 2));
  found = search (fixture, "LOOSE");
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpint (g_array_index (found, gint64, 0), ==, id_at (fixture, 2));

  remove_some (fixture, 1, 2, 1);
  duo_history_restore (fixture->history);
  check_mirror (fixture);
  remove_some (fixture, 1, 3, 1);
  duo_history_forget_removed (fixture->history);
  check_mirror (fixture);
  g_assert_cmpuint (n_items (fixture), ==, 1);
}

/* -- Moving ---------------------------------------------------------------------------------- */

static void
test_move (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (DuoStore) memory = open_store (NULL);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  fill (fixture, 300);
  duo_history_set_title (fixture->history, "Alice");
  remove_some (fixture, 0, 10, 1);
  id = duo_history_get_id (fixture->history);
  fixture->n_signals = 0;

  g_assert_true (duo_history_move (fixture->history, memory, &error));
  g_assert_no_error (error);
  g_assert_true (duo_history_get_store (fixture->history) == memory);
  g_assert_cmpint (duo_history_get_id (fixture->history), ==, id);
  g_assert_cmpuint (fixture->n_signals, ==, 0);
  check_mirror (fixture);
  left = duo_store_list_conversations (fixture->store, NULL);
  g_assert_cmpuint (left->len, ==, 0);

  say (fixture, DUO_MESSAGE_MINE, 0, "in memory");
  g_ptr_array_set_size (fixture->mirror, 0);
  g_assert_true (duo_history_move (fixture->history, fixture->store, &error));
  reopen (fixture);
  g_assert_cmpuint (n_items (fixture), ==, 291);
  g_assert_cmpstr (duo_message_get_text (at (fixture, 0)), ==, "10");
  g_assert_cmpstr (duo_message_get_text (at (fixture, 290)), ==, "in memory");
  g_assert_cmpstr (duo_history_get_conversation (fixture->history)->title, ==, "Alice");
}

static void
test_move_onto_another (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (DuoStore) memory = open_store (NULL);
  gint64 id;

  fill (fixture, 20);
  id = duo_history_get_id (fixture->history);
  g_assert_cmpint (duo_store_copy_conversation (fixture->store, id, memory, NULL), ==, id);
  fixture->n_signals = 0;
  g_assert_true (duo_history_move (fixture->history, memory, NULL));
  g_assert_cmpint (duo_history_get_id (fixture->history), !=, id);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
  check_mirror (fixture);
  say (fixture, DUO_MESSAGE_MINE, 0, "more");
  check_mirror (fixture);
  g_assert_cmpuint (n_items (fixture), ==, 21);
}

/* -- Many ------------------------------------------------------------------------------------ */

static double
get_heap_kb (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return (double) (info.uordblks + info.hblkhd) / 1024;
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_record_unref);
  gint64 id;
  gint64 begin_us;
  double before_kb;
  g_autoptr (GArray) found = NULL;
  guint n_failed = 0;
  gboolean is_slow = g_getenv ("DUO_SANITIZED") != NULL;
  guint n_many = is_slow ? 10000 : 100000;
  g_autofree char *last = g_strdup_printf ("message %u of many, as long as people write them mostly", n_many - 1);

  g_signal_handlers_disconnect_by_data (fixture->history, fixture);
  g_signal_connect (fixture->store, "failed", G_CALLBACK (failed_cb), &n_failed);
  for (guint i = 0; i < n_many; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u of many, as long as people write them mostly", i);
      DuoRecord *record = duo_record_new (i % 2 == 0 ? DUO_MESSAGE_MINE : DUO_MESSAGE_THEIRS, text, i);

      record->seq = i + 1;
      g_ptr_array_add (records, record);
    }
  begin_us = g_get_monotonic_time ();
  g_assert_true (duo_history_append_many (fixture->history, records, NULL));
  g_test_message ("appending %u: %.1f ms", n_many, (double) (g_get_monotonic_time () - begin_us) / 1000);
  g_ptr_array_set_size (records, 0);
  duo_history_set_received (fixture->history, n_many);
  duo_history_set_read (fixture->history);
  id = duo_history_get_id (fixture->history);
  close_history (fixture);
  g_assert_finalize_object (fixture->store);
  g_assert_cmpuint (n_failed, ==, 0);

  malloc_trim (0);
  before_kb = get_heap_kb ();
  begin_us = g_get_monotonic_time ();
  fixture->store = open_store (fixture->path);
  fixture->history = open_history (fixture->store, id);
  g_assert_cmpstr (duo_message_get_text (at (fixture, n_many - 1)), ==, last);
  g_test_message ("opening them: %.1f ms", (double) (g_get_monotonic_time () - begin_us) / 1000);
  g_assert_cmpuint (n_items (fixture), ==, n_many);
  for (guint i = 0; i < n_many; i += 50)
    (void) at (fixture, i);
  g_test_message ("memory: %.0f bytes a message", (get_heap_kb () - before_kb) * 1024 / n_many);
  if (!is_slow)
    g_assert_cmpfloat ((get_heap_kb () - before_kb) * 1024 / n_many, <, 1024);

  begin_us = g_get_monotonic_time ();
  say (fixture, DUO_MESSAGE_MINE, 0, "one more");
  g_test_message ("appending one: %.3f ms", (double) (g_get_monotonic_time () - begin_us) / 1000);
  begin_us = g_get_monotonic_time ();
  found = search (fixture, "MESSAGE 5000");
  g_test_message ("searching all: %.1f ms", (double) (g_get_monotonic_time () - begin_us) / 1000);
  g_assert_cmpuint (found->len, ==, is_slow ? 1 : 11);
  watch (fixture);
}

static void
test_construct (void)
{
  g_autoptr (DuoStore) store = open_store (NULL);
  g_autoptr (GError) error = NULL;
  DuoHistory *history = duo_history_new (store, 0, NULL);
  g_autoptr (DuoRecord) record = duo_record_new (DUO_MESSAGE_MINE, "x", 1);
  DuoMessage *message = duo_message_new (record, DUO_DELIVERY_SENT);

  g_assert_true (duo_history_get_store (history) == store);
  g_assert_finalize_object (history);
  g_assert_finalize_object (message);
  g_assert_null (duo_history_new (store, 17, &error));
  g_assert_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_NOT_FOUND);
}

#define ADD(name, func) g_test_add ("/history/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/construct", test_construct);
  ADD ("append", test_append);
  ADD ("append-many", test_append_many);
  ADD ("refused", test_refused);
  ADD ("kept-at-never-falls", test_kept_at_never_falls);
  ADD ("delivery", test_delivery);
  ADD ("waiting-survives", test_waiting_survives);
  ADD ("unread", test_unread);
  ADD ("row", test_row);
  ADD ("edit", test_edit);
  ADD ("react", test_react);
  ADD ("reply", test_reply);
  ADD ("find", test_find);
  ADD ("remove", test_remove);
  ADD ("forget", test_forget);
  ADD ("remove-and-die", test_remove_and_die);
  ADD ("remove-while-talking", test_remove_while_talking);
  ADD ("remove-scattered", test_remove_scattered);
  ADD ("random", test_random);
  ADD ("one-object-a-row", test_one_object_a_row);
  ADD ("rest", test_rest);
  ADD ("huge-texts", test_huge_texts);
  ADD ("search", test_search);
  ADD ("loose", test_loose);
  ADD ("move", test_move);
  ADD ("move-onto-another", test_move_onto_another);
  ADD ("many", test_many);

  return g_test_run ();
}
