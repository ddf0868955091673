/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Undoes what mail and chat programs do to a text on its way.  Nothing here
 * judges: what comes out is parsed as strictly as what was untouched. */

typedef enum
{
  DUO_MEND_LINES,  /* a line end in a string was \r\n once */
  DUO_MEND_WIDTH,  /* as the widths of the lines tell */
  DUO_MEND_DELETE, /* every line was cut anywhere */
  DUO_MEND_SPACE,  /* every line ended at a space */
} DuoMendMode;

#define DUO_MEND_FLIPS 64 /* line ends that a bit of FLIPS stands for */

/* Quote marks at line starts, quoted-printable, invisible characters, entities,
 * "smart" quotes and doubled escapes. */
char  *duo_mend_text         (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
/* How many line ends its strings have, which JSON does not allow. */
guint  duo_mend_count_breaks (const char  *json,
                              gsize        length);
/* JSON with its strings in one line again.  COLUMN: how far from the start of
 * its line JSON starts.  FLIPS: which line ends are not what MODE takes them for. */
char  *duo_mend_join         (const char  *json,
                              gsize        length,
                              gsize        column,
                              DuoMendMode  mode,
                              guint64      flips) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
