/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-transaction.h"

#include "duo-limits.h"
#include "duo-store-error.h"

/* The writes since the last commit.
 *
 * When a commit fails (the disk is full), SQLite takes back all of them.  So each is
 * remembered until it is committed, and done again in a new transaction, which stays
 * in memory: whoever reads sees everything, and it is kept as soon as the disk
 * takes it.  Owned by a DuoStore, main thread. */
struct _DuoTransaction
{
  DuoDatabase *database; /* (borrowed) (constant) */
  GPtrArray *writes;     /* (owned) (element-type Write) */
  gint64 begun_at_us;    /* monotonic; 0: nothing to commit */
  gint64 retry_at_us;    /* monotonic; 0: the last commit did not fail */
  GError *failure;       /* (owned) (nullable) */
  gboolean is_bulk;
};

typedef struct
{
  const char *sql; /* (constant) */
  guint n_values;
  DuoValue values[]; /* (owned) */
} Write;

static Write *
write_new (const char     *sql,
           const DuoValue *values,
           guint           n_values)
{
  Write *self = g_malloc0 (sizeof (Write) + n_values * sizeof (DuoValue));

  self->sql = sql;
  self->n_values = n_values;
  for (guint i = 0; i < n_values; i++)
    {
      self->values[i] = values[i];
      self->values[i].text = g_strdup (values[i].text);
      self->values[i].bytes = values[i].bytes != NULL ? g_bytes_ref (values[i].bytes) : NULL;
    }

  return self;
}

static void
write_free (Write *self)
{
  for (guint i = 0; i < self->n_values; i++)
    {
      g_free ((char *) self->values[i].text);
      g_clear_pointer (&self->values[i].bytes, g_bytes_unref);
    }
  g_free (self);
}

static gboolean
begin (DuoTransaction  *self,
       GError         **error)
{
  return duo_database_run (self->database, "BEGIN IMMEDIATE", NULL, 0, NULL, error);
}

/* Does what was taken back once more.  What cannot be done again is lost, and
 * the failure of the commit was told. */
static void
repeat (DuoTransaction *self)
{
  if (self->writes->len == 0 || duo_database_is_writing (self->database))
    return;
  if (!begin (self, NULL))
    return;

  for (guint i = 0; i < self->writes->len; i++)
    {
      Write *write = g_ptr_array_index (self->writes, i);
      g_autoptr (GError) error = NULL;

      if (!duo_database_run (self->database, write->sql, write->values, write->n_values, NULL, &error))
        g_warning ("A write could not be repeated: %s", error->message);
    }
}

gboolean
duo_transaction_write (DuoTransaction  *self,
                       const char      *sql,
                       const DuoValue  *values,
                       guint            n_values,
                       guint           *out_changed,
                       GError         **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  /* Still nothing, if the last repetition could not even begin. */
  repeat (self);
  if (!duo_database_is_writing (self->database) && !begin (self, error))
    return FALSE;
  if (self->begun_at_us == 0 && !self->is_bulk)
    self->begun_at_us = g_get_monotonic_time ();

  if (!duo_database_run (self->database, sql, values, n_values, out_changed, error))
    {
      /* Some failures take back the whole transaction. */
      if (!self->is_bulk)
        repeat (self);
      return FALSE;
    }
  if (!self->is_bulk)
    g_ptr_array_add (self->writes, write_new (sql, values, n_values));

  return TRUE;
}

static void
settle (DuoTransaction *self)
{
  g_ptr_array_set_size (self->writes, 0);
  g_clear_error (&self->failure);
  self->begun_at_us = 0;
  self->retry_at_us = 0;
}

static gboolean
try_commit (DuoTransaction  *self,
            GError         **error)
{
  repeat (self);
  if (!duo_database_is_writing (self->database))
    {
      if (self->writes->len == 0)
        return TRUE;
      g_set_error_literal (error, DUO_STORE_ERROR, DUO_STORE_ERROR_FAILED, "no transaction can be begun");
      return FALSE;
    }

  return duo_database_run (self->database, "COMMIT", NULL, 0, NULL, error);
}

gboolean
duo_transaction_commit (DuoTransaction  *self,
                        GError         **error)
{
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (self != NULL && !self->is_bulk, FALSE);

  if (self->begun_at_us == 0)
    return TRUE;

  if (self->failure == NULL || g_get_monotonic_time () >= self->retry_at_us)
    {
      if (try_commit (self, &failure))
        {
          settle (self);
          return TRUE;
        }
      repeat (self);
      g_clear_error (&self->failure);
      self->failure = g_steal_pointer (&failure);
      self->retry_at_us = g_get_monotonic_time () + DUO_STORE_RETRY_MS * 1000;
    }
  if (error != NULL)
    *error = g_error_copy (self->failure);

  return FALSE;
}

gint64
duo_transaction_get_begun_at (DuoTransaction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->begun_at_us;
}

gint64
duo_transaction_get_retry_at (DuoTransaction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->retry_at_us;
}

const GError *
duo_transaction_get_failure (DuoTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->failure;
}

/* -- In bulk -------------------------------------------------------------------- */

gboolean
duo_transaction_begin_bulk (DuoTransaction  *self,
                            GError         **error)
{
  g_return_val_if_fail (self != NULL && !self->is_bulk, FALSE);

  if (!duo_transaction_commit (self, error) || !begin (self, error))
    return FALSE;
  self->is_bulk = TRUE;

  return TRUE;
}

gboolean
duo_transaction_commit_bulk (DuoTransaction  *self,
                             GError         **error)
{
  g_return_val_if_fail (self != NULL && self->is_bulk, FALSE);

  if (!duo_database_run (self->database, "COMMIT", NULL, 0, NULL, error))
    {
      duo_transaction_drop_bulk (self);
      return FALSE;
    }
  self->is_bulk = FALSE;
  settle (self);

  return TRUE;
}

void
duo_transaction_drop_bulk (DuoTransaction *self)
{
  g_return_if_fail (self != NULL && self->is_bulk);

  if (duo_database_is_writing (self->database))
    (void) duo_database_run (self->database, "ROLLBACK", NULL, 0, NULL, NULL);
  self->is_bulk = FALSE;
  settle (self);
}

/* -- The object ------------------------------------------------------------------ */

DuoTransaction *
duo_transaction_new (DuoDatabase *database)
{
  DuoTransaction *self = g_new0 (DuoTransaction, 1);

  g_return_val_if_fail (database != NULL, self);

  self->database = database;
  self->writes = g_ptr_array_new_with_free_func ((GDestroyNotify) write_free);

  return self;
}

void
duo_transaction_free (DuoTransaction *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->writes);
  g_clear_error (&self->failure);
  g_free (self);
}
