/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include <gst/gst.h>

#include "duo-gate.h"

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

static void
test_renegotiated (void)
{
  guint counts[3] = { 0 };
  g_autofree char *other_pem = g_strdup (certificate_pem);
  g_autoptr (GstElement) bin = gst_object_ref_sink (gst_bin_new (NULL));
  g_autoptr (DuoGate) gate = duo_gate_new (bin, count_cb, has_room_cb, counts, NULL);
  GstElement *dtlsdec;

  g_assert_true (gst_element_register (NULL, "dtlsdec", GST_RANK_NONE, fake_dtlsdec_get_type ()));
  dtlsdec = gst_element_factory_make ("dtlsdec", NULL);
  g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (dtlsdec, fake_dtlsdec_get_type ()));
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

  return g_test_run ();
}
