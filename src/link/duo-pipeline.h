/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gst/gst.h>
#include <nice/agent.h>

#include "duo-path.h"
#include "duo-peer-options.h"

G_BEGIN_DECLS

/* Builds a pipeline with one webrtcbin in it, not running yet.
 * Returns (transfer full), or NULL with DUO_LINK_ERROR_ENGINE. */
GstElement *duo_pipeline_new            (GstElement           **webrtcbin,
                                         GError               **error) G_GNUC_WARN_UNUSED_RESULT;
/* Servers, addresses, policy; before it runs.  AGENT (transfer full). */
void        duo_pipeline_configure      (GstElement            *webrtcbin,
                                         const DuoPeerOptions  *options,
                                         NiceAgent            **agent,
                                         gboolean              *takes_loopback);
/* What was gathered so far (transfer full) (element-type DuoCandidate). */
GPtrArray  *duo_pipeline_dup_candidates (NiceAgent             *agent,
                                         gboolean               relay_only) G_GNUC_WARN_UNUSED_RESULT;
/* Room for what arrives while nobody reads; once the sockets are there. */
void        duo_pipeline_widen_sockets  (NiceAgent             *agent);
/* How the component's nominated pair joins the two. */
DuoPath     duo_pipeline_get_path       (NiceAgent             *agent);

#define DUO_PIPELINE_STREAM_ID 1
#define DUO_PIPELINE_COMPONENT_ID 1

G_END_DECLS
