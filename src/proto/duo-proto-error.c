/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-proto-error.h"

G_DEFINE_QUARK (duo-proto-error-quark, duo_proto_error)
