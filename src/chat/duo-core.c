/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-core.h"

#include "duo-engine.h"

struct _DuoCore
{
  GObject parent_instance;

  DuoSettings *settings;     /* (owned) */
  DuoStore *store;           /* (owned) */
  DuoRoster *roster;         /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *conversations;  /* (owned) weak pointers to those that live */
};

G_DEFINE_FINAL_TYPE (DuoCore, duo_core, G_TYPE_OBJECT)

#define SCHEMA_ID "io.github.duologue.Duologue"
#define SCHEMA_PATH "/io/github/duologue/Duologue/"
#define PROFILE_NAME_MAX_CHARS 32
#define SHUT_DOWN_TIMEOUT_MS 2000

static void
forget_conversation_cb (gpointer  user_data,
                        GObject  *where_it_was)
{
  g_ptr_array_remove_fast (user_data, where_it_was);
}

static void
duo_core_dispose (GObject *object)
{
  DuoCore *self = DUO_CORE (object);

  g_cancellable_cancel (self->cancellable);
  for (guint i = 0; i < self->conversations->len; i++)
    g_object_weak_unref (g_ptr_array_index (self->conversations, i), forget_conversation_cb, self->conversations);
  g_ptr_array_set_size (self->conversations, 0);
  g_clear_object (&self->roster);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (duo_core_parent_class)->dispose (object);
}

static void
duo_core_finalize (GObject *object)
{
  DuoCore *self = DUO_CORE (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->conversations);

  G_OBJECT_CLASS (duo_core_parent_class)->finalize (object);
}

static void
duo_core_class_init (DuoCoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_core_dispose;
  object_class->finalize = duo_core_finalize;
}

static void
duo_core_init (DuoCore *self)
{
  self->cancellable = g_cancellable_new ();
  self->conversations = g_ptr_array_new ();
}

gboolean
duo_core_is_profile_name (const char *name)
{
  gsize length;

  g_return_val_if_fail (name != NULL, FALSE);

  length = strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_");

  return length >= 1 && length <= PROFILE_NAME_MAX_CHARS && name[length] == '\0';
}

/* Without a file that can be written, what is said lives as long as the program. */
static DuoStore *
open_store (const char *profile)
{
  g_autofree char *folder = profile != NULL
                              ? g_build_filename (g_get_user_data_dir (), "duologue", "profiles", profile, NULL)
                              : g_build_filename (g_get_user_data_dir (), "duologue", NULL);
  g_autofree char *path = g_build_filename (folder, "conversations.db", NULL);
  g_autofree char *set_aside = NULL;
  g_autoptr (GError) error = NULL;
  DuoStore *store = duo_store_open (path, &set_aside, &error);

  if (set_aside != NULL)
    g_warning ("the conversations could not be read and were set aside");
  if (store != NULL)
    return store;

  g_warning ("conversations are not kept: %s", error->message);

  return duo_store_open (NULL, NULL, NULL);
}

DuoCore *
duo_core_new (const char *profile)
{
  DuoCore *self = g_object_new (DUO_TYPE_CORE, NULL);
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (profile == NULL || duo_core_is_profile_name (profile), self);

  path = profile != NULL ? g_strdup_printf (SCHEMA_PATH "profiles/%s/", profile) : g_strdup (SCHEMA_PATH);
  settings = g_settings_new_with_path (SCHEMA_ID, path);
  self->settings = duo_settings_new (settings);
  self->store = open_store (profile);
  self->roster = duo_roster_new (self->store);

  return self;
}

static void
warm_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  /* Whoever invites or accepts first is told in the window. */
  if (duo_engine_warm_up_finish (result, &error))
    g_debug ("the engine is warm");
  else
    g_debug ("the engine does not start: %s", error->message);
}

void
duo_core_warm_up (DuoCore *self)
{
  g_return_if_fail (DUO_IS_CORE (self));

  duo_engine_warm_up_async (self->cancellable, warm_cb, NULL);
}

DuoSettings *
duo_core_get_settings (DuoCore *self)
{
  g_return_val_if_fail (DUO_IS_CORE (self), NULL);

  return self->settings;
}

DuoRoster *
duo_core_get_roster (DuoCore *self)
{
  g_return_val_if_fail (DUO_IS_CORE (self), NULL);

  return self->roster;
}

/* (nullable) */
static DuoConversation *
find_conversation (DuoCore         *self,
                   gint64           id,
                   DuoConversation *except)
{
  for (guint i = 0; i < self->conversations->len; i++)
    {
      DuoConversation *conversation = g_ptr_array_index (self->conversations, i);

      if (conversation != except && duo_conversation_get_id (conversation) == id)
        return conversation;
    }

  return NULL;
}

static void
claims_cb (DuoConversation *conversation,
           gint64           id,
           DuoCore         *self)
{
  DuoConversation *other = find_conversation (self, id, conversation);

  if (other != NULL)
    duo_conversation_release (other);
}

DuoConversation *
duo_core_create_conversation (DuoCore *self,
                              gint64   id)
{
  DuoConversation *conversation;

  g_return_val_if_fail (DUO_IS_CORE (self), NULL);

  conversation = id != 0 ? find_conversation (self, id, NULL) : NULL;
  if (conversation != NULL)
    return g_object_ref (conversation);

  conversation = duo_conversation_new (self->settings, self->roster, id);
  g_signal_connect_object (conversation, "claims", G_CALLBACK (claims_cb), self, 0);
  g_ptr_array_add (self->conversations, conversation);
  g_object_weak_ref (G_OBJECT (conversation), forget_conversation_cb, self->conversations);

  return conversation;
}

/* (transfer none) (nullable): the conversation whose invite ANSWER replies to. */
DuoConversation *
duo_core_find_inviter (DuoCore   *self,
                       DuoSignal *answer)
{
  g_return_val_if_fail (DUO_IS_CORE (self), NULL);

  for (guint i = 0; i < self->conversations->len; i++)
    if (duo_conversation_expects (g_ptr_array_index (self->conversations, i), answer))
      return g_ptr_array_index (self->conversations, i);

  return NULL;
}

DuoLoopback *
duo_core_create_loopback (DuoCore *self)
{
  g_return_val_if_fail (DUO_IS_CORE (self), NULL);

  return duo_loopback_new (self->settings);
}

gboolean
duo_core_shut_down (DuoCore *self)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (DUO_IS_CORE (self), TRUE);

  for (guint i = 0; i < self->conversations->len; i++)
    duo_conversation_close (g_ptr_array_index (self->conversations, i));
  duo_roster_forget_removed (self->roster);
  /* GTK keeps widgets, and with them the store, beyond the end. */
  if (!duo_store_settle (self->store, &error))
    g_warning ("what was deleted last may still be in a file: %s", error->message);

  return duo_engine_shut_down (SHUT_DOWN_TIMEOUT_MS);
}
