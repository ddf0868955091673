/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "duo-database.h"
#include "duo-limits.h"
#include "duo-mailbox.h"
#include "duo-store-error.h"

/* The thread that waits for the disk, so that the main thread never does.
 *
 * It opens the log a second time to wait for it, and has a connection of its own to
 * bring the log back into the file.  Of ours it calls duo_mailbox_post () alone, and
 * what it works on it gets in its Worker.  Made with the first job; owned by a
 * DuoStore, which commits before it asks for anything. */
struct _DuoDisk
{
  DuoDiskFunc synced;  /* (constant) */
  gpointer user_data;  /* (constant) borrowed */
  DuoMailbox *mailbox; /* (owned) */
  GAsyncQueue *jobs;   /* (owned) (element-type GINT_TO_POINTER (Job)) */
  GThread *thread;     /* (owned) (nullable) */
  char *path;          /* (owned) (constant) */
};

typedef enum
{
  JOB_SYNC = 1,
  JOB_TIDY,
  JOB_TIDY_URGENTLY,
  JOB_END,
} Job;

/* What the thread has of its own. */
typedef struct
{
  char *path;          /* (owned) */
  GAsyncQueue *jobs;   /* (owned) */
  DuoMailbox *mailbox; /* (owned) */
  sqlite3 *connection; /* (owned) (nullable) */
  int log_fd;          /* -1: not open yet */
} Worker;

/* An event: what came of a sync. */
typedef struct
{
  GError *error; /* (owned) (nullable) */
} Report;

static void
report_free (gpointer data)
{
  Report *self = data;

  g_clear_error (&self->error);
  g_free (self);
}

/* -- The thread's ------------------------------------------------------------- */

/* So that the name of a new file survives as well. */
static int
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  int result = 0;

  if (fd < 0)
    return errno;
  /* Some file systems have nothing to do for a folder. */
  if (fsync (fd) != 0 && errno != EINVAL && errno != ENOTSUP)
    result = errno;
  close (fd);

  return result;
}

static int
open_log (Worker *self)
{
  g_autofree char *path = g_strconcat (self->path, "-wal", NULL);

  if (self->log_fd >= 0)
    return 0;

  /* No lock of SQLite's is on this file, so closing it later takes none away. */
  self->log_fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  return self->log_fd >= 0 ? sync_folder (self->path) : errno;
}

static void
wire_sync (Worker *self)
{
  Report *report = g_new0 (Report, 1);
  int result = open_log (self);

  if (result == 0 && fdatasync (self->log_fd) != 0)
    result = errno;
  if (result != 0)
    report->error = g_error_new (DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED, "waiting for the disk: %s",
                                 g_strerror (result));
  duo_mailbox_post (self->mailbox, report);
}

static gboolean
open_connection (Worker *self)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;

  if (self->connection != NULL)
    return TRUE;
  if (sqlite3_open_v2 (self->path, &self->connection, flags, NULL) == SQLITE_OK &&
      sqlite3_exec (self->connection,
                    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; "
                    "PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = FULL",
                    NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  g_clear_pointer (&self->connection, sqlite3_close_v2);

  return FALSE;
}

/* First what a writer need not wait for, then the little that is left.  The writer
 * who begins the log anew has to wait for the disk once, so that is done here too.
 * Whatever fails here is done by the next one: nothing is lost meanwhile. */
static void
wire_tidy (Worker   *self,
           gboolean  is_urgent)
{
  int n_logged = 0;
  int n_copied = 0;

  if (!open_connection (self) ||
      sqlite3_wal_checkpoint_v2 (self->connection, NULL, SQLITE_CHECKPOINT_PASSIVE, &n_logged, &n_copied) != SQLITE_OK)
    return;
  if (n_copied < n_logged && !is_urgent)
    return;

  sqlite3_busy_timeout (self->connection, is_urgent ? DUO_STORE_BUSY_TIMEOUT_MS / 2 : 0);
  if (sqlite3_wal_checkpoint_v2 (self->connection, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK)
    (void) sqlite3_exec (self->connection, "PRAGMA user_version = " G_STRINGIFY (DUO_DATABASE_VERSION), NULL, NULL,
                                                                                 NULL);
}

static void
worker_free (Worker *self)
{
  (void) sqlite3_close_v2 (self->connection);
  if (self->log_fd >= 0)
    close (self->log_fd);
  duo_mailbox_unref (self->mailbox);
  g_async_queue_unref (self->jobs);
  g_free (self->path);
  g_free (self);
}

static gpointer
wire_work (gpointer data)
{
  Worker *self = data;
  Job job;

  while ((job = (Job) GPOINTER_TO_INT (g_async_queue_pop (self->jobs))) != JOB_END)
    if (job == JOB_SYNC)
      wire_sync (self);
    else
      wire_tidy (self, job == JOB_TIDY_URGENTLY);
  worker_free (self);

  return NULL;
}

/* -- The main thread's ----------------------------------------------------------- */

static void
report_cb (gpointer event,
           gpointer user_data)
{
  DuoDisk *self = user_data;
  Report *report = event;

  self->synced (report->error, self->user_data);
}

static void
begin (DuoDisk *self,
       Job      job)
{
  if (self->thread == NULL)
    {
      Worker *worker = g_new0 (Worker, 1);

      worker->path = g_strdup (self->path);
      worker->jobs = g_async_queue_ref (self->jobs);
      worker->mailbox = duo_mailbox_ref (self->mailbox);
      worker->log_fd = -1;
      self->thread = g_thread_new ("duo-disk", wire_work, worker);
    }
  g_async_queue_push (self->jobs, GINT_TO_POINTER (job));
}

void
duo_disk_sync (DuoDisk *self)
{
  g_return_if_fail (self != NULL);

  begin (self, JOB_SYNC);
}

void
duo_disk_tidy (DuoDisk  *self,
               gboolean  is_urgent)
{
  g_return_if_fail (self != NULL);

  begin (self, is_urgent ? JOB_TIDY_URGENTLY : JOB_TIDY);
}

DuoDisk *
duo_disk_new (const char  *path,
              DuoDiskFunc  synced,
              gpointer     user_data)
{
  DuoDisk *self = g_new0 (DuoDisk, 1);

  g_return_val_if_fail (path != NULL && synced != NULL, self);

  self->path = g_strdup (path);
  self->synced = synced;
  self->user_data = user_data;
  self->jobs = g_async_queue_new ();
  self->mailbox = duo_mailbox_new (g_main_context_get_thread_default (), report_cb, self, report_free);

  return self;
}

void
duo_disk_finish (DuoDisk *self)
{
  g_return_if_fail (self != NULL);

  if (self->thread == NULL)
    return;

  g_async_queue_push (self->jobs, GINT_TO_POINTER (JOB_END));
  g_thread_join (g_steal_pointer (&self->thread));
}

void
duo_disk_free (DuoDisk *self)
{
  if (self == NULL)
    return;

  duo_mailbox_close (self->mailbox);
  duo_disk_finish (self);
  duo_mailbox_unref (self->mailbox);
  g_async_queue_unref (self->jobs);
  g_free (self->path);
  g_free (self);
}
