/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-hits.h"

/* After so long without a change of the conversation it is searched again. */
#define CALM_MS 300

struct _DuoHits
{
  GObject parent_instance;

  DuoHistory *history; /* (owned) (nullable) */
  char *needle;        /* (owned) */
  GArray *ids;         /* (owned) (element-type gint64): newest first */
  GArray *fresh;       /* (owned) (nullable): takes the place of `ids` when it is whole */
  gboolean is_searching;
  guint calm_id;

  /* As last told. */
  guint n_hits;
  guint place;
  gint64 current_id;
};

G_DEFINE_FINAL_TYPE (DuoHits, duo_hits, G_TYPE_OBJECT)

typedef enum
{
  PROP_N_HITS = 1,
  PROP_PLACE,
  PROP_CURRENT_ID,
  PROP_IS_SEARCHING,
} DuoHitsProperty;

static GParamSpec *props[PROP_IS_SEARCHING + 1];

static GArray *
new_ids (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left < right) - (left > right);
}

/* The first position whose message is not newer than ID. */
static guint
find_position (GArray *ids,
               gint64  id)
{
  guint low = 0, high = ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (ids, gint64, middle) > id)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* The one place where what is told is written. */
static void
tell (DuoHits  *self,
      gint64    current_id,
      gboolean  is_searching)
{
  GObject *object = G_OBJECT (self);
  guint place = current_id != 0 ? find_position (self->ids, current_id) + 1 : 0;
  gboolean is_other_n = self->n_hits != self->ids->len;
  gboolean is_other_place = self->place != place;
  gboolean is_other_current = self->current_id != current_id;
  gboolean is_other_searching = self->is_searching != is_searching;

  self->n_hits = self->ids->len;
  self->place = place;
  self->current_id = current_id;
  self->is_searching = is_searching;
  g_object_freeze_notify (object);
  if (is_other_n)
    g_object_notify_by_pspec (object, props[PROP_N_HITS]);
  if (is_other_place)
    g_object_notify_by_pspec (object, props[PROP_PLACE]);
  if (is_other_current)
    g_object_notify_by_pspec (object, props[PROP_CURRENT_ID]);
  if (is_other_searching)
    g_object_notify_by_pspec (object, props[PROP_IS_SEARCHING]);
  g_object_thaw_notify (object);
}

/* -- Searching ------------------------------------------------------------------ */

/* What the store does not know comes first, and may belong in between. */
static void
add (GArray *to,
     GArray *ids)
{
  guint n_before = to->len;

  g_array_append_vals (to, ids->data, ids->len);
  if (n_before > 0 && g_array_index (to, gint64, n_before - 1) < g_array_index (to, gint64, n_before))
    g_array_sort (to, compare_newest_first);
}

/* The one that was gone to, or if it is gone the next older one, or else the oldest. */
static gint64
choose_current (DuoHits *self)
{
  if (self->ids->len == 0)
    return 0;
  if (self->current_id == 0)
    return g_array_index (self->ids, gint64, 0);

  return g_array_index (self->ids, gint64,
                        MIN (find_position (self->ids, self->current_id), self->ids->len - 1));
}

static void
found_cb (GArray   *ids,
          gpointer  user_data)
{
  DuoHits *self = DUO_HITS (user_data);

  if (ids != NULL && self->fresh != NULL)
    {
      add (self->fresh, ids);
      return;
    }
  if (ids != NULL)
    add (self->ids, ids);
  else if (self->fresh != NULL)
    {
      g_array_unref (self->ids);
      self->ids = g_steal_pointer (&self->fresh);
    }
  tell (self, choose_current (self), ids != NULL);
}

static void
stop (DuoHits *self)
{
  g_clear_handle_id (&self->calm_id, g_source_remove);
  g_clear_pointer (&self->fresh, g_array_unref);
  if (self->history != NULL && self->is_searching)
    duo_history_cancel_search (self->history);
}

/* AGAIN: what was found is shown until all is looked through. */
static void
begin (DuoHits  *self,
       gboolean  again)
{
  gboolean is_searching = self->history != NULL && *self->needle != '\0';

  stop (self);
  if (again)
    self->fresh = new_ids ();
  else
    g_array_set_size (self->ids, 0);
  tell (self, again ? self->current_id : 0, is_searching);
  if (is_searching)
    duo_history_search (self->history, self->needle, found_cb, self);
}

