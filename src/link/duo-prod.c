/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-prod.h"

#include <stdatomic.h>
#include "duo-element.h"
#include "duo-limits.h"
#include "duo-sctp-packet.h"

/* When nothing is acknowledged, SCTP doubles the time until it sends again (RFC
 * 9260 section 6.3.3), in usrsctp up to 60 s: after a cut of 20 s the line is back
 * for 14 s before anybody tries it.  webrtcbin does not let us set a limit.
 *
 * So copies of the packets in flight are kept, and while no acknowledgement takes
 * us further the earliest of them are sent once a second.  To the peer they are
 * packets that the network doubled or that came late: he takes a DATA chunk that he
 * lacks, drops one that he has, and acknowledges at once in either case (section
 * 6.2); an old SACK chunk among them is dropped by its cumulative TSN (section
 * 6.2.1).  The acknowledgement lets our SCTP go on (sections 6.3.2 and 7.2.1).  No
 * more is sent in a second than an association may begin with (section 7.2.1), as
 * by a sender whose RTO.Max is 1 s; the 60 s of section 16 are only recommended.
 *
 * The probes run on streaming threads: what they share is under the mutex, which is
 * never held while something else is called.  A timer of the main thread looks; the
 * sending, which takes locks of GStreamer's, is done by a thread of its pool.
 * Reference counted, since a probe may run while its peer goes away; made by a
 * DuoPeer, which frees it when it ends. */
struct _DuoProd
{
  gatomicrefcount ref_count;

  GMutex mutex;
  GstElement *encoder;    /* (mutex lock) (owned) (nullable): sctpenc */
  GQueue flight;          /* (mutex lock) (element-type Copy) in the order of their TSNs */
  gboolean has_sack;      /* (mutex lock) */
  guint32 cumulative_tsn; /* (mutex lock) of the latest SACK … */
  gint64 advanced_at_us;  /* (mutex lock): … that took us further */
  gboolean is_stopped;    /* (mutex lock) */

  atomic_bool is_sending;
  atomic_uint n_sent;
  _Atomic guint64 n_bytes;
  guint tick_id; /* main thread */
};

typedef struct
{
  GstBuffer *packet; /* (owned) */
  guint32 first_tsn;
  guint32 last_tsn;
  gint64 sent_at_us; /* for the first time */
} Copy;

enum
{
  FLIGHT_MAX_PACKETS = 64, /* what comes later is left to SCTP */
  BURST_BYTES = 4404,      /* RFC 9260 section 7.2.1 */
};

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  gst_buffer_unref (copy->packet);
  g_free (copy);
}

