/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-message.h"

G_BEGIN_DECLS

typedef enum
{
  DUO_TRANSCRIPT_TEXT, /* for people */
  DUO_TRANSCRIPT_JSON, /* for programs: all that is known, see duo-transcript.c */
} DuoTranscriptFormat;

/* The words of a language, which this layer has not. */
typedef struct
{
  char *me;
  char *friend;
  char *(*dup_day)    (gint64      at_us);
  char *(*dup_time)   (gint64      at_us);
  char *(*dup_notice) (DuoNotice   notice,
                       gint64      amount);
  /* What is to be said of MESSAGE beside its text (nullable); REPLIED (nullable)
   * is the message that it replies to. */
  char *(*dup_remark) (DuoMessage *message,
                       DuoMessage *replied);
} DuoTranscriptWords;

/* Writes a conversation down, message by message, to the end of a string. */
typedef struct _DuoTranscript DuoTranscript;

/* WORDS are copied; TITLE is nullable. */
DuoTranscript *duo_transcript_new  (DuoTranscriptFormat       format,
                                    const char               *title,
                                    const DuoTranscriptWords *words) G_GNUC_WARN_UNUSED_RESULT;
void           duo_transcript_free (DuoTranscript            *self);

void duo_transcript_begin (DuoTranscript *self,
                           GString       *out);
/* NUMBER is unique in the transcript; REPLIED_NUMBER is that of REPLIED, the message
 * that it replies to, if that is there (nullable). */
void duo_transcript_add   (DuoTranscript *self,
                           guint          number,
                           DuoMessage    *message,
                           guint          replied_number,
                           DuoMessage    *replied,
                           GString       *out);
void duo_transcript_end   (DuoTranscript *self,
                           GString       *out);

/* A name for the file that is a name and nothing else, whatever the friend is called:
 * "TITLE DAY.txt"; FALLBACK is for a title of which nothing is left. */
char *duo_transcript_dup_file_name (DuoTranscriptFormat  format,
                                    const char          *title,
                                    const char          *fallback,
                                    gint64               at_us) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoTranscript, duo_transcript_free)

G_END_DECLS
