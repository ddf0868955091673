/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  DUO_CANDIDATE_HOST,
  DUO_CANDIDATE_SRFLX,
  DUO_CANDIDATE_PRFLX,
  DUO_CANDIDATE_RELAY,
} DuoCandidateType;

typedef enum
{
  DUO_TRANSPORT_UDP,
  DUO_TRANSPORT_TCP_ACTIVE,
  DUO_TRANSPORT_TCP_PASSIVE,
  DUO_TRANSPORT_TCP_SO,
} DuoTransport;

#define DUO_TYPE_CANDIDATE (duo_candidate_get_type ())

/* One ICE candidate (RFC 8839 section 5.1), component 1.  Immutable once built. */
typedef struct _DuoCandidate DuoCandidate;

GType         duo_candidate_get_type   (void);
/* NULL when no peer can have such an address or port. */
DuoCandidate *duo_candidate_new        (DuoCandidateType     type,
                                        DuoTransport         transport,
                                        guint32              priority,
                                        const char          *address,
                                        guint16              port) G_GNUC_WARN_UNUSED_RESULT;
DuoCandidate *duo_candidate_parse      (const char          *line,
                                        GError             **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same candidate with the usernameFragment UFRAG; NULL when that is not one. */
DuoCandidate *duo_candidate_with_ufrag (const DuoCandidate  *self,
                                        const char          *ufrag) G_GNUC_WARN_UNUSED_RESULT;
DuoCandidate *duo_candidate_ref        (DuoCandidate        *self);
void          duo_candidate_unref      (DuoCandidate        *self);

DuoCandidateType  duo_candidate_get_kind      (const DuoCandidate *self);
DuoTransport      duo_candidate_get_transport (const DuoCandidate *self);
guint32           duo_candidate_get_priority  (const DuoCandidate *self);
const char       *duo_candidate_get_address   (const DuoCandidate *self);
guint16           duo_candidate_get_port      (const DuoCandidate *self);
/* The `ufrag` extension or the JSON's usernameFragment; NULL when it names none. */
const char       *duo_candidate_get_ufrag     (const DuoCandidate *self);

gboolean duo_candidate_is_mdns     (const DuoCandidate *self);
gboolean duo_candidate_is_loopback (const DuoCandidate *self);
gboolean duo_candidate_is_private  (const DuoCandidate *self);
gboolean duo_candidate_equal       (const DuoCandidate *a,
                                    const DuoCandidate *b);

/* "candidate:1 1 UDP …", without "a=" and without a line end. */
char *duo_candidate_to_line (const DuoCandidate *self) G_GNUC_WARN_UNUSED_RESULT;
/* {"candidate":"…","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"…"} */
char *duo_candidate_to_json (const DuoCandidate *self,
                             const char         *mid,
                             const char         *ufrag) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DuoCandidate, duo_candidate_unref)

G_END_DECLS
