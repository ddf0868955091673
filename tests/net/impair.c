/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

#include <arpa/inet.h>
#include <glib-unix.h>

/* A bad line between two network interfaces, for kernels without netem:
 *
 *   impair INTERFACE-UP INTERFACE-DOWN
 *
 * joins the two at layer 2 (packet sockets; both in the network namespace that it
 * runs in).  A line on standard input is a command, answered by one line:
 *
 *   set [[up.|down.]KEY=VALUE ...]   all that is not named becomes perfect    -> ok
 *   cut SECONDS                      nothing passes; it ends by itself        -> ok
 *   stats                                                  -> up KEY=VALUE ... down ...
 *
 * loss, duplicate, reorder: per cent of the packets; delay, jitter: ms each way;
 * rate: kbit/s; queue: packets that wait; mtu: bytes of the longest IP packet;
 * cut: 1 lets nothing pass; seed: of the random numbers.  "up." is what comes in at
 * INTERFACE-UP only.  Address resolution always passes: lines break further away. */

enum
{
  FRAME_MAX_BYTES = 65536 + 64,
  DEFAULT_QUEUE_PACKETS = 1000,
  VNET_BYTES = sizeof (struct virtio_net_hdr), /* in front of each frame */
  MICROSECOND = 1,
  MILLISECOND = 1000 * MICROSECOND,
};

typedef struct
{
  double loss;
  double duplicate;
  double reorder;
  double delay;
  double jitter;
  double rate;
  double queue;
  double mtu;
  double cut;
} Faults;

typedef struct
{
  const char *name;
  int in_fd;
  int out_fd;
  Faults faults;
  gint64 free_at_us; /* when the line has sent what it has */
  guint n_queued;
  guint64 n_in;
  guint64 n_out;
  guint64 n_lost;
  guint64 n_duplicated;
  guint64 n_reordered;
  guint64 n_too_long;
  guint64 n_cut;
  guint64 n_full;
} Direction;

typedef struct
{
  Direction *direction; /* (borrowed) */
  gint64 due_us;
  guint64 number;
  gsize size;
  guint8 data[];
} Packet;

typedef struct
{
  Direction directions[2];
  GSequence *waiting; /* (owned) (element-type Packet) by due time */
  GRand *random;      /* (owned) */
  guint64 n_packets;
  int timer_fd;
  gint64 cut_until_us;
} Line;

static const struct
{
  const char *name;
  gsize offset;
} keys[] = {
  { "loss", G_STRUCT_OFFSET (Faults, loss) },
  { "duplicate", G_STRUCT_OFFSET (Faults, duplicate) },
  { "reorder", G_STRUCT_OFFSET (Faults, reorder) },
  { "delay", G_STRUCT_OFFSET (Faults, delay) },
  { "jitter", G_STRUCT_OFFSET (Faults, jitter) },
  { "rate", G_STRUCT_OFFSET (Faults, rate) },
  { "queue", G_STRUCT_OFFSET (Faults, queue) },
  { "mtu", G_STRUCT_OFFSET (Faults, mtu) },
  { "cut", G_STRUCT_OFFSET (Faults, cut) },
};

static void G_GNUC_NORETURN
die (const char *what)
{
  fprintf (stderr, "impair: %s: %s\n", what, g_strerror (errno));
  exit (1);
}

/* -- Packets ---------------------------------------------------------------- */

static gboolean
happens (Line   *line,
         double  per_cent)
{
  return per_cent > 0 && g_rand_double_range (line->random, 0, 100) < per_cent;
}

static gint
compare_packets_cb (gconstpointer a,
                    gconstpointer b,
                    gpointer      user_data)
{
  const Packet *one = a, *other = b;

  if (one->due_us != other->due_us)
    return one->due_us < other->due_us ? -1 : 1;

  return one->number < other->number ? -1 : 1;
}

static gboolean
is_cut (Line      *line,
        Direction *direction)
{
  return direction->faults.cut > 0 || g_get_monotonic_time () < line->cut_until_us;
}

static void
send_now (Line   *line,
          Packet *packet)
{
  Direction *direction = packet->direction;

  if (is_cut (line, direction))
    direction->n_cut++;
  else if (send (direction->out_fd, packet->data, packet->size, 0) >= 0)
    direction->n_out++;
}

