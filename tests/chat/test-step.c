/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-chat-error.h"
#include "duo-step.h"

/* Every step in every presence and role: what is allowed, and why not. */

enum
{
  OK = -1
};

typedef struct
{
  DuoPresence presence;
  DuoRole role;
  int invite, accept, answer, candidates, hang_up, send;
} Row;

#define E(code) DUO_CHAT_ERROR_##code

static const Row table[] = {
  { DUO_PRESENCE_NOT_CONNECTED, DUO_ROLE_NONE, OK, OK, E (NO_INVITE), OK, E (NOT_CONNECTED), E (NOT_CONNECTED) },
  { DUO_PRESENCE_NOT_CONNECTED, DUO_ROLE_INVITER, OK, OK, E (NO_INVITE), OK, E (NOT_CONNECTED), E (NOT_CONNECTED) },
  { DUO_PRESENCE_PREPARING, DUO_ROLE_INVITER, E (BUSY), E (BUSY), E (BUSY), OK, OK, E (NOT_CONNECTED) },
  { DUO_PRESENCE_PREPARING, DUO_ROLE_INVITED, E (BUSY), E (BUSY), E (NO_INVITE), OK, OK, E (NOT_CONNECTED) },
  { DUO_PRESENCE_WAITING, DUO_ROLE_INVITER, E (INVITED), OK, OK, OK, OK, E (NOT_CONNECTED) },
  { DUO_PRESENCE_WAITING, DUO_ROLE_INVITED, E (INVITED), OK, E (NO_INVITE), OK, OK, E (NOT_CONNECTED) },
  { DUO_PRESENCE_CONNECTING, DUO_ROLE_INVITER, E (BUSY), E (BUSY), E (ANSWERED), OK, OK, E (NOT_CONNECTED) },
  { DUO_PRESENCE_CONNECTING, DUO_ROLE_INVITED, E (BUSY), E (BUSY), E (NO_INVITE), OK, OK, E (NOT_CONNECTED) },
  { DUO_PRESENCE_CONNECTED, DUO_ROLE_INVITER, E (CONNECTED), E (CONNECTED), E (ANSWERED), E (CONNECTED), OK, OK },
  { DUO_PRESENCE_CONNECTED, DUO_ROLE_INVITED, E (CONNECTED), E (CONNECTED), E (CONNECTED), E (CONNECTED), OK, OK },
  { DUO_PRESENCE_SHAKY, DUO_ROLE_INVITER, E (CONNECTED), E (CONNECTED), E (ANSWERED), E (CONNECTED), OK, OK },
  { DUO_PRESENCE_SHAKY, DUO_ROLE_INVITED, E (CONNECTED), E (CONNECTED), E (CONNECTED), E (CONNECTED), OK, OK },
  { DUO_PRESENCE_LOST, DUO_ROLE_INVITER, OK, OK, E (NO_INVITE), OK, E (NOT_CONNECTED), E (NOT_CONNECTED) },
  { DUO_PRESENCE_LOST, DUO_ROLE_INVITED, OK, OK, E (NO_INVITE), OK, E (NOT_CONNECTED), E (NOT_CONNECTED) },
  { DUO_PRESENCE_FAILED, DUO_ROLE_INVITER, OK, OK, E (NO_INVITE), OK, E (NOT_CONNECTED), E (NOT_CONNECTED) },
  { DUO_PRESENCE_FAILED, DUO_ROLE_INVITED, OK, OK, E (NO_INVITE), OK, E (NOT_CONNECTED), E (NOT_CONNECTED) },
};

static void
check (DuoStep    step,
       const Row *row,
       int        expected)
{
  g_autoptr (GError) error = NULL;
  gboolean allowed = duo_step_check (step, row->presence, row->role, FALSE, &error);

  g_test_message ("step %u, presence %u, role %u", step, row->presence, row->role);
  g_assert_cmpint (allowed, ==, expected == OK);
  if (expected == OK)
    g_assert_no_error (error);
  else
    g_assert_error (error, DUO_CHAT_ERROR, expected);
}

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      check (DUO_STEP_INVITE, &table[i], table[i].invite);
      check (DUO_STEP_ACCEPT, &table[i], table[i].accept);
      check (DUO_STEP_TAKE_ANSWER, &table[i], table[i].answer);
      check (DUO_STEP_TAKE_CANDIDATES, &table[i], table[i].candidates);
      check (DUO_STEP_HANG_UP, &table[i], table[i].hang_up);
      check (DUO_STEP_SEND, &table[i], table[i].send);
    }
}

/* What is said to a friend who is known waits for him, whatever goes on. */
static void
test_can_wait (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_true (duo_step_check (DUO_STEP_SEND, table[i].presence, table[i].role, TRUE, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/step/table", test_table);
  g_test_add_func ("/step/can-wait", test_can_wait);

  return g_test_run ();
}
