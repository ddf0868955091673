/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-invite-code.h"

#include <string.h>

#include "duo-base45.h"
#include "duo-base64url.h"
#include "duo-compat.h"
#include "duo-invite-frame.h"
#include "duo-invite-scan.h"
#include "duo-limits.h"
#include "duo-proto-error.h"

#define MISSING_PREFIX "Code cut off: "

/* So many characters tell the start of a code from a word that is like one. */
#define CODE_MIN_CHARS 16
#define QUOTE_LOOK_BACK_BYTES 1000

static DuoDescription *
refuse (GError        **error,
        DuoProtoError   code,
        const char     *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, (int) code, "Code refused: %s", reason);
  return NULL;
}

/* Whether nothing in TEXT is what mail and chat programs like to change: "--"
 * becomes a dash, "_-" may start slanted letters, and the last character of a
 * link is taken for the end of a sentence. */
static gboolean
is_calm_64 (const char *text)
{
  for (; *text != '\0'; text++)
    {
      gboolean is_sign = !g_ascii_isalnum (text[0]);

      if (is_sign && !g_ascii_isalnum (text[1]))
        {
          return FALSE;
        }
    }
  return TRUE;
}

/* As above: spaces at the ends are trimmed, two of them become one, and what
 * looks like %20 is made a space. */
static gboolean
is_calm_45 (const char *text)
{
  if (*text == ' ' || g_str_has_suffix (text, " ") || strstr (text, "  ") != NULL)
    {
      return FALSE;
    }
  for (; (text = strchr (text, '%')) != NULL; text++)
    {
      if (g_ascii_isxdigit (text[1]) && g_ascii_isxdigit (text[2]))
        {
          return FALSE;
        }
    }
  return TRUE;
}

static char *
encode (const GByteArray *body,
        guint             mask,
        gboolean          is_qr)
{
  gsize n_bytes;
  g_autofree guint8 *bytes = duo_invite_frame_seal (body->data, body->len, mask, &n_bytes);

  return is_qr ? duo_base45_encode (bytes, n_bytes) : duo_base64url_encode (bytes, n_bytes);
}

/* With the first mask that gives a calm text; most often there is one, and
 * without one the text is good all the same. */
static char *
encode_calmly (const GByteArray *body,
               gboolean          is_qr)
{
  for (guint mask = 0; mask < DUO_INVITE_FRAME_N_MASKS; mask++)
    {
      g_autofree char *text = encode (body, mask, is_qr);

      if (is_qr ? is_calm_45 (text) : is_calm_64 (text))
        {
          return g_steal_pointer (&text);
        }
    }
  return encode (body, 0, is_qr);
}

char *
duo_invite_code_new (const DuoDescription   *description,
                     const DuoInviteOptions *options)
{
  static const DuoInviteOptions defaults = { DUO_INVITE_FORM_BARE, 0, 0 };
  g_autoptr (GByteArray) body = NULL;
  g_autofree char *code = NULL;
  gboolean is_offer;

  g_return_val_if_fail (description != NULL, NULL);

  options = options != NULL ? options : &defaults;
  is_offer = duo_description_get_kind (description) == DUO_DESCRIPTION_OFFER;
  body = duo_invite_body_write (description, options->created_at_us, options->lifetime_s);
  code = encode_calmly (body, options->form == DUO_INVITE_FORM_QR);
  switch (options->form)
    {
    case DUO_INVITE_FORM_LINK:
      return g_strconcat (is_offer ? "duologue:i/" : "duologue:a/", code, NULL);
    case DUO_INVITE_FORM_QR:
      return g_strconcat (is_offer ? "DUOLOGUE:I/" : "DUOLOGUE:A/", code, NULL);
    case DUO_INVITE_FORM_BARE:
    default:
      return g_strconcat ("duo1", code, NULL);
    }
}