static DuoProd *
prod_ref (DuoProd *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

static void
prod_unref (gpointer data)
{
  DuoProd *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_queue_clear_full (&self->flight, copy_free);
  gst_clear_object (&self->encoder);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* -- What passes ------------------------------------------------------------- */

/* What is sent again comes in other packets than the first time: the copies that
 * COPY makes superfluous go to GONE. */
static void
drop_covered (DuoProd *self,
              Copy    *copy,
              GQueue  *gone)
{
  GList *next;

  for (GList *l = self->flight.head; l != NULL; l = next)
    {
      const Copy *other = l->data;

      next = l->next;
      if (duo_sctp_tsn_is_after (copy->first_tsn, other->first_tsn) ||
          duo_sctp_tsn_is_after (other->last_tsn, copy->last_tsn))
        continue;
      copy->sent_at_us = MIN (copy->sent_at_us, other->sent_at_us);
      g_queue_unlink (&self->flight, l);
      g_queue_push_tail_link (gone, l);
    }
}

static int
compare_copies_cb (gconstpointer a,
                   gconstpointer b,
                   gpointer      user_data)
{
  const Copy *one = a, *other = b;

  return (gint32) (one->first_tsn - other->first_tsn);
}

/* COPY (transfer full). */
static void
keep (DuoProd *self,
      Copy    *copy,
      GQueue  *gone)
{
  const Copy *last = g_queue_peek_tail (&self->flight);

  if (last == NULL || duo_sctp_tsn_is_after (copy->first_tsn, last->last_tsn))
    g_queue_push_tail (&self->flight, copy);
  else
    {
      drop_covered (self, copy, gone);
      g_queue_insert_sorted (&self->flight, copy, compare_copies_cb, NULL);
    }

  if (self->is_stopped || self->flight.length > FLIGHT_MAX_PACKETS)
    g_queue_push_tail_link (gone, g_queue_pop_tail_link (&self->flight));
}

/* sctpenc's streaming thread: every packet on its way to DTLS. */
static GstPadProbeReturn
wire_out_cb (GstPad          *pad,
             GstPadProbeInfo *info,
             gpointer         user_data)
{
  DuoProd *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  GQueue gone = G_QUEUE_INIT;
  DuoSctpPacket packet;
  Copy *copy;

  atomic_fetch_add (&self->n_bytes, gst_buffer_get_size (buffer));
  duo_sctp_packet_read_buffer (&packet, buffer);
  if (!packet.has_data)
    return GST_PAD_PROBE_OK;

  copy = g_new0 (Copy, 1);
  copy->packet = gst_buffer_ref (buffer);
  copy->first_tsn = packet.first_tsn;
  copy->last_tsn = packet.last_tsn;
  copy->sent_at_us = g_get_monotonic_time ();
  g_mutex_lock (&self->mutex);
  keep (self, copy, &gone);
  g_mutex_unlock (&self->mutex);
  g_queue_clear_full (&gone, copy_free);

  return GST_PAD_PROBE_OK;
}

static void
drop_acknowledged (DuoProd *self,
                   GQueue  *gone)
{
  const Copy *first;

  while ((first = g_queue_peek_head (&self->flight)) != NULL &&
         !duo_sctp_tsn_is_after (first->last_tsn, self->cumulative_tsn))
    g_queue_push_tail_link (gone, g_queue_pop_head_link (&self->flight));
}

static void
take_arrival (DuoProd   *self,
              GstBuffer *buffer)
{
  GQueue gone = G_QUEUE_INIT;
  DuoSctpPacket packet;

  duo_sctp_packet_read_buffer (&packet, buffer);
  if (!packet.has_sack)
    return;

  g_mutex_lock (&self->mutex);
  if (!self->has_sack || duo_sctp_tsn_is_after (packet.cumulative_tsn, self->cumulative_tsn))
    {
      self->has_sack = TRUE;
      self->cumulative_tsn = packet.cumulative_tsn;
      self->advanced_at_us = g_get_monotonic_time ();
      drop_acknowledged (self, &gone);
    }
  g_mutex_unlock (&self->mutex);
  g_queue_clear_full (&gone, copy_free);
}

static gboolean
take_list_item_cb (GstBuffer **buffer,
                   guint       index,
                   gpointer    user_data)
{
  take_arrival (user_data, *buffer);

  return TRUE;
}

/* dtlsdec's streaming thread: every packet that the gate let through. */
static GstPadProbeReturn
wire_in_cb (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    take_arrival (user_data, GST_PAD_PROBE_INFO_BUFFER (info));
  else
    gst_buffer_list_foreach (GST_PAD_PROBE_INFO_BUFFER_LIST (info), take_list_item_cb, user_data);

  return GST_PAD_PROBE_OK;
}

/* -- Sending ------------------------------------------------------------------ */

/* The earliest, as many as may leave at once (transfer full) (element-type GstBuffer). */
static GPtrArray *
dup_burst (DuoProd *self)
{
  GPtrArray *burst = g_ptr_array_new ();
  gsize size_bytes = 0;

  g_mutex_lock (&self->mutex);
  for (GList *l = self->flight.head; l != NULL; l = l->next)
    {
      const Copy *copy = l->data;

      size_bytes += gst_buffer_get_size (copy->packet);
      if (size_bytes > BURST_BYTES)
        break;
      g_ptr_array_add (burst, gst_buffer_ref (copy->packet));
    }
  g_mutex_unlock (&self->mutex);

  return burst;
}

/* A thread of GStreamer's pool.  Straight into what comes after sctpenc: these are
 * no packets of its flow.  A pipeline that is being taken down refuses them, which
 * is of no matter. */
static void
wire_send_cb (GstElement *encoder,
              gpointer    user_data)
{
  DuoProd *self = user_data;
  g_autoptr (GPtrArray) burst = dup_burst (self);
  g_autoptr (GstPad) source = gst_element_get_static_pad (encoder, "src");
  g_autoptr (GstPad) sink = gst_pad_get_peer (source);

  for (guint i = 0; i < burst->len; i++)
    {
      GstBuffer *packet = g_ptr_array_index (burst, i);

      gsize size_bytes = gst_buffer_get_size (packet);

      if (sink == NULL)
        gst_buffer_unref (packet);
      else if (gst_pad_chain (sink, packet) == GST_FLOW_OK)
        {
          atomic_fetch_add (&self->n_sent, 1);
          atomic_fetch_add (&self->n_bytes, size_bytes);
        }
    }
  atomic_store (&self->is_sending, FALSE);
}

/* Whether the earliest waits for too long, and not in a queue that moves. */
static gboolean
is_stalled (DuoProd *self)
{
  const Copy *first = g_queue_peek_head (&self->flight);
  gint64 now_us = g_get_monotonic_time ();

  return first != NULL && now_us - first->sent_at_us >= DUO_PROD_AFTER_MS * G_GINT64_CONSTANT (1000) &&
         now_us - self->advanced_at_us >= DUO_PROD_INTERVAL_MS * G_GINT64_CONSTANT (1000) / 2;
}

static gboolean
tick_cb (gpointer user_data)
{
  DuoProd *self = user_data;
  g_autoptr (GstElement) encoder = NULL;

  g_mutex_lock (&self->mutex);
  if (is_stalled (self))
    g_set_object (&encoder, self->encoder);
  g_mutex_unlock (&self->mutex);

  if (encoder != NULL && !atomic_exchange (&self->is_sending, TRUE))
    gst_element_call_async (encoder, wire_send_cb, prod_ref (self), prod_unref);

  return G_SOURCE_CONTINUE;
}

/* -- Where SCTP is ------------------------------------------------------------ */

static void
add_probe (GstElement          *element,
           const char          *name,
           GstPadProbeType      type,
           GstPadProbeCallback  callback,
           DuoProd             *self)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, name);

  if (pad != NULL)
    gst_pad_add_probe (pad, type, callback, prod_ref (self), prod_unref);
}

