/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-survey.h"

#include <string.h>

#include "duo-pipeline.h"

/* Reads from libnice and from what stands around it how an attempt goes.  What is
 * not known for certain is told as not known. */

static char *
dup_endpoint (const NiceAddress *address)
{
  char text[NICE_ADDRESS_STRING_LEN];

  nice_address_to_string (address, text);

  return g_strdup_printf (strchr (text, ':') != NULL ? "[%s]:%u" : "%s:%u", text, nice_address_get_port (address));
}

/* -- Which server gave what ------------------------------------------------------ */

typedef struct
{
  gboolean is_told_by_stun; /* an address of ours, as the STUN server sees it */
  gboolean is_told_by_turn; /* or as a TURN server sees it: the same one then hides the other */
  gboolean is_public;       /* an address of this computer's own, so that nobody can tell a new one */
  GPtrArray *relays;        /* (element-type char*): "host:port" where they are */
} Yield;

static void
weigh (Yield               *yield,
       const NiceCandidate *candidate)
{
  NiceAddress address;

  nice_address_init (&address);
  if (candidate->type == NICE_CANDIDATE_TYPE_HOST && candidate->transport == NICE_CANDIDATE_TRANSPORT_UDP)
    yield->is_public = yield->is_public || !nice_address_is_private (&candidate->addr);
  else if (candidate->type == NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE)
    {
      if (nice_candidate_stun_server_address (candidate, &address))
        yield->is_told_by_stun = TRUE;
      else
        yield->is_told_by_turn = TRUE;
    }
  else if (candidate->type == NICE_CANDIDATE_TYPE_RELAYED)
    {
      /* Not nice_candidate_relay_address (): a copy has forgotten its server, and that crashes. */
      g_ptr_array_add (yield->relays, dup_endpoint (&candidate->addr));
    }
}

static DuoAnswer
judge_stun (const Yield *yield)
{
  if (yield->is_told_by_stun)
    return DUO_ANSWER_GAVE;

  return yield->is_told_by_turn || yield->is_public ? DUO_ANSWER_UNSURE : DUO_ANSWER_NONE;
}

/* "turn:host:port?…" */
static gboolean
is_at (const DuoAskedServer *server,
       const char           *endpoint)
{
  const char *rest = strchr (server->name, ':') + 1;
  gsize length = strlen (endpoint);

  return strncmp (rest, endpoint, length) == 0 && (rest[length] == '\0' || rest[length] == '?');
}

/* "host:port" and "[host]:port" up to the last colon. */
static gboolean
is_on_machine (const DuoAskedServer *server,
               const char           *endpoint)
{
  const char *rest = strchr (server->name, ':') + 1;
  gsize length = strrchr (endpoint, ':') - endpoint;

  return strncmp (rest, endpoint, length) == 0 && rest[length] == ':';
}

static guint
count_on_machine (GPtrArray  *asked,
                  const char *endpoint)
{
  guint n = 0;

  for (guint i = 0; i < asked->len; i++)
    {
      const DuoAskedServer *server = g_ptr_array_index (asked, i);

      n += server->is_relay && is_on_machine (server, endpoint);
    }

  return n;
}

/* A relay is mostly on the machine that was asked for it, but need not be; a name does
 * not tell which machine it stands for; and one may be listed twice. */
static DuoAnswer
judge_turn (const Yield          *yield,
            GPtrArray            *asked,
            const DuoAskedServer *server)
{
  guint n_listed = 0;

  if (yield->relays->len == 0)
    return DUO_ANSWER_NONE;

  for (guint i = 0; i < asked->len; i++)
    n_listed += ((const DuoAskedServer *) g_ptr_array_index (asked, i))->is_relay;
  if (n_listed == 1)
    return DUO_ANSWER_GAVE;

  for (guint i = 0; i < yield->relays->len; i++)
    if (is_on_machine (server, g_ptr_array_index (yield->relays, i)) &&
        count_on_machine (asked, g_ptr_array_index (yield->relays, i)) == 1)
      return DUO_ANSWER_GAVE;

  return DUO_ANSWER_UNSURE;
}

