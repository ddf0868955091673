/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The numbers of both enums stand in databases: never give one another meaning. */
typedef enum
{
  DUO_MESSAGE_MINE = 0,
  DUO_MESSAGE_THEIRS = 1,
  DUO_MESSAGE_NOTICE = 2,
} DuoMessageKind;

/* What a notice tells; ui/ has the sentence. */
typedef enum
{
  DUO_NOTICE_NONE = 0,
  DUO_NOTICE_ESTABLISHED = 1, /* "Connection established" */
  DUO_NOTICE_CLOSED = 2,      /* "Connection closed" */
  DUO_NOTICE_LOST = 3,        /* "Connection lost" */
  DUO_NOTICE_BINARY = 4,      /* the friend sent `amount` bytes that are not text */
  DUO_NOTICE_IMPOSTOR = 5,    /* the certificate was another than announced */
  DUO_NOTICE_PLAIN = 6,       /* the friend uses a web page: nothing tells what arrived */
  DUO_NOTICE_CLOCK = 7,       /* the friend's clock is `amount` seconds ahead (negative: behind) */
  DUO_NOTICE_STRANGER = 8,    /* invited here, but somebody else came: a new conversation */
  DUO_NOTICE_RETURNED = 9,    /* the friend of earlier talks is back */
  /* Never kept. */
  DUO_NOTICE_UNREADABLE = 100, /* what was kept here cannot be read */
} DuoNotice;

#define DUO_TYPE_RECORD (duo_record_get_type ())

/* One message as it is kept: a plain value, reference counted, not changed once it
 * was handed out (duo_record_copy () gives one that may be). */
typedef struct
{
  gint64 id;           /* of the row; 0 before it is kept */
  gint64 conversation; /* of the conversation's row */
  DuoMessageKind kind;
  DuoNotice notice;     /* only of DUO_MESSAGE_NOTICE */
  gint64 amount;        /* of a notice */
  guint64 seq;          /* the author's number of it; 0: not sent yet, or a notice */
  gboolean has_failed;  /* it will not be sent unless the person says Retry */
  gint64 sent_at_us;    /* wall clock of its author, µs since 1970 */
  gint64 kept_at_us;    /* wall clock here: when it was written or came */
  gint64 edited_at_us;  /* wall clock of its author; 0: never */
  char *text;           /* (owned) valid UTF-8; "" for notices */
  char *author;         /* (owned) (nullable): the name the friend gave then */
  char *my_reaction;    /* (owned) (nullable) */
  char *their_reaction; /* (owned) (nullable) */
  /* What it replies to: the author and the number of that message; 0: to none. */
  gboolean reply_is_to_mine;
  guint64 reply_to_seq;
} DuoRecord;

GType      duo_record_get_type   (void);
DuoRecord *duo_record_new        (DuoMessageKind   kind,
                                  const char      *text,
                                  gint64           sent_at_us) G_GNUC_WARN_UNUSED_RESULT;
DuoRecord *duo_record_new_notice (DuoNotice        notice,
                                  gint64           amount,
                                  gint64           sent_at_us) G_GNUC_WARN_UNUSED_RESULT;
DuoRecord *duo_record_copy       (const DuoRecord *self) G_GNUC_WARN_UNUSED_RESULT;
DuoRecord *duo_record_ref        (DuoRecord       *self);
void       duo_record_unref      (DuoRecord       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoRecord, duo_record_unref)

#define DUO_STORE_SECRET_BYTES 32

/* A conversation as it is kept. */
typedef struct
{
  gint64 id;
  char *title; /* (owned) (nullable): the name that the friend gave last */
  gboolean has_secret;
  guint8 secret[DUO_STORE_SECRET_BYTES]; /* by which two Duologues know each other again */
  gint64 made_at_us;                     /* wall clock */
  gint64 last_at_us;                     /* when something was last said */
  guint64 next_seq;                      /* the number that my next item gets, from 1 */
  guint64 received_seq;                  /* all of the friend's items up to it are kept here */
  guint64 confirmed_seq;                 /* all of mine up to it are kept by the friend */
  guint64 seen_seq;                      /* all of mine up to it were read by the friend */
  guint64 read_seq;                      /* all of theirs up to it were read here */
  char *draft;                           /* (owned) (nullable): what was written and not sent */
} DuoStoredConversation;

void duo_stored_conversation_free (DuoStoredConversation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoStoredConversation, duo_stored_conversation_free)

G_END_DECLS
