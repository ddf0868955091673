/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-chat-error.h"
#include "duo-error-text.h"
#include "duo-link-error.h"
#include "duo-picture.h"
#include "duo-proto-error.h"
#include "duo-signal.h"
#include "duo-store-error.h"

/* What follows the word in front of a code whose first bits say: version 2. */
#define NEWER "JAABAgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAO5nsg"

static void
check_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), >, 10);
  g_assert_true (g_ascii_isupper (text[0]));
  g_assert_true (g_str_has_suffix (text, "."));
}

static void
check_domain (GQuark domain,
              int    n_codes)
{
  for (int code = 0; code < n_codes; code++)
    {
      g_autoptr (GError) error = g_error_new (domain, code, "for a log");
      g_autofree char *both = duo_error_text_dup (error);

      g_test_message ("%s %d", g_quark_to_string (domain), code);
      g_assert_true (duo_error_text_has_row (domain, code));
      check_sentence (duo_error_text_get_sentence (error));
      check_sentence (both);
      if (duo_error_text_get_advice (error) != NULL)
        check_sentence (duo_error_text_get_advice (error));
      g_assert_null (strstr (both, "for a log"));
    }

  g_assert_false (duo_error_text_has_row (domain, n_codes));
  g_assert_false (duo_error_text_has_row (domain, -1));
}

static void
test_every_code_has_words (void)
{
  check_domain (DUO_PROTO_ERROR, DUO_PROTO_N_ERRORS);
  check_domain (DUO_LINK_ERROR, DUO_LINK_N_ERRORS);
  check_domain (DUO_CHAT_ERROR, DUO_CHAT_N_ERRORS);
  check_domain (DUO_STORE_ERROR, DUO_STORE_N_ERRORS);
  check_domain (DUO_PICTURE_ERROR, DUO_PICTURE_N_ERRORS);
}

static void
test_unknown_error (void)
{
  g_autoptr (GError) error = g_error_new (g_quark_from_static_string ("another"), 0, "for a log");

  g_assert_cmpstr (duo_error_text_get_sentence (error), ==, "Something went wrong.");
  g_assert_nonnull (duo_error_text_get_advice (error));
}

/* The one that matters most is said so that nobody takes it for a hiccup. */
static void
test_impostor_is_named (void)
{
  g_autoptr (GError) error = g_error_new (DUO_LINK_ERROR, DUO_LINK_ERROR_IMPOSTOR, "for a log");

  g_assert_nonnull (strstr (duo_error_text_get_sentence (error), "somebody may be in between"));
}

/* A wrong button names the right one by the word that stands on it. */
static void
test_wrong_button_names_the_right_one (void)
{
  static const struct
  {
    DuoChatError code;
    const char *button;
  } cases[] = {
    { DUO_CHAT_ERROR_IS_OFFER, "Accept" },
    { DUO_CHAT_ERROR_IS_ANSWER, "Receive Answer" },
    { DUO_CHAT_ERROR_IS_CANDIDATES, "Receive Candidate" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new (DUO_CHAT_ERROR, cases[i].code, "for a log");

      g_assert_nonnull (strstr (duo_error_text_get_advice (error), cases[i].button));
    }
}

/* What stands in a chat and is no invite that can be used: each is called what it is. */
static void
test_texts_that_are_no_invite (void)
{
  static const struct
  {
    const char *text;
    const char *sentence;
  } cases[] = {
    { "duo1" NEWER, "made by a newer Duologue" },
    { "duologue:i/" NEWER, "made by a newer Duologue" },
    { "duologue:m/" NEWER, "made by a newer Duologue" },
    { "{\"name\":\"Alice\",\"age\":33}", "something else than a signal" },
    { "xmpp:alice@example.org?message;body=hello", "no signal in this text" },
    { "https://chat.example.org/invite/bGV0J3MgdGFsaw", "no signal in this text" },
    { "56A1ADE4B65B86BCD51CC73E2CD4E542179F47959FE3E0E21B4B0ACDADE51855D34D34D37CB5", "no signal in this text" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DuoSignal) signal = duo_signal_recognise (cases[i].text, -1, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_null (signal);
      g_assert_nonnull (strstr (duo_error_text_get_sentence (error), cases[i].sentence));
    }
}

/* An invite that cannot be used now is not simply "wrong". */
static void
test_invites_that_come_to_nothing (void)
{
  static const struct
  {
    DuoChatError code;
    const char *sentence;
  } cases[] = {
    { DUO_CHAT_ERROR_USED, "This invite has been used already." },
    { DUO_CHAT_ERROR_ANSWERED, "This invite has been answered already." },
    { DUO_CHAT_ERROR_OTHER_INVITE, "This is the reply to another invite, perhaps to an older one." },
    { DUO_CHAT_ERROR_OWN_SIGNAL, "This is your own signal." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = g_error_new (DUO_CHAT_ERROR, cases[i].code, "for a log");

      g_assert_cmpstr (duo_error_text_get_sentence (error), ==, cases[i].sentence);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error-text/every-code-has-words", test_every_code_has_words);
  g_test_add_func ("/error-text/unknown-error", test_unknown_error);
  g_test_add_func ("/error-text/impostor-is-named", test_impostor_is_named);
  g_test_add_func ("/error-text/texts-that-are-no-invite", test_texts_that_are_no_invite);
  g_test_add_func ("/error-text/invites-that-come-to-nothing", test_invites_that_come_to_nothing);
  g_test_add_func ("/error-text/wrong-button-names-the-right-one", test_wrong_button_names_the_right_one);

  return g_test_run ();
}