static void
judge_servers (DuoLinkReport *report,
               NiceAgent     *agent)
{
  GSList *gathered = nice_agent_get_local_candidates (agent, DUO_PIPELINE_STREAM_ID, DUO_PIPELINE_COMPONENT_ID);
  g_autoptr (GPtrArray) relays = g_ptr_array_new_with_free_func (g_free);
  Yield yield = { .relays = relays };

  for (GSList *l = gathered; l != NULL; l = l->next)
    weigh (&yield, l->data);
  g_slist_free_full (gathered, (GDestroyNotify) nice_candidate_free);

  for (guint i = 0; i < report->asked->len; i++)
    {
      DuoAskedServer *server = g_ptr_array_index (report->asked, i);

      server->answer = server->is_relay ? judge_turn (&yield, report->asked, server) : judge_stun (&yield);
    }
}

/* As duo_pipeline_configure () gives them to webrtcbin. */
static void
add_servers (DuoLinkReport        *report,
             const DuoPeerOptions *options)
{
  if (!options->relay_only && options->stun_uris != NULL && options->stun_uris[0] != NULL)
    duo_link_report_add_server (report, options->stun_uris[0]);
  for (guint i = 0; options->turn_uris != NULL && options->turn_uris[i] != NULL; i++)
    duo_link_report_add_server (report, options->turn_uris[i]);
}

/* Whether server number I of those that add_servers () adds has an address. */
static gboolean
is_known (const DuoPeerOptions *resolved,
          gboolean              relay_only,
          guint                 i)
{
  gboolean has_stun = !relay_only && resolved->stun_uris != NULL && resolved->stun_uris[0] != NULL;

  if (has_stun && i == 0)
    return *resolved->stun_uris[0] != '\0';

  return *resolved->turn_uris[has_stun ? i - 1 : i] != '\0';
}

/* Judged by their addresses, told by their names. */
static void
name_servers (DuoLinkReport        *report,
              NiceAgent            *agent,
              const DuoPeerOptions *options,
              const DuoPeerOptions *resolved)
{
  g_autoptr (DuoLinkReport) found = duo_link_report_new ();
  guint n_found = 0;

  add_servers (report, options);
  add_servers (found, resolved);
  judge_servers (found, agent);
  for (guint i = 0; i < report->asked->len; i++)
    {
      DuoAskedServer *server = g_ptr_array_index (report->asked, i);

      server->answer = DUO_ANSWER_NAMELESS;
      if (is_known (resolved, options->relay_only, i))
        server->answer = ((DuoAskedServer *) g_ptr_array_index (found->asked, n_found++))->answer;
    }
}

/* -- The way ----------------------------------------------------------------------- */

static DuoCandidate *
translate (const NiceCandidate *candidate)
{
  static const DuoCandidateType kinds[] = {
    [NICE_CANDIDATE_TYPE_HOST] = DUO_CANDIDATE_HOST,
    [NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE] = DUO_CANDIDATE_SRFLX,
    [NICE_CANDIDATE_TYPE_PEER_REFLEXIVE] = DUO_CANDIDATE_PRFLX,
    [NICE_CANDIDATE_TYPE_RELAYED] = DUO_CANDIDATE_RELAY,
  };
  static const DuoTransport transports[] = {
    [NICE_CANDIDATE_TRANSPORT_UDP] = DUO_TRANSPORT_UDP,
    [NICE_CANDIDATE_TRANSPORT_TCP_ACTIVE] = DUO_TRANSPORT_TCP_ACTIVE,
    [NICE_CANDIDATE_TRANSPORT_TCP_PASSIVE] = DUO_TRANSPORT_TCP_PASSIVE,
    [NICE_CANDIDATE_TRANSPORT_TCP_SO] = DUO_TRANSPORT_TCP_SO,
  };
  char text[NICE_ADDRESS_STRING_LEN];

  nice_address_to_string (&candidate->addr, text);

  return duo_candidate_new (kinds[candidate->type], transports[candidate->transport], candidate->priority, text,
                            (guint16) nice_address_get_port (&candidate->addr));
}

