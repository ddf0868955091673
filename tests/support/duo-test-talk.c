/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-test-talk.h"

#include "duo-test-wait.h"

DuoSettings *
duo_test_settings_new (const char *name)
{
  static const char *const loopback[] = { "127.0.0.1", NULL };
  g_autofree char *path = g_strdup_printf ("/io/github/duologue/Duologue/profiles/%s/", name);
  g_autoptr (GSettings) values = g_settings_new_with_path ("io.github.duologue.Duologue", path);

  g_settings_set_strv (values, "local-addresses", loopback);
  g_settings_set_string (values, "display-name", name);

  return duo_settings_new (values);
}

DuoConversation *
duo_test_talk_new (const char *name,
                   const char *file)
{
  g_autoptr (DuoSettings) settings = duo_test_settings_new (name);
  g_autoptr (DuoStore) store = NULL;
  g_autoptr (DuoRoster) roster = NULL;
  g_autoptr (GError) error = NULL;

  store = duo_store_open (file, NULL, &error);
  g_assert_no_error (error);
  roster = duo_roster_new (store);

  return duo_conversation_new (settings, roster, 0);
}

typedef struct
{
  DuoConversation *conversation;
  DuoPresence presence;
} Wanted;

static gboolean
has_presence (gpointer user_data)
{
  Wanted *wanted = user_data;

  return duo_conversation_get_presence (wanted->conversation) == wanted->presence;
}

void
duo_test_talk_wait (DuoConversation *conversation,
                    DuoPresence      presence)
{
  Wanted wanted = { conversation, presence };
  g_autofree char *what = g_strdup_printf ("the presence is %u", presence);

  duo_test_wait (has_presence, &wanted, 60000, what);
}

DuoSignal *
duo_test_talk_dup_signal (DuoConversation *conversation)
{
  g_autoptr (GError) error = NULL;
  DuoSignal *signal;

  duo_test_talk_wait (conversation, DUO_PRESENCE_WAITING);
  signal = duo_signal_recognise (duo_conversation_get_local_signal (conversation), -1, &error);
  g_assert_no_error (error);

  return signal;
}

void
duo_test_talk_connect (DuoConversation *inviter,
                       DuoConversation *other)
{
  g_autoptr (DuoSignal) offer = NULL;
  g_autoptr (DuoSignal) answer = NULL;
  g_autoptr (GError) error = NULL;

  duo_conversation_invite (inviter, &error);
  g_assert_no_error (error);
  offer = duo_test_talk_dup_signal (inviter);
  duo_conversation_accept (other, offer, &error);
  g_assert_no_error (error);
  answer = duo_test_talk_dup_signal (other);
  duo_conversation_take_answer (inviter, answer, &error);
  g_assert_no_error (error);
  duo_test_talk_wait (inviter, DUO_PRESENCE_CONNECTED);
  duo_test_talk_wait (other, DUO_PRESENCE_CONNECTED);
}
