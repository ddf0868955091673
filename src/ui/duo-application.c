/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-application.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <unistd.h>

#include "duo-about.h"
#include "duo-background.h"
#include "duo-command-line.h"
#include "duo-contrast.h"
#include "duo-core.h"
#include "duo-desk.h"
#include "duo-link-opener.h"
#include "duo-loopback-window.h"
#include "duo-names.h"
#include "duo-preferences.h"
#include "duo-relay.h"
#include "duo-sandbox.h"

#define RESOURCE_PATH "/io/github/duologue/Duologue"

struct _DuoApplication
{
  AdwApplication parent_instance;

  char *profile;             /* (nullable) (owned) */
  DuoCore *core;             /* (nullable): from startup on */
  DuoNotifier *notifier;     /* (nullable): from startup on */
  DuoHerald *herald;         /* (nullable): from startup on */
  DuoDesk *desk;             /* (nullable): from startup on */
  GCancellable *cancellable; /* (owned) */
  DuoLinkOpener *links;      /* (nullable): from startup on */
  GVariant *platform_data;   /* (nullable) (owned): while somebody else's call is handled */
};

G_DEFINE_FINAL_TYPE (DuoApplication, duo_application, ADW_TYPE_APPLICATION)

typedef struct
{
  const char *action;
  const char *accels[3];
} Accels;

static const Accels accels[] = {
  { "app.new-window", { "<Control>n" } },
  { "app.loopback", { "<Control>l" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.shortcuts", { "<Control>question", "F1" } },
  { "app.about", { "<Shift>F1" } },
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.conversations", { "<Control>o" } },
  { "win.connection", { "<Alt>Return" } },
  { "win.invite", { "<Control>i" } },
  { "win.accept", { "<Control>e" } },
  { "win.receive-answer", { "<Control>r" } },
  { "win.receive-candidate", { "<Control><Shift>r" } },
  { "win.hang-up", { "<Control><Shift>h" } },
  { "win.send", { "<Control>Return", "<Control>KP_Enter" } },
  { "win.copy-signal", { "<Control><Shift>c" } },
  { "win.paste-signal", { "<Control><Shift>v" } },
  { "win.show-signals", { "F9" } },
  { "win.find", { "<Control>f" } },
  { "win.find-next", { "<Control>g" } },
  { "win.find-previous", { "<Control><Shift>g" } },
  { "win.go-to-day", { "<Control>d" } },
  { "win.export::text", { "<Control><Shift>s" } },
};

/* -- Actions ---------------------------------------------------------------- */

static void
new_window_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  duo_desk_open (DUO_APPLICATION (user_data)->desk);
}

static void
loopback_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  DuoApplication *self = DUO_APPLICATION (user_data);
  g_autoptr (DuoLoopback) loopback = NULL;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (DUO_IS_LOOPBACK_WINDOW (l->data))
      {
        gtk_window_present (l->data);
        return;
      }

  loopback = duo_core_create_loopback (self->core);
  duo_desk_present (self->desk, GTK_WINDOW (duo_loopback_window_new (GTK_APPLICATION (self), loopback)));
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  DuoApplication *self = DUO_APPLICATION (user_data);
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));
  GtkWidget *window =
    duo_preferences_new (duo_core_get_settings (self->core), duo_core_get_roster (self->core));

  g_signal_connect_object (window, "deletes-all", G_CALLBACK (duo_desk_delete_all), self->desk,
                           G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  duo_desk_present (self->desk, GTK_WINDOW (window));
}

/* GTK fills the keys in by itself only for the help overlay of one window, which
 * it would build along with every window. */
static void
fill_in_keys (GtkApplication *app,
              GObject        *shortcut)
{
  g_autofree char *action = NULL;
  g_autofree char *keys = NULL;
  g_auto (GStrv) found = NULL;

  g_object_get (shortcut, "action-name", &action, NULL);
  if (action == NULL)
    return;

  found = gtk_application_get_accels_for_action (app, action);
  keys = g_strjoinv (" ", found);
  g_object_set (shortcut, "accelerator", keys, NULL);
}

static void
shortcuts_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  GtkApplication *app = GTK_APPLICATION (user_data);
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (RESOURCE_PATH "/duo-shortcuts.ui");
  g_autoptr (GSList) objects = gtk_builder_get_objects (builder);
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  for (GSList *l = objects; l != NULL; l = l->next)
    if (GTK_IS_SHORTCUTS_SHORTCUT (l->data))
      fill_in_keys (app, l->data);
  duo_names_give (GTK_WIDGET (window), GTK_TYPE_TOGGLE_BUTTON, "image-button", _("Search"));
  gtk_window_set_transient_for (window, gtk_application_get_active_window (app));
  gtk_window_present (window);
}

static void
about_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  duo_about_present (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  duo_desk_quit (DUO_APPLICATION (user_data)->desk);
}

