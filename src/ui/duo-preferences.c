/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-preferences.h"

#include <glib/gi18n.h>

#include "duo-error-text.h"
#include "duo-names.h"
#include "duo-server.h"

struct _DuoPreferences
{
  AdwPreferencesWindow parent_instance;

  DuoSettings *settings; /* (owned) */
  GPtrArray *rows;       /* (owned) (element-type GtkWidget): of the servers in the list */

  AdwEntryRow *name_row;
  GtkLabel *name_error;
  AdwComboRow *scheme_row;
  GtkSwitch *notifies_switch;
  GtkWidget *shows_text_row;
  GtkSwitch *shows_text_switch;
  GtkSwitch *background_switch;
  GtkSwitch *tells_read_switch;
  GtkSwitch *tells_typing_switch;
  GtkSwitch *keeps_history_switch;
  GtkWidget *delete_all_button;
  AdwPreferencesGroup *server_group;
  AdwEntryRow *server_row;
  GtkLabel *server_error;
  AdwActionRow *relay_row;
  GtkSwitch *relay_switch;
};

G_DEFINE_FINAL_TYPE (DuoPreferences, duo_preferences, ADW_TYPE_PREFERENCES_WINDOW)

enum
{
  SIGNAL_DELETES_ALL,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const schemes[] = { "default", "light", "dark" };

/* ERROR is nullable: nothing is wrong with ROW. */
static void
show_error (GtkWidget    *row,
            GtkLabel     *label,
            const GError *error)
{
  g_autofree char *text = error != NULL ? duo_error_text_dup (error) : NULL;

  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  if (text != NULL)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

/* -- Name and style --------------------------------------------------------- */

static void
name_apply_cb (DuoPreferences *self)
{
  g_autoptr (GError) error = NULL;

  (void) duo_settings_set_display_name (self->settings,
                                        gtk_editable_get_text (GTK_EDITABLE (self->name_row)), &error);
  show_error (GTK_WIDGET (self->name_row), self->name_error, error);
}

static void
name_changed_cb (DuoPreferences *self)
{
  show_error (GTK_WIDGET (self->name_row), self->name_error, NULL);
}

static void
scheme_selected_cb (DuoPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->scheme_row);

  if (self->settings != NULL && selected < G_N_ELEMENTS (schemes))
    duo_settings_set_color_scheme (self->settings, schemes[selected]);
}

static void
load_scheme (DuoPreferences *self)
{
  g_autofree char *scheme = duo_settings_dup_color_scheme (self->settings);

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_strcmp0 (scheme, schemes[i]) == 0)
      adw_combo_row_set_selected (self->scheme_row, i);
}

static void
bind_switches (DuoPreferences *self)
{
  const struct
  {
    const char *key;
    GtkSwitch *widget;
  } switches[] = {
    { "notifies", self->notifies_switch },
    { "shows-text-in-notifications", self->shows_text_switch },
    { "runs-in-background", self->background_switch },
    { "tells-read", self->tells_read_switch },
    { "tells-typing", self->tells_typing_switch },
    { "keeps-history", self->keeps_history_switch },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    duo_settings_bind (self->settings, switches[i].key, G_OBJECT (switches[i].widget), "active");
  g_object_bind_property (self->notifies_switch, "active", self->shows_text_row, "sensitive",
                          G_BINDING_SYNC_CREATE);
}

/* -- What is kept ----------------------------------------------------------- */

static void
delete_all_clicked_cb (DuoPreferences *self)
{
  g_signal_emit (self, signals[SIGNAL_DELETES_ALL], 0);
}

static void
roster_changed_cb (DuoPreferences *self,
                   guint           position,
                   guint           n_removed,
                   guint           n_added,
                   GListModel     *roster)
{
  gtk_widget_set_sensitive (self->delete_all_button, g_list_model_get_n_items (roster) > 0);
}

/* -- Servers ---------------------------------------------------------------- */

static const char *
kind_word (DuoServerKind kind)
{
  switch (kind)
    {
    case DUO_SERVER_STUN:
      return _("STUN server");
    case DUO_SERVER_TURN_UDP:
      return _("TURN server over UDP");
    case DUO_SERVER_TURN_TCP:
      return _("TURN server over TCP");
    case DUO_SERVER_TURN_TLS:
    default:
      return _("TURN server over TLS");
    }
}

static void
remove_clicked_cb (GtkButton      *button,
                   DuoPreferences *self)
{
  duo_settings_remove_server (self->settings, g_object_get_data (G_OBJECT (button), "uri"));
}

static GtkWidget *
remove_button_new (DuoPreferences *self,
                   const char     *uri,
                   const char     *host)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is the name of a server. */
  g_autofree char *label = g_strdup_printf (_("Remove %s"), host);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "uri", g_strdup (uri), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, 0);

  return button;
}

