/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-search.h"

#include "duo-limits.h"

/* After input, before painting: on a machine so slow that a frame is always due, a search that
 * waited for the loop to be idle would never go on.  A slice takes less than a frame. */
#define SEARCH_PRIORITY (G_PRIORITY_HIGH_IDLE + 10)

/* Owned by a DuoHistory; its source holds it as well while it runs, so that it may be
 * freed by the one whom it calls. */
struct _DuoSearch
{
  grefcount ref_count;

  DuoStore *store; /* (owned) */
  gint64 conversation;
  char *needle; /* (owned) */
  gint64 next;  /* rows below it are still to be looked at */
  DuoSearchFunc found;
  gpointer user_data; /* (borrowed) */
  guint source;       /* 0: it is over */
};

static void
search_unref (gpointer data)
{
  DuoSearch *self = data;

  if (!g_ref_count_dec (&self->ref_count))
    return;

  g_object_unref (self->store);
  g_free (self->needle);
  g_free (self);
}

static gboolean
slice_cb (gpointer data)
{
  DuoSearch *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = duo_store_search (self->store, self->conversation, self->needle, self->next,
                                             DUO_STORE_SLICE_ROWS, &self->next, &error);

  if (ids == NULL)
    {
      g_message ("The search ends early: %s", error->message);
      self->next = 0;
    }
  else if (ids->len > 0)
    self->found (ids, self->user_data);

  /* The one who was called may have freed it. */
  if (self->source == 0)
    return G_SOURCE_REMOVE;
  if (self->next != 0)
    return G_SOURCE_CONTINUE;

  self->source = 0;
  self->found (NULL, self->user_data);

  return G_SOURCE_REMOVE;
}

DuoSearch *
duo_search_new (DuoStore      *store,
                gint64         conversation,
                const char    *needle,
                DuoSearchFunc  found,
                gpointer       user_data)
{
  DuoSearch *self = g_new0 (DuoSearch, 1);

  g_return_val_if_fail (DUO_IS_STORE (store) && needle != NULL && found != NULL, self);

  g_ref_count_init (&self->ref_count);
  self->store = g_object_ref (store);
  self->conversation = conversation;
  self->needle = g_strdup (needle);
  self->next = G_MAXINT64;
  self->found = found;
  self->user_data = user_data;
  g_ref_count_inc (&self->ref_count);
  self->source = g_idle_add_full (SEARCH_PRIORITY, slice_cb, self, search_unref);
  g_source_set_name_by_id (self->source, "[duologue] search");

  return self;
}

void
duo_search_free (DuoSearch *self)
{
  guint source;

  if (self == NULL)
    return;

  source = self->source;
  self->source = 0;
  if (source != 0)
    g_source_remove (source);
  search_unref (self);
}
