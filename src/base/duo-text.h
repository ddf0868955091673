/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text from outside: pure functions on UTF-8.  What is shown may differ from
 * what was received; the original stays with the message and is what is copied. */

typedef struct
{
  gsize start; /* bytes */
  gsize end;   /* the first byte after it */
} DuoTextRange;

/* Whether LENGTH bytes are within MAX_BYTES and UTF-8 without NUL. */
gboolean  duo_text_is_valid   (const char *text,
                               gsize       length,
                               gsize       max_bytes);
/* Puts U+FFFD in place of what is not UTF-8, NUL included.  LENGTH may be -1. */
char     *duo_text_make_valid (const char *text,
                               gssize      length) G_GNUC_WARN_UNUSED_RESULT;

/* Without anything that lies about order or hides: bidi controls, controls
 * but \n and \t, tags, heaps of zero-width characters or of combining marks. */
char *duo_text_make_safe   (const char *text) G_GNUC_WARN_UNUSED_RESULT;
/* Safe, at most so many characters and lines, and with U+200B in runs over 64
 * characters, which Pango would take seconds to wrap.  IS_CLIPPED is nullable. */
char *duo_text_make_shown  (const char *text,
                            guint       max_chars,
                            guint       max_lines,
                            gboolean   *is_clipped) G_GNUC_WARN_UNUSED_RESULT;
/* The same as Pango markup: everything escaped, and links as <a href="…">…</a>. */
char *duo_text_make_markup (const char *text,
                            guint       max_chars,
                            guint       max_lines,
                            gboolean   *is_clipped) G_GNUC_WARN_UNUSED_RESULT;
/* One line without controls, trimmed, at most MAX_CHARS; NULL when nothing
 * visible is left.  TEXT need not be valid UTF-8. */
char *duo_text_make_name   (const char *text,
                            guint       max_chars) G_GNUC_WARN_UNUSED_RESULT;

/* Where http:, https: and mailto: links stand in TEXT, in order.
 * (transfer full) (element-type DuoTextRange) */
GArray *duo_text_find_links (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