/* -- Notifications ---------------------------------------------------------- */

/* Those of an earlier run are known by what is kept. */
static DuoWindow *
show_conversation (DuoApplication *self,
                   gint64          key)
{
  DuoConversation *conversation = duo_herald_find (self->herald, key);
  DuoWindow *window = conversation != NULL ? duo_desk_find (self->desk, conversation) : NULL;

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else if (key > 0 && duo_roster_lookup (duo_core_get_roster (self->core), key) != NULL)
    window = duo_desk_show (self->desk, /* from= */ NULL, key);
  else
    duo_desk_present_any (self->desk);

  return window;
}

static void
open_conversation_cb (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  show_conversation (DUO_APPLICATION (user_data), g_variant_get_int64 (parameter));
}

static void
reply_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  DuoWindow *window = show_conversation (DUO_APPLICATION (user_data), g_variant_get_int64 (parameter));

  if (window != NULL)
    duo_window_focus_entry (window);
}

static void
in_profile_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  DuoApplication *self = DUO_APPLICATION (user_data);

  duo_relay_pass_on (g_application_get_dbus_connection (G_APPLICATION (self)), parameter,
                     self->platform_data);
}

static const GActionEntry actions[] = {
  { .name = "open-conversation", .activate = open_conversation_cb, .parameter_type = "x" },
  { .name = "reply", .activate = reply_cb, .parameter_type = "x" },
  { .name = DUO_RELAY_ACTION, .activate = in_profile_cb, .parameter_type = DUO_RELAY_TYPE },
  { .name = "new-window", .activate = new_window_cb },
  { .name = "loopback", .activate = loopback_cb },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "shortcuts", .activate = shortcuts_cb },
  { .name = "about", .activate = about_cb },
  { .name = "quit", .activate = quit_cb },
};

static void
color_scheme_changed_cb (DuoSettings    *settings,
                         DuoApplication *self)
{
  g_autofree char *name = duo_settings_dup_color_scheme (settings);
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_strcmp0 (name, "light") == 0)
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_strcmp0 (name, "dark") == 0)
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;

  adw_style_manager_set_color_scheme (adw_application_get_style_manager (ADW_APPLICATION (self)),
                                      scheme);
}

/* -- The background --------------------------------------------------------- */

static void
background_asked_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  DuoApplication *self = user_data;
  GtkWidget *dialog;

  if (duo_background_ask_finish (result, &error) ||
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return;

  duo_settings_set_runs_in_background (duo_core_get_settings (self->core), FALSE);
  dialog = adw_message_dialog_new (gtk_application_get_active_window (GTK_APPLICATION (self)),
                                   _("Not Allowed to Run in the Background"),
                                   _("Your system ends Duologue when its last window is closed. "
                                     "You can allow it in the system's settings."));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* In a sandbox the desktop ends what has no window, unless it was asked. */
static void
runs_in_background_changed_cb (DuoSettings    *settings,
                               DuoApplication *self)
{
  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (self));

  if (bus == NULL || !duo_settings_get_runs_in_background (settings) ||
      !duo_sandbox_is_around ())
    return;

  duo_background_ask_async (bus, _("Duologue stays connected with your friends."), self->cancellable,
                            background_asked_cb, self);
}

/* -- GApplication ----------------------------------------------------------- */

static void
duo_application_startup (GApplication *application)
{
  DuoApplication *self = DUO_APPLICATION (application);
  DuoSettings *settings;

  G_APPLICATION_CLASS (duo_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action, accels[i].accels);

  self->core = duo_core_new (self->profile);
  self->notifier = duo_notifier_new (application, duo_core_get_settings (self->core),
                                     duo_sandbox_is_around () ? self->profile : NULL);
  self->herald = duo_herald_new (self->notifier);
  self->desk = duo_desk_new (GTK_APPLICATION (self), self->core, self->herald);
  self->links = duo_link_opener_new (GTK_APPLICATION (self), self->core, self->desk);
  settings = duo_core_get_settings (self->core);
  g_signal_connect_object (settings, "changed::color-scheme", G_CALLBACK (color_scheme_changed_cb),
                           self, 0);
  color_scheme_changed_cb (settings, self);
  g_signal_connect_object (settings, "changed::runs-in-background",
                           G_CALLBACK (runs_in_background_changed_cb), self, 0);
  duo_contrast_follow (adw_application_get_style_manager (ADW_APPLICATION (self)));
}

static void
duo_application_activate (GApplication *application)
{
  duo_desk_present_any (DUO_APPLICATION (application)->desk);
}

/* From the desktop and from browsers: a URI, kept as it is because nobody knows its scheme. */
static void
duo_application_open (GApplication  *application,
                      GFile        **files,
                      int            n_files,
                      const char    *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      duo_link_opener_open (DUO_APPLICATION (application)->links, uri);
    }
}

