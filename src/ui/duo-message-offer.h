/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "duo-message.h"

G_BEGIN_DECLS

/* What makes sense with a message: pure functions. */
typedef enum
{
  DUO_OFFER_REPLY = 1 << 0,
  DUO_OFFER_REACT = 1 << 1,
  DUO_OFFER_EDIT = 1 << 2,
  DUO_OFFER_RETRY = 1 << 3,
  DUO_OFFER_CANCEL = 1 << 4, /* it waits: it can be as if it had never been said … */
  DUO_OFFER_DELETE = 1 << 5, /* … otherwise it can go from this computer alone */
} DuoOffer;

/* CAN_REFER: see duo_conversation_can_refer (). */
DuoOffer    duo_message_offer_get      (DuoMessage *message,
                                        gboolean    can_refer);
/* The menu of MESSAGE, with the actions of DuoMessageActions.  Where one can react its
 * first item is the place "reactions", for a widget. */
GMenuModel *duo_message_offer_new_menu (DuoMessage *message,
                                        gboolean    can_refer,
                                        gboolean    has_selection) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
