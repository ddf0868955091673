/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-local-signal.h"

#include "duo-invite-code.h"
#include "duo-limits.h"

static char *
dup_candidates (DuoDescription *description)
{
  GPtrArray *candidates = duo_description_get_candidates (description);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      g_autofree char *json = duo_candidate_to_json (g_ptr_array_index (candidates, i),
                                                     duo_description_get_mid (description),
                                                     duo_description_get_ufrag (description));

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, json);
    }

  return g_string_free (text, FALSE);
}

static gboolean
is_local_only (DuoDescription *description)
{
  GPtrArray *candidates = duo_description_get_candidates (description);

  for (guint i = 0; i < candidates->len; i++)
    {
      if (!duo_candidate_is_loopback (g_ptr_array_index (candidates, i)))
        return FALSE;
    }

  return TRUE;
}

DuoLocalSignal *
duo_local_signal_new (DuoDescription *description)
{
  DuoLocalSignal *self = g_new0 (DuoLocalSignal, 1);
  DuoInviteOptions options = {
    .form = DUO_INVITE_FORM_LINK,
    .created_at_us = g_get_real_time (),
    .lifetime_s = DUO_INVITE_LIFETIME_S,
  };

  self->made_at_us = options.created_at_us;
  self->json = duo_description_to_json (description);
  self->code = duo_invite_code_new (description, &options);
  self->candidates = dup_candidates (description);
  self->is_local_only = is_local_only (description);

  return self;
}

void
duo_local_signal_free (DuoLocalSignal *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->json);
  g_free (self->code);
  g_free (self->candidates);
  g_free (self);
}
