/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-error-text.h"

#include <glib/gi18n.h>

#include "duo-chat-error.h"
#include "duo-invite-code.h"
#include "duo-link-error.h"
#include "duo-picture.h"
#include "duo-proto-error.h"
#include "duo-store-error.h"

/* The one table from (domain, code) to words.  Errors themselves carry plain
 * English for a log; what a person reads stands here and nowhere else. */
typedef struct
{
  const char *sentence;
  const char *advice; /* (nullable) */
} Row;

static const Row proto_rows[] = {
  [DUO_PROTO_ERROR_EMPTY] = {
    N_("There is nothing to read yet."),
    N_("Paste the text that your friend sent into “Friend's signal”."),
  },
  [DUO_PROTO_ERROR_TOO_LONG] = {
    N_("That is too long to be a signal."),
    N_("Copy only the text that your friend sent."),
  },
  [DUO_PROTO_ERROR_NOT_TEXT] = {
    N_("That is not plain text."),
    N_("Copy the text that your friend sent, not a picture or a file."),
  },
  [DUO_PROTO_ERROR_NO_SIGNAL] = {
    N_("There is no signal in this text."),
    N_("Ask your friend to press Copy and to send all of it."),
  },
  [DUO_PROTO_ERROR_CUT_OFF] = {
    N_("The end of this signal is missing."),
    N_("Ask your friend to send the whole text again."),
  },
  [DUO_PROTO_ERROR_DAMAGED] = {
    N_("This signal was damaged on its way."),
    N_("Ask your friend to send it again, perhaps as a file or in another program."),
  },
  [DUO_PROTO_ERROR_OTHER_JSON] = {
    N_("This text is something else than a signal."),
    N_("Ask your friend to press Copy and to send all of it."),
  },
  [DUO_PROTO_ERROR_NEWER] = {
    N_("This signal was made by a newer Duologue."),
    N_("Update Duologue on this computer and try again."),
  },
  [DUO_PROTO_ERROR_NO_DATA] = {
    N_("This signal is not for a text chat."),
    N_("Ask your friend for one made by Duologue or by a page with a data channel."),
  },
  [DUO_PROTO_ERROR_MEDIA] = {
    N_("This signal is for an audio or video call, and Duologue only carries text."),
    N_("Ask your friend for one that opens a data channel alone."),
  },
  [DUO_PROTO_ERROR_NO_FINGERPRINT] = {
    N_("This signal does not say how to recognize your friend's computer, so it is not safe to use."),
    N_("Ask your friend to send a new one."),
  },
  [DUO_PROTO_ERROR_BAD_FINGERPRINT] = {
    N_("The mark that identifies your friend's computer is not valid in this signal."),
    N_("Ask your friend to send a new one."),
  },
  [DUO_PROTO_ERROR_BAD_DESCRIPTION] = {
    N_("A part of this signal cannot be used."),
    N_("Ask your friend to send a new one."),
  },
  [DUO_PROTO_ERROR_BAD_CANDIDATE] = {
    N_("A candidate in this text has an impossible address."),
    N_("Ask your friend to send it again."),
  },
  [DUO_PROTO_ERROR_BAD_SERVER] = {
    N_("This is not the address of a STUN or TURN server."),
    N_("Write it like “stun:example.org:3478” or “turn:user:password@example.org:3478”."),
  },
  [DUO_PROTO_ERROR_BAD_FRAME] = {
    N_("Your friend's program said something that Duologue does not understand."),
    N_("Invite your friend again."),
  },
};

