/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-acquaintance.h"

#include <string.h>

/* Of a text that may be long, what one line of a list can show. */
#define EXCERPT_MAX_CHARS 120

struct _DuoAcquaintance
{
  GObject parent_instance;

  DuoStore *store; /* (owned) (constant) */
  gint64 id;       /* (constant) */
  char *title;     /* (owned) (nullable) */
  gboolean has_secret;
  guint8 secret[DUO_STORE_SECRET_BYTES];
  gint64 last_at_us;
  guint n_unread;
  guint n_waiting;
  char *excerpt; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (DuoAcquaintance, duo_acquaintance, G_TYPE_OBJECT)

typedef enum
{
  PROP_TITLE = 1,
  PROP_LAST_AT_US,
  PROP_N_UNREAD,
  PROP_N_WAITING,
  PROP_EXCERPT,
} DuoAcquaintanceProperty;

static GParamSpec *props[PROP_EXCERPT + 1];

/* What was said last, notices left out. */
static char *
dup_excerpt (DuoAcquaintance *self)
{
  g_autoptr (GPtrArray) records = duo_store_load_last (self->store, self->id, NULL);
  const DuoRecord *record;

  if (records == NULL || records->len == 0)
    return NULL;

  record = g_ptr_array_index (records, 0);

  return g_utf8_strlen (record->text, -1) > EXCERPT_MAX_CHARS
           ? g_utf8_substring (record->text, 0, EXCERPT_MAX_CHARS)
           : g_strdup (record->text);
}

static void
duo_acquaintance_dispose (GObject *object)
{
  g_clear_object (&DUO_ACQUAINTANCE (object)->store);

  G_OBJECT_CLASS (duo_acquaintance_parent_class)->dispose (object);
}

static void
duo_acquaintance_finalize (GObject *object)
{
  DuoAcquaintance *self = DUO_ACQUAINTANCE (object);

  memset (self->secret, 0, sizeof self->secret);
  g_free (self->title);
  g_free (self->excerpt);

  G_OBJECT_CLASS (duo_acquaintance_parent_class)->finalize (object);
}

static void
duo_acquaintance_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  DuoAcquaintance *self = DUO_ACQUAINTANCE (object);

  switch ((DuoAcquaintanceProperty) prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_LAST_AT_US:
      g_value_set_int64 (value, self->last_at_us);
      break;
    case PROP_N_UNREAD:
      g_value_set_uint (value, self->n_unread);
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, self->n_waiting);
      break;
    case PROP_EXCERPT:
      g_value_set_string (value, self->excerpt);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
duo_acquaintance_class_init (DuoAcquaintanceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = duo_acquaintance_dispose;
  object_class->finalize = duo_acquaintance_finalize;
  object_class->get_property = duo_acquaintance_get_property;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  props[PROP_LAST_AT_US] = g_param_spec_int64 ("last-at-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_N_UNREAD] = g_param_spec_uint ("n-unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_EXCERPT] = g_param_spec_string ("excerpt", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
duo_acquaintance_init (DuoAcquaintance *self)
{
}

DuoAcquaintance *
duo_acquaintance_new (DuoStore                    *store,
                      const DuoStoredConversation *row)
{
  DuoAcquaintance *self = g_object_new (DUO_TYPE_ACQUAINTANCE, NULL);

  g_return_val_if_fail (DUO_IS_STORE (store), self);
  g_return_val_if_fail (row != NULL, self);

  self->store = g_object_ref (store);
  self->id = row->id;
  duo_acquaintance_update (self, row);

  return self;
}

void
duo_acquaintance_update (DuoAcquaintance             *self,
                         const DuoStoredConversation *row)
{
  g_return_if_fail (DUO_IS_ACQUAINTANCE (self));
  g_return_if_fail (row != NULL && row->id == self->id);

  g_free (self->title);
  self->title = g_strdup (row->title);
  self->has_secret = row->has_secret;
  memcpy (self->secret, row->secret, sizeof self->secret);
  self->last_at_us = row->last_at_us;
  self->n_unread = duo_store_count_after (self->store, self->id, row->read_seq);
  self->n_waiting = duo_store_count_waiting (self->store, self->id);
  g_free (self->excerpt);
  self->excerpt = dup_excerpt (self);

  for (guint i = PROP_TITLE; i < G_N_ELEMENTS (props); i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

gint64
duo_acquaintance_get_id (DuoAcquaintance *self)
{
  g_return_val_if_fail (DUO_IS_ACQUAINTANCE (self), 0);

  return self->id;
}

const char *
duo_acquaintance_get_title (DuoAcquaintance *self)
{
  g_return_val_if_fail (DUO_IS_ACQUAINTANCE (self), NULL);

  return self->title;
}

gint64
duo_acquaintance_get_last_at_us (DuoAcquaintance *self)
{
  g_return_val_if_fail (DUO_IS_ACQUAINTANCE (self), 0);

  return self->last_at_us;
}

guint
duo_acquaintance_get_n_unread (DuoAcquaintance *self)
{
  g_return_val_if_fail (DUO_IS_ACQUAINTANCE (self), 0);

  return self->n_unread;
}

guint
duo_acquaintance_get_n_waiting (DuoAcquaintance *self)
{
  g_return_val_if_fail (DUO_IS_ACQUAINTANCE (self), 0);

  return self->n_waiting;
}

const char *
duo_acquaintance_get_excerpt (DuoAcquaintance *self)
{
  g_return_val_if_fail (DUO_IS_ACQUAINTANCE (self), NULL);

  return self->excerpt;
}

const guint8 *
duo_acquaintance_get_secret (DuoAcquaintance *self)
{
  g_return_val_if_fail (DUO_IS_ACQUAINTANCE (self), NULL);

  return self->has_secret ? self->secret : NULL;
}
