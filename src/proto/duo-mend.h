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
  DUO_MEND_WIDTH,  /* a full line was cut, a shorter one ended at a space */
  DUO_MEND_DELETE, /* every line was cut anywhere */
  DUO_MEND_SPACE,  /* every line ended at a space */
} DuoMendMode;

#define DUO_MEND_N_MODES 4

/* Quote marks at line starts, quoted-printable, invisible characters, entities,
 * "smart" quotes and doubled escapes. */
char     *duo_mend_text          (const char  *text) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a JSON string in it has a line end, which JSON does not allow. */
gboolean  duo_mend_needs_joining (const char  *json,
                                  gsize        length);
/* JSON with its strings in one line again.  COLUMN: how far from the start of
 * its line JSON starts. */
char     *duo_mend_join          (const char  *json,
                                  gsize        length,
                                  gsize        column,
                                  DuoMendMode  mode) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
