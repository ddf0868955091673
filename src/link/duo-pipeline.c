/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-pipeline.h"

#include <gio/gnetworking.h>
#include <gst/webrtc/webrtc.h>
#include <nice/interfaces.h>

#include "duo-association.h"
#include "duo-candidate.h"
#include "duo-dtls-flight.h"
#include "duo-engine.h"
#include "duo-limits.h"
#include "duo-link-error.h"

/* What stands around a webrtcbin: its making, its ICE agent's settings, and
 * what the agent tells. */

GstElement *
duo_pipeline_new (GstElement **webrtcbin,
                  GError     **error)
{
  GstElement *pipeline;

  if (!duo_engine_ensure (error))
    return NULL;

  pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  *webrtcbin = gst_element_factory_make ("webrtcbin", NULL);
  g_object_set (*webrtcbin, "bundle-policy", GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE, NULL);
  gst_bin_add (GST_BIN (pipeline), *webrtcbin);
  duo_association_number (*webrtcbin);
  duo_dtls_flight_pack (*webrtcbin);

  return pipeline;
}

static void
add_servers (GstElement           *webrtcbin,
             const DuoPeerOptions *options)
{
  /* "" stands for a server whose name nobody knows.
   * libnice asks one STUN server; the caller says which.  With "only through TURN"
   * it would be asked for an address that nobody may know. */
  if (!options->relay_only && options->stun_uris != NULL && options->stun_uris[0] != NULL &&
      *options->stun_uris[0] != '\0')
    g_object_set (webrtcbin, "stun-server", options->stun_uris[0], NULL);

  for (guint i = 0; options->turn_uris != NULL && options->turn_uris[i] != NULL; i++)
    {
      gboolean added;

      if (*options->turn_uris[i] == '\0')
        continue;
      g_signal_emit_by_name (webrtcbin, "add-turn-server", options->turn_uris[i], &added);
    }
}

static gboolean
add_address (NiceAgent  *agent,
             const char *text)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (text);
  NiceAddress address;

  nice_address_init (&address);
  if (inet == NULL || !nice_address_set_from_string (&address, text))
    return FALSE;

  nice_agent_add_local_address (agent, &address);

  return g_inet_address_get_is_loopback (inet);
}

/* Returns whether loopback is among them.  libnice leaves loopback out, so a
 * computer with no other network could not even talk with itself. */
static gboolean
add_addresses (NiceAgent         *agent,
               const char *const *chosen)
{
  static const char *const loopback[] = { "127.0.0.1", "::1", NULL };
  GList *found = nice_interfaces_get_local_ips (FALSE);
  gboolean has_loopback = FALSE;

  if ((chosen == NULL || chosen[0] == NULL) && found == NULL)
    chosen = loopback;
  g_list_free_full (found, g_free);

  for (guint i = 0; chosen != NULL && chosen[i] != NULL; i++)
    has_loopback |= add_address (agent, chosen[i]);

  return has_loopback;
}

void
duo_pipeline_configure (GstElement            *webrtcbin,
                        const DuoPeerOptions  *options,
                        NiceAgent            **agent,
                        gboolean              *takes_loopback)
{
  g_autoptr (GstObject) ice = NULL;

  add_servers (webrtcbin, options);
  if (options->relay_only)
    g_object_set (webrtcbin, "ice-transport-policy", GST_WEBRTC_ICE_TRANSPORT_POLICY_RELAY, NULL);

  g_object_get (webrtcbin, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", agent, NULL);
  /* Else libnice asks the router, which nobody chose, to open ports. */
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (*agent), "upnp") != NULL)
    g_object_set (*agent, "upnp", FALSE, NULL);
  /* RFC 8445 section 14.2 allows no less between two checks. */
  g_object_set (*agent, "stun-pacing-timer", 5, NULL);
  *takes_loopback = add_addresses (*agent, options->local_addresses);
}

/* Asked of libnice itself: webrtcbin 1.22 says that gathering is complete
 * before it emits the candidates.  Doubles and surplus are left to
 * duo_description_with_candidates (). */
