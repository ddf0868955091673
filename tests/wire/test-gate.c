/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include <gst/gst.h>

#include "duo-gate.h"
#include "duo-limits.h"

/* A self-signed certificate made for this test, and the SHA-256 of its DER. */
#include "certificate.h"

static void
test_matches (void)
{
  g_assert_true (duo_gate_certificate_matches (certificate_pem, certificate_sha256));
}

static void
test_every_bit_counts (void)
{
  for (guint i = 0; i < 8 * DUO_FINGERPRINT_SIZE_BYTES; i++)
    {
      guint8 other[DUO_FINGERPRINT_SIZE_BYTES];

      memcpy (other, certificate_sha256, sizeof other);
      other[i / 8] ^= 1 << (i % 8);
      g_assert_false (duo_gate_certificate_matches (certificate_pem, other));
    }
}

static void
test_broken_pem (void)
{
  static const char *const broken[] = {
    "",
    "no certificate",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN CERTIFICATE----------END CERTIFICATE-----",
    "-----END CERTIFICATE----------BEGIN CERTIFICATE-----",
    "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----",
  };

  g_assert_false (duo_gate_certificate_matches (NULL, certificate_sha256));
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    g_assert_false (duo_gate_certificate_matches (broken[i], certificate_sha256));

  for (gsize length = 0; length < strlen (certificate_pem) - strlen ("-----END CERTIFICATE-----\n"); length++)
    {
      g_autofree char *cut = g_strndup (certificate_pem, length);

      g_assert_false (duo_gate_certificate_matches (cut, certificate_sha256));
    }
}

/* -- A handshake that comes again ------------------------------------------------------ */

/* What the gate sees of dtlsdec, led by the test: GStreamer itself never renegotiates. */
typedef struct
{
  GstElement parent_instance;
  char *pem;
} FakeDtlsdec;

typedef struct
{
  GstElementClass parent_class;
} FakeDtlsdecClass;

GType fake_dtlsdec_get_type (void);
G_DEFINE_TYPE (FakeDtlsdec, fake_dtlsdec, GST_TYPE_ELEMENT)

enum
{
  PROP_PEER_PEM = 1,
};

static void
fake_dtlsdec_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  FakeDtlsdec *self = (FakeDtlsdec *) object;

  g_free (self->pem);
  self->pem = g_value_dup_string (value);
}

static void
fake_dtlsdec_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  g_value_set_string (value, ((FakeDtlsdec *) object)->pem);
}

static void
fake_dtlsdec_finalize (GObject *object)
{
  g_free (((FakeDtlsdec *) object)->pem);

  G_OBJECT_CLASS (fake_dtlsdec_parent_class)->finalize (object);
}

static void
fake_dtlsdec_class_init (FakeDtlsdecClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = fake_dtlsdec_set_property;
  object_class->get_property = fake_dtlsdec_get_property;
  object_class->finalize = fake_dtlsdec_finalize;
  g_object_class_install_property (object_class, PROP_PEER_PEM,
                                   g_param_spec_string ("peer-pem", NULL, NULL, NULL, G_PARAM_READWRITE));
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass), "Fake", "Fake", "Fake", "Duologue");
}

static void
fake_dtlsdec_init (FakeDtlsdec *self)
{
}

static void
count_cb (DuoGateEvent event,
          gpointer     user_data)
{
  ((guint *) user_data)[event]++;
}

static gboolean
has_room_cb (gpointer user_data)
{
  return TRUE;
}

static GstElement *
make_dtlsdec (void)
{
  GstElement *dtlsdec;

  g_assert_true (gst_element_register (NULL, "dtlsdec", GST_RANK_NONE, fake_dtlsdec_get_type ()));
  dtlsdec = gst_element_factory_make ("dtlsdec", NULL);
  g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (dtlsdec, fake_dtlsdec_get_type ()));

  return dtlsdec;
}

