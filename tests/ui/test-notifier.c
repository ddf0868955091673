/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "duo-fake-service.h"
#include "duo-limits.h"
#include "duo-notification-text.h"
#include "duo-notifier.h"
#include "duo-relay.h"
#include "duo-test-wait.h"

/* A notification server on this test's own session bus, which writes down what it
 * is told.  It asks for the body with tags, as GNOME's and KDE's do. */
static const char server_xml[] =
  "<node>"
  "  <interface name='org.freedesktop.Notifications'>"
  "    <method name='GetCapabilities'><arg type='as' direction='out'/></method>"
  "    <method name='Notify'>"
  "      <arg type='s' direction='in'/><arg type='u' direction='in'/>"
  "      <arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "      <arg type='s' direction='in'/><arg type='as' direction='in'/>"
  "      <arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
  "      <arg type='u' direction='out'/>"
  "    </method>"
  "    <method name='CloseNotification'><arg type='u' direction='in'/></method>"
  "    <signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
  "  </interface>"
  "</node>";

typedef struct
{
  DuoFakeService *server; /* (owned) (nullable) */
  const char *const *capabilities;

  guint last_id;
  guint n_shown;
  guint n_replaced;
  guint n_closed;
  guint closed_id;
  char *title;   /* (owned) */
  char *body;    /* (owned) */
  GStrv buttons; /* (owned) id, label, … */

  GApplication *application; /* (owned) */
  GSettings *store;          /* (owned) */
  DuoSettings *settings;     /* (owned) */
  DuoNotifier *notifier;     /* (owned) */
  gint64 opened;
  gint64 replied;
} Fixture;

static guint
take_notification (Fixture  *fixture,
                   GVariant *parameters)
{
  guint replaced = 0;

  g_free (fixture->title);
  g_free (fixture->body);
  g_strfreev (fixture->buttons);
  g_variant_get (parameters, "(&su&sss^asa{sv}i)", NULL, &replaced, NULL, &fixture->title,
                 &fixture->body, &fixture->buttons, NULL, NULL);
  fixture->n_shown++;
  if (replaced != 0)
    fixture->n_replaced++;

  return replaced != 0 ? replaced : ++fixture->last_id;
}

static GVariant *
method_cb (DuoFakeService *service,
           const char     *sender,
           const char     *method,
           GVariant       *parameters,
           gpointer        user_data)
{
  Fixture *fixture = user_data;

  if (g_str_equal (method, "GetCapabilities"))
    return g_variant_new ("(^as)", fixture->capabilities);
  if (g_str_equal (method, "Notify"))
    return g_variant_new ("(u)", take_notification (fixture, parameters));

  g_variant_get (parameters, "(u)", &fixture->closed_id);
  fixture->n_closed++;

  return NULL;
}

static void
start_server (Fixture           *fixture,
              const char *const *capabilities)
{
  fixture->capabilities = capabilities;
  fixture->server = duo_fake_service_new ("org.freedesktop.Notifications",
                                          "/org/freedesktop/Notifications", server_xml, method_cb,
                                          fixture);
}

static void
action_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  gint64 *target = user_data;

  *target = g_variant_get_int64 (parameter);
}

