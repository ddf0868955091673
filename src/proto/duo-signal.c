/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-signal.h"

#include <string.h>

#include "duo-findings.h"
#include "duo-invite-code.h"
#include "duo-json.h"
#include "duo-limits.h"
#include "duo-mend.h"
#include "duo-proto-error.h"
#include "duo-sdp.h"

struct _DuoSignal
{
  DuoSignalKind kind;
  DuoDescription *description; /* (owned) (nullable) */
  GPtrArray *candidates;       /* (owned) (nullable) */
  DuoInviteInfo info;          /* zeros when it does not say */
};

G_DEFINE_BOXED_TYPE (DuoSignal, duo_signal, duo_signal_ref, duo_signal_unref)

/* Ranks from here on are of a text that is, or was, a signal: see duo-findings.c. */
#define RANK_DAMAGED 3

/* Codes that are looked at in one text. */
#define MAX_CODES 16

static void
signal_free (gpointer data)
{
  DuoSignal *self = data;

  g_clear_pointer (&self->description, duo_description_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
}

static DuoSignal *
refuse (GError        **error,
        DuoProtoError   code,
        const char     *reason)
{
  g_set_error (error, DUO_PROTO_ERROR, (int) code, "Text refused: %s", reason);
  return NULL;
}

/* The description's own candidates, and those beside it that are of its session. */
static DuoDescription *
complete (const DuoFindings *findings)
{
  DuoDescription *description = findings->description;
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  if (findings->candidates->len == 0)
    {
      return duo_description_ref (description);
    }
  g_ptr_array_extend (all, duo_description_get_candidates (description), NULL, NULL);
  for (guint i = 0; i < findings->candidates->len; i++)
    {
      DuoCandidate *candidate = g_ptr_array_index (findings->candidates, i);
      const char *ufrag = duo_candidate_get_ufrag (candidate);

      if (ufrag == NULL || strcmp (ufrag, duo_description_get_ufrag (description)) == 0)
        {
          g_ptr_array_add (all, candidate);
        }
    }
  return duo_description_with_candidates (description, all);
}

static DuoSignalKind
kind_of (const DuoDescription *description)
{
  return duo_description_get_kind (description) == DUO_DESCRIPTION_OFFER ? DUO_SIGNAL_OFFER : DUO_SIGNAL_ANSWER;
}

static DuoSignal *
new_from_description (const DuoFindings *findings)
{
  DuoSignal *self = g_atomic_rc_box_new0 (DuoSignal);

  self->description = complete (findings);
  self->kind = kind_of (self->description);
  return self;
}

static DuoSignal *
new_from_candidates (const DuoFindings *findings)
{
  DuoSignal *self = g_atomic_rc_box_new0 (DuoSignal);

  self->kind = DUO_SIGNAL_CANDIDATES;
  self->candidates = duo_sdp_choose (findings->candidates);
  return self;
}

/* A description needs nothing else to be whole; candidates are taken only when
 * nothing beside them is cut off or damaged. */
static DuoSignal *
conclude (DuoFindings  *findings,
          GError      **error)
{
  if (findings->is_ambiguous)
    {
      return refuse (error, DUO_PROTO_ERROR_DAMAGED, "more than one description in it");
    }
  if (findings->description != NULL)
    {
      return new_from_description (findings);
    }
  if (duo_findings_get_rank (findings) < RANK_DAMAGED &&
      (findings->candidates->len > 0 || (findings->has_end && duo_findings_get_rank (findings) == 0)))
    {
      return new_from_candidates (findings);
    }
  if (findings->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&findings->error));
      return NULL;
    }
  return refuse (error, DUO_PROTO_ERROR_NO_SIGNAL, "no signal in it");
}

static DuoSignal *
read_as_it_is (const char  *text,
               GError     **error)
{
  DuoFindings findings;
  DuoSignal *self;

  duo_findings_init (&findings);
  duo_findings_read_json (&findings, text, /* is_mended= */ FALSE);
  self = conclude (&findings, error);
  duo_findings_clear (&findings);
  return self;
}

