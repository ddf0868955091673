/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-notifier.h"

#include <glib/gi18n.h>

#include "duo-limits.h"
#include "duo-notification-host.h"
#include "duo-notification-text.h"
#include "duo-relay.h"

/* What one conversation has to tell. */
typedef struct
{
  gint64 key;
  char *title; /* (owned) */
  char *body;  /* (owned) plain */
  gboolean is_wanted;
  gboolean is_due;       /* the desktop does not know this yet */
  gboolean is_shown;     /* the desktop has one */
  gint64 handed_over_us; /* when it got the last one, monotonic */
} Entry;

struct _DuoNotifier
{
  GObject parent_instance;

  GApplication *application; /* (borrowed: it owns this) (nullable) */
  DuoSettings *settings;     /* (owned) */
  char *profile;             /* (owned) (nullable) (constant) */
  GHashTable *entries;       /* (owned) (element-type gint64 Entry) */

  /* Each round asks who shows notifications before it sends any.  Its answer also
   * comes after those to what was sent before, and GLib mixes two up that overlap. */
  GCancellable *cancellable; /* (owned) */
  gboolean is_asking;
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (DuoNotifier, duo_notifier, G_TYPE_OBJECT)

static void schedule (DuoNotifier *self);

static void
entry_free (Entry *entry)
{
  g_free (entry->title);
  g_free (entry->body);
  g_free (entry);
}

static Entry *
take_entry (DuoNotifier *self,
            gint64       key)
{
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->key = key;
      g_hash_table_insert (self->entries, &entry->key, entry);
    }

  return entry;
}

/* -- To the desktop --------------------------------------------------------- */

/* All profiles of a sandbox share the names of their notifications. */
static char *
dup_id (DuoNotifier *self,
        const Entry *entry)
{
  return g_strdup_printf ("%s%sconversation-%" G_GINT64_FORMAT, self->profile != NULL ? self->profile : "",
                          self->profile != NULL ? "/" : "", entry->key);
}

static void
set_actions (DuoNotifier   *self,
             GNotification *notification,
             gint64         key)
{
  if (self->profile == NULL)
    {
      g_notification_set_default_action_and_target (notification, "app.open-conversation", "x", key);
      g_notification_add_button_with_target (notification, _("Reply"), "app.reply", "x", key);
      return;
    }

  g_notification_set_default_action_and_target_value (
    notification, "app." DUO_RELAY_ACTION, duo_relay_new_target (self->profile, "open-conversation", key));
  g_notification_add_button_with_target_value (notification, _("Reply"), "app." DUO_RELAY_ACTION,
                                               duo_relay_new_target (self->profile, "reply", key));
}

static void
show (DuoNotifier         *self,
      Entry               *entry,
      DuoNotificationHost  host)
{
  g_autoptr (GNotification) notification = g_notification_new (entry->title);
  g_autofree char *id = dup_id (self, entry);
  g_autofree char *markup = duo_notification_text_dup_markup (entry->body);

  g_notification_set_body (notification, host == DUO_NOTIFICATION_HOST_MARKUP ? markup : entry->body);
  g_notification_set_category (notification, "im.received");
  set_actions (self, notification, entry->key);
  g_application_send_notification (self->application, id, notification);
  entry->is_shown = TRUE;
}

static void
withdraw (DuoNotifier *self,
          Entry       *entry)
{
  g_autofree char *id = dup_id (self, entry);

  if (entry->is_shown)
    g_application_withdraw_notification (self->application, id);
}

/* Gives whether ENTRY is done with. */
static gboolean
hand_over (DuoNotifier         *self,
           Entry               *entry,
           DuoNotificationHost  host)
{
  entry->is_due = FALSE;
  if (!entry->is_wanted)
    {
      withdraw (self, entry);
      return TRUE;
    }

  entry->handed_over_us = g_get_monotonic_time ();
  if (host != DUO_NOTIFICATION_HOST_NONE)
    show (self, entry, host);

  return FALSE;
}

/* -- When ------------------------------------------------------------------- */

static gint64
get_due_us (const Entry *entry)
{
  if (!entry->is_due)
    return G_MAXINT64;
  if (!entry->is_wanted || entry->handed_over_us == 0)
    return 0;

  return entry->handed_over_us + DUO_NOTIFICATION_INTERVAL_MS * G_TIME_SPAN_MILLISECOND;
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  DuoNotifier *self = user_data;
  g_autoptr (GError) error = NULL;
  DuoNotificationHost host = duo_notification_host_find_finish (result, &error);
  gint64 now_us = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer entry;

  /* Cancelled: the notifier is gone. */
  if (error != NULL)
    return;

  self->is_asking = FALSE;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    if (get_due_us (entry) <= now_us && hand_over (self, entry, host))
      g_hash_table_iter_remove (&iter);
  schedule (self);
}