static void
add_action (Fixture    *fixture,
            const char *name,
            gint64     *target)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, G_VARIANT_TYPE_INT64);

  g_signal_connect (action, "activate", G_CALLBACK (action_cb), target);
  g_action_map_add_action (G_ACTION_MAP (fixture->application), G_ACTION (action));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  capabilities)
{
  static guint n_applications = 0;
  g_autofree char *id = g_strdup_printf ("org.example.Notifier%u", n_applications++);
  g_autoptr (GError) error = NULL;

  if (capabilities != NULL)
    start_server (fixture, capabilities);
  fixture->application = g_application_new (id, G_APPLICATION_DEFAULT_FLAGS);
  g_application_register (fixture->application, NULL, &error);
  g_assert_no_error (error);
  add_action (fixture, "open-conversation", &fixture->opened);
  add_action (fixture, "reply", &fixture->replied);
  fixture->store = g_settings_new_with_path ("io.github.duologue.Duologue", "/io/github/duologue/Duologue/");
  g_settings_reset (fixture->store, "notifies");
  g_settings_reset (fixture->store, "shows-text-in-notifications");
  fixture->settings = duo_settings_new (fixture->store);
  fixture->notifier = duo_notifier_new (fixture->application, fixture->settings, /* profile= */ NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  capabilities)
{
  /* GLib 2.74 ends badly if its server does before the notifications did, and forgets
   * one only if the server has answered. */
  duo_fake_service_settle (fixture->server);
  duo_notifier_withdraw_all (fixture->notifier);
  g_assert_finalize_object (fixture->notifier);
  g_object_unref (fixture->settings);
  g_object_unref (fixture->store);
  g_object_unref (fixture->application);
  duo_fake_service_free (fixture->server);
  g_free (fixture->title);
  g_free (fixture->body);
  g_strfreev (fixture->buttons);
}

static void
wait_until (Fixture          *fixture,
            DuoTestCondition  condition,
            const char       *what)
{
  duo_test_wait (condition, fixture, 10000, what);
}

static gboolean
has_shown_cb (gpointer user_data)
{
  return ((Fixture *) user_data)->n_shown > 0;
}

static gboolean
has_closed_cb (gpointer user_data)
{
  return ((Fixture *) user_data)->n_closed > 0;
}

static void
test_shown_and_withdrawn (Fixture       *fixture,
                          gconstpointer  data)
{
  duo_notifier_tell (fixture->notifier, 7, "Anna", "Hello", 1);
  wait_until (fixture, has_shown_cb, "a notification is there");
  g_assert_cmpstr (fixture->title, ==, "Anna");
  g_assert_cmpstr (fixture->body, ==, "Hello");
  g_assert_cmpuint (g_strv_length (fixture->buttons), ==, 4);
  g_assert_cmpstr (fixture->buttons[0], ==, "default");
  g_assert_cmpstr (fixture->buttons[3], ==, "Reply");

  duo_notifier_withdraw (fixture->notifier, 8);
  duo_notifier_withdraw (fixture->notifier, 7);
  wait_until (fixture, has_closed_cb, "its end is there");
  g_assert_cmpuint (fixture->closed_id, ==, fixture->last_id);
  g_assert_cmpuint (fixture->n_shown, ==, 1);
}

static gboolean
has_opened_cb (gpointer user_data)
{
  return ((Fixture *) user_data)->opened != 0;
}

static gboolean
has_replied_cb (gpointer user_data)
{
  return ((Fixture *) user_data)->replied != 0;
}

static void
press (Fixture    *fixture,
       const char *button)
{
  duo_fake_service_emit (fixture->server, "/org/freedesktop/Notifications",
                         "org.freedesktop.Notifications", "ActionInvoked",
                         g_variant_new ("(us)", fixture->last_id, button));
}

/* A negative key is of a conversation that is not kept. */
static void
test_pressed (Fixture       *fixture,
              gconstpointer  data)
{
  duo_notifier_tell (fixture->notifier, G_GINT64_CONSTANT (-5000000000), NULL, "Hello", 1);
  wait_until (fixture, has_shown_cb, "a notification is there");
  g_assert_cmpstr (fixture->title, ==, "Friend");
  press (fixture, "default");
  wait_until (fixture, has_opened_cb, "its conversation is there");
  g_assert_cmpint (fixture->opened, ==, G_GINT64_CONSTANT (-5000000000));
  g_assert_cmpint (fixture->replied, ==, 0);
}

static void
test_replied (Fixture       *fixture,
              gconstpointer  data)
{
  duo_notifier_tell (fixture->notifier, G_MAXINT64, "Anna", "Hello", 1);
  wait_until (fixture, has_shown_cb, "a notification is there");
  press (fixture, fixture->buttons[2]);
  wait_until (fixture, has_replied_cb, "the reply is there");
  g_assert_cmpint (fixture->replied, ==, G_MAXINT64);
  g_assert_cmpint (fixture->opened, ==, 0);
}

/* What reached the other profile. */
typedef struct
{
  char *action; /* (owned) (nullable) */
  gint64 key;
  char *token; /* (owned) (nullable) */
} Relayed;

static GVariant *
relayed_cb (DuoFakeService *service,
            const char     *sender,
            const char     *method,
            GVariant       *parameters,
            gpointer        user_data)
{
  Relayed *relayed = user_data;
  g_autoptr (GVariantIter) targets = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autoptr (GVariant) platform_data = NULL;

  g_clear_pointer (&relayed->action, g_free);
  g_variant_get (parameters, "(sav@a{sv})", &relayed->action, &targets, &platform_data);
  g_assert_true (g_variant_iter_next (targets, "v", &target));
  relayed->key = g_variant_get_int64 (target);
  g_clear_pointer (&relayed->token, g_free);
  (void) g_variant_lookup (platform_data, "activation-token", "s", &relayed->token);

  return NULL;
}

static void
in_profile_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  g_autoptr (GVariant) platform_data =
    g_variant_ref_sink (g_variant_new_parsed ("{'activation-token': <'let me'>}"));

  duo_relay_pass_on (g_application_get_dbus_connection (user_data), parameter, platform_data);
}

