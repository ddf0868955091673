/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DUO_TYPE_SERVER (duo_server_get_type ())

/* A STUN or TURN server as RFC 7064 and RFC 7065 write it, with TURN's user and
 * password before the host.  Immutable once built. */
typedef struct _DuoServer DuoServer;

typedef enum
{
  DUO_SERVER_STUN,
  DUO_SERVER_TURN_UDP,
  DUO_SERVER_TURN_TCP,
  DUO_SERVER_TURN_TLS,
} DuoServerKind;

GType      duo_server_get_type (void);
/* "stun:host:port", "turn:user:password@host:port?transport=tcp", "turns:…"; "stun://" and "turn://" too. */
DuoServer *duo_server_parse    (const char  *uri,
                                GError     **error) G_GNUC_WARN_UNUSED_RESULT;
DuoServer *duo_server_ref      (DuoServer   *self);
void       duo_server_unref    (DuoServer   *self);

DuoServerKind  duo_server_get_kind     (const DuoServer *self);
const char    *duo_server_get_host     (const DuoServer *self);
guint16        duo_server_get_port     (const DuoServer *self);
const char    *duo_server_get_user     (const DuoServer *self);
const char    *duo_server_get_password (const DuoServer *self);
/* The canonical form for settings and for showing. */
char          *duo_server_to_uri       (const DuoServer *self) G_GNUC_WARN_UNUSED_RESULT;
/* What webrtcbin takes: "stun://host:port", "turn://user:password@host:port?transport=udp", escaped. */
char          *duo_server_to_gst_uri   (const DuoServer *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoServer, duo_server_unref)

G_END_DECLS
