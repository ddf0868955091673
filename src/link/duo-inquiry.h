/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-link-report.h"
#include "duo-peer-options.h"

G_BEGIN_DECLS

/* Why no TURN server gave a relay: libnice does not tell. */
typedef struct _DuoInquiry DuoInquiry;

/* All of them answered, or had their time. */
typedef void (*DuoInquiryFunc) (gpointer user_data);

/* Asks each TURN server of RESOLVED, which are all by address.  FUNC (nullable). */
DuoInquiry *duo_inquiry_new  (const DuoPeerOptions *resolved,
                              DuoInquiryFunc        func,
                              gpointer              user_data) G_GNUC_WARN_UNUSED_RESULT;
/* FUNC is not called any more. */
void        duo_inquiry_free (DuoInquiry           *self);

/* Whether one of them refused what it was told, and none gave a relay. */
DuoAnswer duo_inquiry_get_verdict (DuoInquiry *self);
/* What was learnt of server NUMBER of the list so far; DUO_ANSWER_NONE: nothing. */
DuoAnswer duo_inquiry_get_answer  (DuoInquiry *self,
                                   guint       number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoInquiry, duo_inquiry_free)

G_END_DECLS
