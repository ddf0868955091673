/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-bits.h"

void
duo_bit_writer_init (DuoBitWriter *self)
{
  self->bytes = g_byte_array_new ();
  self->n_bits = 0;
}

void
duo_bit_writer_clear (DuoBitWriter *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

static void
put_bit (DuoBitWriter *self,
         gboolean      is_set)
{
  static const guint8 zero = 0;

  if (self->n_bits % 8 == 0)
    {
      g_byte_array_append (self->bytes, &zero, 1);
    }
  if (is_set)
    {
      self->bytes->data[self->n_bits / 8] |= (guint8) (0x80 >> (self->n_bits % 8));
    }
  self->n_bits++;
}

void
duo_bit_writer_put (DuoBitWriter *self,
                    guint32       value,
                    guint         n_bits)
{
  g_return_if_fail (n_bits <= 32);

  while (n_bits > 0)
    {
      n_bits--;
      put_bit (self, (value >> n_bits) & 1);
    }
}

void
duo_bit_writer_put_bytes (DuoBitWriter *self,
                          const guint8 *bytes,
                          gsize         length)
{
  for (gsize i = 0; i < length; i++)
    {
      duo_bit_writer_put (self, bytes[i], 8);
    }
}

void
duo_bit_reader_init (DuoBitReader *self,
                     const guint8 *bytes,
                     gsize         length)
{
  *self = (DuoBitReader){ .bytes = bytes, .n_bits = length * 8 };
}

static guint
get_bit (DuoBitReader *self)
{
  guint bit;

  if (self->at >= self->n_bits)
    {
      self->is_short = TRUE;
      return 0;
    }
  bit = (guint) (self->bytes[self->at / 8] >> (7 - self->at % 8)) & 1;
  self->at++;
  return bit;
}

guint32
duo_bit_reader_get (DuoBitReader *self,
                    guint         n_bits)
{
  guint32 value = 0;

  g_return_val_if_fail (n_bits <= 32, 0);

  for (guint i = 0; i < n_bits; i++)
    {
      value = value << 1 | get_bit (self);
    }
  return value;
}

void
duo_bit_reader_get_bytes (DuoBitReader *self,
                          guint8       *bytes,
                          gsize         length)
{
  for (gsize i = 0; i < length; i++)
    {
      bytes[i] = (guint8) duo_bit_reader_get (self, 8);
    }
}

gboolean
duo_bit_reader_is_at_end (DuoBitReader *self)
{
  if (self->is_short || self->n_bits - self->at >= 8)
    {
      return FALSE;
    }
  return duo_bit_reader_get (self, (guint) (self->n_bits - self->at)) == 0;
}