static gboolean
has_relayed_cb (gpointer user_data)
{
  return ((Relayed *) user_data)->action != NULL;
}

/* The fixture's application stands for the usual profile, whose bus name is all that the
 * desktop knows; Carla's own is -carla's. */
static void
test_of_another_profile (Fixture       *fixture,
                         gconstpointer  data)
{
  static const char xml[] =
    "<node><interface name='org.freedesktop.Application'><method name='ActivateAction'>"
    "<arg type='s' direction='in'/><arg type='av' direction='in'/><arg type='a{sv}' direction='in'/>"
    "</method></interface></node>";
  Relayed relayed = { 0 };
  DuoFakeService *carla = duo_fake_service_new (APPLICATION_ID ".-carla",
                                                "/io/github/duologue/Duologue/_carla", xml, relayed_cb,
                                                &relayed);
  g_autoptr (GSimpleAction) action = g_simple_action_new (DUO_RELAY_ACTION, G_VARIANT_TYPE (DUO_RELAY_TYPE));

  g_signal_connect (action, "activate", G_CALLBACK (in_profile_cb), fixture->application);
  g_action_map_add_action (G_ACTION_MAP (fixture->application), G_ACTION (action));
  g_object_unref (fixture->notifier);
  fixture->notifier = duo_notifier_new (fixture->application, fixture->settings, "-carla");

  duo_notifier_tell (fixture->notifier, 7, "Anna", "Hello", 1);
  wait_until (fixture, has_shown_cb, "a notification is there");
  press (fixture, "default");
  duo_test_wait (has_relayed_cb, &relayed, 10000, "the other profile heard of it");
  g_assert_cmpstr (relayed.action, ==, "open-conversation");
  g_assert_cmpint (relayed.key, ==, 7);
  g_assert_cmpstr (relayed.token, ==, "let me");

  g_clear_pointer (&relayed.action, g_free);
  fixture->n_shown = 0;
  duo_notifier_tell (fixture->notifier, 7, "Anna", "Hello again", 2);
  wait_until (fixture, has_shown_cb, "the next notification is there");
  press (fixture, fixture->buttons[2]);
  duo_test_wait (has_relayed_cb, &relayed, 10000, "the other profile heard of the reply");
  g_assert_cmpstr (relayed.action, ==, "reply");
  g_assert_cmpint (fixture->opened + fixture->replied, ==, 0);

  duo_fake_service_settle (carla);
  duo_fake_service_free (carla);
  g_free (relayed.action);
  g_free (relayed.token);
}