/* The password of a TURN server is not for whoever looks over the shoulder. */
static void
add_row (DuoPreferences *self,
         const char     *uri)
{
  g_autoptr (DuoServer) server = duo_server_parse (uri, NULL);
  g_autofree char *title = NULL;
  GtkWidget *row;

  if (server == NULL)
    return;

  title = g_strdup_printf ("%s:%u", duo_server_get_host (server), duo_server_get_port (server));
  row = g_object_new (ADW_TYPE_ACTION_ROW,
                      "use-markup", FALSE,
                      "title", title,
                      "subtitle", kind_word (duo_server_get_kind (server)),
                      NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove_button_new (self, uri, title));
  adw_preferences_group_add (self->server_group, row);
  g_ptr_array_add (self->rows, row);
}

static void
update_relay (DuoPreferences *self,
              gboolean        has_turn)
{
  gtk_switch_set_active (self->relay_switch, duo_settings_get_relay_only (self->settings));
  gtk_widget_set_sensitive (GTK_WIDGET (self->relay_row),
                            has_turn || gtk_switch_get_active (self->relay_switch));
  adw_action_row_set_subtitle (self->relay_row,
                               has_turn ? _("Hides my address from my friend.")
                                        : _("Hides my address from my friend. Add a TURN server first."));
}

static void
load_servers (DuoPreferences *self)
{
  g_auto (GStrv) stun = duo_settings_dup_stun_servers (self->settings);
  g_auto (GStrv) turn = duo_settings_dup_turn_servers (self->settings);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->server_group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  for (guint i = 0; stun[i] != NULL; i++)
    add_row (self, stun[i]);
  for (guint i = 0; turn[i] != NULL; i++)
    add_row (self, turn[i]);

  update_relay (self, turn[0] != NULL);
}

static void
server_apply_cb (DuoPreferences *self)
{
  GtkEditable *entry = GTK_EDITABLE (self->server_row);
  g_autoptr (GError) error = NULL;

  if (duo_settings_add_server (self->settings, gtk_editable_get_text (entry), &error))
    gtk_editable_set_text (entry, "");
  show_error (GTK_WIDGET (self->server_row), self->server_error, error);
}

static void
server_changed_cb (DuoPreferences *self)
{
  show_error (GTK_WIDGET (self->server_row), self->server_error, NULL);
}

static void
relay_active_cb (DuoPreferences *self)
{
  if (self->settings != NULL)
    duo_settings_set_relay_only (self->settings, gtk_switch_get_active (self->relay_switch));
}

/* -- Life ------------------------------------------------------------------- */

static void
duo_preferences_dispose (GObject *object)
{
  DuoPreferences *self = DUO_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (duo_preferences_parent_class)->dispose (object);
}

static void
duo_preferences_class_init (DuoPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = duo_preferences_dispose;

  signals[SIGNAL_DELETES_ALL] = g_signal_new ("deletes-all", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                              0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, name_row);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, name_error);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, notifies_switch);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, shows_text_row);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, shows_text_switch);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, background_switch);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, tells_read_switch);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, tells_typing_switch);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, keeps_history_switch);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, delete_all_button);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, server_group);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, server_row);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, server_error);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, relay_row);
  gtk_widget_class_bind_template_child (widget_class, DuoPreferences, relay_switch);
  gtk_widget_class_bind_template_callback (widget_class, name_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, scheme_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, server_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, server_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, relay_active_cb);
  gtk_widget_class_bind_template_callback (widget_class, delete_all_clicked_cb);
}

static void
duo_preferences_init (DuoPreferences *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  duo_names_give_groups (GTK_WIDGET (self));
  /* Its group has no title that would name the list. */
  duo_names_set (gtk_widget_get_ancestor (GTK_WIDGET (self->relay_row), GTK_TYPE_LIST_BOX),
                 adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->relay_row)));
}

GtkWidget *
duo_preferences_new (DuoSettings *settings,
                     DuoRoster   *roster)
{
  DuoPreferences *self = g_object_new (DUO_TYPE_PREFERENCES, NULL);
  g_autofree char *name = NULL;

  g_return_val_if_fail (DUO_IS_SETTINGS (settings), GTK_WIDGET (self));
  g_return_val_if_fail (DUO_IS_ROSTER (roster), GTK_WIDGET (self));

  name = duo_settings_dup_display_name (settings);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  self->settings = g_object_ref (settings);
  load_scheme (self);
  bind_switches (self);
  load_servers (self);
  g_signal_connect_object (settings, "changed::stun-servers", G_CALLBACK (load_servers), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::turn-servers", G_CALLBACK (load_servers), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (roster, "items-changed", G_CALLBACK (roster_changed_cb), self,
                           G_CONNECT_SWAPPED);
  roster_changed_cb (self, 0, 0, 0, G_LIST_MODEL (roster));

  return GTK_WIDGET (self);
}
