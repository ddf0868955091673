/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <openssl/ec.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

/* The limit: DTLS over loopback UDP in plain OpenSSL, with nothing that makes it
 * reliable or ordered and no search for a way.  It speaks the protocol of README.md; a
 * "description" is the port that it listens on.
 *
 * A message goes out in records of as many bytes as a packet of a data channel carries.
 * The receiver answers every so many of them, and no more than a window is unanswered:
 * else the kernel drops what nobody reads. */

enum
{
  RECORD_BYTES = 1200,
  MESSAGE_MAX_BYTES = 65536,
  ACK_EVERY_RECORDS = 16,
  WINDOW_RECORDS = 96,
  PONG_CHARS = 1 << 20,
};

typedef struct
{
  SSL_CTX *context;
  SSL *ssl;
  int fd;
  int is_open;
  int is_over;
  double began_ms;
  char name[32];

  unsigned n_pings;
  size_t ping_bytes;
  double pinged_ms;
  char *pong;
  size_t pong_length;

  double flood_until_ms; /* 0: none */
  size_t flood_bytes;
  unsigned n_sent;
  unsigned n_unanswered;

  unsigned n_records;
  size_t received_bytes;
  double received_since_ms;
} Peer;

static double
now_ms (void)
{
  struct timespec spec;

  clock_gettime (CLOCK_MONOTONIC, &spec);

  return (double) spec.tv_sec * 1e3 + (double) spec.tv_nsec / 1e6;
}

static void __attribute__ ((format (printf, 1, 2)))
tell (const char *format,
      ...)
{
  va_list arguments;

  printf ("%.3f ", now_ms ());
  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

static int
take_any_certificate_cb (int             is_good,
                         X509_STORE_CTX *store)
{
  return 1;
}

/* As browsers make them: P-256, signed by itself. */
static SSL_CTX *
make_context (void)
{
  SSL_CTX *context = SSL_CTX_new (DTLS_method ());
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *certificate = X509_new ();

  X509_gmtime_adj (X509_getm_notBefore (certificate), 0);
  X509_gmtime_adj (X509_getm_notAfter (certificate), 86400);
  X509_set_pubkey (certificate, key);
  X509_sign (certificate, key, EVP_sha256 ());
  SSL_CTX_use_certificate (context, certificate);
  SSL_CTX_use_PrivateKey (context, key);
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, take_any_certificate_cb);
  X509_free (certificate);
  EVP_PKEY_free (key);

  return context;
}

static int
make_socket (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

  if (fd < 0 || bind (fd, (struct sockaddr *) &address, sizeof address) != 0)
    abort ();

  return fd;
}

static unsigned
get_port (int fd)
{
  struct sockaddr_in address;
  socklen_t length = sizeof address;

  if (getsockname (fd, (struct sockaddr *) &address, &length) != 0)
    abort ();

  return ntohs (address.sin_port);
}

static void
aim (int      fd,
     unsigned port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK), .sin_port = htons ((uint16_t) port) };

  if (connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    abort ();
}

static void
make_session (Peer     *self,
              int       is_client,
              unsigned  port)
{
  BIO *bio;
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK), .sin_port = htons ((uint16_t) port) };

  aim (self->fd, port);
  bio = BIO_new_dgram (self->fd, BIO_NOCLOSE);
  BIO_ctrl (bio, BIO_CTRL_DGRAM_SET_CONNECTED, 0, &address);
  self->ssl = SSL_new (self->context);
  SSL_set_options (self->ssl, SSL_OP_NO_QUERY_MTU);
  SSL_set_mtu (self->ssl, 1400);
  SSL_set_bio (self->ssl, bio, bio);
  if (is_client)
    SSL_set_connect_state (self->ssl);
  else
    SSL_set_accept_state (self->ssl);
}

/* -- Messages ------------------------------------------------------------------ */

static int
write_record (Peer   *self,
              char    kind,
              size_t  size)
{
  static char record[MESSAGE_MAX_BYTES];

  record[0] = kind;

  return SSL_write (self->ssl, record, (int) size) > 0;
}

static void
ping (Peer *self)
{
  self->pinged_ms = now_ms ();
  write_record (self, 'p', self->ping_bytes);
}

static void
take_pong (Peer *self)
{
  self->pong_length += (size_t) snprintf (self->pong + self->pong_length, PONG_CHARS - self->pong_length, " %.0f",
                                          (now_ms () - self->pinged_ms) * 1000);
  if (--self->n_pings > 0)
    {
      ping (self);
      return;
    }
  tell ("pong%s", self->pong);
  self->pong_length = 0;
}

static void
take_data (Peer   *self,
           size_t  size)
{
  if (self->received_bytes == 0)
    self->received_since_ms = now_ms ();
  self->received_bytes += size;
  if (++self->n_records % ACK_EVERY_RECORDS == 0)
    write_record (self, 'a', 1);
}

