/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  DUO_INVITE_ALPHABET_64, /* base64url */
  DUO_INVITE_ALPHABET_45, /* base45 */
} DuoInviteAlphabet;

/* What may have happened to a base45 code, in which spaces and % are digits. */
typedef enum
{
  DUO_INVITE_MEND_NOTHING, /* line ends were put in */
  DUO_INVITE_MEND_SPACES,  /* lines were broken at spaces, which are gone */
  DUO_INVITE_MEND_PERCENT, /* a program of the web wrote %20 for a space */
} DuoInviteMend;

#define DUO_INVITE_N_MENDS 3

/* How a code starts: "duo1", "duologue:i/". */
typedef struct
{
  const char *start; /* (borrowed) */
  const char *code;  /* (borrowed) the first byte after it */
  DuoInviteAlphabet alphabet;
  char kind; /* 'i' or 'a'; NUL when it does not say */
  gboolean is_link;
  gboolean is_known; /* else of a later version */
} DuoInviteAnchor;

/* The characters of a code, freed of what was put between them. */
typedef struct
{
  GString *chars;     /* (owned) */
  gsize n_wanted;     /* how many it says it has; 0 when that is not known */
  const char *end;    /* (borrowed) after the last one */
  gboolean is_broken; /* something strange in its middle */
  gsize n_rest;       /* how many there are after that */
} DuoInviteChars;

/* Whether an anchor begins at AT, a character of the UTF-8 text from START to END. */
gboolean duo_invite_anchor_match (DuoInviteAnchor *self,
                                  const char      *start,
                                  const char      *at,
                                  const char      *end);

void    duo_invite_chars_collect (DuoInviteChars        *self,
                                  const DuoInviteAnchor *anchor,
                                  const char            *end,
                                  DuoInviteMend          mend);
void    duo_invite_chars_clear   (DuoInviteChars        *self);
/* NULL when they are not the characters of any bytes. */
guint8 *duo_invite_chars_decode  (const DuoInviteChars  *self,
                                  DuoInviteAlphabet      alphabet,
                                  gsize                 *n_bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
