/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdlib.h>
#include <string.h>

#include "duo-engine.h"
#include "duo-limits.h"
#include "duo-link-error.h"
#include "duo-peer.h"
#include "net-lines.h"

/* The link layer as a peer of the benchmark; README.md tells the protocol. */

enum
{
  LOOP_MESSAGES = 64, /* sent before the main loop has its turn */
  RETRY_MS = 1,
};

typedef struct
{
  GHashTable *peers; /* name → Peer */

  GBytes *ping;  /* (owned) (nullable) */
  GString *pong; /* what the pings took */
  guint n_pings;
  gint64 pinged_at_us;

  guint flood_id;
  GBytes *flood; /* (owned) (nullable) */
  gint64 flood_until_us;
  guint n_sent;

  guint n_received;
  gsize received_bytes;
  gint64 received_since_us;
} Program;

typedef struct
{
  Program *program;
  char *name;
  DuoPeer *link;
  gint64 began_us;
} Peer;

/* Both ends of a connection within this process. */
typedef struct
{
  DuoPeer *a, *b;
  gint64 began_us;
} Pair;

static void
peer_free (gpointer data)
{
  Peer *peer = data;

  g_signal_handlers_disconnect_by_data (peer->link, peer);
  g_object_unref (peer->link);
  g_free (peer->name);
  g_free (peer);
}

/* The address that leads nowhere, as browsers use it, or loopback. */
static DuoPeer *
make_link (void)
{
  const char *const addresses[] = { g_getenv ("DUO_NOWHERE_ADDRESS") ? g_getenv ("DUO_NOWHERE_ADDRESS") : "127.0.0.1",
                                    NULL };
  DuoPeerOptions options = { .local_addresses = addresses };

  return duo_peer_new (&options);
}

static GBytes *
make_message (char  kind,
              gsize size_bytes)
{
  char *data = g_malloc0 (size_bytes);

  data[0] = kind;

  return g_bytes_new_take (data, size_bytes);
}

static DuoLink *
get_first (Program *program)
{
  Peer *peer = g_hash_table_lookup (program->peers, "0");

  g_assert (peer != NULL);

  return DUO_LINK (peer->link);
}

static void
send_ping (Program *program)
{
  program->pinged_at_us = g_get_monotonic_time ();
  duo_link_send (get_first (program), program->ping, FALSE, NULL);
}

static void
take_pong (Program *program)
{
  g_string_append_printf (program->pong, " %" G_GINT64_FORMAT, g_get_monotonic_time () - program->pinged_at_us);
  if (--program->n_pings > 0)
    {
      send_ping (program);
      return;
    }
  net_lines_tell ("pong%s", program->pong->str);
  g_string_truncate (program->pong, 0);
  g_clear_pointer (&program->ping, g_bytes_unref);
}

static void
received_cb (Peer     *peer,
             GBytes   *bytes,
             gboolean  is_text)
{
  Program *program = peer->program;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (data[0] == 'd')
    {
      if (program->n_received++ == 0)
        program->received_since_us = g_get_monotonic_time ();
      program->received_bytes += size;
    }
  else if (data[0] == 'p')
    {
      g_autoptr (GBytes) answer = make_message ('q', size);

      duo_link_send (DUO_LINK (peer->link), answer, FALSE, NULL);
    }
  else if (data[0] == 'q')
    take_pong (program);
  else
    {
      net_lines_tell ("got %u %" G_GSIZE_FORMAT " %.3f", program->n_received, program->received_bytes,
                      (double) (g_get_monotonic_time () - program->received_since_us) / 1000);
      program->n_received = 0;
      program->received_bytes = 0;
    }
}

static void
state_cb (Peer *peer)
{
  DuoLink *link = DUO_LINK (peer->link);
  const GError *failure = duo_link_get_failure (link);

  if (duo_link_get_state (link) == DUO_LINK_OPEN)
    net_lines_tell ("open %s", peer->name);
  else if (failure != NULL)
    net_lines_tell ("broken %s", failure->message);
}

