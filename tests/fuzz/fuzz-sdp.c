/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-limits.h"
#include "duo-sdp.h"

/* The SDP of a description: the first byte says of which kind, the rest is its text. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

static void
check_bounds (const DuoSdp *sdp)
{
  gsize ufrag = strlen (sdp->ufrag);
  gsize pwd = strlen (sdp->pwd);
  gsize mid = strlen (sdp->mid);

  g_assert_true (ufrag >= DUO_UFRAG_MIN_CHARS && ufrag <= DUO_UFRAG_MAX_CHARS);
  g_assert_true (pwd >= DUO_PWD_MIN_CHARS && pwd <= DUO_PWD_MAX_CHARS);
  g_assert_true (mid >= 1 && mid <= DUO_MID_MAX_CHARS);
  g_assert_true (sdp->max_message_bytes >= DUO_MESSAGE_MIN_BYTES);
  g_assert_true (sdp->max_message_bytes <= DUO_MESSAGE_MAX_BYTES);
  g_assert_cmpuint (sdp->candidates->len, <=, DUO_CANDIDATES_MAX);
}

/* What webrtcbin gets: printable lines, each "x=…". */
static void
check_written (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  guint n_lines = g_strv_length (lines);

  g_assert_cmpstr (lines[n_lines - 1], ==, "");
  for (guint i = 0; i + 1 < n_lines; i++)
    {
      g_assert_true (g_ascii_islower (lines[i][0]) && lines[i][1] == '=');
      for (const char *p = lines[i]; *p != '\0'; p++)
        {
          g_assert_true (g_ascii_isprint (*p));
        }
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  DuoDescriptionType type = size > 0 && data[0] % 2 == 1 ? DUO_DESCRIPTION_ANSWER : DUO_DESCRIPTION_OFFER;
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : g_strdup ("");
  g_autoptr (GError) error = NULL;
  DuoSdp sdp = { 0 };
  gboolean is_taken = duo_sdp_parse (&sdp, type, text, &error);

  g_assert_true (is_taken == (error == NULL));
  if (is_taken)
    {
      g_autofree char *written = duo_sdp_write (&sdp);
      g_autofree char *written_again = NULL;
      DuoSdp again = { 0 };

      check_bounds (&sdp);
      check_written (written);
      g_assert_true (duo_sdp_parse (&again, type, written, NULL));
      written_again = duo_sdp_write (&again);
      g_assert_cmpstr (written, ==, written_again);
      duo_sdp_clear (&again);
    }
  duo_sdp_clear (&sdp);
  return 0;
}
