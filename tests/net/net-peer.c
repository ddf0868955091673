/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdlib.h>

#include "duo-core.h"
#include "duo-message.h"
#include "duo-report-text.h"
#include "net-lines.h"

/* A person's Duologue without its window: everything from DuoCore downwards.
 *
 *   net-peer [--profile=NAME] [--name=NAME] [--stun=URI] [--turn=URI] [--relay-only]
 *            [--address=ADDRESS]... [--continue]
 *
 * With --continue it begins in the conversation last spoken in, not in a new one.
 * URIs are those of the preferences.  Commands: invite, accept CODE, answer CODE,
 * send TEXT, stream MS (a numbered message so often; 0 ends it), hang-up, status,
 * signal (the invite or reply as JSON), local-only (whether nobody else can use it), report [addresses] (what
 * the connection card says), quit.  A CODE is whatever may be pasted, on one line.  Events: ready, code CODE,
 * presence NAME, failure DOMAIN CODE MESSAGE, path NAME, received TEXT, sent TEXT, notice NUMBER, report TEXT,
 * signal JSON, local-only yes or no, round-trip US, renewed (another link took the place of the first), refused
 * COMMAND: MESSAGE. */

static char *profile, *display_name;
static char **servers, **addresses;
static gboolean relay_only, continues;

static const GOptionEntry options[] = {
  { "profile", 0, 0, G_OPTION_ARG_STRING, &profile, NULL, NULL },
  { "name", 0, 0, G_OPTION_ARG_STRING, &display_name, NULL, NULL },
  { "stun", 0, 0, G_OPTION_ARG_STRING_ARRAY, &servers, NULL, NULL },
  { "turn", 0, 0, G_OPTION_ARG_STRING_ARRAY, &servers, NULL, NULL },
  { "address", 0, 0, G_OPTION_ARG_STRING_ARRAY, &addresses, NULL, NULL },
  { "continue", 0, 0, G_OPTION_ARG_NONE, &continues, NULL, NULL },
  { "relay-only", 0, 0, G_OPTION_ARG_NONE, &relay_only, NULL, NULL },
  G_OPTION_ENTRY_NULL
};

static const char *const presences[] = {
  [DUO_PRESENCE_NOT_CONNECTED] = "not-connected",
  [DUO_PRESENCE_PREPARING] = "preparing",
  [DUO_PRESENCE_WAITING] = "waiting",
  [DUO_PRESENCE_CONNECTING] = "connecting",
  [DUO_PRESENCE_CONNECTED] = "connected",
  [DUO_PRESENCE_SHAKY] = "shaky",
  [DUO_PRESENCE_LOST] = "lost",
  [DUO_PRESENCE_FAILED] = "failed",
};
static const char *const paths[] = {
  [DUO_PATH_UNKNOWN] = "unknown",
  [DUO_PATH_LOCAL] = "local",
  [DUO_PATH_DIRECT] = "direct",
  [DUO_PATH_RELAYED] = "relayed",
};

typedef struct
{
  DuoCore *core;                 /* (owned) */
  DuoConversation *conversation; /* (owned) */
  guint stream_id;
  guint n_streamed;
} Program;

static void
tell_message (DuoMessage *message)
{
  switch (duo_message_get_kind (message))
    {
    case DUO_MESSAGE_MINE:
      net_lines_tell_text ("sent", duo_message_get_text (message), -1);
      break;
    case DUO_MESSAGE_THEIRS:
      net_lines_tell_text ("received", duo_message_get_text (message), -1);
      break;
    case DUO_MESSAGE_NOTICE:
      net_lines_tell ("notice %d", duo_message_get_notice (message));
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       n_removed,
                  guint       n_added)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (DuoMessage) message = g_list_model_get_item (model, position + i);

      tell_message (message);
    }
}

static void
presence_cb (Program *program)
{
  const GError *failure = duo_conversation_get_failure (program->conversation);
  DuoPresence presence = duo_conversation_get_presence (program->conversation);

  if (presence == DUO_PRESENCE_CONNECTED)
    net_lines_tell ("path %s", paths[duo_conversation_get_path (program->conversation)]);
  if (failure != NULL)
    net_lines_tell ("failure %s %d %s", g_quark_to_string (failure->domain), failure->code, failure->message);
  net_lines_tell ("presence %s", presences[presence]);
}

static void
path_cb (Program *program)
{
  DuoPresence presence = duo_conversation_get_presence (program->conversation);

  if (presence == DUO_PRESENCE_CONNECTED || presence == DUO_PRESENCE_SHAKY)
    net_lines_tell ("renewed %s", paths[duo_conversation_get_path (program->conversation)]);
}

static void
local_code_cb (Program *program)
{
  const char *code = duo_conversation_get_local_code (program->conversation);

  if (code != NULL)
    net_lines_tell ("code %s", code);
}

static void
round_trip_cb (Program *program)
{
  net_lines_tell ("round-trip %" G_GINT64_FORMAT, duo_conversation_get_round_trip_us (program->conversation));
}

static void
refuse (const char   *command,
        const GError *error)
{
  net_lines_tell ("refused %s: %s", command, error != NULL ? error->message : "no reason given");
}

static gboolean
take_signal (Program     *program,
             const char  *text,
             gboolean     is_offer,
             GError     **error)
{
  g_autoptr (DuoSignal) signal = duo_signal_recognise (text, -1, error);

  if (signal == NULL)
    return FALSE;

  return is_offer ? duo_conversation_accept (program->conversation, signal, error)
                  : duo_conversation_take_answer (program->conversation, signal, error);
}

