/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DUO_LINK_ERROR (duo_link_error_quark ())

/* Why a link could not be made or came to an end. */
typedef enum
{
  DUO_LINK_ERROR_ENGINE,        /* a GStreamer or libnice plugin is missing or failed */
  DUO_LINK_ERROR_NO_ADDRESS,    /* no network address was found at all */
  DUO_LINK_ERROR_NO_RELAY,      /* "only through TURN", and no relay answered */
  DUO_LINK_ERROR_REFUSED,       /* webrtcbin did not take the description */
  DUO_LINK_ERROR_IMPOSTOR,      /* the certificate is not the one in the description */
  DUO_LINK_ERROR_UNREACHABLE,   /* no pair of addresses worked */
  DUO_LINK_ERROR_HANDSHAKE,     /* addresses worked, DTLS or SCTP did not */
  DUO_LINK_ERROR_LOST,          /* was open, and nothing arrives any more */
  DUO_LINK_ERROR_RULES,         /* the peer broke a rule: too many channels, bad frames */
  DUO_LINK_ERROR_NEWER,         /* the friend's Duologue needs a newer one here */
  DUO_LINK_ERROR_NOT_OPEN,      /* sent without being open */
  DUO_LINK_ERROR_TOO_LONG,      /* longer than the peer takes */
  DUO_LINK_ERROR_BUSY,          /* too much is waiting already */
  DUO_LINK_ERROR_RELAY_REFUSED, /* "only through TURN", and the server takes no such user or password */
  DUO_LINK_ERROR_RELAY_EXPIRED, /* the same, and the user's name says that its time is over */
  DUO_LINK_ERROR_RELAY_LOST,    /* was open through a relay, and nothing arrives any more */
  DUO_LINK_N_ERRORS             /*< skip >*/
} DuoLinkError;

GQuark duo_link_error_quark (void);

G_END_DECLS
