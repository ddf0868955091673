/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-gate.h"

#include <stdatomic.h>
#include <string.h>

#include "duo-element.h"
#include "duo-limits.h"
#include "duo-sctp-packet.h"

/* Stands between DTLS and SCTP: no packet passes before the certificate that
 * DTLS saw is the one whose fingerprint stands in the accepted description
 * (RFC 8842 section 5.1, RFC 5763 section 5).
 *
 * webrtcbin before 1.28.5 does not compare them at all (upstream cae6e210f6,
 * "webrtcbin: validate remote fingerprints match peer dtls certificate"), so
 * that anybody on the path who read the invite could answer in the friend's
 * place.  The gate stays on newer versions too: two locks are better than one.
 *
 * It works on GStreamer's streaming threads, since a packet has to be judged
 * where it passes: everything here is constant, atomic, or under the mutex,
 * which is never held while something else is called.  It is made by a DuoPeer
 * before its pipeline runs, and lives until the last handler is gone. */

typedef enum
{
  VERDICT_NONE,
  VERDICT_MATCH,
  VERDICT_SHUT,
} Verdict;

enum
{
  /* Those that the peer may open, and ours. */
  STREAMS_MAX = DUO_CHANNELS_MAX + 1,
};

struct _DuoGate
{
  gatomicrefcount ref_count;

  DuoGateFunc func;              /* (constant) */
  DuoGateRoomFunc has_room;      /* (constant) */
  gpointer user_data;            /* (constant) (owned) */
  GDestroyNotify user_data_free; /* (constant) */

  GMutex mutex;
  gboolean is_expecting;                       /* (mutex lock) */
  guint8 expected[DUO_FINGERPRINT_SIZE_BYTES]; /* (mutex lock) */
  guint16 streams[STREAMS_MAX];                /* (mutex lock) that the peer spoke on … */
  guint n_streams;                             /* (mutex lock) … so many */

  atomic_int verdict;    /* Verdict; SHUT is never left again */
  atomic_bool has_ended; /* told once */
  atomic_int ending;     /* the first chunk's type and flags, or ENDING_EOS */
  _Atomic gint64 last_arrival_us;
  _Atomic guint64 n_bytes;
  atomic_int certificate; /* DuoCertificate */
};

/* No chunk has this type and these flags. */
#define ENDING_EOS (-1)

#define PEM_BEGIN "-----BEGIN CERTIFICATE-----"
#define PEM_END "-----END CERTIFICATE-----"

static gboolean
equal_in_constant_time (const guint8 *a,
                        const guint8 *b,
                        gsize         size)
{
  guint8 difference = 0;

  for (gsize i = 0; i < size; i++)
    difference |= a[i] ^ b[i];

  return difference == 0;
}

gboolean
duo_gate_certificate_matches (const char   *pem,
                              const guint8  fingerprint[DUO_FINGERPRINT_SIZE_BYTES])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *der = NULL;
  g_autofree char *base64 = NULL;
  guint8 digest[DUO_FINGERPRINT_SIZE_BYTES];
  gsize digest_size = sizeof digest;
  const char *begin, *end;
  gsize der_size;

  if (pem == NULL || (begin = strstr (pem, PEM_BEGIN)) == NULL)
    return FALSE;
  begin += strlen (PEM_BEGIN);
  if ((end = strstr (begin, PEM_END)) == NULL)
    return FALSE;

  base64 = g_strndup (begin, end - begin);
  der = g_base64_decode (base64, &der_size);
  if (der_size == 0)
    return FALSE;

  g_checksum_update (checksum, der, der_size);
  g_checksum_get_digest (checksum, digest, &digest_size);

  return equal_in_constant_time (digest, fingerprint, sizeof digest);
}

static gboolean
judge (DuoGate    *self,
       const char *pem)
{
  guint8 expected[DUO_FINGERPRINT_SIZE_BYTES];
  gboolean is_expecting;

  g_mutex_lock (&self->mutex);
  is_expecting = self->is_expecting;
  memcpy (expected, self->expected, sizeof expected);
  g_mutex_unlock (&self->mutex);

  return is_expecting && duo_gate_certificate_matches (pem, expected);
}