static const Row link_rows[] = {
  [DUO_LINK_ERROR_ENGINE] = {
    N_("Could not connect: a part of this computer's WebRTC support is missing or does not work."),
    N_("Install the GStreamer plugins “bad” and “nice”, then start Duologue again."),
  },
  [DUO_LINK_ERROR_NO_ADDRESS] = {
    N_("Could not connect: this computer has no network address."),
    N_("Join a network, then try again."),
  },
  [DUO_LINK_ERROR_NO_RELAY] = {
    N_("Could not connect: no TURN server answered, and only those may be used."),
    N_("Check the servers in Preferences, or allow direct connections there."),
  },
  [DUO_LINK_ERROR_REFUSED] = {
    N_("Could not connect: this computer could not use your friend's signal."),
    N_("Begin again with a new invite."),
  },
  [DUO_LINK_ERROR_IMPOSTOR] = {
    N_("Could not connect: another computer than the one in the signal answered, so somebody may be in between."),
    N_("Nothing was told to it. Send a new invite by a way that you trust."),
  },
  [DUO_LINK_ERROR_UNREACHABLE] = {
    N_("Could not connect: no way between the two computers worked."),
    N_("Try again, and add a STUN or TURN server in Preferences if you are on different networks."),
  },
  [DUO_LINK_ERROR_HANDSHAKE] = {
    N_("Could not connect: your friend's computer was found, but the two could not agree on a safe connection."),
    N_("Begin again with a new invite."),
  },
  [DUO_LINK_ERROR_LOST] = {
    N_("Connection lost: nothing arrives from your friend any more."),
    N_("Invite your friend again when both of you are online."),
  },
  [DUO_LINK_ERROR_RULES] = {
    N_("The connection was closed because your friend's program broke the rules."),
    N_("Invite your friend again, and ask which program it is if this goes on."),
  },
  [DUO_LINK_ERROR_NEWER] = {
    N_("Your friend uses a newer Duologue, which this one does not understand."),
    N_("Update Duologue, then invite your friend again."),
  },
  [DUO_LINK_ERROR_NOT_OPEN] = {
    N_("The message was not sent, because you are not connected."),
    N_("Invite your friend first."),
  },
  [DUO_LINK_ERROR_RELAY_REFUSED] = {
    N_("Could not connect: the TURN server does not take the user name or the password, and only TURN may be used."),
    N_("Write them anew in Preferences, or allow direct connections there."),
  },
  [DUO_LINK_ERROR_RELAY_EXPIRED] = {
    N_("Could not connect: the time of the user name for the TURN server is over, and only TURN may be used."),
    N_("Get a new user name and password from whoever runs the server, and write them in Preferences."),
  },
  [DUO_LINK_ERROR_RELAY_LOST] = {
    N_("Connection lost: nothing arrives through the relay any more."),
    N_("Invite your friend again; if that fails, the TURN server may have stopped."),
  },
  [DUO_LINK_ERROR_TOO_LONG] = {
    N_("The message was not sent, because it is longer than your friend's program can take."),
    N_("Send it in several parts."),
  },
  [DUO_LINK_ERROR_BUSY] = {
    N_("The message was not sent, because earlier ones are still on their way."),
    N_("Wait a moment, then send it again."),
  },
};

static const Row chat_rows[] = {
  [DUO_CHAT_ERROR_NOT_CONNECTED] = {
    N_("You are not connected."),
    N_("Invite your friend first."),
  },
  [DUO_CHAT_ERROR_CONNECTED] = {
    N_("You are connected already."),
    N_("Hang up first if you want to connect anew."),
  },
  [DUO_CHAT_ERROR_BUSY] = {
    N_("A connection is being made."),
    N_("Wait for it, or hang up first."),
  },
  [DUO_CHAT_ERROR_INVITED] = {
    N_("Your own invite is waiting for its reply."),
    N_("Paste the reply, or hang up first to begin anew."),
  },
  [DUO_CHAT_ERROR_NO_INVITE] = {
    N_("A reply is of use only after an invite of yours."),
    N_("Press Invite and send the new text to your friend."),
  },
  [DUO_CHAT_ERROR_ANSWERED] = {
    N_("This invite has been answered already."),
    N_("Wait for the connection, or hang up to begin anew."),
  },
  [DUO_CHAT_ERROR_USED] = {
    N_("This invite has been used already."),
    N_("Each is good for one talk. Make a new one, or ask your friend for one."),
  },
  [DUO_CHAT_ERROR_OTHER_INVITE] = {
    N_("This is the reply to another invite, perhaps to an older one."),
    N_("Send your friend the invite that stands here now, and paste the reply to that one."),
  },
  [DUO_CHAT_ERROR_OWN_SIGNAL] = {
    N_("This is your own signal."),
    N_("Send it to your friend, and paste here what comes back."),
  },
  [DUO_CHAT_ERROR_IS_OFFER] = {
    N_("This is an invite from your friend."),
    N_("Press Accept to take it."),
  },
  [DUO_CHAT_ERROR_IS_ANSWER] = {
    N_("This is a reply to an invite."),
    N_("Press Receive Answer to take it."),
  },
  [DUO_CHAT_ERROR_IS_CANDIDATES] = {
    N_("These are candidates."),
    N_("Press Receive Candidate to take them."),
  },
  [DUO_CHAT_ERROR_OTHER_SESSION] = {
    N_("This belongs to another connection."),
    N_("Ask your friend for the one that goes with this invite."),
  },
  [DUO_CHAT_ERROR_EMPTY_MESSAGE] = {
    N_("Write a message first."),
    NULL,
  },
  [DUO_CHAT_ERROR_MESSAGE_TOO_LONG] = {
    N_("The message is longer than your friend's program can take, so it was not sent."),
    N_("Send it in several parts."),
  },
  [DUO_CHAT_ERROR_NOT_CHANGEABLE] = {
    N_("This message cannot be changed, because your friend's program would not learn of it."),
    N_("Write another message instead."),
  },
  [DUO_CHAT_ERROR_BAD_NAME] = {
    N_("This name cannot be used."),
    N_("Use at most 64 ordinary characters on one line."),
  },
  [DUO_CHAT_ERROR_TOO_MANY] = {
    N_("There are as many servers as Duologue can use."),
    N_("Remove one first."),
  },
};

