/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-network-watch.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <gio/gio.h>

#include "duo-limits.h"

/* webrtcbin 1.22 says nothing when the address that its packets leave from is
 * gone, and does not use one that came.  Looked at are:
 * - the addresses of the interfaces that run, and which of them the default
 *   routes use.  GLib's network monitor says at once when to look, but some of
 *   its kinds are silent about a second address and others talk of loopback, so
 *   there is a look every two seconds as well and only a difference counts;
 * - how long the computer slept (CLOCK_BOOTTIME counts then, CLOCK_MONOTONIC
 *   does not), and whether a tick comes much too late: the process was stopped.
 *
 * Made by whoever holds connections, on the main thread.  Only the making of
 * GLib's monitor, which may wait for D-Bus, happens in another one. */
struct _DuoNetworkWatch
{
  GObject parent_instance;

  GNetworkMonitor *monitor;  /* (owned) (nullable) until it is made */
  GCancellable *cancellable; /* (owned) */
  char *view;                /* (owned): addresses, one a line; empty when there is none */

  DuoSleepClock clock;
  gpointer clock_data;
  gint64 slept_us;
  gint64 last_tick_us;
  guint tick_id;

  guint settle_id;
  gint64 unsettled_since_us;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DuoNetworkWatch, duo_network_watch, G_TYPE_OBJECT)

/* A sleep shorter than this breaks nothing. */
#define SLEPT_MIN_US (1 * G_USEC_PER_SEC)
/* A loop that is this late did not run at all. */
#define LATE_US (10 * G_USEC_PER_SEC)

static gint64
clock_us (clockid_t clock)
{
  struct timespec time;

  if (clock_gettime (clock, &time) != 0)
    return 0;

  return time.tv_sec * G_GINT64_CONSTANT (1000000) + time.tv_nsec / 1000;
}

static gint64
read_sleep_clock (gpointer user_data)
{
  return clock_us (CLOCK_BOOTTIME) - clock_us (CLOCK_MONOTONIC);
}

/* -- Addresses -------------------------------------------------------------- */

/* An IPv6 address is there some seconds before it may be used (RFC 4862 section
 * 5.4): told too early, nobody could gather it. */
static gboolean
can_be_bound (const struct sockaddr *address)
{
  int fd;
  gboolean is_bound;

  if (address->sa_family != AF_INET6)
    return TRUE;

  fd = socket (AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return FALSE;
  is_bound = bind (fd, address, sizeof (struct sockaddr_in6)) == 0;
  close (fd);

  return is_bound;
}

/* (nullable) unless a friend could be reached from it. */
static char *
dup_address_text (const struct ifaddrs *interface)
{
  const guint running = IFF_UP | IFF_RUNNING;
  g_autoptr (GSocketAddress) address = NULL;
  GInetAddress *inet;
  gsize size;

  if (interface->ifa_addr == NULL || (interface->ifa_flags & running) != running ||
      (interface->ifa_flags & IFF_LOOPBACK) != 0)
    return NULL;
  if (interface->ifa_addr->sa_family == AF_INET)
    size = sizeof (struct sockaddr_in);
  else if (interface->ifa_addr->sa_family == AF_INET6)
    size = sizeof (struct sockaddr_in6);
  else
    return NULL;

  address = g_socket_address_new_from_native (interface->ifa_addr, size);
  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  /* Each interface has one of those, and libnice does not use it. */
  if (g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6 && g_inet_address_get_is_link_local (inet))
    return NULL;
  if (!can_be_bound (interface->ifa_addr))
    return NULL;

  return g_inet_address_to_string (inet);
}

static int
compare_strings_cb (gconstpointer a,
                    gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_addresses (GPtrArray *texts)
{
  struct ifaddrs *interfaces = NULL;

  if (getifaddrs (&interfaces) != 0)
    return;

  for (const struct ifaddrs *i = interfaces; i != NULL; i = i->ifa_next)
    {
      char *text = dup_address_text (i);

      if (text != NULL)
        g_ptr_array_add (texts, text);
    }
  freeifaddrs (interfaces);
  g_ptr_array_sort (texts, compare_strings_cb);
}

/* The address that would be used to reach FAR, when there is a way at all.
 * Connecting a datagram socket sends nothing. */
static void
add_default_source (GPtrArray  *texts,
                    const char *far)
{
  enum
  {
    DISCARD_PORT = 9
  };
  g_autoptr (GSocketAddress) remote = g_inet_socket_address_new_from_string (far, DISCARD_PORT);
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocket) socket = NULL;

  socket = g_socket_new (g_socket_address_get_family (remote), G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  if (socket == NULL || !g_socket_connect (socket, remote, /* cancellable= */ NULL, NULL))
    return;
  local = g_socket_get_local_address (socket, NULL);
  if (local == NULL)
    return;

  g_ptr_array_add (texts, g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local))));
}

