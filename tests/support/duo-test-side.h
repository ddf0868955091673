/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-courier.h"
#include "duo-fake-link.h"
#include "duo-roster.h"

G_BEGIN_DECLS

/* One of two Duologues without a network: what it keeps, and its end of a line. */
typedef struct
{
  DuoStore *store;     /* (owned) */
  DuoRoster *roster;   /* (owned) */
  DuoHistory *history; /* (owned) */
  DuoCourier *courier; /* (owned) */
  gboolean is_inviter;

  DuoFakeLink *link;   /* (owned) (nullable) */
  DuoSession *session; /* (owned) (nullable) */
  guint n_passed;      /* of what the link was given to send */
} DuoTestSide;

/* PATH (nullable) of the store; its first conversation, or a new one. */
void duo_test_side_open  (DuoTestSide *self,
                          const char  *path,
                          gboolean     is_inviter);
void duo_test_side_close (DuoTestSide *self);

/* Two new sessions, not joined, over two new links; ABILITIES of both. */
void     duo_test_sides_connect (DuoTestSide *a,
                                 DuoTestSide *b,
                                 guint32      abilities);
/* Passes on what was sent, at most MAX messages in each direction; whether there
 * was any, or the main context had something to do. */
gboolean duo_test_sides_pass    (DuoTestSide *a,
                                 DuoTestSide *b,
                                 guint        max);
/* Passes on until nothing moves any more. */
void     duo_test_sides_settle  (DuoTestSide *a,
                                 DuoTestSide *b);
/* Connects, agrees on the conversation, attaches the couriers. */
void     duo_test_sides_join    (DuoTestSide *a,
                                 DuoTestSide *b);
/* Cuts the line: what was not passed on is gone. */
void     duo_test_sides_cut     (DuoTestSide *a,
                                 DuoTestSide *b);

G_END_DECLS
