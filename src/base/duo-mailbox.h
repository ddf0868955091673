/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DuoMailbox DuoMailbox;

typedef void (*DuoMailboxFunc) (gpointer event,
                                gpointer user_data);

DuoMailbox *duo_mailbox_new   (GMainContext   *context,
                               DuoMailboxFunc  func,
                               gpointer        user_data,
                               GDestroyNotify  event_free);
DuoMailbox *duo_mailbox_ref   (DuoMailbox     *self);
void        duo_mailbox_unref (DuoMailbox     *self);

void duo_mailbox_post  (DuoMailbox *self,
                        gpointer    event);
void duo_mailbox_close (DuoMailbox *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoMailbox, duo_mailbox_unref)

G_END_DECLS
