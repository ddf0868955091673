/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-link.h"

G_DEFINE_INTERFACE (DuoLink, duo_link, G_TYPE_OBJECT)

static void
duo_link_default_init (DuoLinkInterface *iface)
{
  /* DuoLinkState; a plain number, since an enum type of its own would buy nothing. */
  g_object_interface_install_property (iface,
                                       g_param_spec_uint ("state", NULL, NULL,
                                                          DUO_LINK_NEW, DUO_LINK_FAILED, DUO_LINK_NEW,
                                                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                            G_PARAM_STATIC_STRINGS));

  g_signal_new ("received", DUO_TYPE_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_BYTES, G_TYPE_BOOLEAN);
}

/* Moves that make sense; everything may end. */
gboolean
duo_link_state_may_become (DuoLinkState from,
                           DuoLinkState to)
{
  static const guint legal[] = {
    [DUO_LINK_NEW] = 1 << DUO_LINK_PREPARING,
    [DUO_LINK_PREPARING] = 1 << DUO_LINK_WAITING,
    [DUO_LINK_WAITING] = 1 << DUO_LINK_CONNECTING | 1 << DUO_LINK_OPEN,
    [DUO_LINK_CONNECTING] = 1 << DUO_LINK_OPEN,
    [DUO_LINK_OPEN] = 0,
    [DUO_LINK_CLOSED] = 0,
    [DUO_LINK_FAILED] = 0,
  };

  if (from == DUO_LINK_CLOSED || from == DUO_LINK_FAILED)
    return FALSE;

  return to == DUO_LINK_CLOSED || to == DUO_LINK_FAILED || (legal[from] & (1 << to)) != 0;
}

DuoLinkState
duo_link_get_state (DuoLink *self)
{
  g_return_val_if_fail (DUO_IS_LINK (self), DUO_LINK_FAILED);

  return DUO_LINK_GET_IFACE (self)->get_state (self);
}

const GError *
duo_link_get_failure (DuoLink *self)
{
  g_return_val_if_fail (DUO_IS_LINK (self), NULL);

  return DUO_LINK_GET_IFACE (self)->get_failure (self);
}

gsize
duo_link_get_max_message (DuoLink *self)
{
  g_return_val_if_fail (DUO_IS_LINK (self), 0);

  return DUO_LINK_GET_IFACE (self)->get_max_message (self);
}

gsize
duo_link_get_queued (DuoLink *self)
{
  g_return_val_if_fail (DUO_IS_LINK (self), 0);

  return DUO_LINK_GET_IFACE (self)->get_queued (self);
}

gint64
duo_link_get_last_arrival (DuoLink *self)
{
  g_return_val_if_fail (DUO_IS_LINK (self), 0);

  return DUO_LINK_GET_IFACE (self)->get_last_arrival (self);
}

DuoPath
duo_link_get_path (DuoLink *self)
{
  g_return_val_if_fail (DUO_IS_LINK (self), DUO_PATH_UNKNOWN);

  return DUO_LINK_GET_IFACE (self)->get_path (self);
}

gboolean
duo_link_send (DuoLink   *self,
               GBytes    *message,
               gboolean   is_text,
               GError   **error)
{
  g_return_val_if_fail (DUO_IS_LINK (self), FALSE);
  g_return_val_if_fail (message != NULL && g_bytes_get_size (message) > 0, FALSE);

  return DUO_LINK_GET_IFACE (self)->send (self, message, is_text, error);
}

void
duo_link_close (DuoLink *self)
{
  g_return_if_fail (DUO_IS_LINK (self));

  DUO_LINK_GET_IFACE (self)->close (self);
}

void
duo_link_fail (DuoLink *self,
               GError  *error)
{
  g_return_if_fail (DUO_IS_LINK (self));
  g_return_if_fail (error != NULL);

  DUO_LINK_GET_IFACE (self)->fail (self, error);
}
