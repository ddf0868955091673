/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-chat-error.h"

G_DEFINE_QUARK (duo-chat-error-quark, duo_chat_error)
