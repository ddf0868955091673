/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "duo-bytes.h"
#include "duo-engine.h"
#include "duo-frame.h"
#include "duo-hostile.h"
#include "duo-item.h"
#include "duo-limits.h"
#include "duo-test-wait.h"

/* A friend who means harm:
 *
 *   hostile-friend ATTACK N
 *
 * Prints the JSON of an offer on one line, reads that of the answer, attacks N times
 * or with N, prints "done" when all of it was said or nobody listens any more, and
 * ends with its standard input. */

typedef struct
{
  DuoHostile *hostile;           /* (owned) */
  GstWebRTCDataChannel *channel; /* (borrowed from hostile) the first one */
  char *offer;                   /* (owned) JSON */
  gint stored;                   /* (atomic) of the last receipt */
  gint n_heard;                  /* (atomic) frames */
} Friend;

#define AHEAD_MAX_BYTES (256 * 1024)
#define PPID_STRING 51

/* FALSE: nobody listens any more. */
static gboolean
wait_for_room (GstWebRTCDataChannel *channel)
{
  for (;;)
    {
      GstWebRTCDataChannelState state;
      guint64 buffered_bytes;

      g_object_get (channel, "ready-state", &state, "buffered-amount", &buffered_bytes, NULL);
      if (state != GST_WEBRTC_DATA_CHANNEL_STATE_OPEN)
        return FALSE;
      if (buffered_bytes < AHEAD_MAX_BYTES)
        return TRUE;
      g_usleep (500);
    }
}

static gboolean
say (Friend     *self,
     const char *text)
{
  return wait_for_room (self->channel) && gst_webrtc_data_channel_send_string_full (self->channel, text, NULL);
}

static gboolean
send_bytes (Friend *self,
            GBytes *bytes)
{
  return wait_for_room (self->channel) && gst_webrtc_data_channel_send_data_full (self->channel, bytes, NULL);
}

/* FRAME (transfer full). */
static gboolean
send_frame (Friend   *self,
            DuoFrame *frame)
{
  g_autoptr (DuoFrame) owned = frame;
  g_autoptr (GBytes) bytes = duo_frame_to_bytes (owned);

  return send_bytes (self, bytes);
}

/* -- As a page ------------------------------------------------------------------------ */

static void
attack_tiny (Friend *self,
             guint   n)
{
  for (guint i = 0; i < n && say (self, "x"); i++)
    continue;
}

/* Every size there is a reason for, up to what the other side says that it takes. */
static void
attack_sizes (Friend *self,
              guint   n)
{
  static const guint around[] = { 1, 2, 1200, 16384, 65534 };

  for (guint i = 0; i < G_N_ELEMENTS (around); i++)
    for (guint size = around[i]; size < around[i] + 3; size++)
      {
        g_autofree char *text = g_strnfill (size, 'x');

        say (self, text);
      }
}

