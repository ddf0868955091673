/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "duo-test-side.h"

#include "duo-test-wait.h"

#define FINGERPRINT \
  "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:"

/* Another one every time, as in life. */
static DuoDescription *
make_description (DuoDescriptionType type)
{
  static guint n;
  g_autofree char *sdp =
    g_strdup_printf ("v=0\r\no=- 1 0 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
                     "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n"
                     "a=fingerprint:sha-256 " FINGERPRINT "%02X\r\na=ice-ufrag:abcd%04u\r\n"
                     "a=ice-pwd:abcdefghijklmnopqrstuv\r\na=setup:%s\r\na=mid:0\r\na=sctp-port:5000\r\n",
                     n % 256, n % 10000, type == DUO_DESCRIPTION_OFFER ? "actpass" : "active");
  g_autoptr (GError) error = NULL;
  DuoDescription *description = duo_description_parse_sdp (type, sdp, &error);

  g_assert_no_error (error);
  n++;

  return description;
}

static gint64
get_first_conversation (DuoStore *store)
{
  g_autoptr (GPtrArray) rows = duo_store_list_conversations (store, NULL);

  return rows->len > 0 ? ((DuoStoredConversation *) g_ptr_array_index (rows, 0))->id : 0;
}

void
duo_test_side_open (DuoTestSide *self,
                    const char  *path,
                    gboolean     is_inviter)
{
  g_autoptr (GError) error = NULL;

  self->is_inviter = is_inviter;
  self->store = duo_store_open (path, NULL, &error);
  g_assert_no_error (error);
  self->roster = duo_roster_new (self->store);
  self->history = duo_history_new (self->store, get_first_conversation (self->store), &error);
  g_assert_no_error (error);
  self->courier = duo_courier_new (self->history);
}

static void
hang_up (DuoTestSide *self)
{
  duo_courier_attach (self->courier, NULL, FALSE);
  g_clear_object (&self->session);
  g_clear_object (&self->link);
  self->n_passed = 0;
}

static gboolean
is_held_once (gpointer object)
{
  return G_OBJECT (object)->ref_count == 1;
}

void
duo_test_side_close (DuoTestSide *self)
{
  hang_up (self);
  g_assert_finalize_object (g_steal_pointer (&self->courier));
  /* A sync that is under way holds it a moment longer. */
  duo_test_wait (is_held_once, self->history, 10000, "nothing is synced any more");
  g_assert_finalize_object (g_steal_pointer (&self->history));
  g_assert_finalize_object (g_steal_pointer (&self->roster));
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

static void
start (DuoTestSide    *self,
       DuoDescription *offer,
       DuoDescription *answer,
       guint32         abilities)
{
  const DuoStoredConversation *row = duo_history_get_conversation (self->history);
  DuoHandshake *handshake = duo_handshake_new (self->roster, row->has_secret ? row->secret : NULL,
                                               self->is_inviter, offer, answer, abilities);

  self->link = duo_fake_link_new ();
  self->session = duo_session_new (DUO_LINK (self->link), handshake);
}

void
duo_test_sides_connect (DuoTestSide *a,
                        DuoTestSide *b,
                        guint32      abilities)
{
  g_autoptr (DuoDescription) offer = make_description (DUO_DESCRIPTION_OFFER);
  g_autoptr (DuoDescription) answer = make_description (DUO_DESCRIPTION_ANSWER);

  start (a, offer, answer, abilities);
  start (b, offer, answer, abilities);
}

static guint
pass (DuoTestSide *from,
      DuoTestSide *to,
      guint        max)
{
  guint n = 0;

  for (; n < max && from->link != NULL && to->link != NULL; n++)
    {
      GPtrArray *sent = duo_fake_link_get_sent (from->link);
      GBytes *bytes;

      if (from->n_passed >= sent->len)
        break;
      bytes = g_ptr_array_index (sent, from->n_passed++);
      duo_fake_link_receive (to->link, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), FALSE);
    }

  return n;
}

gboolean
duo_test_sides_pass (DuoTestSide *a,
                     DuoTestSide *b,
                     guint        max)
{
  guint n = pass (a, b, max) + pass (b, a, max);

  return g_main_context_iteration (NULL, FALSE) || n > 0;
}

static void
synced_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  duo_store_sync_finish (DUO_STORE (source), result, &error);
  g_assert_no_error (error);
  *(guint *) user_data += 1;
}

/* With something to write, so that it comes after what is being synced now. */
static void
queue_sync (DuoTestSide *self,
            guint       *n_synced)
{
  static guint n;
  g_autofree char *draft = g_strdup_printf ("draft %u", n++);

  duo_history_set_draft (self->history, draft);
  duo_store_sync_async (self->store, synced_cb, n_synced);
}

static gboolean
are_both_synced (gpointer n_synced)
{
  return *(guint *) n_synced == 2;
}

static void
sync_both (DuoTestSide *a,
           DuoTestSide *b)
{
  guint n_synced = 0;

  queue_sync (a, &n_synced);
  queue_sync (b, &n_synced);
  duo_test_wait (are_both_synced, &n_synced, 20000, "both stores are synced");
}

/* A receipt waits for the disk, and what comes from there may ask for one more: nothing
 * moves when nothing was there to pass before and after two waits. */
void
duo_test_sides_settle (DuoTestSide *a,
                       DuoTestSide *b)
{
  guint n_quiet = 0;

  for (;;)
    {
      n_quiet++;
      while (duo_test_sides_pass (a, b, 1000))
        n_quiet = 0;
      if (n_quiet > 2)
        return;
      sync_both (a, b);
    }
}

static void
agree (DuoTestSide *self)
{
  DuoHandshake *handshake = duo_session_get_handshake (self->session);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (duo_link_get_state (DUO_LINK (self->link)), ==, DUO_LINK_OPEN);
  g_assert_true (duo_session_get_is_joined (self->session));
  if (duo_handshake_get_outcome (handshake) == DUO_REUNION_NEW)
    {
      g_assert_true (duo_history_keep (self->history, &error));
      g_assert_no_error (error);
      duo_history_set_secret (self->history, duo_handshake_get_secret (handshake));
      duo_roster_refresh (self->roster, duo_history_get_id (self->history));
    }
  duo_courier_attach (self->courier, self->session, FALSE);
}

void
duo_test_sides_join (DuoTestSide *a,
                     DuoTestSide *b)
{
  duo_test_sides_connect (a, b, DUO_ABILITY_TELLS_READ | DUO_ABILITY_TELLS_TYPING);
  while (!duo_session_get_is_joined (a->session) || !duo_session_get_is_joined (b->session))
    g_assert_true (duo_test_sides_pass (a, b, 1));
  agree (a);
  agree (b);
}

void
duo_test_sides_cut (DuoTestSide *a,
                    DuoTestSide *b)
{
  hang_up (a);
  hang_up (b);
}
