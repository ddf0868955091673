/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DuoFold DuoFold;

/* Looks for a text in others, upper and lower case alike: both are folded as
 * Unicode says (g_utf8_casefold ()), at the speed of a copy for what has no case. */
DuoFold *duo_fold_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void     duo_fold_free (DuoFold *self);

/* NEEDLE is valid UTF-8. */
void     duo_fold_set_needle (DuoFold    *self,
                              const char *needle);
/* LENGTH bytes of valid UTF-8.  An empty needle is in nothing. */
gboolean duo_fold_is_in      (DuoFold    *self,
                              const char *text,
                              gsize       length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoFold, duo_fold_free)

G_END_DECLS
