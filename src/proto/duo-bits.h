/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers of any width written one after the other, most significant bit first. */
typedef struct
{
  GByteArray *bytes; /* (owned) the last one filled up with zeros */
  gsize n_bits;
} DuoBitWriter;

/* Reads them again.  Past the end there are zeros, and IS_SHORT. */
typedef struct
{
  const guint8 *bytes; /* (borrowed) */
  gsize n_bits;
  gsize at;
  gboolean is_short;
} DuoBitReader;

void duo_bit_writer_init      (DuoBitWriter *self);
void duo_bit_writer_clear     (DuoBitWriter *self);
/* The lowest N_BITS, up to 32, of VALUE. */
void duo_bit_writer_put       (DuoBitWriter *self,
                               guint32       value,
                               guint         n_bits);
void duo_bit_writer_put_bytes (DuoBitWriter *self,
                               const guint8 *bytes,
                               gsize         length);

void     duo_bit_reader_init      (DuoBitReader *self,
                                   const guint8 *bytes,
                                   gsize         length);
guint32  duo_bit_reader_get       (DuoBitReader *self,
                                   guint         n_bits);
void     duo_bit_reader_get_bytes (DuoBitReader *self,
                                   guint8       *bytes,
                                   gsize         length);
/* Whether what is left is less than a byte, and zeros. */
gboolean duo_bit_reader_is_at_end (DuoBitReader *self);

G_END_DECLS
