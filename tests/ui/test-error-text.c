/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-chat-error.h"
#include "duo-error-text.h"
#include "duo-link-error.h"
#include "duo-picture.h"
#include "duo-proto-error.h"

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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error-text/every-code-has-words", test_every_code_has_words);
  g_test_add_func ("/error-text/unknown-error", test_unknown_error);
  g_test_add_func ("/error-text/impostor-is-named", test_impostor_is_named);
  g_test_add_func ("/error-text/wrong-button-names-the-right-one", test_wrong_button_names_the_right_one);

  return g_test_run ();
}