static const Row store_rows[] = {
  [DUO_STORE_ERROR_FAILED] = {
    N_("What is said now cannot be written to the disk."),
    N_("Make room on the disk; until then it is kept only as long as Duologue runs."),
  },
  [DUO_STORE_ERROR_NEWER] = {
    N_("The conversations on this computer were kept by a newer Duologue."),
    N_("Update Duologue; until then nothing is kept."),
  },
  [DUO_STORE_ERROR_DAMAGED] = {
    N_("The file with your conversations is damaged."),
    N_("What can still be read is saved when Duologue is started again."),
  },
  [DUO_STORE_ERROR_NOT_FOUND] = {
    N_("That is not there any more."),
    NULL,
  },
  [DUO_STORE_ERROR_IN_USE] = {
    N_("Another Duologue has the conversations of this profile open."),
    N_("Close it and start this one again; until then nothing is kept here."),
  },
  [DUO_STORE_ERROR_REFUSED] = {
    N_("That cannot be kept."),
    NULL,
  },
};

static const Row picture_rows[] = {
  [DUO_PICTURE_ERROR_UNREADABLE] = {
    N_("This is not a picture that Duologue can read."),
    N_("Save it as PNG or JPEG, or ask your friend for the text."),
  },
  [DUO_PICTURE_ERROR_TOO_LARGE] = {
    N_("This picture is too large to be looked through."),
    N_("Cut the QR code out of it."),
  },
  [DUO_PICTURE_ERROR_NO_CODE] = {
    N_("There is no QR code in this picture."),
    N_("Take a sharper one with the whole code in it, or ask your friend for the text."),
  },
  [DUO_PICTURE_ERROR_TWO_CODES] = {
    N_("There are two different QR codes in this picture."),
    N_("Cut the one out that you mean."),
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (picture_rows) == DUO_PICTURE_N_ERRORS);
G_STATIC_ASSERT (G_N_ELEMENTS (proto_rows) == DUO_PROTO_N_ERRORS);
G_STATIC_ASSERT (G_N_ELEMENTS (link_rows) == DUO_LINK_N_ERRORS);
G_STATIC_ASSERT (G_N_ELEMENTS (store_rows) == DUO_STORE_N_ERRORS);
G_STATIC_ASSERT (G_N_ELEMENTS (chat_rows) == DUO_CHAT_N_ERRORS);

static const Row *
find_row (GQuark domain,
          int    code)
{
  const Row *row = NULL;

  if (code < 0)
    return NULL;

  if (domain == DUO_PROTO_ERROR && code < DUO_PROTO_N_ERRORS)
    row = &proto_rows[code];
  else if (domain == DUO_LINK_ERROR && code < DUO_LINK_N_ERRORS)
    row = &link_rows[code];
  else if (domain == DUO_CHAT_ERROR && code < DUO_CHAT_N_ERRORS)
    row = &chat_rows[code];
  else if (domain == DUO_STORE_ERROR && code < DUO_STORE_N_ERRORS)
    row = &store_rows[code];
  else if (domain == DUO_PICTURE_ERROR && code < DUO_PICTURE_N_ERRORS)
    row = &picture_rows[code];

  return row != NULL && row->sentence != NULL ? row : NULL;
}

const char *
duo_error_text_get_sentence (const GError *error)
{
  const Row *row;

  g_return_val_if_fail (error != NULL, "");

  row = find_row (error->domain, error->code);

  return row != NULL ? _(row->sentence) : _("Something went wrong.");
}

const char *
duo_error_text_get_advice (const GError *error)
{
  const Row *row;

  g_return_val_if_fail (error != NULL, NULL);

  row = find_row (error->domain, error->code);
  if (row == NULL)
    return _("Try it again.");

  return row->advice != NULL ? _(row->advice) : NULL;
}

/* What happened; a code that was cut off may know how much of it is missing. */
static char *
dup_sentence (const GError *error)
{
  guint n_missing = 0;

  if (g_error_matches (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_CUT_OFF))
    n_missing = duo_invite_code_get_missing (error);
  if (n_missing == 0)
    return g_strdup (duo_error_text_get_sentence (error));

  return g_strdup_printf (ngettext ("The end of this signal is missing: %u character.",
                                    "The end of this signal is missing: %u characters.", n_missing),
                          n_missing);
}

char *
duo_error_text_dup (const GError *error)
{
  g_autofree char *sentence = NULL;
  const char *advice;

  g_return_val_if_fail (error != NULL, NULL);

  sentence = dup_sentence (error);
  advice = duo_error_text_get_advice (error);
  if (advice == NULL)
    return g_steal_pointer (&sentence);

  /* Translators: two whole sentences, what happened and what to do next. Leave out the
   * space where your language writes none between sentences. */
  return g_strdup_printf (_("%1$s %2$s"), sentence, advice);
}

gboolean
duo_error_text_has_row (GQuark domain,
                        int    code)
{
  return find_row (domain, code) != NULL;
}
