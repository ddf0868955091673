/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "duo-application.h"

/* Run from the build folder, the translations lie there: DUOLOGUE_LOCALEDIR says where. */
static void
set_up_locale (void)
{
  const char *directory = g_getenv ("DUOLOGUE_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (DuoApplication) application = NULL;

  set_up_locale ();
  g_set_application_name (_("Duologue"));
  application = duo_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
