/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-desk.h"

#include "duo-deletion.h"
#include "duo-preferences.h"
#include "duo-question.h"

struct _DuoDesk
{
  GObject parent_instance;

  GtkApplication *application; /* (borrowed: it owns this) (nullable) */
  DuoCore *core;               /* (owned) */
  DuoHerald *herald;           /* (owned) */
  DuoDeletion *deletion;       /* (owned) */
  gboolean is_warm;            /* the engine was told to start */
  gboolean is_ending;
  gboolean is_holding; /* the application runs on without a window */
  gboolean may_lose;   /* the person was asked */
};

G_DEFINE_FINAL_TYPE (DuoDesk, duo_desk, G_TYPE_OBJECT)

/* -- The first frame -------------------------------------------------------- */

/* It comes before everything that the person does not see. */
static void
first_frame_cb (GdkFrameClock *clock,
                DuoDesk       *self)
{
  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, self);
  if (self->is_warm || self->core == NULL)
    return;

  g_debug ("first frame");
  self->is_warm = TRUE;
  duo_core_warm_up (self->core);
}

static void
window_mapped_cb (GtkWidget *window,
                  DuoDesk   *self)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (first_frame_cb), self, 0);
}

void
duo_desk_present (DuoDesk   *self,
                  GtkWindow *window)
{
  g_return_if_fail (DUO_IS_DESK (self));
  g_return_if_fail (GTK_IS_WINDOW (window));

  if (!self->is_warm)
    g_signal_connect_object (window, "map", G_CALLBACK (window_mapped_cb), self, 0);
  gtk_window_present (window);
}

/* -- Closing ---------------------------------------------------------------- */

static gboolean
runs_in_background (DuoDesk *self)
{
  return duo_settings_get_runs_in_background (duo_core_get_settings (self->core));
}

static void
update_hold (DuoDesk *self)
{
  gboolean holds = runs_in_background (self) && !self->is_ending;

  if (holds == self->is_holding || self->application == NULL)
    return;

  self->is_holding = holds;
  if (holds)
    g_application_hold (G_APPLICATION (self->application));
  else
    g_application_release (G_APPLICATION (self->application));
}

static gboolean
is_shown_but (GtkWindow *window,
              GtkWindow *except)
{
  return window != except && gtk_window_get_transient_for (window) == NULL &&
         gtk_widget_get_visible (GTK_WIDGET (window));
}

/* The last window takes those with it that are hidden, after the person changed
 * their mind about the background. */
static void
close_hidden (DuoDesk   *self,
              GtkWindow *last)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (self->application));

  for (GList *l = windows; l != NULL; l = l->next)
    if (is_shown_but (l->data, last))
      return;
  for (GList *l = windows; l != NULL; l = l->next)
    if (l->data != last)
      gtk_window_close (l->data);
}

static void
keep_size (DuoDesk   *self,
           GtkWindow *window)
{
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  duo_settings_set_window_size (duo_core_get_settings (self->core), width, height,
                                gtk_window_is_maximized (window));
}

/* What waits in WINDOW and is kept nowhere. */
static guint
count_lost (GtkWindow *window)
{
  DuoConversation *conversation;

  if (!DUO_IS_WINDOW (window))
    return 0;

  conversation = duo_window_get_conversation (DUO_WINDOW (window));
  if (duo_conversation_get_keeps_history (conversation))
    return 0;

  return duo_history_get_n_waiting (duo_conversation_get_history (conversation));
}

static void
keep (GtkWindow *window)
{
  if (count_lost (window) > 0)
    duo_conversation_set_keeps_history (duo_window_get_conversation (DUO_WINDOW (window)), TRUE);
}

static void
close_anyway_cb (AdwMessageDialog *dialog,
                 const char       *response,
                 DuoDesk          *self)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  if (window == NULL || g_strcmp0 (response, "cancel") == 0)
    return;

  if (g_strcmp0 (response, "keep") == 0)
    keep (window);
  /* GTK 4.8 looks at the parent once more when the dialog goes. */
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  self->may_lose = TRUE;
  gtk_window_close (window);
  self->may_lose = FALSE;
}

