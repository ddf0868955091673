/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-peer.h"

G_BEGIN_DECLS

/* Two peers of this process on loopback, and what each of them received. */
typedef struct
{
  DuoPeer *a;      /* offers */
  DuoPeer *b;      /* answers */
  GPtrArray *at_a; /* (element-type GBytes) */
  GPtrArray *at_b;
  guint n_text_at_a;
  guint n_text_at_b;
} DuoTestPair;

DuoTestPair *duo_test_pair_new  (void);
void         duo_test_pair_free (DuoTestPair *pair);
DuoPeer     *duo_test_peer_new  (void);

/* Waits until PEER has its local description, and lends it. */
DuoDescription *duo_test_peer_wait_local (DuoPeer         *peer);
void            duo_test_peer_wait_state (DuoPeer         *peer,
                                          DuoLinkState     state,
                                          guint            timeout_ms);
/* Offer, answer, open. */
void            duo_test_pair_connect    (DuoTestPair     *pair);
void            duo_test_pair_wait_open  (DuoTestPair     *pair,
                                          guint            timeout_ms);
void            duo_test_wait_count      (GPtrArray       *received,
                                          guint            count);
gboolean        duo_test_send            (DuoPeer         *peer,
                                          const char      *text,
                                          GError         **error);
/* The same description with another fingerprint. */
DuoDescription *duo_test_forge           (DuoDescription  *description);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoTestPair, duo_test_pair_free)

G_END_DECLS