static int
duo_application_command_line (GApplication            *application,
                              GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (command_line, NULL);

  switch (duo_command_line_get_command ((const char *const *) arguments))
    {
    case DUO_COMMAND_OPEN_LINKS:
      for (gsize i = 1; arguments[i] != NULL; i++)
        duo_link_opener_open (DUO_APPLICATION (application)->links, arguments[i]);
      return 0;
    case DUO_COMMAND_REFUSE:
      g_application_command_line_printerr (command_line, "%s\n",
                                           _("Duologue takes options and links only. See “duologue --help”."));
      return 1;
    case DUO_COMMAND_ACTIVATE:
    default:
      break;
    }

  if (g_variant_dict_contains (options, "loopback"))
    g_action_group_activate_action (G_ACTION_GROUP (application), "loopback", NULL);
  else
    g_application_activate (application);

  return 0;
}

static gboolean
take_profile (DuoApplication *self,
              const char     *profile)
{
  g_autofree char *id = duo_command_line_dup_application_id (profile);

  if (id == NULL)
    return FALSE;

  g_free (self->profile);
  self->profile = g_strdup (profile);
  g_application_set_application_id (G_APPLICATION (self), id);
  /* GNOME's own notifications need a desktop file of that name. */
  if (!duo_sandbox_is_around ())
    (void) g_setenv ("GNOTIFICATION_BACKEND", "freedesktop", FALSE);

  return TRUE;
}

static int
duo_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  const char *profile = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Duologue %s\n", DUO_VERSION);
      return 0;
    }

  if (g_variant_dict_lookup (options, "profile", "&s", &profile) &&
      !take_profile (DUO_APPLICATION (application), profile))
    {
      g_printerr ("%s\n", _("A profile's name has 1 to 32 letters, digits, “-” or “_”."));
      return 1;
    }

  return -1;
}

static void
duo_application_shutdown (GApplication *application)
{
  DuoApplication *self = DUO_APPLICATION (application);
  gboolean is_settled;

  /* Who could answer is gone. */
  if (self->notifier != NULL)
    duo_notifier_withdraw_all (self->notifier);
  is_settled = self->core == NULL || duo_core_shut_down (self->core);

  G_APPLICATION_CLASS (duo_application_parent_class)->shutdown (application);

  /* A thread of the engine's hangs or is slow: leaving it behind without running
   * destructors is the only way to end that does not crash it. */
  if (!is_settled)
    {
      g_settings_sync ();
      _exit (EXIT_SUCCESS);
    }
}

static void
duo_application_before_emit (GApplication *application,
                             GVariant     *platform_data)
{
  DuoApplication *self = DUO_APPLICATION (application);

  g_clear_pointer (&self->platform_data, g_variant_unref);
  self->platform_data = g_variant_ref (platform_data);

  G_APPLICATION_CLASS (duo_application_parent_class)->before_emit (application, platform_data);
}

static void
duo_application_after_emit (GApplication *application,
                            GVariant     *platform_data)
{
  g_clear_pointer (&DUO_APPLICATION (application)->platform_data, g_variant_unref);

  G_APPLICATION_CLASS (duo_application_parent_class)->after_emit (application, platform_data);
}

static void
duo_application_finalize (GObject *object)
{
  DuoApplication *self = DUO_APPLICATION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->links);
  g_clear_object (&self->desk);
  g_clear_object (&self->herald);
  g_clear_object (&self->notifier);
  g_clear_object (&self->core);
  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->platform_data, g_variant_unref);

  G_OBJECT_CLASS (duo_application_parent_class)->finalize (object);
}

static void
duo_application_class_init (DuoApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = duo_application_finalize;

  application_class->startup = duo_application_startup;
  application_class->activate = duo_application_activate;
  application_class->open = duo_application_open;
  application_class->command_line = duo_application_command_line;
  application_class->handle_local_options = duo_application_handle_local_options;
  application_class->before_emit = duo_application_before_emit;
  application_class->after_emit = duo_application_after_emit;
  application_class->shutdown = duo_application_shutdown;
}

static const GOptionEntry options[] = {
  { "profile", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_("Run apart from the other profiles, with settings of its own"), N_("NAME") },
  { "loopback", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("Open the loopback window first"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("Show the version and exit"), NULL },
  { 0 }
};

static void
duo_application_init (DuoApplication *self)
{
  GApplication *application = G_APPLICATION (self);

  self->cancellable = g_cancellable_new ();
  g_application_add_main_option_entries (application, options);
  g_application_set_option_context_summary (application, _("Talk with one other person, without a server in between."));
}

DuoApplication *
duo_application_new (void)
{
  /* The resources stay where they are, whatever the profile makes of the id. */
  return g_object_new (DUO_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "resource-base-path", RESOURCE_PATH,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
