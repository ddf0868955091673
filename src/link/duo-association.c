/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-association.h"

#include <stdatomic.h>

#include "duo-element.h"

/* GStreamer finds an SCTP association by a number of the process, and webrtcbin
 * draws one of 65,535 (until 1.28, webrtcsctptransport.c, constructed).  Whose
 * number an association has that still lives gets no SCTP: sctpdec and sctpenc
 * refuse to start, webrtcbin does not look, and the two are joined without a
 * channel.  Afterwards the pipeline cannot be taken down any more, since sctpenc
 * has started its thread nevertheless and nobody stops it.
 *
 * An association lives until the reaper is done with it, so who hangs up and
 * connects again soon has several, and of some thousand connections one failed.
 * Counted numbers differ.
 *
 * 1.28 draws none.  With a number of ours webrtcbin is not told there that its
 * association is up, and no channel opens. */

enum
{
  NUMBERS_MAX = G_MAXUINT16, /* sctpdec takes 0 to this one */
};

/* The numbers are the process's, and so is their count. */
static atomic_uint n_numbers;

static gboolean
are_drawn (void)
{
  guint major, minor, micro, nano;

  gst_version (&major, &minor, &micro, &nano);

  return major == 1 && minor < 28;
}

/* Whichever thread builds webrtcbin's inside; SCTP starts only afterwards. */
static void
wire_deep_element_added_cb (GstBin     *webrtcbin,
                            GstBin     *bin,
                            GstElement *element,
                            gpointer    user_data)
{
  if (duo_element_is_made_by (element, "sctpdec") || duo_element_is_made_by (element, "sctpenc"))
    g_object_set (element, "sctp-association-id", GPOINTER_TO_UINT (user_data), NULL);
}

void
duo_association_number (GstElement *webrtcbin)
{
  guint number;

  g_return_if_fail (GST_IS_BIN (webrtcbin));

  if (!are_drawn ())
    return;

  number = atomic_fetch_add (&n_numbers, 1) % NUMBERS_MAX + 1;
  g_signal_connect (webrtcbin, "deep-element-added", G_CALLBACK (wire_deep_element_added_cb),
                    GUINT_TO_POINTER (number));
}
