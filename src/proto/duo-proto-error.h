/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DUO_PROTO_ERROR (duo_proto_error_quark ())

/* What is wrong with something that came from outside.  A code exists when the
 * person who pasted it can do something different about it. */
typedef enum
{
  DUO_PROTO_ERROR_EMPTY,           /* nothing but white space */
  DUO_PROTO_ERROR_TOO_LONG,        /* more than the limit for its kind */
  DUO_PROTO_ERROR_NOT_TEXT,        /* NUL, invalid UTF-8, UTF-16 */
  DUO_PROTO_ERROR_NO_SIGNAL,       /* text without any signal in it */
  DUO_PROTO_ERROR_CUT_OFF,         /* a signal starts and does not end */
  DUO_PROTO_ERROR_DAMAGED,         /* looks like a signal, is broken inside */
  DUO_PROTO_ERROR_OTHER_JSON,      /* well-formed JSON of another kind */
  DUO_PROTO_ERROR_NEWER,           /* made by a newer Duologue */
  DUO_PROTO_ERROR_NO_DATA,         /* SDP without a data channel section */
  DUO_PROTO_ERROR_MEDIA,           /* SDP with audio, video or several sections */
  DUO_PROTO_ERROR_NO_FINGERPRINT,  /* SDP without a fingerprint */
  DUO_PROTO_ERROR_BAD_FINGERPRINT, /* not one SHA-256 fingerprint */
  DUO_PROTO_ERROR_BAD_DESCRIPTION, /* another line of the SDP is not acceptable */
  DUO_PROTO_ERROR_BAD_CANDIDATE,   /* impossible address, port or form */
  DUO_PROTO_ERROR_BAD_SERVER,      /* not a STUN or TURN server's address */
  DUO_PROTO_ERROR_BAD_FRAME,       /* a peer broke a rule of PROTOCOL.md */
  DUO_PROTO_N_ERRORS               /*< skip >*/
} DuoProtoError;

GQuark duo_proto_error_quark (void);

G_END_DECLS
