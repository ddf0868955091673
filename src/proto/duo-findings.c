/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-findings.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "duo-compat.h"
#include "duo-description-private.h"
#include "duo-extract.h"
#include "duo-json.h"
#include "duo-limits.h"
#include "duo-mend.h"
#include "duo-proto-error.h"

void
duo_findings_init (DuoFindings *self)
{
  *self = (DuoFindings){
    NULL,
  };
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) duo_candidate_unref);
}

void
duo_findings_clear (DuoFindings *self)
{
  g_clear_pointer (&self->description, duo_description_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_error (&self->error);
}

/* How much an error says: the one that names a thing beats the one that only
 * says that nothing was understood. */
static int
get_rank (const GError *error)
{
  if (error == NULL)
    {
      return 0;
    }
  switch ((DuoProtoError) error->code)
    {
    case DUO_PROTO_ERROR_EMPTY:
    case DUO_PROTO_ERROR_NO_SIGNAL:
      return 0;
    case DUO_PROTO_ERROR_OTHER_JSON:
      return 1;
    case DUO_PROTO_ERROR_BAD_CANDIDATE:
      return 2;
    case DUO_PROTO_ERROR_DAMAGED:
      return 3;
    case DUO_PROTO_ERROR_CUT_OFF:
      return 4;
    default:
      return 5;
    }
}

int
duo_findings_get_rank (const DuoFindings *self)
{
  return get_rank (self->error);
}

/* (transfer full) */
void
duo_findings_note (DuoFindings *self,
                   GError      *error)
{
  if (self->error == NULL || get_rank (error) > get_rank (self->error))
    {
      g_clear_error (&self->error);
      self->error = error;
    }
  else
    {
      g_error_free (error);
    }
}

static void
note (DuoFindings   *self,
      DuoProtoError  code,
      const char    *message)
{
  duo_findings_note (self, g_error_new_literal (DUO_PROTO_ERROR, (int) code, message));
}

static gboolean
is_same_description (const DuoDescription *a,
                     const DuoDescription *b)
{
  g_autofree char *json_a = duo_description_to_json (a);
  g_autofree char *json_b = duo_description_to_json (b);

  return strcmp (json_a, json_b) == 0;
}

/* (transfer full).  In a mail's reply the quoted invite stands below the answer:
 * what is quoted gives way. */
static void
take_description (DuoFindings    *self,
                  DuoDescription *description,
                  gboolean        is_quoted)
{
  g_autoptr (DuoDescription) taken = description;

  if (self->description == NULL || (self->is_quoted && !is_quoted))
    {
      g_clear_pointer (&self->description, duo_description_unref);
      self->description = g_steal_pointer (&taken);
      self->is_quoted = is_quoted;
      self->is_ambiguous = FALSE;
    }
  else if (self->is_quoted == is_quoted && !is_same_description (self->description, taken))
    {
      self->is_ambiguous = TRUE;
    }
}

/* (nullable) UFRAG is the JSON's usernameFragment. */
static DuoCandidate *
read_candidate (const char  *line,
                const char  *ufrag,
                GError     **error)
{
  g_autoptr (DuoCandidate) candidate = duo_candidate_parse (line, error);
  DuoCandidate *claimed;

  if (candidate == NULL || ufrag == NULL)
    {
      return g_steal_pointer (&candidate);
    }
  claimed = duo_candidate_with_ufrag (candidate, ufrag);
  if (claimed == NULL)
    {
      g_set_error (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_BAD_CANDIDATE,
                   "Candidate refused: its usernameFragment is not one");
    }
  return claimed;
}

static void
take_candidate_line (DuoFindings *self,
                     const char  *line,
                     const char  *ufrag)
{
  GError *error = NULL;
  DuoCandidate *candidate;

  if (self->candidates->len >= DUO_CANDIDATES_PASTED_MAX)
    {
      return;
    }
  candidate = read_candidate (line, ufrag, &error);
  if (candidate != NULL)
    {
      g_ptr_array_add (self->candidates, candidate);
    }
  else
    {
      duo_findings_note (self, error);
    }
}

static gboolean
is_null (JsonObject *object,
         const char *member)
{
  return json_object_has_member (object, member) && json_object_get_null_member (object, member);
}

/* As duo_json_get_string (), but null is as good as absent. */
static gboolean
get_string_or_null (JsonObject  *object,
                    const char  *member,
                    const char **value,
                    GError     **error)
{
  return is_null (object, member) || duo_json_get_string (object, member, value, error);
}

/* An RTCIceCandidateInit. */
static gboolean
read_candidate_init (JsonObject  *object,
                     const char **line,
                     const char **ufrag,
                     GError     **error)
{
  const char *mid = NULL;
  guint index = 0;

  return get_string_or_null (object, "candidate", line, error) &&
         get_string_or_null (object, "usernameFragment", ufrag, error) &&
         get_string_or_null (object, "sdpMid", &mid, error) &&
         (is_null (object, "sdpMLineIndex") || duo_json_get_uint (object, "sdpMLineIndex", &index, error));
}

static void
take_candidate_object (DuoFindings *self,
                       JsonObject  *object)
{
  JsonNode *member = json_object_get_member (object, "candidate");
  const char *line = NULL;
  const char *ufrag = NULL;
  GError *error = NULL;

  /* {"candidate":{…}}, as many a signalling server writes it. */
  if (JSON_NODE_HOLDS_OBJECT (member))
    {
      object = json_node_get_object (member);
    }
  if (!read_candidate_init (object, &line, &ufrag, &error))
    {
      duo_findings_note (self, error);
    }
  else if (line == NULL || *line == '\0')
    {
      self->has_end = TRUE;
    }
  else
    {
      take_candidate_line (self, line, ufrag);
    }
}

static void
take_object (DuoFindings *self,
             JsonObject  *object,
             gboolean     is_quoted)
{
  g_autoptr (DuoDescription) description = NULL;
  GError *error = NULL;

  if (json_object_has_member (object, "candidate"))
    {
      take_candidate_object (self, object);
      return;
    }
  description = duo_description_parse_object (object, &error);
  if (description == NULL)
    {
      duo_findings_note (self, error);
      return;
    }
  take_description (self, g_steal_pointer (&description), is_quoted);
}

static void
take_element (DuoFindings *self,
              JsonNode    *node,
              gboolean     is_quoted)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      take_object (self, json_node_get_object (node), is_quoted);
    }
  else if (JSON_NODE_HOLDS_NULL (node))
    {
      self->has_end = TRUE;
    }
  else
    {
      note (self, DUO_PROTO_ERROR_OTHER_JSON, "JSON of another kind");
    }
}

