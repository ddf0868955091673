/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>

#include "duo-description.h"
#include "duo-link-report.h"

G_BEGIN_DECLS

typedef enum
{
  DUO_GATE_MATCH,    /* the certificate is the one in the description */
  DUO_GATE_MISMATCH, /* it is another: nothing passes, ever */
  DUO_GATE_ENDED,    /* the peer ended DTLS or SCTP in good order, or by an abort */
  DUO_GATE_CROWDED,  /* the peer speaks on more streams than it may have: nothing passes any more */
} DuoGateEvent;

/* Called on a streaming thread: post, and return. */
typedef void (*DuoGateFunc) (DuoGateEvent event,
                             gpointer     user_data);

/* Asked on a streaming thread, for each packet: FALSE loses it, as a bad line would. */
typedef gboolean (*DuoGateRoomFunc) (gpointer user_data);

typedef struct _DuoGate DuoGate;

DuoGate *duo_gate_new   (GstElement      *webrtcbin,
                         DuoGateFunc      func,
                         DuoGateRoomFunc  has_room,
                         gpointer         user_data,
                         GDestroyNotify   user_data_free) G_GNUC_WARN_UNUSED_RESULT;
DuoGate *duo_gate_ref   (DuoGate         *self);
void     duo_gate_unref (DuoGate         *self);

/* Says whom to expect; before the peer's description is handed to webrtcbin. */
void           duo_gate_expect           (DuoGate      *self,
                                          const guint8  fingerprint[DUO_FINGERPRINT_SIZE_BYTES]);
/* Nothing passes any more.  From any thread. */
void           duo_gate_shut             (DuoGate      *self);
/* Monotonic µs of the last packet that came through DTLS; 0 for none. */
gint64         duo_gate_get_last_arrival (DuoGate      *self);
/* What was seen of the peer's certificate so far; one that differs is not forgotten. */
DuoCertificate duo_gate_get_certificate  (DuoGate      *self);
/* Bytes that passed. */
guint64        duo_gate_get_n_bytes      (DuoGate      *self);
/* Whether packets pass: the certificate matched and nobody shut the gate. */
gboolean       duo_gate_is_open          (DuoGate      *self);

/* With what the peer ended it, in words for developers. */
char *duo_gate_dup_ending (DuoGate *self) G_GNUC_WARN_UNUSED_RESULT;

/* Whether PEM is one certificate whose DER has this SHA-256; in constant time. */
gboolean duo_gate_certificate_matches (const char   *pem,
                                       const guint8  fingerprint[DUO_FINGERPRINT_SIZE_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoGate, duo_gate_unref)

G_END_DECLS
