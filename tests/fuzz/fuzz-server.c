/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-server.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *uri = g_strndup ((const char *) data, size);
  g_autoptr (DuoServer) server = duo_server_parse (uri, NULL);

  if (server != NULL)
    {
      g_autofree char *canonical = duo_server_to_uri (server);
      g_autoptr (DuoServer) again = duo_server_parse (canonical, NULL);
      g_autofree char *for_gst = duo_server_to_gst_uri (server);

      g_assert_nonnull (again);
      g_assert_true (g_str_is_ascii (for_gst));
    }
  return 0;
}