static void
take_root (DuoFindings *self,
           JsonNode    *root,
           gboolean     is_quoted)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;

  if (array == NULL)
    {
      take_element (self, root, is_quoted);
      return;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      take_element (self, json_array_get_element (array, i), is_quoted);
    }
}

/* Returns whether TEXT is JSON at all; what it says is noted in SELF. */
static gboolean
read_piece (DuoFindings  *self,
            const char   *json,
            gsize         length,
            gboolean      is_quoted,
            GError      **error)
{
  g_autoptr (JsonNode) root = duo_json_parse (json, length, error);

  if (root == NULL)
    {
      return FALSE;
    }
  take_root (self, root, is_quoted);
  return TRUE;
}

/* How well a way of joining went: by the candidates that came out whole. */
static guint
score (const DuoFindings *self)
{
  guint n = 2 * self->candidates->len + (self->has_end ? 1 : 0);

  if (self->description != NULL)
    {
      n += 1 + 2 * duo_description_get_candidates (self->description)->len;
    }
  return n;
}

/* Adds what OTHER has to SELF, and empties OTHER. */
static void
merge (DuoFindings *self,
       DuoFindings *other)
{
  if (other->description != NULL)
    {
      take_description (self, g_steal_pointer (&other->description), other->is_quoted);
    }
  if (other->error != NULL)
    {
      duo_findings_note (self, g_steal_pointer (&other->error));
    }
  self->is_ambiguous = self->is_ambiguous || other->is_ambiguous;
  self->has_end = self->has_end || other->has_end;
  g_ptr_array_extend_and_steal (self->candidates, g_steal_pointer (&other->candidates));
  duo_findings_clear (other);
}

