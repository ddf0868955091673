/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "duo-path.h"

G_BEGIN_DECLS

typedef enum
{
  DUO_LINK_NEW,        /* nothing asked of it yet */
  DUO_LINK_PREPARING,  /* making a description, gathering candidates */
  DUO_LINK_WAITING,    /* the description is ready and on its way by hand */
  DUO_LINK_CONNECTING, /* both descriptions are known */
  DUO_LINK_OPEN,
  DUO_LINK_CLOSED, /* ended by one of the two, on purpose */
  DUO_LINK_FAILED, /* ended otherwise; `failure` says why */
} DuoLinkState;

#define DUO_TYPE_LINK (duo_link_get_type ())

/* An ordered, reliable pipe of messages to one peer.
 *
 * Property "state" (DuoLinkState).
 * Signal "received" (GBytes *message, gboolean is_text): text is as it came, UTF-8 or not. */
G_DECLARE_INTERFACE (DuoLink, duo_link, DUO, LINK, GObject)

struct _DuoLinkInterface
{
  GTypeInterface parent_iface;

  DuoLinkState  (*get_state)        (DuoLink   *self);
  const GError *(*get_failure)      (DuoLink   *self);
  gsize         (*get_max_message)  (DuoLink   *self);
  gsize         (*get_queued)       (DuoLink   *self);
  gint64        (*get_last_arrival) (DuoLink   *self);
  DuoPath       (*get_path)         (DuoLink   *self);
  gboolean      (*send)             (DuoLink   *self,
                                     GBytes    *message,
                                     gboolean   is_text,
                                     GError   **error);
  void          (*close)            (DuoLink   *self);
  void          (*fail)             (DuoLink   *self,
                                     GError    *error);
};

/* The table of legal moves. */
gboolean duo_link_state_may_become (DuoLinkState from,
                                    DuoLinkState to);

DuoLinkState  duo_link_get_state        (DuoLink   *self);
const GError *duo_link_get_failure      (DuoLink   *self);
/* Bytes that one message may have. */
gsize         duo_link_get_max_message  (DuoLink   *self);
/* Bytes that were sent and have not left this process. */
gsize         duo_link_get_queued       (DuoLink   *self);
/* Monotonic µs at which anything at all arrived last, SCTP's own packets included. */
gint64        duo_link_get_last_arrival (DuoLink   *self);
DuoPath       duo_link_get_path         (DuoLink   *self);
/* MESSAGE must not be empty: webrtcbin 1.22 hands usrsctp nothing then, which is
 * an error that ends the connection. */
gboolean      duo_link_send             (DuoLink   *self,
                                         GBytes    *message,
                                         gboolean   is_text,
                                         GError   **error);
/* Ends it on purpose: what was sent last is given time to leave. */
void          duo_link_close            (DuoLink   *self);
/* Ends it at once, with a reason (transfer full). */
void          duo_link_fail             (DuoLink   *self,
                                         GError    *error);

G_END_DECLS
