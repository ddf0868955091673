/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "duo-description.h"
#include "duo-sdp.h"

G_BEGIN_DECLS

/* From JSON that duo_json_parse () read.  OTHER_JSON when it has neither "type" nor "sdp". */
DuoDescription *duo_description_parse_object (JsonObject  *object,
                                              GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* The JSON of these facts; NAME is nullable, VERSION 0 is of no Duologue. */
char *duo_description_write_json (DuoDescriptionType  type,
                                  const DuoSdp       *sdp,
                                  guint               version,
                                  const char         *name,
                                  guint16             reply_to) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
