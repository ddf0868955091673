/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-dtls-flight.h"
#include "duo-dtls-packet.h"

/* How a handshake is packed into datagrams.  That peers and browsers understand it,
 * each connection of the other tests shows. */

enum
{
  CHANGE_CIPHER_SPEC = 20,
  ALERT = 21,
  HANDSHAKE = 22,
  APPLICATION_DATA = 23,

  CLIENT_HELLO = 1,
  SERVER_HELLO = 2,
  HELLO_VERIFY_REQUEST = 3,
  CERTIFICATE = 11,
  SERVER_HELLO_DONE = 14,

  RECORD_HEADER_BYTES = 13,
  DATAGRAM_MAX_BYTES = 1216,
};

/* -- Records (RFC 6347 sections 4.1 and 4.2.2) ------------------------------------- */

static void
append (GByteArray *packet,
        guint8      value,
        guint       count)
{
  for (guint i = 0; i < count; i++)
    g_byte_array_append (packet, &value, 1);
}

static void
add_record (GByteArray *packet,
            guint8      type,
            guint8      epoch,
            guint       length)
{
  const guint8 header[RECORD_HEADER_BYTES] = { type, 0xfe, 0xfd, 0, epoch, 0, 0, 0, 0, 0, 1, length >> 8, length & 0xff };

  g_byte_array_append (packet, header, sizeof header);
}

/* SIZE bytes at OFFSET of a message of LENGTH. */
static void
add_fragment (GByteArray *packet,
              guint8      message,
              guint       length,
              guint       offset,
              guint       size)
{
  const guint8 header[12] = { message, 0, length >> 8, length & 0xff, 0, 1, 0, offset >> 8, offset & 0xff,
                              0, size >> 8, size & 0xff };

  add_record (packet, HANDSHAKE, 0, sizeof header + size);
  g_byte_array_append (packet, header, sizeof header);
  append (packet, message, size);
}

static GByteArray *
make_message (guint8 message,
              guint  length)
{
  GByteArray *packet = g_byte_array_new ();

  add_fragment (packet, message, length, 0, length);

  return packet;
}

static GByteArray *
make_record (guint8 type,
             guint8 epoch,
             guint  length)
{
  GByteArray *packet = g_byte_array_new ();

  add_record (packet, type, epoch, length);
  append (packet, type, length);

  return packet;
}

/* PACKET (transfer full). */
static DuoDtlsPacket
read_packet (GByteArray *packet)
{
  DuoDtlsPacket answer = duo_dtls_packet_read (packet->data, packet->len);

  g_byte_array_unref (packet);

  return answer;
}

static void
test_read (void)
{
  GByteArray *packet;

  g_assert_cmpint (read_packet (make_message (CLIENT_HELLO, 100)), ==, DUO_DTLS_FLIGHT_END);
  g_assert_cmpint (read_packet (make_message (HELLO_VERIFY_REQUEST, 35)), ==, DUO_DTLS_FLIGHT_END);
  g_assert_cmpint (read_packet (make_message (SERVER_HELLO_DONE, 0)), ==, DUO_DTLS_FLIGHT_END);
  g_assert_cmpint (read_packet (make_message (SERVER_HELLO, 80)), ==, DUO_DTLS_FLIGHT);
  g_assert_cmpint (read_packet (make_message (CERTIFICATE, 600)), ==, DUO_DTLS_FLIGHT);
  g_assert_cmpint (read_packet (make_record (CHANGE_CIPHER_SPEC, 0, 1)), ==, DUO_DTLS_FLIGHT);
  /* Finished: what is in it cannot be read. */
  g_assert_cmpint (read_packet (make_record (HANDSHAKE, 1, 48)), ==, DUO_DTLS_FLIGHT_END);
  g_assert_cmpint (read_packet (make_record (ALERT, 0, 2)), ==, DUO_DTLS_OTHER);
  g_assert_cmpint (read_packet (make_record (APPLICATION_DATA, 1, 100)), ==, DUO_DTLS_OTHER);
  g_assert_cmpint (read_packet (make_record (HANDSHAKE, 0, 11)), ==, DUO_DTLS_OTHER);
  g_assert_cmpint (duo_dtls_packet_read (NULL, 0), ==, DUO_DTLS_OTHER);

  /* Only the last fragment ends it. */
  packet = g_byte_array_new ();
  add_fragment (packet, CLIENT_HELLO, 300, 0, 230);
  g_assert_cmpint (read_packet (packet), ==, DUO_DTLS_FLIGHT);
  packet = g_byte_array_new ();
  add_fragment (packet, CLIENT_HELLO, 300, 230, 70);
  g_assert_cmpint (read_packet (packet), ==, DUO_DTLS_FLIGHT_END);

  /* Of several records the last one says. */
  packet = make_message (CERTIFICATE, 60);
  add_record (packet, CHANGE_CIPHER_SPEC, 0, 1);
  append (packet, 1, 1);
  g_assert_cmpint (duo_dtls_packet_read (packet->data, packet->len), ==, DUO_DTLS_FLIGHT);
  add_record (packet, HANDSHAKE, 1, 48);
  append (packet, 0xaa, 48);
  g_assert_cmpint (duo_dtls_packet_read (packet->data, packet->len), ==, DUO_DTLS_FLIGHT_END);
  add_record (packet, APPLICATION_DATA, 1, 20);
  append (packet, 0xaa, 20);
  g_assert_cmpint (read_packet (packet), ==, DUO_DTLS_OTHER);
}