/* A code that ends too early; or that says another length than it has. */
static DuoDescription *
refuse_short (const DuoInviteAnchor  *anchor,
              const DuoInviteChars   *chars,
              GError                **error)
{
  gsize n_bytes = 0;
  g_autofree guint8 *bytes = duo_invite_chars_decode (chars, anchor->alphabet, &n_bytes);

  if (chars->is_broken || (bytes != NULL && duo_invite_frame_is_mislabelled (bytes, n_bytes)))
    {
      return refuse (error, DUO_PROTO_ERROR_DAMAGED, "something else in its middle");
    }
  if (chars->n_wanted > 0)
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_CUT_OFF, MISSING_PREFIX "%u characters are missing",
                   (guint) (chars->n_wanted - chars->chars->len));
      return NULL;
    }
  g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_CUT_OFF, MISSING_PREFIX "it only begins");
  return NULL;
}

static DuoDescription *
read_chars (const DuoInviteAnchor  *anchor,
            const DuoInviteChars   *chars,
            DuoInviteInfo          *info,
            GError                **error)
{
  g_autofree guint8 *bytes = NULL;
  g_autofree guint8 *body = NULL;
  gsize n_bytes, n_body;

  if (chars->is_broken || chars->n_wanted == 0 || chars->chars->len < chars->n_wanted)
    {
      return refuse_short (anchor, chars, error);
    }
  bytes = duo_invite_chars_decode (chars, anchor->alphabet, &n_bytes);
  if (bytes == NULL)
    {
      return refuse (error, DUO_PROTO_ERROR_DAMAGED, "its characters make no bytes");
    }
  body = duo_invite_frame_open (bytes, n_bytes, &n_body, error);
  return body != NULL ? duo_invite_body_read (body, n_body, info, error) : NULL;
}

static gboolean
is_of_kind (const DuoDescription *description,
            char                  kind)
{
  return kind == '\0' || (kind == 'i') == (duo_description_get_kind (description) == DUO_DESCRIPTION_OFFER);
}

/* What is whole behind a start that is not known had its start changed. */
static DuoDescription *
check_anchor (const DuoInviteAnchor  *anchor,
              DuoDescription         *description,
              GError                **error)
{
  g_autoptr (DuoDescription) taken = description;

  if (taken != NULL && (!anchor->is_known || !is_of_kind (taken, anchor->kind)))
    {
      return refuse (error, DUO_PROTO_ERROR_DAMAGED, "its start does not fit the rest");
    }
  if (taken == NULL && !anchor->is_known)
    {
      g_clear_error (error);
      return refuse (error, DUO_PROTO_ERROR_NEWER, "it starts as those of a newer version");
    }
  return g_steal_pointer (&taken);
}

static DuoDescription *
read_mended (const DuoInviteAnchor  *anchor,
             const char             *end,
             DuoInviteMend           mend,
             DuoInviteInfo          *info,
             GError                **error)
{
  DuoInviteChars chars;
  DuoDescription *description;

  duo_invite_chars_collect (&chars, anchor, end, mend);
  description = read_chars (anchor, &chars, info, error);
  duo_invite_chars_clear (&chars);
  return description;
}

/* The letters of base45 that RFC 3986 section 2.3 does not leave as they are. */
static gboolean
is_escape_of_45 (const char *p)
{
  int c = g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]);

  return g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]) && c > 0 && strchr (" $%*+/:", c) != NULL;
}

/* It is as long as it says when it is read as it stands, and nothing follows. */
static gboolean
is_as_long_as_it_says (const DuoInviteAnchor *anchor,
                       const char            *end)
{
  DuoInviteChars chars;
  gboolean is_so;

  duo_invite_chars_collect (&chars, anchor, end, DUO_INVITE_MEND_NOTHING);
  is_so = chars.end == end && chars.n_wanted > 0 && chars.chars->len == chars.n_wanted;
  duo_invite_chars_clear (&chars);
  return is_so;
}

/* Where a code ends that a program of the web wrote its %20 into, whole or not; NULL
 * if it does not look so: that leaves no space as it was, and no % that is none of its. */
