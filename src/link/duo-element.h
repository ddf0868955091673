/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Whether ELEMENT, inside webrtcbin, is of this factory; from any thread. */
gboolean duo_element_is_made_by (GstElement *element,
                                 const char *factory_name);

G_END_DECLS
