/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "duo-record.h"

G_BEGIN_DECLS

/* How far a message of mine has come.  Never more than is known. */
typedef enum
{
  DUO_DELIVERY_NONE,      /* not mine */
  DUO_DELIVERY_WAITING,   /* goes out when the two are joined */
  DUO_DELIVERY_SENT,      /* left here */
  DUO_DELIVERY_DELIVERED, /* the friend's Duologue keeps it */
  DUO_DELIVERY_READ,      /* and it was looked at; both sides allow to tell */
  DUO_DELIVERY_FAILED,    /* goes out only when the person says Retry */
} DuoDelivery;

#define DUO_TYPE_MESSAGE (duo_message_get_type ())

/* One row of a conversation: what is kept of it, and how far it has come.  Made by
 * a DuoHistory, which is the only writer; there is at most one object a row.
 *
 * Properties, all read-only: text (string), delivery (DuoDelivery, as uint),
 * my-reaction, their-reaction (string, nullable), is-edited (boolean). */
G_DECLARE_FINAL_TYPE (DuoMessage, duo_message, DUO, MESSAGE, GObject)

DuoMessage *duo_message_new (DuoRecord   *record,
                             DuoDelivery  delivery) G_GNUC_WARN_UNUSED_RESULT;

gint64          duo_message_get_id             (DuoMessage *self);
DuoMessageKind  duo_message_get_kind           (DuoMessage *self);
DuoNotice       duo_message_get_notice         (DuoMessage *self);
/* Of a notice: bytes, seconds; see DuoNotice. */
gint64          duo_message_get_amount         (DuoMessage *self);
/* (nullable): the name that the friend gave; NULL for mine and for notices. */
const char     *duo_message_get_author         (DuoMessage *self);
/* Valid UTF-8, otherwise as it came; "" for notices. */
const char     *duo_message_get_text           (DuoMessage *self);
/* Wall clock of its author, µs since 1970. */
gint64          duo_message_get_sent_at_us     (DuoMessage *self);
/* Wall clock of this computer, µs since 1970: never falls from row to row. */
gint64          duo_message_get_kept_at_us     (DuoMessage *self);
DuoDelivery     duo_message_get_delivery       (DuoMessage *self);
gboolean        duo_message_get_is_edited      (DuoMessage *self);
/* FALSE: only as long as the program runs, since the store failed. */
gboolean        duo_message_get_is_kept        (DuoMessage *self);
const char     *duo_message_get_my_reaction    (DuoMessage *self);
const char     *duo_message_get_their_reaction (DuoMessage *self);
/* The author's number of it, 0 when it was not sent. */
guint64         duo_message_get_seq            (DuoMessage *self);
/* Whether it replies to another message; then whose and which number. */
gboolean        duo_message_get_reply          (DuoMessage *self,
                                                gboolean   *is_to_mine,
                                                guint64    *seq);
DuoRecord      *duo_message_get_record         (DuoMessage *self);

/* For DuoHistory: tells what changed. */
void duo_message_set_record   (DuoMessage  *self,
                               DuoRecord   *record);
void duo_message_set_delivery (DuoMessage  *self,
                               DuoDelivery  delivery);
void duo_message_set_is_kept  (DuoMessage  *self,
                               gboolean     is_kept);

G_END_DECLS