static void
read_joined (DuoFindings   *trial,
             const DuoSpan *span,
             DuoMendMode    mode,
             guint64        flips)
{
  g_autofree char *joined = duo_mend_join (span->start, span->length, span->column, mode, flips);
  GError *error = NULL;

  duo_findings_init (trial);
  if (!read_piece (trial, joined, strlen (joined), span->is_quoted, &error))
    {
      duo_findings_note (trial, error);
    }
}

/* "v=0", a line end and the next line of the SDP: its \r\n became line ends. */
static gboolean
has_real_line_ends (const DuoSpan *span)
{
  const char *end = span->start + span->length;
  const char *p = g_strstr_len (span->start, (gssize) span->length, "v=0");

  if (p == NULL || (p[3] != '\n' && p[3] != '\r'))
    {
      return FALSE;
    }
  p += 3;
  p += strspn (p, "\r\n");
  return end - p > 2 && g_ascii_islower (p[0]) && p[1] == '=';
}

/* Keeps in BEST what it and TRIAL found best, and empties TRIAL. */
static gboolean
keep_better (DuoFindings *best,
             DuoFindings *trial)
{
  gboolean is_better = score (trial) > score (best);

  if (is_better)
    {
      DuoFindings swapped = *best;

      *best = *trial;
      *trial = swapped;
    }
  duo_findings_clear (trial);
  return is_better;
}

/* A line can be as wide as the widest and still have ended at a space: looks
 * whether more comes out whole with one line end after the other taken so. */
static void
refine (DuoFindings   *self,
        DuoFindings   *best,
        const DuoSpan *span)
{
  guint n_breaks = duo_mend_count_breaks (span->start, span->length);
  guint64 flips = 0;

  for (guint i = 0; i < MIN (n_breaks, DUO_MEND_FLIPS) && self->n_trials < DUO_MEND_TRIALS_MAX; i++)
    {
      DuoFindings trial;
      guint64 flip = G_GUINT64_CONSTANT (1) << i;

      self->n_trials++;
      read_joined (&trial, span, DUO_MEND_WIDTH, flips ^ flip);
      flips ^= keep_better (best, &trial) ? flip : 0;
    }
}

/* A string that was broken over lines: tries the ways it can have come about and
 * takes the one that leaves most whole. */
static void
read_broken_piece (DuoFindings   *self,
                   const DuoSpan *span)
{
  DuoFindings best, trial;

  if (has_real_line_ends (span))
    {
      read_joined (&best, span, DUO_MEND_LINES, 0);
    }
  else
    {
      read_joined (&best, span, DUO_MEND_WIDTH, 0);
      refine (self, &best, span);
      read_joined (&trial, span, DUO_MEND_DELETE, 0);
      (void) keep_better (&best, &trial);
      read_joined (&trial, span, DUO_MEND_SPACE, 0);
      (void) keep_better (&best, &trial);
    }
  merge (self, &best);
}

/* What does not even end, or is nested past all bounds. */
static void
note_open_piece (DuoFindings   *self,
                 const DuoSpan *span)
{
  if (!duo_span_looks_like_signal (span))
    {
      if (span->is_broken)
        {
          note (self, DUO_PROTO_ERROR_DAMAGED, "JSON refused: too long, or nested too deeply");
        }
      return;
    }
  if (span->is_broken)
    {
      note (self, DUO_PROTO_ERROR_TOO_LONG, "JSON refused: too long, or nested too deeply");
    }
  else
    {
      note (self, DUO_PROTO_ERROR_CUT_OFF, "JSON refused: it ends in the middle");
    }
}

/* Returns whether the piece is used up. */
static gboolean
read_span (DuoFindings   *self,
           const DuoSpan *span,
           gboolean       is_mended)
{
  GError *error = NULL;

  if (!span->is_closed)
    {
      note_open_piece (self, span);
      return FALSE;
    }
  if (is_mended && span->length <= 2 * DUO_JSON_MAX_BYTES &&
      duo_span_looks_like_signal (span) && duo_mend_count_breaks (span->start, span->length) > 0)
    {
      read_broken_piece (self, span);
      return TRUE;
    }
  if (read_piece (self, span->start, span->length, span->is_quoted, &error))
    {
      return TRUE;
    }
  if (duo_span_looks_like_signal (span))
    {
      duo_findings_note (self, error);
      return FALSE;
    }
  g_error_free (error);
  return FALSE;
}

