/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-peer-options.h"

static const char *const *
copy_strings (const char *const *strings)
{
  return (const char *const *) g_strdupv ((char **) strings);
}

DuoPeerOptions *
duo_peer_options_copy (const DuoPeerOptions *self)
{
  DuoPeerOptions *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (DuoPeerOptions, 1);
  copy->stun_uris = copy_strings (self->stun_uris);
  copy->turn_uris = copy_strings (self->turn_uris);
  copy->local_addresses = copy_strings (self->local_addresses);
  copy->relay_only = self->relay_only;

  return copy;
}

void
duo_peer_options_free (DuoPeerOptions *self)
{
  g_return_if_fail (self != NULL);

  g_strfreev ((char **) self->stun_uris);
  g_strfreev ((char **) self->turn_uris);
  g_strfreev ((char **) self->local_addresses);
  g_free (self);
}
