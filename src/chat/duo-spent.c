/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-spent.h"

#include "duo-limits.h"

/* More talks than that do not begin before the first invite among them is old. */
#define SPENT_MAX 64

typedef struct
{
  char ufrag[DUO_UFRAG_MAX_CHARS + 1];
  guint16 tag;
} Invite;

struct _DuoSpent
{
  GArray *invites; /* (owned) (element-type Invite): the oldest first */
};

DuoSpent *
duo_spent_new (void)
{
  DuoSpent *self = g_new0 (DuoSpent, 1);

  self->invites = g_array_new (FALSE, FALSE, sizeof (Invite));

  return self;
}

void
duo_spent_free (DuoSpent *self)
{
  g_array_unref (self->invites);
  g_free (self);
}

void
duo_spent_add (DuoSpent             *self,
               const DuoDescription *offer)
{
  Invite invite = { .tag = duo_description_get_tag (offer) };

  g_strlcpy (invite.ufrag, duo_description_get_ufrag (offer), sizeof invite.ufrag);
  if (self->invites->len >= SPENT_MAX)
    g_array_remove_index (self->invites, 0);
  g_array_append_val (self->invites, invite);
}

static gboolean
contains_ufrag (DuoSpent   *self,
                const char *ufrag)
{
  for (guint i = 0; i < self->invites->len; i++)
    if (g_str_equal (g_array_index (self->invites, Invite, i).ufrag, ufrag))
      return TRUE;

  return FALSE;
}

static gboolean
contains_tag (DuoSpent *self,
              guint16   tag)
{
  for (guint i = 0; i < self->invites->len; i++)
    if (g_array_index (self->invites, Invite, i).tag == tag)
      return TRUE;

  return FALSE;
}

gboolean
duo_spent_contains (DuoSpent  *self,
                    DuoSignal *signal)
{
  DuoDescription *description = duo_signal_get_description (signal);

  switch (duo_signal_get_kind (signal))
    {
    case DUO_SIGNAL_OFFER:
      return contains_ufrag (self, duo_description_get_ufrag (description));
    case DUO_SIGNAL_ANSWER:
      /* A browser's answer does not say what it is to. */
      return duo_description_get_reply_to (description) != 0 &&
             contains_tag (self, duo_description_get_reply_to (description));
    case DUO_SIGNAL_CANDIDATES:
    default:
      return FALSE;
    }
}