static void
test_cut_off (void)
{
  g_autoptr (GByteArray) packet = make_message (CERTIFICATE, 60);
  guint first_end = packet->len;

  add_fragment (packet, SERVER_HELLO_DONE, 0, 0, 0);
  for (guint size = 0; size < packet->len; size++)
    {
      /* So that a sanitizer sees a byte too many. */
      g_autofree guint8 *data = g_memdup2 (packet->data, size);

      g_assert_cmpint (duo_dtls_packet_read (data, size), ==, size == first_end ? DUO_DTLS_FLIGHT : DUO_DTLS_OTHER);
    }
}

/* -- What leaves --------------------------------------------------------------------- */

/* The pad of GStreamer's dtlsenc, led by the test. */
typedef struct
{
  GstElement parent_instance;
  GstPad *source;
} FakeDtlsenc;

typedef struct
{
  GstElementClass parent_class;
} FakeDtlsencClass;

GType fake_dtlsenc_get_type (void);
G_DEFINE_TYPE (FakeDtlsenc, fake_dtlsenc, GST_TYPE_ELEMENT)

static void
fake_dtlsenc_class_init (FakeDtlsencClass *klass)
{
  gst_element_class_set_static_metadata (GST_ELEMENT_CLASS (klass), "Fake", "Fake", "Fake", "Duologue");
}

static void
fake_dtlsenc_init (FakeDtlsenc *self)
{
  self->source = gst_pad_new ("src", GST_PAD_SRC);
  gst_element_add_pad (GST_ELEMENT (self), self->source);
}

typedef struct
{
  GstElement *bin;
  GstPad *source;  /* (unowned): of the bin's dtlsenc */
  GstPad *sink;    /* (owned) */
  GPtrArray *left; /* (element-type GBytes): the datagrams */
  GByteArray *all; /* every byte that went in */
} Line;

static GstFlowReturn
sink_chain_cb (GstPad    *pad,
               GstObject *parent,
               GstBuffer *buffer)
{
  Line *line = g_object_get_data (G_OBJECT (pad), "line");
  GstMapInfo info;

  g_assert_true (gst_buffer_map (buffer, &info, GST_MAP_READ));
  g_ptr_array_add (line->left, g_bytes_new (info.data, info.size));
  gst_buffer_unmap (buffer, &info);
  gst_buffer_unref (buffer);

  return GST_FLOW_OK;
}

static void
line_open (Line *line)
{
  GstSegment segment;
  GstElement *encoder;

  line->bin = gst_object_ref_sink (gst_bin_new (NULL));
  line->left = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  line->all = g_byte_array_new ();
  duo_dtls_flight_pack (line->bin);
  encoder = gst_element_factory_make ("dtlsenc", NULL);
  gst_bin_add (GST_BIN (line->bin), encoder);
  line->source = ((FakeDtlsenc *) encoder)->source;
  line->sink = gst_object_ref_sink (gst_pad_new ("sink", GST_PAD_SINK));
  g_object_set_data (G_OBJECT (line->sink), "line", line);
  gst_pad_set_chain_function (line->sink, sink_chain_cb);
  g_assert_cmpint (gst_pad_link (line->source, line->sink), ==, GST_PAD_LINK_OK);
  gst_pad_set_active (line->sink, TRUE);
  gst_pad_set_active (line->source, TRUE);
  gst_segment_init (&segment, GST_FORMAT_BYTES);
  gst_pad_push_event (line->source, gst_event_new_stream_start ("test"));
  gst_pad_push_event (line->source, gst_event_new_segment (&segment));
}

