/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DUO_PRESENCE_NOT_CONNECTED,
  DUO_PRESENCE_PREPARING,
  DUO_PRESENCE_WAITING,
  DUO_PRESENCE_CONNECTING,
  DUO_PRESENCE_CONNECTED,
  DUO_PRESENCE_SHAKY, /* connected, and nothing arrives just now */
  DUO_PRESENCE_LOST,
  DUO_PRESENCE_FAILED,
} DuoPresence;

typedef enum
{
  DUO_ROLE_NONE,
  DUO_ROLE_INVITER, /* made the offer */
  DUO_ROLE_INVITED, /* took one */
} DuoRole;

/* What a person can ask for. */
typedef enum
{
  DUO_STEP_INVITE,
  DUO_STEP_ACCEPT,
  DUO_STEP_TAKE_ANSWER,
  DUO_STEP_TAKE_CANDIDATES,
  DUO_STEP_HANG_UP,
  DUO_STEP_SEND,
} DuoStep;

/* Whether nothing runs that a new attempt would end. */
gboolean duo_presence_is_free (DuoPresence   presence);
/* Whether STEP makes sense now; if not, ERROR (DUO_CHAT_ERROR) says why.  CAN_WAIT:
 * what is said while nobody is there goes out later. */
gboolean duo_step_check       (DuoStep       step,
                               DuoPresence   presence,
                               DuoRole       role,
                               gboolean      can_wait,
                               GError      **error);

G_END_DECLS
