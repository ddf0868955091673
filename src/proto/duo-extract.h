/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A piece of a text that could be JSON: from a brace to the one that closes it. */
typedef struct
{
  const char *start;
  gsize length;
  gsize column;       /* bytes from the start of its line */
  gboolean is_closed; /* else it goes on to the end of the text */
  gboolean is_broken; /* too long, or nested too deeply */
  gboolean is_quoted; /* its line starts with > */
} DuoSpan;

/* Walks over a text, with a bound on the work: each brace may start a piece,
 * and pieces may overlap. */
typedef struct
{
  const char *at;
  const char *line; /* start of the line of AT */
  const char *end;
  gsize budget;
} DuoExtract;

void     duo_extract_init (DuoExtract    *self,
                           const char    *text);
/* FALSE when there is none any more. */
gboolean duo_extract_next (DuoExtract    *self,
                           DuoSpan       *span);
/* Goes on after SPAN instead of after its first brace. */
void     duo_extract_skip (DuoExtract    *self,
                           const DuoSpan *span);

/* Whether SPAN starts as a description or a candidate does. */
gboolean duo_span_looks_like_signal (const DuoSpan *span);

G_END_DECLS
