/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-transcript.h"

G_BEGIN_DECLS

/* The words for a transcript in the person's language, ME being the name that the
 * friend sees (nullable). */
void duo_transcript_words_init  (DuoTranscriptWords *words,
                                 const char         *me);
void duo_transcript_words_clear (DuoTranscriptWords *words);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DuoTranscriptWords, duo_transcript_words_clear)

G_END_DECLS
