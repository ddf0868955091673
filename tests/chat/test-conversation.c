/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "duo-chat-error.h"
#include "duo-conversation.h"
#include "duo-core.h"
#include "duo-engine.h"
#include "duo-limits.h"
#include "duo-loopback.h"
#include "duo-message.h"
#include "duo-test-talk.h"
#include "duo-test-wait.h"

/* Whole conversations over loopback, as their windows see them. */

static GListModel *
get_history (DuoConversation *conversation)
{
  return G_LIST_MODEL (duo_conversation_get_history (conversation));
}

static DuoMessage *
last_message (DuoConversation *conversation)
{
  guint n = g_list_model_get_n_items (get_history (conversation));
  g_autoptr (DuoMessage) message = g_list_model_get_item (get_history (conversation), n - 1);

  return message;
}

typedef struct
{
  DuoConversation *conversation;
  guint count;
} Count;

static gboolean
has_count (gpointer user_data)
{
  Count *count = user_data;

  return g_list_model_get_n_items (get_history (count->conversation)) >= count->count;
}

static void
wait_count (DuoConversation *conversation,
            guint            count)
{
  Count wanted = { conversation, count };

  duo_test_wait (has_count, &wanted, 20000, "the message is shown");
}

static void
test_talk (void)
{
  g_autoptr (DuoConversation) alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_autoptr (DuoConversation) bob = duo_test_talk_new ("Bob", /* file= */ NULL);
  g_autoptr (GError) error = NULL;
  gboolean is_duologue;

  g_assert_null (duo_conversation_get_title (alice));
  duo_test_talk_connect (alice, bob);
  g_assert_cmpstr (duo_conversation_get_title (alice), ==, "Bob");
  g_assert_cmpstr (duo_conversation_get_title (bob), ==, "Alice");
  g_object_get (alice, "is-friend-duologue", &is_duologue, NULL);
  g_assert_true (is_duologue);
  g_assert_cmpuint (duo_conversation_get_path (alice), ==, DUO_PATH_LOCAL);
  g_assert_cmpuint (duo_message_get_notice (last_message (alice)), ==, DUO_NOTICE_ESTABLISHED);

  g_assert_true (duo_conversation_send_text (alice, "hello\nthere", NULL));
  g_assert_cmpstr (duo_message_get_text (last_message (alice)), ==, "hello\nthere");
  g_assert_cmpuint (duo_message_get_kind (last_message (alice)), ==, DUO_MESSAGE_MINE);
  wait_count (bob, 2);
  g_assert_cmpstr (duo_message_get_text (last_message (bob)), ==, "hello\nthere");
  g_assert_cmpstr (duo_message_get_author (last_message (bob)), ==, "Alice");
  g_assert_cmpuint (duo_message_get_kind (last_message (bob)), ==, DUO_MESSAGE_THEIRS);

  g_assert_false (duo_conversation_send_text (alice, " \n ", &error));
  g_assert_error (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_EMPTY_MESSAGE);
}

/* The same by the short codes alone, each in a sentence. */
static void
test_talk_by_codes (void)
{
  g_autoptr (DuoConversation) alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_autoptr (DuoConversation) bob = duo_test_talk_new ("Bob", /* file= */ NULL);
  g_autoptr (DuoSignal) offer = NULL;
  g_autoptr (DuoSignal) answer = NULL;
  g_autofree char *invite = NULL;
  g_autofree char *reply = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (duo_conversation_invite (alice, NULL));
  duo_test_talk_wait (alice, DUO_PRESENCE_WAITING);
  invite = g_strdup_printf ("Talk with me: %s.", duo_conversation_get_local_code (alice));
  offer = duo_signal_recognise (invite, -1, &error);
  g_assert_no_error (error);
  g_assert_false (duo_conversation_expects (alice, offer));
  g_assert_true (duo_conversation_accept (bob, offer, NULL));
  duo_test_talk_wait (bob, DUO_PRESENCE_WAITING);
  reply = g_strdup_printf ("Gladly! <%s>", duo_conversation_get_local_code (bob));
  answer = duo_signal_recognise (reply, -1, &error);
  g_assert_no_error (error);
  g_assert_true (duo_conversation_expects (alice, answer));
  g_assert_false (duo_conversation_expects (bob, answer));
  g_assert_true (duo_conversation_take_answer (alice, answer, NULL));
  duo_test_talk_wait (alice, DUO_PRESENCE_CONNECTED);
  duo_test_talk_wait (bob, DUO_PRESENCE_CONNECTED);
  g_assert_cmpstr (duo_conversation_get_title (alice), ==, "Bob");
  g_assert_cmpstr (duo_conversation_get_title (bob), ==, "Alice");
}