static void
local_description_cb (Peer *peer)
{
  DuoDescription *description = duo_description_with_duologue (duo_peer_get_local_description (peer->link), NULL);
  g_autofree char *json = duo_description_to_json (description);

  net_lines_tell ("%s %s %" G_GINT64_FORMAT " %s",
                  duo_description_get_kind (description) == DUO_DESCRIPTION_OFFER ? "offer" : "answer", peer->name,
                  g_get_monotonic_time () - peer->began_us, json);
  duo_description_unref (description);
}

static Peer *
add_peer (Program    *program,
          const char *name)
{
  Peer *peer = g_new0 (Peer, 1);

  peer->program = program;
  peer->name = g_strdup (name);
  peer->began_us = g_get_monotonic_time ();
  peer->link = make_link ();
  g_signal_connect_swapped (peer->link, "received", G_CALLBACK (received_cb), peer);
  g_signal_connect_swapped (peer->link, "notify::state", G_CALLBACK (state_cb), peer);
  g_signal_connect_swapped (peer->link, "notify::local-description", G_CALLBACK (local_description_cb), peer);
  g_hash_table_replace (program->peers, peer->name, peer);

  return peer;
}

static void
take (Program    *program,
      const char *name,
      const char *json,
      gboolean    is_offer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoDescription) description = duo_description_parse_json (json, strlen (json), &error);
  Peer *peer;

  if (description == NULL)
    {
      net_lines_tell ("broken %s", error->message);
      return;
    }
  if (is_offer)
    {
      peer = add_peer (program, name);
      duo_peer_answer (peer->link, description);
      return;
    }
  peer = g_hash_table_lookup (program->peers, name);
  net_lines_tell ("taking %s", name);
  duo_peer_take_answer (peer->link, description);
}

/* -- Both ends here ----------------------------------------------------------- */

static void
pair_state_cb (Pair *pair)
{
  if (duo_link_get_state (DUO_LINK (pair->a)) != DUO_LINK_OPEN || duo_link_get_state (DUO_LINK (pair->b)) != DUO_LINK_OPEN)
    return;

  net_lines_tell ("pair %" G_GINT64_FORMAT, g_get_monotonic_time () - pair->began_us);
  g_signal_handlers_disconnect_by_data (pair->a, pair);
  g_signal_handlers_disconnect_by_data (pair->b, pair);
  duo_link_close (DUO_LINK (pair->a));
  duo_link_close (DUO_LINK (pair->b));
  g_object_unref (pair->a);
  g_object_unref (pair->b);
  g_free (pair);
}

static void
pair_offer_cb (Pair *pair)
{
  g_autoptr (DuoDescription) offer = duo_description_with_duologue (duo_peer_get_local_description (pair->a), NULL);

  duo_peer_answer (pair->b, offer);
}

static void
pair_answer_cb (Pair *pair)
{
  g_autoptr (DuoDescription) answer = duo_description_with_duologue (duo_peer_get_local_description (pair->b), NULL);

  duo_peer_take_answer (pair->a, answer);
}

static void
make_pair (void)
{
  Pair *pair = g_new0 (Pair, 1);

  pair->began_us = g_get_monotonic_time ();
  pair->a = make_link ();
  pair->b = make_link ();
  g_signal_connect_swapped (pair->a, "notify::local-description", G_CALLBACK (pair_offer_cb), pair);
  g_signal_connect_swapped (pair->b, "notify::local-description", G_CALLBACK (pair_answer_cb), pair);
  g_signal_connect_swapped (pair->a, "notify::state", G_CALLBACK (pair_state_cb), pair);
  g_signal_connect_swapped (pair->b, "notify::state", G_CALLBACK (pair_state_cb), pair);
  duo_peer_offer (pair->a);
}

