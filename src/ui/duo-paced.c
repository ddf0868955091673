/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-paced.h"

/* A new row costs about a millisecond until it is on the screen. */
#define PORTION 12
#define INTERVAL_MS 50
/* After so long without an arrival the rest is shown. */
#define CALM_US (120 * 1000)

struct _DuoPaced
{
  GObject parent_instance;

  GListModel *model; /* (owned) */
  guint n_shown;     /* the first so many of it */
  gint64 arrived_at_us;
  gint64 released_at_us;
  guint timeout_id;
};

static void duo_paced_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DuoPaced, duo_paced, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, duo_paced_model_init))

static guint
count_held (DuoPaced *self)
{
  guint n_items = g_list_model_get_n_items (self->model);

  return n_items > self->n_shown ? n_items - self->n_shown : 0;
}

static void
release (DuoPaced *self,
         guint     n_items)
{
  guint position = self->n_shown;

  self->released_at_us = g_get_monotonic_time ();
  self->n_shown += n_items;
  if (n_items > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, n_items);
}

static gboolean
timeout_cb (gpointer user_data)
{
  DuoPaced *self = DUO_PACED (user_data);
  guint n_held = count_held (self);
  gboolean is_calm = g_get_monotonic_time () - self->arrived_at_us >= CALM_US;

  if (n_held == 0)
    {
      self->timeout_id = 0;
      return G_SOURCE_REMOVE;
    }

  release (self, is_calm ? n_held : MIN (n_held, PORTION));

  return G_SOURCE_CONTINUE;
}

static void
arrived (DuoPaced *self)
{
  gint64 now_us = g_get_monotonic_time ();

  self->arrived_at_us = now_us;
  if (self->timeout_id != 0)
    return;

  /* A pause before it, and few of them: this is what talking looks like. */
  if (now_us - self->released_at_us >= INTERVAL_MS * 1000)
    release (self, MIN (count_held (self), PORTION));
  if (count_held (self) > 0)
    self->timeout_id = g_timeout_add (INTERVAL_MS, timeout_cb, self);
}

static void
items_changed_cb (DuoPaced *self,
                  guint     position,
                  guint     removed,
                  guint     added)
{
  gboolean is_behind = position >= self->n_shown;
  guint removed_here;

  if (is_behind && removed == 0)
    {
      arrived (self);
      return;
    }
  if (is_behind)
    return;

  removed_here = MIN (removed, self->n_shown - position);
  /* What comes in place of something that reaches behind the shown part waits as well. */
  if (removed_here < removed || position + removed_here == self->n_shown)
    added = 0;
  self->n_shown = self->n_shown - removed_here + added;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed_here, added);
  if (count_held (self) > 0)
    arrived (self);
}

static GType
duo_paced_get_item_type (GListModel *model)
{
  return g_list_model_get_item_type (DUO_PACED (model)->model);
}

static guint
duo_paced_get_n_items (GListModel *model)
{
  return DUO_PACED (model)->n_shown;
}

static gpointer
duo_paced_get_item (GListModel *model,
                    guint       position)
{
  DuoPaced *self = DUO_PACED (model);

  return position < self->n_shown ? g_list_model_get_item (self->model, position) : NULL;
}

static void
duo_paced_model_init (GListModelInterface *iface)
{
  iface->get_item_type = duo_paced_get_item_type;
  iface->get_n_items = duo_paced_get_n_items;
  iface->get_item = duo_paced_get_item;
}

static void
duo_paced_dispose (GObject *object)
{
  DuoPaced *self = DUO_PACED (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  self->n_shown = 0;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);

  G_OBJECT_CLASS (duo_paced_parent_class)->dispose (object);
}

static void
duo_paced_finalize (GObject *object)
{
  g_clear_object (&DUO_PACED (object)->model);

  G_OBJECT_CLASS (duo_paced_parent_class)->finalize (object);
}

static void
duo_paced_class_init (DuoPacedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = duo_paced_dispose;
  G_OBJECT_CLASS (klass)->finalize = duo_paced_finalize;
}

static void
duo_paced_init (DuoPaced *self)
{
}

DuoPaced *
duo_paced_new (GListModel *model)
{
  DuoPaced *self = g_object_new (DUO_TYPE_PACED, NULL);

  g_return_val_if_fail (G_IS_LIST_MODEL (model), self);

  self->model = g_object_ref (model);
  self->n_shown = g_list_model_get_n_items (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
duo_paced_catch_up (DuoPaced *self)
{
  g_return_if_fail (DUO_IS_PACED (self));

  if (count_held (self) > 0)
    release (self, count_held (self));
}
