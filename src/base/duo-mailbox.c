/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-mailbox.h"

/* A queue that any thread may post to and that one main context empties.
 *
 * Events are handled in the order of their posting, a batch at a time, with no
 * lock held.  After duo_mailbox_close () the handler is never called again:
 * what is queued or still being posted is freed.  Made and closed by its owner
 * on the thread of the context; posters each hold a reference. */
struct _DuoMailbox
{
  gatomicrefcount ref_count;

  DuoMailboxFunc func;       /* (constant) */
  gpointer user_data;        /* (constant) borrowed from the owner, valid until close */
  GDestroyNotify event_free; /* (constant) */

  GMutex mutex;
  GQueue queue;    /* (mutex lock) (owned) */
  GSource *source; /* (mutex lock) (owned) (nullable): NULL once closed */
};

typedef struct
{
  GSource source;
  DuoMailbox *mailbox; /* (owned) */
} MailboxSource;

/* Events handled before the main loop gets its turn again, so that painting is
 * never starved by a flood. */
#define BATCH_EVENTS 256

static GQueue
steal_batch (DuoMailbox *self)
{
  GQueue batch = G_QUEUE_INIT;

  g_mutex_lock (&self->mutex);
  while (batch.length < BATCH_EVENTS && self->queue.length > 0)
    g_queue_push_tail_link (&batch, g_queue_pop_head_link (&self->queue));
  if (self->queue.length == 0 && self->source != NULL)
    g_source_set_ready_time (self->source, -1);
  g_mutex_unlock (&self->mutex);

  return batch;
}

static gboolean
is_closed (DuoMailbox *self)
{
  gboolean closed;

  g_mutex_lock (&self->mutex);
  closed = self->source == NULL;
  g_mutex_unlock (&self->mutex);

  return closed;
}

static gboolean
mailbox_dispatch (GSource     *source,
                  GSourceFunc  callback,
                  gpointer     user_data)
{
  g_autoptr (DuoMailbox) self = duo_mailbox_ref (((MailboxSource *) source)->mailbox);
  GQueue batch = steal_batch (self);
  gpointer event;

  while ((event = g_queue_pop_head (&batch)) != NULL)
    {
      /* A handler may close the mailbox: the rest of the batch is dropped. */
      if (!is_closed (self))
        self->func (event, self->user_data);
      self->event_free (event);
    }

  return G_SOURCE_CONTINUE;
}

static void
mailbox_source_finalize (GSource *source)
{
  duo_mailbox_unref (((MailboxSource *) source)->mailbox);
}

static GSourceFuncs mailbox_source_funcs = {
  .dispatch = mailbox_dispatch,
  .finalize = mailbox_source_finalize,
};

/* FUNC gets each event and USER_DATA in CONTEXT (NULL for the default one);
 * EVENT_FREE gets each event once, handled or not, in any thread. */
DuoMailbox *
duo_mailbox_new (GMainContext   *context,
                 DuoMailboxFunc  func,
                 gpointer        user_data,
                 GDestroyNotify  event_free)
{
  DuoMailbox *self = g_new0 (DuoMailbox, 1);
  GSource *source = g_source_new (&mailbox_source_funcs, sizeof (MailboxSource));

  g_return_val_if_fail (func != NULL && event_free != NULL, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  g_queue_init (&self->queue);
  self->func = func;
  self->user_data = user_data;
  self->event_free = event_free;
  self->source = source;

  ((MailboxSource *) source)->mailbox = duo_mailbox_ref (self);
  g_source_set_static_name (source, "[duologue] mailbox");
  g_source_attach (source, context);

  return self;
}

DuoMailbox *
duo_mailbox_ref (DuoMailbox *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
duo_mailbox_unref (DuoMailbox *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_queue_clear_full (&self->queue, self->event_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* From any thread; never waits for the handler.  EVENT (transfer full). */
void
duo_mailbox_post (DuoMailbox *self,
                  gpointer    event)
{
  gboolean taken = FALSE;

  g_return_if_fail (self != NULL && event != NULL);

  g_mutex_lock (&self->mutex);
  if (self->source != NULL)
    {
      g_queue_push_tail (&self->queue, event);
      if (self->queue.length == 1)
        g_source_set_ready_time (self->source, 0);
      taken = TRUE;
    }
  g_mutex_unlock (&self->mutex);

  if (!taken)
    self->event_free (event);
}

/* By the owner, on the thread of the context, once or more often. */
void
duo_mailbox_close (DuoMailbox *self)
{
  GSource *source;
  GQueue rest;

  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  source = g_steal_pointer (&self->source);
  rest = self->queue;
  g_queue_init (&self->queue);
  g_mutex_unlock (&self->mutex);

  g_queue_clear_full (&rest, self->event_free);
  if (source != NULL)
    {
      g_source_destroy (source);
      g_source_unref (source);
    }
}
