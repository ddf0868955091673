/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  DUO_MESSAGE_MINE,
  DUO_MESSAGE_THEIRS,
  DUO_MESSAGE_NOTICE,
} DuoMessageKind;

/* What a notice tells; ui/ has the sentence. */
typedef enum
{
  DUO_NOTICE_NONE,
  DUO_NOTICE_ESTABLISHED, /* "Connection established" */
  DUO_NOTICE_CLOSED,      /* "Connection closed" */
  DUO_NOTICE_LOST,        /* "Connection lost" */
  DUO_NOTICE_BINARY,      /* the friend sent `amount` bytes that are not text */
  DUO_NOTICE_IMPOSTOR,    /* the certificate was another than announced */
} DuoNotice;

#define DUO_TYPE_MESSAGE (duo_message_get_type ())

/* One row of a conversation.  Immutable. */
G_DECLARE_FINAL_TYPE (DuoMessage, duo_message, DUO, MESSAGE, GObject)

DuoMessage *duo_message_new        (DuoMessageKind  kind,
                                    const char     *author,
                                    const char     *text,
                                    gint64          sent_at_us) G_GNUC_WARN_UNUSED_RESULT;
DuoMessage *duo_message_new_notice (DuoNotice       notice,
                                    guint64         amount,
                                    gint64          sent_at_us) G_GNUC_WARN_UNUSED_RESULT;

DuoMessageKind  duo_message_get_kind       (DuoMessage *self);
DuoNotice       duo_message_get_notice     (DuoMessage *self);
/* Bytes, for DUO_NOTICE_BINARY. */
guint64         duo_message_get_amount     (DuoMessage *self);
/* (nullable): the name that the friend gave; NULL for mine and for notices. */
const char     *duo_message_get_author     (DuoMessage *self);
/* Valid UTF-8, otherwise as it came; "" for notices. */
const char     *duo_message_get_text       (DuoMessage *self);
/* Wall clock, µs since 1970, of this computer. */
gint64          duo_message_get_sent_at_us (DuoMessage *self);

G_END_DECLS
