/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message.h"

struct _DuoMessage
{
  GObject parent_instance;

  DuoRecord *record; /* (owned) */
  DuoDelivery delivery;
  gboolean is_kept;
};

G_DEFINE_FINAL_TYPE (DuoMessage, duo_message, G_TYPE_OBJECT)

typedef enum
{
  PROP_TEXT = 1,
  PROP_DELIVERY,
  PROP_MY_REACTION,
  PROP_THEIR_REACTION,
  PROP_IS_EDITED,
} DuoMessageProperty;

static GParamSpec *props[PROP_IS_EDITED + 1];

static void
duo_message_finalize (GObject *object)
{
  DuoMessage *self = DUO_MESSAGE (object);

  g_clear_pointer (&self->record, duo_record_unref);

  G_OBJECT_CLASS (duo_message_parent_class)->finalize (object);
}

static void
duo_message_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  DuoMessage *self = DUO_MESSAGE (object);

  switch ((DuoMessageProperty) id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->record->text);
      break;
    case PROP_DELIVERY:
      g_value_set_uint (value, self->delivery);
      break;
    case PROP_MY_REACTION:
      g_value_set_string (value, self->record->my_reaction);
      break;
    case PROP_THEIR_REACTION:
      g_value_set_string (value, self->record->their_reaction);
      break;
    case PROP_IS_EDITED:
      g_value_set_boolean (value, duo_message_get_is_edited (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
duo_message_class_init (DuoMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = duo_message_finalize;
  object_class->get_property = duo_message_get_property;

  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  props[PROP_DELIVERY] = g_param_spec_uint ("delivery", NULL, NULL, 0, DUO_DELIVERY_FAILED, 0, flags);
  props[PROP_MY_REACTION] = g_param_spec_string ("my-reaction", NULL, NULL, NULL, flags);
  props[PROP_THEIR_REACTION] = g_param_spec_string ("their-reaction", NULL, NULL, NULL, flags);
  props[PROP_IS_EDITED] = g_param_spec_boolean ("is-edited", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
duo_message_init (DuoMessage *self)
{
}

/* Takes a reference to RECORD, which is not changed any more. */
DuoMessage *
duo_message_new (DuoRecord   *record,
                 DuoDelivery  delivery)
{
  DuoMessage *self = g_object_new (DUO_TYPE_MESSAGE, NULL);

  g_return_val_if_fail (record != NULL, self);

  self->record = duo_record_ref (record);
  self->delivery = delivery;
  self->is_kept = TRUE;

  return self;
}

gint64
duo_message_get_id (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), 0);

  return self->record->id;
}

DuoMessageKind
duo_message_get_kind (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), DUO_MESSAGE_NOTICE);

  return self->record->kind;
}

DuoNotice
duo_message_get_notice (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), DUO_NOTICE_NONE);

  return self->record->notice;
}

gint64
duo_message_get_amount (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), 0);

  return self->record->amount;
}

const char *
duo_message_get_author (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), NULL);

  return self->record->author;
}

const char *
duo_message_get_text (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), NULL);

  return self->record->text;
}

gint64
duo_message_get_sent_at_us (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), 0);

  return self->record->sent_at_us;
}

gint64
duo_message_get_kept_at_us (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), 0);

  return self->record->kept_at_us;
}

DuoDelivery
duo_message_get_delivery (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), DUO_DELIVERY_NONE);

  return self->delivery;
}

gboolean
duo_message_get_is_edited (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), FALSE);

  return self->record->edited_at_us != 0;
}

gboolean
duo_message_get_is_kept (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), FALSE);

  return self->is_kept;
}

const char *
duo_message_get_my_reaction (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), NULL);

  return self->record->my_reaction;
}

const char *
duo_message_get_their_reaction (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), NULL);

  return self->record->their_reaction;
}

guint64
duo_message_get_seq (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), 0);

  return self->record->seq;
}

/* Both nullable; untouched when it replies to nothing. */
gboolean
duo_message_get_reply (DuoMessage *self,
                       gboolean   *is_to_mine,
                       guint64    *seq)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), FALSE);

  if (self->record->reply_to_seq == 0)
    return FALSE;
  if (is_to_mine != NULL)
    *is_to_mine = self->record->reply_is_to_mine;
  if (seq != NULL)
    *seq = self->record->reply_to_seq;

  return TRUE;
}

DuoRecord *
duo_message_get_record (DuoMessage *self)
{
  g_return_val_if_fail (DUO_IS_MESSAGE (self), NULL);

  return self->record;
}

void
duo_message_set_record (DuoMessage *self,
                        DuoRecord  *record)
{
  g_autoptr (DuoRecord) old = NULL;
  GObject *object = G_OBJECT (self);

  g_return_if_fail (DUO_IS_MESSAGE (self));
  g_return_if_fail (record != NULL);

  if (record == self->record)
    return;

  old = self->record;
  self->record = duo_record_ref (record);
  g_object_freeze_notify (object);
  if (g_strcmp0 (old->text, record->text) != 0)
    g_object_notify_by_pspec (object, props[PROP_TEXT]);
  if (g_strcmp0 (old->my_reaction, record->my_reaction) != 0)
    g_object_notify_by_pspec (object, props[PROP_MY_REACTION]);
  if (g_strcmp0 (old->their_reaction, record->their_reaction) != 0)
    g_object_notify_by_pspec (object, props[PROP_THEIR_REACTION]);
  if ((old->edited_at_us != 0) != (record->edited_at_us != 0))
    g_object_notify_by_pspec (object, props[PROP_IS_EDITED]);
  g_object_thaw_notify (object);
}

void
duo_message_set_delivery (DuoMessage  *self,
                          DuoDelivery  delivery)
{
  g_return_if_fail (DUO_IS_MESSAGE (self));

  if (delivery == self->delivery)
    return;

  self->delivery = delivery;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DELIVERY]);
}

void
duo_message_set_is_kept (DuoMessage *self,
                         gboolean    is_kept)
{
  g_return_if_fail (DUO_IS_MESSAGE (self));

  self->is_kept = is_kept;
}