static void
set_timer (Line *line)
{
  struct itimerspec when = { 0 };

  if (!g_sequence_is_empty (line->waiting))
    {
      Packet *first = g_sequence_get (g_sequence_get_begin_iter (line->waiting));

      when.it_value.tv_sec = first->due_us / G_USEC_PER_SEC;
      when.it_value.tv_nsec = first->due_us % G_USEC_PER_SEC * 1000;
    }
  timerfd_settime (line->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
}

static void
release_due (Line *line)
{
  gint64 now_us = g_get_monotonic_time ();

  while (!g_sequence_is_empty (line->waiting))
    {
      GSequenceIter *begin = g_sequence_get_begin_iter (line->waiting);
      Packet *first = g_sequence_get (begin);

      if (first->due_us > now_us)
        break;
      first->direction->n_queued--;
      send_now (line, first);
      g_sequence_remove (begin);
    }
  set_timer (line);
}

static gint64
find_due_time (Line      *line,
               Direction *direction,
               gsize      frame_bytes)
{
  const Faults *faults = &direction->faults;
  gint64 due_us = g_get_monotonic_time ();
  double delay_ms = faults->delay;

  if (faults->rate > 0)
    {
      direction->free_at_us = MAX (direction->free_at_us, due_us) + (gint64) (frame_bytes * 8 * 1000 / faults->rate);
      due_us = direction->free_at_us;
    }
  if (happens (line, faults->reorder))
    {
      direction->n_reordered++;
      return due_us;
    }
  if (faults->jitter > 0)
    delay_ms += g_rand_double_range (line->random, -faults->jitter, faults->jitter);

  return due_us + (gint64) (MAX (delay_ms, 0) * MILLISECOND);
}

static void
pass_on (Line         *line,
         Direction    *direction,
         const guint8 *data,
         gsize         size)
{
  Packet *packet;

  if (direction->n_queued >= direction->faults.queue)
    {
      direction->n_full++;
      return;
    }

  packet = g_malloc (sizeof *packet + size);
  packet->direction = direction;
  packet->number = line->n_packets++;
  packet->due_us = find_due_time (line, direction, size - VNET_BYTES);
  packet->size = size;
  memcpy (packet->data, data, size);
  direction->n_queued++;
  g_sequence_insert_sorted (line->waiting, packet, compare_packets_cb, NULL);
}

/* Not ARP, not the neighbour discovery of IPv6 (ICMPv6 133 to 137). */
static gboolean
is_address_resolution (const guint8 *frame,
                       gsize         size)
{
  enum
  {
    NEXT_HEADER = ETH_HLEN + 6,
    ICMP_TYPE = ETH_HLEN + 40,
    ICMPV6 = 58,
  };
  guint16 type = frame[12] << 8 | frame[13];

  if (type == ETH_P_ARP)
    return TRUE;

  return type == ETH_P_IPV6 && size > ICMP_TYPE && frame[NEXT_HEADER] == ICMPV6 &&
         frame[ICMP_TYPE] >= 133 && frame[ICMP_TYPE] <= 137;
}

static void
take_frame (Line         *line,
            Direction    *direction,
            const guint8 *data,
            gsize         size)
{
  const Faults *faults = &direction->faults;
  gsize frame_bytes = size - VNET_BYTES;

  direction->n_in++;
  if (is_address_resolution (data + VNET_BYTES, frame_bytes))
    (void) send (direction->out_fd, data, size, 0);
  else if (is_cut (line, direction))
    direction->n_cut++;
  else if (faults->mtu > 0 && frame_bytes - ETH_HLEN > faults->mtu)
    direction->n_too_long++;
  else if (happens (line, faults->loss))
    direction->n_lost++;
  else
    {
      pass_on (line, direction, data, size);
      if (happens (line, faults->duplicate))
        {
          direction->n_duplicated++;
          pass_on (line, direction, data, size);
        }
    }
}

static gboolean
readable_cb (gint         fd,
             GIOCondition condition,
             gpointer     user_data)
{
  static guint8 data[FRAME_MAX_BYTES];
  Line *line = user_data;
  Direction *direction = &line->directions[fd == line->directions[0].in_fd ? 0 : 1];
  gssize size;

  while ((size = recv (fd, data, sizeof data, MSG_DONTWAIT)) >= VNET_BYTES + ETH_HLEN)
    take_frame (line, direction, data, size);
  release_due (line);

  return G_SOURCE_CONTINUE;
}

static gboolean
timer_cb (gint         fd,
          GIOCondition condition,
          gpointer     user_data)
{
  guint64 n_expired;

  if (read (fd, &n_expired, sizeof n_expired) > 0)
    release_due (user_data);

  return G_SOURCE_CONTINUE;
}

/* -- Commands --------------------------------------------------------------- */

static void
set_key (Faults     *faults,
         const char *name,
         double      value)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].name, name))
      {
        G_STRUCT_MEMBER (double, faults, keys[i].offset) = value;
        return;
      }

  fprintf (stderr, "impair: no such key: %s\n", name);
  exit (2);
}

