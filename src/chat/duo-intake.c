/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-intake.h"

#include "duo-chat-error.h"
#include "duo-limits.h"

struct _DuoIntake
{
  GPtrArray *own_ufrags; /* (owned) (element-type utf8): the oldest first */
  GPtrArray *early;      /* (owned) (element-type DuoCandidate) */
};

/* Invites of my own that are still known as such when they are pasted back. */
#define OWN_UFRAGS_MAX 32

static gboolean
refuse (GError       **error,
        DuoChatError   code,
        const char    *message)
{
  g_set_error_literal (error, DUO_CHAT_ERROR, code, message);

  return FALSE;
}

static gboolean
belongs_to (DuoCandidate   *candidate,
            DuoDescription *description)
{
  const char *ufrag = duo_candidate_get_ufrag (candidate);

  return ufrag == NULL || g_str_equal (ufrag, duo_description_get_ufrag (description));
}

/* By the ICE credentials, not by the fingerprint: two windows of one process
 * share a certificate and may well talk with each other. */
static gboolean
is_own (DuoIntake  *self,
        const char *ufrag)
{
  return ufrag != NULL && g_ptr_array_find_with_equal_func (self->own_ufrags, ufrag, g_str_equal, NULL);
}

DuoIntake *
duo_intake_new (void)
{
  DuoIntake *self = g_new0 (DuoIntake, 1);

  self->own_ufrags = g_ptr_array_new_with_free_func (g_free);
  self->early = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);

  return self;
}

void
duo_intake_free (DuoIntake *self)
{
  g_ptr_array_unref (self->own_ufrags);
  g_ptr_array_unref (self->early);
  g_free (self);
}

void
duo_intake_add_own (DuoIntake      *self,
                    DuoDescription *own)
{
  if (self->own_ufrags->len >= OWN_UFRAGS_MAX)
    g_ptr_array_remove_index (self->own_ufrags, 0);
  g_ptr_array_add (self->own_ufrags, g_strdup (duo_description_get_ufrag (own)));
}

gboolean
duo_intake_check_kind (DuoIntake      *self,
                       DuoSignal      *signal,
                       DuoSignalKind   wanted,
                       GError        **error)
{
  DuoSignalKind kind = duo_signal_get_kind (signal);

  if (kind == wanted)
    return TRUE;
  if (kind == DUO_SIGNAL_OFFER)
    return refuse (error, DUO_CHAT_ERROR_IS_OFFER, "this is an offer");
  if (kind == DUO_SIGNAL_ANSWER)
    return refuse (error, DUO_CHAT_ERROR_IS_ANSWER, "this is an answer");

  return refuse (error, DUO_CHAT_ERROR_IS_CANDIDATES, "these are candidates");
}

gboolean
duo_intake_check_description (DuoIntake       *self,
                              DuoDescription  *description,
                              GError         **error)
{
  if (is_own (self, duo_description_get_ufrag (description)))
    return refuse (error, DUO_CHAT_ERROR_OWN_SIGNAL, "this was made here");

  return TRUE;
}

/* Only a Duologue says which offer it answers. */
gboolean
duo_intake_check_reply_to (DuoIntake       *self,
                           DuoDescription  *answer,
                           DuoDescription  *offer,
                           GError         **error)
{
  guint16 tag = duo_description_get_reply_to (answer);

  if (tag != 0 && tag != duo_description_get_tag (offer))
    return refuse (error, DUO_CHAT_ERROR_OTHER_INVITE, "this answers another offer");

  return TRUE;
}

gboolean
duo_intake_check_candidates (DuoIntake       *self,
                             GPtrArray       *candidates,
                             DuoDescription  *remote,
                             GError         **error)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      DuoCandidate *candidate = g_ptr_array_index (candidates, i);

      if (is_own (self, duo_candidate_get_ufrag (candidate)))
        return refuse (error, DUO_CHAT_ERROR_OWN_SIGNAL, "these were made here");
      if (remote != NULL && !belongs_to (candidate, remote))
        return refuse (error, DUO_CHAT_ERROR_OTHER_SESSION, "these are of another talk");
    }

  return TRUE;
}

void
duo_intake_keep_early (DuoIntake *self,
                       GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len && self->early->len < DUO_CANDIDATES_MAX; i++)
    g_ptr_array_add (self->early, duo_candidate_ref (g_ptr_array_index (candidates, i)));
}

void
duo_intake_hand_over (DuoIntake      *self,
                      DuoDescription *remote,
                      DuoConnector   *connector)
{
  for (guint i = 0; i < self->early->len; i++)
    {
      DuoCandidate *candidate = g_ptr_array_index (self->early, i);

      if (belongs_to (candidate, remote))
        duo_connector_add_candidate (connector, candidate);
    }
  g_ptr_array_set_size (self->early, 0);
}
