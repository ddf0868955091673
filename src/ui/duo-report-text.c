/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-report-text.h"

#include <glib/gi18n.h>

#include "duo-error-text.h"
#include "duo-guidance.h"
#include "duo-link-error.h"
#include "duo-time-text.h"

/* Pure functions from what is known of a connection to what is said about it. */

#define MINUTE_S 60
#define HOUR_S (60 * MINUTE_S)

static gboolean
is_joined (const DuoConnectionReport *report)
{
  return report->presence == DUO_PRESENCE_CONNECTED || report->presence == DUO_PRESENCE_SHAKY;
}

static gboolean
is_ended (const DuoConnectionReport *report)
{
  return report->presence == DUO_PRESENCE_LOST || report->presence == DUO_PRESENCE_FAILED;
}

static char *
take_lines (GPtrArray *lines) /* (transfer full) (element-type char*) */
{
  char *text = NULL;

  g_ptr_array_add (lines, NULL);
  if (lines->len > 1)
    text = g_strjoinv ("\n", (char **) lines->pdata);
  g_ptr_array_unref (lines);

  return text;
}

static GPtrArray *
lines_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/* -- The way ------------------------------------------------------------------- */

static char *
dup_relayed_way (const DuoLinkReport *link)
{
  if (link->is_my_relay && link->is_peers_relay)
    /* Translators: %s is a server such as “turn:example.org:3478”. */
    return g_strdup_printf (_("Through two relays: yours, %s, and one of your friend's. "
                              "They pass on what they cannot read."),
                            link->relay);
  if (link->is_my_relay)
    /* Translators: %s is a server such as “turn:example.org:3478”. */
    return g_strdup_printf (_("Through your relay, %s. It passes on what it cannot read."), link->relay);

  return g_strdup (_("Through a relay of your friend's. It passes on what it cannot read."));
}

static char *
dup_joined_way (const DuoLinkReport *link)
{
  switch (link->path)
    {
    case DUO_PATH_LOCAL:
      return g_strdup (_("Over the same network, from one computer to the other."));
    case DUO_PATH_DIRECT:
      return g_strdup (_("Directly from one computer to the other, across different networks."));
    case DUO_PATH_RELAYED:
      return dup_relayed_way (link);
    case DUO_PATH_UNKNOWN:
    default:
      return g_strdup (_("You are connected, but it is not known which way."));
    }
}

static char *
dup_way (const DuoConnectionReport *report)
{
  const char *status;
  g_autofree char *way = NULL;

  if (is_joined (report) && report->link != NULL)
    way = dup_joined_way (report->link);
  if (report->presence == DUO_PRESENCE_SHAKY && way != NULL)
    /* Translators: %s is a whole sentence that says how two people are connected. */
    return g_strdup_printf (_("%s Just now nothing arrives."), way);
  if (way != NULL)
    return g_steal_pointer (&way);
  if (is_ended (report) && report->failure != NULL)
    return g_strdup (duo_error_text_get_sentence (report->failure));

  status = duo_guidance_get_status (report->presence, DUO_PATH_UNKNOWN, report->failure);
  if (g_str_has_suffix (status, "."))
    return g_strdup (status);

  /* Translators: %s is a state such as “Not connected”; this makes it a sentence. */
  return g_strdup_printf (_("%s."), status);
}

static char *
dup_duration (gint64 seconds)
{
  if (seconds < MINUTE_S)
    return g_strdup_printf (ngettext ("%d second", "%d seconds", seconds), (int) seconds);
  if (seconds < HOUR_S)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", seconds / MINUTE_S), (int) (seconds / MINUTE_S));

  return g_strdup_printf (ngettext ("%d hour", "%d hours", seconds / HOUR_S), (int) MIN (seconds / HOUR_S, G_MAXINT));
}