static void
ask (DuoNotifier *self)
{
  self->is_asking = TRUE;
  duo_notification_host_find_async (g_application_get_dbus_connection (self->application),
                                    self->cancellable, found_cb, self);
}

static gboolean
timeout_cb (gpointer user_data)
{
  DuoNotifier *self = user_data;

  self->timeout_id = 0;
  ask (self);

  return G_SOURCE_REMOVE;
}

static void
schedule (DuoNotifier *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 soonest_us = G_MAXINT64;
  GHashTableIter iter;
  gpointer entry;

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->is_asking)
    return;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    soonest_us = MIN (soonest_us, get_due_us (entry));
  if (soonest_us <= now_us)
    ask (self);
  else if (soonest_us != G_MAXINT64)
    self->timeout_id = g_timeout_add ((guint) ((soonest_us - now_us) / G_TIME_SPAN_MILLISECOND) + 1,
                                      timeout_cb, self);
}

/* -- What ------------------------------------------------------------------- */

/* BODY (transfer full). */
static void
tell (DuoNotifier *self,
      gint64       key,
      const char  *who,
      char        *body)
{
  Entry *entry = take_entry (self, key);

  g_free (entry->title);
  entry->title = duo_notification_text_dup_title (who);
  g_free (entry->body);
  entry->body = body;
  entry->is_wanted = TRUE;
  entry->is_due = TRUE;
  schedule (self);
}

void
duo_notifier_tell (DuoNotifier *self,
                   gint64       key,
                   const char  *who,
                   const char  *text,
                   guint        n_unread)
{
  gboolean shows_text;

  g_return_if_fail (DUO_IS_NOTIFIER (self));
  g_return_if_fail (text != NULL);

  if (!duo_settings_get_notifies (self->settings))
    return;

  shows_text = duo_settings_get_shows_text_in_notifications (self->settings);
  tell (self, key, who, duo_notification_text_dup_body (shows_text ? text : NULL, n_unread));
}

void
duo_notifier_tell_connected (DuoNotifier *self,
                             gint64       key,
                             const char  *who)
{
  g_return_if_fail (DUO_IS_NOTIFIER (self));

  if (duo_settings_get_notifies (self->settings))
    tell (self, key, who, g_strdup (_("You are connected now.")));
}

/* Gives whether the desktop has to be told. */
static gboolean
give_up (Entry *entry)
{
  entry->is_wanted = FALSE;
  entry->is_due = TRUE;

  return entry->is_shown;
}

void
duo_notifier_withdraw (DuoNotifier *self,
                       gint64       key)
{
  Entry *entry;

  g_return_if_fail (DUO_IS_NOTIFIER (self));

  entry = g_hash_table_lookup (self->entries, &key);
  if (entry == NULL)
    return;

  if (!give_up (entry))
    g_hash_table_remove (self->entries, &key);
  schedule (self);
}

void
duo_notifier_withdraw_all (DuoNotifier *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_return_if_fail (DUO_IS_NOTIFIER (self));

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    withdraw (self, entry);
  g_hash_table_remove_all (self->entries);
  schedule (self);
}

/* What was chosen holds for what is shown already, too. */
static void
choice_changed_cb (DuoNotifier *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    if (!give_up (entry))
      g_hash_table_iter_remove (&iter);
  schedule (self);
}

/* -- Life ------------------------------------------------------------------- */

static void
duo_notifier_dispose (GObject *object)
{
  DuoNotifier *self = DUO_NOTIFIER (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (duo_notifier_parent_class)->dispose (object);
}

static void
duo_notifier_finalize (GObject *object)
{
  DuoNotifier *self = DUO_NOTIFIER (object);

  g_clear_object (&self->cancellable);
  g_free (self->profile);
  g_hash_table_unref (self->entries);

  G_OBJECT_CLASS (duo_notifier_parent_class)->finalize (object);
}

static void
duo_notifier_class_init (DuoNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_notifier_dispose;
  object_class->finalize = duo_notifier_finalize;
}

static void
duo_notifier_init (DuoNotifier *self)
{
  self->cancellable = g_cancellable_new ();
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                         (GDestroyNotify) entry_free);
}

DuoNotifier *
duo_notifier_new (GApplication *application,
                  DuoSettings  *settings,
                  const char   *profile)
{
  DuoNotifier *self = g_object_new (DUO_TYPE_NOTIFIER, NULL);

  g_return_val_if_fail (G_IS_APPLICATION (application), self);
  g_return_val_if_fail (DUO_IS_SETTINGS (settings), self);

  g_set_weak_pointer (&self->application, application);
  self->settings = g_object_ref (settings);
  self->profile = g_strdup (profile);
  g_signal_connect_object (settings, "changed::notifies", G_CALLBACK (choice_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::shows-text-in-notifications",
                           G_CALLBACK (choice_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}
