/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-mailbox.h"
#include "duo-test-wait.h"

/* Events are numbers, so that none needs to be freed; what is freed is counted. */

static gint n_freed;

static void
count_free (gpointer event)
{
  g_atomic_int_inc (&n_freed);
}

typedef struct
{
  DuoMailbox *mailbox;
  guint n_handled;
  guint last;
  guint close_at;
  gboolean in_order;
} Owner;

static void
handle_cb (gpointer event,
           gpointer user_data)
{
  Owner *owner = user_data;

  owner->in_order &= GPOINTER_TO_UINT (event) == owner->last + 1;
  owner->last = GPOINTER_TO_UINT (event);
  owner->n_handled++;
  if (owner->close_at == owner->n_handled)
    duo_mailbox_close (owner->mailbox);
}

static void
owner_init (Owner *owner)
{
  *owner = (Owner){ .in_order = TRUE };
  owner->mailbox = duo_mailbox_new (NULL, handle_cb, owner, count_free);
  n_freed = 0;
}

static gboolean
has_all (gpointer user_data)
{
  return ((Owner *) user_data)->n_handled >= 40000;
}

static gpointer
post_thread (gpointer mailbox)
{
  for (guint i = 1; i <= 40000; i++)
    duo_mailbox_post (mailbox, GUINT_TO_POINTER (i));
  duo_mailbox_unref (mailbox);

  return NULL;
}

static void
test_order (void)
{
  Owner owner;
  GThread *thread;

  owner_init (&owner);
  thread = g_thread_new ("poster", post_thread, duo_mailbox_ref (owner.mailbox));
  duo_test_wait (has_all, &owner, 20000, "all events are handled");
  g_thread_join (thread);
  g_assert_true (owner.in_order);
  g_assert_cmpint (n_freed, ==, 40000);
  duo_mailbox_close (owner.mailbox);
  duo_mailbox_unref (owner.mailbox);
}

/* Nothing is handled after close, and everything is freed. */
static void
test_close (void)
{
  Owner owner;

  owner_init (&owner);
  owner.close_at = 3;
  for (guint i = 1; i <= 1000; i++)
    duo_mailbox_post (owner.mailbox, GUINT_TO_POINTER (i));
  duo_test_settle (50);
  g_assert_cmpuint (owner.n_handled, ==, 3);
  g_assert_cmpint (n_freed, ==, 1000);
  duo_mailbox_post (owner.mailbox, GUINT_TO_POINTER (1));
  g_assert_cmpint (n_freed, ==, 1001);
  duo_mailbox_close (owner.mailbox);
  duo_mailbox_unref (owner.mailbox);
}

static gboolean
idle_cb (gpointer user_data)
{
  *(guint *) user_data += 1;

  return G_SOURCE_CONTINUE;
}

/* A flood leaves the rest of the main loop its turn. */
static void
test_no_starvation (void)
{
  Owner owner;
  guint n_turns = 0;
  guint timeout_id = g_timeout_add (0, idle_cb, &n_turns);

  owner_init (&owner);
  for (guint i = 1; i <= 40000; i++)
    duo_mailbox_post (owner.mailbox, GUINT_TO_POINTER (i));
  duo_test_wait (has_all, &owner, 20000, "all events are handled");
  g_assert_cmpuint (n_turns, >=, 10);
  g_source_remove (timeout_id);
  duo_mailbox_close (owner.mailbox);
  duo_mailbox_unref (owner.mailbox);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mailbox/order", test_order);
  g_test_add_func ("/mailbox/close", test_close);
  g_test_add_func ("/mailbox/no-starvation", test_no_starvation);

  return g_test_run ();
}
