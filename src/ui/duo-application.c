/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-application.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "duo-about.h"
#include "duo-contrast.h"
#include "duo-chat-error.h"
#include "duo-core.h"
#include "duo-error-text.h"
#include "duo-limits.h"
#include "duo-link-dialog.h"
#include "duo-loopback-window.h"
#include "duo-preferences.h"
#include "duo-proto-error.h"
#include "duo-window.h"

#define RESOURCE_PATH "/io/github/duologue/Duologue"

struct _DuoApplication
{
  AdwApplication parent_instance;

  char *profile;       /* (nullable) (owned) */
  DuoCore *core;       /* (nullable): from startup on */
  gboolean is_warm;    /* the engine was told to start */
  GtkWindow *question; /* (nullable) (weak): what is asked about a link */
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
  { "win.invite", { "<Control>i" } },
  { "win.accept", { "<Control>e" } },
  { "win.receive-answer", { "<Control>r" } },
  { "win.receive-candidate", { "<Control><Shift>r" } },
  { "win.hang-up", { "<Control><Shift>h" } },
  { "win.send", { "<Control>Return", "<Control>KP_Enter" } },
  { "win.copy-signal", { "<Control><Shift>c" } },
  { "win.paste-signal", { "<Control><Shift>v" } },
  { "win.show-signals", { "F9" } },
};

/* The first frame comes before everything that the person does not see. */
static void
first_frame_cb (GdkFrameClock  *clock,
                DuoApplication *self)
{
  g_signal_handlers_disconnect_by_func (clock, first_frame_cb, self);
  if (self->is_warm || self->core == NULL)
    return;

  g_debug ("first frame");
  self->is_warm = TRUE;
  duo_core_warm_up (self->core);
}

static void
window_mapped_cb (GtkWidget      *window,
                  DuoApplication *self)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (first_frame_cb), self, 0);
}

static void
present_window (DuoApplication *self,
                GtkWindow      *window)
{
  if (!self->is_warm)
    g_signal_connect_object (window, "map", G_CALLBACK (window_mapped_cb), self, 0);
  gtk_window_present (window);
}

static gboolean
keep_size_cb (GtkWindow      *window,
              DuoApplication *self)
{
  int width, height;

  gtk_window_get_default_size (window, &width, &height);
  duo_settings_set_window_size (duo_core_get_settings (self->core), width, height,
                                gtk_window_is_maximized (window));

  return GDK_EVENT_PROPAGATE;
}

static void
restore_size (DuoApplication *self,
              GtkWindow      *window)
{
  int width, height;
  gboolean is_maximized;

  duo_settings_get_window_size (duo_core_get_settings (self->core), &width, &height, &is_maximized);
  gtk_window_set_default_size (window, width, height);
  if (is_maximized)
    gtk_window_maximize (window);
  g_signal_connect_object (window, "close-request", G_CALLBACK (keep_size_cb), self, 0);
}

static GtkWindow *
open_window (DuoApplication *self)
{
  g_autoptr (DuoConversation) conversation = duo_core_create_conversation (self->core);
  GtkWindow *window = GTK_WINDOW (duo_window_new (GTK_APPLICATION (self), conversation,
                                                  duo_core_get_settings (self->core)));

  restore_size (self, window);
  present_window (self, window);

  return window;
}

/* -- Links ------------------------------------------------------------------ */

static DuoWindow *
find_window (DuoApplication  *self,
             DuoConversation *conversation)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (DUO_IS_WINDOW (l->data) && duo_window_get_conversation (l->data) == conversation)
      return l->data;

  return NULL;
}

static DuoWindow *
get_unused_window (DuoApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (DUO_IS_WINDOW (l->data) && duo_window_is_unused (l->data))
      {
        gtk_window_present (l->data);
        return l->data;
      }

  return DUO_WINDOW (open_window (self));
}

static void
tell (DuoApplication *self,
      const char     *text)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (parent == NULL)
    parent = open_window (self);
  g_set_weak_pointer (&self->question, duo_link_dialog_tell (parent, text));
}

/* Whether one of the windows made OFFER itself. */
static gboolean
is_own (DuoApplication *self,
        DuoSignal      *offer)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (DUO_IS_WINDOW (l->data) && duo_window_made (l->data, offer))
      return TRUE;

  return FALSE;
}

static DuoWindow *
get_window_for (DuoApplication  *self,
                DuoSignal       *signal,
                GError         **error)
{
  DuoConversation *inviter;
  DuoWindow *window = NULL;

  switch (duo_signal_get_kind (signal))
    {
    case DUO_SIGNAL_OFFER:
      if (!is_own (self, signal))
        return get_unused_window (self);
      g_set_error_literal (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_OWN_SIGNAL, "made here");
      return NULL;
    case DUO_SIGNAL_ANSWER:
      inviter = duo_core_find_inviter (self->core, signal);
      if (inviter != NULL)
        window = find_window (self, inviter);
      if (window == NULL)
        g_set_error_literal (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_NO_INVITE, "no such invite");
      return window;
    case DUO_SIGNAL_CANDIDATES:
    default:
      g_set_error_literal (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_NO_SIGNAL, "only candidates");
      return NULL;
    }
}

