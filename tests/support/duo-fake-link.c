/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-fake-link.h"

#include "duo-link-error.h"

struct _DuoFakeLink
{
  GObject parent_instance;

  DuoLinkState state;
  GError *failure; /* (owned) (nullable) */
  GPtrArray *sent; /* (owned) */
  gint64 last_arrival_us;
};

enum
{
  PROP_0,
  PROP_STATE,
};

static void duo_fake_link_init_iface (DuoLinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DuoFakeLink, duo_fake_link, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DUO_TYPE_LINK, duo_fake_link_init_iface))

static DuoLinkState
get_state (DuoLink *link)
{
  return DUO_FAKE_LINK (link)->state;
}

static const GError *
get_failure (DuoLink *link)
{
  return DUO_FAKE_LINK (link)->failure;
}

static gsize
get_max_message (DuoLink *link)
{
  return 65536;
}

static gsize
get_queued (DuoLink *link)
{
  return 0;
}

static gint64
get_last_arrival (DuoLink *link)
{
  return DUO_FAKE_LINK (link)->last_arrival_us;
}

static DuoPath
get_path (DuoLink *link)
{
  return DUO_PATH_LOCAL;
}

static gboolean
fake_send (DuoLink   *link,
           GBytes    *message,
           gboolean   is_text,
           GError   **error)
{
  DuoFakeLink *self = DUO_FAKE_LINK (link);

  if (self->state != DUO_LINK_OPEN)
    {
      g_set_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_NOT_OPEN, "not open");
      return FALSE;
    }
  g_ptr_array_add (self->sent, g_bytes_ref (message));

  return TRUE;
}

static void
fake_close (DuoLink *link)
{
  duo_fake_link_set_state (DUO_FAKE_LINK (link), DUO_LINK_CLOSED);
}

static void
fake_fail (DuoLink *link,
           GError  *error)
{
  g_clear_error (&DUO_FAKE_LINK (link)->failure);
  DUO_FAKE_LINK (link)->failure = error;
  duo_fake_link_set_state (DUO_FAKE_LINK (link), DUO_LINK_FAILED);
}

static void
duo_fake_link_init_iface (DuoLinkInterface *iface)
{
  iface->get_state = get_state;
  iface->get_failure = get_failure;
  iface->get_max_message = get_max_message;
  iface->get_queued = get_queued;
  iface->get_last_arrival = get_last_arrival;
  iface->get_path = get_path;
  iface->send = fake_send;
  iface->close = fake_close;
  iface->fail = fake_fail;
}

static void
duo_fake_link_finalize (GObject *object)
{
  DuoFakeLink *self = DUO_FAKE_LINK (object);

  g_clear_error (&self->failure);
  g_ptr_array_unref (self->sent);

  G_OBJECT_CLASS (duo_fake_link_parent_class)->finalize (object);
}

static void
duo_fake_link_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  g_value_set_uint (value, DUO_FAKE_LINK (object)->state);
}

static void
duo_fake_link_class_init (DuoFakeLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = duo_fake_link_finalize;
  object_class->get_property = duo_fake_link_get_property;
  g_object_class_override_property (object_class, PROP_STATE, "state");
}

static void
duo_fake_link_init (DuoFakeLink *self)
{
  self->state = DUO_LINK_OPEN;
  self->sent = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
}

DuoFakeLink *
duo_fake_link_new (void)
{
  return g_object_new (DUO_TYPE_FAKE_LINK, NULL);
}

void
duo_fake_link_set_state (DuoFakeLink  *self,
                         DuoLinkState  state)
{
  self->state = state;
  g_object_notify (G_OBJECT (self), "state");
}

void
duo_fake_link_receive (DuoFakeLink *self,
                       const void  *data,
                       gsize        size_bytes,
                       gboolean     is_text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size_bytes);

  duo_fake_link_arrive (self);
  g_signal_emit_by_name (self, "received", bytes, is_text);
}

void
duo_fake_link_arrive (DuoFakeLink *self)
{
  self->last_arrival_us = MAX (g_get_monotonic_time (), self->last_arrival_us + 1);
}

GPtrArray *
duo_fake_link_get_sent (DuoFakeLink *self)
{
  return self->sent;
}
