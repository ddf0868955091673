/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-message.h"

G_BEGIN_DECLS

/* The translated sentence of a notice; AMOUNT is its own (see DuoNotice). */
char *duo_notice_text_dup (DuoNotice notice,
                           gint64    amount) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