/* A conversation that is still going on goes on out of sight. */
static gboolean
close_request_cb (GtkWindow *window,
                  DuoDesk   *self)
{
  DuoConversation *conversation = duo_window_get_conversation (DUO_WINDOW (window));
  gboolean goes_on = runs_in_background (self) &&
                     !duo_presence_is_free (duo_conversation_get_presence (conversation));

  if (gtk_widget_get_visible (GTK_WIDGET (window)))
    keep_size (self, window);
  if (self->is_ending)
    return GDK_EVENT_PROPAGATE;

  if (goes_on)
    {
      gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
      return GDK_EVENT_STOP;
    }
  if (count_lost (window) > 0 && !self->may_lose)
    {
      g_signal_connect_object (duo_question_lose (window, count_lost (window), /* quits= */ FALSE),
                               "response", G_CALLBACK (close_anyway_cb), self, 0);
      return GDK_EVENT_STOP;
    }
  if (!runs_in_background (self))
    close_hidden (self, window);

  return GDK_EVENT_PROPAGATE;
}

static void
end (DuoDesk *self)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (self->application));

  self->is_ending = TRUE;
  update_hold (self);
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  g_application_quit (G_APPLICATION (self->application));
}

static void
quit_anyway_cb (AdwMessageDialog *dialog,
                const char       *response,
                DuoDesk          *self)
{
  if (g_strcmp0 (response, "cancel") == 0)
    return;

  if (g_strcmp0 (response, "keep") == 0)
    for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
      keep (l->data);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), NULL);
  end (self);
}

void
duo_desk_quit (DuoDesk *self)
{
  GtkWindow *losing = NULL;
  guint n = 0;

  g_return_if_fail (DUO_IS_DESK (self));

  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    {
      n += count_lost (l->data);
      if (losing == NULL && count_lost (l->data) > 0)
        losing = l->data;
    }
  if (losing == NULL)
    {
      end (self);
      return;
    }

  gtk_window_present (losing);
  g_signal_connect_object (duo_question_lose (losing, n, /* quits= */ TRUE), "response",
                           G_CALLBACK (quit_anyway_cb), self, 0);
}

/* -- Deleting --------------------------------------------------------------- */

/* (nullable): the window that shows the conversation ID of the roster. */
static DuoWindow *
find_shower (DuoDesk *self,
             gint64   id)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (DUO_IS_WINDOW (l->data) && duo_conversation_get_id (duo_window_get_conversation (l->data)) == id)
      return l->data;

  return NULL;
}

static void
take (DuoDesk *self,
      gint64   id)
{
  DuoWindow *shower = find_shower (self, id);

  duo_deletion_take (self->deletion, id, shower != NULL ? duo_window_get_conversation (shower) : NULL);
}

static void
offer_undo (DuoDesk   *self,
            GtkWindow *window)
{
  AdwToast *toast = duo_deletion_make_toast (self->deletion);

  if (DUO_IS_WINDOW (window))
    duo_window_add_toast (DUO_WINDOW (window), toast);
  else
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (window), toast);
}

/* What a question was about. */
typedef struct
{
  DuoDesk *desk;                 /* (owned) */
  DuoConversation *conversation; /* (owned) */
} Asked;

static void
asked_free (gpointer  data,
            GClosure *closure)
{
  Asked *asked = data;

  g_object_unref (asked->desk);
  g_object_unref (asked->conversation);
  g_free (asked);
}

static void
delete_open_cb (AdwMessageDialog *dialog,
                const char       *response,
                Asked            *asked)
{
  gint64 id = duo_conversation_get_id (asked->conversation);

  if (g_strcmp0 (response, "delete") != 0)
    return;

  if (id == 0)
    {
      duo_conversation_clear (asked->conversation);
      return;
    }
  take (asked->desk, id);
  offer_undo (asked->desk, gtk_window_get_transient_for (GTK_WINDOW (dialog)));
}

