/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/* Every limit of the program: sizes, counts and times, with the unit in the
 * name.  A parser checks them and nothing else does.  PROTOCOL.md explains the
 * ones that are seen on the wire. */

/* What is pasted */
#define DUO_PASTE_MAX_BYTES (256 * 1024) /* text around a signal included */
#define DUO_JSON_MAX_BYTES (16 * 1024)
#define DUO_JSON_MAX_DEPTH 8
#define DUO_JSON_MAX_KEYS 32
#define DUO_JSON_MAX_STRING_BYTES (8 * 1024)
#define DUO_JSON_MAX_NUMBER_DIGITS 15 /* before the point: below 2^53 */
#define DUO_JSON_PIECES_MAX 1000      /* looked at in one paste */
#define DUO_EXTRACT_WORK_PER_BYTE 16  /* steps of looking for braces */
#define DUO_EXTRACT_OPENING_MAX 64    /* brackets and spaces before the first name */
#define DUO_MEND_TRIALS_MAX 64        /* ways to join broken lines, in one paste */
#define DUO_SDP_MAX_BYTES (8 * 1024)
#define DUO_CANDIDATE_LINE_MAX_BYTES 512
#define DUO_CANDIDATE_EXTENSIONS_MAX 16           /* pairs after the type */
#define DUO_CANDIDATE_PORT_MIN 1024               /* but a relay's, and 9 of an active TCP one */
#define DUO_CANDIDATES_MAX 20                     /* kept of one description, RFC 8839 names no limit */
#define DUO_CANDIDATES_PASTED_MAX 200             /* looked at in one paste */
#define DUO_INVITE_MAX_BYTES 2048                 /* a code as bytes; no description takes more than 1912 */
#define DUO_PICTURE_MAX_PIXELS (32 * 1024 * 1024) /* looked through for a QR code */
#define DUO_PICTURE_ENLARGED_MAX_PIXELS (4 * 1024 * 1024)

/* ICE, RFC 8839 section 5.4 */
#define DUO_UFRAG_MIN_CHARS 4
#define DUO_UFRAG_MAX_CHARS 256
#define DUO_PWD_MIN_CHARS 22
#define DUO_PWD_MAX_CHARS 256
#define DUO_MID_MAX_CHARS 32

/* Data channels */
#define DUO_SCTP_PORT 5000
#define DUO_MESSAGE_MIN_BYTES (16 * 1024)     /* least max-message-size believed of a peer */
#define DUO_MESSAGE_MAX_BYTES (256 * 1024)    /* most */
#define DUO_MESSAGE_DEFAULT_BYTES (64 * 1024) /* when a peer names none, RFC 8841 section 6.1 */
#define DUO_MESSAGE_OWN_MAX_BYTES (64 * 1024) /* what webrtcbin 1.22 sends and takes */
#define DUO_CHANNELS_MAX 3                    /* a peer; each costs webrtcbin two threads */
#define DUO_FRAME_MAX_BYTES (16 * 1024)
#define DUO_FRAME_TOKEN_BYTES 8
#define DUO_QUEUED_MAX_BYTES (1024 * 1024) /* waiting in webrtcbin before send refuses */

/* Names and what is shown */
#define DUO_NAME_MAX_CHARS 64
#define DUO_SHOWN_TEXT_MAX_CHARS 8000
#define DUO_SHOWN_TEXT_MAX_LINES 500

/* Servers */
#define DUO_SERVERS_MAX 4 /* of each kind: libnice 0.1.21 checks no bound of its own */
#define DUO_SERVER_URI_MAX_BYTES 512

/* Times */
#define DUO_GATHER_TIMEOUT_MS 5000       /* then a description is shown with what there is */
#define DUO_INVITE_LIFETIME_S (10 * 60)  /* then a code is called stale; it may still connect */
#define DUO_INVITE_CLOCK_SKEW_S (5 * 60) /* two clocks may differ by so much */
#define DUO_PINHOLE_INTERVAL_MS 10000
#define DUO_CONNECT_TIMEOUT_MS 40000 /* after both descriptions: RFC 8863's 39.5 s */
#define DUO_HEARTBEAT_INTERVAL_MS 2400
#define DUO_HEARTBEAT_MISSES 3
#define DUO_SILENCE_TIMEOUT_MS 45000 /* nothing at all from a page */
#define DUO_CHANNEL_GRACE_MS 500     /* for a page's own channel to appear beside ours */
#define DUO_BYE_TIMEOUT_MS 400       /* for what was sent last to leave, before closing */
