/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gtk/gtk.h>

#include "duo-qr-view.h"
#include "duo-test-window.h"

#define TEXT "DUOLOGUE:I/ABC123$%*+-./: 0"
#define BYTES_PER_PIXEL 4

static guint8 *
dup_grey (GdkTexture *texture,
          guint      *width,
          guint      *height)
{
  g_autofree guint8 *pixels = NULL;
  guint8 *grey;

  *width = (guint) gdk_texture_get_width (texture);
  *height = (guint) gdk_texture_get_height (texture);
  pixels = g_malloc ((gsize) *width * *height * BYTES_PER_PIXEL);
  gdk_texture_download (texture, pixels, (gsize) *width * BYTES_PER_PIXEL);
  grey = g_malloc ((gsize) *width * *height);
  for (gsize i = 0; i < (gsize) *width * *height; i++)
    grey[i] = pixels[i * BYTES_PER_PIXEL];

  return grey;
}

static void
check_texture (GdkTexture *texture)
{
  g_autoptr (GError) error = NULL;
  guint width, height;
  g_autofree guint8 *grey = dup_grey (texture, &width, &height);
  g_autofree char *text = duo_qr_decode (grey, width, height, width, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, TEXT);
}

static void
test_the_picture_is_read_back (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoQr) qr = duo_qr_encode (TEXT, &error);

  g_assert_no_error (error);
  for (guint module_px = 3; module_px <= 12; module_px += 3)
    {
      g_autoptr (GdkTexture) texture = duo_qr_view_new_texture (qr, module_px);
      guint side = (duo_qr_get_size (qr) + 2 * DUO_QR_QUIET_MODULES) * module_px;

      g_assert_cmpint (gdk_texture_get_width (texture), ==, side);
      g_assert_cmpint (gdk_texture_get_height (texture), ==, side);
      check_texture (texture);
    }
}

/* What the widget draws, at a size that no number of modules fits. */
static GdkTexture *
draw (GtkWidget *view,
      int        width,
      int        height)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  GtkNative *native = gtk_widget_get_native (view);

  gtk_widget_allocate (view, width, height, -1, NULL);
  GTK_WIDGET_GET_CLASS (view)->snapshot (view, snapshot);
  node = gtk_snapshot_to_node (snapshot);

  return gsk_renderer_render_texture (gtk_native_get_renderer (native), node,
                                      &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static void
test_the_widget_is_read_back (void)
{
  static const int sizes[][2] = { { 137, 211 }, { 300, 181 }, { 555, 555 } };
  g_autoptr (DuoQr) qr = duo_qr_encode (TEXT, NULL);
  GtkWidget *view = duo_qr_view_new ();
  GtkWidget *window = gtk_window_new ();

  duo_qr_view_set_qr (DUO_QR_VIEW (view), qr, "QR code");
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (view)), ==,
                   GTK_ACCESSIBLE_ROLE_IMG);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GdkTexture) texture = draw (view, sizes[i][0], sizes[i][1]);

      check_texture (texture);
    }

  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  duo_test_window_init (&argc, &argv);
  g_test_add_func ("/qr-view/picture", test_the_picture_is_read_back);
  g_test_add_func ("/qr-view/widget", test_the_widget_is_read_back);

  return g_test_run ();
}
