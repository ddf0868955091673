/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gst/gst.h>
#include <gst/sctp/sctpreceivemeta.h>

#include "duo-string-mend.h"

enum
{
  STRING = 51,
  BINARY = 53,
};

static GstBuffer *
make (const char *data,
      gsize       size,
      guint32     ppid)
{
  GstBuffer *buffer = gst_buffer_new_memdup (data, size);

  gst_sctp_buffer_add_receive_meta (buffer, ppid);

  return buffer;
}

static void
check (const char *data,
       gsize       size,
       guint32     ppid,
       const char *expected)
{
  g_autoptr (GstBuffer) buffer = duo_string_mend_buffer (make (data, size, ppid));
  GstMapInfo info;

  g_assert_cmpuint (gst_sctp_buffer_get_receive_meta (buffer)->ppid, ==, ppid);
  g_assert_true (gst_buffer_map (buffer, &info, GST_MAP_READ));
  g_assert_cmpmem (info.data, info.size, expected, size);
  gst_buffer_unmap (buffer, &info);
}

static void
test_strings (void)
{
  check ("plain", 5, STRING, "plain");
  check ("a\0b", 3, STRING, "a\xff"
                            "b");
  check ("\0\0", 2, STRING, "\xff\xff");
  check ("a\0b", 3, BINARY, "a\0b");
}

/* Somebody else's buffer is copied, not changed. */
static void
test_shared (void)
{
  g_autoptr (GstBuffer) mine = make ("a\0b", 3, STRING);
  g_autoptr (GstBuffer) mended = duo_string_mend_buffer (gst_buffer_ref (mine));

  g_assert_true (mended != mine);
  g_assert_cmpint (gst_buffer_memcmp (mine, 0, "a\0b", 3), ==, 0);
  g_assert_cmpint (gst_buffer_memcmp (mended, 0, "a\xff"
                                                 "b",
                                      3),
                   ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/string-mend/strings", test_strings);
  g_test_add_func ("/string-mend/shared", test_shared);

  return g_test_run ();
}
