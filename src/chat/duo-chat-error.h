/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DUO_CHAT_ERROR (duo_chat_error_quark ())

/* Why something that the person asked for makes no sense now. */
typedef enum
{
  DUO_CHAT_ERROR_NOT_CONNECTED, /* nothing to hang up, nobody to send to */
  DUO_CHAT_ERROR_CONNECTED,     /* hang up first */
  DUO_CHAT_ERROR_BUSY,          /* being prepared or connecting: wait or hang up */
  DUO_CHAT_ERROR_INVITED,       /* an invite of mine waits for its answer */
  DUO_CHAT_ERROR_NO_INVITE,     /* an answer, and I made no offer */
  DUO_CHAT_ERROR_ANSWERED,      /* the offer was answered already */
  DUO_CHAT_ERROR_USED,          /* an invite, or the answer to one, that two people met by before */
  DUO_CHAT_ERROR_OTHER_INVITE,  /* the answer to another offer than the one that waits */
  DUO_CHAT_ERROR_OWN_SIGNAL,    /* what I made myself */
  DUO_CHAT_ERROR_IS_OFFER,      /* it is an offer: the button is Accept */
  DUO_CHAT_ERROR_IS_ANSWER,     /* it is an answer: the button is Receive Answer */
  DUO_CHAT_ERROR_IS_CANDIDATES, /* candidates: the button is Receive Candidate */
  DUO_CHAT_ERROR_OTHER_SESSION, /* candidates of another talk */
  DUO_CHAT_ERROR_EMPTY_MESSAGE,
  DUO_CHAT_ERROR_MESSAGE_TOO_LONG, /* longer than the friend's side takes */
  DUO_CHAT_ERROR_NOT_CHANGEABLE,   /* not mine, or the friend's side knows no changes */
  DUO_CHAT_ERROR_BAD_NAME,         /* settings: a name that cannot be shown */
  DUO_CHAT_ERROR_TOO_MANY,         /* settings: more servers than the limit */
  DUO_CHAT_N_ERRORS                /*< skip >*/
} DuoChatError;

GQuark duo_chat_error_quark (void);

G_END_DECLS