static DuoSignal *
read_mended (const char  *text,
             GError     **error)
{
  g_autofree char *mended = duo_mend_text (text);
  DuoFindings findings;
  DuoSignal *self;

  duo_findings_init (&findings);
  duo_findings_read_json (&findings, mended, /* is_mended= */ TRUE);
  if (findings.description == NULL && duo_findings_get_rank (&findings) < RANK_DAMAGED)
    {
      duo_findings_read_bare (&findings, mended);
    }
  self = conclude (&findings, error);
  duo_findings_clear (&findings);
  return self;
}

/* Tells JSON that has nothing to do with us from plain words. */
static gboolean
is_other_json (const char *text)
{
  const char *start = text + strspn (text, " \t\r\n");

  return *start != '\0' && strchr ("{[\"", *start) != NULL &&
         duo_json_scan (start, strlen (start), /* error= */ NULL);
}

static DuoSignal *
recognise_json (const char  *text,
                GError     **error)
{
  g_autoptr (GError) strict_error = NULL;
  g_autoptr (GError) mended_error = NULL;
  DuoSignal *self = read_as_it_is (text, &strict_error);

  if (self == NULL)
    {
      self = read_mended (text, &mended_error);
    }
  if (self != NULL)
    {
      return self;
    }
  if (g_error_matches (mended_error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NO_SIGNAL))
    {
      if (is_other_json (text))
        {
          return refuse (error, DUO_PROTO_ERROR_OTHER_JSON, "JSON of another kind");
        }
      g_propagate_error (error, g_steal_pointer (&strict_error));
      return NULL;
    }
  g_propagate_error (error, g_steal_pointer (&mended_error));
  return NULL;
}

static DuoSignal *
new_from_code (const char           *text,
               const DuoInviteSpan  *span,
               GError              **error)
{
  DuoInviteInfo info = { 0 };
  DuoDescription *description = duo_invite_code_parse (text + span->start, span->end - span->start, &info, error);
  DuoSignal *self;

  if (description == NULL)
    {
      return NULL;
    }
  self = g_atomic_rc_box_new0 (DuoSignal);
  self->description = description;
  self->info = info;
  self->kind = kind_of (description);
  return self;
}

static gboolean
is_other (DuoSignal *a,
          DuoSignal *b)
{
  return strcmp (duo_description_get_ufrag (a->description), duo_description_get_ufrag (b->description)) != 0;
}

/* The codes and links of one text.  In a mail's reply the quoted invite stands
 * beside the answer: what is not quoted goes first. */
typedef struct
{
  DuoSignal *plain;  /* (owned) (nullable) */
  DuoSignal *quoted; /* (owned) (nullable) */
  GError *error;     /* (owned) (nullable): of the first that is broken */
  gboolean is_ambiguous;
} Codes;

static void
take_code (Codes               *codes,
           const char          *text,
           const DuoInviteSpan *span)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DuoSignal) signal = new_from_code (text, span, &error);
  DuoSignal **place = span->is_quoted ? &codes->quoted : &codes->plain;

  if (signal == NULL)
    {
      if (codes->error == NULL)
        {
          codes->error = g_steal_pointer (&error);
        }
      return;
    }
  if (*place == NULL)
    {
      *place = g_steal_pointer (&signal);
    }
  else if (!span->is_quoted && is_other (*place, signal))
    {
      codes->is_ambiguous = TRUE;
    }
}

