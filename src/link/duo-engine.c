/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-engine.h"

#include <gst/gst.h>
#include <gst/webrtc/webrtc.h>

#include "duo-link-error.h"
#include "duo-reaper.h"

/* Starting GStreamer reads its registry (15 ms, or half a second the first time
 * ever), and the first offer of a process makes the key of its DTLS certificate
 * (0.25 to 1.3 s with 1.22's RSA).  Both happen here, in a thread, before the
 * person clicks: all webrtcbins of a process share that key. */

static const char *const needed_elements[] = {
  "webrtcbin",
  "nicesrc",
  "dtlsdec",
  "dtlssrtpdec",
  "sctpdec",
  "appsrc",
};

gboolean
duo_engine_ensure (GError **error)
{
  if (!gst_init_check (NULL, NULL, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (needed_elements); i++)
    {
      g_autoptr (GstElementFactory) factory = gst_element_factory_find (needed_elements[i]);

      if (factory != NULL)
        continue;
      g_set_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_ENGINE,
                   "GStreamer has no element %s", needed_elements[i]);
      return FALSE;
    }

  return TRUE;
}

/* One offer that nobody gets, without any candidate being gathered for it. */
static void
make_key (void)
{
  g_autoptr (GstElement) pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  GstElement *webrtcbin = gst_element_factory_make ("webrtcbin", NULL);
  g_autoptr (GstWebRTCDataChannel) channel = NULL;
  g_autoptr (GstPromise) promise = gst_promise_new ();

  gst_bin_add (GST_BIN (pipeline), webrtcbin);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  g_signal_emit_by_name (webrtcbin, "create-data-channel", "chat", NULL, &channel);
  g_signal_emit_by_name (webrtcbin, "create-offer", NULL, promise);
  gst_promise_wait (promise);
  g_clear_object (&channel);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static void
warm_up_in_thread (GTask        *task,
                   gpointer      source_object,
                   gpointer      task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;

  if (duo_engine_ensure (&error))
    make_key ();
  duo_reaper_release ();

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

void
duo_engine_warm_up_async (GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, duo_engine_warm_up_async);
  duo_reaper_hold ();
  g_task_run_in_thread (task, warm_up_in_thread);
}

gboolean
duo_engine_warm_up_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
duo_engine_shut_down (guint timeout_ms)
{
  return duo_reaper_wait (timeout_ms);
}
