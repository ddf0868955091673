/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-archive.h"

struct _DuoArchive
{
  DuoRoster *roster; /* (owned) */
  DuoStore *memory;  /* (owned) (nullable) */
  gboolean keeps;
};

static DuoStore *
get_store (DuoArchive *self)
{
  if (self->keeps)
    return duo_roster_get_store (self->roster);

  if (self->memory == NULL)
    self->memory = duo_store_open (NULL, NULL, NULL);

  return self->memory;
}

DuoArchive *
duo_archive_new (DuoRoster *roster,
                 gboolean   keeps)
{
  DuoArchive *self = g_new0 (DuoArchive, 1);

  self->roster = g_object_ref (roster);
  self->keeps = keeps;

  return self;
}

void
duo_archive_free (DuoArchive *self)
{
  g_clear_object (&self->memory);
  g_clear_object (&self->roster);
  g_free (self);
}

gboolean
duo_archive_get_keeps (DuoArchive *self)
{
  return self->keeps;
}

DuoHistory *
duo_archive_open (DuoArchive *self,
                  gint64      id)
{
  g_autoptr (GError) error = NULL;
  DuoHistory *history;

  if (id != 0)
    self->keeps = TRUE;
  history = duo_history_new (get_store (self), id, &error);
  if (history != NULL)
    return history;

  g_warning ("the conversation cannot be read: %s", error->message);

  return duo_history_new (get_store (self), 0, NULL);
}

gboolean
duo_archive_set_keeps (DuoArchive  *self,
                       gboolean     keeps,
                       DuoHistory  *history,
                       GError     **error)
{
  gint64 id = duo_history_get_id (history);

  self->keeps = keeps;
  if (!duo_history_move (history, get_store (self), error))
    {
      self->keeps = !keeps;
      return FALSE;
    }
  if (id != 0)
    duo_roster_refresh (self->roster, keeps ? duo_history_get_id (history) : id);

  return TRUE;
}
