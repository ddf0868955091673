/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-lookup.h"

#include <gio/gio.h>
#include <string.h>

#include "duo-limits.h"

/* webrtcbin 1.22 asks for each name while it sets the local description, and waits: a
 * resolver that is dead costs 5 to 10 s a name before anything is gathered, and the
 * person has no invite for so long.  So names are asked for here, all at once, and those
 * that nobody knows after DUO_LOOKUP_TIMEOUT_MS are left out.
 *
 * Owned by a DuoPeer, on the main thread. */
struct _DuoLookup
{
  DuoLookupFunc func;
  gpointer user_data;

  DuoPeerOptions *options;   /* (owned): servers are replaced by what was found */
  GCancellable *cancellable; /* (owned) */
  guint n_pending;
  guint timeout_id;
};

typedef struct
{
  DuoLookup *lookup; /* (borrowed): gone once it is cancelled */
  char **place;      /* (borrowed): of the server in the options */
} Question;

static void
finish (DuoLookup *self)
{
  DuoLookupFunc func = g_steal_pointer (&self->func);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (func != NULL)
    func (self->options, self->user_data);
}

/* ADDRESS (nullable). */
static void
replace_host (char         **place,
              GInetAddress  *address)
{
  g_autoptr (GUri) uri = g_uri_parse (*place, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *text = address != NULL ? g_inet_address_to_string (address) : NULL;
  char *found = g_strdup ("");

  if (uri != NULL && text != NULL)
    {
      g_autoptr (GUri) direct = g_uri_build (g_uri_get_flags (uri), g_uri_get_scheme (uri), g_uri_get_userinfo (uri),
                                             text, g_uri_get_port (uri), g_uri_get_path (uri),
                                             g_uri_get_query (uri), NULL);

      g_free (found);
      found = g_uri_to_string (direct);
    }
  g_free (*place);
  *place = found;
}

static void
resolved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autofree Question *question = user_data;
  g_autoptr (GError) error = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  replace_host (question->place, addresses != NULL ? addresses->data : NULL);
  g_resolver_free_addresses (addresses);
  if (--question->lookup->n_pending == 0)
    finish (question->lookup);
}

/* What is not answered by now. */
static void
leave_out (const char *const *uris)
{
  for (char **place = (char **) uris; place != NULL && *place != NULL; place++)
    {
      g_autoptr (GUri) uri = g_uri_parse (*place, G_URI_FLAGS_ENCODED, NULL);

      if (uri == NULL || !g_hostname_is_ip_address (g_uri_get_host (uri)))
        replace_host (place, NULL);
    }
}

static gboolean
timeout_cb (gpointer user_data)
{
  DuoLookup *self = user_data;

  self->timeout_id = 0;
  g_cancellable_cancel (self->cancellable);
  leave_out (self->options->stun_uris);
  leave_out (self->options->turn_uris);
  finish (self);

  return G_SOURCE_REMOVE;
}

static void
ask (DuoLookup         *self,
     const char *const *uris)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  for (char **place = (char **) uris; place != NULL && *place != NULL; place++)
    {
      g_autoptr (GUri) uri = g_uri_parse (*place, G_URI_FLAGS_ENCODED, NULL);
      Question *question;

      if (uri == NULL || g_uri_get_host (uri) == NULL || g_hostname_is_ip_address (g_uri_get_host (uri)))
        continue;
      question = g_new (Question, 1);
      *question = (Question){ self, place };
      self->n_pending++;
      g_resolver_lookup_by_name_async (resolver, g_uri_get_host (uri), self->cancellable, resolved_cb, question);
    }
}

DuoLookup *
duo_lookup_new (const DuoPeerOptions *options,
                DuoLookupFunc         func,
                gpointer              user_data)
{
  DuoLookup *self = g_new0 (DuoLookup, 1);

  g_return_val_if_fail (options != NULL && func != NULL, self);

  self->func = func;
  self->user_data = user_data;
  self->options = duo_peer_options_copy (options);
  self->cancellable = g_cancellable_new ();
  ask (self, self->options->stun_uris);
  ask (self, self->options->turn_uris);
  if (self->n_pending > 0)
    self->timeout_id = g_timeout_add (DUO_LOOKUP_TIMEOUT_MS, timeout_cb, self);
  else
    finish (self);

  return self;
}

void
duo_lookup_free (DuoLookup *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  duo_peer_options_free (self->options);
  g_free (self);
}
