/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdlib.h>
#include <string.h>

#include "duo-engine.h"
#include "duo-invite-code.h"
#include "duo-link-error.h"
#include "duo-peer.h"
#include "net-lines.h"

/* The link layer alone, without a session above it that would give up:
 *
 *   net-link [--stun=URI] [--turn=URI] [--relay-only] [--address=ADDRESS]...
 *
 * URIs are webrtcbin's.  Commands: invite, accept CODE, answer CODE, send TEXT,
 * stream MS (a numbered message so often; 0 ends it), burst N BYTES, status, close.
 * Events: ready, candidate KIND ADDRESS, code CODE, state NAME, failure NAME, path NAME, received TEXT,
 * sent TEXT, refused TEXT, status STATE arrival AGE-MS queued BYTES prods N. */

static char **stun_uris, **turn_uris, **addresses;
static gboolean relay_only;

static const GOptionEntry options[] = {
  { "stun", 0, 0, G_OPTION_ARG_STRING_ARRAY, &stun_uris, NULL, NULL },
  { "turn", 0, 0, G_OPTION_ARG_STRING_ARRAY, &turn_uris, NULL, NULL },
  { "address", 0, 0, G_OPTION_ARG_STRING_ARRAY, &addresses, NULL, NULL },
  { "relay-only", 0, 0, G_OPTION_ARG_NONE, &relay_only, NULL, NULL },
  G_OPTION_ENTRY_NULL
};

static const char *const states[] = {
  [DUO_LINK_NEW] = "new",
  [DUO_LINK_PREPARING] = "preparing",
  [DUO_LINK_WAITING] = "waiting",
  [DUO_LINK_CONNECTING] = "connecting",
  [DUO_LINK_OPEN] = "open",
  [DUO_LINK_CLOSED] = "closed",
  [DUO_LINK_FAILED] = "failed",
};
static const char *const paths[] = {
  [DUO_PATH_UNKNOWN] = "unknown",
  [DUO_PATH_LOCAL] = "local",
  [DUO_PATH_DIRECT] = "direct",
  [DUO_PATH_RELAYED] = "relayed",
};

static const char *const kinds[] = {
  [DUO_CANDIDATE_HOST] = "host",
  [DUO_CANDIDATE_SRFLX] = "srflx",
  [DUO_CANDIDATE_PRFLX] = "prflx",
  [DUO_CANDIDATE_RELAY] = "relay",
};

typedef struct
{
  DuoPeer *peer; /* (owned) (nullable) */
  guint stream_id;
  guint n_streamed;
  guint burst_id;
  guint n_burst;
  gsize burst_bytes;
} Program;

static void
received_cb (Program  *program,
             GBytes   *bytes,
             gboolean  is_text)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  /* What fills a long message up is of no interest. */
  net_lines_tell_text ("received", data, MIN (size, 100));
}

static void
state_cb (Program *program)
{
  DuoLink *link = DUO_LINK (program->peer);
  DuoLinkState state = duo_link_get_state (link);
  const GError *failure = duo_link_get_failure (link);

  if (state == DUO_LINK_OPEN)
    net_lines_tell ("path %s", paths[duo_link_get_path (link)]);
  if (failure != NULL)
    net_lines_tell ("failure %d %s", failure->code, failure->message);
  net_lines_tell ("state %s", states[state]);
}

static void
tell_candidates (DuoDescription *description)
{
  GPtrArray *candidates = duo_description_get_candidates (description);

  for (guint i = 0; i < candidates->len; i++)
    {
      const DuoCandidate *candidate = g_ptr_array_index (candidates, i);

      net_lines_tell ("candidate %s %s", kinds[duo_candidate_get_kind (candidate)],
                      duo_candidate_get_address (candidate));
    }
}

static void
local_description_cb (Program *program)
{
  g_autoptr (DuoDescription) description =
    duo_description_with_duologue (duo_peer_get_local_description (program->peer), NULL);
  DuoInviteOptions form = { .form = DUO_INVITE_FORM_LINK };
  g_autofree char *code = duo_invite_code_new (description, &form);

  tell_candidates (description);
  net_lines_tell ("code %s", code);
}

static void
make_peer (Program *program)
{
  DuoPeerOptions peer_options = {
    .stun_uris = (const char *const *) stun_uris,
    .turn_uris = (const char *const *) turn_uris,
    .local_addresses = (const char *const *) addresses,
    .relay_only = relay_only,
  };

  g_clear_object (&program->peer);
  program->peer = duo_peer_new (&peer_options);
  g_signal_connect_swapped (program->peer, "received", G_CALLBACK (received_cb), program);
  g_signal_connect_swapped (program->peer, "notify::state", G_CALLBACK (state_cb), program);
  g_signal_connect_swapped (program->peer, "notify::local-description", G_CALLBACK (local_description_cb), program);
}