static void
ask_to_delete (DuoDesk         *self,
               DuoWindow       *from,
               DuoConversation *conversation)
{
  gboolean is_open = !duo_presence_is_free (duo_conversation_get_presence (conversation));
  AdwMessageDialog *dialog =
    duo_question_delete (GTK_WINDOW (from), duo_conversation_get_title (conversation), is_open,
                         duo_conversation_get_id (conversation) != 0);
  Asked *asked = g_new0 (Asked, 1);

  asked->desk = g_object_ref (self);
  asked->conversation = g_object_ref (conversation);
  g_signal_connect_data (dialog, "response", G_CALLBACK (delete_open_cb), asked, asked_free, 0);
}

/* Nothing is asked where everything can be had back. */
static void
deletes_cb (DuoWindow *from,
            gint64     id,
            DuoDesk   *self)
{
  DuoWindow *shower = id != 0 ? find_shower (self, id) : from;
  DuoConversation *conversation = shower != NULL ? duo_window_get_conversation (shower) : NULL;

  if (conversation != NULL &&
      (id == 0 || !duo_presence_is_free (duo_conversation_get_presence (conversation))))
    {
      ask_to_delete (self, from, conversation);
      return;
    }
  take (self, id);
  offer_undo (self, GTK_WINDOW (from));
}

static void
delete_all_cb (AdwMessageDialog *dialog,
               const char       *response,
               DuoDesk          *self)
{
  DuoRoster *roster = duo_core_get_roster (self->core);
  g_autoptr (DuoAcquaintance) first = NULL;

  if (g_strcmp0 (response, "delete") != 0)
    return;

  while ((first = g_list_model_get_item (G_LIST_MODEL (roster), 0)) != NULL)
    {
      take (self, duo_acquaintance_get_id (first));
      g_clear_object (&first);
    }
  offer_undo (self, gtk_window_get_transient_for (GTK_WINDOW (dialog)));
}

void
duo_desk_delete_all (DuoDesk   *self,
                     GtkWindow *parent)
{
  g_return_if_fail (DUO_IS_DESK (self));
  g_return_if_fail (GTK_IS_WINDOW (parent));

  g_signal_connect_object (duo_question_delete_all (parent), "response", G_CALLBACK (delete_all_cb),
                           self, 0);
}

/* -- Opening ---------------------------------------------------------------- */

static void
restore_size (DuoDesk   *self,
              GtkWindow *window)
{
  int width, height;
  gboolean is_maximized;

  duo_settings_get_window_size (duo_core_get_settings (self->core), &width, &height, &is_maximized);
  gtk_window_set_default_size (window, width, height);
  if (is_maximized)
    gtk_window_maximize (window);
}

static void
opens_cb (DuoWindow *from,
          gint64     id,
          DuoDesk   *self)
{
  duo_desk_show (self, from, id);
}

/* What goes on elsewhere is not kept out of sight. */
static void
released_cb (DuoConversation *conversation,
             DuoDesk         *self)
{
  DuoWindow *window = duo_desk_find (self, conversation);

  if (window != NULL && !gtk_widget_get_visible (GTK_WIDGET (window)))
    gtk_window_destroy (GTK_WINDOW (window));
}

static DuoWindow *
open_window (DuoDesk *self,
             gint64   id)
{
  g_autoptr (DuoConversation) conversation = duo_core_create_conversation (self->core, id);
  DuoWindow *window = duo_window_new (self->application, conversation, duo_core_get_settings (self->core),
                                      duo_core_get_roster (self->core));

  duo_herald_watch (self->herald, conversation);
  g_signal_connect_object (conversation, "released", G_CALLBACK (released_cb), self, 0);
  restore_size (self, GTK_WINDOW (window));
  g_signal_connect_object (window, "close-request", G_CALLBACK (close_request_cb), self, 0);
  g_signal_connect_object (window, "opens-conversation", G_CALLBACK (opens_cb), self, 0);
  g_signal_connect_object (window, "deletes-conversation", G_CALLBACK (deletes_cb), self, 0);
  update_hold (self);
  duo_desk_present (self, GTK_WINDOW (window));

  return window;
}

