/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-herald.h"

/* One conversation. */
typedef struct
{
  DuoHerald *herald;             /* (borrowed: it owns this) */
  DuoConversation *conversation; /* (weak) */
  gint64 number;                 /* its key while it is not kept */
  gint64 told_key;               /* under which something is notified; 0 for nothing */
  gboolean was_joined;
} Watch;

struct _DuoHerald
{
  GObject parent_instance;

  DuoNotifier *notifier; /* (owned) */
  GPtrArray *watches;    /* (owned) (element-type Watch) */
  gint64 n_numbers;
};

G_DEFINE_FINAL_TYPE (DuoHerald, duo_herald, G_TYPE_OBJECT)

static gint64
get_key (const Watch *watch)
{
  gint64 id = duo_conversation_get_id (watch->conversation);

  return id != 0 ? id : watch->number;
}

static void
withdraw (Watch *watch)
{
  if (watch->told_key != 0)
    duo_notifier_withdraw (watch->herald->notifier, watch->told_key);
  watch->told_key = 0;
}

/* -- What happens ----------------------------------------------------------- */

static void
arrived_cb (DuoConversation *conversation,
            DuoMessage      *newest,
            Watch           *watch)
{
  DuoHistory *history = duo_conversation_get_history (conversation);

  if (duo_conversation_get_is_in_front (conversation))
    return;

  watch->told_key = get_key (watch);
  duo_notifier_tell (watch->herald->notifier, watch->told_key, duo_conversation_get_title (conversation),
                     duo_message_get_text (newest), duo_history_get_n_unread (history));
}

static void
presence_cb (Watch *watch)
{
  DuoPresence presence = duo_conversation_get_presence (watch->conversation);
  gboolean was_joined = watch->was_joined;

  watch->was_joined = presence == DUO_PRESENCE_CONNECTED || presence == DUO_PRESENCE_SHAKY;
  if (was_joined || !watch->was_joined || duo_conversation_get_is_in_front (watch->conversation))
    return;

  watch->told_key = get_key (watch);
  duo_notifier_tell_connected (watch->herald->notifier, watch->told_key,
                               duo_conversation_get_title (watch->conversation));
}

static void
in_front_cb (Watch *watch)
{
  if (duo_conversation_get_is_in_front (watch->conversation))
    withdraw (watch);
}

/* What was told belongs to a conversation that is shown elsewhere now, or nowhere. */
static void
history_cb (Watch *watch)
{
  withdraw (watch);
}

/* -- Whom it watches -------------------------------------------------------- */

static void
conversation_gone_cb (gpointer  data,
                      GObject  *conversation)
{
  Watch *watch = data;

  withdraw (watch);
  watch->conversation = NULL;
  g_ptr_array_remove_fast (watch->herald->watches, watch);
}

static void
watch_free (Watch *watch)
{
  if (watch->conversation != NULL)
    {
      g_signal_handlers_disconnect_by_data (watch->conversation, watch);
      g_object_weak_unref (G_OBJECT (watch->conversation), conversation_gone_cb, watch);
    }
  g_free (watch);
}

static Watch *
find_watch (DuoHerald       *self,
            DuoConversation *conversation)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      Watch *watch = g_ptr_array_index (self->watches, i);

      if (watch->conversation == conversation)
        return watch;
    }

  return NULL;
}

void
duo_herald_watch (DuoHerald       *self,
                  DuoConversation *conversation)
{
  Watch *watch;

  g_return_if_fail (DUO_IS_HERALD (self));
  g_return_if_fail (DUO_IS_CONVERSATION (conversation));

  if (find_watch (self, conversation) != NULL)
    return;

  watch = g_new0 (Watch, 1);
  watch->herald = self;
  watch->conversation = conversation;
  watch->number = --self->n_numbers;
  g_object_weak_ref (G_OBJECT (conversation), conversation_gone_cb, watch);
  g_signal_connect (conversation, "arrived", G_CALLBACK (arrived_cb), watch);
  g_signal_connect_swapped (conversation, "notify::presence", G_CALLBACK (presence_cb), watch);
  g_signal_connect_swapped (conversation, "notify::is-in-front", G_CALLBACK (in_front_cb), watch);
  g_signal_connect_swapped (conversation, "notify::history", G_CALLBACK (history_cb), watch);
  g_ptr_array_add (self->watches, watch);
}

DuoConversation *
duo_herald_find (DuoHerald *self,
                 gint64     key)
{
  g_return_val_if_fail (DUO_IS_HERALD (self), NULL);

  for (guint i = 0; i < self->watches->len; i++)
    {
      Watch *watch = g_ptr_array_index (self->watches, i);

      if (get_key (watch) == key || watch->told_key == key)
        return watch->conversation;
    }

  return NULL;
}

/* -- Life ------------------------------------------------------------------- */

static void
duo_herald_dispose (GObject *object)
{
  DuoHerald *self = DUO_HERALD (object);

  g_ptr_array_set_size (self->watches, 0);
  g_clear_object (&self->notifier);

  G_OBJECT_CLASS (duo_herald_parent_class)->dispose (object);
}

static void
duo_herald_finalize (GObject *object)
{
  g_ptr_array_unref (DUO_HERALD (object)->watches);

  G_OBJECT_CLASS (duo_herald_parent_class)->finalize (object);
}

static void
duo_herald_class_init (DuoHeraldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_herald_dispose;
  object_class->finalize = duo_herald_finalize;
}

static void
duo_herald_init (DuoHerald *self)
{
  self->watches = g_ptr_array_new_with_free_func ((GDestroyNotify) watch_free);
}

DuoHerald *
duo_herald_new (DuoNotifier *notifier)
{
  DuoHerald *self = g_object_new (DUO_TYPE_HERALD, NULL);

  g_return_val_if_fail (DUO_IS_NOTIFIER (notifier), self);

  self->notifier = g_object_ref (notifier);

  return self;
}
