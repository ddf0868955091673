/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "duo-signal.h"

G_BEGIN_DECLS

/* What is said on the command line, by a person, a desktop or a web page that
 * opens a link: pure functions. */

typedef enum
{
  DUO_COMMAND_ACTIVATE,   /* nothing is asked for */
  DUO_COMMAND_OPEN_LINKS, /* every argument is handed to duo_command_line_read_link () */
  DUO_COMMAND_REFUSE,     /* neither an option nor a link */
} DuoCommand;

/* ARGUMENTS with the program's name first and without the options. */
DuoCommand  duo_command_line_get_command        (const char *const  *arguments);
/* A description or candidates; errors: those of duo_signal_recognise (). */
DuoSignal  *duo_command_line_read_link          (const char         *text,
                                                 GError            **error) G_GNUC_WARN_UNUSED_RESULT;
/* The application id of a profile, another for each; NULL when that cannot be one's name. */
char       *duo_command_line_dup_application_id (const char         *profile) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
