/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

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
#define DUO_INVITE_MAX_BYTES 2048                 /* a code as bytes; no description takes more than 1921 */
#define DUO_PICTURE_MAX_PIXELS (32 * 1024 * 1024) /* looked through for a QR code */
#define DUO_PICTURE_ENLARGED_MAX_PIXELS (4 * 1024 * 1024)

/* ICE, RFC 8839 section 5.4 */
#define DUO_UFRAG_MIN_CHARS 4
#define DUO_UFRAG_MAX_CHARS 256
#define DUO_PWD_MIN_CHARS 22
#define DUO_PWD_MAX_CHARS 256
#define DUO_MID_MAX_CHARS 32

/* What this program speaks, and what another one must; PROTOCOL.md is version 1 */
#define DUO_PROTOCOL_VERSION 1
#define DUO_PROTOCOL_MIN_VERSION 1

/* Data channels */
#define DUO_SCTP_PORT 5000
#define DUO_MESSAGE_MIN_BYTES (16 * 1024)     /* least max-message-size believed of a peer */
#define DUO_MESSAGE_MAX_BYTES (256 * 1024)    /* most */
#define DUO_MESSAGE_DEFAULT_BYTES (64 * 1024) /* when a peer names none, RFC 8841 section 6.1 */
#define DUO_MESSAGE_OWN_MAX_BYTES (64 * 1024) /* what webrtcbin 1.22 sends and takes */
#define DUO_CHANNELS_MAX 3                    /* a peer; each costs webrtcbin two threads */
#define DUO_FRAME_MAX_BYTES (16 * 1024)
#define DUO_PIECE_MAX_BYTES (8 * 1024)   /* of an item, in one frame: heartbeats wait behind it */
#define DUO_TEXT_MAX_BYTES (1024 * 1024) /* of one message, between Duologues */
#define DUO_ITEM_MAX_BYTES (DUO_TEXT_MAX_BYTES + 64)
#define DUO_REACTION_MAX_BYTES 64 /* one emoji, with all its joiners */
#define DUO_WINDOW_MAX_ITEMS 256  /* sent and not yet confirmed */
#define DUO_WINDOW_MAX_BYTES (1024 * 1024 + 64 * 1024)
#define DUO_SEND_QUEUE_MAX_BYTES (64 * 1024) /* in the link before an item waits */
#define DUO_CONVERSATIONS_KNOWN_MAX 64       /* whose friends are recognised: the tags of a hello */
#define DUO_FRAME_TOKEN_BYTES 8
#define DUO_SEQ_MAX G_GUINT64_CONSTANT (9007199254740991)   /* of an item: 2^53 - 1, for JSON and SQLite alike */
#define DUO_SEQ_SKIP_MAX G_GUINT64_CONSTANT (4294967296)    /* by which a number may jump when data was lost */
#define DUO_TIME_MAX_MS G_GINT64_CONSTANT (253402300799999) /* the end of the year 9999 */
#define DUO_QUEUED_MAX_BYTES (1024 * 1024)                  /* waiting in webrtcbin before send refuses */
#define DUO_FLIGHT_MAX_BYTES (512 * 1024)                   /* sent by SCTP and not acknowledged */
#define DUO_SOCKET_BUFFER_BYTES (4 * 1024 * 1024)           /* arrived and not read from the system */
#define DUO_BACKLOG_MAX_BYTES (4 * 1024 * 1024)             /* arrived and not handled before packets are dropped */
#define DUO_BACKLOG_MESSAGE_BYTES 256                       /* that one message counts for beside its size */

/* Names and what is shown */
#define DUO_NAME_MAX_CHARS 64
#define DUO_SHOWN_TEXT_MAX_CHARS 8000
#define DUO_SHOWN_TEXT_MAX_LINES 500
#define DUO_NOTIFICATION_MAX_CHARS 240 /* of what was said */
#define DUO_NOTIFICATION_MAX_LINES 5

