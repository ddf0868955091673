/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-negotiation.h"

#include "duo-credentials.h"
#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-pipeline.h"

/* Offer and answer (RFC 8829), with all candidates in them, and candidates that
 * come one by one.
 *
 * What the other side sent is never handed on as it came: webrtcbin gets an SDP
 * that was rebuilt from the parsed description, and the candidates one by one.
 * What webrtcbin says of us goes the same way out.
 *
 * Owned by a DuoPeer, on the main thread. */
struct _DuoNegotiation
{
  GstElement *webrtcbin;   /* (borrowed from the peer) */
  NiceAgent *agent;        /* (owned) */
  DuoWire *wire;           /* (owned) */
  gboolean is_offerer;     /* (constant) */
  gboolean relay_only;     /* (constant) */
  gboolean takes_loopback; /* (constant) */

  char *own_mid;         /* (owned) (nullable): webrtcbin's, of our offer */
  DuoDescription *facts; /* (owned) (nullable): ours, without candidates */
  DuoDescription *local; /* (owned) (nullable): complete */

  GPtrArray *promises; /* (owned) (element-type GstPromise): what webrtcbin owes or owed an answer to */

  GPtrArray *remote_candidates; /* (owned) kept until webrtcbin can take them */
  guint n_remote_candidates;
  gboolean is_remote_set;
};

/* A webrtcbin that is taken down lets go of what it did not come to, and GStreamer warns of
 * promises that nobody kept.  One that was kept does not mind. */
static void
interrupt_and_unref (gpointer data)
{
  gst_promise_interrupt (data);
  gst_promise_unref (data);
}

/* Lends a promise of an event of this kind. */
static GstPromise *
add_promise (DuoNegotiation *self,
             DuoWireKind     kind)
{
  GstPromise *promise = duo_wire_promise (self->wire, kind);

  g_ptr_array_add (self->promises, promise);

  return promise;
}

DuoNegotiation *
duo_negotiation_new (GstElement *webrtcbin,
                     NiceAgent  *agent,
                     DuoWire    *wire,
                     gboolean    is_offerer,
                     gboolean    relay_only,
                     gboolean    takes_loopback)
{
  DuoNegotiation *self = g_new0 (DuoNegotiation, 1);

  self->webrtcbin = webrtcbin;
  self->agent = g_object_ref (agent);
  self->wire = duo_wire_ref (wire);
  self->is_offerer = is_offerer;
  self->relay_only = relay_only;
  self->takes_loopback = takes_loopback;
  self->promises = g_ptr_array_new_with_free_func (interrupt_and_unref);
  self->remote_candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);

  return self;
}

void
duo_negotiation_free (DuoNegotiation *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->promises);
  duo_wire_unref (self->wire);
  g_free (self->own_mid);
  g_clear_pointer (&self->facts, duo_description_unref);
  g_clear_pointer (&self->local, duo_description_unref);
  g_clear_object (&self->agent);
  g_ptr_array_unref (self->remote_candidates);
  g_free (self);
}

static gboolean
refuse (GError       **error,
        DuoLinkError   code,
        const char    *message)
{
  g_set_error_literal (error, DUO_LINK_ERROR, code, message);

  return FALSE;
}

/* -- Ours ------------------------------------------------------------------- */

gboolean
duo_negotiation_finish (DuoNegotiation  *self,
                        GError         **error)
{
  g_autoptr (GPtrArray) candidates = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->facts == NULL || self->local != NULL)
    return TRUE;

  candidates = duo_pipeline_dup_candidates (self->agent, self->relay_only);
  if (candidates->len == 0 && self->relay_only)
    return refuse (error, DUO_LINK_ERROR_NO_RELAY, "no relay answered");
  if (candidates->len == 0)
    return refuse (error, DUO_LINK_ERROR_NO_ADDRESS, "no address was gathered");

  self->local = duo_description_with_candidates (self->facts, candidates);

  return TRUE;
}

