/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* Numbers in bytes, big endian, at any address. */

static inline guint16
duo_bytes_get_uint16 (const guint8 *bytes)
{
  guint16 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT16_FROM_BE (value);
}

static inline guint32
duo_bytes_get_uint32 (const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT32_FROM_BE (value);
}

static inline guint64
duo_bytes_get_uint64 (const guint8 *bytes)
{
  guint64 value;

  memcpy (&value, bytes, sizeof value);
  return GUINT64_FROM_BE (value);
}

static inline void
duo_bytes_append_uint8 (GByteArray *array,
                        guint8 value)
{
  g_byte_array_append (array, &value, sizeof value);
}

static inline void
duo_bytes_append_uint16 (GByteArray *array,
                         guint16 value)
{
  guint16 swapped = GUINT16_TO_BE (value);

  g_byte_array_append (array, (const guint8 *) &swapped, sizeof swapped);
}

static inline void
duo_bytes_append_uint32 (GByteArray *array,
                         guint32 value)
{
  guint32 swapped = GUINT32_TO_BE (value);

  g_byte_array_append (array, (const guint8 *) &swapped, sizeof swapped);
}

static inline void
duo_bytes_append_uint64 (GByteArray *array,
                         guint64 value)
{
  guint64 swapped = GUINT64_TO_BE (value);

  g_byte_array_append (array, (const guint8 *) &swapped, sizeof swapped);
}

G_END_DECLS