static void
test_too_long (void)
{
  g_autoptr (DuoConversation) alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_autoptr (DuoConversation) bob = duo_test_talk_new ("Bob", /* file= */ NULL);
  g_autofree char *text = g_strnfill (DUO_TEXT_MAX_BYTES + 1, 'x');
  g_autoptr (GError) error = NULL;
  guint n;

  duo_test_talk_connect (alice, bob);
  n = g_list_model_get_n_items (get_history (alice));
  g_assert_false (duo_conversation_send_text (alice, text, &error));
  g_assert_error (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_MESSAGE_TOO_LONG);
  g_assert_cmpuint (g_list_model_get_n_items (get_history (alice)), ==, n);
  text[DUO_TEXT_MAX_BYTES] = '\0';
  g_assert_true (duo_conversation_send_text (alice, text, NULL));
  wait_count (bob, 2);
  g_assert_cmpstr (duo_message_get_text (last_message (bob)), ==, text);
}

static void
test_hang_up_and_again (void)
{
  g_autoptr (DuoConversation) alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_autoptr (DuoConversation) bob = duo_test_talk_new ("Bob", /* file= */ NULL);

  for (guint round = 0; round < 3; round++)
    {
      duo_test_talk_connect (alice, bob);
      g_assert_true (duo_conversation_send_text (bob, "bye then", NULL));
      wait_count (alice, 3 * round + 2);
      g_assert_true (duo_conversation_hang_up (bob, NULL));
      duo_test_talk_wait (alice, DUO_PRESENCE_NOT_CONNECTED);
      g_assert_cmpuint (duo_message_get_notice (last_message (alice)), ==, DUO_NOTICE_CLOSED);
      g_assert_cmpuint (duo_message_get_notice (last_message (bob)), ==, DUO_NOTICE_CLOSED);
      /* All of it under the same conversation: established, text, closed. */
      g_assert_cmpuint (g_list_model_get_n_items (get_history (alice)), ==, 3 * (round + 1));
      g_assert_null (duo_conversation_get_local_signal (bob));
    }
}

static void
assert_refused (gboolean   result,
                GError   **error,
                int        code)
{
  g_assert_false (result);
  g_assert_error (*error, DUO_CHAT_ERROR, code);
  g_clear_error (error);
}

static void
test_wrong_buttons (void)
{
  g_autoptr (DuoConversation) alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_autoptr (DuoConversation) bob = duo_test_talk_new ("Bob", /* file= */ NULL);
  g_autoptr (DuoSignal) offer = NULL;
  g_autoptr (DuoSignal) answer = NULL;
  g_autoptr (DuoSignal) candidates = NULL;
  GError *error = NULL;

  g_assert_true (duo_conversation_invite (alice, NULL));
  offer = duo_test_talk_dup_signal (alice);
  g_assert_true (duo_conversation_accept (bob, offer, NULL));
  answer = duo_test_talk_dup_signal (bob);
  candidates = duo_signal_recognise (duo_conversation_get_local_candidates (bob), -1, NULL);
  g_assert_nonnull (candidates);

  assert_refused (duo_conversation_take_answer (alice, offer, &error), &error, DUO_CHAT_ERROR_IS_OFFER);
  assert_refused (duo_conversation_take_candidates (alice, answer, &error), &error, DUO_CHAT_ERROR_IS_ANSWER);
  assert_refused (duo_conversation_accept (alice, candidates, &error), &error, DUO_CHAT_ERROR_IS_CANDIDATES);
  assert_refused (duo_conversation_accept (alice, offer, &error), &error, DUO_CHAT_ERROR_OWN_SIGNAL);
  assert_refused (duo_conversation_take_answer (bob, answer, &error), &error, DUO_CHAT_ERROR_OWN_SIGNAL);
  assert_refused (duo_conversation_take_candidates (bob, candidates, &error), &error, DUO_CHAT_ERROR_OWN_SIGNAL);
  assert_refused (duo_conversation_invite (alice, &error), &error, DUO_CHAT_ERROR_INVITED);
  g_assert_cmpuint (duo_conversation_get_presence (alice), ==, DUO_PRESENCE_WAITING);

  /* None of that did any harm. */
  g_assert_true (duo_conversation_take_answer (alice, answer, NULL));
  assert_refused (duo_conversation_take_answer (alice, answer, &error), &error, DUO_CHAT_ERROR_ANSWERED);
  duo_test_talk_wait (alice, DUO_PRESENCE_CONNECTED);
  duo_test_talk_wait (bob, DUO_PRESENCE_CONNECTED);
  assert_refused (duo_conversation_accept (bob, offer, &error), &error, DUO_CHAT_ERROR_CONNECTED);
  assert_refused (duo_conversation_take_answer (alice, answer, &error), &error, DUO_CHAT_ERROR_ANSWERED);
  g_assert_cmpuint (duo_conversation_get_presence (alice), ==, DUO_PRESENCE_CONNECTED);
}

