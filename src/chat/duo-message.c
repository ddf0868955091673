/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message.h"

struct _DuoMessage
{
  GObject parent_instance;

  DuoMessageKind kind;  /* (constant) */
  DuoNotice notice;     /* (constant) */
  guint64 amount_bytes; /* (constant) */
  char *author;         /* (constant) (owned) (nullable) */
  char *text;           /* (constant) (owned) */
  gint64 sent_at_us;    /* (constant) */
};

G_DEFINE_FINAL_TYPE (DuoMessage, duo_message, G_TYPE_OBJECT)

static void
duo_message_finalize (GObject *object)
{
  DuoMessage *self = DUO_MESSAGE (object);

  g_free (self->author);
  g_free (self->text);

  G_OBJECT_CLASS (duo_message_parent_class)->finalize (object);
}

static void
duo_message_class_init (DuoMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = duo_message_finalize;
}

static void
duo_message_init (DuoMessage *self)
{
}

/* TEXT must be valid UTF-8; SENT_AT_US is wall clock time since 1970. */
DuoMessage *
duo_message_new (DuoMessageKind  kind,
                 const char     *author,
                 const char     *text,
                 gint64          sent_at_us)
{
  DuoMessage *self = g_object_new (DUO_TYPE_MESSAGE, NULL);

  g_return_val_if_fail (text != NULL, self);

  self->kind = kind;
  self->author = g_strdup (author);
  self->text = g_strdup (text);
  self->sent_at_us = sent_at_us;

  return self;
}

DuoMessage *
duo_message_new_notice (DuoNotice notice,
                        guint64   amount,
                        gint64    sent_at_us)
{
  DuoMessage *self = duo_message_new (DUO_MESSAGE_NOTICE, NULL, "", sent_at_us);

  self->notice = notice;
  self->amount_bytes = amount;

  return self;
}

DuoMessageKind
duo_message_get_kind (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), DUO_MESSAGE_NOTICE);

  return self->kind;
}

DuoNotice
duo_message_get_notice (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), DUO_NOTICE_NONE);

  return self->notice;
}

guint64
duo_message_get_amount (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), 0);

  return self->amount_bytes;
}

const char *
duo_message_get_author (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), NULL);

  return self->author;
}

const char *
duo_message_get_text (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), NULL);

  return self->text;
}

gint64
duo_message_get_sent_at_us (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), 0);

  return self->sent_at_us;
}
