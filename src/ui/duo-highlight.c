/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-highlight.h"

#include <string.h>

/* A marker pen: yellow under black, on a bubble of any colour. */
#define PAPER 0xffff, 0xe8e8, 0x5c5c
#define INK 0x0000, 0x0000, 0x0000

/* Folds TEXT; ORIGINS gets, for each byte of the result and for its end, where in
 * TEXT it comes from. */
static char *
fold (const char *text,
      GArray     *origins)
{
  GString *folded = g_string_sized_new (strlen (text) + 1);
  gsize at = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize length = (gsize) (g_utf8_next_char (p) - p);

      at = (gsize) (p - text);
      if (length == 1)
        g_string_append_c (folded, g_ascii_tolower (*p));
      else
        {
          g_autofree char *character = g_utf8_casefold (p, (gssize) length);

          g_string_append (folded, character);
        }
      while (origins->len < folded->len)
        g_array_append_val (origins, at);
    }
  at = strlen (text);
  g_array_append_val (origins, at);

  return g_string_free (folded, FALSE);
}

GArray *
duo_highlight_find (const char *text,
                    const char *needle)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (DuoTextRange));
  g_autoptr (GArray) origins = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree char *folded_needle = g_utf8_casefold (needle, -1);
  g_autofree char *folded = fold (text, origins);
  gsize n_needle = strlen (folded_needle);
  const char *found = folded;

  while (n_needle > 0 && (found = strstr (found, folded_needle)) != NULL)
    {
      gsize end = (gsize) (found - folded) + n_needle;
      DuoTextRange range = { g_array_index (origins, gsize, found - folded), g_array_index (origins, gsize, end) };

      /* It may end within what one character was folded to. */
      if (end < origins->len - 1 && g_array_index (origins, gsize, end - 1) == range.end)
        range.end = (gsize) (g_utf8_next_char (text + range.end) - text);
      g_array_append_val (ranges, range);
      found += n_needle;
    }

  return ranges;
}

static gboolean
is_mark (PangoAttribute *attribute,
         gpointer        user_data)
{
  PangoAttrType type = attribute->klass->type;

  return type == PANGO_ATTR_BACKGROUND || type == PANGO_ATTR_FOREGROUND;
}

static void
add_mark (PangoAttrList *attributes,
          PangoAttribute *mark, /* (transfer full) */
          const DuoTextRange *range)
{
  mark->start_index = (guint) range->start;
  mark->end_index = (guint) range->end;
  pango_attr_list_insert (attributes, mark);
}

void
duo_highlight_set (GtkLabel   *label,
                   const char *needle)
{
  PangoAttrList *old = gtk_label_get_attributes (label);
  g_autoptr (PangoAttrList) attributes = old != NULL ? pango_attr_list_copy (old) : pango_attr_list_new ();
  g_autoptr (PangoAttrList) marks = NULL;
  g_autoptr (GArray) ranges = NULL;

  g_return_if_fail (GTK_IS_LABEL (label));

  marks = pango_attr_list_filter (attributes, is_mark, NULL);
  if (needle != NULL)
    ranges = duo_highlight_find (gtk_label_get_text (label), needle);
  if (marks == NULL && (ranges == NULL || ranges->len == 0))
    return;

  for (guint i = 0; ranges != NULL && i < ranges->len; i++)
    {
      const DuoTextRange *range = &g_array_index (ranges, DuoTextRange, i);

      add_mark (attributes, pango_attr_background_new (PAPER), range);
      add_mark (attributes, pango_attr_foreground_new (INK), range);
    }
  gtk_label_set_attributes (label, attributes);
}
