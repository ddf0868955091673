/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-conversation.h"

G_BEGIN_DECLS

/* The one control that takes the person further. */
typedef enum
{
  DUO_HINT_NONE,
  DUO_HINT_INVITE,
  DUO_HINT_COPY,
  DUO_HINT_PASTE,
  DUO_HINT_ACCEPT,
  DUO_HINT_TAKE_ANSWER,
  DUO_HINT_TAKE_CANDIDATES,
} DuoHint;

/* What the next step depends on. */
typedef struct
{
  DuoPresence presence;
  DuoRole role;
  gboolean is_local_only; /* my signal leads to this computer alone */
  gboolean is_copied;     /* my signal went to the clipboard */
  gboolean has_signal;    /* what was pasted is a signal that can be taken now … */
  DuoSignalKind kind;     /* … of this kind */
} DuoSituation;

DuoHint     duo_guidance_get_hint     (const DuoSituation *situation);
/* One translated sentence that says what to do now. */
const char *duo_guidance_get_sentence (const DuoSituation *situation,
                                       const GError       *failure);
/* One translated sentence that says how things are; FAILURE is nullable. */
const char *duo_guidance_get_status   (DuoPresence         presence,
                                       DuoPath             path,
                                       const GError       *failure);

G_END_DECLS
