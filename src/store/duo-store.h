/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "duo-record.h"
#include "duo-store-error.h"

G_BEGIN_DECLS

/* An item on its way: what waits for the friend, in the order it is sent. */
typedef struct
{
  gint64 id;      /* of the outbox row, rising */
  guint64 seq;    /* 0: not sent yet */
  gint64 message; /* the message it is or changes; 0 for none */
  gsize size_bytes;
} DuoOutboxEntry;

#define DUO_TYPE_STORE (duo_store_get_type ())

/* All conversations of one profile in one SQLite file (WAL), or in memory.
 *
 * Main thread.  Every call is a short one: it reads from and writes to the page
 * cache.  Writes gather in one transaction, which is committed by
 * duo_store_commit () or by itself before the main loop next waits; a process
 * that is killed loses nothing that was committed.  What must also outlive a
 * power cut asks for duo_store_sync_async (): a thread of the store's own waits
 * for the disk and brings the log back into the file.
 *
 * When the disk takes nothing (it is full), a commit fails and all of it stays readable
 * and is committed later; meanwhile the property is-failing (boolean) holds.
 *
 * Signal "failed" (GError): something could not be written or waited for, or
 * turned out to be damaged.  Once for each time that it begins. */
G_DECLARE_FINAL_TYPE (DuoStore, duo_store, DUO, STORE, GObject)

/* PATH NULL: in memory.  Only one can have a file open (DUO_STORE_ERROR_IN_USE).  A file
 * that is not whole is renamed (".damaged-DATE"); *OUT_SET_ASIDE (nullable, transfer full)
 * names it then, and a new one takes its place, with what could still be read of it. */