void
duo_findings_read_json (DuoFindings *self,
                        const char  *text,
                        gboolean     is_mended)
{
  DuoExtract extract;
  DuoSpan span;

  duo_extract_init (&extract, text);
  for (guint i = 0; i < DUO_JSON_PIECES_MAX && duo_extract_next (&extract, &span); i++)
    {
      if (read_span (self, &span, is_mended))
        {
          duo_extract_skip (&extract, &span);
        }
    }
}

static gboolean
is_end_mark (const char *text)
{
  static const char *const marks[] = { "null", "\"\"", "a=end-of-candidates", "end-of-candidates" };
  g_autofree char *trimmed = NULL;

  if (strlen (text) > 100)
    {
      return FALSE;
    }
  trimmed = g_strstrip (g_strdup (text));
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (strcmp (trimmed, marks[i]) == 0)
        {
          return TRUE;
        }
    }
  return FALSE;
}

/* Where "v=0" stands alone on a line. */
static const char *
find_bare_sdp (const char *text)
{
  for (const char *line = text; *line != '\0'; line += strcspn (line, "\n"), line += *line == '\n' ? 1 : 0)
    {
      if (strncmp (line, "v=0", 3) == 0 && (line[3] == '\n' || line[3] == '\r'))
        {
          return line;
        }
    }
  return NULL;
}

/* Its lines up to the first that is of something else. */
static char *
cut_bare_sdp (const char *sdp)
{
  const char *end = sdp;

  while ((g_ascii_islower (end[0]) && end[1] == '=') || *end == '\r' || *end == '\n')
    {
      end += strcspn (end, "\n");
      end += *end == '\n' ? 1 : 0;
    }
  return g_strndup (sdp, (gsize) (end - sdp));
}

/* A password has no end of its own: one on a last line without a line end may
 * be half of it. */
static gboolean
may_be_cut_off (const char *sdp)
{
  const char *last = strrchr (sdp, '\n');

  return last != NULL && (duo_has_prefix (last + 1, "a=ice-pwd:") ||
                          duo_has_prefix (last + 1, "a=ice-ufrag:") ||
                          duo_has_prefix (last + 1, "a=mid:"));
}

static void
read_bare_sdp (DuoFindings *self,
               const char  *found)
{
  g_autofree char *sdp = cut_bare_sdp (found);
  gboolean is_offer = strstr (sdp, "a=setup:actpass") != NULL;
  g_autoptr (DuoDescription) description = NULL;
  GError *error = NULL;

  if (may_be_cut_off (sdp))
    {
      note (self, DUO_PROTO_ERROR_CUT_OFF, "SDP refused: it ends in the middle");
      return;
    }
  description = duo_description_parse_sdp (is_offer ? DUO_DESCRIPTION_OFFER : DUO_DESCRIPTION_ANSWER,
                                           sdp, &error);
  if (description == NULL)
    {
      duo_findings_note (self, error);
      return;
    }
  take_description (self, g_steal_pointer (&description), /* is_quoted= */ FALSE);
}

static void
read_bare_candidates (DuoFindings *self,
                      const char  *text)
{
  const char *p = text;
  guint n_read = 0;

  while (*p != '\0' && n_read < DUO_CANDIDATES_PASTED_MAX)
    {
      gsize length;

      p += strspn (p, " \t\r\n");
      length = strcspn (p, "\r\n");
      if (duo_has_prefix (p, "candidate:") || duo_has_prefix (p, "a=candidate:"))
        {
          g_autofree char *line = g_strstrip (g_strndup (p, MIN (length, 2 * DUO_CANDIDATE_LINE_MAX_BYTES)));

          take_candidate_line (self, line, /* ufrag= */ NULL);
          n_read++;
        }
      p += length;
    }
}

void
duo_findings_read_bare (DuoFindings *self,
                        const char  *text)
{
  const char *sdp = find_bare_sdp (text);

  if (is_end_mark (text))
    {
      self->has_end = TRUE;
    }
  else if (sdp != NULL)
    {
      read_bare_sdp (self, sdp);
    }
  else if (self->candidates->len == 0)
    {
      read_bare_candidates (self, text);
    }
}
