/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-store.h"

#include <unistd.h>

#include "duo-disk.h"
#include "duo-limits.h"
#include "duo-row.h"
#include "duo-store-file.h"
#include "duo-store-private.h"
#include "duo-transaction.h"

/* See duo-store.h.  Made by DuoCore, shared by the conversations of a profile.
 *
 * When a commit fails, the store is "failing": what is written stays in the
 * transaction, where it can be read, and is committed as soon as that works. */
struct _DuoStore
{
  GObject parent_instance;

  char *path;                  /* (owned) (nullable) (constant): NULL in memory */
  int lock_fd;                 /* -1: none */
  DuoDatabase *database;       /* (owned) (constant) */
  DuoTransaction *transaction; /* (owned) (constant) */
  DuoFold *fold;               /* (owned) */
  DuoDisk *disk;               /* (owned) (nullable): NULL when nothing is to be waited for */

  GSource *turn;          /* (owned): commits before the loop waits */
  GSource *tidy;          /* (owned) (nullable): the log is brought back later */
  GQueue waiting;         /* (owned) (element-type GTask): for the next sync */
  GQueue syncing;         /* (owned) (element-type GTask): for the one under way */
  GHashTable *message_ns; /* (owned): conversation to the last n that a message got */
  GHashTable *entry_ns;   /* (owned): and an entry of the outbox */
  gboolean is_failing;
  gboolean wants_tidy;
  gboolean has_deleted; /* since the file was made anew */
  gboolean was_damage_told;
  GError *pending; /* (owned) (nullable): a failure to tell at the next turn */
};

typedef enum
{
  PROP_IS_FAILING = 1,
} DuoStoreProperty;

static GParamSpec *props[PROP_IS_FAILING + 1];

enum
{
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  GSource source;
  DuoStore *store; /* (borrowed): destroyed by it */
} TurnSource;

/* Before the window is drawn, after whatever arrived. */
#define TURN_PRIORITY G_PRIORITY_HIGH_IDLE

G_DEFINE_FINAL_TYPE (DuoStore, duo_store, G_TYPE_OBJECT)

/* -- Committing ------------------------------------------------------------------ */

static void
set_failing (DuoStore     *self,
             const GError *failure)
{
  gboolean is_failing = failure != NULL;

  if (is_failing == self->is_failing)
    return;

  self->is_failing = is_failing;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_FAILING]);
  if (is_failing)
    g_signal_emit (self, signals[FAILED], 0, failure);
}

static gboolean
tidy_cb (gpointer user_data)
{
  DuoStore *self = user_data;

  g_clear_pointer (&self->tidy, g_source_unref);
  self->wants_tidy = FALSE;
  duo_disk_tidy (self->disk, duo_database_get_n_logged (self->database) >= DUO_STORE_LOG_MAX_PAGES);

  return G_SOURCE_REMOVE;
}

static void
schedule_tidy (DuoStore *self)
{
  if (self->disk == NULL || self->tidy != NULL ||
      (!self->wants_tidy && duo_database_get_n_logged (self->database) < DUO_STORE_LOG_TIDY_PAGES))
    return;

  self->tidy = g_timeout_source_new (DUO_STORE_TIDY_DELAY_MS);
  g_source_set_static_name (self->tidy, "[duologue] tidy the store's log");
  g_source_set_callback (self->tidy, tidy_cb, self, NULL);
  g_source_attach (self->tidy, g_source_get_context (self->turn));
}

gboolean
duo_store_commit (DuoStore  *self,
                  GError   **error)
{
  g_autoptr (DuoStore) alive = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean is_committed;

  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);

  alive = g_object_ref (self);
  is_committed = duo_transaction_commit (self->transaction, &failure);
  if (is_committed)
    {
      g_source_set_ready_time (self->turn, -1);
      schedule_tidy (self);
    }
  else
    g_source_set_ready_time (self->turn, duo_transaction_get_retry_at (self->transaction));

  set_failing (self, failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return is_committed;
}

/* Met while reading or writing, and told here: nobody expects a signal from those. */
static void
tell_pending (DuoStore *self)
{
  g_autoptr (GError) error = g_steal_pointer (&self->pending);

  if (!self->was_damage_told && duo_database_is_damaged (self->database))
    {
      self->was_damage_told = TRUE;
      if (self->path != NULL)
        duo_store_file_set_suspect (self->path, TRUE);
      g_clear_error (&error);
      error = g_error_new_literal (DUO_STORE_ERROR, DUO_STORE_ERROR_DAMAGED, "the file is damaged");
    }
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
}