static void
add_candidates (GPtrArray *candidates,
                GSList *found) /* (transfer full) */
{
  for (GSList *l = found; l != NULL; l = l->next)
    {
      DuoCandidate *candidate = translate (l->data);

      if (candidate != NULL)
        g_ptr_array_add (candidates, candidate);
    }
  g_slist_free_full (found, (GDestroyNotify) nice_candidate_free);
}

/* The one of the list that is at this place, if that is sure; else the place. */
static char *
dup_relay (DuoLinkReport       *report,
           const NiceCandidate *candidate)
{
  g_autofree char *endpoint = NULL;
  const DuoAskedServer *only = NULL;
  NiceAddress address;
  guint n = 0;

  /* The agent's own candidate, which knows its server. */
  nice_address_init (&address);
  nice_candidate_relay_address (candidate, &address);
  endpoint = dup_endpoint (&address);
  for (guint i = 0; i < report->asked->len; i++)
    {
      const DuoAskedServer *server = g_ptr_array_index (report->asked, i);

      if (server->answer != DUO_ANSWER_GAVE || !server->is_relay)
        continue;
      only = server;
      n++;
      if (is_at (server, endpoint))
        return g_strdup (server->name);
    }

  return n == 1 ? g_strdup (only->name) : g_steal_pointer (&endpoint);
}

static void
look_at_way (DuoLinkReport *report,
             NiceAgent     *agent)
{
  NiceCandidate *local, *remote;

  report->path = duo_pipeline_get_path (agent);
  if (!nice_agent_get_selected_pair (agent, DUO_PIPELINE_STREAM_ID, DUO_PIPELINE_COMPONENT_ID, &local, &remote))
    return;

  report->was_heard = TRUE;
  report->my_end = dup_endpoint (&local->addr);
  report->peers_end = dup_endpoint (&remote->addr);
  report->is_peers_relay = remote->type == NICE_CANDIDATE_TYPE_RELAYED;
  report->is_my_relay = local->type == NICE_CANDIDATE_TYPE_RELAYED;
  if (report->is_my_relay)
    report->relay = dup_relay (report, local);
}

static void
look_at_agent (DuoLinkReport *report,
               NiceAgent     *agent)
{
  GSList *peers = nice_agent_get_remote_candidates (agent, DUO_PIPELINE_STREAM_ID, DUO_PIPELINE_COMPONENT_ID);
  g_autoptr (GPtrArray) mine = duo_pipeline_dup_candidates (agent, /* relay_only= */ FALSE);

  add_candidates (report->peers, peers);
  g_ptr_array_extend_and_steal (report->mine, g_steal_pointer (&mine));
  look_at_way (report, agent);
  /* He is where he did not say that he is: so a packet of his arrived. */
  if (duo_link_report_count (report->peers, DUO_CANDIDATE_PRFLX) > 0)
    report->was_heard = TRUE;
}

DuoLinkReport *
duo_survey_new (const DuoPeerOptions *options,
                const DuoPeerOptions *resolved,
                NiceAgent            *agent,
                DuoGate              *gate,
                DuoProd              *prod)
{
  DuoLinkReport *report = duo_link_report_new ();

  g_return_val_if_fail (options != NULL, report);

  if (agent == NULL || resolved == NULL)
    return report;

  name_servers (report, agent, options, resolved);
  look_at_agent (report, agent);
  if (gate != NULL)
    {
      report->certificate = duo_gate_get_certificate (gate);
      report->n_received_bytes = duo_gate_get_n_bytes (gate);
      report->was_heard = report->was_heard || report->certificate != DUO_CERTIFICATE_UNSEEN;
    }
  if (prod != NULL)
    report->n_sent_bytes = duo_prod_get_n_bytes (prod);

  return report;
}