/* Whichever thread builds webrtcbin's inside; SCTP starts only afterwards. */
static void
wire_deep_element_added_cb (GstBin     *webrtcbin,
                            GstBin     *bin,
                            GstElement *element,
                            DuoProd    *self)
{
  if (duo_element_is_made_by (element, "sctpdec"))
    add_probe (element, "sink", GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST, wire_in_cb, self);
  if (!duo_element_is_made_by (element, "sctpenc"))
    return;

  add_probe (element, "src", GST_PAD_PROBE_TYPE_BUFFER, wire_out_cb, self);
  g_mutex_lock (&self->mutex);
  if (!self->is_stopped)
    gst_object_replace ((GstObject **) &self->encoder, GST_OBJECT (element));
  g_mutex_unlock (&self->mutex);
}

static void
unref_closure_cb (gpointer  data,
                  GClosure *closure)
{
  prod_unref (data);
}

DuoProd *
duo_prod_new (GstElement *webrtcbin)
{
  DuoProd *self = g_new0 (DuoProd, 1);

  g_return_val_if_fail (GST_IS_BIN (webrtcbin), NULL);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->tick_id = g_timeout_add (DUO_PROD_INTERVAL_MS, tick_cb, self);
  g_signal_connect_data (webrtcbin, "deep-element-added", G_CALLBACK (wire_deep_element_added_cb),
                         prod_ref (self), unref_closure_cb, 0);

  return self;
}

void
duo_prod_free (DuoProd *self)
{
  GstElement *encoder;
  GQueue flight;

  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_mutex_lock (&self->mutex);
  self->is_stopped = TRUE;
  encoder = g_steal_pointer (&self->encoder);
  flight = self->flight;
  g_queue_init (&self->flight);
  g_mutex_unlock (&self->mutex);

  gst_clear_object (&encoder);
  g_queue_clear_full (&flight, copy_free);
  prod_unref (self);
}

guint64
duo_prod_get_n_bytes (DuoProd *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->n_bytes);
}

guint
duo_prod_get_n_sent (DuoProd *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->n_sent);
}