/* Streaming thread, inside the DTLS handshake: reads the one property that was
 * just set, which takes no lock of webrtcbin's. */
static void
wire_peer_pem_cb (GstElement *dtlsdec,
                  GParamSpec *pspec,
                  DuoGate    *self)
{
  g_autofree char *pem = NULL;
  int none = VERDICT_NONE;

  g_object_get (dtlsdec, "peer-pem", &pem, NULL);
  if (pem == NULL)
    return;

  if (!judge (self, pem))
    {
      /* Also a later certificate, of a renegotiation, ends it. */
      atomic_store (&self->certificate, DUO_CERTIFICATE_DIFFERS);
      duo_gate_shut (self);
      self->func (DUO_GATE_MISMATCH, self->user_data);
    }
  else if (atomic_compare_exchange_strong (&self->verdict, &none, VERDICT_MATCH))
    {
      atomic_store (&self->certificate, DUO_CERTIFICATE_MATCHES);
      self->func (DUO_GATE_MATCH, self->user_data);
    }
}

/* ENDING is a chunk's type and flags, or ENDING_EOS. */
static void
tell_ended (DuoGate *self,
            int      ending)
{
  if (atomic_exchange (&self->has_ended, TRUE))
    return;

  atomic_store (&self->ending, ending);
  self->func (DUO_GATE_ENDED, self->user_data);
}

static gboolean
knows_stream (DuoGate *self,
              guint16  stream)
{
  for (guint i = 0; i < self->n_streams; i++)
    {
      if (self->streams[i] == stream)
        return TRUE;
    }

  return FALSE;
}

/* FALSE: there are too many now. */
static gboolean
note_streams (DuoGate             *self,
              const DuoSctpPacket *packet)
{
  gboolean is_crowded = FALSE;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < packet->n_streams && !is_crowded; i++)
    {
      if (knows_stream (self, packet->streams[i]))
        continue;
      is_crowded = self->n_streams == STREAMS_MAX;
      if (!is_crowded)
        self->streams[self->n_streams++] = packet->streams[i];
    }
  g_mutex_unlock (&self->mutex);

  return !is_crowded;
}

/* webrtcbin 1.22 does not tell the application how the peer ended it.  It makes a channel
 * with two threads of each stream that something comes on, faster than the main thread hears
 * of them and can close the connection: so they are counted here, where they pass. */
static gboolean
judge_packet (DuoGate   *self,
              GstBuffer *buffer)
{
  DuoSctpPacket packet;

  duo_sctp_packet_read_buffer (&packet, buffer);
  if (packet.is_ending)
    tell_ended (self, packet.first_chunk);
  if (note_streams (self, &packet))
    return TRUE;

  duo_gate_shut (self);
  self->func (DUO_GATE_CROWDED, self->user_data);

  return FALSE;
}

static gboolean
judge_list_item_cb (GstBuffer **buffer,
                    guint       index,
                    gpointer    user_data)
{
  return judge_packet (user_data, *buffer);
}

static gsize
get_size (GstPadProbeInfo *info)
{
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    return gst_buffer_get_size (GST_PAD_PROBE_INFO_BUFFER (info));

  return gst_buffer_list_calculate_size (GST_PAD_PROBE_INFO_BUFFER_LIST (info));
}

/* Streaming thread: every packet from DTLS on its way to SCTP. */
static GstPadProbeReturn
wire_packet_cb (GstPad          *pad,
                GstPadProbeInfo *info,
                gpointer         user_data)
{
  DuoGate *self = user_data;
  gboolean passes = TRUE;

  if (info->type & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM)
    {
      if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_EOS)
        tell_ended (self, ENDING_EOS);
      return GST_PAD_PROBE_OK;
    }

  if (atomic_load (&self->verdict) != VERDICT_MATCH)
    return GST_PAD_PROBE_DROP;

  atomic_store (&self->last_arrival_us, g_get_monotonic_time ());
  if (!self->has_room (self->user_data))
    return GST_PAD_PROBE_DROP;

  atomic_fetch_add (&self->n_bytes, get_size (info));
  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    passes = judge_packet (self, GST_PAD_PROBE_INFO_BUFFER (info));
  else if (info->type & GST_PAD_PROBE_TYPE_BUFFER_LIST)
    passes = gst_buffer_list_foreach (GST_PAD_PROBE_INFO_BUFFER_LIST (info), judge_list_item_cb, self);

  return passes ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

