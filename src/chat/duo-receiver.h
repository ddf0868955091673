/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-history.h"
#include "duo-session.h"

G_BEGIN_DECLS

#define DUO_TYPE_RECEIVER (duo_receiver_get_type ())

/* The receiving half of a DuoCourier between Duologues: joins pieces to items,
 * gathers what one turn of the main loop brings, keeps it, and confirms it once it
 * is safe on the disk.  Main thread.
 *
 * Signal "arrived" (DuoMessage): the newest of what just came. */
G_DECLARE_FINAL_TYPE (DuoReceiver, duo_receiver, DUO, RECEIVER, GObject)

DuoReceiver *duo_receiver_new (DuoHistory *history) G_GNUC_WARN_UNUSED_RESULT;

/* A joined session between Duologues, or NULL; it is told at once what is kept here. */
void duo_receiver_attach     (DuoReceiver *self,
                              DuoSession  *session);
void duo_receiver_take_piece (DuoReceiver *self,
                              DuoFrame    *piece);
/* A text of a page's: only the batch and the keeping are the same. */
void duo_receiver_take_text  (DuoReceiver *self,
                              const char  *text);
/* Appends what came and was not appended yet. */
void duo_receiver_flush      (DuoReceiver *self);
/* What is kept or read changed otherwise: tells it. */
void duo_receiver_tell       (DuoReceiver *self);
G_END_DECLS