static void
test_answer_without_offer (void)
{
  g_autoptr (DuoConversation) alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_autoptr (DuoConversation) bob = duo_test_talk_new ("Bob", /* file= */ NULL);
  g_autoptr (DuoConversation) carol = duo_test_talk_new ("Carol", /* file= */ NULL);
  g_autoptr (DuoSignal) offer = NULL;
  g_autoptr (DuoSignal) answer = NULL;
  GError *error = NULL;

  g_assert_true (duo_conversation_invite (alice, NULL));
  offer = duo_test_talk_dup_signal (alice);
  g_assert_true (duo_conversation_accept (bob, offer, NULL));
  answer = duo_test_talk_dup_signal (bob);
  assert_refused (duo_conversation_take_answer (carol, answer, &error), &error, DUO_CHAT_ERROR_NO_INVITE);
  g_assert_cmpuint (duo_conversation_get_presence (carol), ==, DUO_PRESENCE_NOT_CONNECTED);
}

/* Bob answered the invite that Alice gave up since. */
static void
test_answer_to_older_invite (void)
{
  g_autoptr (DuoConversation) alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_autoptr (DuoConversation) bob = duo_test_talk_new ("Bob", /* file= */ NULL);
  g_autoptr (DuoSignal) old_offer = NULL;
  g_autoptr (DuoSignal) old_answer = NULL;
  g_autoptr (DuoSignal) new_offer = NULL;
  g_autoptr (DuoSignal) new_answer = NULL;
  GError *error = NULL;

  g_assert_true (duo_conversation_invite (alice, NULL));
  old_offer = duo_test_talk_dup_signal (alice);
  g_assert_true (duo_conversation_accept (bob, old_offer, NULL));
  old_answer = duo_test_talk_dup_signal (bob);
  g_assert_true (duo_conversation_hang_up (alice, NULL));
  g_assert_true (duo_conversation_invite (alice, NULL));
  new_offer = duo_test_talk_dup_signal (alice);
  assert_refused (duo_conversation_take_answer (alice, old_answer, &error), &error, DUO_CHAT_ERROR_OTHER_INVITE);
  g_assert_cmpuint (duo_conversation_get_presence (alice), ==, DUO_PRESENCE_WAITING);

  g_assert_true (duo_conversation_accept (bob, new_offer, NULL));
  new_answer = duo_test_talk_dup_signal (bob);
  g_assert_true (duo_conversation_take_answer (alice, new_answer, NULL));
  duo_test_talk_wait (alice, DUO_PRESENCE_CONNECTED);
}

/* An invite is good for one talk: neither side takes it, or the reply to it, again.
 * One that was given up before anybody was joined is not used. */