GPtrArray *
duo_pipeline_dup_candidates (NiceAgent *agent,
                             gboolean   relay_only)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
  GSList *gathered = nice_agent_get_local_candidates (agent, DUO_PIPELINE_STREAM_ID, DUO_PIPELINE_COMPONENT_ID);

  for (GSList *l = gathered; l != NULL; l = l->next)
    {
      g_autofree char *line = nice_agent_generate_local_candidate_sdp (agent, l->data);
      g_autoptr (DuoCandidate) candidate = NULL;

      candidate = duo_candidate_parse (g_str_has_prefix (line, "a=") ? line + 2 : line, NULL);
      if (candidate == NULL)
        continue;
      if (!relay_only || duo_candidate_get_kind (candidate) == DUO_CANDIDATE_RELAY)
        g_ptr_array_add (candidates, g_steal_pointer (&candidate));
    }
  g_slist_free_full (gathered, (GDestroyNotify) nice_candidate_free);

  return candidates;
}

/* webrtcbin's SCTP sends as much as a megabyte before it waits, and Linux keeps 208 KiB for a
 * socket, the overhead of each packet included.  What does not fit is lost, and SCTP may
 * wait for a second before it sends that again. */
void
duo_pipeline_widen_sockets (NiceAgent *agent)
{
  g_autoptr (GPtrArray) sockets = nice_agent_get_sockets (agent, DUO_PIPELINE_STREAM_ID, DUO_PIPELINE_COMPONENT_ID);

  for (guint i = 0; sockets != NULL && i < sockets->len; i++)
    {
      GSocket *socket = g_ptr_array_index (sockets, i);

      /* The system may give less, which is of no matter.  TCP finds its own measure. */
      if (g_socket_get_socket_type (socket) == G_SOCKET_TYPE_DATAGRAM)
        (void) g_socket_set_option (socket, SOL_SOCKET, SO_RCVBUF, DUO_SOCKET_BUFFER_BYTES, NULL);
    }
}

static GInetAddress *
dup_address (NiceCandidate *candidate)
{
  char text[NICE_ADDRESS_STRING_LEN];

  nice_address_to_string (&candidate->addr, text);

  return g_inet_address_new_from_string (text);
}

/* Of a network of one's own: RFC 1918, unique local, link-local, loopback. */
static gboolean
is_near (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 && (bytes[0] & 0xfe) == 0xfc)
    return TRUE;

  return g_inet_address_get_is_loopback (address) ||
         g_inet_address_get_is_link_local (address) ||
         g_inet_address_get_is_site_local (address);
}

/* Two global IPv6 addresses of one /64 are on one network as well. */
static gboolean
share_network (GInetAddress *a,
               GInetAddress *b)
{
  enum
  {
    PREFIX_BYTES = 8
  };

  return g_inet_address_get_family (a) == G_SOCKET_FAMILY_IPV6 &&
         g_inet_address_get_family (b) == G_SOCKET_FAMILY_IPV6 &&
         memcmp (g_inet_address_to_bytes (a), g_inet_address_to_bytes (b), PREFIX_BYTES) == 0;
}

DuoPath
duo_pipeline_get_path (NiceAgent *agent)
{
  g_autoptr (GInetAddress) near = NULL;
  g_autoptr (GInetAddress) far = NULL;
  NiceCandidate *local, *remote;

  if (!nice_agent_get_selected_pair (agent, DUO_PIPELINE_STREAM_ID, DUO_PIPELINE_COMPONENT_ID,
                                     &local, &remote))
    return DUO_PATH_UNKNOWN;

  if (local->type == NICE_CANDIDATE_TYPE_RELAYED || remote->type == NICE_CANDIDATE_TYPE_RELAYED)
    return DUO_PATH_RELAYED;

  near = dup_address (local);
  far = dup_address (remote);
  if (near == NULL || far == NULL)
    return DUO_PATH_UNKNOWN;
  if ((is_near (near) && is_near (far)) || share_network (near, far))
    return DUO_PATH_LOCAL;

  return DUO_PATH_DIRECT;
}
