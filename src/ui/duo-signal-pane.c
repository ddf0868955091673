/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-signal-pane.h"

#include <glib/gi18n.h>
#include <string.h>

#include "duo-age-text.h"
#include "duo-chat-error.h"
#include "duo-drop.h"
#include "duo-error-text.h"
#include "duo-guidance.h"
#include "duo-invite-code.h"
#include "duo-own-signal.h"
#include "duo-text-box.h"
#include "duo-tooltip.h"
#include "duo-wrap-box.h"

/* Long enough for a paste to be over, short enough not to be noticed. */
#define RECOGNISE_DELAY_MS 80
#define REVEAL_MARGIN 12

struct _DuoSignalPane
{
  GtkWidget parent_instance;

  DuoConversation *conversation; /* (nullable) (owned) */

  GtkSpinner *spinner;
  GtkLabel *step_label;
  GtkWidget *alert_row;
  GtkLabel *alert_label;
  GtkScrolledWindow *scroller;
  DuoOwnSignal *own_signal;
  DuoTextBox *remote_box;
  DuoTextBox *candidates_box;
  GtkWidget *server_row;
  GtkWidget *paste_button;
  GtkWidget *accept_button;
  GtkWidget *answer_button;
  GtkWidget *candidate_button;
  GtkWidget *copy_candidates_button;

  DuoSignal *pasted; /* (nullable) (owned): what lies in the friend's box */
  DuoHint hint;      /* which button is suggested */
  GError *problem;   /* (nullable) (owned): what is wrong with it */
  guint recognise_id;
  guint reveal_id;
  int n_frames_to_reveal;
};

G_DEFINE_FINAL_TYPE (DuoSignalPane, duo_signal_pane, GTK_TYPE_WIDGET)

typedef enum
{
  SIGNAL_TOLD,
  N_SIGNALS,
} DuoSignalPaneSignal;

static guint signals[N_SIGNALS];

static DuoStep
step_for_kind (DuoSignalKind kind)
{
  switch (kind)
    {
    case DUO_SIGNAL_OFFER:
      return DUO_STEP_ACCEPT;
    case DUO_SIGNAL_ANSWER:
      return DUO_STEP_TAKE_ANSWER;
    case DUO_SIGNAL_CANDIDATES:
    default:
      return DUO_STEP_TAKE_CANDIDATES;
    }
}

/* -- What is shown ---------------------------------------------------------- */

static DuoSituation
get_situation (DuoSignalPane *self)
{
  return (DuoSituation){
    .presence = duo_conversation_get_presence (self->conversation),
    .role = duo_conversation_get_role (self->conversation),
    .is_local_only = duo_conversation_get_is_local_only (self->conversation),
    .is_copied = duo_own_signal_is_copied (self->own_signal),
    .has_signal = self->pasted != NULL && self->problem == NULL,
    .kind = self->pasted != NULL ? duo_signal_get_kind (self->pasted) : DUO_SIGNAL_OFFER,
  };
}

static GtkWidget *
get_button (DuoSignalPane *self,
            DuoHint        hint)
{
  GtkWidget *const buttons[] = {
    [DUO_HINT_NONE] = NULL,
    [DUO_HINT_INVITE] = duo_own_signal_get_invite_button (self->own_signal),
    [DUO_HINT_COPY] = duo_own_signal_get_copy_button (self->own_signal),
    [DUO_HINT_PASTE] = self->paste_button,
    [DUO_HINT_ACCEPT] = self->accept_button,
    [DUO_HINT_TAKE_ANSWER] = self->answer_button,
    [DUO_HINT_TAKE_CANDIDATES] = self->candidate_button,
  };

  return buttons[hint];
}

/* Where there is little room, what to press next is not to be looked for. */
static gboolean
reveal_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  DuoSignalPane *self = DUO_SIGNAL_PANE (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *button = get_button (self, self->hint);
  graphene_rect_t bounds;

  /* This runs before a frame is laid out: wait for the one after it. */
  if (self->n_frames_to_reveal-- > 0)
    return G_SOURCE_CONTINUE;

  self->reveal_id = 0;
  if (button != NULL && gtk_widget_compute_bounds (button, GTK_WIDGET (self->scroller), &bounds))
    {
      double top = gtk_adjustment_get_value (adjustment) + bounds.origin.y;

      gtk_adjustment_clamp_page (adjustment, top - REVEAL_MARGIN,
                                 top + bounds.size.height + REVEAL_MARGIN);
    }

  return G_SOURCE_REMOVE;
}