static char *
dup_view (void)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  add_addresses (texts);
  /* Of the blocks for documentation, RFC 5737 and RFC 3849. */
  add_default_source (texts, "192.0.2.1");
  add_default_source (texts, "2001:db8::1");
  g_ptr_array_add (texts, NULL);

  return g_strjoinv ("\n", (char **) texts->pdata);
}

/* Whether it is another than before. */
static gboolean
update_view (DuoNetworkWatch *self)
{
  g_autofree char *view = dup_view ();

  if (g_str_equal (view, self->view))
    return FALSE;

  g_free (self->view);
  self->view = g_steal_pointer (&view);

  return TRUE;
}

/* -- Telling ---------------------------------------------------------------- */

static gboolean
settle_timeout_cb (gpointer user_data)
{
  DuoNetworkWatch *self = user_data;

  self->settle_id = 0;
  (void) update_view (self); /* what came last is told with it */
  g_debug ("the network changed");
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, DUO_NETWORK_MOVED);

  return G_SOURCE_REMOVE;
}

/* An address, its routes and its name servers come one by one. */
static void
tell_soon (DuoNetworkWatch *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->settle_id == 0)
    self->unsettled_since_us = now_us;
  else if (now_us - self->unsettled_since_us > DUO_NETWORK_UNSETTLED_MAX_MS * G_GINT64_CONSTANT (1000))
    return;

  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (DUO_NETWORK_SETTLE_MS, settle_timeout_cb, self);
}

static gboolean
has_slept (DuoNetworkWatch *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 slept_us = self->clock (self->clock_data);
  gboolean is_new = slept_us - self->slept_us >= SLEPT_MIN_US;
  gboolean is_late = now_us - self->last_tick_us >= LATE_US;

  self->slept_us = slept_us;
  self->last_tick_us = now_us;

  return is_new || is_late;
}

static gboolean
tick_cb (gpointer user_data)
{
  g_autoptr (DuoNetworkWatch) self = g_object_ref (user_data);

  if (update_view (self))
    tell_soon (self);
  if (has_slept (self))
    {
      g_debug ("this computer or process slept");
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0, DUO_NETWORK_RESUMED);
    }

  return G_SOURCE_CONTINUE;
}

static void
network_changed_cb (DuoNetworkWatch *self)
{
  if (update_view (self))
    tell_soon (self);
}

/* -- GLib's monitor --------------------------------------------------------- */

/* Touches nothing of ours. */
static void
make_monitor_in_thread (GTask        *task,
                        gpointer      source_object,
                        gpointer      task_data,
                        GCancellable *cancellable)
{
  g_task_return_pointer (task, g_object_ref (g_network_monitor_get_default ()), g_object_unref);
}

static void
monitor_made_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GNetworkMonitor) monitor = g_task_propagate_pointer (G_TASK (result), NULL);
  DuoNetworkWatch *self = user_data;

  /* Cancelled: SELF is gone. */
  if (monitor == NULL)
    return;

  self->monitor = g_steal_pointer (&monitor);
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (network_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
make_monitor (DuoNetworkWatch *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, monitor_made_cb, self);

  g_task_set_source_tag (task, make_monitor);
  g_task_run_in_thread (task, make_monitor_in_thread);
}

static void
duo_network_watch_dispose (GObject *object)
{
  DuoNetworkWatch *self = DUO_NETWORK_WATCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_object (&self->monitor);

  G_OBJECT_CLASS (duo_network_watch_parent_class)->dispose (object);
}

static void
duo_network_watch_finalize (GObject *object)
{
  DuoNetworkWatch *self = DUO_NETWORK_WATCH (object);

  g_clear_object (&self->cancellable);
  g_free (self->view);

  G_OBJECT_CLASS (duo_network_watch_parent_class)->finalize (object);
}

static void
duo_network_watch_class_init (DuoNetworkWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = duo_network_watch_dispose;
  object_class->finalize = duo_network_watch_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
duo_network_watch_init (DuoNetworkWatch *self)
{
  self->cancellable = g_cancellable_new ();
  self->view = dup_view ();
  self->clock = read_sleep_clock;
  self->slept_us = self->clock (self->clock_data);
  self->last_tick_us = g_get_monotonic_time ();
  self->tick_id = g_timeout_add (DUO_NETWORK_TICK_MS, tick_cb, self);
  make_monitor (self);
}

DuoNetworkWatch *
duo_network_watch_new (void)
{
  return g_object_new (DUO_TYPE_NETWORK_WATCH, NULL);
}

gboolean
duo_network_watch_is_online (DuoNetworkWatch *self)
{
  g_return_val_if_fail (DUO_IS_NETWORK_WATCH (self), FALSE);

  return *self->view != '\0';
}

void
duo_network_watch_set_pace (DuoNetworkWatch *self,
                            guint            tick_ms,
                            DuoSleepClock    clock,
                            gpointer         user_data)
{
  g_return_if_fail (DUO_IS_NETWORK_WATCH (self));
  g_return_if_fail (clock != NULL);

  self->clock = clock;
  self->clock_data = user_data;
  self->slept_us = clock (user_data);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  self->tick_id = g_timeout_add (tick_ms, tick_cb, self);
}