static void
test_used_already (void)
{
  g_autoptr (DuoConversation) alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_autoptr (DuoConversation) bob = duo_test_talk_new ("Bob", /* file= */ NULL);
  g_autoptr (DuoConversation) carol = duo_test_talk_new ("Carol", /* file= */ NULL);
  g_autoptr (DuoSignal) offer = NULL;
  g_autoptr (DuoSignal) answer = NULL;
  g_autoptr (DuoSignal) late = NULL;
  GError *error = NULL;

  g_assert_true (duo_conversation_invite (alice, NULL));
  offer = duo_test_talk_dup_signal (alice);
  g_assert_true (duo_conversation_accept (bob, offer, NULL));
  g_assert_true (duo_conversation_hang_up (bob, NULL));
  g_assert_true (duo_conversation_accept (bob, offer, NULL));
  answer = duo_test_talk_dup_signal (bob);
  g_assert_true (duo_conversation_take_answer (alice, answer, NULL));
  duo_test_talk_wait (alice, DUO_PRESENCE_CONNECTED);
  duo_test_talk_wait (bob, DUO_PRESENCE_CONNECTED);
  g_assert_true (duo_conversation_check_unspent (bob, offer, NULL));
  g_assert_true (duo_conversation_hang_up (bob, NULL));
  duo_test_talk_wait (alice, DUO_PRESENCE_NOT_CONNECTED);

  assert_refused (duo_conversation_check_unspent (bob, offer, &error), &error, DUO_CHAT_ERROR_USED);
  assert_refused (duo_conversation_accept (bob, offer, &error), &error, DUO_CHAT_ERROR_USED);
  g_assert_cmpuint (duo_conversation_get_presence (bob), ==, DUO_PRESENCE_NOT_CONNECTED);

  /* Somebody else cannot know, and replies; then Alice is told. */
  g_assert_true (duo_conversation_accept (carol, offer, NULL));
  late = duo_test_talk_dup_signal (carol);
  assert_refused (duo_conversation_take_answer (alice, late, &error), &error, DUO_CHAT_ERROR_USED);
  g_assert_true (duo_conversation_invite (alice, NULL));
  duo_test_talk_wait (alice, DUO_PRESENCE_WAITING);
  assert_refused (duo_conversation_take_answer (alice, late, &error), &error, DUO_CHAT_ERROR_USED);
  assert_refused (duo_conversation_take_answer (alice, answer, &error), &error, DUO_CHAT_ERROR_USED);
}

static void
test_candidates_of_another (void)
{
  g_autoptr (DuoConversation) alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_autoptr (DuoConversation) bob = duo_test_talk_new ("Bob", /* file= */ NULL);
  g_autoptr (DuoConversation) carol = duo_test_talk_new ("Carol", /* file= */ NULL);
  g_autoptr (DuoSignal) offer = NULL;
  g_autoptr (DuoSignal) others = NULL;
  g_autoptr (DuoSignal) right = NULL;
  GError *error = NULL;

  g_assert_true (duo_conversation_invite (alice, NULL));
  g_assert_true (duo_conversation_invite (carol, NULL));
  offer = duo_test_talk_dup_signal (alice);
  duo_test_talk_wait (carol, DUO_PRESENCE_WAITING);
  others = duo_signal_recognise (duo_conversation_get_local_candidates (carol), -1, NULL);
  right = duo_signal_recognise (duo_conversation_get_local_candidates (alice), -1, NULL);

  g_assert_true (duo_conversation_accept (bob, offer, NULL));
  assert_refused (duo_conversation_take_candidates (bob, others, &error), &error, DUO_CHAT_ERROR_OTHER_SESSION);
  g_assert_true (duo_conversation_take_candidates (bob, right, NULL));
  g_assert_true (duo_conversation_take_candidates (bob, right, NULL));
}

/* Both invited: the one who accepts gives his own invite up. */
static void
test_both_invite (void)
{
  g_autoptr (DuoConversation) alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_autoptr (DuoConversation) bob = duo_test_talk_new ("Bob", /* file= */ NULL);
  g_autoptr (DuoSignal) offer = NULL;
  g_autoptr (DuoSignal) own = NULL;
  g_autoptr (DuoSignal) answer = NULL;
  GError *error = NULL;

  g_assert_true (duo_conversation_invite (alice, NULL));
  g_assert_true (duo_conversation_invite (bob, NULL));
  offer = duo_test_talk_dup_signal (alice);
  own = duo_test_talk_dup_signal (bob);
  g_assert_true (duo_conversation_accept (bob, offer, NULL));
  answer = duo_test_talk_dup_signal (bob);
  assert_refused (duo_conversation_accept (bob, own, &error), &error, DUO_CHAT_ERROR_OWN_SIGNAL);
  g_assert_true (duo_conversation_take_answer (alice, answer, NULL));
  duo_test_talk_wait (alice, DUO_PRESENCE_CONNECTED);
  duo_test_talk_wait (bob, DUO_PRESENCE_CONNECTED);
}

