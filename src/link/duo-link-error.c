/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-link-error.h"

G_DEFINE_QUARK (duo-link-error-quark, duo_link_error)
