/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What is asked before something is lost for good.  Each is modal to PARENT, and answers
 * with its signal "response" (string): "cancel", or what is named below. */

/* "delete".  WHO (nullable); IS_OPEN: a connection ends; IS_KEPT: it can be undone. */
AdwMessageDialog *duo_question_delete     (GtkWindow  *parent,
                                           const char *who,
                                           gboolean    is_open,
                                           gboolean    is_kept);
/* "delete" */
AdwMessageDialog *duo_question_delete_all (GtkWindow  *parent);
/* "keep", "lose": N messages wait in a conversation that is not kept.  QUITS: the
 * program ends, and not only a window. */
AdwMessageDialog *duo_question_lose       (GtkWindow  *parent,
                                           guint       n,
                                           gboolean    quits);

G_END_DECLS
