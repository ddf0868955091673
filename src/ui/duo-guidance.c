/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-guidance.h"

#include <glib/gi18n.h>

#include "duo-error-text.h"
#include "duo-link-error.h"

/* Pure functions from how things stand to what the window says about it. */

static DuoHint
hint_for_signal (DuoSignalKind kind)
{
  switch (kind)
    {
    case DUO_SIGNAL_OFFER:
      return DUO_HINT_ACCEPT;
    case DUO_SIGNAL_ANSWER:
      return DUO_HINT_TAKE_ANSWER;
    case DUO_SIGNAL_CANDIDATES:
      return DUO_HINT_TAKE_CANDIDATES;
    default:
      return DUO_HINT_NONE;
    }
}

static DuoHint
hint_while_waiting (const DuoSituation *situation)
{
  if (!situation->is_copied)
    return DUO_HINT_COPY;

  return situation->role == DUO_ROLE_INVITER ? DUO_HINT_PASTE : DUO_HINT_NONE;
}

DuoHint
duo_guidance_get_hint (const DuoSituation *situation)
{
  g_return_val_if_fail (situation != NULL, DUO_HINT_NONE);

  if (situation->has_signal)
    return hint_for_signal (situation->kind);

  switch (situation->presence)
    {
    case DUO_PRESENCE_NOT_CONNECTED:
    case DUO_PRESENCE_LOST:
    case DUO_PRESENCE_FAILED:
      return DUO_HINT_INVITE;
    case DUO_PRESENCE_WAITING:
      return hint_while_waiting (situation);
    case DUO_PRESENCE_PREPARING:
    case DUO_PRESENCE_CONNECTING:
    case DUO_PRESENCE_CONNECTED:
    case DUO_PRESENCE_SHAKY:
    default:
      return DUO_HINT_NONE;
    }
}

static const char *
sentence_for_signal (DuoSignalKind kind)
{
  switch (kind)
    {
    case DUO_SIGNAL_OFFER:
      return _("This is an invite from your friend. Press Accept to make your reply.");
    case DUO_SIGNAL_ANSWER:
      return _("This is your friend's reply. Press Receive Answer to connect.");
    case DUO_SIGNAL_CANDIDATES:
    default:
      return _("These are your friend's candidates. Press Receive Candidate to use them.");
    }
}

static const char *
sentence_while_waiting (const DuoSituation *situation)
{
  if (situation->is_local_only)
    return situation->role == DUO_ROLE_INVITED
             ? _("No network was found: this reply works on this computer alone. "
                 "Connect it to a network, hang up, and accept the invite again.")
             : _("No network was found: this invite works on this computer alone. "
                 "Connect it to a network, then make a new one.");

  if (situation->role == DUO_ROLE_INVITED)
    return situation->is_copied
             ? _("Send the copied reply to your friend. You are connected as soon as they take it.")
             : _("Copy this reply and send it back to your friend.");

  return situation->is_copied
           ? _("Send the copied text to your friend. Then paste the reply below.")
           : _("Copy this and send it to your friend. Then paste the reply below.");
}

static const char *
sentence_after_failure (const GError *failure)
{
  const char *advice = failure != NULL ? duo_error_text_get_advice (failure) : NULL;

  return advice != NULL ? advice : _("Press Invite to try again.");
}

const char *
duo_guidance_get_sentence (const DuoSituation *situation,
                           const GError       *failure)
{
  g_return_val_if_fail (situation != NULL, "");

  if (situation->has_signal)
    return sentence_for_signal (situation->kind);

  switch (situation->presence)
    {
    case DUO_PRESENCE_PREPARING:
      return _("Your signal is being prepared. This takes a few seconds.");
    case DUO_PRESENCE_WAITING:
      return sentence_while_waiting (situation);
    case DUO_PRESENCE_CONNECTING:
      return _("Looking for a way to your friend. This takes a few seconds.");
    case DUO_PRESENCE_CONNECTED:
      return _("You are connected. Say hello!");
    case DUO_PRESENCE_SHAKY:
      return _("Nothing arrives from your friend just now. What you say waits, and goes out when it can.");
    case DUO_PRESENCE_LOST:
      return _("Press Invite to connect again.");
    case DUO_PRESENCE_FAILED:
      return sentence_after_failure (failure);
    case DUO_PRESENCE_NOT_CONNECTED:
    default:
      return _("Press Invite to begin, or paste the invite that a friend sent you.");
    }
}

static const char *
status_when_connected (DuoPath path)
{
  switch (path)
    {
    case DUO_PATH_LOCAL:
      return _("Connected over the local network");
    case DUO_PATH_DIRECT:
      return _("Connected directly");
    case DUO_PATH_RELAYED:
      return _("Connected through a relay");
    case DUO_PATH_UNKNOWN:
    default:
      return _("Connected");
    }
}

static const char *
status_when_failed (const GError *failure)
{
  if (failure != NULL && failure->domain == DUO_LINK_ERROR)
    return duo_error_text_get_sentence (failure);

  return _("Could not connect: something went wrong.");
}

const char *
duo_guidance_get_status (DuoPresence   presence,
                         DuoPath       path,
                         const GError *failure)
{
  switch (presence)
    {
    case DUO_PRESENCE_PREPARING:
      return _("Preparing");
    case DUO_PRESENCE_WAITING:
      return _("Waiting for your friend");
    case DUO_PRESENCE_CONNECTING:
      return _("Connecting");
    case DUO_PRESENCE_CONNECTED:
      return status_when_connected (path);
    case DUO_PRESENCE_SHAKY:
      return _("Connection shaky");
    case DUO_PRESENCE_LOST:
      return _("Connection lost");
    case DUO_PRESENCE_FAILED:
      return status_when_failed (failure);
    case DUO_PRESENCE_NOT_CONNECTED:
    default:
      return _("Not connected");
    }
}