static void
take_end (Peer *self)
{
  tell ("got %u %zu %.3f", self->n_records, self->received_bytes, now_ms () - self->received_since_ms);
  self->n_records = 0;
  self->received_bytes = 0;
}

static void
take_record (Peer   *self,
             char    kind,
             size_t  size)
{
  switch (kind)
    {
    case 'p':
      write_record (self, 'q', size);
      break;
    case 'q':
      take_pong (self);
      break;
    case 'd':
      take_data (self, size);
      break;
    case 'a':
      self->n_unanswered -= self->n_unanswered < ACK_EVERY_RECORDS ? self->n_unanswered : ACK_EVERY_RECORDS;
      break;
    default:
      take_end (self);
    }
}

static void
read_records (Peer *self)
{
  static char record[MESSAGE_MAX_BYTES];
  int size;

  if (!self->is_open && SSL_do_handshake (self->ssl) == 1)
    {
      self->is_open = 1;
      tell ("open %s", self->name);
    }
  while (self->is_open && (size = SSL_read (self->ssl, record, sizeof record)) > 0)
    take_record (self, record[0], (size_t) size);
}

/* One window, so that what arrived is read between two. */
static void
flood (Peer *self)
{
  size_t left_bytes;

  while (self->n_unanswered < WINDOW_RECORDS && now_ms () < self->flood_until_ms)
    {
      for (left_bytes = self->flood_bytes; left_bytes > 0; self->n_unanswered++)
        {
          size_t size = left_bytes < RECORD_BYTES ? left_bytes : RECORD_BYTES;

          write_record (self, 'd', size);
          left_bytes -= size;
        }
      self->n_sent++;
    }
  if (now_ms () < self->flood_until_ms)
    return;

  self->flood_until_ms = 0;
  self->n_unanswered = 0;
  write_record (self, 'e', 1);
  tell ("sent %u", self->n_sent);
}

/* -- The protocol ---------------------------------------------------------------- */

static void
start (Peer       *self,
       const char *name)
{
  snprintf (self->name, sizeof self->name, "%s", name);
  self->began_ms = now_ms ();
  self->fd = make_socket ();
}

static void
stop (Peer *self)
{
  if (self->ssl != NULL)
    SSL_free (self->ssl);
  self->ssl = NULL;
  self->is_open = 0;
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

static void
describe (Peer       *self,
          const char *kind)
{
  tell ("%s %s %.0f %u", kind, self->name, (now_ms () - self->began_ms) * 1000, get_port (self->fd));
}

static void
handle (Peer *self,
        char *line)
{
  char *word = strtok (line, " \n");
  char *first = strtok (NULL, " \n");
  char *second = strtok (NULL, " \n");
  unsigned long value = first != NULL ? strtoul (first, NULL, 10) : 0;
  unsigned long other = second != NULL ? strtoul (second, NULL, 10) : 0;

  if (word != NULL && strcmp (word, "quit") == 0)
    self->is_over = 1;
  if (word == NULL || first == NULL)
    return;
  if (strcmp (word, "offer") == 0)
    {
      start (self, first);
      describe (self, "offer");
    }
  else if (strcmp (word, "accept") == 0)
    {
      start (self, first);
      make_session (self, /* is_client= */ 0, (unsigned) other);
      describe (self, "answer");
    }
  else if (strcmp (word, "answer") == 0)
    {
      tell ("taking %s", first);
      make_session (self, /* is_client= */ 1, (unsigned) other);
      read_records (self);
    }
  else if (strcmp (word, "close") == 0)
    {
      stop (self);
      tell ("closed %s", first);
    }
  else if (strcmp (word, "ping") == 0)
    {
      self->n_pings = (unsigned) value;
      self->ping_bytes = other;
      ping (self);
    }
  else if (strcmp (word, "send") == 0)
    {
      self->flood_until_ms = now_ms () + (double) value;
      self->flood_bytes = other;
      self->n_sent = 0;
    }
}

int
main (void)
{
  Peer self = { .context = make_context (), .fd = -1, .pong = malloc (PONG_CHARS) };
  char line[256];

  tell ("ready");
  while (!self.is_over)
    {
      int floods = self.flood_until_ms > 0 && self.n_unanswered < WINDOW_RECORDS;
      struct pollfd polled[] = { { STDIN_FILENO, POLLIN, 0 }, { self.ssl != NULL ? self.fd : -1, POLLIN, 0 } };

      if (poll (polled, 2, floods ? 0 : self.flood_until_ms > 0 ? 10
                                                                : -1) < 0)
        break;
      if (polled[1].revents != 0)
        read_records (&self);
      if (self.flood_until_ms > 0)
        flood (&self);
      if (polled[0].revents == 0)
        continue;
      if (fgets (line, sizeof line, stdin) == NULL)
        break;
      handle (&self, line);
    }
  stop (&self);
  SSL_CTX_free (self.context);
  free (self.pong);

  return EXIT_SUCCESS;
}
