/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-server.h"

#include <gio/gio.h>
#include <string.h>

#include "duo-compat.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

struct _DuoServer
{
  DuoServerKind kind;
  guint16 port;
  char *host;     /* (owned) without brackets */
  char *user;     /* (owned) (nullable) decoded */
  char *password; /* (owned) (nullable) decoded */
};

G_DEFINE_BOXED_TYPE (DuoServer, duo_server, duo_server_ref, duo_server_unref)

#define DEFAULT_PORT 3478 /* RFC 8489 section 8.1 */
#define DEFAULT_TLS_PORT 5349

static gboolean
refuse (GError     **error,
        const char  *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_SERVER, "Server refused: %s", reason);
  return FALSE;
}

static void
server_free (gpointer data)
{
  DuoServer *self = data;

  g_free (self->host);
  g_free (self->user);
  g_free (self->password);
}

/* Returns what follows the scheme, or NULL. */
static const char *
take_scheme (DuoServer  *self,
             const char *uri)
{
  static const struct
  {
    const char *scheme;
    DuoServerKind kind;
  } schemes[] = {
    { "stun:", DUO_SERVER_STUN },
    { "turn:", DUO_SERVER_TURN_UDP },
    { "turns:", DUO_SERVER_TURN_TLS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      gsize length = strlen (schemes[i].scheme);

      if (g_ascii_strncasecmp (uri, schemes[i].scheme, length) == 0)
        {
          self->kind = schemes[i].kind;
          uri += length;
          return duo_has_prefix (uri, "//") ? uri + 2 : uri;
        }
    }
  return NULL;
}

/* The only query there is, RFC 7065: ?transport=udp or tcp.  TLS runs over TCP. */
static gboolean
take_query (DuoServer   *self,
            const char  *query,
            GError     **error)
{
  if (self->kind == DUO_SERVER_TURN_UDP && g_ascii_strcasecmp (query, "transport=udp") == 0)
    {
      return TRUE;
    }
  if (self->kind != DUO_SERVER_STUN && g_ascii_strcasecmp (query, "transport=tcp") == 0)
    {
      if (self->kind == DUO_SERVER_TURN_UDP)
        {
          self->kind = DUO_SERVER_TURN_TCP;
        }
      return TRUE;
    }
  return refuse (error, "a query that this kind of server cannot have");
}

static char *
decode (const char *text,
        gssize      length)
{
  g_autofree char *part = g_strndup (text, (gsize) length);
  g_autofree char *decoded = g_uri_unescape_string (part, /* illegal_characters= */ NULL);

  if (decoded == NULL || *decoded == '\0' || !g_utf8_validate (decoded, -1, /* end= */ NULL))
    {
      return NULL;
    }
  for (const char *p = decoded; *p != '\0'; p++)
    {
      if (g_ascii_iscntrl (*p))
        {
          return NULL;
        }
    }
  return g_steal_pointer (&decoded);
}

/* "user:password".  A colon of the user's has to be written %3A: with two of
 * them nobody can tell which one divides. */
static gboolean
take_user (DuoServer   *self,
           const char  *text,
           GError     **error)
{
  const char *colon = strchr (text, ':');

  if (self->kind == DUO_SERVER_STUN)
    {
      return refuse (error, "a STUN server takes no user name");
    }
  if (colon == NULL || strchr (colon + 1, ':') != NULL)
    {
      return refuse (error, "user name and password need one colon between them");
    }
  self->user = decode (text, colon - text);
  self->password = decode (colon + 1, (gssize) strlen (colon + 1));
  return (self->user != NULL && self->password != NULL) ||
         refuse (error, "user name or password is empty or not text");
}

static gboolean
is_host_name (const char *host)
{
  gsize length = strlen (host);
  const char *last_dot = strrchr (host, '.');
  const char *last_label = last_dot != NULL ? last_dot + 1 : host;

  if (length < 1 || length > 253 || strstr (host, "..") != NULL ||
      !g_ascii_isalnum (host[0]) || !g_ascii_isalnum (host[length - 1]))
    {
      return FALSE;
    }
  if (strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != length)
    {
      return FALSE;
    }
  /* "1.2.3", "1.2.3.400": a number at the end is meant as an address. */
  return strspn (last_label, "0123456789") != strlen (last_label);
}

static gboolean
take_host (DuoServer   *self,
           const char  *text,
           gsize        length,
           GError     **error)
{
  gboolean is_bracketed = length > 2 && text[0] == '[' && text[length - 1] == ']';
  g_autofree char *host = is_bracketed ? g_strndup (text + 1, length - 2) : g_strndup (text, length);
  gboolean is_address = strchr (host, '%') == NULL && g_hostname_is_ip_address (host);
  gboolean is_ipv6 = is_address && strchr (host, ':') != NULL;

  self->host = g_ascii_strdown (host, -1);
  if (is_bracketed ? is_ipv6 : ((is_address && !is_ipv6) || is_host_name (self->host)))
    {
      return TRUE;
    }
  return refuse (error, "the host is neither a name nor an address");
}

static gboolean
take_host_and_port (DuoServer   *self,
                    const char  *text,
                    GError     **error)
{
  const char *bracket = strrchr (text, ']');
  const char *colon = strchr (bracket != NULL ? bracket : text, ':');
  gsize length = colon != NULL ? (gsize) (colon - text) : strlen (text);
  guint64 port = self->kind == DUO_SERVER_TURN_TLS ? DEFAULT_TLS_PORT : DEFAULT_PORT;

  if (colon != NULL &&
      !g_ascii_string_to_unsigned (colon + 1, 10, 1, G_MAXUINT16, &port, /* error= */ NULL))
    {
      return refuse (error, "the port is not from 1 to 65535");
    }
  self->port = (guint16) port;
  return take_host (self, text, length, error);
}

static gboolean
parse_rest (DuoServer  *self,
            char       *rest,
            GError    **error)
{
  char *at = strrchr (rest, '@');
  char *query = strchr (at != NULL ? at : rest, '?');

  if (query != NULL)
    {
      *query = '\0';
      if (!take_query (self, query + 1, error))
        {
          return FALSE;
        }
    }
  if (at != NULL)
    {
      *at = '\0';
      return take_user (self, rest, error) && take_host_and_port (self, at + 1, error);
    }
  if (self->kind != DUO_SERVER_STUN)
    {
      return refuse (error, "a TURN server needs user:password@ before its host");
    }
  return take_host_and_port (self, rest, error);
}

static gboolean
check_text (const char  *uri,
            GError     **error)
{
  if (strnlen (uri, DUO_SERVER_URI_MAX_BYTES + 1) > DUO_SERVER_URI_MAX_BYTES)
    {
      return refuse (error, "its address is too long");
    }
  if (!g_utf8_validate (uri, -1, /* end= */ NULL))
    {
      return refuse (error, "its address is not UTF-8");
    }
  return TRUE;
}

static char *
build_uri (const DuoServer *self,
           const char      *slashes)
{
  static const char *const schemes[] = { "stun:", "turn:", "turn:", "turns:" };
  static const char *const queries[] = { "", "?transport=udp", "?transport=tcp", "?transport=tcp" };
  GString *uri = g_string_new (schemes[self->kind]);

  g_string_append (uri, slashes);
  if (self->user != NULL)
    {
      g_string_append_uri_escaped (uri, self->user, /* reserved_chars_allowed= */ NULL, FALSE);
      g_string_append_c (uri, ':');
      g_string_append_uri_escaped (uri, self->password, /* reserved_chars_allowed= */ NULL, FALSE);
      g_string_append_c (uri, '@');
    }
  g_string_append_printf (uri, strchr (self->host, ':') != NULL ? "[%s]:%u" : "%s:%u",
                          self->host, self->port);
  g_string_append (uri, queries[self->kind]);
  return g_string_free (uri, FALSE);
}

/* Escapes make a URI longer; what we write we must be able to read again. */
static gboolean
check_written (const DuoServer  *self,
               GError          **error)
{
  g_autofree char *uri = build_uri (self, "");

  return check_text (uri, error);
}

DuoServer *
duo_server_parse (const char  *uri,
                  GError     **error)
{
  g_autoptr (DuoServer) self = NULL;
  g_autofree char *trimmed = NULL;
  g_autofree char *rest = NULL;

  g_return_val_if_fail (uri != NULL, NULL);

  if (!check_text (uri, error))
    {
      return NULL;
    }
  self = g_atomic_rc_box_new0 (DuoServer);
  trimmed = g_strstrip (g_strdup (uri));
  rest = g_strdup (take_scheme (self, trimmed));
  if (rest == NULL)
    {
      (void) refuse (error, "it does not start with stun:, turn: or turns:");
      return NULL;
    }
  if (!parse_rest (self, rest, error) || !check_written (self, error))
    {
      return NULL;
    }
  return g_steal_pointer (&self);
}

DuoServer *
duo_server_ref (DuoServer *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
duo_server_unref (DuoServer *self)
{
  g_atomic_rc_box_release_full (self, server_free);
}

DuoServerKind
duo_server_get_kind (const DuoServer *self)
{
  return self->kind;
}

const char *
duo_server_get_host (const DuoServer *self)
{
  return self->host;
}

guint16
duo_server_get_port (const DuoServer *self)
{
  return self->port;
}

const char *
duo_server_get_user (const DuoServer *self)
{
  return self->user;
}

const char *
duo_server_get_password (const DuoServer *self)
{
  return self->password;
}

char *
duo_server_to_uri (const DuoServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return build_uri (self, "");
}

char *
duo_server_to_gst_uri (const DuoServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return build_uri (self, "//");
}