static void
watch_pad (GstPad  *pad,
           DuoGate *self)
{
  if (!GST_PAD_IS_SRC (pad))
    return;

  gst_pad_add_probe (pad,
                     GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST |
                       GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                     wire_packet_cb, duo_gate_ref (self), (GDestroyNotify) duo_gate_unref);
}

static gboolean
watch_existing_pad_cb (GstElement *element,
                       GstPad     *pad,
                       gpointer    user_data)
{
  watch_pad (pad, user_data);

  return TRUE;
}

/* Whichever thread asks dtlsdec for its pad, before it carries anything. */
static void
wire_pad_added_cb (GstElement *dtlsdec,
                   GstPad     *pad,
                   DuoGate    *self)
{
  watch_pad (pad, self);
}

static void
unref_closure_cb (gpointer  data,
                  GClosure *closure)
{
  duo_gate_unref (data);
}

static void
connect_held (DuoGate    *self,
              gpointer    instance,
              const char *signal,
              GCallback   callback)
{
  g_signal_connect_data (instance, signal, callback, duo_gate_ref (self), unref_closure_cb, 0);
}

/* Whichever thread builds webrtcbin's inside; DTLS starts only afterwards. */
static void
wire_deep_element_added_cb (GstBin     *webrtcbin,
                            GstBin     *bin,
                            GstElement *element,
                            DuoGate    *self)
{
  if (!duo_element_is_made_by (element, "dtlsdec"))
    return;

  connect_held (self, element, "notify::peer-pem", G_CALLBACK (wire_peer_pem_cb));
  connect_held (self, element, "pad-added", G_CALLBACK (wire_pad_added_cb));
  gst_element_foreach_src_pad (element, watch_existing_pad_cb, self);
}

DuoGate *
duo_gate_new (GstElement      *webrtcbin,
              DuoGateFunc      func,
              DuoGateRoomFunc  has_room,
              gpointer         user_data,
              GDestroyNotify   user_data_free)
{
  DuoGate *self = g_new0 (DuoGate, 1);

  g_return_val_if_fail (GST_IS_BIN (webrtcbin), NULL);
  g_return_val_if_fail (func != NULL && has_room != NULL, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->func = func;
  self->has_room = has_room;
  self->user_data = user_data;
  self->user_data_free = user_data_free;
  connect_held (self, webrtcbin, "deep-element-added", G_CALLBACK (wire_deep_element_added_cb));

  return self;
}

DuoGate *
duo_gate_ref (DuoGate *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
duo_gate_unref (DuoGate *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->user_data_free != NULL)
    self->user_data_free (self->user_data);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
duo_gate_expect (DuoGate      *self,
                 const guint8  fingerprint[DUO_FINGERPRINT_SIZE_BYTES])
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  memcpy (self->expected, fingerprint, DUO_FINGERPRINT_SIZE_BYTES);
  self->is_expecting = TRUE;
  g_mutex_unlock (&self->mutex);
}

void
duo_gate_shut (DuoGate *self)
{
  g_return_if_fail (self != NULL);

  atomic_store (&self->verdict, VERDICT_SHUT);
}

gint64
duo_gate_get_last_arrival (DuoGate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->last_arrival_us);
}

DuoCertificate
duo_gate_get_certificate (DuoGate *self)
{
  g_return_val_if_fail (self != NULL, DUO_CERTIFICATE_UNSEEN);

  return atomic_load (&self->certificate);
}

guint64
duo_gate_get_n_bytes (DuoGate *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->n_bytes);
}

gboolean
duo_gate_is_open (DuoGate *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return atomic_load (&self->verdict) == VERDICT_MATCH;
}

char *
duo_gate_dup_ending (DuoGate *self)
{
  int ending;

  g_return_val_if_fail (self != NULL, NULL);

  ending = atomic_load (&self->ending);
  if (ending == ENDING_EOS)
    return g_strdup ("the peer ended DTLS");

  return g_strdup_printf ("the peer ended SCTP with chunk %d, flags %d", ending >> 8, ending & 0xff);
}
