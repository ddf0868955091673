/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-spent.h"

/* More talks than that do not begin before the first invite among them is old. */
#define SPENT_MAX 64

struct _DuoSpent
{
  GPtrArray *ufrags; /* (owned) (element-type utf8): the oldest first … */
  GArray *tags;      /* (owned) (element-type guint16): … of the same invites */
};

DuoSpent *
duo_spent_new (void)
{
  DuoSpent *self = g_new0 (DuoSpent, 1);

  self->ufrags = g_ptr_array_new_with_free_func (g_free);
  self->tags = g_array_new (FALSE, FALSE, sizeof (guint16));

  return self;
}

void
duo_spent_free (DuoSpent *self)
{
  g_ptr_array_unref (self->ufrags);
  g_array_unref (self->tags);
  g_free (self);
}

void
duo_spent_add (DuoSpent             *self,
               const DuoDescription *offer)
{
  guint16 tag = duo_description_get_tag (offer);

  if (self->ufrags->len >= SPENT_MAX)
    {
      g_ptr_array_remove_index (self->ufrags, 0);
      g_array_remove_index (self->tags, 0);
    }
  g_ptr_array_add (self->ufrags, g_strdup (duo_description_get_ufrag (offer)));
  g_array_append_val (self->tags, tag);
}

static gboolean
contains_tag (DuoSpent *self,
              guint16   tag)
{
  for (guint i = 0; i < self->tags->len; i++)
    if (g_array_index (self->tags, guint16, i) == tag)
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
      return g_ptr_array_find_with_equal_func (self->ufrags, duo_description_get_ufrag (description),
                                               g_str_equal, NULL);
    case DUO_SIGNAL_ANSWER:
      /* A browser's answer does not say what it is to. */
      return duo_description_get_reply_to (description) != 0 &&
             contains_tag (self, duo_description_get_reply_to (description));
    case DUO_SIGNAL_CANDIDATES:
    default:
      return FALSE;
    }
}
