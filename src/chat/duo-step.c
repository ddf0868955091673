/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-step.h"

#include "duo-chat-error.h"

/* The rules of what a person can ask for in which state, and nothing else: pure,
 * so that a test can walk all of them. */

static gboolean
refuse (GError       **error,
        DuoChatError   code,
        const char    *message)
{
  g_set_error_literal (error, DUO_CHAT_ERROR, code, message);

  return FALSE;
}

gboolean
duo_presence_is_free (DuoPresence presence)
{
  return presence == DUO_PRESENCE_NOT_CONNECTED || presence == DUO_PRESENCE_LOST ||
         presence == DUO_PRESENCE_FAILED;
}

static gboolean
check_begin (DuoStep       step,
             DuoPresence   presence,
             GError      **error)
{
  if (duo_presence_is_free (presence))
    return TRUE;
  if (presence == DUO_PRESENCE_CONNECTED || presence == DUO_PRESENCE_SHAKY)
    return refuse (error, DUO_CHAT_ERROR_CONNECTED, "connected already");
  if (presence != DUO_PRESENCE_WAITING)
    return refuse (error, DUO_CHAT_ERROR_BUSY, "an attempt is under way");
  /* Both may have invited at the same time: then one of them accepts. */
  if (step == DUO_STEP_ACCEPT)
    return TRUE;

  return refuse (error, DUO_CHAT_ERROR_INVITED, "an attempt waits for the friend");
}

static gboolean
check_take_answer (DuoPresence   presence,
                   DuoRole       role,
                   GError      **error)
{
  if (duo_presence_is_free (presence) ||
      (role == DUO_ROLE_INVITED && presence != DUO_PRESENCE_CONNECTED && presence != DUO_PRESENCE_SHAKY))
    return refuse (error, DUO_CHAT_ERROR_NO_INVITE, "no offer was made");
  if (presence == DUO_PRESENCE_PREPARING)
    return refuse (error, DUO_CHAT_ERROR_BUSY, "the offer is being made");
  if (role == DUO_ROLE_INVITED)
    return refuse (error, DUO_CHAT_ERROR_CONNECTED, "connected already");
  if (presence == DUO_PRESENCE_WAITING)
    return TRUE;

  return refuse (error, DUO_CHAT_ERROR_ANSWERED, "the offer was answered already");
}

gboolean
duo_step_check (DuoStep       step,
                DuoPresence   presence,
                DuoRole       role,
                gboolean      can_wait,
                GError      **error)
{
  gboolean is_joined = presence == DUO_PRESENCE_CONNECTED || presence == DUO_PRESENCE_SHAKY;

  switch (step)
    {
    case DUO_STEP_INVITE:
    case DUO_STEP_ACCEPT:
      return check_begin (step, presence, error);
    case DUO_STEP_TAKE_ANSWER:
      return check_take_answer (presence, role, error);
    case DUO_STEP_TAKE_CANDIDATES:
      /* Before the description they are kept for it. */
      if (is_joined)
        return refuse (error, DUO_CHAT_ERROR_CONNECTED, "connected already");
      return TRUE;
    case DUO_STEP_HANG_UP:
      if (duo_presence_is_free (presence))
        return refuse (error, DUO_CHAT_ERROR_NOT_CONNECTED, "nothing to end");
      return TRUE;
    case DUO_STEP_SEND:
      if (!is_joined && !can_wait)
        return refuse (error, DUO_CHAT_ERROR_NOT_CONNECTED, "not connected");
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}
