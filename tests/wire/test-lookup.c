/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>

#include "duo-limits.h"
#include "duo-lookup.h"
#include "duo-test-wait.h"

/* The addresses of servers' names, by a resolver that knows one, and never answers for another. */

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static void
cancelled_cb (GCancellable *cancellable,
              GTask        *task)
{
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

static void
lookup_async (GResolver           *resolver,
              const char          *name,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  if (g_str_equal (name, "four.example"))
    g_task_return_pointer (task, g_list_append (NULL, g_inet_address_new_from_string ("192.0.2.7")), free_addresses);
  else if (g_str_equal (name, "six.example"))
    g_task_return_pointer (task, g_list_append (NULL, g_inet_address_new_from_string ("2001:db8::7")), free_addresses);
  else if (g_str_equal (name, "silent.example"))
    g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), g_steal_pointer (&task));
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such name");
}

static GList *
lookup_finish (GResolver     *resolver,
               GAsyncResult  *result,
               GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  G_RESOLVER_CLASS (klass)->lookup_by_name_async = lookup_async;
  G_RESOLVER_CLASS (klass)->lookup_by_name_finish = lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
}

static void
looked_up_cb (const DuoPeerOptions *resolved,
              gpointer              user_data)
{
  DuoPeerOptions **found = user_data;

  g_assert_null (*found);
  *found = duo_peer_options_copy (resolved);
}

static gboolean
is_found_cb (gpointer user_data)
{
  return *(DuoPeerOptions **) user_data != NULL;
}

static void
test_by_address (void)
{
  const char *const stun[] = { "stun://192.0.2.1:3478", NULL };
  const char *const turn[] = { "turn://user:pass@[2001:db8::1]:3478?transport=tcp", NULL };
  DuoPeerOptions options = { .stun_uris = stun, .turn_uris = turn, .relay_only = TRUE };
  DuoPeerOptions *found = NULL;
  g_autoptr (DuoLookup) lookup G_GNUC_UNUSED = duo_lookup_new (&options, looked_up_cb, &found);

  /* Nothing is asked, and nobody waits. */
  g_assert_nonnull (found);
  g_assert_cmpstrv (found->stun_uris, stun);
  g_assert_cmpstrv (found->turn_uris, turn);
  g_assert_true (found->relay_only);
  duo_peer_options_free (found);
}

static void
test_by_name (void)
{
  const char *const stun[] = { "stun://four.example:3478", "stun://nobody.example:3478", NULL };
  const char *const turn[] = { "turn://us%3Aer:p%40ss@six.example:5349?transport=tcp", NULL };
  const char *const stun_found[] = { "stun://192.0.2.7:3478", "", NULL };
  const char *const turn_found[] = { "turn://us%3Aer:p%40ss@[2001:db8::7]:5349?transport=tcp", NULL };
  DuoPeerOptions options = { .stun_uris = stun, .turn_uris = turn };
  DuoPeerOptions *found = NULL;
  g_autoptr (DuoLookup) lookup G_GNUC_UNUSED = duo_lookup_new (&options, looked_up_cb, &found);

  g_assert_null (found);
  duo_test_wait (is_found_cb, &found, 5000, "the addresses");
  g_assert_cmpstrv (found->stun_uris, stun_found);
  g_assert_cmpstrv (found->turn_uris, turn_found);
  duo_peer_options_free (found);
}

static void
test_silence (void)
{
  const char *const stun[] = { "stun://silent.example:3478", NULL };
  const char *const turn[] = { "turn://u:p@192.0.2.1:3478", "turn://u:p@silent.example:3478", NULL };
  const char *const stun_found[] = { "", NULL };
  const char *const turn_found[] = { "turn://u:p@192.0.2.1:3478", "", NULL };
  DuoPeerOptions options = { .stun_uris = stun, .turn_uris = turn };
  DuoPeerOptions *found = NULL;
  g_autoptr (DuoLookup) lookup G_GNUC_UNUSED = duo_lookup_new (&options, looked_up_cb, &found);

  duo_test_wait (is_found_cb, &found, 10 * DUO_LOOKUP_TIMEOUT_MS, "the end of the waiting");
  g_assert_cmpstrv (found->stun_uris, stun_found);
  g_assert_cmpstrv (found->turn_uris, turn_found);
  duo_peer_options_free (found);
}

static void
test_freed (void)
{
  const char *const stun[] = { "stun://silent.example:3478", "stun://four.example:3478", NULL };
  DuoPeerOptions options = { .stun_uris = stun };
  DuoPeerOptions *found = NULL;

  duo_lookup_free (duo_lookup_new (&options, looked_up_cb, &found));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (found);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  g_resolver_set_default (resolver);

  g_test_add_func ("/lookup/by-address", test_by_address);
  g_test_add_func ("/lookup/by-name", test_by_name);
  g_test_add_func ("/lookup/silence", test_silence);
  g_test_add_func ("/lookup/freed", test_freed);

  return g_test_run ();
}
