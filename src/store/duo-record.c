/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-record.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (DuoRecord, duo_record, duo_record_ref, duo_record_unref)

static void
record_clear (gpointer data)
{
  DuoRecord *self = data;

  g_free (self->text);
  g_free (self->author);
  g_free (self->my_reaction);
  g_free (self->their_reaction);
}

/* TEXT is valid UTF-8; SENT_AT_US is the wall clock of the author. */
DuoRecord *
duo_record_new (DuoMessageKind  kind,
                const char     *text,
                gint64          sent_at_us)
{
  DuoRecord *self = g_rc_box_new0 (DuoRecord);

  self->kind = kind;
  self->text = g_strdup (text != NULL ? text : "");
  self->sent_at_us = sent_at_us;

  return self;
}

DuoRecord *
duo_record_new_notice (DuoNotice notice,
                       gint64    amount,
                       gint64    sent_at_us)
{
  DuoRecord *self = duo_record_new (DUO_MESSAGE_NOTICE, "", sent_at_us);

  self->notice = notice;
  self->amount = amount;

  return self;
}

DuoRecord *
duo_record_copy (const DuoRecord *self)
{
  DuoRecord *copy = g_rc_box_new0 (DuoRecord);

  g_return_val_if_fail (self != NULL, copy);

  *copy = *self;
  copy->text = g_strdup (self->text);
  copy->author = g_strdup (self->author);
  copy->my_reaction = g_strdup (self->my_reaction);
  copy->their_reaction = g_strdup (self->their_reaction);

  return copy;
}

DuoRecord *
duo_record_ref (DuoRecord *self)
{
  return g_rc_box_acquire (self);
}

void
duo_record_unref (DuoRecord *self)
{
  g_rc_box_release_full (self, record_clear);
}

void
duo_stored_conversation_free (DuoStoredConversation *self)
{
  if (self == NULL)
    return;

  explicit_bzero (self->secret, sizeof self->secret);
  g_free (self->title);
  g_free (self->draft);
  g_free (self);
}