static const char *
find_escaped_end (const DuoInviteAnchor *anchor,
                  const char            *end)
{
  gboolean is_escaped = FALSE;
  DuoInviteChars chars;

  if (is_as_long_as_it_says (anchor, end))
    {
      return NULL;
    }
  duo_invite_chars_collect (&chars, anchor, end, DUO_INVITE_MEND_PERCENT);
  end = chars.end;
  duo_invite_chars_clear (&chars);
  for (const char *p = anchor->code; p < end; p++)
    {
      if (*p == ' ')
        {
          return NULL;
        }
      if (*p == '%' && end - p >= 3)
        {
          if (!is_escape_of_45 (p))
            {
              return NULL;
            }
          is_escaped = TRUE;
        }
    }
  return is_escaped ? end : NULL;
}

/* What is wrong with it as it stands says more than what is wrong with it mended, but
 * for escapes: as they stand they make it too long, or nonsense. */
static DuoDescription *
read_code (const DuoInviteAnchor  *anchor,
           const char             *end,
           DuoInviteInfo          *info,
           GError                **error)
{
  g_autoptr (GError) first_error = NULL;
  DuoInviteInfo read_info = { 0, 0 };
  DuoDescription *description = read_mended (anchor, end, DUO_INVITE_MEND_NOTHING, &read_info, &first_error);
  gboolean is_mendable = anchor->alphabet == DUO_INVITE_ALPHABET_45;

  for (guint i = DUO_INVITE_MEND_SPACES; description == NULL && is_mendable && i < DUO_INVITE_N_MENDS; i++)
    {
      g_autoptr (GError) mended_error = NULL;

      description = read_mended (anchor, end, (DuoInviteMend) i, &read_info, &mended_error);
      if (i == DUO_INVITE_MEND_PERCENT && description == NULL && find_escaped_end (anchor, end) != NULL)
        {
          g_clear_error (&first_error);
          first_error = g_steal_pointer (&mended_error);
        }
    }
  if (description != NULL)
    {
      g_clear_error (&first_error);
    }
  description = check_anchor (anchor, description, &first_error);
  if (description == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
    }
  else if (info != NULL)
    {
      *info = read_info;
    }
  return description;
}

/* A link says what it is by its scheme; other starts may be words. */
static gboolean
is_code (const DuoInviteAnchor *anchor,
         const DuoInviteChars  *chars)
{
  return (anchor->is_link && anchor->is_known) || chars->chars->len + chars->n_rest >= CODE_MIN_CHARS;
}

/* The next start of a code, and where the code ends. */
static gboolean
find_anchor (const char       *text,
             gsize             length,
             gsize             from,
             DuoInviteAnchor  *anchor,
             const char      **code_end)
{
  const char *end = text + length;
  DuoInviteChars chars;
  gboolean is_found = FALSE;

  for (const char *p = text + from; p < end && !is_found; p++)
    {
      if (!duo_invite_anchor_match (anchor, text, p, end))
        {
          continue;
        }
      duo_invite_chars_collect (&chars, anchor, end, DUO_INVITE_MEND_NOTHING);
      is_found = is_code (anchor, &chars);
      *code_end = chars.end;
      duo_invite_chars_clear (&chars);
    }
  return is_found;
}

/* Where a code of base45 ends depends on what was done to it: with %20 for each
 * space it is longer than its letters.  CODE_END if nothing tells. */
static const char *
find_whole_end (const DuoInviteAnchor *anchor,
                const char            *end,
                const char            *code_end)
{
  const char *escaped_end;
  DuoInviteInfo info;

  for (guint i = 0; i < DUO_INVITE_N_MENDS; i++)
    {
      g_autoptr (DuoDescription) description = NULL;
      DuoInviteChars chars;
      const char *whole_end;

      duo_invite_chars_collect (&chars, anchor, end, (DuoInviteMend) i);
      whole_end = chars.end;
      description = read_chars (anchor, &chars, &info, /* error= */ NULL);
      duo_invite_chars_clear (&chars);
      if (description != NULL)
        {
          return whole_end;
        }
    }
  escaped_end = find_escaped_end (anchor, end);
  return escaped_end != NULL ? MAX (escaped_end, code_end) : code_end;
}