/* One message of N bytes. */
static void
attack_beyond (Friend *self,
               guint   n)
{
  g_autofree char *text = g_strnfill (n, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new (text, n);

  duo_hostile_send (self->hostile, PPID_STRING, bytes);
}

/* With the payload protocol N, from nothing to more than there is room for in its messages. */
static void
attack_payload (Friend *self,
                guint   n)
{
  static const guint8 bytes[] = { 3, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 'x', 'x' };

  for (gsize size = 1; size <= sizeof bytes; size++)
    {
      g_autoptr (GBytes) message = g_bytes_new_static (bytes, size);

      duo_hostile_send (self->hostile, n, message);
    }
}

/* As large as they may be. */
static void
attack_large (Friend *self,
              guint   n)
{
  g_autofree char *text = g_strnfill (DUO_MESSAGE_OWN_MAX_BYTES, 'x');

  for (guint i = 0; i < n && say (self, text); i++)
    continue;
}

static void
attack_binary (Friend *self,
               guint   n)
{
  g_autofree char *zeros = g_malloc0 (100);
  g_autoptr (GBytes) bytes = g_bytes_new (zeros, 100);

  for (guint i = 0; i < n && send_bytes (self, bytes); i++)
    continue;
}

static void
attack_lies (Friend *self,
             guint   n)
{
  static const char *const lies[] = {
    "\xff\xfe",             /* no UTF-8 */
    "\xc3",                 /* cut off */
    "\xed\xa0\x80",         /* half of a surrogate */
    "\x01\x02\x1b[31m\x7f", /* controls, an escape sequence */
    ("abc\xe2\x80\xae"
     "fed"), /* right to left from here; the code would go on with "fed" */
    "<span size='999999'>&amp;</span><a href='http://evil.invalid'>https://bank.invalid</a>",
    "https://bank.invalid@evil.invalid/",
    "%s%n%n%n",
    "\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    say (self, lies[i]);
}

static void
prepare_labels (Friend *self)
{
  g_autofree char *longest = g_strnfill (65535, 'x');

  duo_hostile_open_channel (self->hostile, "");
  duo_hostile_open_channel (self->hostile, "<b>\xff\xfe\xe2\x80\xae%s\n");
  duo_hostile_open_channel (self->hostile, longest);
}

/* N channels, one after the other. */
static void
attack_churn (Friend *self,
              guint   n)
{
  for (guint i = 0; i < n && wait_for_room (self->channel); i++)
    {
      GstWebRTCDataChannel *channel = duo_hostile_open_channel (self->hostile, "churn");

      for (guint ms = 0; ms < 1000 && wait_for_room (self->channel) && !wait_for_room (channel); ms++)
        g_usleep (1000);
      /* webrtcbin 1.22 hangs when a channel is closed that carried nothing. */
      gst_webrtc_data_channel_send_string_full (channel, "x", NULL);
      gst_webrtc_data_channel_close (channel);
    }
}

/* N channels at once. */
static void
attack_channels (Friend *self,
                 guint   n)
{
  for (guint i = 0; i < n; i++)
    duo_hostile_open_channel (self->hostile, "flood");
  while (wait_for_room (self->channel))
    g_usleep (10000);
}

/* -- As a Duologue ---------------------------------------------------------------------- */

static void
say_hello (Friend *self)
{
  DuoHello hello = { .version = DUO_PROTOCOL_VERSION, .min_version = DUO_PROTOCOL_MIN_VERSION };

  hello.clock_us = g_get_real_time ();
  send_frame (self, duo_frame_new_hello (&hello));
}

static void
greet (Friend *self)
{
  say_hello (self);
  send_frame (self, duo_frame_new_join (NULL));
  send_frame (self, duo_frame_new_receipt (0, 0));
}

static DuoFrame *
make_piece (guint       seq,
            const char *text)
{
  g_autoptr (DuoItem) item = duo_item_new (DUO_ITEM_TEXT, text, g_get_real_time (), NULL);
  g_autoptr (GBytes) bytes = duo_item_to_bytes (item);

  return duo_frame_new_piece (seq, (guint32) g_bytes_get_size (bytes), 0, bytes);
}

static void
attack_nothing (Friend *self,
                guint   n)
{
}

static void
attack_hello (Friend *self,
              guint   n)
{
  say_hello (self);
}

static void
attack_join (Friend *self,
             guint   n)
{
  say_hello (self);
  send_frame (self, duo_frame_new_join (NULL));
}

/* As fast as the receipts allow. */
static void
attack_items (Friend *self,
              guint   n)
{
  greet (self);
  for (guint seq = 1; seq <= n; seq++)
    {
      while (seq - (guint) g_atomic_int_get (&self->stored) > DUO_WINDOW_MAX_ITEMS)
        {
          if (!wait_for_room (self->channel))
            return;
          g_usleep (200);
        }
      if (!send_frame (self, make_piece (seq, "x")))
        return;
    }
}

/* Hears nothing any more once it has begun, and says nothing. */
static void
attack_mute (Friend *self,
             guint   n)
{
  greet (self);
  while (wait_for_room (self->channel) && g_atomic_int_get (&self->n_heard) < 3)
    g_usleep (1000);
  printf ("done\n");
  fflush (stdout);
  raise (SIGSTOP);
}

/* Whatever the receipts say. */
static void
attack_window (Friend *self,
               guint   n)
{
  g_autofree char *text = g_strnfill (8000, 'x');

  greet (self);
  for (guint seq = 1; seq <= n && send_frame (self, make_piece (seq, text)); seq++)
    continue;
}

static void
attack_pings (Friend *self,
              guint   n)
{
  greet (self);
  for (guint i = 0; i < n && send_frame (self, duo_frame_new (DUO_FRAME_PING, i)); i++)
    continue;
}

static void
attack_typing (Friend *self,
               guint   n)
{
  greet (self);
  for (guint i = 0; i < n && send_frame (self, duo_frame_new_typing (i % 2 == 0)); i++)
    continue;
}

static void
attack_receipts (Friend *self,
                 guint   n)
{
  greet (self);
  for (guint i = 0; i < n && send_frame (self, duo_frame_new_receipt (i * 1000, i)); i++)
    continue;
}

/* Other descriptions in the middle: as the inviter may do once in a while, and as nobody may. */
static void
attack_signals (Friend *self,
                guint   n)
{
  greet (self);
  for (guint i = 0; i < n; i++)
    {
      const char *json = i % 3 == 0 ? "{\"type\":\"offer\",\"sdp\":\"v=0\"}" : i % 3 == 1 ? "[[[["
                                                                                          : self->offer;

      if (!send_frame (self, duo_frame_new_signal (i + 1, json)))
        return;
    }
}

static void
attack_string (Friend *self,
               guint   n)
{
  greet (self);
  say (self, "not a frame");
}

/* Bytes by chance, behind a head that is right every other time. */
static void
attack_noise (Friend *self,
              guint   n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (n);
  gboolean has_head = n % 2 == 0;
  guint length = (guint) g_rand_int_range (rand, 1, 2000);
  g_autoptr (GByteArray) array = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  greet (self);
  if (has_head)
    {
      duo_bytes_append_uint8 (array, (guint8) g_rand_int_range (rand, 1, 11));
      duo_bytes_append_uint32 (array, length);
    }
  for (guint i = 0; i < length; i++)
    duo_bytes_append_uint8 (array, (guint8) g_rand_int_range (rand, 0, 256));
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&array));
  send_bytes (self, bytes);
}

