/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-store-error.h"

G_DEFINE_QUARK (duo-store-error-quark, duo_store_error)