/* Anybody on the bus can say that a notification was pressed. */
static void
test_relay_of_nonsense (Fixture       *fixture,
                        gconstpointer  data)
{
  static const char *const targets[] = {
    "('bob', 'quit', @x 1)",
    "('', 'reply', @x 1)",
    "('../bob', 'reply', @x 1)",
    "('bob.x', 'reply', @x 1)",
    "('nobody', 'reply', @x 1)",
  };
  GDBusConnection *bus = g_application_get_dbus_connection (fixture->application);

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (GVariant) target = g_variant_parse (NULL, targets[i], NULL, NULL, NULL);

      g_assert_nonnull (target);
      duo_relay_pass_on (bus, target, /* platform_data= */ NULL);
    }
  duo_test_settle (50);
  g_assert_cmpint (fixture->opened + fixture->replied, ==, 0);
}

static gboolean
has_calmed_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  return fixture->body != NULL && g_str_has_prefix (fixture->body, "10000 new messages\n");
}

/* One a conversation, and one update a second, whatever a friend does. */
static void
test_flood (Fixture       *fixture,
            gconstpointer  data)
{
  gint64 began_us = g_get_monotonic_time ();
  guint most;

  for (guint i = 1; i <= 10000; i++)
    {
      duo_notifier_tell (fixture->notifier, 3, "Anna", "again", i);
      if (i % 100 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  wait_until (fixture, has_calmed_cb, "the last of the flood is there");
  g_assert_cmpstr (fixture->body, ==, "10000 new messages\nagain");
  most = 1 + (guint) ((g_get_monotonic_time () - began_us) / G_USEC_PER_SEC);
  g_assert_cmpuint (fixture->n_shown, <=, most);
  g_assert_cmpuint (fixture->last_id, ==, 1);
  g_assert_cmpuint (fixture->n_replaced, ==, fixture->n_shown - 1);
}

static void
test_tags_are_text (Fixture       *fixture,
                    gconstpointer  data)
{
  const char *const *capabilities = data;
  gboolean reads_tags = g_strv_contains (capabilities, "body-markup");

  duo_notifier_tell (fixture->notifier, 1, "<b>System</b> & update",
                     "<span size=\"999999\">&#0; %s%n <a href=\"x\">y</a>", 1);
  wait_until (fixture, has_shown_cb, "a notification is there");
  g_assert_cmpstr (fixture->title, ==, "<b>System</b> & update");
  g_assert_cmpstr (fixture->body, ==,
                   reads_tags ? "&lt;span size=\"999999\"&gt;&amp;#0; %s%n &lt;a href=\"x\"&gt;y&lt;/a&gt;"
                              : "<span size=\"999999\">&#0; %s%n <a href=\"x\">y</a>");
}

static void
test_text_is_hidden (Fixture       *fixture,
                     gconstpointer  data)
{
  duo_settings_set_shows_text_in_notifications (fixture->settings, FALSE);
  duo_notifier_tell (fixture->notifier, 1, "Anna", "my secret", 1);
  wait_until (fixture, has_shown_cb, "a notification is there");
  g_assert_cmpstr (fixture->title, ==, "Anna");
  g_assert_cmpstr (fixture->body, ==, "New message");
}

/* Also what the desktop shows already. */
static void
test_turned_off (Fixture       *fixture,
                 gconstpointer  data)
{
  duo_notifier_tell (fixture->notifier, 1, "Anna", "Hello", 1);
  wait_until (fixture, has_shown_cb, "a notification is there");
  duo_settings_set_notifies (fixture->settings, FALSE);
  wait_until (fixture, has_closed_cb, "its end is there");
  duo_notifier_tell (fixture->notifier, 1, "Anna", "Hello", 2);
  duo_notifier_tell_connected (fixture->notifier, 2, "Bob");
  duo_settings_set_notifies (fixture->settings, TRUE);
  fixture->n_shown = 0;
  duo_notifier_tell_connected (fixture->notifier, 3, "Carla");
  wait_until (fixture, has_shown_cb, "the one after is there");
  g_assert_cmpstr (fixture->title, ==, "Carla");
  g_assert_cmpuint (fixture->n_shown, ==, 1);
}

/* It was seen before the desktop was asked, or while it was. */
static void
test_seen_at_once (Fixture       *fixture,
                   gconstpointer  data)
{
  duo_notifier_tell (fixture->notifier, 1, "Anna", "Hello", 1);
  duo_notifier_withdraw (fixture->notifier, 1);
  duo_notifier_tell (fixture->notifier, 2, "Bob", "Hello", 1);
  wait_until (fixture, has_shown_cb, "the other notification is there");
  g_assert_cmpstr (fixture->title, ==, "Bob");
  g_assert_cmpuint (fixture->last_id, ==, 1);
  /* GLib does not know its number yet: the server has not answered. */
  duo_notifier_withdraw (fixture->notifier, 2);
  wait_until (fixture, has_closed_cb, "its end is there");
  g_assert_cmpuint (fixture->closed_id, ==, 1);
}

/* Where no server is nothing is sent, and nothing is complained of. */
static void
test_no_server (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const capabilities[] = { "body", NULL };

  duo_notifier_tell (fixture->notifier, 1, "Anna", "Hello", 1);
  duo_test_settle (100);
  duo_notifier_withdraw (fixture->notifier, 1);
  start_server (fixture, capabilities);
  duo_notifier_tell (fixture->notifier, 1, "Anna", "Hello again", 2);
  wait_until (fixture, has_shown_cb, "a notification from now on is there");
  g_assert_cmpstr (fixture->body, ==, "2 new messages\nHello again");
}

static void
test_words (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *cut = duo_notification_text_dup_body (long_text, 1);
  g_autofree char *lying = duo_notification_text_dup_body ("abc\xe2\x80\xaegpj.exe\x07", 1);
  g_autofree char *many_lines = duo_notification_text_dup_body ("1\n2\n3\n4\n5\n6\n7\n8", 1);
  g_autofree char *name = duo_notification_text_dup_title ("two\nlines\xe2\x80\xae");
  g_autofree char *nobody = duo_notification_text_dup_title ("\xe2\x80\xae");
  g_autofree char *hidden = duo_notification_text_dup_body (NULL, 12);

  g_assert_cmpint (g_utf8_strlen (cut, -1), <, DUO_NOTIFICATION_MAX_CHARS + 20);
  g_assert_null (strstr (lying, "\xe2\x80\xae"));
  g_assert_null (strchr (lying, '\x07'));
  g_assert_null (strchr (many_lines, '7'));
  g_assert_null (strchr (name, '\n'));
  g_assert_cmpstr (nobody, ==, "Friend");
  g_assert_cmpstr (hidden, ==, "12 new messages");
}

int
main (int   argc,
      char *argv[])
{
  static const char *const plain[] = { "body", "actions", NULL };
  static const char *const markup[] = { "actions", "body", "body-markup", NULL };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/notifier/words", test_words);
  g_test_add ("/notifier/shown-and-withdrawn", Fixture, markup, set_up, test_shown_and_withdrawn, tear_down);
  g_test_add ("/notifier/pressed", Fixture, markup, set_up, test_pressed, tear_down);
  g_test_add ("/notifier/replied", Fixture, markup, set_up, test_replied, tear_down);
  g_test_add ("/notifier/of-another-profile", Fixture, markup, set_up, test_of_another_profile, tear_down);
  g_test_add ("/notifier/relay-of-nonsense", Fixture, markup, set_up, test_relay_of_nonsense, tear_down);
  g_test_add ("/notifier/flood", Fixture, markup, set_up, test_flood, tear_down);
  g_test_add ("/notifier/tags-are-text", Fixture, markup, set_up, test_tags_are_text, tear_down);
  g_test_add ("/notifier/tags-are-text-anyway", Fixture, plain, set_up, test_tags_are_text, tear_down);
  g_test_add ("/notifier/text-is-hidden", Fixture, markup, set_up, test_text_is_hidden, tear_down);
  g_test_add ("/notifier/turned-off", Fixture, markup, set_up, test_turned_off, tear_down);
  g_test_add ("/notifier/seen-at-once", Fixture, markup, set_up, test_seen_at_once, tear_down);
  g_test_add ("/notifier/no-server", Fixture, NULL, set_up, test_no_server, tear_down);

  return g_test_run ();
}