DuoWindow *
duo_desk_open (DuoDesk *self)
{
  g_return_val_if_fail (DUO_IS_DESK (self), NULL);

  return open_window (self, 0);
}

DuoWindow *
duo_desk_show (DuoDesk   *self,
               DuoWindow *from,
               gint64     id)
{
  DuoWindow *shower;

  g_return_val_if_fail (DUO_IS_DESK (self), NULL);
  g_return_val_if_fail (id != 0, NULL);

  shower = find_shower (self, id);
  if (shower == NULL && (from == NULL || !duo_window_is_unused (from)))
    return open_window (self, id);

  if (shower == NULL)
    {
      duo_conversation_open (duo_window_get_conversation (from), id);
      shower = from;
    }
  gtk_window_present (GTK_WINDOW (shower));

  return shower;
}

void
duo_desk_present_any (DuoDesk *self)
{
  GList *windows;

  g_return_if_fail (DUO_IS_DESK (self));

  windows = gtk_application_get_windows (self->application);
  for (GList *l = windows; l != NULL; l = l->next)
    if (is_shown_but (l->data, NULL))
      {
        gtk_window_present (l->data);
        return;
      }
  if (windows != NULL)
    gtk_window_present (windows->data);
  else
    duo_desk_open (self);
}

/* -- Finding ---------------------------------------------------------------- */

DuoWindow *
duo_desk_find (DuoDesk         *self,
               DuoConversation *conversation)
{
  g_return_val_if_fail (DUO_IS_DESK (self), NULL);

  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (DUO_IS_WINDOW (l->data) && duo_window_get_conversation (l->data) == conversation)
      return l->data;

  return NULL;
}

DuoWindow *
duo_desk_get_unused (DuoDesk *self)
{
  g_return_val_if_fail (DUO_IS_DESK (self), NULL);

  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (DUO_IS_WINDOW (l->data) && duo_window_is_unused (l->data))
      {
        gtk_window_present (l->data);
        return l->data;
      }

  return duo_desk_open (self);
}

gboolean
duo_desk_made (DuoDesk   *self,
               DuoSignal *offer)
{
  g_return_val_if_fail (DUO_IS_DESK (self), FALSE);

  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (DUO_IS_WINDOW (l->data) && duo_window_made (l->data, offer))
      return TRUE;

  return FALSE;
}

/* -- Life ------------------------------------------------------------------- */

static void
duo_desk_dispose (GObject *object)
{
  DuoDesk *self = DUO_DESK (object);

  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->deletion);
  g_clear_object (&self->herald);
  g_clear_object (&self->core);

  G_OBJECT_CLASS (duo_desk_parent_class)->dispose (object);
}

static void
duo_desk_class_init (DuoDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = duo_desk_dispose;
}

static void
duo_desk_init (DuoDesk *self)
{
}

DuoDesk *
duo_desk_new (GtkApplication *application,
              DuoCore        *core,
              DuoHerald      *herald)
{
  DuoDesk *self = g_object_new (DUO_TYPE_DESK, NULL);

  g_return_val_if_fail (GTK_IS_APPLICATION (application), self);
  g_return_val_if_fail (DUO_IS_CORE (core), self);
  g_return_val_if_fail (DUO_IS_HERALD (herald), self);

  g_set_weak_pointer (&self->application, application);
  self->core = g_object_ref (core);
  self->herald = g_object_ref (herald);
  self->deletion = duo_deletion_new (duo_core_get_roster (core));
  g_signal_connect_object (duo_core_get_settings (core), "changed::runs-in-background",
                           G_CALLBACK (update_hold), self, G_CONNECT_SWAPPED);

  return self;
}