static void
suggest (DuoSignalPane *self,
         DuoHint        hint)
{
  if (self->hint == hint)
    return;

  if (get_button (self, self->hint) != NULL)
    gtk_widget_remove_css_class (get_button (self, self->hint), "suggested-action");
  self->hint = hint;
  if (get_button (self, hint) != NULL)
    gtk_widget_add_css_class (get_button (self, hint), "suggested-action");
}

static void
reveal_suggested (DuoSignalPane *self)
{
  self->n_frames_to_reveal = 1;
  if (self->reveal_id == 0)
    self->reveal_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal_cb, NULL, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What I made for a connection that is over is of no use to anybody. */
static const char *
get_local (DuoSignalPane *self,
           const char    *text)
{
  return duo_presence_is_free (duo_conversation_get_presence (self->conversation)) ? NULL : text;
}

static void
update_boxes (DuoSignalPane *self)
{
  const char *candidates = duo_conversation_get_local_candidates (self->conversation);

  duo_text_box_set_text (self->candidates_box, get_local (self, candidates));
}

static void
update_buttons (DuoSignalPane *self)
{
  const char *candidates =
    get_local (self, duo_conversation_get_local_candidates (self->conversation));
  gboolean has_candidates = candidates != NULL && *candidates != '\0';

  duo_tooltip_set_step (self->accept_button, self->conversation, DUO_STEP_ACCEPT,
                        _("Take your friend's invite and make your reply"));
  duo_tooltip_set_step (self->answer_button, self->conversation, DUO_STEP_TAKE_ANSWER,
                        _("Take your friend's reply and connect"));
  duo_tooltip_set_step (self->candidate_button, self->conversation, DUO_STEP_TAKE_CANDIDATES,
                        _("Take one or more candidates of your friend"));
  duo_tooltip_set (self->paste_button, "win.paste-signal", _("Paste what your friend sent"));
  gtk_widget_set_sensitive (self->copy_candidates_button, has_candidates);
  gtk_widget_set_tooltip_text (self->copy_candidates_button,
                               has_candidates ? _("Copy your candidates")
                                              : _("There is nothing to copy yet."));
}

static void
show_alert (DuoSignalPane *self,
            const char    *text)
{
  gtk_label_set_label (self->alert_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->alert_row, text != NULL);
  reveal_suggested (self);
}

static void
show_error (DuoSignalPane *self,
            const GError  *error)
{
  g_autofree char *text = duo_error_text_dup (error);

  show_alert (self, text);
}

/* What is wrong with the text in the box goes before how the last attempt ended. */
static void
update_alert (DuoSignalPane *self)
{
  DuoPresence presence = duo_conversation_get_presence (self->conversation);
  const GError *failure = duo_conversation_get_failure (self->conversation);
  g_autofree char *expired = NULL;

  if (self->pasted != NULL)
    expired = duo_age_text_dup_expired (self->pasted, g_get_real_time ());

  if (self->problem != NULL)
    show_error (self, self->problem);
  else if (expired != NULL)
    show_alert (self, expired);
  else if (failure != NULL && (presence == DUO_PRESENCE_FAILED || presence == DUO_PRESENCE_LOST))
    show_alert (self, duo_error_text_get_sentence (failure));
  else
    show_alert (self, NULL);
}

static void
update (DuoSignalPane *self)
{
  DuoSituation situation = get_situation (self);
  gboolean is_busy = situation.presence == DUO_PRESENCE_PREPARING ||
                     situation.presence == DUO_PRESENCE_CONNECTING;
  gboolean needs_server;

  g_object_get (self->conversation, "needs-server", &needs_server, NULL);
  gtk_widget_set_visible (self->server_row, needs_server);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_label_set_label (self->step_label,
                       duo_guidance_get_sentence (&situation,
                                                  duo_conversation_get_failure (self->conversation)));
  update_boxes (self);
  update_buttons (self);
  suggest (self, duo_guidance_get_hint (&situation));
  reveal_suggested (self);
}

/* -- What was pasted -------------------------------------------------------- */

static gboolean
has_ufrag (GPtrArray  *candidates,
           const char *ufrag)
{
  for (guint i = 0; i < candidates->len; i++)
    if (g_strcmp0 (duo_candidate_get_ufrag (g_ptr_array_index (candidates, i)), ufrag) == 0)
      return TRUE;

  return FALSE;
}

/* Whether SIGNAL is what this window shows itself: people do paste the wrong one. */
static gboolean
is_own (DuoSignalPane *self,
        DuoSignal     *signal)
{
  const char *text = duo_conversation_get_local_signal (self->conversation);
  g_autoptr (DuoSignal) mine = text != NULL ? duo_signal_recognise (text, -1, NULL) : NULL;
  DuoDescription *description = duo_signal_get_description (signal);
  const char *ufrag;

  if (mine == NULL)
    return FALSE;

  ufrag = duo_description_get_ufrag (duo_signal_get_description (mine));
  if (description != NULL)
    return g_strcmp0 (duo_description_get_ufrag (description), ufrag) == 0;

  return has_ufrag (duo_signal_get_candidates (signal), ufrag);
}

static void
judge_pasted (DuoSignalPane *self)
{
  g_clear_error (&self->problem);
  if (self->pasted == NULL)
    return;

  if (is_own (self, self->pasted))
    g_set_error_literal (&self->problem, DUO_CHAT_ERROR, DUO_CHAT_ERROR_OWN_SIGNAL, "made here");
  else if (duo_conversation_check_unspent (self->conversation, self->pasted, &self->problem))
    (void) duo_conversation_can (self->conversation, step_for_kind (duo_signal_get_kind (self->pasted)),
                                 &self->problem);
}

static void
recognise (DuoSignalPane *self)
{
  g_autofree char *text = duo_text_box_dup_text (self->remote_box);
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->recognise_id, g_source_remove);
  g_clear_pointer (&self->pasted, duo_signal_unref);
  g_clear_error (&self->problem);
  if (*text != '\0')
    self->pasted = duo_signal_recognise (text, -1, &error);

  if (error != NULL)
    self->problem = g_steal_pointer (&error);
  else
    judge_pasted (self);
}