static gboolean
calm_cb (gpointer user_data)
{
  DuoHits *self = DUO_HITS (user_data);

  self->calm_id = 0;
  begin (self, TRUE);

  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (DuoHits *self)
{
  if (*self->needle == '\0')
    return;

  g_clear_handle_id (&self->calm_id, g_source_remove);
  self->calm_id = g_timeout_add (CALM_MS, calm_cb, self);
  g_source_set_name_by_id (self->calm_id, "[duologue] search again");
}

/* -- The object ------------------------------------------------------------------- */

static void
drop_history (DuoHits *self)
{
  stop (self);
  if (self->history != NULL)
    g_signal_handlers_disconnect_by_data (self->history, self);
  g_clear_object (&self->history);
}

static void
duo_hits_dispose (GObject *object)
{
  drop_history (DUO_HITS (object));

  G_OBJECT_CLASS (duo_hits_parent_class)->dispose (object);
}

static void
duo_hits_finalize (GObject *object)
{
  DuoHits *self = DUO_HITS (object);

  g_array_unref (self->ids);
  g_free (self->needle);

  G_OBJECT_CLASS (duo_hits_parent_class)->finalize (object);
}

static void
duo_hits_get_property (GObject    *object,
                       guint       id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  DuoHits *self = DUO_HITS (object);

  switch ((DuoHitsProperty) id)
    {
    case PROP_N_HITS:
      g_value_set_uint (value, self->n_hits);
      break;
    case PROP_PLACE:
      g_value_set_uint (value, self->place);
      break;
    case PROP_CURRENT_ID:
      g_value_set_int64 (value, self->current_id);
      break;
    case PROP_IS_SEARCHING:
      g_value_set_boolean (value, self->is_searching);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_hits_class_init (DuoHitsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = duo_hits_dispose;
  object_class->finalize = duo_hits_finalize;
  object_class->get_property = duo_hits_get_property;

  props[PROP_N_HITS] = g_param_spec_uint ("n-hits", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_PLACE] = g_param_spec_uint ("place", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_CURRENT_ID] = g_param_spec_int64 ("current-id", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[PROP_IS_SEARCHING] = g_param_spec_boolean ("is-searching", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
duo_hits_init (DuoHits *self)
{
  self->needle = g_strdup ("");
  self->ids = new_ids ();
}

DuoHits *
duo_hits_new (void)
{
  return g_object_new (DUO_TYPE_HITS, NULL);
}

void
duo_hits_set_history (DuoHits    *self,
                      DuoHistory *history)
{
  g_return_if_fail (DUO_IS_HITS (self));

  if (self->history == history)
    return;

  drop_history (self);
  if (history != NULL)
    {
      self->history = g_object_ref (history);
      g_signal_connect_object (history, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
    }
  begin (self, FALSE);
}

void
duo_hits_set_needle (DuoHits    *self,
                     const char *needle)
{
  g_return_if_fail (DUO_IS_HITS (self));
  g_return_if_fail (needle != NULL);

  if (g_strcmp0 (self->needle, needle) == 0)
    return;

  g_free (self->needle);
  self->needle = g_strdup (needle);
  begin (self, FALSE);
}

static gboolean
go (DuoHits *self,
    int      step)
{
  guint position = self->place - 1;

  if (self->place == 0)
    return FALSE;

  /* One that was removed a moment ago is passed over. */
  for (guint i = 0; i < self->ids->len; i++)
    {
      gint64 id;

      position = (guint) ((gint64) position + (gint64) self->ids->len + step) % self->ids->len;
      id = g_array_index (self->ids, gint64, position);
      if (!duo_history_find (self->history, id, NULL))
        continue;
      tell (self, id, self->is_searching);
      return TRUE;
    }

  return FALSE;
}

gboolean
duo_hits_go_older (DuoHits *self)
{
  g_return_val_if_fail (DUO_IS_HITS (self), FALSE);

  return go (self, 1);
}

gboolean
duo_hits_go_newer (DuoHits *self)
{
  g_return_val_if_fail (DUO_IS_HITS (self), FALSE);

  return go (self, -1);
}

const char *
duo_hits_get_needle (DuoHits *self)
{
  g_return_val_if_fail (DUO_IS_HITS (self), "");

  return self->needle;
}

guint
duo_hits_get_n_hits (DuoHits *self)
{
  g_return_val_if_fail (DUO_IS_HITS (self), 0);

  return self->n_hits;
}

guint
duo_hits_get_place (DuoHits *self)
{
  g_return_val_if_fail (DUO_IS_HITS (self), 0);

  return self->place;
}

gint64
duo_hits_get_current_id (DuoHits *self)
{
  g_return_val_if_fail (DUO_IS_HITS (self), 0);

  return self->current_id;
}

gboolean
duo_hits_get_is_searching (DuoHits *self)
{
  g_return_val_if_fail (DUO_IS_HITS (self), FALSE);

  return self->is_searching;
}
