/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-link-opener.h"

#include <glib/gi18n.h>

#include "duo-chat-error.h"
#include "duo-command-line.h"
#include "duo-error-text.h"
#include "duo-link-dialog.h"
#include "duo-proto-error.h"

struct _DuoLinkOpener
{
  GObject parent_instance;

  GtkApplication *application; /* (borrowed: it owns this) (nullable) */
  DuoCore *core;               /* (owned) */
  DuoDesk *desk;               /* (owned) */
  GtkWindow *question;         /* (nullable) (weak): what is asked about a link */
};

G_DEFINE_FINAL_TYPE (DuoLinkOpener, duo_link_opener, G_TYPE_OBJECT)

static void
tell (DuoLinkOpener *self,
      const char    *text)
{
  GtkWindow *parent = gtk_application_get_active_window (self->application);

  if (parent == NULL)
    parent = GTK_WINDOW (duo_desk_open (self->desk));
  g_set_weak_pointer (&self->question, duo_link_dialog_tell (parent, text));
}

/* Whichever window it was used in. */
static gboolean
is_spent (DuoLinkOpener *self,
          DuoSignal     *signal)
{
  return duo_spent_contains (duo_roster_get_spent (duo_core_get_roster (self->core)), signal);
}

static DuoWindow *
get_window_for (DuoLinkOpener  *self,
                DuoSignal      *signal,
                GError        **error)
{
  DuoConversation *inviter;
  DuoWindow *window = NULL;

  switch (duo_signal_get_kind (signal))
    {
    case DUO_SIGNAL_OFFER:
      if (duo_desk_made (self->desk, signal))
        g_set_error_literal (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_OWN_SIGNAL, "made here");
      else if (is_spent (self, signal))
        g_set_error_literal (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_USED, "used before");
      else
        window = duo_desk_get_unused (self->desk);
      return window;
    case DUO_SIGNAL_ANSWER:
      inviter = duo_core_find_inviter (self->core, signal);
      if (inviter != NULL)
        window = duo_desk_find (self->desk, inviter);
      if (window == NULL)
        g_set_error_literal (error, DUO_CHAT_ERROR,
                             is_spent (self, signal) ? DUO_CHAT_ERROR_USED : DUO_CHAT_ERROR_NO_INVITE,
                             "no such invite");
      return window;
    case DUO_SIGNAL_CANDIDATES:
    default:
      g_set_error_literal (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NO_SIGNAL, "only candidates");
      return NULL;
    }
}

static char *
dup_reason (const GError *error)
{
  if (g_error_matches (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_NO_INVITE))
    return g_strdup (_("This reply belongs to no invite that is open here. "
                       "Make a new invite and send that to your friend."));

  return duo_error_text_dup (error);
}

/* -- Life ------------------------------------------------------------------- */

static void
duo_link_opener_dispose (GObject *object)
{
  DuoLinkOpener *self = DUO_LINK_OPENER (object);

  g_clear_weak_pointer (&self->question);
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->core);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (duo_link_opener_parent_class)->dispose (object);
}

static void
duo_link_opener_class_init (DuoLinkOpenerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = duo_link_opener_dispose;
}

static void
duo_link_opener_init (DuoLinkOpener *self)
{
}

DuoLinkOpener *
duo_link_opener_new (GtkApplication *application,
                     DuoCore        *core,
                     DuoDesk        *desk)
{
  DuoLinkOpener *self = g_object_new (DUO_TYPE_LINK_OPENER, NULL);

  g_return_val_if_fail (GTK_IS_APPLICATION (application), self);
  g_return_val_if_fail (DUO_IS_CORE (core), self);
  g_return_val_if_fail (DUO_IS_DESK (desk), self);

  g_set_weak_pointer (&self->application, application);
  self->core = g_object_ref (core);
  self->desk = g_object_ref (desk);

  return self;
}

/* A link never connects by itself.  A page may open a hundred of them: there is one
 * question at a time, and what comes while it stands is dropped. */
void
duo_link_opener_open (DuoLinkOpener *self,
                      const char    *text)
{
  g_autoptr (DuoSignal) signal = NULL;
  g_autoptr (GError) error = NULL;
  DuoWindow *window = NULL;

  g_return_if_fail (DUO_IS_LINK_OPENER (self));
  g_return_if_fail (text != NULL);

  if (self->question != NULL)
    {
      gtk_window_present (self->question);
      return;
    }

  signal = duo_command_line_read_link (text, &error);
  if (signal != NULL)
    window = get_window_for (self, signal, &error);
  if (window == NULL)
    {
      g_autofree char *reason = dup_reason (error);

      tell (self, reason);
      return;
    }

  gtk_window_present (GTK_WINDOW (window));
  g_set_weak_pointer (&self->question, duo_link_dialog_ask (window, signal));
}
