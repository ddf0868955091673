/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A program that is led by lines on its standard input, "COMMAND ARGUMENT", and
 * tells what happens by lines on its output, "MS EVENT …": monotonic time in ms,
 * the same clock for all programs of a computer. */

/* ARGUMENT is "" when there is none. */
typedef void (*NetCommandFunc) (const char *command,
                                const char *argument,
                                gpointer    user_data);

/* Runs the main loop until standard input ends or "quit" comes. */
void net_lines_run       (NetCommandFunc  func,
                          gpointer        user_data);
void net_lines_tell      (const char     *format,
                          ...) G_GNUC_PRINTF (1, 2);
/* EVENT and TEXT, which may have any characters: line ends are told as \n. */
void net_lines_tell_text (const char     *event,
                          const char     *text,
                          gssize          length);

G_END_DECLS