static gboolean
handle_gathering (DuoNegotiation  *self,
                  GError         **error)
{
  GstWebRTCICEGatheringState state;

  g_object_get (self->webrtcbin, "ice-gathering-state", &state, NULL);

  return state != GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE || duo_negotiation_finish (self, error);
}

/* webrtcbin calls its section "application0", browsers call theirs "0": ours
 * looks like theirs outside.  An answer has the name that its offer gave. */
static DuoDescription *
rename_section (DuoNegotiation *self,
                DuoDescription *facts)
{
  g_autoptr (DuoDescription) original = facts;

  if (!self->is_offerer)
    return g_steal_pointer (&original);

  self->own_mid = g_strdup (duo_description_get_mid (facts));

  return duo_description_with_mid (facts, "0");
}

static void
replace_attribute (GstSDPMedia *media,
                   const char  *key,
                   const char  *value)
{
  for (guint i = 0; i < gst_sdp_media_attributes_len (media); i++)
    {
      GstSDPAttribute attribute;

      if (!g_str_equal (gst_sdp_media_get_attribute (media, i)->key, key))
        continue;
      gst_sdp_attribute_set (&attribute, key, value);
      gst_sdp_media_replace_attribute (media, i, &attribute);
    }
}

/* webrtcbin's are 32 and 32 characters; ours are as strong, and an invite code
 * needs 16 bytes for both.  libnice takes them from the local description. */
static void
shorten_credentials (GstSDPMessage *sdp)
{
  g_autofree char *ufrag = NULL;
  g_autofree char *pwd = NULL;

  duo_credentials_make (&ufrag, &pwd);
  for (guint i = 0; i < gst_sdp_message_medias_len (sdp); i++)
    {
      GstSDPMedia *media = (GstSDPMedia *) gst_sdp_message_get_media (sdp, i);

      replace_attribute (media, "ice-ufrag", ufrag);
      replace_attribute (media, "ice-pwd", pwd);
    }
}

static gboolean
handle_description_made (DuoNegotiation               *self,
                         GstWebRTCSessionDescription  *description,
                         GError                      **error)
{
  DuoDescriptionType type = self->is_offerer ? DUO_DESCRIPTION_OFFER : DUO_DESCRIPTION_ANSWER;
  g_autoptr (GError) cause = NULL;
  g_autofree char *sdp = NULL;

  if (description == NULL)
    return refuse (error, DUO_LINK_ERROR_REFUSED, "webrtcbin made no description");

  shorten_credentials (description->sdp);
  sdp = gst_sdp_message_as_text (description->sdp);
  self->facts = duo_description_parse_sdp (type, sdp, &cause);
  if (self->facts == NULL)
    {
      g_prefix_error (&cause, "webrtcbin's own description: ");
      return refuse (error, DUO_LINK_ERROR_ENGINE, cause->message);
    }
  self->facts = rename_section (self, self->facts);

  g_signal_emit_by_name (self->webrtcbin, "set-local-description", description,
                         add_promise (self, DUO_WIRE_LOCAL_SET));

  return TRUE;
}

void
duo_negotiation_make_offer (DuoNegotiation *self)
{
  g_return_if_fail (self != NULL && self->is_offerer);

  g_signal_emit_by_name (self->webrtcbin, "create-offer", NULL, add_promise (self, DUO_WIRE_DESCRIPTION_MADE));
}

/* -- Theirs ----------------------------------------------------------------- */

/* mDNS names are not asked for: GLib's resolver would take them to a DNS server
 * outside.  A browser behind one reaches us by our own candidates and is then
 * known by the address its checks came from (RFC 8445 section 7.3.1.3).  A
 * candidate that only opens TCP is reached by its own checks, too. */
static gboolean
is_usable (DuoNegotiation     *self,
           const DuoCandidate *candidate)
{
  return !duo_candidate_is_mdns (candidate) &&
         duo_candidate_get_transport (candidate) != DUO_TRANSPORT_TCP_ACTIVE &&
         (self->takes_loopback || !duo_candidate_is_loopback (candidate));
}

