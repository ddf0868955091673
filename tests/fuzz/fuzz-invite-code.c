/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-invite-candidates.h"
#include "duo-invite-code.h"

/* The first byte says what the rest is: a text that somebody pasted,
 * or facts behind a checksum that is right, which chance would not find.
 * Whatever is read must come out the same when it is written and read again. */

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

static void
check_same (const DuoDescription *a,
            const DuoDescription *b)
{
  GPtrArray *wanted = duo_invite_choose_candidates (duo_description_get_candidates (a));
  GPtrArray *got = duo_description_get_candidates (b);

  g_assert_cmpstr (duo_description_get_ufrag (a), ==, duo_description_get_ufrag (b));
  g_assert_cmpstr (duo_description_get_pwd (a), ==, duo_description_get_pwd (b));
  g_assert_cmpstr (duo_description_get_mid (a), ==, duo_description_get_mid (b));
  g_assert_cmpstr (duo_description_get_name (a), ==, duo_description_get_name (b));
  g_assert_cmpint (duo_description_get_kind (a), ==, duo_description_get_kind (b));
  g_assert_cmpint (duo_description_get_setup (a), ==, duo_description_get_setup (b));
  g_assert_cmpuint (duo_description_get_version (a), ==, duo_description_get_version (b));
  g_assert_cmpuint (duo_description_get_reply_to (a), ==, duo_description_get_reply_to (b));
  g_assert_cmpuint (duo_description_get_max_message_bytes (a), ==, duo_description_get_max_message_bytes (b));
  g_assert_cmpint (memcmp (duo_description_get_fingerprint (a), duo_description_get_fingerprint (b),
                           DUO_FINGERPRINT_SIZE_BYTES),
                   ==, 0);
  g_assert_cmpuint (wanted->len, ==, got->len);
  for (guint i = 0; i < wanted->len; i++)
    {
      g_assert_true (duo_candidate_equal (g_ptr_array_index (wanted, i), g_ptr_array_index (got, i)));
    }
  g_ptr_array_unref (wanted);
}

static void
check_round_trip (const DuoDescription *description,
                  DuoInviteForm         form,
                  const DuoInviteInfo  *info)
{
  DuoInviteOptions options = { form, info->created_at_us, 0 };
  g_autofree char *text = duo_invite_code_new (description, &options);
  DuoInviteInfo again_info;
  g_autoptr (DuoDescription) again = duo_invite_code_parse (text, strlen (text), &again_info, NULL);

  g_assert_nonnull (again);
  g_assert_cmpint (again_info.created_at_us, ==, info->created_at_us);
  check_same (description, again);
}

static void
fuzz_text (const char    *text,
           gsize          length,
           DuoInviteForm  form)
{
  g_autoptr (GError) error = NULL;
  DuoInviteInfo info = { 0, 0 };
  g_autoptr (DuoDescription) description = duo_invite_code_parse (text, length, &info, &error);
  DuoInviteSpan span = { 0, 0, FALSE };

  g_assert_true ((description == NULL) == (error != NULL));
  (void) duo_invite_code_get_missing (error);
  if (g_utf8_validate_len (text, length, NULL))
    {
      for (gsize from = 0; duo_invite_code_find (text, length, from, &span); from = span.end)
        {
          g_assert_true (from <= span.start && span.start < span.end && span.end <= length);
        }
    }
  if (description != NULL)
    {
      check_round_trip (description, form, &info);
    }
}

/* What stands behind a checksum that is right. */
static void
fuzz_body (const guint8  *body,
           gsize          length,
           DuoInviteForm  form)
{
  g_autoptr (GError) error = NULL;
  DuoInviteInfo info = { 0, 0 };
  g_autoptr (DuoDescription) description = duo_invite_body_read (body, length, &info, &error);

  g_assert_true ((description == NULL) == (error != NULL));
  if (description != NULL)
    {
      check_round_trip (description, form, &info);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  DuoInviteForm form;

  if (size < 1 || size > 1000)
    {
      return 0;
    }
  form = (DuoInviteForm) (data[0] % 3);
  if ((data[0] & 0x80) != 0)
    {
      fuzz_text ((const char *) data + 1, size - 1, form);
    }
  else
    {
      fuzz_body (data + 1, size - 1, form);
    }
  return 0;
}