static gboolean
is_in_quoted_line (const char *text,
                   const char *at)
{
  const char *line = at;

  while (line > text && line[-1] != '\n' && at - line < QUOTE_LOOK_BACK_BYTES)
    {
      line--;
    }
  line += strspn (line, " \t");
  return *line == '>';
}

gboolean
duo_invite_code_find (const char    *text,
                      gsize          length,
                      gsize          from,
                      DuoInviteSpan *span)
{
  DuoInviteAnchor anchor;
  const char *code_end;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (from <= length, FALSE);
  g_return_val_if_fail (span != NULL, FALSE);

  if (length == 0 || !find_anchor (text, length, from, &anchor, &code_end))
    {
      return FALSE;
    }
  if (anchor.alphabet == DUO_INVITE_ALPHABET_45)
    {
      code_end = find_whole_end (&anchor, text + length, code_end);
    }
  *span = (DuoInviteSpan){
    .start = (gsize) (anchor.start - text),
    .end = (gsize) (code_end - text),
    .is_quoted = is_in_quoted_line (text, anchor.start),
  };
  return TRUE;
}

static const char *
pass_spaces (const char *p,
             const char *end)
{
  while (p < end && g_ascii_isspace (*p))
    {
      p++;
    }
  return p;
}

/* A text that is nothing but the very start of a code. */
static gboolean
is_beginning (const char *text,
              gsize       length)
{
  const char *end = text + length;
  DuoInviteAnchor anchor;
  DuoInviteChars chars;
  const char *rest;

  text = pass_spaces (text, end);
  if (!duo_invite_anchor_match (&anchor, text, text, end) || !anchor.is_known)
    {
      return FALSE;
    }
  duo_invite_chars_collect (&chars, &anchor, end, DUO_INVITE_MEND_NOTHING);
  rest = pass_spaces (chars.end, end);
  duo_invite_chars_clear (&chars);
  return rest == end;
}

static DuoDescription *
parse (const char     *text,
       gsize           length,
       DuoInviteInfo  *info,
       GError        **error)
{
  g_autoptr (GError) first_error = NULL;
  DuoInviteAnchor anchor;
  const char *end = text;

  while (find_anchor (text, length, (gsize) (end - text), &anchor, &end))
    {
      DuoDescription *description = read_code (&anchor, text + length, info,
                                               first_error == NULL ? &first_error : NULL);

      if (description != NULL)
        {
          return description;
        }
    }
  if (first_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return NULL;
    }
  if (is_beginning (text, length))
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_CUT_OFF, MISSING_PREFIX "it only begins");
      return NULL;
    }
  return refuse (error, DUO_PROTO_ERROR_NO_SIGNAL, "no code in it");
}

DuoDescription *
duo_invite_code_parse (const char     *text,
                       gsize           length,
                       DuoInviteInfo  *info,
                       GError        **error)
{
  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > DUO_PASTE_MAX_BYTES)
    {
      return refuse (error, DUO_PROTO_ERROR_TOO_LONG, "more than the limit");
    }
  if (length > 0 && !g_utf8_validate_len (text, length, /* end= */ NULL))
    {
      return refuse (error, DUO_PROTO_ERROR_NOT_TEXT, "not UTF-8 text");
    }
  if (length == 0)
    {
      return refuse (error, DUO_PROTO_ERROR_NO_SIGNAL, "no code in it");
    }
  return parse (text, length, info, error);
}

guint
duo_invite_code_get_missing (const GError *error)
{
  if (!g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_CUT_OFF) ||
      !duo_has_prefix (error->message, MISSING_PREFIX))
    {
      return 0;
    }
  return (guint) g_ascii_strtoull (error->message + strlen (MISSING_PREFIX), /* endptr= */ NULL, 10);
}