/* -- The program ----------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  gboolean is_duologue;
  void (*attack) (Friend *self,
                  guint n);
} Attack;

static const Attack attacks[] = {
  { "tiny", FALSE, attack_tiny },
  { "sizes", FALSE, attack_sizes },
  { "beyond", FALSE, attack_beyond },
  { "large", FALSE, attack_large },
  { "payload", FALSE, attack_payload },
  { "binary", FALSE, attack_binary },
  { "lies", FALSE, attack_lies },
  { "labels", FALSE, attack_lies },
  { "churn", FALSE, attack_churn },
  { "channels", FALSE, attack_channels },
  { "mute", TRUE, attack_mute },
  { "cut", TRUE, attack_nothing },
  { "hello", TRUE, attack_hello },
  { "join", TRUE, attack_join },
  { "items", TRUE, attack_items },
  { "window", TRUE, attack_window },
  { "pings", TRUE, attack_pings },
  { "typing", TRUE, attack_typing },
  { "receipts", TRUE, attack_receipts },
  { "signals", TRUE, attack_signals },
  { "string", TRUE, attack_string },
  { "noise", TRUE, attack_noise },
};

/* A data channel's thread. */
static void
data_cb (GstWebRTCDataChannel *channel,
         GBytes               *bytes,
         Friend               *self)
{
  g_autoptr (DuoFrame) frame = bytes != NULL ? duo_frame_parse (bytes, NULL) : NULL;

  g_atomic_int_inc (&self->n_heard);
  if (frame != NULL && duo_frame_get_kind (frame) == DUO_FRAME_RECEIPT)
    g_atomic_int_set (&self->stored, (gint) duo_frame_get_stored (frame));
}

static char *
read_line (void)
{
  char *line = NULL;
  size_t size = 0;

  if (getline (&line, &size, stdin) <= 0)
    g_clear_pointer (&line, free);

  return line;
}

static void
offer (Friend       *self,
       const Attack *attack)
{
  g_autoptr (DuoDescription) plain = duo_hostile_make_offer (self->hostile);
  g_autoptr (DuoDescription) ours = duo_description_with_duologue (plain, "Mallory");

  self->offer = duo_description_to_json (attack->is_duologue ? ours : plain);
  printf ("%s\n", self->offer);
  fflush (stdout);
}

static gboolean
is_open (gpointer channel)
{
  GstWebRTCDataChannelState state;

  g_object_get (channel, "ready-state", &state, NULL);

  return state == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN;
}

static void
join (Friend       *self,
      const Attack *attack)
{
  g_autofree char *line = read_line ();
  g_autoptr (DuoDescription) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (line == NULL)
    exit (0);
  answer = duo_description_parse_json (line, strlen (line), &error);
  g_assert_no_error (error);
  duo_hostile_take_answer (self->hostile, answer);
  if (!g_str_equal (attack->name, "cut"))
    duo_test_wait (is_open, self->channel, 60000, "the channel is open");
}

int
main (int   argc,
      char *argv[])
{
  Friend self = { 0 };
  const Attack *attack = NULL;
  guint n = argc == 3 ? (guint) strtoul (argv[2], NULL, 10) : 0;

  for (guint i = 0; argc == 3 && i < G_N_ELEMENTS (attacks); i++)
    if (g_str_equal (attacks[i].name, argv[1]))
      attack = &attacks[i];
  if (attack == NULL)
    {
      g_printerr ("hostile-friend: what?\n");
      return 2;
    }

  /* Whatever happens to the test. */
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  self.hostile = duo_hostile_new ();
  if (g_str_equal (attack->name, "cut"))
    duo_hostile_cut_after (self.hostile, n);
  if (g_str_equal (attack->name, "labels"))
    prepare_labels (&self);
  else
    duo_hostile_open_channel (self.hostile, "chat");
  self.channel = duo_hostile_get_channel (self.hostile, 0);
  g_signal_connect (self.channel, "on-message-data", G_CALLBACK (data_cb), &self);
  offer (&self, attack);
  join (&self, attack);
  attack->attack (&self, n);
  printf ("done\n");
  fflush (stdout);
  free (read_line ());

  /* Without a word, as such a friend would. */
  _exit (0);
}