static void
test_renegotiated (void)
{
  guint counts[DUO_GATE_CROWDED + 1] = { 0 };
  g_autofree char *other_pem = g_strdup (certificate_pem);
  g_autoptr (GstElement) bin = gst_object_ref_sink (gst_bin_new (NULL));
  g_autoptr (DuoGate) gate = duo_gate_new (bin, count_cb, has_room_cb, counts, NULL);
  GstElement *dtlsdec = make_dtlsdec ();

  duo_gate_expect (gate, certificate_sha256);
  gst_bin_add (GST_BIN (bin), dtlsdec);
  g_assert_false (duo_gate_is_open (gate));

  g_object_set (dtlsdec, "peer-pem", certificate_pem, NULL);
  g_assert_true (duo_gate_is_open (gate));
  /* The same once more changes nothing. */
  g_object_set (dtlsdec, "peer-pem", certificate_pem, NULL);
  g_assert_cmpuint (counts[DUO_GATE_MATCH], ==, 1);
  g_assert_true (duo_gate_is_open (gate));

  /* Another one ends it for good. */
  other_pem[100] = other_pem[100] == 'A' ? 'B' : 'A';
  g_object_set (dtlsdec, "peer-pem", other_pem, NULL);
  g_assert_cmpuint (counts[DUO_GATE_MISMATCH], ==, 1);
  g_assert_false (duo_gate_is_open (gate));
  g_object_set (dtlsdec, "peer-pem", certificate_pem, NULL);
  g_assert_false (duo_gate_is_open (gate));
  g_assert_cmpuint (counts[DUO_GATE_MATCH], ==, 1);
}

static guint n_passed;

static GstFlowReturn
passed_cb (GstPad    *pad,
           GstObject *parent,
           GstBuffer *buffer)
{
  n_passed++;
  gst_buffer_unref (buffer);

  return GST_FLOW_OK;
}

/* One DATA chunk (RFC 9260 section 3.3.1) of an empty text. */
static void
push_data (GstPad  *pad,
           guint16  stream)
{
  guint8 packet[12 + 20] = { [15] = 17, [20] = stream >> 8, [21] = stream & 0xff, [27] = 56 };

  gst_pad_push (pad, gst_buffer_new_memdup (packet, sizeof packet));
}

/* The streams of our channel and of three of the peer's pass, however often; one more ends all. */
static void
test_crowded (void)
{
  guint counts[DUO_GATE_CROWDED + 1] = { 0 };
  g_autoptr (GstElement) bin = gst_object_ref_sink (gst_bin_new (NULL));
  g_autoptr (DuoGate) gate = duo_gate_new (bin, count_cb, has_room_cb, counts, NULL);
  g_autoptr (GstPad) sink = gst_object_ref_sink (gst_pad_new ("sink", GST_PAD_SINK));
  GstElement *dtlsdec = make_dtlsdec ();
  GstPad *pad = gst_pad_new ("src", GST_PAD_SRC);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_BYTES);
  gst_pad_set_chain_function (sink, passed_cb);
  gst_element_add_pad (dtlsdec, pad);
  gst_pad_set_active (pad, TRUE);
  gst_pad_set_active (sink, TRUE);
  duo_gate_expect (gate, certificate_sha256);
  gst_bin_add (GST_BIN (bin), dtlsdec);
  g_assert_cmpint (gst_pad_link_full (pad, sink, GST_PAD_LINK_CHECK_NOTHING), ==, GST_PAD_LINK_OK);
  gst_pad_push_event (pad, gst_event_new_stream_start ("gate"));
  gst_pad_push_event (pad, gst_event_new_segment (&segment));

  push_data (pad, 0);
  g_assert_cmpuint (n_passed, ==, 0);
  g_object_set (dtlsdec, "peer-pem", certificate_pem, NULL);
  for (guint i = 0; i < 3; i++)
    for (guint16 stream = 0; stream <= DUO_CHANNELS_MAX; stream++)
      push_data (pad, 0x1000 + stream);
  g_assert_cmpuint (n_passed, ==, 3 * (DUO_CHANNELS_MAX + 1));
  g_assert_cmpuint (counts[DUO_GATE_CROWDED], ==, 0);

  push_data (pad, 7);
  push_data (pad, 0x1000);
  g_assert_cmpuint (n_passed, ==, 3 * (DUO_CHANNELS_MAX + 1));
  g_assert_cmpuint (counts[DUO_GATE_CROWDED], ==, 1);
  g_assert_false (duo_gate_is_open (gate));
  gst_pad_unlink (pad, sink);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/gate/matches", test_matches);
  g_test_add_func ("/gate/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/gate/broken-pem", test_broken_pem);
  g_test_add_func ("/gate/renegotiated", test_renegotiated);
  g_test_add_func ("/gate/crowded", test_crowded);

  return g_test_run ();
}
