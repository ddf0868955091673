/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-link-report.h"

#include <string.h>

static void
asked_server_free (gpointer data)
{
  DuoAskedServer *server = data;

  g_free (server->name);
  g_free (server);
}

static gpointer
copy_asked_server_cb (gconstpointer data,
                      gpointer      user_data)
{
  const DuoAskedServer *server = data;
  DuoAskedServer *copy = g_new (DuoAskedServer, 1);

  *copy = *server;
  copy->name = g_strdup (server->name);

  return copy;
}

static gpointer
ref_candidate_cb (gconstpointer candidate,
                  gpointer      user_data)
{
  return duo_candidate_ref ((DuoCandidate *) candidate);
}

DuoLinkReport *
duo_link_report_new (void)
{
  DuoLinkReport *self = g_new0 (DuoLinkReport, 1);

  self->asked = g_ptr_array_new_with_free_func (asked_server_free);
  self->mine = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
  self->peers = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);

  return self;
}

/* g_ptr_array_copy () keeps the function that frees the elements. */
DuoLinkReport *
duo_link_report_copy (const DuoLinkReport *self)
{
  DuoLinkReport *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new (DuoLinkReport, 1);
  *copy = *self;
  copy->relay = g_strdup (self->relay);
  copy->my_end = g_strdup (self->my_end);
  copy->peers_end = g_strdup (self->peers_end);
  copy->asked = g_ptr_array_copy (self->asked, (GCopyFunc) copy_asked_server_cb, NULL);
  copy->mine = g_ptr_array_copy (self->mine, (GCopyFunc) ref_candidate_cb, NULL);
  copy->peers = g_ptr_array_copy (self->peers, (GCopyFunc) ref_candidate_cb, NULL);

  return copy;
}

void
duo_link_report_free (DuoLinkReport *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->relay);
  g_free (self->my_end);
  g_free (self->peers_end);
  g_ptr_array_unref (self->asked);
  g_ptr_array_unref (self->mine);
  g_ptr_array_unref (self->peers);
  g_free (self);
}

static char *
make_name (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean is_v6 = strchr (host, ':') != NULL;
  gboolean is_tcp = g_strcmp0 (g_uri_get_query (uri), "transport=tcp") == 0;

  return g_strdup_printf ("%s:%s%s%s:%d%s", g_uri_get_scheme (uri), is_v6 ? "[" : "", host, is_v6 ? "]" : "",
                          g_uri_get_port (uri), is_tcp ? "?transport=tcp" : "");
}

/* Returns NULL for what is no URI. */
DuoAskedServer *
duo_link_report_add_server (DuoLinkReport *self,
                            const char    *gst_uri)
{
  g_autoptr (GUri) uri = NULL;
  DuoAskedServer *server;

  g_return_val_if_fail (self != NULL && gst_uri != NULL, NULL);

  uri = g_uri_parse (gst_uri, G_URI_FLAGS_HAS_PASSWORD, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;

  server = g_new0 (DuoAskedServer, 1);
  server->name = make_name (uri);
  server->is_relay = g_str_has_prefix (server->name, "turn");
  g_ptr_array_add (self->asked, server);

  return server;
}

static gboolean
is_named_before (GPtrArray          *candidates,
                 guint               end,
                 const DuoCandidate *candidate)
{
  for (guint i = 0; i < end; i++)
    {
      const DuoCandidate *other = g_ptr_array_index (candidates, i);

      if (duo_candidate_get_kind (other) == duo_candidate_get_kind (candidate) &&
          g_str_equal (duo_candidate_get_address (other), duo_candidate_get_address (candidate)))
        return TRUE;
    }

  return FALSE;
}

guint
duo_link_report_count (GPtrArray        *candidates,
                       DuoCandidateType  kind)
{
  guint n = 0;

  g_return_val_if_fail (candidates != NULL, 0);

  for (guint i = 0; i < candidates->len; i++)
    {
      const DuoCandidate *candidate = g_ptr_array_index (candidates, i);

      if (duo_candidate_get_kind (candidate) == kind && !is_named_before (candidates, i, candidate))
        n++;
    }

  return n;
}
