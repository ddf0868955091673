/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-reaper.h"

#include <gst/webrtc/webrtc.h>

/* Taking a webrtcbin down joins its threads, and some versions of it can hang
 * there for good (1.22.0: sctpenc at shutdown, a channel closed before it
 * carried data; fixed in 1.22.3).  So it happens away from the main thread: at
 * worst a thread is lost, never the window.
 *
 * Closing a data channel resets its stream at once in 1.22.0, and what SCTP has
 * not sent yet is lost (fixed in 1.22.3): hence the wait before the close.
 *
 * When both sides close a channel at once, webrtcbin may let go of its elements
 * before it is done with them (1.26.2: a critical, of freed memory).  Hence the two
 * wait differently long, and what the other side closed meanwhile is left alone.
 *
 * The count of what is under way is the only state of this kind that the whole
 * process shares; it is needed where the process ends. */

#define OFFERER_SETTLE_MS 150
#define ANSWERER_SETTLE_MS 350

typedef struct
{
  GstElement *pipeline; /* (owned) */
  GPtrArray *channels;  /* (owned) (nullable) */
  guint settle_ms;
  guint linger_ms;
} Corpse;

static GMutex mutex;
static GCond cond;
static guint n_active; /* (mutex lock) */

void
duo_reaper_hold (void)
{
  g_mutex_lock (&mutex);
  n_active++;
  g_mutex_unlock (&mutex);
}

void
duo_reaper_release (void)
{
  g_mutex_lock (&mutex);
  n_active--;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
}

static void
close_channel_cb (gpointer data,
                  gpointer user_data)
{
  GstWebRTCDataChannelState state;

  g_object_get (data, "ready-state", &state, NULL);
  if (state == GST_WEBRTC_DATA_CHANNEL_STATE_CONNECTING || state == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN)
    gst_webrtc_data_channel_close (data);
}

static gpointer
reap_thread (gpointer data)
{
  Corpse *corpse = data;

  if (corpse->channels != NULL)
    {
      g_usleep (corpse->settle_ms * 1000);
      g_ptr_array_foreach (corpse->channels, close_channel_cb, NULL);
    }
  g_usleep (corpse->linger_ms * 1000);
  /* No channel may outlive its webrtcbin (fixed in 1.22.3). */
  g_clear_pointer (&corpse->channels, g_ptr_array_unref);

  gst_element_set_state (corpse->pipeline, GST_STATE_NULL);
  g_clear_object (&corpse->pipeline);
  g_free (corpse);
  duo_reaper_release ();

  return NULL;
}

void
duo_reaper_take (GstElement *pipeline,
                 GPtrArray  *channels,
                 gboolean    is_offerer,
                 guint       linger_ms)
{
  Corpse *corpse = g_new0 (Corpse, 1);

  corpse->pipeline = pipeline;
  corpse->channels = channels;
  corpse->settle_ms = is_offerer ? OFFERER_SETTLE_MS : ANSWERER_SETTLE_MS;
  corpse->linger_ms = linger_ms;

  duo_reaper_hold ();
  g_thread_unref (g_thread_new ("duo-reaper", reap_thread, corpse));
}

gboolean
duo_reaper_wait (guint timeout_ms)
{
  gint64 deadline_us = g_get_monotonic_time () + timeout_ms * G_GINT64_CONSTANT (1000);
  gboolean is_idle;

  g_mutex_lock (&mutex);
  while (n_active > 0)
    {
      if (!g_cond_wait_until (&cond, &mutex, deadline_us))
        break;
    }
  is_idle = n_active == 0;
  g_mutex_unlock (&mutex);

  return is_idle;
}