DuoStore *duo_store_open (const char  *path,
                          char       **out_set_aside,
                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* -- Writing at once, surely ------------------------------------------------- */
gboolean duo_store_commit      (DuoStore             *self,
                                GError              **error);
/* Commits now; CALLBACK comes when it is on the disk.  Many calls share one wait. */
void     duo_store_sync_async  (DuoStore             *self,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
gboolean duo_store_sync_finish (DuoStore             *self,
                                GAsyncResult         *result,
                                GError              **error);
/* Commits and waits until all of it is in the file and the log is empty.  For the end of
 * the program: whoever still holds the store then keeps it from being closed. */
gboolean duo_store_settle      (DuoStore             *self,
                                GError              **error);
/* Gives back the memory of the pages that are kept to be read again. */
void     duo_store_rest        (DuoStore             *self);

/* -- Conversations ------------------------------------------------------------- */
/* (element-type DuoStoredConversation): the one last spoken in first. */
GPtrArray             *duo_store_list_conversations  (DuoStore                     *self,
                                                      GError                      **error) G_GNUC_WARN_UNUSED_RESULT;
DuoStoredConversation *duo_store_load_conversation   (DuoStore                     *self,
                                                      gint64                        id,
                                                      GError                      **error) G_GNUC_WARN_UNUSED_RESULT;
/* 0 on failure. */
gint64                 duo_store_add_conversation    (DuoStore                     *self,
                                                      gint64                        made_at_us,
                                                      GError                      **error);
/* Keeps every field of CONVERSATION. */
gboolean               duo_store_save_conversation   (DuoStore                     *self,
                                                      const DuoStoredConversation  *conversation,
                                                      GError                      **error);
/* With its messages and its outbox. */
gboolean               duo_store_delete_conversation (DuoStore                     *self,
                                                      gint64                        id,
                                                      GError                      **error);
/* Copies all of it to another store, or nothing; returns the id that it has there, 0 on
 * failure.  The ids stay what they are, of messages and outbox entries too, except in
 * the rare case that TO has a conversation with this id already. */
gint64                 duo_store_copy_conversation   (DuoStore                     *self,
                                                      gint64                        id,
                                                      DuoStore                     *to,
                                                      GError                      **error);
gboolean               duo_store_delete_everything   (DuoStore                     *self,
                                                      GError                      **error);

/* -- Messages --------------------------------------------------------------------- */
/* 0 on failure: DUO_STORE_ERROR_REFUSED if it is not valid, longer than
 * DUO_TEXT_MAX_BYTES, or if its author's SEQ is there already. */
gint64     duo_store_add_message    (DuoStore         *self,
                                     const DuoRecord  *record,
                                     GError          **error);
/* An id for a message of CONVERSATION that is not kept; it is given once. */
gint64     duo_store_reserve_id     (DuoStore         *self,
                                     gint64            conversation);
/* Keeps every field of RECORD but id, conversation and kind. */
gboolean   duo_store_save_message   (DuoStore         *self,
                                     const DuoRecord  *record,
                                     GError          **error);
gboolean   duo_store_delete_message (DuoStore         *self,
                                     gint64            id,
                                     GError          **error);
/* (element-type gint64): the ids of its messages, oldest first. */
GArray    *duo_store_list_messages  (DuoStore         *self,
                                     gint64            conversation,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same: those of the friend's with a number above SEQ. */
GArray    *duo_store_list_after     (DuoStore         *self,
                                     gint64            conversation,
                                     guint64           seq,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same: mine without a number that have not failed. */
GArray    *duo_store_list_unsent    (DuoStore         *self,
                                     gint64            conversation,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type DuoRecord): those with FIRST <= id <= LAST of CONVERSATION, oldest first.
 * A row that is damaged is left out. */
GPtrArray *duo_store_load_messages  (DuoStore         *self,
                                     gint64            conversation,
                                     gint64            first,
                                     gint64            last,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type DuoRecord): the last message that is no notice; none if there is none. */
GPtrArray *duo_store_load_last      (DuoStore         *self,
                                     gint64            conversation,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;
/* The id of the message with this number, or 0. */
gint64     duo_store_find_seq       (DuoStore         *self,
                                     gint64            conversation,
                                     DuoMessageKind    kind,
                                     guint64           seq);
/* How many messages of the friend's have a number above SEQ. */
guint      duo_store_count_after    (DuoStore         *self,
                                     gint64            conversation,
                                     guint64           seq);
/* The id of the first message that was kept at or after AT_US, or 0. */
gint64     duo_store_find_time      (DuoStore         *self,
                                     gint64            conversation,
                                     gint64            at_us);
/* (element-type gint64): ids of the messages whose text has NEEDLE in it, upper
 * and lower case alike (Unicode case folding), newest first, looking at no more than
 * MAX_SCANNED rows below BEFORE (G_MAXINT64: from the end).  *OUT_NEXT is where to
 * go on, 0 when all was looked at.  So a search of 100,000 is done in slices. */
GArray    *duo_store_search         (DuoStore         *self,
                                     gint64            conversation,
                                     const char       *needle,
                                     gint64            before,
                                     guint             max_scanned,
                                     gint64           *out_next,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* -- The outbox ------------------------------------------------------------------- */
/* The id of the entry, 0 on failure. */
gint64    duo_store_queue         (DuoStore  *self,
                                   gint64     conversation,
                                   gint64     message,
                                   GBytes    *item,
                                   GError   **error);
/* (element-type DuoOutboxEntry): at most MAX entries with an id above AFTER. */
GArray   *duo_store_list_outbox   (DuoStore  *self,
                                   gint64     conversation,
                                   gint64     after,
                                   guint      max,
                                   GError   **error) G_GNUC_WARN_UNUSED_RESULT;
GBytes   *duo_store_load_item     (DuoStore  *self,
                                   gint64     entry,
                                   GError   **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  duo_store_replace_item  (DuoStore  *self,
                                   gint64     entry,
                                   GBytes    *item,
                                   GError   **error);
/* Gives the entry its number, and the message that it is, if MESSAGE_TOO. */
gboolean  duo_store_number_item   (DuoStore  *self,
                                   gint64     entry,
                                   guint64    seq,
                                   gboolean   message_too,
                                   GError   **error);
/* The entry of MESSAGE that is not sent yet, or 0. */
gint64    duo_store_find_waiting  (DuoStore  *self,
                                   gint64     message);
guint     duo_store_count_waiting (DuoStore  *self,
                                   gint64     conversation);
gboolean  duo_store_drop_item     (DuoStore  *self,
                                   gint64     entry,
                                   GError   **error);
/* Everything up to the number SEQ has arrived. */
gboolean  duo_store_drop_sent     (DuoStore  *self,
                                   gint64     conversation,
                                   guint64    seq,
                                   GError   **error);

G_END_DECLS