/* A short code or a link with one in it. */
static DuoSignal *
recognise_code (const char  *text,
                GError     **error)
{
  Codes codes = { 0 };
  DuoInviteSpan span = { 0 };
  gsize length = strlen (text);
  g_autoptr (DuoSignal) plain = NULL;
  g_autoptr (DuoSignal) quoted = NULL;

  for (guint i = 0; i < MAX_CODES && duo_invite_code_find (text, length, span.end, &span); i++)
    {
      take_code (&codes, text, &span);
    }
  plain = codes.plain;
  quoted = codes.quoted;
  if (codes.is_ambiguous || (plain == NULL && quoted == NULL && codes.error == NULL))
    {
      g_clear_error (&codes.error);
      return refuse (error, codes.is_ambiguous ? DUO_PROTO_ERROR_DAMAGED : DUO_PROTO_ERROR_NO_SIGNAL,
                     codes.is_ambiguous ? "more than one code in it" : "no code in it");
    }
  if (plain == NULL && quoted == NULL)
    {
      g_propagate_error (error, codes.error);
      return NULL;
    }
  g_clear_error (&codes.error);
  return plain != NULL ? g_steal_pointer (&plain) : g_steal_pointer (&quoted);
}

/* Both forms of one signal may stand in one text; of two signals none is taken. */
static DuoSignal *
choose (DuoSignal *from_json, /* (transfer full) */
        DuoSignal *from_code, /* (transfer full) */
        GError **error)
{
  g_autoptr (DuoSignal) json = from_json;
  g_autoptr (DuoSignal) code = from_code;

  if (json->description != NULL && is_other (json, code))
    {
      return refuse (error, DUO_PROTO_ERROR_DAMAGED, "more than one description in it");
    }
  return g_steal_pointer (&code);
}

static DuoSignal *
recognise (const char  *text,
           GError     **error)
{
  g_autoptr (GError) json_error = NULL;
  g_autoptr (GError) code_error = NULL;
  g_autoptr (DuoSignal) json = recognise_json (text, &json_error);
  g_autoptr (DuoSignal) code = recognise_code (text, &code_error);

  if (json != NULL && code != NULL)
    {
      return choose (g_steal_pointer (&json), g_steal_pointer (&code), error);
    }
  if (json != NULL || code != NULL)
    {
      return json != NULL ? g_steal_pointer (&json) : g_steal_pointer (&code);
    }
  /* A broken code says more than "there is no JSON". */
  if (!g_error_matches (code_error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NO_SIGNAL))
    {
      g_propagate_error (error, g_steal_pointer (&code_error));
      return NULL;
    }
  g_propagate_error (error, g_steal_pointer (&json_error));
  return NULL;
}

static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (!g_unichar_isspace (c) && !g_unichar_iszerowidth (c) && c != 0xfeff)
        {
          return FALSE;
        }
    }
  return TRUE;
}

DuoSignal *
duo_signal_recognise (const char  *text,
                      gssize       length,
                      GError     **error)
{
  g_autofree char *copy = NULL;
  gsize size;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  size = length >= 0 ? (gsize) length : strnlen (text, DUO_PASTE_MAX_BYTES + 1);
  if (size > DUO_PASTE_MAX_BYTES)
    {
      return refuse (error, DUO_PROTO_ERROR_TOO_LONG, "more than the limit");
    }
  if (size > 0 && !g_utf8_validate_len (text, size, /* end= */ NULL))
    {
      return refuse (error, DUO_PROTO_ERROR_NOT_TEXT, "not UTF-8 text");
    }
  copy = g_strndup (text, size);
  if (copy == NULL || is_blank (copy))
    {
      return refuse (error, DUO_PROTO_ERROR_EMPTY, "nothing in it");
    }
  return recognise (copy, error);
}

DuoSignal *
duo_signal_ref (DuoSignal *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
duo_signal_unref (DuoSignal *self)
{
  g_atomic_rc_box_release_full (self, signal_free);
}

DuoSignalKind
duo_signal_get_kind (const DuoSignal *self)
{
  return self->kind;
}

DuoDescription *
duo_signal_get_description (const DuoSignal *self)
{
  return self->description;
}

GPtrArray *
duo_signal_get_candidates (const DuoSignal *self)
{
  return self->candidates;
}

gint64
duo_signal_get_created_at_us (const DuoSignal *self)
{
  return self->info.created_at_us;
}

gint64
duo_signal_get_expires_at_us (const DuoSignal *self)
{
  return self->info.expires_at_us;
}
