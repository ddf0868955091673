/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "duo-store.h"
#include "duo-test-store.h"

/* A database in which bytes were changed.  The first byte says whether the file is checked
 * when it is opened, and how much of its end is missing; then there are groups of three
 * bytes, a place (in units of 2) and what is put there. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

typedef struct
{
  char *path;
  char *bytes; /* of a good file */
  gsize size;
} Template;

static void
fill (DuoStore *store)
{
  for (guint c = 0; c < 2; c++)
    {
      gint64 conversation = duo_store_add_conversation (store, 1000000, NULL);
      g_autoptr (GBytes) item G_GNUC_UNUSED = g_bytes_new_static ("an item", 7);

      for (guint n = 1; n <= 12; n++)
        {
          gint64 message = duo_test_store_add (store, conversation, n);

          g_assert_cmpint (duo_store_queue (store, conversation, message, item, NULL), !=, 0);
        }
    }
}

static void
ignore_cb (const char     *domain,
           GLogLevelFlags  level,
           const char     *message,
           gpointer        user_data)
{
}

static Template whole;

static void
clean_up (void)
{
  duo_test_store_clean_up (whole.path);
  g_free (whole.path);
  g_free (whole.bytes);
}

/* Written once. */
static const Template *
get_template (void)
{
  g_autoptr (GError) error = NULL;
  DuoStore *store;

  if (whole.path != NULL)
    {
      return &whole;
    }
  /* What could not be saved is told in the log. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_handler ("duologue-store", G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO | G_LOG_LEVEL_WARNING, ignore_cb, NULL);
  whole.path = duo_test_store_make_path ();
  atexit (clean_up);
  store = duo_test_store_open (whole.path);
  fill (store);
  g_assert_finalize_object (store);
  g_assert_true (g_file_get_contents (whole.path, &whole.bytes, &whole.size, &error));
  return &whole;
}

static void
write_changed (const Template *good,
               const guint8   *data,
               gsize           size)
{
  g_autofree char *bytes = g_memdup2 (good->bytes, good->size);
  g_autofree char *mark = g_strconcat (good->path, ".suspect", NULL);
  gsize missing = (data[0] >> 1) * good->size / 160;

  for (gsize at = 1; at + 2 < size; at += 3)
    {
      gsize place = ((gsize) data[at] << 8 | data[at + 1]) * 2 % good->size;

      bytes[place] = (char) data[at + 2];
    }
  g_assert_true (g_file_set_contents_full (good->path, bytes, (gssize) (good->size - missing),
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  if (data[0] % 2 == 1)
    {
      g_assert_true (g_file_set_contents_full (mark, "", 0, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}

static void
read_conversation (DuoStore *store,
                   gint64    id)
{
  g_autoptr (GPtrArray) messages = duo_store_load_messages (store, id, 1, G_MAXINT64, NULL);
  g_autoptr (GArray) ids G_GNUC_UNUSED = duo_store_list_messages (store, id, NULL);
  g_autoptr (GArray) entries = duo_store_list_outbox (store, id, 0, 100, NULL);
  g_autoptr (DuoRecord) added = NULL;
  gint64 next = 0;
  g_autoptr (GArray) found G_GNUC_UNUSED = duo_store_search (store, id, "number", G_MAXINT64, 100, &next, NULL);

  for (guint i = 0; messages != NULL && i < messages->len; i++)
    {
      const DuoRecord *record = g_ptr_array_index (messages, i);

      g_assert_cmpint (record->conversation, ==, id);
      g_assert_true (g_utf8_validate (record->text, -1, NULL));
    }
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const DuoOutboxEntry *entry = &g_array_index (entries, DuoOutboxEntry, i);
      g_autoptr (GBytes) item G_GNUC_UNUSED = duo_store_load_item (store, entry->id, NULL);
    }
  added = duo_test_store_make (id, DUO_MESSAGE_MINE, 1000);
  (void) duo_store_add_message (store, added, NULL); /* may fail, and then says why by a signal */
}

static void
read_all (DuoStore *store)
{
  g_autoptr (GPtrArray) conversations = duo_store_list_conversations (store, NULL);

  for (guint i = 0; conversations != NULL && i < conversations->len; i++)
    {
      const DuoStoredConversation *conversation = g_ptr_array_index (conversations, i);

      read_conversation (store, conversation->id);
    }
  (void) duo_store_commit (store, NULL);
}

/* Only the lock stays, and what was damaged is gone. */
static void
empty_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (folder, name, NULL);

      g_remove (inner);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const Template *good = get_template ();
  g_autofree char *set_aside = NULL;
  g_autoptr (GError) error = NULL;
  DuoStore *store;

  if (size == 0)
    {
      return 0;
    }
  write_changed (good, data, size);
  store = duo_store_open (good->path, &set_aside, &error);
  g_assert_true ((store == NULL) == (error != NULL));
  if (store != NULL)
    {
      read_all (store);
      g_object_unref (store);
    }
  while (g_main_context_iteration (NULL, /* may_block= */ FALSE))
    ;
  empty_folder (good->path);
  return 0;
}
