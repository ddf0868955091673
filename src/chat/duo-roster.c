/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-roster.h"

#include <string.h>

#include "duo-acquaintance.h"
#include "duo-limits.h"

/* The rows of the store's conversations, in memory: there are some hundreds at
 * most.  Those that were removed stay in the store, unseen, until nobody can ask
 * for them back. */
struct _DuoRoster
{
  GObject parent_instance;

  DuoStore *store;    /* (owned) (constant) */
  GPtrArray *shown;   /* (owned) (element-type DuoAcquaintance) */
  GPtrArray *removed; /* (owned) (element-type DuoAcquaintance): the last one last */
  DuoSpent *spent;    /* (owned) (constant) */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void duo_roster_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DuoRoster, duo_roster, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, duo_roster_model_init))

static gboolean
find_by_id (GPtrArray *array,
            gint64     id,
            guint     *out_position)
{
  for (guint i = 0; i < array->len; i++)
    if (duo_acquaintance_get_id (g_ptr_array_index (array, i)) == id)
      {
        *out_position = i;
        return TRUE;
      }

  return FALSE;
}

static void
load (DuoRoster *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = duo_store_list_conversations (self->store, &error);

  if (rows == NULL)
    {
      g_warning ("the conversations cannot be read: %s", error->message);
      return;
    }
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->shown, duo_acquaintance_new (self->store, g_ptr_array_index (rows, i)));
}

/* Where a row belongs whose conversation was last spoken in at LAST_AT_US. */
static guint
find_place (DuoRoster *self,
            gint64     last_at_us)
{
  guint i = 0;

  while (i < self->shown->len &&
         duo_acquaintance_get_last_at_us (g_ptr_array_index (self->shown, i)) > last_at_us)
    i++;

  return i;
}

static void
insert (DuoRoster       *self,
        DuoAcquaintance *acquaintance)
{
  guint place = find_place (self, duo_acquaintance_get_last_at_us (acquaintance));

  g_ptr_array_insert (self->shown, place, g_object_ref (acquaintance));
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
}

