/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-contrast.h"

/* libadwaita up to 1.7 loads a style-hc.css by itself and today's warns about
 * one; media queries, which it wants instead, are too new for the floor. */

#define RESOURCE "/io/github/duologue/Duologue/high-contrast.css"

static void
high_contrast_cb (AdwStyleManager *manager,
                  GParamSpec      *pspec,
                  GtkCssProvider  *provider)
{
  GdkDisplay *display = gdk_display_get_default ();

  if (adw_style_manager_get_high_contrast (manager))
    gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  else
    gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (provider));
}

void
duo_contrast_follow (AdwStyleManager *manager)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  g_return_if_fail (ADW_IS_STYLE_MANAGER (manager));

  gtk_css_provider_load_from_resource (provider, RESOURCE);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (high_contrast_cb), provider, 0);
  g_object_set_data_full (G_OBJECT (manager), "duo-high-contrast", g_object_ref (provider), g_object_unref);
  high_contrast_cb (manager, /* pspec= */ NULL, provider);
}