static gboolean
recognise_cb (gpointer user_data)
{
  DuoSignalPane *self = DUO_SIGNAL_PANE (user_data);

  self->recognise_id = 0;
  recognise (self);
  update_alert (self);
  update (self);

  return G_SOURCE_REMOVE;
}

static void
remote_changed_cb (DuoSignalPane *self)
{
  g_clear_handle_id (&self->recognise_id, g_source_remove);
  self->recognise_id = g_timeout_add (RECOGNISE_DELAY_MS, recognise_cb, self);
}

static void
remote_refused_cb (DuoSignalPane *self,
                   const GError  *error)
{
  show_error (self, error);
}

static void
dropped_cb (GtkWidget    *widget,
            const char   *text,
            const GError *error)
{
  DuoSignalPane *self = DUO_SIGNAL_PANE (widget);

  if (self->conversation == NULL)
    return;

  if (text != NULL)
    duo_text_box_set_text (self->remote_box, text);
  else
    show_error (self, error);
}

/* -- What the person does --------------------------------------------------- */

/* Whoever sent a code can read one. */
static gboolean
has_code (const char *text)
{
  DuoInviteSpan span;

  return duo_invite_code_find (text, strlen (text), 0, &span);
}

static gboolean
accept (DuoSignalPane  *self,
        DuoSignal      *offer,
        gboolean        is_code,
        GError        **error)
{
  if (!duo_conversation_accept (self->conversation, offer, error))
    return FALSE;

  duo_own_signal_set_follows_code (self->own_signal, is_code);

  return TRUE;
}

static gboolean
hand_over (DuoSignalPane  *self,
           DuoStep         step,
           GError        **error)
{
  g_autofree char *text = duo_text_box_dup_text (self->remote_box);
  g_autoptr (DuoSignal) signal = duo_signal_recognise (text, -1, error);

  if (signal == NULL)
    return FALSE;

  switch (step)
    {
    case DUO_STEP_ACCEPT:
      return accept (self, signal, has_code (text), error);
    case DUO_STEP_TAKE_ANSWER:
      return duo_conversation_take_answer (self->conversation, signal, error);
    case DUO_STEP_TAKE_CANDIDATES:
      return duo_conversation_take_candidates (self->conversation, signal, error);
    case DUO_STEP_INVITE:
    case DUO_STEP_HANG_UP:
    case DUO_STEP_SEND:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
invite (DuoSignalPane  *self,
        GError        **error)
{
  if (!duo_conversation_invite (self->conversation, error))
    return FALSE;

  duo_own_signal_set_follows_code (self->own_signal, FALSE);

  return TRUE;
}

static void
clear_remote (DuoSignalPane *self)
{
  duo_text_box_set_text (self->remote_box, NULL);
  recognise (self);
  update_alert (self);
  update (self);
}

void
duo_signal_pane_take (DuoSignalPane *self,
                      DuoStep        step)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (DUO_IS_SIGNAL_PANE (self));

  if (step == DUO_STEP_INVITE)
    {
      if (!invite (self, &error))
        show_error (self, error);
      return;
    }

  if (!hand_over (self, step, &error))
    {
      /* The box may still be waiting to be looked at, which would wipe this away. */
      g_clear_handle_id (&self->recognise_id, g_source_remove);
      show_error (self, error);
      return;
    }

  clear_remote (self);
  if (step == DUO_STEP_TAKE_CANDIDATES)
    g_signal_emit (self, signals[SIGNAL_TOLD], 0, _("Candidates received"));
}

void
duo_signal_pane_take_link (DuoSignalPane *self,
                           DuoSignal     *signal)
{
  g_autoptr (GError) error = NULL;
  gboolean is_taken;

  g_return_if_fail (DUO_IS_SIGNAL_PANE (self));

  if (duo_signal_get_kind (signal) == DUO_SIGNAL_OFFER)
    is_taken = accept (self, signal, TRUE, &error);
  else
    is_taken = duo_conversation_take_answer (self->conversation, signal, &error);

  if (!is_taken)
    show_error (self, error);
}

gboolean
duo_signal_pane_made (DuoSignalPane *self,
                      DuoSignal     *signal)
{
  g_return_val_if_fail (DUO_IS_SIGNAL_PANE (self), FALSE);

  return is_own (self, signal);
}

gboolean
duo_signal_pane_is_filled (DuoSignalPane *self)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (DUO_IS_SIGNAL_PANE (self), FALSE);

  text = duo_text_box_dup_text (self->remote_box);

  return *text != '\0';
}

