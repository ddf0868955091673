/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-message.h"

G_BEGIN_DECLS

/* Words about single messages: pure functions. */

/* Whom a person sees as the author; "" for notices. */
const char *duo_message_text_get_author   (DuoMessage  *message);
/* One word for how far it has come; NULL when there is nothing to tell. */
const char *duo_message_text_get_delivery (DuoDelivery  delivery);
/* The picture of it; NULL as above. */
const char *duo_message_text_get_icon     (DuoDelivery  delivery);

/* What it says, of a notice too. */
char *duo_message_text_dup_text  (DuoMessage *message) G_GNUC_WARN_UNUSED_RESULT;
/* Who and what, on one line, for a quote. */
char *duo_message_text_dup_quote (DuoMessage *message) G_GNUC_WARN_UNUSED_RESULT;
/* The beginning of the text, on one line. */
char *duo_message_text_dup_line  (DuoMessage *message) G_GNUC_WARN_UNUSED_RESULT;
/* For the clipboard: "[time] Name: text". */
char *duo_message_text_dup_copy  (DuoMessage *message) G_GNUC_WARN_UNUSED_RESULT;
/* For assistive technology: who, what (as SHOWN), when, and how far it has come unless
 * that is told elsewhere. */
char *duo_message_text_dup_label (DuoMessage *message,
                                  const char *shown,
                                  gboolean    tells_delivery) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
