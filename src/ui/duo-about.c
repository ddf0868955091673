/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "duo-names.h"

/* Shows what this program is, above PARENT (nullable). */
void
duo_about_present (GtkWindow *parent)
{
  const char *developers[] = { "The Duologue developers", NULL };
  GtkWidget *window = adw_about_window_new ();

  g_object_set (window,
                "application-name", _("Duologue"),
                "application-icon", APPLICATION_ID,
                "version", DUO_VERSION,
                "comments", _("Talk with one other person, straight from computer to computer. "
                              "You carry the invite yourselves; no account and no server is needed."),
                "developer-name", "The Duologue developers",
                "developers", developers,
                "copyright", "© 2026 The Duologue developers",
                "license-type", GTK_LICENSE_GPL_3_0,
                /* Translators: your name and address, one translator a line. */
                "translator-credits", _("translator-credits"),
                "transient-for", parent,
                "modal", parent != NULL,
                NULL);
  duo_names_give (window, GTK_TYPE_BUTTON, "app-version", DUO_VERSION);
  duo_names_give (window, GTK_TYPE_LIST_BOX, /* css_class= */ NULL, _("About Duologue"));
  gtk_window_present (GTK_WINDOW (window));
}