void
duo_signal_pane_renew (DuoSignalPane *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (DUO_IS_SIGNAL_PANE (self));

  if (!duo_conversation_hang_up (self->conversation, &error) || !invite (self, &error))
    show_error (self, error);
}

static void
own_copied_cb (DuoSignalPane *self)
{
  if (self->conversation != NULL)
    update (self);
}

void
duo_signal_pane_copy (DuoSignalPane *self)
{
  g_return_if_fail (DUO_IS_SIGNAL_PANE (self));

  duo_own_signal_copy (self->own_signal);
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, _("Copied"));
}

static void
copy_candidates_cb (DuoSignalPane *self)
{
  duo_text_box_copy (self->candidates_box);
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, _("Copied"));
}

void
duo_signal_pane_paste (DuoSignalPane *self)
{
  g_return_if_fail (DUO_IS_SIGNAL_PANE (self));

  duo_text_box_paste (self->remote_box);
}

/* -- The conversation ------------------------------------------------------- */

static void
local_changed_cb (DuoSignalPane *self)
{
  update (self);
}

static void
presence_changed_cb (DuoSignalPane *self)
{
  judge_pasted (self);
  update_alert (self);
  update (self);
}

void
duo_signal_pane_set_up (DuoSignalPane   *self,
                        DuoConversation *conversation,
                        DuoSettings     *settings)
{
  static const char *const details[] = { "notify::presence", "notify::role", "notify::needs-server" };

  g_return_if_fail (DUO_IS_SIGNAL_PANE (self));
  g_return_if_fail (self->conversation == NULL);

  self->conversation = g_object_ref (conversation);
  duo_own_signal_set_up (self->own_signal, conversation, settings);
  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    g_signal_connect_object (conversation, details[i], G_CALLBACK (presence_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::local-signal", G_CALLBACK (local_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (conversation, "notify::local-candidates", G_CALLBACK (local_changed_cb),
                           self, G_CONNECT_SWAPPED);
  presence_changed_cb (self);
}

static void
duo_signal_pane_dispose (GObject *object)
{
  DuoSignalPane *self = DUO_SIGNAL_PANE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->recognise_id, g_source_remove);
  if (self->reveal_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->reveal_id);
  self->reveal_id = 0;
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->pasted, duo_signal_unref);
  g_clear_error (&self->problem);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (duo_signal_pane_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (DUO_TYPE_OWN_SIGNAL);
  g_type_ensure (DUO_TYPE_TEXT_BOX);
  g_type_ensure (DUO_TYPE_WRAP_BOX);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-signal-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, spinner);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, step_label);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, alert_row);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, alert_label);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, own_signal);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, remote_box);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, candidates_box);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, server_row);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, paste_button);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, accept_button);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, answer_button);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, candidate_button);
  gtk_widget_class_bind_template_child (widget_class, DuoSignalPane, copy_candidates_button);
  gtk_widget_class_bind_template_callback (widget_class, own_copied_cb);
  gtk_widget_class_bind_template_callback (widget_class, remote_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, remote_refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_candidates_cb);
}

static void
duo_signal_pane_class_init (DuoSignalPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_signal_pane_dispose;
  signals[SIGNAL_TOLD] =
    g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "signalpane");
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
duo_signal_pane_init (DuoSignalPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  duo_drop_watch (GTK_WIDGET (self), dropped_cb);
}
