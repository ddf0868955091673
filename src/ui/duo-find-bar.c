/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-find-bar.h"

#include <glib/gi18n.h>

#include "duo-day-picker.h"
#include "duo-hits.h"
#include "duo-text.h"

/* Letters that follow each other faster are looked for together. */
#define TYPING_MS 40

struct _DuoFindBar
{
  GtkWidget parent_instance;

  DuoHits *hits;           /* (owned) */
  DuoMessageLog *log;      /* (owned) (nullable) */
  DuoAnnouncer *announcer; /* (owned) (nullable) */
  DuoHistory *history;     /* (owned) (nullable) */
  GtkWidget *came_from;    /* (nullable) (weak): has the focus when it is closed */
  guint picked;            /* the row of the day that was chosen … */
  gboolean has_picked;     /* … since the calendar was opened */

  GtkSearchBar *bar;
  GtkSearchEntry *entry;
  GtkLabel *count_label;
  GtkMenuButton *day_button;
  DuoDayPicker *day_picker; /* (nullable): until it is asked for */
};

G_DEFINE_FINAL_TYPE (DuoFindBar, duo_find_bar, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* -- What is shown --------------------------------------------------------------- */

static char *
dup_count (DuoFindBar *self)
{
  guint n_hits = duo_hits_get_n_hits (self->hits);

  if (*duo_hits_get_needle (self->hits) == '\0')
    return g_strdup ("");
  if (n_hits > 0)
    /* Translators: which of the messages that were found is shown: "3 of 17". */
    return g_strdup_printf (_("%u of %u"), duo_hits_get_place (self->hits), n_hits);

  return g_strdup (duo_hits_get_is_searching (self->hits) ? _("Searching…") : _("Nothing found"));
}

static void
set_enabled (DuoFindBar *self,
             const char *name,
             gboolean    is_enabled)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GAction *action = G_IS_ACTION_MAP (root) ? g_action_map_lookup_action (G_ACTION_MAP (root), name) : NULL;

  if (action != NULL)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

static void
update_cb (DuoFindBar *self)
{
  g_autofree char *count = dup_count (self);
  gboolean has_hits = duo_hits_get_n_hits (self->hits) > 0;
  gboolean is_vain = *count != '\0' && !has_hits && !duo_hits_get_is_searching (self->hits);

  gtk_label_set_label (self->count_label, count);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->count_label), count);
  gtk_widget_set_visible (GTK_WIDGET (self->count_label), *count != '\0');
  if (is_vain)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  if (is_vain && self->announcer != NULL)
    duo_announcer_say (self->announcer, count);
  set_enabled (self, "find-next", has_hits);
  set_enabled (self, "find-previous", has_hits);
}

static void
announce (DuoFindBar *self,
          gint64      id)
{
  g_autoptr (DuoMessage) message = duo_history_dup_message (self->history, id);
  g_autofree char *shown = NULL;
  g_autofree char *sentence = NULL;

  if (message == NULL || self->announcer == NULL)
    return;

  shown = duo_text_make_shown (duo_message_get_text (message), 300, 10, NULL);
  /* Translators: is read out: which of the messages that were found it is, and its text. */
  sentence = g_strdup_printf (_("%u of %u: %s"), duo_hits_get_place (self->hits),
                              duo_hits_get_n_hits (self->hits), shown);
  duo_announcer_say (self->announcer, sentence);
}

static void
current_cb (DuoFindBar *self)
{
  gint64 id = duo_hits_get_current_id (self->hits);
  const char *needle = duo_hits_get_needle (self->hits);
  guint position;

  if (self->log == NULL)
    return;

  duo_message_log_set_found (self->log, *needle != '\0' ? needle : NULL, id);
  if (id == 0 || !duo_history_find (self->history, id, &position))
    return;

  duo_message_log_scroll_to (self->log, position, FALSE);
  announce (self, id);
}

/* -- What the person does --------------------------------------------------------- */

static gboolean
is_open (DuoFindBar *self)
{
  return gtk_search_bar_get_search_mode (self->bar);
}

static void
open_bar (DuoFindBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!is_open (self))
    g_set_weak_pointer (&self->came_from, gtk_root_get_focus (root));
  gtk_search_bar_set_search_mode (self->bar, TRUE);
}

static void
take_needle (DuoFindBar *self)
{
  const char *needle = is_open (self) ? gtk_editable_get_text (GTK_EDITABLE (self->entry)) : "";

  duo_hits_set_needle (self->hits, needle);
}

static void
search_changed_cb (DuoFindBar *self)
{
  take_needle (self);
  /* Also when nothing is found any more, or the same message as before. */
  current_cb (self);
}

static void
go_older_cb (DuoFindBar *self)
{
  take_needle (self);
  (void) duo_hits_go_older (self->hits);
}

static void
go_newer_cb (DuoFindBar *self)
{
  take_needle (self);
  (void) duo_hits_go_newer (self->hits);
}