static void
take_out (DuoRoster *self,
          guint      position)
{
  g_ptr_array_remove_index (self->shown, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

/* -- GListModel ---------------------------------------------------------------- */

static GType
duo_roster_get_item_type (GListModel *model)
{
  return DUO_TYPE_ACQUAINTANCE;
}

static guint
duo_roster_get_n_items (GListModel *model)
{
  return DUO_ROSTER (model)->shown->len;
}

static gpointer
duo_roster_get_item (GListModel *model,
                     guint       position)
{
  DuoRoster *self = DUO_ROSTER (model);

  return position < self->shown->len ? g_object_ref (g_ptr_array_index (self->shown, position)) : NULL;
}

static void
duo_roster_model_init (GListModelInterface *iface)
{
  iface->get_item_type = duo_roster_get_item_type;
  iface->get_n_items = duo_roster_get_n_items;
  iface->get_item = duo_roster_get_item;
}

/* -- The object ------------------------------------------------------------------ */

static void
duo_roster_dispose (GObject *object)
{
  DuoRoster *self = DUO_ROSTER (object);

  if (self->store != NULL)
    duo_roster_forget_removed (self);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (duo_roster_parent_class)->dispose (object);
}

static void
duo_roster_finalize (GObject *object)
{
  DuoRoster *self = DUO_ROSTER (object);

  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->removed);
  duo_spent_free (self->spent);

  G_OBJECT_CLASS (duo_roster_parent_class)->finalize (object);
}

static void
duo_roster_class_init (DuoRosterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_roster_dispose;
  object_class->finalize = duo_roster_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
duo_roster_init (DuoRoster *self)
{
  self->spent = duo_spent_new ();
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->removed = g_ptr_array_new_with_free_func (g_object_unref);
}

DuoRoster *
duo_roster_new (DuoStore *store)
{
  DuoRoster *self = g_object_new (DUO_TYPE_ROSTER, NULL);

  g_return_val_if_fail (DUO_IS_STORE (store), self);

  self->store = g_object_ref (store);
  load (self);

  return self;
}

DuoStore *
duo_roster_get_store (DuoRoster *self)
{
  g_return_val_if_fail (DUO_IS_ROSTER (self), NULL);

  return self->store;
}

DuoSpent *
duo_roster_get_spent (DuoRoster *self)
{
  g_return_val_if_fail (DUO_IS_ROSTER (self), NULL);

  return self->spent;
}

static void
tell_changed (DuoRoster *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

DuoAcquaintance *
duo_roster_lookup (DuoRoster *self,
                   gint64     id)
{
  guint position;

  g_return_val_if_fail (DUO_IS_ROSTER (self), NULL);

  return find_by_id (self->shown, id, &position) ? g_ptr_array_index (self->shown, position) : NULL;
}

guint
duo_roster_count_unread (DuoRoster *self,
                         gint64     except)
{
  guint n = 0;

  g_return_val_if_fail (DUO_IS_ROSTER (self), 0);

  for (guint i = 0; i < self->shown->len; i++)
    {
      DuoAcquaintance *acquaintance = g_ptr_array_index (self->shown, i);

      if (duo_acquaintance_get_id (acquaintance) != except && duo_acquaintance_get_n_unread (acquaintance) > 0)
        n++;
    }

  return n;
}

static void
read_again (DuoRoster *self,
            gint64     id)
{
  g_autoptr (DuoStoredConversation) row = NULL;
  g_autoptr (DuoAcquaintance) acquaintance = NULL;
  guint position;

  row = duo_store_load_conversation (self->store, id, NULL);
  if (!find_by_id (self->shown, id, &position))
    {
      if (row == NULL)
        return;
      acquaintance = duo_acquaintance_new (self->store, row);
      insert (self, acquaintance);
      return;
    }

  acquaintance = g_object_ref (g_ptr_array_index (self->shown, position));
  if (row == NULL)
    {
      take_out (self, position);
      return;
    }
  if (row->last_at_us == duo_acquaintance_get_last_at_us (acquaintance) || position == 0)
    {
      duo_acquaintance_update (acquaintance, row);
      return;
    }
  take_out (self, position);
  duo_acquaintance_update (acquaintance, row);
  insert (self, acquaintance);
}

void
duo_roster_refresh (DuoRoster *self,
                    gint64     id)
{
  guint position;

  g_return_if_fail (DUO_IS_ROSTER (self));

  if (find_by_id (self->removed, id, &position))
    return;

  read_again (self, id);
  tell_changed (self);
}

void
duo_roster_remove (DuoRoster *self,
                   gint64     id)
{
  guint position;

  g_return_if_fail (DUO_IS_ROSTER (self));

  if (!find_by_id (self->shown, id, &position))
    return;

  g_ptr_array_add (self->removed, g_object_ref (g_ptr_array_index (self->shown, position)));
  take_out (self, position);
  tell_changed (self);
}

void
duo_roster_restore (DuoRoster *self)
{
  g_autoptr (GPtrArray) removed = NULL;

  g_return_if_fail (DUO_IS_ROSTER (self));

  removed = g_steal_pointer (&self->removed);
  self->removed = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < removed->len; i++)
    insert (self, g_ptr_array_index (removed, i));
  tell_changed (self);
}

void
duo_roster_forget_removed (DuoRoster *self)
{
  g_return_if_fail (DUO_IS_ROSTER (self));

  for (guint i = 0; i < self->removed->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!duo_store_delete_conversation (self->store,
                                          duo_acquaintance_get_id (g_ptr_array_index (self->removed, i)),
                                          &error))
        g_warning ("a conversation cannot be deleted: %s", error->message);
    }
  g_ptr_array_set_size (self->removed, 0);
}

/* -- Knowing each other again ------------------------------------------------------- */

static void
shuffle (DuoReunionTag *tags,
         guint          n)
{
  for (guint i = n - 1; i > 0; i--)
    {
      guint32 random;
      guint j;
      DuoReunionTag tag;

      duo_reunion_fill_random ((guint8 *) &random, sizeof random);
      j = random % (i + 1);
      tag = tags[i];
      tags[i] = tags[j];
      tags[j] = tag;
    }
}

/* In no order, so that their number and age stay my own business. */
void
duo_roster_get_tags (DuoRoster     *self,
                     const guint8  *transcript,
                     gboolean       is_inviter,
                     const guint8  *own_secret,
                     DuoReunionTag *tags)
{
  guint n = 0;

  g_return_if_fail (DUO_IS_ROSTER (self));
  g_return_if_fail (transcript != NULL);
  g_return_if_fail (tags != NULL);

  if (own_secret != NULL)
    duo_reunion_get_tag (own_secret, transcript, is_inviter, &tags[n++]);
  for (guint i = 0; i < self->shown->len && n < DUO_REUNION_TAGS; i++)
    {
      const guint8 *secret = duo_acquaintance_get_secret (g_ptr_array_index (self->shown, i));

      if (secret != NULL && (own_secret == NULL || memcmp (secret, own_secret, DUO_REUNION_SECRET_BYTES) != 0))
        duo_reunion_get_tag (secret, transcript, is_inviter, &tags[n++]);
    }
  if (n < DUO_REUNION_TAGS)
    duo_reunion_fill_random (tags[n].bytes, (DUO_REUNION_TAGS - n) * sizeof *tags);
  shuffle (tags, DUO_REUNION_TAGS);
}

gint64
duo_roster_find (DuoRoster           *self,
                 const guint8        *transcript,
                 gboolean             is_friend_inviter,
                 const DuoReunionTag *tags,
                 guint                n_tags,
                 guint8              *out_secret)
{
  g_return_val_if_fail (DUO_IS_ROSTER (self), 0);
  g_return_val_if_fail (transcript != NULL, 0);

  for (guint i = 0; i < self->shown->len; i++)
    {
      DuoAcquaintance *acquaintance = g_ptr_array_index (self->shown, i);
      const guint8 *secret = duo_acquaintance_get_secret (acquaintance);
      DuoReunionTag tag;

      if (secret == NULL)
        continue;
      duo_reunion_get_tag (secret, transcript, is_friend_inviter, &tag);
      if (!duo_reunion_has_tag (tags, n_tags, &tag))
        continue;
      memcpy (out_secret, secret, DUO_REUNION_SECRET_BYTES);
      return duo_acquaintance_get_id (acquaintance);
    }

  return 0;
}