static char *
dup_since (const DuoConnectionReport *report,
           gint64                     now_us)
{
  g_autofree char *when = NULL;
  g_autofree char *duration = NULL;

  if (!is_joined (report) || report->joined_at_us == 0)
    return NULL;

  when = duo_time_text_dup_time (report->joined_at_us);
  duration = dup_duration (MAX (0, now_us - report->joined_at_us) / G_USEC_PER_SEC);
  /* Translators: a time of day, and how long ago that is, such as “14:03 (5 minutes)”. */
  return g_strdup_printf (_("%1$s (%2$s)"), when, duration);
}

static char *
dup_round_trip (const DuoConnectionReport *report)
{
  if (!is_joined (report))
    return NULL;
  if (!report->is_friend_duologue)
    return g_strdup (_("Not known: your friend uses a web page, which does not answer to that."));
  if (report->round_trip_us == 0)
    return g_strdup (_("Not measured yet."));
  if (report->round_trip_us < G_USEC_PER_SEC / 1000)
    return g_strdup (_("Less than a millisecond."));

  /* Translators: how long a packet takes there and back, in milliseconds. */
  return g_strdup_printf (_("%d ms"), (int) (report->round_trip_us * 1000 / G_USEC_PER_SEC));
}

static char *
dup_certificate (const DuoConnectionReport *report)
{
  gboolean is_inviter = report->role == DUO_ROLE_INVITER;

  if (report->link == NULL || (!is_joined (report) && !is_ended (report)))
    return NULL;

  switch (report->link->certificate)
    {
    case DUO_CERTIFICATE_MATCHES:
      return g_strdup (is_inviter ? _("Its certificate is the one that the reply names.")
                                  : _("Its certificate is the one that the invite names."));
    case DUO_CERTIFICATE_DIFFERS:
      return g_strdup (is_inviter
                         ? _("Its certificate is not the one that the reply names, so nothing was said to it.")
                         : _("Its certificate is not the one that the invite names, so nothing was said to it."));
    case DUO_CERTIFICATE_UNSEEN:
    default:
      return g_strdup (_("It did not come so far as to show its certificate."));
    }
}

static char *
dup_bytes (const DuoConnectionReport *report)
{
  g_autofree char *sent = NULL;
  g_autofree char *received = NULL;

  if (report->link == NULL || report->joined_at_us == 0)
    return NULL;

  sent = g_format_size (report->link->n_sent_bytes);
  received = g_format_size (report->link->n_received_bytes);

  /* Translators: two sizes such as “12 kB”; signs of life and the like are in them. */
  return g_strdup_printf (_("%1$s sent, %2$s received, with all that the programs say by themselves."), sent, received);
}

/* -- Who was asked ----------------------------------------------------------------- */

static char *
dup_server (const DuoAskedServer *server)
{
  /* Translators, in these: %s is a server such as “stun:example.org:3478”. */
  static const char *const stun[] = {
    [DUO_ANSWER_NONE] = N_("%s was asked for your public address, and told none."),
    [DUO_ANSWER_GAVE] = N_("%s was asked for your public address, and told it."),
    [DUO_ANSWER_UNSURE] = N_("%s was asked for your public address; whether it told it is not known."),
    [DUO_ANSWER_NAMELESS] = N_("%s could not be asked: no address was found for its name."),
  };
  static const char *const turn[] = {
    [DUO_ANSWER_NONE] = N_("%s was asked for a relay, and gave none."),
    [DUO_ANSWER_GAVE] = N_("%s was asked for a relay, and gave one."),
    [DUO_ANSWER_UNSURE] = N_("%s was asked for a relay; one came from it or from another of these."),
    [DUO_ANSWER_NAMELESS] = N_("%s could not be asked: no address was found for its name."),
    [DUO_ANSWER_SILENT] = N_("%s was asked for a relay, and does not answer."),
    [DUO_ANSWER_REFUSED] = N_("%s was asked for a relay, and does not take the user name or the password."),
    [DUO_ANSWER_EXPIRED] = N_("%s was asked for a relay, and the time of the user name for it is over."),
    [DUO_ANSWER_FULL] = N_("%s was asked for a relay, and answered that it gives none."),
  };
  g_auto (GStrv) parts = g_strsplit (server->is_relay ? _(turn[server->answer]) : _(stun[server->answer]), "%s", 2);

  return g_strjoinv (server->name, parts);
}

