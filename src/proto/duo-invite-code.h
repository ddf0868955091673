/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-description.h"
#include "duo-invite-body.h"

G_BEGIN_DECLS

/* An offer or an answer as one short text.  The three forms say the same. */
typedef enum
{
  DUO_INVITE_FORM_BARE, /* duo1… */
  DUO_INVITE_FORM_LINK, /* duologue:i/… or duologue:a/… */
  DUO_INVITE_FORM_QR,   /* DUOLOGUE:I/…, for a QR code: one alphanumeric segment */
} DuoInviteForm;

typedef struct
{
  DuoInviteForm form;
  gint64 created_at_us; /* real time; 0: the code does not say */
  guint lifetime_s;     /* rounded up, 5 minutes to 30 days; 0: the code does not say */
} DuoInviteOptions;

/* Where in a text a code stands, whole or not. */
typedef struct
{
  gsize start;        /* bytes */
  gsize end;          /* the first byte after it */
  gboolean is_quoted; /* its line starts with > */
} DuoInviteSpan;

/* OPTIONS (nullable): bare, without a time.  What a code does not carry is named in
 * PROTOCOL.md: active TCP and some link-local candidates, priorities. */
char           *duo_invite_code_new         (const DuoDescription    *description,
                                             const DuoInviteOptions  *options) G_GNUC_WARN_UNUSED_RESULT;
/* Reads the first whole code or link in TEXT, LENGTH bytes, also when words stand
 * around it or a mail program broke it.  INFO (nullable) is set on success. */
DuoDescription *duo_invite_code_parse       (const char              *text,
                                             gsize                    length,
                                             DuoInviteInfo           *info,
                                             GError                 **error) G_GNUC_WARN_UNUSED_RESULT;
/* The next code or link at or after byte FROM of TEXT, which is UTF-8.  A walk
 * that goes on at SPAN->end is linear. */
gboolean        duo_invite_code_find        (const char              *text,
                                             gsize                    length,
                                             gsize                    from,
                                             DuoInviteSpan           *span);
/* How many characters are missing, told by a CUT_OFF; 0 when that is not known. */
guint           duo_invite_code_get_missing (const GError            *error);

G_END_DECLS
