/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-qr-view.h"

#include <math.h>
#include <string.h>

/* What a telephone still reads from a screen. */
#define MODULE_MIN_PX 2
#define MODULE_NATURAL_PX 6
#define BYTES_PER_PIXEL 3

struct _DuoQrView
{
  GtkWidget parent_instance;

  DuoQr *qr; /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (DuoQrView, duo_qr_view, GTK_TYPE_WIDGET)

static guint
count_modules (const DuoQr *qr)
{
  return duo_qr_get_size (qr) + 2 * DUO_QR_QUIET_MODULES;
}

static GtkSizeRequestMode
duo_qr_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
duo_qr_view_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  DuoQr *qr = DUO_QR_VIEW (widget)->qr;
  int n_modules = qr != NULL ? (int) count_modules (qr) : 0;

  *minimum = n_modules * MODULE_MIN_PX;
  *natural = n_modules * MODULE_NATURAL_PX;
}

/* A run of dark modules is one rectangle: fewer nodes, and no seams between them. */
static void
snapshot_row (GtkSnapshot *snapshot,
              const DuoQr *qr,
              guint        y,
              float        left,
              float        top,
              float        module)
{
  const GdkRGBA black = { 0, 0, 0, 1 };
  guint size = duo_qr_get_size (qr);

  for (guint x = 0; x < size; x++)
    {
      guint start = x;

      while (x < size && duo_qr_is_dark (qr, x, y))
        x++;
      if (x > start)
        gtk_snapshot_append_color (snapshot, &black,
                                   &GRAPHENE_RECT_INIT (left + start * module, top + y * module,
                                                        (x - start) * module, module));
    }
}

static void
duo_qr_view_snapshot (GtkWidget   *widget,
                      GtkSnapshot *snapshot)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  DuoQr *qr = DUO_QR_VIEW (widget)->qr;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  float module, side, left, top, quiet;

  if (qr == NULL)
    return;

  /* Whole pixels, so that every module has the same size and sharp edges. */
  module = (float) MIN (width, height) / count_modules (qr);
  module = module >= 1 ? floorf (module) : module;
  side = module * count_modules (qr);
  quiet = module * DUO_QR_QUIET_MODULES;
  left = floorf ((width - side) / 2);
  top = floorf ((height - side) / 2);

  gtk_snapshot_append_color (snapshot, &white, &GRAPHENE_RECT_INIT (left, top, side, side));
  for (guint y = 0; y < duo_qr_get_size (qr); y++)
    snapshot_row (snapshot, qr, y, left + quiet, top + quiet, module);
}

static void
duo_qr_view_finalize (GObject *object)
{
  g_clear_pointer (&DUO_QR_VIEW (object)->qr, duo_qr_unref);

  G_OBJECT_CLASS (duo_qr_view_parent_class)->finalize (object);
}

static void
duo_qr_view_class_init (DuoQrViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = duo_qr_view_finalize;
  widget_class->get_request_mode = duo_qr_view_get_request_mode;
  widget_class->measure = duo_qr_view_measure;
  widget_class->snapshot = duo_qr_view_snapshot;

  gtk_widget_class_set_css_name (widget_class, "qrview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
duo_qr_view_init (DuoQrView *self)
{
}

GtkWidget *
duo_qr_view_new (void)
{
  return g_object_new (DUO_TYPE_QR_VIEW, NULL);
}

void
duo_qr_view_set_qr (DuoQrView  *self,
                    DuoQr      *qr,
                    const char *name)
{
  g_return_if_fail (DUO_IS_QR_VIEW (self));

  g_clear_pointer (&self->qr, duo_qr_unref);
  self->qr = duo_qr_ref (qr);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

GdkTexture *
duo_qr_view_new_texture (const DuoQr *qr,
                         guint        module_px)
{
  guint size = duo_qr_get_size (qr);
  guint side = count_modules (qr) * module_px;
  gsize stride = (gsize) side * BYTES_PER_PIXEL;
  guint8 *pixels = g_malloc (stride * side);
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, stride * side);

  memset (pixels, 0xff, stride * side);
  for (guint y = 0; y < size * module_px; y++)
    for (guint x = 0; x < size; x++)
      if (duo_qr_is_dark (qr, x, y / module_px))
        memset (pixels + stride * (y + DUO_QR_QUIET_MODULES * module_px) +
                  (gsize) (x + DUO_QR_QUIET_MODULES) * module_px * BYTES_PER_PIXEL,
                0, (gsize) module_px * BYTES_PER_PIXEL);

  return gdk_memory_texture_new ((int) side, (int) side, GDK_MEMORY_R8G8B8, bytes, stride);
}