static gboolean
stream_cb (gpointer user_data)
{
  Program *program = user_data;
  g_autofree char *text = g_strdup_printf ("%u", program->n_streamed);
  g_autoptr (GError) error = NULL;

  if (duo_conversation_send_text (program->conversation, text, &error))
    program->n_streamed++;
  else
    refuse ("stream", error);

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

static void
tell_report (Program  *program,
             gboolean  with_addresses)
{
  g_autoptr (DuoConnectionReport) report = duo_conversation_dup_report (program->conversation);
  g_autofree char *text = duo_report_text_dup (report, with_addresses, g_get_real_time ());

  net_lines_tell_text ("report", text, -1);
}

static gboolean
obey (Program     *program,
      const char  *command,
      const char  *argument,
      GError     **error)
{
  if (g_str_equal (command, "invite"))
    return duo_conversation_invite (program->conversation, error);
  if (g_str_equal (command, "accept"))
    return take_signal (program, argument, /* is_offer= */ TRUE, error);
  if (g_str_equal (command, "answer"))
    return take_signal (program, argument, /* is_offer= */ FALSE, error);
  if (g_str_equal (command, "send"))
    return duo_conversation_send_text (program->conversation, argument, error);
  if (g_str_equal (command, "hang-up"))
    return duo_conversation_hang_up (program->conversation, error);

  if (g_str_equal (command, "stream"))
    stream (program, (guint) strtoul (argument, NULL, 10));
  else if (g_str_equal (command, "status"))
    presence_cb (program);
  else if (g_str_equal (command, "signal"))
    net_lines_tell ("signal %s", duo_conversation_get_local_signal (program->conversation));
  else if (g_str_equal (command, "local-only"))
    net_lines_tell ("local-only %s", duo_conversation_get_is_local_only (program->conversation) ? "yes" : "no");
  else if (g_str_equal (command, "report"))
    tell_report (program, g_str_equal (argument, "addresses"));
  else
    return FALSE;

  return TRUE;
}

static void
command_cb (const char *command,
            const char *argument,
            gpointer    user_data)
{
  g_autoptr (GError) error = NULL;

  if (!obey (user_data, command, argument, &error))
    refuse (command, error);
}

static void
apply_options (DuoSettings *settings)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; servers != NULL && servers[i] != NULL; i++)
    if (!duo_settings_add_server (settings, servers[i], &error))
      g_error ("%s: %s", servers[i], error->message);
  if (display_name != NULL && !duo_settings_set_display_name (settings, display_name, &error))
    g_error ("%s: %s", display_name, error->message);
  duo_settings_set_relay_only (settings, relay_only);
}

/* What is streamed goes on where it ended, in this process or in one before. */
static void
find_last_number (Program    *program,
                  GListModel *history)
{
  for (guint i = g_list_model_get_n_items (history); i > 0; i--)
    {
      g_autoptr (DuoMessage) message = g_list_model_get_item (history, i - 1);

      if (duo_message_get_kind (message) != DUO_MESSAGE_MINE)
        continue;
      program->n_streamed = (guint) strtoul (duo_message_get_text (message), NULL, 10) + 1;
      return;
    }
  program->n_streamed = 0;
}

static void
history_cb (Program *program)
{
  DuoHistory *history = duo_conversation_get_history (program->conversation);

  find_last_number (program, G_LIST_MODEL (history));
  g_signal_connect (history, "items-changed", G_CALLBACK (items_changed_cb), NULL);
}

static gint64
get_last_conversation (DuoCore *core)
{
  g_autoptr (DuoAcquaintance) last = g_list_model_get_item (G_LIST_MODEL (duo_core_get_roster (core)), 0);

  return last != NULL ? duo_acquaintance_get_id (last) : 0;
}

static void
watch (Program *program)
{
  DuoConversation *conversation = program->conversation;

  history_cb (program);
  g_signal_connect_swapped (conversation, "notify::history", G_CALLBACK (history_cb), program);
  g_signal_connect_swapped (conversation, "notify::presence", G_CALLBACK (presence_cb), program);
  g_signal_connect_swapped (conversation, "notify::path", G_CALLBACK (path_cb), program);
  g_signal_connect_swapped (conversation, "notify::local-code", G_CALLBACK (local_code_cb), program);
  g_signal_connect_swapped (conversation, "notify::round-trip-us", G_CALLBACK (round_trip_cb), program);
}

static void
set_addresses (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GSettings) store = NULL;

  if (addresses == NULL)
    return;

  path = g_strdup_printf ("/io/github/duologue/Duologue/profiles/%s/", profile);
  store = g_settings_new_with_path ("io.github.duologue.Duologue", path);
  g_settings_set_strv (store, "local-addresses", (const char *const *) addresses);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  Program program = { 0 };
  gboolean is_clean;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("net-peer: %s\n", error->message);
      return 2;
    }

  if (profile == NULL)
    profile = g_strdup ("net");
  set_addresses ();
  program.core = duo_core_new (profile);
  apply_options (duo_core_get_settings (program.core));
  duo_core_warm_up (program.core);
  program.conversation = duo_core_create_conversation (program.core, continues ? get_last_conversation (program.core) : 0);
  watch (&program);

  net_lines_run (command_cb, &program);
  stream (&program, 0);
  is_clean = duo_core_shut_down (program.core);
  g_clear_object (&program.conversation);
  g_clear_object (&program.core);
  g_strfreev (servers);
  g_strfreev (addresses);
  g_free (display_name);
  g_free (profile);

  return is_clean ? 0 : 3;
}
