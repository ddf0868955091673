/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <sched.h>

#include <gio/gio.h>

#include "duo-limits.h"
#include "duo-network-watch.h"
#include "duo-test-wait.h"

/* In a network namespace of this program's own, which has nothing in it but what
 * the cases put there with iproute2.  Where none can be made they are skipped. */

static gboolean has_namespace;

#define TOLD_WITHIN_MS 20000
/* A second signal would come within one tick and the time to settle. */
#define TICK_MS 100
#define QUIET_MS (DUO_NETWORK_SETTLE_MS + 5 * TICK_MS)

static void
run (const char *command)
{
  g_auto (GStrv) arguments = NULL;
  /* What is preloaded into the test is not meant for other programs. */
  g_auto (GStrv) environment = g_environ_unsetenv (g_get_environ (), "LD_PRELOAD");
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (g_shell_parse_argv (command, NULL, &arguments, NULL));
  g_spawn_sync (NULL, arguments, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
}

typedef struct
{
  DuoNetworkWatch *watch;
  guint n_moved;
  guint n_resumed;
  gint64 slept_us;
} Case;

static void
changed_cb (Case  *test,
            guint  change)
{
  test->n_moved += change == DUO_NETWORK_MOVED;
  test->n_resumed += change == DUO_NETWORK_RESUMED;
}

static gint64
clock_cb (gpointer user_data)
{
  Case *test = user_data;

  return test->slept_us;
}

static void
set_up (Case *test)
{
  test->watch = duo_network_watch_new ();
  duo_network_watch_set_pace (test->watch, TICK_MS, clock_cb, test);
  g_signal_connect_swapped (test->watch, "changed", G_CALLBACK (changed_cb), test);
}

static gboolean
has_moved (gpointer user_data)
{
  return ((Case *) user_data)->n_moved > 0;
}

static gboolean
has_resumed (gpointer user_data)
{
  return ((Case *) user_data)->n_resumed > 0;
}

/* COMMAND is told once as a move, and as nothing else. */
static void
assert_told_once (Case       *test,
                  const char *command)
{
  test->n_moved = test->n_resumed = 0;
  run (command);
  duo_test_wait (has_moved, test, TOLD_WITHIN_MS, command);
  duo_test_settle (QUIET_MS);
  g_assert_cmpuint (test->n_moved, ==, 1);
  g_assert_cmpuint (test->n_resumed, ==, 0);
}

static void
assert_not_told (Case       *test,
                 const char *command)
{
  test->n_moved = 0;
  run (command);
  duo_test_settle (QUIET_MS);
  g_assert_cmpuint (test->n_moved, ==, 0);
}

static void
test_construct (void)
{
  DuoNetworkWatch *watch = duo_network_watch_new ();

  g_assert_finalize_object (watch);
  watch = duo_network_watch_new ();
  duo_test_settle (100);
  g_assert_finalize_object (watch);
}

static void
test_sleep (void)
{
  Case test = { 0 };

  set_up (&test);
  duo_test_settle (QUIET_MS);
  g_assert_cmpuint (test.n_resumed, ==, 0);

  test.slept_us += 60 * G_USEC_PER_SEC;
  duo_test_wait (has_resumed, &test, TOLD_WITHIN_MS, "the sleep is told");
  duo_test_settle (QUIET_MS);
  g_assert_cmpuint (test.n_resumed, ==, 1);

  /* The two clocks are not read at the same instant. */
  test.slept_us += G_USEC_PER_SEC / 10;
  duo_test_settle (QUIET_MS);
  g_assert_cmpuint (test.n_resumed, ==, 1);
  g_assert_finalize_object (test.watch);
}

static void
run_addresses (void)
{
  Case test = { 0 };

  run ("ip link add duo0 type veth peer name duo1");
  run ("ip link set duo1 up");
  set_up (&test);
  g_assert_false (duo_network_watch_is_online (test.watch));
  duo_test_settle (QUIET_MS);

  /* Not yet an address that anybody could use. */
  assert_not_told (&test, "ip link set lo up");
  assert_told_once (&test, "sh -c 'ip address add 10.77.0.1/24 dev duo0 && ip link set duo0 up'");
  g_assert_true (duo_network_watch_is_online (test.watch));
  assert_told_once (&test, "ip address add 10.78.0.1/24 dev duo0");
  /* Another of them is used from now on. */
  assert_told_once (&test, "ip route add default via 10.78.0.2 src 10.78.0.1");
  assert_told_once (&test, "ip address del 10.78.0.1/24 dev duo0");
  /* The cable is pulled, the address stays. */
  assert_told_once (&test, "ip link set duo1 down");
  g_assert_false (duo_network_watch_is_online (test.watch));
  assert_told_once (&test, "ip link set duo1 up");
  g_assert_true (duo_network_watch_is_online (test.watch));

  g_assert_finalize_object (test.watch);
  run ("ip link del duo0");
}

static void
assert_usable (const char *text)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (text, 0);
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_DATAGRAM,
                                             G_SOCKET_PROTOCOL_UDP, NULL);
  g_autoptr (GError) error = NULL;

  g_socket_bind (socket, address, /* allow_reuse= */ FALSE, &error);
  g_assert_no_error (error);
}

/* An IPv6 address may be used only after the check whether somebody has it. */
static void
run_tentative_address (void)
{
  Case test = { 0 };

  run ("ip link add duo0 type veth peer name duo1");
  run ("sh -c 'ip link set duo1 up && ip link set duo0 up'");
  duo_test_settle (QUIET_MS);
  set_up (&test);
  run ("ip address add fd00:77::1/64 dev duo0");
  duo_test_wait (has_moved, &test, TOLD_WITHIN_MS, "the address is told");
  assert_usable ("fd00:77::1");
  g_assert_true (duo_network_watch_is_online (test.watch));
  duo_test_settle (QUIET_MS);
  g_assert_cmpuint (test.n_moved, ==, 1);
  g_assert_finalize_object (test.watch);
  run ("ip link del duo0");
}

static void
run_case (const char *path,
          const char *monitor)
{
  g_autofree char *child = g_strdup_printf ("%s/subprocess", path);

  if (!has_namespace)
    {
      g_test_skip ("no network namespace may be made here");
      return;
    }

  /* GLib's monitor is one a process, and chosen once. */
  g_setenv ("GIO_USE_NETWORK_MONITOR", monitor, TRUE);
  g_test_trap_subprocess (child, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_addresses (void)
{
  run_case ("/network-watch/addresses", "netlink");
}

/* GLib's base monitor never says anything. */
static void
test_silent_monitor (void)
{
  run_case ("/network-watch/addresses", "base");
}

static void
test_tentative_address (void)
{
  run_case ("/network-watch/tentative-address", "netlink");
}

int
main (int   argc,
      char *argv[])
{
  /* Before there are threads. */
  has_namespace = unshare (CLONE_NEWNET) == 0 || unshare (CLONE_NEWUSER | CLONE_NEWNET) == 0;
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network-watch/construct", test_construct);
  g_test_add_func ("/network-watch/sleep", test_sleep);
  g_test_add_func ("/network-watch/addresses", test_addresses);
  g_test_add_func ("/network-watch/addresses/subprocess", run_addresses);
  g_test_add_func ("/network-watch/silent-monitor", test_silent_monitor);
  g_test_add_func ("/network-watch/tentative-address", test_tentative_address);
  g_test_add_func ("/network-watch/tentative-address/subprocess", run_tentative_address);

  return g_test_run ();
}
