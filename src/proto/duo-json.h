/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Checks LENGTH bytes against RFC 8259 and our limits, without recursion.
 * json-glib 1.6 has no depth limit and takes comments, single quotes, hex,
 * duplicate keys and more: nothing reaches it before it passed here. */
gboolean  duo_json_scan  (const char  *json,
                          gsize        length,
                          GError     **error);
/* Scans, then parses.  (transfer full) */
JsonNode *duo_json_parse (const char  *json,
                          gsize        length,
                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* Typed getters: FALSE when the member is of another type or out of range.  A
 * member that is absent leaves VALUE as it was. */
gboolean duo_json_get_string (JsonObject  *object,
                              const char  *member,
                              const char **value,
                              GError     **error);
gboolean duo_json_get_uint   (JsonObject  *object,
                              const char  *member,
                              guint       *value,
                              GError     **error);
gboolean duo_json_get_object (JsonObject  *object,
                              const char  *member,
                              JsonObject **value,
                              GError     **error);

/* Appends TEXT with quotes, escaped as JSON.stringify () does. */
void duo_json_append_string (GString    *json,
                             const char *text);

G_END_DECLS