static void
test_finalize (void)
{
  DuoConversation *alice = duo_test_talk_new ("Alice", /* file= */ NULL);

  g_assert_finalize_object (alice);
  alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_assert_true (duo_conversation_invite (alice, NULL));
  g_assert_finalize_object (alice);
  alice = duo_test_talk_new ("Alice", /* file= */ NULL);
  g_assert_true (duo_conversation_invite (alice, NULL));
  duo_test_talk_wait (alice, DUO_PRESENCE_WAITING);
  g_assert_true (duo_conversation_hang_up (alice, NULL));
  g_assert_cmpuint (duo_conversation_get_presence (alice), ==, DUO_PRESENCE_NOT_CONNECTED);
  duo_conversation_close (alice);
  g_assert_finalize_object (alice);
}

/* -- The loopback window's model ---------------------------------------------- */

static gboolean
is_connected (gpointer loopback)
{
  g_assert_no_error ((GError *) duo_loopback_get_failure (loopback));

  return duo_loopback_get_state (loopback) == DUO_LOOPBACK_CONNECTED;
}

static gboolean
has_measured (gpointer loopback)
{
  return duo_loopback_get_round_trip_us (loopback) > 0;
}

static gboolean
has_received (gpointer loopback)
{
  return strcmp (duo_loopback_get_received (loopback), "one\ntwo") == 0;
}

static void
test_loopback (void)
{
  g_autoptr (DuoSettings) settings = duo_test_settings_new ("Loopback");
  DuoLoopback *loopback = duo_loopback_new (settings);

  for (guint round = 0; round < 3; round++)
    {
      g_assert_cmpuint (duo_loopback_get_state (loopback), ==, DUO_LOOPBACK_IDLE);
      g_assert_false (duo_loopback_send_text (loopback, "too early", NULL));
      duo_loopback_start (loopback);
      g_assert_cmpuint (duo_loopback_get_state (loopback), ==, DUO_LOOPBACK_STARTED);
      duo_loopback_call (loopback);
      duo_test_wait (is_connected, loopback, 20000, "the two peers are connected");
      g_assert_nonnull (strstr (duo_loopback_get_local_description (loopback), "a=setup:actpass"));
      g_assert_nonnull (strstr (duo_loopback_get_remote_description (loopback), "a=setup:active"));
      g_assert_cmpuint (duo_loopback_get_connect_time_ms (loopback), >, 0);
      g_assert_cmpuint (duo_loopback_get_path (loopback), ==, DUO_PATH_LOCAL);
      duo_test_wait (has_measured, loopback, 10000, "the round trip is measured");
      g_assert_true (duo_loopback_send_text (loopback, "one", NULL));
      g_assert_true (duo_loopback_send_text (loopback, "two", NULL));
      duo_test_wait (has_received, loopback, 10000, "both messages arrived");
      duo_loopback_hang_up (loopback);
      g_assert_cmpstr (duo_loopback_get_received (loopback), ==, "");
      g_assert_null (duo_loopback_get_local_description (loopback));
      g_assert_null (duo_loopback_get_remote_description (loopback));
    }
  g_assert_finalize_object (loopback);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/conversation/finalize", test_finalize);
  g_test_add_func ("/conversation/talk", test_talk);
  g_test_add_func ("/conversation/talk-by-codes", test_talk_by_codes);
  g_test_add_func ("/conversation/too-long", test_too_long);
  g_test_add_func ("/conversation/hang-up-and-again", test_hang_up_and_again);
  g_test_add_func ("/conversation/wrong-buttons", test_wrong_buttons);
  g_test_add_func ("/conversation/answer-without-offer", test_answer_without_offer);
  g_test_add_func ("/conversation/answer-to-older-invite", test_answer_to_older_invite);
  g_test_add_func ("/conversation/used-already", test_used_already);
  g_test_add_func ("/conversation/candidates-of-another", test_candidates_of_another);
  g_test_add_func ("/conversation/both-invite", test_both_invite);
  g_test_add_func ("/loopback/three-rounds", test_loopback);

  status = g_test_run ();
  duo_engine_shut_down (5000);

  return status;
}