static char *
dup_reason (const GError *error)
{
  if (g_error_matches (error, DUO_CHAT_ERROR, DUO_CHAT_ERROR_NO_INVITE))
    return g_strdup (_("This reply belongs to no invite that is open here. "
                       "Make a new invite and send that to your friend."));

  return duo_error_text_dup (error);
}

static DuoSignal *
read_link (const char  *text,
           GError     **error)
{
  gsize length = strnlen (text, DUO_PASTE_MAX_BYTES + 1);

  if (length > DUO_PASTE_MAX_BYTES)
    {
      g_set_error_literal (error, DUO_PROTO_ERROR, DUO_PROTO_ERROR_TOO_LONG, "too long for a link");
      return NULL;
    }

  return duo_signal_recognise (text, (gssize) length, error);
}

/* A link never connects by itself.  A page may open a hundred of them: there is one
 * question at a time, and what comes while it stands is dropped. */
static void
open_link (DuoApplication *self,
           const char     *text)
{
  g_autoptr (DuoSignal) signal = NULL;
  g_autoptr (GError) error = NULL;
  DuoWindow *window = NULL;

  if (self->question != NULL)
    {
      gtk_window_present (self->question);
      return;
    }

  signal = read_link (text, &error);
  if (signal != NULL)
    window = get_window_for (self, signal, &error);
  if (window == NULL)
    {
      g_autofree char *reason = dup_reason (error);

      tell (self, reason);
      return;
    }

  gtk_window_present (GTK_WINDOW (window));
  g_set_weak_pointer (&self->question, duo_link_dialog_ask (window, signal));
}

static gboolean
is_link (const char *text)
{
  return g_ascii_strncasecmp (text, "duologue:", strlen ("duologue:")) == 0;
}

/* -- Actions ---------------------------------------------------------------- */

static void
new_window_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  open_window (DUO_APPLICATION (user_data));
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
  present_window (self, GTK_WINDOW (duo_loopback_window_new (GTK_APPLICATION (self), loopback)));
}

static void
preferences_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  DuoApplication *self = DUO_APPLICATION (user_data);
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));
  GtkWidget *window = duo_preferences_new (duo_core_get_settings (self->core));

  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  present_window (self, GTK_WINDOW (window));
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

/* Each window is closed the way a person would, so that its friend is told. */
static void
quit_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  g_application_quit (G_APPLICATION (user_data));
}

static const GActionEntry actions[] = {
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
  settings = duo_core_get_settings (self->core);
  g_signal_connect_object (settings, "changed::color-scheme", G_CALLBACK (color_scheme_changed_cb),
                           self, 0);
  color_scheme_changed_cb (settings, self);
  duo_contrast_follow (adw_application_get_style_manager (ADW_APPLICATION (self)));
}

static void
duo_application_activate (GApplication *application)
{
  DuoApplication *self = DUO_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    gtk_window_present (window);
  else
    open_window (self);
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

      open_link (DUO_APPLICATION (application), uri);
    }
}

static int
duo_application_command_line (GApplication            *application,
                              GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (command_line, NULL);

  if (arguments[0] != NULL && arguments[1] != NULL && is_link (arguments[1]))
    {
      for (gsize i = 1; arguments[i] != NULL; i++)
        open_link (DUO_APPLICATION (application), arguments[i]);
      return 0;
    }

  if (arguments[0] != NULL && arguments[1] != NULL)
    {
      g_application_command_line_printerr (command_line, "%s\n",
                                           _("Duologue takes options and links only. See “duologue --help”."));
      return 1;
    }

  if (g_variant_dict_contains (options, "loopback"))
    g_action_group_activate_action (G_ACTION_GROUP (application), "loopback", NULL);
  else
    g_application_activate (application);

  return 0;
}

/* An element of a D-Bus name must not begin with a digit.  What begins with "_"
 * gets one more, so that two profiles never share a name. */
static char *
application_id_for_profile (const char *profile)
{
  gboolean is_escaped = g_ascii_isdigit (profile[0]) || profile[0] == '_';

  return g_strconcat (APPLICATION_ID, ".", is_escaped ? "_" : "", profile, NULL);
}

static gboolean
take_profile (DuoApplication *self,
              const char     *profile)
{
  g_autofree char *id = NULL;

  if (!duo_core_is_profile_name (profile))
    return FALSE;

  id = application_id_for_profile (profile);
  if (!g_application_id_is_valid (id))
    return FALSE;

  g_free (self->profile);
  self->profile = g_strdup (profile);
  g_application_set_application_id (G_APPLICATION (self), id);

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
  gboolean is_settled = self->core == NULL || duo_core_shut_down (self->core);

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
duo_application_finalize (GObject *object)
{
  DuoApplication *self = DUO_APPLICATION (object);

  g_clear_weak_pointer (&self->question);
  g_clear_object (&self->core);
  g_clear_pointer (&self->profile, g_free);

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
