/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "duo-store-error.h"

/* SQLite's default, and ours. */
#define PAGE_BYTES 4096
/* More than that of one second need no name of their own. */
#define NAMES_MAX 100

static gboolean
fail (const char  *what,
      int          code,
      GError     **error)
{
  g_set_error (error, DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED, "%s: %s", what, g_strerror (code));

  return FALSE;
}

static char *
get_beside (const char *path,
            const char *suffix)
{
  return g_strconcat (path, suffix, NULL);
}

int
duo_store_file_lock (const char  *path,
                     GError     **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *lock = NULL;
  int fd;

  g_return_val_if_fail (path != NULL, -1);

  folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fail ("making the folder", errno, error);
      return -1;
    }
  lock = get_beside (path, ".lock");
  fd = g_open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fail ("opening the lock", errno, error);
      return -1;
    }
  /* Where there are no locks, people do not open the same profile twice either. */
  if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    {
      close (fd);
      g_set_error_literal (error, DUO_STORE_ERROR, DUO_STORE_ERROR_IN_USE, "it is open already");
      return -1;
    }

  return fd;
}

gboolean
duo_store_file_make (const char  *path,
                     GError     **error)
{
  int fd;

  g_return_val_if_fail (path != NULL, FALSE);

  /* SQLite gives its other files the mode of this one.  This must come before it opens
   * the file: closing a file takes away the locks that the process has on it. */
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail ("opening the file", errno, error);
  /* Not everybody's file system knows modes. */
  (void) fchmod (fd, 0600);
  close (fd);

  return TRUE;
}

gboolean
duo_store_file_is_suspect (const char *path)
{
  g_autofree char *log = get_beside (path, "-wal");
  g_autofree char *journal = get_beside (path, "-journal");
  g_autofree char *mark = get_beside (path, ".suspect");
  GStatBuf state;

  if (g_stat (path, &state) == 0 && state.st_size % PAGE_BYTES != 0)
    return TRUE;
  /* The last one who closes the file takes these away. */
  return (g_stat (log, &state) == 0 && state.st_size > 0) ||
         (g_stat (journal, &state) == 0 && state.st_size > 0) || g_access (mark, F_OK) == 0;
}

void
duo_store_file_set_suspect (const char *path,
                            gboolean    is_suspect)
{
  g_autofree char *mark = get_beside (path, ".suspect");
  int fd;

  if (!is_suspect)
    {
      (void) g_unlink (mark);
      return;
    }
  fd = g_open (mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0)
    close (fd);
}

/* A path beside PATH that nothing has yet, or NULL. */
static char *
find_name (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = g_date_time_format (now, "%Y%m%d-%H%M%S");

  for (guint i = 0; i < NAMES_MAX; i++)
    {
      g_autofree char *name = i == 0 ? g_strdup_printf ("%s.damaged-%s", path, date)
                                     : g_strdup_printf ("%s.damaged-%s-%u", path, date, i);

      if (g_access (name, F_OK) != 0)
        return g_steal_pointer (&name);
    }

  return NULL;
}

char *
duo_store_file_set_aside (const char  *path,
                          GError     **error)
{
  static const char *const with[] = { "-wal", "-journal" };
  g_autofree char *shared = get_beside (path, "-shm");
  g_autofree char *name = find_name (path);

  if (name == NULL || g_rename (path, name) != 0)
    {
      fail ("renaming the file", name != NULL ? errno : EEXIST, error);
      return NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (with); i++)
    {
      g_autofree char *from = get_beside (path, with[i]);
      g_autofree char *to = get_beside (name, with[i]);

      /* A log that stayed would be taken for the new file's. */
      if (g_rename (from, to) != 0)
        (void) g_unlink (from);
    }
  (void) g_unlink (shared);

  return g_steal_pointer (&name);
}