static gboolean
send_text (Program    *program,
           const char *text,
           gsize       size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, MAX (size, strlen (text)));

  return duo_link_send (DUO_LINK (program->peer), bytes, TRUE, NULL);
}

static gboolean
stream_cb (gpointer user_data)
{
  Program *program = user_data;
  g_autofree char *text = g_strdup_printf ("%u", program->n_streamed);

  if (send_text (program, text, 0))
    {
      net_lines_tell ("sent %s", text);
      program->n_streamed++;
    }
  else
    net_lines_tell ("refused %s", text);

  return G_SOURCE_CONTINUE;
}

static void
stream (Program *program,
        guint    interval_ms)
{
  g_clear_handle_id (&program->stream_id, g_source_remove);
  if (interval_ms > 0)
    program->stream_id = g_timeout_add (interval_ms, stream_cb, program);
}

/* As fast as the link takes them. */
static gboolean
burst_cb (gpointer user_data)
{
  Program *program = user_data;

  while (program->n_streamed < program->n_burst)
    {
      g_autofree char *text = g_malloc (program->burst_bytes + 1);
      int length = g_snprintf (text, program->burst_bytes + 1, "%u ", program->n_streamed);

      if (length < (int) program->burst_bytes)
        memset (text + length, 'x', program->burst_bytes - length);
      text[program->burst_bytes] = '\0';
      if (!send_text (program, text, 0))
        return G_SOURCE_CONTINUE;
      program->n_streamed++;
    }

  program->burst_id = 0;
  net_lines_tell ("burst-sent %u", program->n_burst);

  return G_SOURCE_REMOVE;
}

static void
burst (Program    *program,
       const char *argument)
{
  g_auto (GStrv) words = g_strsplit (argument, " ", 2);

  g_return_if_fail (g_strv_length (words) == 2);

  program->n_streamed = 0;
  program->n_burst = (guint) strtoul (words[0], NULL, 10);
  program->burst_bytes = MAX (strtoul (words[1], NULL, 10), 12);
  program->burst_id = g_timeout_add (5, burst_cb, program);
}

static void
take (Program    *program,
      const char *code,
      gboolean    is_offer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) description = duo_invite_code_parse (code, strlen (code), NULL, &error);

  if (description == NULL)
    {
      net_lines_tell ("not-a-code %s", error->message);
      return;
    }

  if (is_offer)
    {
      make_peer (program);
      duo_peer_answer (program->peer, description);
    }
  else
    duo_peer_take_answer (program->peer, description);
}

static void
tell_status (Program *program)
{
  DuoLink *link = DUO_LINK (program->peer);
  gint64 arrival_us = duo_link_get_last_arrival (link);

  net_lines_tell ("status %s arrival %.0f queued %" G_GSIZE_FORMAT " prods %u", states[duo_link_get_state (link)],
                  arrival_us > 0 ? (double) (g_get_monotonic_time () - arrival_us) / 1000 : -1,
                  duo_link_get_queued (link), duo_peer_get_n_prods (program->peer));
}

static void
command_cb (const char *command,
            const char *argument,
            gpointer    user_data)
{
  Program *program = user_data;

  if (g_str_equal (command, "invite"))
    {
      make_peer (program);
      duo_peer_offer (program->peer);
    }
  else if (g_str_equal (command, "accept"))
    take (program, argument, /* is_offer= */ TRUE);
  else if (program->peer == NULL)
    net_lines_tell ("no-peer %s", command);
  else if (g_str_equal (command, "answer"))
    take (program, argument, /* is_offer= */ FALSE);
  else if (g_str_equal (command, "send"))
    net_lines_tell ("%s %s", send_text (program, argument, 0) ? "sent" : "refused", argument);
  else if (g_str_equal (command, "stream"))
    stream (program, (guint) strtoul (argument, NULL, 10));
  else if (g_str_equal (command, "burst"))
    burst (program, argument);
  else if (g_str_equal (command, "status"))
    tell_status (program);
  else if (g_str_equal (command, "close"))
    duo_link_close (DUO_LINK (program->peer));
  else
    net_lines_tell ("no-such-command %s", command);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Program program = { 0 };

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || !duo_engine_ensure (&error))
    {
      g_printerr ("net-link: %s\n", error->message);
      return 2;
    }

  net_lines_run (command_cb, &program);
  stream (&program, 0);
  g_clear_handle_id (&program.burst_id, g_source_remove);
  g_clear_object (&program.peer);
  g_strfreev (stun_uris);
  g_strfreev (turn_uris);
  g_strfreev (addresses);

  return duo_engine_shut_down (5000) ? 0 : 3;
}
