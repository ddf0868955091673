/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-announcer.h"

#include <dlfcn.h>

#include <glib/gi18n.h>

#include "duo-notice-text.h"
#include "duo-text.h"

/* What comes within this time is told together. */
#define GATHER_MS 400
/* So much of a message is said; the rest is in its row. */
#define SAID_MAX_CHARS 300
#define SAID_MAX_LINES 10
/* Of so many new rows it is counted how many are messages. */
#define COUNTED_MAX 100

/* GTK has gtk_accessible_announce () since 4.14, and the floor is 4.8: there the
 * name of a status changes, which is told to screen readers as well. */
typedef void (*AnnounceFunc) (GtkAccessible *accessible,
                              const char    *text,
                              int            priority);
#define PRIORITY_MEDIUM 1

struct _DuoAnnouncer
{
  GtkWidget parent_instance;

  DuoHistory *history; /* (owned) (nullable) */
  guint n_told;        /* its rows before this one were told */
  guint gather_id;
};

G_DEFINE_FINAL_TYPE (DuoAnnouncer, duo_announcer, GTK_TYPE_WIDGET)

void
duo_announcer_say (DuoAnnouncer *self,
                   const char   *text)
{
  AnnounceFunc announce;

  g_return_if_fail (DUO_IS_ANNOUNCER (self));
  g_return_if_fail (text != NULL);

  *(void **) &announce = dlsym (RTLD_DEFAULT, "gtk_accessible_announce");
  if (announce != NULL)
    announce (GTK_ACCESSIBLE (self), text, PRIORITY_MEDIUM);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* (transfer full) (nullable): NULL for what I said myself. */
static char *
dup_sentence (DuoMessage *message)
{
  g_autofree char *text = NULL;
  const char *author = duo_message_get_author (message);

  switch (duo_message_get_kind (message))
    {
    case DUO_MESSAGE_NOTICE:
      return duo_notice_text_dup (duo_message_get_notice (message), duo_message_get_amount (message));
    case DUO_MESSAGE_THEIRS:
      text = duo_text_make_shown (duo_message_get_text (message), SAID_MAX_CHARS, SAID_MAX_LINES, NULL);
      /* Translators: is read out: who said what. */
      return g_strdup_printf (_("%s: %s"), author != NULL ? author : C_("author", "Friend"), text);
    case DUO_MESSAGE_MINE:
    default:
      return NULL;
    }
}

static void
tell (DuoAnnouncer *self,
      guint         first,
      guint         n_items)
{
  g_autofree char *last = NULL;
  g_autofree char *all = NULL;
  guint n_messages = 0;

  for (guint i = MAX (first, n_items - MIN (n_items, COUNTED_MAX)); i < n_items; i++)
    {
      g_autoptr (DuoMessage) message = g_list_model_get_item (G_LIST_MODEL (self->history), i);
      char *sentence = dup_sentence (message);

      if (sentence == NULL)
        continue;
      n_messages += duo_message_get_kind (message) == DUO_MESSAGE_THEIRS;
      g_free (last);
      last = sentence;
    }
  if (last == NULL)
    return;
  if (n_messages < 2)
    {
      duo_announcer_say (self, last);
      return;
    }
  if (n_items - first > COUNTED_MAX)
    /* Translators: is read out; %s is the last one. */
    all = g_strdup_printf (_("Many new messages. The last one is: %s"), last);
  else
    all = g_strdup_printf (
      /* Translators: is read out; %s is the last one. */
      ngettext ("%u new message. The last one is: %s", "%u new messages. The last one is: %s", n_messages), n_messages,
      last);
  duo_announcer_say (self, all);
}

static gboolean
is_in_front (DuoAnnouncer *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root));
}

static gboolean
gather_cb (gpointer user_data)
{
  DuoAnnouncer *self = DUO_ANNOUNCER (user_data);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->history));
  guint first = self->n_told;

  self->gather_id = 0;
  self->n_told = n_items;
  if (n_items > first && is_in_front (self))
    tell (self, first, n_items);

  return G_SOURCE_REMOVE;
}

static void
items_changed_cb (DuoAnnouncer *self,
                  guint         position,
                  guint         removed,
                  guint         added)
{
  /* What is deleted or comes back was told before. */
  if (position < self->n_told)
    self->n_told += added - MIN (removed, self->n_told - position);
  if (self->gather_id == 0 && g_list_model_get_n_items (G_LIST_MODEL (self->history)) > self->n_told)
    self->gather_id = g_timeout_add (GATHER_MS, gather_cb, self);
}

static void
drop_history (DuoAnnouncer *self)
{
  g_clear_handle_id (&self->gather_id, g_source_remove);
  if (self->history != NULL)
    g_signal_handlers_disconnect_by_data (self->history, self);
  g_clear_object (&self->history);
}

static void
duo_announcer_dispose (GObject *object)
{
  drop_history (DUO_ANNOUNCER (object));

  G_OBJECT_CLASS (duo_announcer_parent_class)->dispose (object);
}

static void
duo_announcer_class_init (DuoAnnouncerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = duo_announcer_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "announcer");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
duo_announcer_init (DuoAnnouncer *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

void
duo_announcer_watch (DuoAnnouncer *self,
                     DuoHistory   *history)
{
  g_return_if_fail (DUO_IS_ANNOUNCER (self));

  if (self->history == history)
    return;

  drop_history (self);
  if (history == NULL)
    return;

  self->history = g_object_ref (history);
  self->n_told = g_list_model_get_n_items (G_LIST_MODEL (history));
  g_signal_connect_object (history, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
}
