/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DUO_STORE_ERROR (duo_store_error_quark ())

typedef enum
{
  DUO_STORE_ERROR_FAILED,    /* the disk is full, read-only or broken: SQLite's own words */
  DUO_STORE_ERROR_NEWER,     /* made by a newer Duologue */
  DUO_STORE_ERROR_DAMAGED,   /* not a database, or not whole: it was set aside */
  DUO_STORE_ERROR_NOT_FOUND, /* no such row */
  DUO_STORE_ERROR_IN_USE,    /* another Duologue has the file open */
  DUO_STORE_ERROR_REFUSED,   /* not something that can be kept, or it is there already */
  DUO_STORE_N_ERRORS         /*< skip >*/
} DuoStoreError;

GQuark duo_store_error_quark (void);

G_END_DECLS
