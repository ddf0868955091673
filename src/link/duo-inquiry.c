/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-inquiry.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>
#include <stun/usages/turn.h>

#include "duo-limits.h"

/* Asks a TURN server for a relay by ourselves (RFC 8656 section 7), only to hear what
 * it says: libnice tells the same of a wrong password as of a server that is gone.  A
 * relay that is given is given back.
 *
 * Owned by a DuoPeer, on the main thread. */

typedef struct
{
  DuoInquiry *inquiry;           /* (borrowed) */
  GCancellable *cancelled;       /* (owned): the inquiry's; after it nothing of the rest is there */
  GSocketConnection *connection; /* (owned) (nullable) */
  char *user;                    /* (owned) */
  char *password;                /* (owned) */
  gboolean is_datagram;
  StunAgent agent;
  StunMessage request;
  guint8 out[1024];
  gsize out_size;
  guint8 in[2048];
  StunMessage reply;
  guint n_asked;
  DuoAnswer answer;
} Probe;

struct _DuoInquiry
{
  DuoInquiryFunc func;
  gpointer user_data;

  GCancellable *cancellable; /* (owned) */
  Probe *probes[DUO_SERVERS_MAX];
  guint n_probes;
  guint n_pending;
  guint n_ticks;
  guint tick_id;
};

#define RESEND_MS 500

static void
probe_free (Probe *probe)
{
  if (probe == NULL)
    return;

  g_clear_object (&probe->connection);
  g_object_unref (probe->cancelled);
  g_free (probe->user);
  g_free (probe->password);
  g_free (probe);
}

static void
finish (DuoInquiry *self)
{
  g_clear_handle_id (&self->tick_id, g_source_remove);
  if (self->func != NULL)
    self->func (self->user_data);
}

static void
settle (Probe     *probe,
        DuoAnswer  answer)
{
  probe->answer = answer;
  if (--probe->inquiry->n_pending == 0)
    finish (probe->inquiry);
}

/* "1700000000:name" is good until then (draft-uberti-behave-turn-rest). */
static gboolean
has_expired (const char *user)
{
  char *end;
  guint64 until_s = g_ascii_strtoull (user, &end, 10);

  return end - user >= 9 && (*end == ':' || *end == '\0') &&
         until_s < (guint64) (g_get_real_time () / G_USEC_PER_SEC);
}

/* -- One server ------------------------------------------------------------------- */

static void
send_out (Probe *probe)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (probe->connection));

  /* A hundred bytes; whether they leave is of no matter, since there is an end to the waiting. */
  (void) g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (output), probe->out, probe->out_size,
                                                     NULL, NULL);
}

static void
ask (Probe *probe,
     StunMessage *previous) /* (nullable) */
{
  guint8 *user = (guint8 *) probe->user;
  guint8 *password = (guint8 *) probe->password;

  probe->out_size = stun_usage_turn_create (&probe->agent, &probe->request, probe->out, sizeof probe->out, previous,
                                            STUN_USAGE_TURN_REQUEST_PORT_NORMAL, -1, -1, user, strlen (probe->user),
                                            password, strlen (probe->password), STUN_USAGE_TURN_COMPATIBILITY_RFC5766);
  probe->n_asked++;
  send_out (probe);
}

static void
give_back (Probe *probe)
{
  StunMessage message;

  probe->out_size =
    stun_usage_turn_create_refresh (&probe->agent, &message, probe->out, sizeof probe->out, &probe->request, 0,
                                    (guint8 *) probe->user, strlen (probe->user), (guint8 *) probe->password,
                                    strlen (probe->password), STUN_USAGE_TURN_COMPATIBILITY_RFC5766);
  send_out (probe);
}

static void
judge (Probe *probe,
       gsize  size)
{
  StunValidationStatus status = stun_agent_validate (&probe->agent, &probe->reply, probe->in, size, NULL, NULL);
  int code = 0;

  /* What is not an answer to us is passed over. */
  if (status == STUN_VALIDATION_NOT_STUN || status == STUN_VALIDATION_INCOMPLETE_STUN ||
      status == STUN_VALIDATION_BAD_REQUEST || status == STUN_VALIDATION_UNMATCHED_RESPONSE ||
      stun_message_get_method (&probe->reply) != STUN_ALLOCATE)
    return;

  if (stun_message_get_class (&probe->reply) == STUN_RESPONSE)
    {
      give_back (probe);
      settle (probe, DUO_ANSWER_UNSURE);
    }
  else if (stun_message_find_error (&probe->reply, &code) != STUN_MESSAGE_RETURN_SUCCESS)
    return;
  /* The first 401 asks for the password, 438 for another nonce. */
  else if ((code == STUN_ERROR_UNAUTHORIZED && probe->n_asked == 1) || code == STUN_ERROR_STALE_NONCE)
    ask (probe, &probe->reply);
  else if (code == STUN_ERROR_UNAUTHORIZED || code == 403)
    settle (probe, has_expired (probe->user) ? DUO_ANSWER_EXPIRED : DUO_ANSWER_REFUSED);
  else
    settle (probe, DUO_ANSWER_FULL);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  Probe *probe = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (size <= 0)
    {
      settle (probe, DUO_ANSWER_SILENT);
      return;
    }

  if (size >= STUN_MESSAGE_HEADER_LENGTH)
    judge (probe, size);
  if (probe->answer == DUO_ANSWER_NONE)
    g_input_stream_read_async (G_INPUT_STREAM (source), probe->in, sizeof probe->in, G_PRIORITY_DEFAULT,
                               probe->cancelled, read_cb, probe);
}

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection =
    g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  Probe *probe = user_data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (connection == NULL)
    {
      settle (probe, DUO_ANSWER_SILENT);
      return;
    }

  probe->connection = connection;
  ask (probe, NULL);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), probe->in, sizeof probe->in,
                             G_PRIORITY_DEFAULT, probe->cancelled, read_cb, probe);
}