static void
give_focus_back (DuoFindBar *self)
{
  GtkWidget *widget = self->came_from;

  g_clear_weak_pointer (&self->came_from);
  if (widget == NULL || !gtk_widget_get_mapped (widget) || !gtk_widget_grab_focus (widget))
    g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
mode_cb (DuoFindBar *self)
{
  take_needle (self);
  if (is_open (self) || self->log == NULL)
    return;

  duo_message_log_set_found (self->log, NULL, 0);
  give_focus_back (self);
}

static void
close_cb (DuoFindBar *self)
{
  gtk_search_bar_set_search_mode (self->bar, FALSE);
}

static gboolean
key_pressed_cb (DuoFindBar      *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  gboolean is_enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if ((is_enter && modifiers == GDK_SHIFT_MASK) || (key == GDK_KEY_Down && modifiers == 0))
    go_newer_cb (self);
  else if (key == GDK_KEY_Up && modifiers == 0)
    go_older_cb (self);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
picked_cb (DuoFindBar *self,
           guint       position)
{
  self->picked = position;
  self->has_picked = TRUE;
  duo_message_log_scroll_to (self->log, position, FALSE);
}

static void
told_cb (DuoFindBar *self,
         const char *text)
{
  if (self->announcer != NULL)
    duo_announcer_say (self->announcer, text);
}

/* The calendar goes: the person is at the day that was chosen. */
static void
day_closed_cb (DuoFindBar *self)
{
  if (self->has_picked)
    duo_message_log_scroll_to (self->log, self->picked, TRUE);
  self->has_picked = FALSE;
}

/* Most windows never show it, and it takes longer to make than the rest of the chat pane. */
static void
create_picker_cb (GtkMenuButton *button,
                  gpointer       user_data)
{
  DuoFindBar *self = user_data;

  if (self->day_picker != NULL)
    return;

  self->day_picker = g_object_new (DUO_TYPE_DAY_PICKER, NULL);
  duo_day_picker_set_history (self->day_picker, self->history);
  g_signal_connect_object (self->day_picker, "picked", G_CALLBACK (picked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->day_picker, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->day_picker, "closed", G_CALLBACK (day_closed_cb), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, GTK_WIDGET (self->day_picker));
}

static void
find_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  DuoFindBar *self = DUO_FIND_BAR (user_data);

  open_bar (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
find_next_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  go_older_cb (DUO_FIND_BAR (user_data));
}

static void
find_previous_cb (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  go_newer_cb (DUO_FIND_BAR (user_data));
}

static void
go_to_day_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  DuoFindBar *self = DUO_FIND_BAR (user_data);

  open_bar (self);
  gtk_menu_button_popup (self->day_button);
}

void
duo_find_bar_add_actions (DuoFindBar *self,
                          GActionMap *map)
{
  static const GActionEntry actions[] = {
    { .name = "find", .activate = find_cb },
    { .name = "find-next", .activate = find_next_cb },
    { .name = "find-previous", .activate = find_previous_cb },
    { .name = "go-to-day", .activate = go_to_day_cb },
  };

  g_return_if_fail (DUO_IS_FIND_BAR (self));

  g_action_map_add_action_entries (map, actions, G_N_ELEMENTS (actions), self);
  update_cb (self);
}

/* -- The widget -------------------------------------------------------------------- */

static void
duo_find_bar_dispose (GObject *object)
{
  DuoFindBar *self = DUO_FIND_BAR (object);
  GtkWidget *child;

  g_clear_weak_pointer (&self->came_from);
  /* A popover that is open when its window goes outlives it. */
  if (self->day_picker != NULL)
    duo_day_picker_set_history (self->day_picker, NULL);
  self->day_picker = NULL;
  g_clear_object (&self->log);
  g_clear_object (&self->announcer);
  if (self->hits != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->hits, self);
      duo_hits_set_history (self->hits, NULL);
    }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->hits);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (duo_find_bar_parent_class)->dispose (object);
}

static void
duo_find_bar_class_init (DuoFindBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = duo_find_bar_dispose;

  signals[SIGNAL_LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "findbar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/duologue/Duologue/duo-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DuoFindBar, bar);
  gtk_widget_class_bind_template_child (widget_class, DuoFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, DuoFindBar, count_label);
  gtk_widget_class_bind_template_child (widget_class, DuoFindBar, day_button);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_older_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
duo_find_bar_init (DuoFindBar *self)
{
  static const char *const details[] = { "notify::n-hits", "notify::place", "notify::is-searching" };

  self->hits = duo_hits_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_search_delay (self->entry, TYPING_MS);
  gtk_search_bar_connect_entry (self->bar, GTK_EDITABLE (self->entry));
  gtk_menu_button_set_create_popup_func (self->day_button, create_picker_cb, self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    g_signal_connect_object (self->hits, details[i], G_CALLBACK (update_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->hits, "notify::current-id", G_CALLBACK (current_cb), self, G_CONNECT_SWAPPED);
}

void
duo_find_bar_set_up (DuoFindBar    *self,
                     DuoMessageLog *log,
                     DuoAnnouncer  *announcer)
{
  g_return_if_fail (DUO_IS_FIND_BAR (self));

  g_set_object (&self->log, log);
  g_set_object (&self->announcer, announcer);
}

void
duo_find_bar_set_history (DuoFindBar *self,
                          DuoHistory *history)
{
  g_return_if_fail (DUO_IS_FIND_BAR (self));

  g_set_object (&self->history, history);
  if (self->day_picker != NULL)
    duo_day_picker_set_history (self->day_picker, history);
  duo_hits_set_history (self->hits, history);
}
