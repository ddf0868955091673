/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-background.h"
#include "duo-fake-service.h"
#include "duo-test-wait.h"

static const char portal_xml[] =
  "<node>"
  "  <interface name='org.freedesktop.portal.Background'>"
  "    <method name='RequestBackground'>"
  "      <arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
  "      <arg type='o' direction='out'/>"
  "    </method>"
  "  </interface>"
  "</node>";

typedef struct
{
  GDBusConnection *bus;   /* (owned) */
  DuoFakeService *portal; /* (owned) (nullable) */
  char *request;          /* (owned) (nullable): its path */
  char *reason;           /* (owned) (nullable) */
  gboolean answers_at_once;

  gboolean is_answered;
  gboolean is_allowed;
  GError *error; /* (owned) (nullable) */
} Fixture;

static void
answer (Fixture  *fixture,
        guint32   response,
        gboolean  is_allowed)
{
  GVariantBuilder results = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&results, "{sv}", "background", g_variant_new_boolean (is_allowed));
  g_variant_builder_add (&results, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  duo_fake_service_emit (fixture->portal, fixture->request, "org.freedesktop.portal.Request",
                         "Response", g_variant_new ("(ua{sv})", response, &results));
}

static GVariant *
method_cb (DuoFakeService *service,
           const char     *sender,
           const char     *method,
           GVariant       *parameters,
           gpointer        user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *name = g_strdup (sender + 1);
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  const char *token = NULL;
  gboolean starts_by_itself = TRUE;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "reason", "s", &fixture->reason));
  g_assert_true (g_variant_lookup (options, "autostart", "b", &starts_by_itself));
  g_assert_false (starts_by_itself);
  fixture->request = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s",
                                      g_strdelimit (name, ".", '_'), token);
  if (fixture->answers_at_once)
    answer (fixture, 0, TRUE);

  return g_variant_new ("(o)", fixture->request);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->is_allowed = duo_background_ask_finish (result, &fixture->error);
  fixture->is_answered = TRUE;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  has_portal)
{
  fixture->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (fixture->bus);
  if (has_portal != NULL)
    fixture->portal = duo_fake_service_new ("org.freedesktop.portal.Desktop",
                                            "/org/freedesktop/portal/desktop", portal_xml, method_cb,
                                            fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  has_portal)
{
  if (fixture->portal != NULL)
    {
      duo_fake_service_settle (fixture->portal);
      duo_fake_service_free (fixture->portal);
    }
  g_object_unref (fixture->bus);
  g_free (fixture->request);
  g_free (fixture->reason);
  g_clear_error (&fixture->error);
}

static gboolean
is_requested (gpointer user_data)
{
  return ((Fixture *) user_data)->request != NULL;
}

static gboolean
is_answered (gpointer user_data)
{
  return ((Fixture *) user_data)->is_answered;
}

static void
ask (Fixture      *fixture,
     GCancellable *cancellable)
{
  duo_background_ask_async (fixture->bus, "Staying connected.", cancellable, asked_cb, fixture);
}

static void
test_allowed (Fixture       *fixture,
              gconstpointer  data)
{
  ask (fixture, NULL);
  duo_test_wait (is_requested, fixture, 10000, "the portal is asked");
  g_assert_cmpstr (fixture->reason, ==, "Staying connected.");
  g_assert_false (fixture->is_answered);
  answer (fixture, 0, TRUE);
  duo_test_wait (is_answered, fixture, 10000, "the answer is there");
  g_assert_no_error (fixture->error);
  g_assert_true (fixture->is_allowed);
}

/* The signal overtakes the reply to the call. */
static void
test_allowed_at_once (Fixture       *fixture,
                      gconstpointer  data)
{
  fixture->answers_at_once = TRUE;
  ask (fixture, NULL);
  duo_test_wait (is_answered, fixture, 10000, "the answer is there");
  g_assert_true (fixture->is_allowed);
}

static void
test_denied (Fixture       *fixture,
             gconstpointer  data)
{
  ask (fixture, NULL);
  duo_test_wait (is_requested, fixture, 10000, "the portal is asked");
  answer (fixture, 0, FALSE);
  duo_test_wait (is_answered, fixture, 10000, "the answer is there");
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

/* The person closed the question. */
static void
test_dismissed (Fixture       *fixture,
                gconstpointer  data)
{
  ask (fixture, NULL);
  duo_test_wait (is_requested, fixture, 10000, "the portal is asked");
  answer (fixture, 1, TRUE);
  duo_test_wait (is_answered, fixture, 10000, "the answer is there");
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

static void
test_no_portal (Fixture       *fixture,
                gconstpointer  data)
{
  ask (fixture, NULL);
  duo_test_wait (is_answered, fixture, 10000, "it is known that nobody answers");
  g_assert_nonnull (fixture->error);
  g_assert_false (g_error_matches (fixture->error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED));
}

/* Whoever asked is gone when the answer comes. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  ask (fixture, cancellable);
  duo_test_wait (is_requested, fixture, 10000, "the portal is asked");
  g_cancellable_cancel (cancellable);
  answer (fixture, 0, TRUE);
  duo_test_wait (is_answered, fixture, 10000, "the answer is there");
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/background/allowed", Fixture, "", set_up, test_allowed, tear_down);
  g_test_add ("/background/allowed-at-once", Fixture, "", set_up, test_allowed_at_once, tear_down);
  g_test_add ("/background/denied", Fixture, "", set_up, test_denied, tear_down);
  g_test_add ("/background/dismissed", Fixture, "", set_up, test_dismissed, tear_down);
  g_test_add ("/background/no-portal", Fixture, NULL, set_up, test_no_portal, tear_down);
  g_test_add ("/background/cancelled", Fixture, "", set_up, test_cancelled, tear_down);

  return g_test_run ();
}
