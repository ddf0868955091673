/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "duo-conversation.h"
#include "duo-message-log.h"

G_BEGIN_DECLS

#define DUO_TYPE_MESSAGE_MENU (duo_message_menu_get_type ())

/* How a person gets at single messages of a log: the menu (right button, long press,
 * Menu, Shift+F10), marking with Ctrl and Shift, and the keys.  All of it ends in the
 * actions of DuoMessageActions.  Made and owned by a DuoChatPane. */
G_DECLARE_FINAL_TYPE (DuoMessageMenu, duo_message_menu, DUO, MESSAGE_MENU, GObject)

/* LOG outlives it, or it is told with duo_message_menu_close (). */
DuoMessageMenu *duo_message_menu_new   (DuoMessageLog      *log,
                                        DuoConversation    *conversation) G_GNUC_WARN_UNUSED_RESULT;
/* Shows the menu of MESSAGE at AT, in the log's coordinates. */
void            duo_message_menu_popup (DuoMessageMenu     *self,
                                        DuoMessage         *message,
                                        const GdkRectangle *at);
void            duo_message_menu_close (DuoMessageMenu     *self);

G_END_DECLS
