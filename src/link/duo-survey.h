/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <nice/agent.h>

#include "duo-gate.h"
#include "duo-link-report.h"
#include "duo-peer-options.h"
#include "duo-prod.h"

G_BEGIN_DECLS

/* How things stand just now.  RESOLVED: the options with addresses for names.  It, AGENT,
 * GATE and PROD are nullable: then there is not much to tell. */
DuoLinkReport *duo_survey_new (const DuoPeerOptions *options,
                               const DuoPeerOptions *resolved,
                               NiceAgent            *agent,
                               DuoGate              *gate,
                               DuoProd              *prod) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
