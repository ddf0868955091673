/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-channel-set.h"

#include "duo-limits.h"
#include "duo-link-error.h"

/* A page may listen only on the channel that it made itself, so what we say
 * goes on the peer's own channel when it opened one, and on ours when it did
 * not; never on both.  What arrives on any of them counts.
 *
 * Owned by a DuoPeer, on the main thread. */
struct _DuoChannelSet
{
  GArray *entries; /* (owned) (element-type Entry) in the order of their opening */
};

typedef struct
{
  guint number;
  GstWebRTCDataChannel *channel; /* (owned) */
  gboolean is_peers;
  gboolean is_open;
} Entry;

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_clear_object (&entry->channel);
}

static Entry *
find (DuoChannelSet *self,
      guint          number)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->number == number)
        return entry;
    }

  return NULL;
}

DuoChannelSet *
duo_channel_set_new (void)
{
  DuoChannelSet *self = g_new0 (DuoChannelSet, 1);

  self->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  g_array_set_clear_func (self->entries, entry_clear);

  return self;
}

void
duo_channel_set_free (DuoChannelSet *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->entries);
  g_free (self);
}

void
duo_channel_set_add (DuoChannelSet        *self,
                     guint                 number,
                     GstWebRTCDataChannel *channel,
                     gboolean              is_peers)
{
  Entry entry = { number, g_object_ref (channel), is_peers, FALSE };

  g_array_append_val (self->entries, entry);
}

void
duo_channel_set_mark_open (DuoChannelSet *self,
                           guint          number)
{
  Entry *entry = find (self, number);

  if (entry != NULL)
    entry->is_open = TRUE;
}

void
duo_channel_set_mark_closed (DuoChannelSet *self,
                             guint          number)
{
  Entry *entry = find (self, number);

  if (entry != NULL)
    entry->is_open = FALSE;
}

static GstWebRTCDataChannel *
find_open (DuoChannelSet *self,
           gboolean       is_peers)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (entry->is_open && entry->is_peers == is_peers)
        return entry->channel;
    }

  return NULL;
}

/* The open channel that the peer listens on, or NULL. */
static GstWebRTCDataChannel *
get_speaking (DuoChannelSet *self)
{
  GstWebRTCDataChannel *channel = find_open (self, TRUE);

  return channel != NULL ? channel : find_open (self, FALSE);
}

gboolean
duo_channel_set_has_open (DuoChannelSet *self)
{
  return get_speaking (self) != NULL;
}

gboolean
duo_channel_set_peers_is_open (DuoChannelSet *self)
{
  return find_open (self, TRUE) != NULL;
}

gsize
duo_channel_set_get_queued (DuoChannelSet *self)
{
  GstWebRTCDataChannel *channel = get_speaking (self);
  guint64 amount_bytes = 0;

  if (channel != NULL)
    g_object_get (channel, "buffered-amount", &amount_bytes, NULL);

  return amount_bytes;
}

/* webrtcbin's thread may have closed it already, and our turn to hear of it is to come:
 * then sending on it is a programmer's mistake to webrtcbin. */
static gboolean
is_still_open (GstWebRTCDataChannel *channel)
{
  GstWebRTCDataChannelState state;

  g_object_get (channel, "ready-state", &state, NULL);

  return state == GST_WEBRTC_DATA_CHANNEL_STATE_OPEN;
}

static gboolean
send_on (GstWebRTCDataChannel  *channel,
         GBytes                *message,
         gboolean               is_text,
         GError               **error)
{
  gsize size_bytes;
  const char *data = g_bytes_get_data (message, &size_bytes);
  g_autofree char *text = NULL;

  if (!is_text)
    return gst_webrtc_data_channel_send_data_full (channel, message, error);

  text = g_strndup (data, size_bytes);

  return gst_webrtc_data_channel_send_string_full (channel, text, error);
}

gboolean
duo_channel_set_send (DuoChannelSet  *self,
                      GBytes         *message,
                      gboolean        is_text,
                      GError        **error)
{
  GstWebRTCDataChannel *channel = get_speaking (self);
  g_autoptr (GError) refusal = NULL;

  if (channel == NULL || !is_still_open (channel))
    {
      g_set_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_NOT_OPEN, "no channel is open");
      return FALSE;
    }
  /* appsrc takes anything at any time: this is the only bound on memory. */
  if (duo_channel_set_get_queued (self) + g_bytes_get_size (message) > DUO_QUEUED_MAX_BYTES)
    {
      g_set_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_BUSY, "too much is waiting already");
      return FALSE;
    }
  if (send_on (channel, message, is_text, &refusal))
    return TRUE;

  /* It tells no reason when the channel was closed in this very moment. */
  g_set_error (error, DUO_LINK_ERROR, DUO_LINK_ERROR_NOT_OPEN, "%s",
               refusal != NULL ? refusal->message : "the channel was closed");

  return FALSE;
}

GPtrArray *
duo_channel_set_dup_objects (DuoChannelSet *self)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->entries->len; i++)
    g_ptr_array_add (objects, g_object_ref (g_array_index (self->entries, Entry, i).channel));

  return objects;
}
