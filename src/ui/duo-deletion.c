/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-deletion.h"

#include <glib/gi18n.h>

/* Long enough to notice a slip. */
#define UNDO_S 10

/* Where one was shown. */
typedef struct
{
  gint64 id;
  GWeakRef conversation;
} Place;

struct _DuoDeletion
{
  GObject parent_instance;

  DuoRoster *roster; /* (owned) */
  AdwToast *toast;   /* (nullable) (weak): its end is that of Undo */
  GPtrArray *places; /* (owned) (element-type Place) */
  guint n_taken;
};

G_DEFINE_FINAL_TYPE (DuoDeletion, duo_deletion, G_TYPE_OBJECT)

static void
place_free (Place *place)
{
  g_weak_ref_clear (&place->conversation);
  g_free (place);
}

static void
forget (DuoDeletion *self)
{
  self->n_taken = 0;
  g_ptr_array_set_size (self->places, 0);
}

/* -- The toast -------------------------------------------------------------- */

static void
toast_gone_cb (gpointer  data,
               GObject  *toast)
{
  DuoDeletion *self = data;

  self->toast = NULL;
  duo_roster_forget_removed (self->roster);
  forget (self);
}

/* What it offered is offered by another one, or was taken. */
static void
drop_toast (DuoDeletion *self)
{
  AdwToast *toast = g_steal_pointer (&self->toast);

  if (toast == NULL)
    return;

  g_object_weak_unref (G_OBJECT (toast), toast_gone_cb, self);
  g_signal_handlers_disconnect_by_data (toast, self);
  adw_toast_dismiss (toast);
}

static void
dismissed_cb (AdwToast    *toast,
              DuoDeletion *self)
{
  g_object_weak_unref (G_OBJECT (toast), toast_gone_cb, self);
  g_signal_handlers_disconnect_by_data (toast, self);
  toast_gone_cb (self, NULL);
}

static void
undo_cb (DuoDeletion *self)
{
  drop_toast (self);
  duo_roster_restore (self->roster);
  for (guint i = 0; i < self->places->len; i++)
    {
      Place *place = g_ptr_array_index (self->places, i);
      g_autoptr (DuoConversation) conversation = g_weak_ref_get (&place->conversation);

      if (conversation != NULL && duo_conversation_is_unused (conversation))
        duo_conversation_open (conversation, place->id);
    }
  forget (self);
}

AdwToast *
duo_deletion_make_toast (DuoDeletion *self)
{
  g_autofree char *title = NULL;

  g_return_val_if_fail (DUO_IS_DELETION (self), NULL);

  drop_toast (self);
  title = g_strdup_printf (ngettext ("Conversation deleted", "%u conversations deleted", self->n_taken),
                           self->n_taken);
  self->toast = adw_toast_new (title);
  adw_toast_set_timeout (self->toast, UNDO_S);
  adw_toast_set_button_label (self->toast, _("_Undo"));
  g_object_weak_ref (G_OBJECT (self->toast), toast_gone_cb, self);
  g_signal_connect_object (self->toast, "button-clicked", G_CALLBACK (undo_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->toast, "dismissed", G_CALLBACK (dismissed_cb), self, 0);

  return self->toast;
}

/* -- What is deleted -------------------------------------------------------- */

void
duo_deletion_take (DuoDeletion     *self,
                   gint64           id,
                   DuoConversation *shown)
{
  g_return_if_fail (DUO_IS_DELETION (self));
  g_return_if_fail (id != 0);

  if (shown != NULL)
    {
      Place *place = g_new0 (Place, 1);

      place->id = id;
      g_weak_ref_init (&place->conversation, shown);
      g_ptr_array_add (self->places, place);
      duo_conversation_clear (shown);
    }
  duo_roster_remove (self->roster, id);
  self->n_taken++;
}

/* -- Life ------------------------------------------------------------------- */

static void
duo_deletion_dispose (GObject *object)
{
  DuoDeletion *self = DUO_DELETION (object);

  if (self->toast != NULL)
    g_object_weak_unref (G_OBJECT (self->toast), toast_gone_cb, self);
  self->toast = NULL;
  g_clear_object (&self->roster);

  G_OBJECT_CLASS (duo_deletion_parent_class)->dispose (object);
}

static void
duo_deletion_finalize (GObject *object)
{
  g_ptr_array_unref (DUO_DELETION (object)->places);

  G_OBJECT_CLASS (duo_deletion_parent_class)->finalize (object);
}

static void
duo_deletion_class_init (DuoDeletionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_deletion_dispose;
  object_class->finalize = duo_deletion_finalize;
}

static void
duo_deletion_init (DuoDeletion *self)
{
  self->places = g_ptr_array_new_with_free_func ((GDestroyNotify) place_free);
}

DuoDeletion *
duo_deletion_new (DuoRoster *roster)
{
  DuoDeletion *self = g_object_new (DUO_TYPE_DELETION, NULL);

  g_return_val_if_fail (DUO_IS_ROSTER (roster), self);

  self->roster = g_object_ref (roster);

  return self;
}