static gboolean
turn_dispatch (GSource     *source,
               GSourceFunc  callback,
               gpointer     user_data)
{
  g_autoptr (DuoStore) self = g_object_ref (((TurnSource *) source)->store);

  (void) duo_store_commit (self, NULL); /* told by the signal */
  tell_pending (self);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs turn_funcs = {
  .dispatch = turn_dispatch,
};

/* -- Waiting for the disk --------------------------------------------------------- */

static void
begin_sync (DuoStore *self)
{
  self->syncing = self->waiting;
  g_queue_init (&self->waiting);
  duo_disk_sync (self->disk);
}

static void
synced_cb (const GError *error,
           gpointer      user_data)
{
  g_autoptr (DuoStore) self = g_object_ref (user_data);
  GQueue done = self->syncing;
  GTask *task;

  g_queue_init (&self->syncing);
  if (self->waiting.length > 0)
    begin_sync (self);

  while ((task = g_queue_pop_head (&done)) != NULL)
    {
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
      g_object_unref (task);
    }
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
}

void
duo_store_sync_async (DuoStore            *self,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (DUO_IS_STORE (self));

  task = g_task_new (self, /* cancellable= */ NULL, callback, user_data);
  g_task_set_source_tag (task, duo_store_sync_async);
  if (!duo_store_commit (self, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (self->disk == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  if (self->syncing.length == 0)
    begin_sync (self);
}

gboolean
duo_store_sync_finish (DuoStore      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* When all is committed and no thread is at the file. */
static gboolean
leave_nothing (DuoStore  *self,
               GError   **error)
{
  if (self->has_deleted && !duo_database_rewrite (self->database, error))
    return FALSE;
  self->has_deleted = FALSE;

  return duo_database_empty_log (self->database, error);
}

gboolean
duo_store_settle (DuoStore  *self,
                  GError   **error)
{
  g_return_val_if_fail (DUO_IS_STORE (self), FALSE);

  if (!duo_store_commit (self, error))
    return FALSE;
  if (self->disk == NULL)
    return TRUE;

  duo_disk_finish (self->disk);

  return leave_nothing (self, error);
}

void
duo_store_rest (DuoStore *self)
{
  g_return_if_fail (DUO_IS_STORE (self));

  duo_database_rest (self->database);
}

/* -- For the other files of this class ---------------------------------------------- */

DuoDatabase *
duo_store_get_database (DuoStore *self)
{
  return self->database;
}

DuoFold *
duo_store_get_fold (DuoStore *self)
{
  return self->fold;
}

/* The one place where a turn is asked for. */
static void
want_turn (DuoStore *self)
{
  gint64 begun_at_us = duo_transaction_get_begun_at (self->transaction);

  if (duo_transaction_get_retry_at (self->transaction) != 0)
    return;
  /* Whoever writes without end still loses little when the process is killed. */
  if (begun_at_us != 0 && g_get_monotonic_time () - begun_at_us > DUO_STORE_COMMIT_MAX_MS * 1000)
    (void) duo_store_commit (self, NULL); /* told by the signal */
  else
    g_source_set_ready_time (self->turn, 0);
}

gboolean
duo_store_write (DuoStore        *self,
                 const char      *sql,
                 const DuoValue  *values,
                 guint            n_values,
                 guint           *out_changed,
                 GError         **error)
{
  g_autoptr (GError) failure = NULL;

  if (duo_transaction_write (self->transaction, sql, values, n_values, out_changed, &failure))
    {
      want_turn (self);
      return TRUE;
    }
  /* What is refused is the caller's affair alone. */
  if (g_error_matches (failure, DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED))
    {
      g_clear_error (&self->pending);
      self->pending = g_error_copy (failure);
    }
  g_source_set_ready_time (self->turn, 0);
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

gboolean
duo_store_change (DuoStore        *self,
                  const char      *sql,
                  const DuoValue  *values,
                  guint            n_values,
                  GError         **error)
{
  guint n_changed = 0;

  if (!duo_store_write (self, sql, values, n_values, &n_changed, error))
    return FALSE;
  if (n_changed > 0)
    return TRUE;

  g_set_error_literal (error, DUO_STORE_ERROR, DUO_STORE_ERROR_NOT_FOUND, "there is no such row");

  return FALSE;
}

void
duo_store_notice (DuoStore *self)
{
  if (!self->was_damage_told && duo_database_is_damaged (self->database))
    g_source_set_ready_time (self->turn, 0);
}

void
duo_store_want_tidy (DuoStore *self)
{
  self->wants_tidy = TRUE;
  self->has_deleted = TRUE;
}

#define MAX_MESSAGE_ID "SELECT coalesce(max(id), 0) FROM messages WHERE id BETWEEN ? AND ?"
#define MAX_ENTRY_ID "SELECT coalesce(max(id), 0) FROM outbox WHERE id BETWEEN ? AND ?"

/* The lower half of the highest id that was given in CONVERSATION; FALSE when it
 * cannot be read. */
static gboolean
get_last_n (GHashTable  *ns,
            DuoDatabase *database,
            const char  *sql,
            gint64       conversation,
            guint32     *out_n)
{
  gpointer key = GINT_TO_POINTER ((int) conversation);
  gpointer known = NULL;
  const DuoValue range[] = { DUO_NUMBER (DUO_ROW_ID (conversation, 0)),
                             DUO_NUMBER (DUO_ROW_ID (conversation, G_MAXUINT32)) };
  gint64 last;

  if (g_hash_table_lookup_extended (ns, key, NULL, &known))
    {
      *out_n = GPOINTER_TO_UINT (known);
      return TRUE;
    }

  last = duo_database_get_number (database, sql, range, G_N_ELEMENTS (range), -1);
  if (last < 0)
    return FALSE;
  *out_n = DUO_ROW_N_OF (last);
  g_hash_table_insert (ns, key, GUINT_TO_POINTER (*out_n));

  return TRUE;
}

static gint64
take_id (GHashTable  *ns,
         DuoDatabase *database,
         const char  *sql,
         gint64       conversation)
{
  guint32 n;

  if (!get_last_n (ns, database, sql, conversation, &n) || n == G_MAXUINT32)
    return 0;
  g_hash_table_insert (ns, GINT_TO_POINTER ((int) conversation), GUINT_TO_POINTER (n + 1));

  return DUO_ROW_ID (conversation, n + 1);
}

gint64
duo_store_take_message_id (DuoStore *self,
                           gint64    conversation)
{
  return take_id (self->message_ns, self->database, MAX_MESSAGE_ID, conversation);
}

gint64
duo_store_take_entry_id (DuoStore *self,
                         gint64    conversation)
{
  return take_id (self->entry_ns, self->database, MAX_ENTRY_ID, conversation);
}

void
duo_store_remember_ids (DuoStore *self,
                        gint64    conversation)
{
  guint32 n;

  /* What cannot be read cannot be deleted either. */
  (void) get_last_n (self->message_ns, self->database, MAX_MESSAGE_ID, conversation, &n);
  (void) get_last_n (self->entry_ns, self->database, MAX_ENTRY_ID, conversation, &n);
}

void
duo_store_forget_ids (DuoStore *self,
                      gint64    conversation)
{
  if (conversation == 0)
    {
      g_hash_table_remove_all (self->message_ns);
      g_hash_table_remove_all (self->entry_ns);
      return;
    }
  g_hash_table_remove (self->message_ns, GINT_TO_POINTER ((int) conversation));
  g_hash_table_remove (self->entry_ns, GINT_TO_POINTER ((int) conversation));
}

gboolean
duo_store_begin_bulk (DuoStore  *self,
                      GError   **error)
{
  return duo_store_commit (self, error) && duo_transaction_begin_bulk (self->transaction, error);
}

gboolean
duo_store_end_bulk (DuoStore  *self,
                    gboolean   is_good,
                    GError   **error)
{
  gboolean is_kept = is_good && duo_transaction_commit_bulk (self->transaction, error);

  if (!is_good)
    duo_transaction_drop_bulk (self->transaction);
  schedule_tidy (self);

  return is_kept;
}

/* -- The object ------------------------------------------------------------------ */

static void
duo_store_finalize (GObject *object)
{
  DuoStore *self = DUO_STORE (object);
  g_autoptr (GError) error = NULL;

  if (self->turn != NULL)
    g_source_destroy (self->turn);
  if (self->tidy != NULL)
    g_source_destroy (self->tidy);
  g_clear_pointer (&self->turn, g_source_unref);
  g_clear_pointer (&self->tidy, g_source_unref);

  if (self->transaction != NULL && !duo_transaction_commit (self->transaction, &error))
    g_warning ("What was said last could not be kept: %s", error->message);

  /* Whoever closes last brings the log back into the file and takes it away. */
  if (self->disk != NULL)
    {
      g_clear_pointer (&self->disk, duo_disk_free);
      if (error == NULL && !leave_nothing (self, &error))
        g_warning ("What was deleted last may still be in a file: %s", error->message);
    }
  g_clear_pointer (&self->transaction, duo_transaction_free);
  g_clear_pointer (&self->database, duo_database_free);
  g_clear_pointer (&self->fold, duo_fold_free);
  g_clear_error (&self->pending);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_hash_table_unref (self->message_ns);
  g_hash_table_unref (self->entry_ns);
  g_free (self->path);

  G_OBJECT_CLASS (duo_store_parent_class)->finalize (object);
}

static void
duo_store_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  DuoStore *self = DUO_STORE (object);

  switch ((DuoStoreProperty) id)
    {
    case PROP_IS_FAILING:
      g_value_set_boolean (value, self->is_failing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_store_class_init (DuoStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = duo_store_finalize;
  object_class->get_property = duo_store_get_property;

  props[PROP_IS_FAILING] =
    g_param_spec_boolean ("is-failing", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
duo_store_init (DuoStore *self)
{
  self->lock_fd = -1;
  self->fold = duo_fold_new ();
  self->message_ns = g_hash_table_new (NULL, NULL);
  self->entry_ns = g_hash_table_new (NULL, NULL);
}

DuoStore *
duo_store_new_on (DuoDatabase *database)
{
  DuoStore *self = g_object_new (DUO_TYPE_STORE, NULL);

  self->database = database;
  self->transaction = duo_transaction_new (database);
  self->turn = g_source_new (&turn_funcs, sizeof (TurnSource));
  ((TurnSource *) self->turn)->store = self;
  g_source_set_static_name (self->turn, "[duologue] commit to the store");
  g_source_set_priority (self->turn, TURN_PRIORITY);
  g_source_attach (self->turn, g_main_context_get_thread_default ());

  return self;
}

static DuoDatabase *
open_whole (const char  *path,
            GError     **error)
{
  gboolean is_suspect = duo_store_file_is_suspect (path);
  g_autoptr (DuoDatabase) database = duo_database_open (path, error);

  if (database == NULL || (is_suspect && !duo_database_check (database, error)))
    return NULL;
  if (is_suspect)
    duo_store_file_set_suspect (path, FALSE);

  return g_steal_pointer (&database);
}

/* *OUT_SET_ASIDE stays NULL when the file is whole. */
static DuoDatabase *
open_file (const char  *path,
           char       **out_set_aside,
           GError     **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *set_aside = NULL;
  DuoDatabase *database = open_whole (path, &failure);

  if (database != NULL)
    return database;
  if (!g_error_matches (failure, DUO_STORE_ERROR, DUO_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  g_message ("The database is damaged and is set aside: %s", failure->message);
  set_aside = duo_store_file_set_aside (path, error);
  if (set_aside == NULL || !duo_store_file_make (path, error))
    return NULL;
  duo_store_file_set_suspect (path, FALSE);
  database = open_whole (path, error);
  if (database != NULL)
    *out_set_aside = g_steal_pointer (&set_aside);

  return database;
}

static DuoStore *
open_path (const char  *path,
           char       **out_set_aside,
           GError     **error)
{
  gboolean was_suspect = duo_store_file_is_suspect (path);
  DuoDatabase *database = open_file (path, out_set_aside, error);
  DuoStore *self;

  if (database == NULL)
    return NULL;

  self = duo_store_new_on (database);
  self->path = g_strdup (path);
  /* Who did not close it may have deleted something. */
  self->has_deleted = was_suspect;
  if (duo_database_has_log (database))
    {
      self->disk = duo_disk_new (path, synced_cb, self);
      /* Begins the log, so that nobody else has to wait for the disk at the first message. */
      duo_disk_tidy (self->disk, /* is_urgent= */ FALSE);
    }
  if (*out_set_aside != NULL)
    duo_store_salvage (self, *out_set_aside);

  return self;
}

DuoStore *
duo_store_open (const char  *path,
                char       **out_set_aside,
                GError     **error)
{
  g_autofree char *set_aside = NULL;
  DuoStore *self = NULL;
  DuoDatabase *database;
  int lock_fd;

  if (out_set_aside != NULL)
    *out_set_aside = NULL;
  if (path == NULL)
    {
      database = duo_database_open (NULL, error);
      return database != NULL ? duo_store_new_on (database) : NULL;
    }

  lock_fd = duo_store_file_lock (path, error);
  if (lock_fd < 0)
    return NULL;
  if (duo_store_file_make (path, error))
    self = open_path (path, &set_aside, error);
  if (self == NULL)
    {
      close (lock_fd);
      return NULL;
    }
  self->lock_fd = lock_fd;
  if (out_set_aside != NULL)
    *out_set_aside = g_steal_pointer (&set_aside);

  return self;
}