static char *
dup_servers (const DuoConnectionReport *report)
{
  GPtrArray *lines;

  if (report->link == NULL)
    return NULL;
  if (report->link->asked->len == 0)
    return g_strdup (_("None. Nobody but your friend's computer was asked anything."));

  lines = lines_new ();
  for (guint i = 0; i < report->link->asked->len; i++)
    g_ptr_array_add (lines, dup_server (g_ptr_array_index (report->link->asked, i)));
  if (report->is_relay_only)
    g_ptr_array_add (lines, g_strdup (_("Only relays may be used, as Preferences say.")));

  return take_lines (lines);
}

/* -- What was tried ---------------------------------------------------------------- */

static void
add_count (GPtrArray *parts,
           guint n,
           const char *text) /* (transfer full) */
{
  if (n > 0)
    g_ptr_array_add (parts, (char *) text);
  else
    g_free ((char *) text);
}

/* "2 addresses of its own, 1 public address" */
static char *
dup_kinds (GPtrArray *candidates)
{
  g_autoptr (GPtrArray) parts = lines_new ();
  guint own = duo_link_report_count (candidates, DUO_CANDIDATE_HOST);
  guint public = duo_link_report_count (candidates, DUO_CANDIDATE_SRFLX);
  guint seen = duo_link_report_count (candidates, DUO_CANDIDATE_PRFLX);
  guint relays = duo_link_report_count (candidates, DUO_CANDIDATE_RELAY);

  add_count (parts, own, g_strdup_printf (ngettext ("%u address of its own", "%u addresses of its own", own), own));
  add_count (parts, public,
             g_strdup_printf (ngettext ("%u public address", "%u public addresses", public), public));
  add_count (parts, seen,
             g_strdup_printf (ngettext ("%u address found on the way", "%u addresses found on the way", seen), seen));
  add_count (parts, relays, g_strdup_printf (ngettext ("%u relay", "%u relays", relays), relays));
  if (parts->len == 0)
    return g_strdup (_("no address"));
  g_ptr_array_add (parts, NULL);

  /* Translators: between the parts of a list. */
  return g_strjoinv (_(", "), (char **) parts->pdata);
}

static char *
dup_tried (const DuoConnectionReport *report)
{
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  GPtrArray *lines;

  if (report->link == NULL || report->presence == DUO_PRESENCE_PREPARING)
    return NULL;

  lines = lines_new ();
  mine = dup_kinds (report->link->mine);
  /* Translators: %s is a list such as “1 address of its own, 1 relay”. */
  g_ptr_array_add (lines, g_strdup_printf (_("Of this computer: %s."), mine));
  if (report->link->peers->len > 0)
    {
      theirs = dup_kinds (report->link->peers);
      /* Translators: %s is a list such as “1 address of its own, 1 relay”. */
      g_ptr_array_add (lines, g_strdup_printf (_("Of your friend's computer: %s."), theirs));
    }

  return take_lines (lines);
}

static char *
dup_answered (const DuoConnectionReport *report)
{
  if (!is_ended (report) || report->link == NULL)
    return NULL;
  if (report->presence == DUO_PRESENCE_LOST)
    return g_strdup (_("Your friend's computer answered until the connection was lost."));
  if (report->link->certificate != DUO_CERTIFICATE_UNSEEN)
    return g_strdup (_("A computer answered and showed its certificate."));
  if (report->link->was_heard)
    return g_strdup (_("A computer answered, but no safe connection came of it."));
  if (report->link->peers->len == 0)
    return g_strdup (_("Your friend's computer was not tried yet."));

  return g_strdup (_("Nothing came back from your friend's computer."));
}

static char *
dup_advice (const DuoConnectionReport *report)
{
  const char *advice;

  if (!is_ended (report) || report->failure == NULL)
    return NULL;

  advice = duo_error_text_get_advice (report->failure);

  return g_strdup (advice);
}