/* PACKET (transfer full). */
static void
line_push (Line       *line,
           GByteArray *packet)
{
  g_byte_array_append (line->all, packet->data, packet->len);
  g_assert_cmpint (gst_pad_push (line->source, gst_buffer_new_memdup (packet->data, packet->len)), ==, GST_FLOW_OK);
  g_byte_array_unref (packet);
}

/* COUNT datagrams left since the last time, none too large, and every byte that went in, in order. */
static void
line_assert_left (Line  *line,
                  guint  count)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  g_assert_cmpuint (line->left->len, ==, count);
  for (guint i = 0; i < count; i++)
    {
      GBytes *datagram = g_ptr_array_index (line->left, i);

      g_assert_cmpuint (g_bytes_get_size (datagram), <=, DATAGRAM_MAX_BYTES);
      g_byte_array_append (all, g_bytes_get_data (datagram, NULL), (guint) g_bytes_get_size (datagram));
    }
  if (count > 0)
    g_assert_cmpmem (all->data, all->len, line->all->data, line->all->len);
  g_ptr_array_set_size (line->left, 0);
  if (count > 0)
    g_byte_array_set_size (line->all, 0);
}

static void
line_close (Line *line)
{
  gst_pad_unlink (line->source, line->sink);
  gst_object_unref (line->sink);
  gst_object_unref (line->bin);
  g_ptr_array_unref (line->left);
  g_byte_array_unref (line->all);
}

static void
test_pack (void)
{
  Line line;

  line_open (&line);
  line_push (&line, make_message (CLIENT_HELLO, 150));
  line_assert_left (&line, 1);

  /* A server's flight waits until it is whole. */
  line_push (&line, make_message (SERVER_HELLO, 80));
  line_push (&line, make_message (CERTIFICATE, 400));
  line_assert_left (&line, 0);
  line_push (&line, make_message (SERVER_HELLO_DONE, 0));
  line_assert_left (&line, 1);

  /* As does one that ends with Finished. */
  line_push (&line, make_message (CERTIFICATE, 400));
  line_push (&line, make_record (CHANGE_CIPHER_SPEC, 0, 1));
  line_push (&line, make_record (HANDSHAKE, 1, 48));
  line_assert_left (&line, 1);

  /* A datagram takes so much. */
  for (guint i = 0; i < 6; i++)
    line_push (&line, make_message (CERTIFICATE, 231));
  line_push (&line, make_message (SERVER_HELLO_DONE, 0));
  line_assert_left (&line, 2);
  line_close (&line);
}

/* What is no handshake does not wait, and overtakes nothing. */
static void
test_pass (void)
{
  Line line;

  line_open (&line);
  for (guint i = 0; i < 3; i++)
    {
      line_push (&line, make_record (APPLICATION_DATA, 1, 300));
      line_assert_left (&line, 1);
    }
  line_push (&line, make_message (CERTIFICATE, 400));
  line_push (&line, make_record (ALERT, 0, 2));
  line_assert_left (&line, 2);
  /* A flight that never ends is forgotten with its connection. */
  line_push (&line, make_message (CERTIFICATE, 400));
  line_assert_left (&line, 0);
  line_close (&line);
}

int
main (int   argc,
      char *argv[])
{
  gst_init (NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  g_assert_true (gst_element_register (NULL, "dtlsenc", GST_RANK_NONE, fake_dtlsenc_get_type ()));

  g_test_add_func ("/dtls-flight/read", test_read);
  g_test_add_func ("/dtls-flight/cut-off", test_cut_off);
  g_test_add_func ("/dtls-flight/pack", test_pack);
  g_test_add_func ("/dtls-flight/pass", test_pass);

  return g_test_run ();
}