/* What is kept */
#define DUO_STORE_VALUE_MAX_BYTES (4 * 1024 * 1024) /* of one row of a file; ours have 2 MiB at most */
#define DUO_STORE_LOG_TIDY_PAGES 1000               /* of 4 KiB; then the log goes back into the file */
#define DUO_STORE_LOG_MAX_PAGES 16384               /* then even if a writer must wait for it */
#define DUO_STORE_REWRITE_MAX_PAGES 16384           /* a file that is longer is not written anew at the end */
#define DUO_STORE_PAGE_ROWS 64                      /* messages read from the file together */
#define DUO_STORE_SLICE_BYTES (1024 * 1024)         /* of text, looked through without a pause */
#define DUO_STORE_SLICE_ROWS 2000                   /* and messages */
#define DUO_HISTORY_HELD_MESSAGES 512               /* kept in memory though nobody asks for them now */
#define DUO_HISTORY_HELD_BYTES (8 * 1024 * 1024)    /* and their texts */
#define DUO_STORE_COMMIT_MAX_MS 100                 /* a transaction is not gathered for longer */
#define DUO_STORE_RETRY_MS 5000                     /* after a commit that failed */
#define DUO_STORE_TIDY_DELAY_MS 1000                /* after which a log that grew is tidied */
#define DUO_STORE_BUSY_TIMEOUT_MS 2000              /* for a lock that our own thread holds */

/* Servers */
#define DUO_SERVERS_MAX 4 /* of each kind: libnice 0.1.21 checks no bound of its own */
#define DUO_SERVER_URI_MAX_BYTES 512

/* Times */
#define DUO_LOOKUP_TIMEOUT_MS 2000       /* for the names of servers, before anything is gathered */
#define DUO_INQUIRY_TIMEOUT_MS 2500      /* for a TURN server to say why it gave no relay */
#define DUO_GATHER_TIMEOUT_MS 5000       /* then a description is shown with what there is */
#define DUO_INVITE_LIFETIME_S (10 * 60)  /* then a code is called stale; it may still connect */
#define DUO_INVITE_CLOCK_SKEW_S (5 * 60) /* two clocks may differ by so much */
#define DUO_PINHOLE_INTERVAL_MS 10000
#define DUO_CONNECT_TIMEOUT_MS 40000 /* after both descriptions: RFC 8863's 39.5 s */
#define DUO_HEARTBEAT_INTERVAL_MS 2400
#define DUO_SHAKY_MISSES 2           /* then a person is told: within 10 s */
#define DUO_HEARTBEAT_MISSES 16      /* then it is over: longer than a cut that is ridden out */
#define DUO_SILENCE_TIMEOUT_MS 45000 /* nothing at all from a page */
#define DUO_CHANNEL_GRACE_MS 500     /* for a page's own channel to appear beside ours */
#define DUO_BYE_TIMEOUT_MS 400       /* for what was sent last to leave, before closing */
#define DUO_NETWORK_TICK_MS 2000     /* between two looks at this computer's addresses */
#define DUO_NETWORK_SETTLE_MS 500    /* of quiet before a change of network is told */
#define DUO_NETWORK_UNSETTLED_MAX_MS 3000
#define DUO_NOTIFICATION_INTERVAL_MS 1000 /* between two updates of one conversation */

/* Times of a talk between Duologues */
#define DUO_GREETING_TIMEOUT_MS 15000 /* hello, join and the first receipt, together */
#define DUO_TYPING_INTERVAL_MS 4000   /* how often "typing" is said again */
#define DUO_TYPING_TIMEOUT_MS 10000   /* how long it holds */
#define DUO_RENEW_INTERVAL_MS 5000    /* at least between two new connections beside one */
#define DUO_RENEW_TIMEOUT_MS 30000    /* for one of them to be joined */
#define DUO_CLOCK_SKEW_MAX_S 300      /* then the friend's clock is called wrong */
#define DUO_PROD_AFTER_MS 2000        /* without an acknowledgement of what is in flight */
#define DUO_PROD_INTERVAL_MS 1000