/* -- As fast as the link takes them ------------------------------------------- */

static gboolean
flood_cb (gpointer user_data)
{
  Program *program = user_data;
  DuoLink *link = get_first (program);
  g_autoptr (GError) error = NULL;

  program->flood_id = 0;
  for (guint i = 0; i < LOOP_MESSAGES && g_get_monotonic_time () < program->flood_until_us; i++)
    {
      if (!duo_link_send (link, program->flood, FALSE, &error))
        break;
      program->n_sent++;
    }

  if (error == NULL && g_get_monotonic_time () >= program->flood_until_us)
    {
      g_autoptr (GBytes) end = make_message ('e', 1);

      if (duo_link_send (link, end, FALSE, &error))
        {
          net_lines_tell ("sent %u", program->n_sent);
          return G_SOURCE_REMOVE;
        }
    }
  if (error != NULL && !g_error_matches (error, DUO_LINK_ERROR, DUO_LINK_ERROR_BUSY))
    net_lines_tell ("broken %s", error->message);
  else
    program->flood_id = error != NULL ? g_timeout_add (RETRY_MS, flood_cb, program) : g_idle_add (flood_cb, program);

  return G_SOURCE_REMOVE;
}

static void
flood (Program *program,
       guint    ms,
       gsize    size_bytes)
{
  g_clear_pointer (&program->flood, g_bytes_unref);
  program->flood = make_message ('d', size_bytes);
  program->flood_until_us = g_get_monotonic_time () + ms * G_GINT64_CONSTANT (1000);
  program->n_sent = 0;
  program->flood_id = g_idle_add (flood_cb, program);
}

static void
command_cb (const char *command,
            const char *argument,
            gpointer    user_data)
{
  Program *program = user_data;
  g_auto (GStrv) words = g_strsplit (argument, " ", 2);
  const char *first = words[0] != NULL ? words[0] : "";
  const char *rest = words[0] != NULL && words[1] != NULL ? words[1] : "";

  if (g_str_equal (command, "pair"))
    make_pair ();
  else if (g_str_equal (command, "offer"))
    duo_peer_offer (add_peer (program, first)->link);
  else if (g_str_equal (command, "accept"))
    take (program, first, rest, /* is_offer= */ TRUE);
  else if (g_str_equal (command, "answer"))
    take (program, first, rest, /* is_offer= */ FALSE);
  else if (g_str_equal (command, "close"))
    {
      g_hash_table_remove (program->peers, first);
      net_lines_tell ("closed %s", first);
    }
  else if (g_str_equal (command, "ping"))
    {
      program->n_pings = (guint) strtoul (first, NULL, 10);
      program->ping = make_message ('p', strtoul (rest, NULL, 10));
      send_ping (program);
    }
  else if (g_str_equal (command, "send"))
    flood (program, (guint) strtoul (first, NULL, 10), strtoul (rest, NULL, 10));
  else
    net_lines_tell ("no-such-command %s", command);
}

static void
warm_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  gboolean *is_warm = user_data;

  *is_warm = duo_engine_warm_up_finish (result, NULL);
  g_assert (*is_warm);
}

int
main (void)
{
  Program program = { .peers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, peer_free),
                      .pong = g_string_new (NULL) };
  gboolean is_warm = FALSE;

  /* As the program does after its first frame. */
  duo_engine_warm_up_async (NULL, warm_cb, &is_warm);
  while (!is_warm)
    g_main_context_iteration (NULL, TRUE);

  net_lines_run (command_cb, &program);
  g_clear_handle_id (&program.flood_id, g_source_remove);
  g_hash_table_unref (program.peers);
  g_clear_pointer (&program.ping, g_bytes_unref);
  g_clear_pointer (&program.flood, g_bytes_unref);
  g_string_free (program.pong, TRUE);

  return duo_engine_shut_down (5000) ? EXIT_SUCCESS : EXIT_FAILURE;
}