static void
hand_over_candidates (DuoNegotiation *self)
{
  for (guint i = 0; i < self->remote_candidates->len; i++)
    {
      const DuoCandidate *candidate = g_ptr_array_index (self->remote_candidates, i);
      g_autofree char *line = NULL;

      if (!is_usable (self, candidate))
        continue;
      line = duo_candidate_to_line (candidate);
      g_signal_emit_by_name (self->webrtcbin, "add-ice-candidate", 0, line);
    }

  g_ptr_array_set_size (self->remote_candidates, 0);
}

/* The canonical SDP of DESCRIPTION for webrtcbin, without candidates. */
static GstSDPMessage *
make_sdp_message (DuoNegotiation *self,
                  DuoDescription *description)
{
  const char *mid = self->own_mid != NULL ? self->own_mid : duo_description_get_mid (description);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (DuoDescription) bare = duo_description_with_candidates (description, none);
  g_autoptr (DuoDescription) named = duo_description_with_mid (bare, mid);
  g_autofree char *sdp = duo_description_to_sdp (named);
  GstSDPMessage *message = NULL;

  if (gst_sdp_message_new_from_text (sdp, &message) != GST_SDP_OK)
    return NULL;

  return message;
}

gboolean
duo_negotiation_take_remote (DuoNegotiation  *self,
                             DuoDescription  *description,
                             GError         **error)
{
  g_autoptr (GstWebRTCSessionDescription) session = NULL;
  GPtrArray *candidates = duo_description_get_candidates (description);
  GstSDPMessage *message = make_sdp_message (self, description);

  g_return_val_if_fail (self != NULL, FALSE);

  if (message == NULL)
    return refuse (error, DUO_LINK_ERROR_REFUSED, "the rebuilt SDP does not parse");

  for (guint i = 0; i < candidates->len; i++)
    duo_negotiation_add_candidate (self, g_ptr_array_index (candidates, i));

  session = gst_webrtc_session_description_new (self->is_offerer ? GST_WEBRTC_SDP_TYPE_ANSWER
                                                                 : GST_WEBRTC_SDP_TYPE_OFFER,
                                                message);
  g_signal_emit_by_name (self->webrtcbin, "set-remote-description", session,
                         add_promise (self, DUO_WIRE_REMOTE_SET));

  return TRUE;
}

void
duo_negotiation_add_candidate (DuoNegotiation *self,
                               DuoCandidate   *candidate)
{
  g_return_if_fail (self != NULL);

  /* RFC 8839 names no limit; each costs checks to an address of the peer's choice. */
  if (self->n_remote_candidates >= DUO_CANDIDATES_MAX)
    return;

  self->n_remote_candidates++;
  g_ptr_array_add (self->remote_candidates, duo_candidate_ref (candidate));
  if (self->is_remote_set)
    hand_over_candidates (self);
}

static void
handle_remote_set (DuoNegotiation *self)
{
  self->is_remote_set = TRUE;
  hand_over_candidates (self);
  if (self->is_offerer)
    return;

  g_signal_emit_by_name (self->webrtcbin, "create-answer", NULL, add_promise (self, DUO_WIRE_DESCRIPTION_MADE));
}

gboolean
duo_negotiation_handle (DuoNegotiation  *self,
                        DuoWireEvent    *event,
                        GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (event->error != NULL)
    return refuse (error, DUO_LINK_ERROR_REFUSED, event->error->message);

  switch (event->kind)
    {
    case DUO_WIRE_DESCRIPTION_MADE:
      return handle_description_made (self, event->description, error);
    case DUO_WIRE_REMOTE_SET:
      handle_remote_set (self);
      return TRUE;
    case DUO_WIRE_GATHERING:
      return handle_gathering (self, error);
    default:
      return TRUE;
    }
}

DuoDescription *
duo_negotiation_get_local (DuoNegotiation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->local;
}