/* TLS is left out: who speaks it is asked over plain TCP nowhere. */
static Probe *
probe_new (DuoInquiry *self,
           const char *gst_uri)
{
  g_autoptr (GUri) uri = g_uri_parse (gst_uri, G_URI_FLAGS_HAS_PASSWORD, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = NULL;
  Probe *probe;

  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "turn") != 0 || g_uri_get_user (uri) == NULL)
    return NULL;

  probe = g_new0 (Probe, 1);
  probe->inquiry = self;
  probe->cancelled = g_object_ref (self->cancellable);
  probe->user = g_strdup (g_uri_get_user (uri));
  probe->password = g_strdup (g_uri_get_password (uri) != NULL ? g_uri_get_password (uri) : "");
  probe->is_datagram = g_strcmp0 (g_uri_get_query (uri), "transport=tcp") != 0;
  stun_agent_init (&probe->agent, STUN_ALL_KNOWN_ATTRIBUTES, STUN_COMPATIBILITY_RFC5389,
                   STUN_AGENT_USAGE_LONG_TERM_CREDENTIALS);
  g_socket_client_set_enable_proxy (client, FALSE);
  if (probe->is_datagram)
    {
      g_socket_client_set_socket_type (client, G_SOCKET_TYPE_DATAGRAM);
      g_socket_client_set_protocol (client, G_SOCKET_PROTOCOL_UDP);
    }
  address = g_network_address_new (g_uri_get_host (uri), (guint16) g_uri_get_port (uri));
  g_socket_client_connect_async (client, address, probe->cancelled, connected_cb, probe);

  return probe;
}

/* -- All of them -------------------------------------------------------------------- */

static gboolean
tick_cb (gpointer user_data)
{
  DuoInquiry *self = user_data;

  if (++self->n_ticks * RESEND_MS >= DUO_INQUIRY_TIMEOUT_MS || self->n_pending == 0)
    {
      self->tick_id = 0;
      g_cancellable_cancel (self->cancellable);
      for (guint i = 0; i < self->n_probes; i++)
        if (self->probes[i] != NULL && self->probes[i]->answer == DUO_ANSWER_NONE)
          self->probes[i]->answer = DUO_ANSWER_SILENT;
      self->n_pending = 0;
      finish (self);
      return G_SOURCE_REMOVE;
    }

  for (guint i = 0; i < self->n_probes; i++)
    if (self->probes[i] != NULL && self->probes[i]->is_datagram && self->probes[i]->connection != NULL &&
        self->probes[i]->answer == DUO_ANSWER_NONE)
      send_out (self->probes[i]);

  return G_SOURCE_CONTINUE;
}

DuoInquiry *
duo_inquiry_new (const DuoPeerOptions *resolved,
                 DuoInquiryFunc        func,
                 gpointer              user_data)
{
  DuoInquiry *self = g_new0 (DuoInquiry, 1);

  g_return_val_if_fail (resolved != NULL, self);

  self->func = func;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < DUO_SERVERS_MAX && resolved->turn_uris != NULL && resolved->turn_uris[i] != NULL; i++)
    {
      self->probes[self->n_probes] = probe_new (self, resolved->turn_uris[i]);
      self->n_pending += self->probes[self->n_probes++] != NULL;
    }
  self->tick_id = g_timeout_add (RESEND_MS, tick_cb, self);

  return self;
}

void
duo_inquiry_free (DuoInquiry *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  for (guint i = 0; i < self->n_probes; i++)
    probe_free (self->probes[i]);
  g_free (self);
}

DuoAnswer
duo_inquiry_get_answer (DuoInquiry *self,
                        guint       number)
{
  g_return_val_if_fail (self != NULL, DUO_ANSWER_NONE);

  return number < self->n_probes && self->probes[number] != NULL ? self->probes[number]->answer : DUO_ANSWER_NONE;
}

DuoAnswer
duo_inquiry_get_verdict (DuoInquiry *self)
{
  DuoAnswer verdict = DUO_ANSWER_NONE;

  g_return_val_if_fail (self != NULL, DUO_ANSWER_NONE);

  for (guint i = 0; i < self->n_probes; i++)
    {
      DuoAnswer answer = duo_inquiry_get_answer (self, i);

      if (answer == DUO_ANSWER_EXPIRED || (answer == DUO_ANSWER_REFUSED && verdict != DUO_ANSWER_EXPIRED))
        verdict = answer;
    }

  return verdict;
}