/* -- All of it ----------------------------------------------------------------------- */

const char *
duo_report_text_get_title (DuoReportLine line)
{
  static const char *const titles[] = {
    [DUO_REPORT_WAY] = N_("How you are connected"),
    [DUO_REPORT_SINCE] = N_("Since"),
    [DUO_REPORT_ROUND_TRIP] = N_("There and back"),
    [DUO_REPORT_CERTIFICATE] = N_("Your friend's computer"),
    [DUO_REPORT_BYTES] = N_("Sent and received"),
    [DUO_REPORT_SERVERS] = N_("Other machines that were asked"),
    [DUO_REPORT_TRIED] = N_("What could be tried"),
    [DUO_REPORT_ANSWERED] = N_("What answered"),
    [DUO_REPORT_ADVICE] = N_("What you can do"),
  };

  g_return_val_if_fail (line < DUO_REPORT_N_LINES, "");

  return _(titles[line]);
}

char *
duo_report_text_dup_line (const DuoConnectionReport *report,
                          DuoReportLine              line,
                          gint64                     now_us)
{
  g_return_val_if_fail (report != NULL, NULL);

  switch (line)
    {
    case DUO_REPORT_WAY:
      return dup_way (report);
    case DUO_REPORT_SINCE:
      return dup_since (report, now_us);
    case DUO_REPORT_ROUND_TRIP:
      return dup_round_trip (report);
    case DUO_REPORT_CERTIFICATE:
      return dup_certificate (report);
    case DUO_REPORT_BYTES:
      return dup_bytes (report);
    case DUO_REPORT_SERVERS:
      return dup_servers (report);
    case DUO_REPORT_TRIED:
      return dup_tried (report);
    case DUO_REPORT_ANSWERED:
      return dup_answered (report);
    case DUO_REPORT_ADVICE:
      return dup_advice (report);
    case DUO_REPORT_N_LINES:
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
add_section (GString    *text,
             const char *title,
             const char *body)
{
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);
  g_autofree char *joined = g_strjoinv ("\n  ", lines);

  g_string_append_printf (text, "%s\n  %s\n", title, joined);
}

static void
add_candidates (GString    *text,
                const char *title,
                GPtrArray  *candidates)
{
  g_autoptr (GPtrArray) lines = lines_new ();
  g_autofree char *body = NULL;

  if (candidates->len == 0)
    return;

  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (lines, duo_candidate_to_line (g_ptr_array_index (candidates, i)));
  g_ptr_array_add (lines, NULL);
  body = g_strjoinv ("\n", (char **) lines->pdata);
  add_section (text, title, body);
}

static void
add_addresses (GString             *text,
               const DuoLinkReport *link)
{
  if (link->my_end != NULL && link->peers_end != NULL)
    {
      g_autofree char *ends = g_strdup_printf ("%s – %s", link->my_end, link->peers_end);

      add_section (text, _("Addresses of the way"), ends);
    }
  add_candidates (text, _("Addresses of this computer"), link->mine);
  add_candidates (text, _("Addresses of your friend's computer"), link->peers);
}

char *
duo_report_text_dup (const DuoConnectionReport *report,
                     gboolean                   with_addresses,
                     gint64                     now_us)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autofree char *date = now != NULL ? g_date_time_format (now, "%F %T UTC") : g_strdup ("");

  g_return_val_if_fail (report != NULL, g_string_free (text, FALSE));

  /* Translators: the first line of a report: a version and a time. */
  g_string_append_printf (text, _("Connection report of Duologue %1$s, %2$s"), DUO_VERSION, date);
  g_string_append_c (text, '\n');
  for (int line = 0; line < DUO_REPORT_N_LINES; line++)
    {
      g_autofree char *body = duo_report_text_dup_line (report, line, now_us);

      if (body != NULL)
        add_section (text, duo_report_text_get_title (line), body);
    }
  if (with_addresses && report->link != NULL)
    add_addresses (text, report->link);

  return g_string_free (text, FALSE);
}