static void
set_word (Line       *line,
          const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, "=", 2);
  double value;

  if (parts[0] == NULL || parts[1] == NULL)
    return;

  value = g_ascii_strtod (parts[1], NULL);
  if (g_str_equal (parts[0], "seed"))
    g_rand_set_seed (line->random, (guint32) value);
  else if (g_str_has_prefix (parts[0], "up."))
    set_key (&line->directions[0].faults, parts[0] + strlen ("up."), value);
  else if (g_str_has_prefix (parts[0], "down."))
    set_key (&line->directions[1].faults, parts[0] + strlen ("down."), value);
  else
    for (guint i = 0; i < 2; i++)
      set_key (&line->directions[i].faults, parts[0], value);
}

static void
make_perfect (Line *line)
{
  for (guint i = 0; i < 2; i++)
    line->directions[i].faults = (Faults){ .queue = DEFAULT_QUEUE_PACKETS };
}

static void
print_stats (Line *line)
{
  for (guint i = 0; i < 2; i++)
    {
      const Direction *d = &line->directions[i];

      printf ("%s in=%" G_GUINT64_FORMAT " out=%" G_GUINT64_FORMAT " lost=%" G_GUINT64_FORMAT
              " duplicated=%" G_GUINT64_FORMAT " reordered=%" G_GUINT64_FORMAT " too-long=%" G_GUINT64_FORMAT
              " cut=%" G_GUINT64_FORMAT " full=%" G_GUINT64_FORMAT "%c",
              d->name, d->n_in, d->n_out, d->n_lost, d->n_duplicated, d->n_reordered, d->n_too_long,
              d->n_cut, d->n_full, i == 0 ? ' ' : '\n');
    }
}

static void
obey (Line *line,
      char *command)
{
  g_auto (GStrv) words = g_strsplit (g_strstrip (command), " ", -1);

  if (g_strcmp0 (words[0], "set") == 0)
    {
      make_perfect (line);
      for (guint i = 1; words[i] != NULL; i++)
        set_word (line, words[i]);
      puts ("ok");
    }
  else if (g_strcmp0 (words[0], "cut") == 0 && words[1] != NULL)
    {
      line->cut_until_us = g_get_monotonic_time () + (gint64) (g_ascii_strtod (words[1], NULL) * G_USEC_PER_SEC);
      puts ("ok");
    }
  else if (g_strcmp0 (words[0], "stats") == 0)
    print_stats (line);
  else
    puts ("what?");
  fflush (stdout);
}

static gboolean
command_cb (GIOChannel   *channel,
            GIOCondition  condition,
            gpointer      user_data)
{
  g_autofree char *command = NULL;

  /* Whoever started it is gone. */
  if (g_io_channel_read_line (channel, &command, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    exit (0);
  obey (user_data, command);

  return G_SOURCE_CONTINUE;
}

/* -- The two ends ------------------------------------------------------------ */

static int
open_interface (const char *name)
{
  int fd = socket (AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int one = 1, buffer_bytes = 8 << 20;
  struct sockaddr_ll address = { .sll_family = AF_PACKET, .sll_protocol = htons (ETH_P_ALL) };

  if (fd < 0)
    die ("packet socket");
  address.sll_ifindex = (int) if_nametoindex (name);
  /* With the header that says which checksum is not filled in yet: it is handed on. */
  if (address.sll_ifindex == 0 ||
      setsockopt (fd, SOL_PACKET, PACKET_VNET_HDR, &one, sizeof one) != 0 ||
      setsockopt (fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one) != 0 ||
      bind (fd, (struct sockaddr *) &address, sizeof address) != 0)
    die (name);
  (void) setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer_bytes, sizeof buffer_bytes);
  (void) setsockopt (fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer_bytes, sizeof buffer_bytes);
  g_unix_set_fd_nonblocking (fd, TRUE, NULL);

  return fd;
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GIOChannel) commands = g_io_channel_unix_new (STDIN_FILENO);
  Line line = { .directions = { { .name = "up" }, { .name = "down" } } };
  int up_fd, down_fd;

  if (argc != 3)
    {
      fputs ("usage: impair INTERFACE-UP INTERFACE-DOWN\n", stderr);
      return 2;
    }

  up_fd = open_interface (argv[1]);
  down_fd = open_interface (argv[2]);
  line.directions[0].in_fd = line.directions[1].out_fd = up_fd;
  line.directions[1].in_fd = line.directions[0].out_fd = down_fd;
  line.waiting = g_sequence_new (g_free);
  line.random = g_rand_new_with_seed (1);
  line.timer_fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  make_perfect (&line);

  g_unix_fd_add (up_fd, G_IO_IN, readable_cb, &line);
  g_unix_fd_add (down_fd, G_IO_IN, readable_cb, &line);
  g_unix_fd_add (line.timer_fd, G_IO_IN, timer_cb, &line);
  g_io_add_watch (commands, G_IO_IN | G_IO_HUP, command_cb, &line);
  puts ("ready");
  fflush (stdout);
  g_main_loop_run (loop);

  return 0;
}
