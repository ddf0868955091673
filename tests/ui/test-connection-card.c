/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>

#include "duo-connection-card.h"
#include "duo-report-text.h"
#include "duo-test-window.h"

/* The popover that tells how two people are connected. */

typedef struct
{
  DuoStore *store;               /* (owned) */
  DuoRoster *roster;             /* (owned) */
  DuoConversation *conversation; /* (owned) */
  GtkWidget *window;
  GtkWidget *card;
  guint n_copied;
} Fixture;

static void
copied_cb (Fixture *fixture)
{
  fixture->n_copied++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GSettings) store =
    g_settings_new_with_path ("io.github.duologue.Duologue", "/io/github/duologue/Duologue/profiles/card/");
  g_autoptr (DuoSettings) settings = duo_settings_new (store);
  GtkWidget *button = gtk_menu_button_new ();
  const char *const loopback[] = { "127.0.0.1", NULL };

  g_settings_set_strv (store, "local-addresses", loopback);
  fixture->store = duo_store_open (NULL, NULL, NULL);
  fixture->roster = duo_roster_new (fixture->store);
  fixture->conversation = duo_conversation_new (settings, fixture->roster, 0);
  fixture->card = duo_connection_card_new (fixture->conversation);
  g_signal_connect_swapped (fixture->card, "copied", G_CALLBACK (copied_cb), fixture);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), fixture->card);
  fixture->window = duo_test_window_new (button, 360, 640);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  duo_conversation_close (fixture->conversation);
  duo_test_window_destroy (fixture->window);
  g_object_unref (fixture->conversation);
  g_object_unref (fixture->roster);
  g_object_unref (fixture->store);
}

static void
pop_up (Fixture *fixture)
{
  gtk_popover_popup (GTK_POPOVER (fixture->card));
  duo_test_wait_for (gtk_widget_get_mapped (fixture->card));
}

static void
pop_down (Fixture *fixture)
{
  gtk_popover_popdown (GTK_POPOVER (fixture->card));
  duo_test_wait_for (!gtk_widget_get_mapped (fixture->card));
}

static GtkWidget *
get_row (Fixture       *fixture,
         DuoReportLine  line)
{
  GtkListBox *list = GTK_LIST_BOX (duo_test_window_find (fixture->card, "list"));

  return GTK_WIDGET (gtk_list_box_get_row_at_index (list, line));
}

static const char *
get_said (Fixture       *fixture,
          DuoReportLine  line)
{
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (get_row (fixture, line)));

  return gtk_label_get_label (GTK_LABEL (gtk_widget_get_last_child (box)));
}

/* What has nothing to tell is not there; what changes is told while it is shown. */
static void
test_live (Fixture       *fixture,
           gconstpointer  data)
{
  pop_up (fixture);
  g_assert_cmpstr (get_said (fixture, DUO_REPORT_WAY), ==, "Not connected.");
  g_assert_true (gtk_widget_has_focus (get_row (fixture, DUO_REPORT_WAY)));
  for (int line = DUO_REPORT_WAY + 1; line < DUO_REPORT_N_LINES; line++)
    g_assert_false (gtk_widget_get_visible (get_row (fixture, line)));

  g_assert_true (duo_conversation_invite (fixture->conversation, NULL));
  duo_test_wait_for (g_str_equal (get_said (fixture, DUO_REPORT_WAY), "Waiting for your friend."));
  g_assert_true (gtk_widget_get_visible (get_row (fixture, DUO_REPORT_SERVERS)));
  g_assert_cmpstr (get_said (fixture, DUO_REPORT_TRIED), ==, "Of this computer: 1 address of its own.");
  pop_down (fixture);
}

static void
clipboard_text_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
copy (Fixture *fixture)
{
  GtkWidget *check = duo_test_window_find (fixture->card, "addresses_check");
  guint n_copied = fixture->n_copied;
  char *text = NULL;

  g_signal_emit_by_name (gtk_widget_get_next_sibling (check), "clicked");
  g_assert_cmpuint (fixture->n_copied, ==, n_copied + 1);
  duo_test_wait_for (!gtk_widget_get_mapped (fixture->card));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->card), NULL, clipboard_text_cb, &text);
  duo_test_wait_for (text != NULL);

  return text;
}

static void
test_copied (Fixture       *fixture,
             gconstpointer  data)
{
  GtkCheckButton *check = GTK_CHECK_BUTTON (duo_test_window_find (fixture->card, "addresses_check"));
  g_autofree char *without = NULL;
  g_autofree char *with = NULL;

  g_assert_true (duo_conversation_invite (fixture->conversation, NULL));
  duo_test_wait_for (duo_conversation_get_presence (fixture->conversation) == DUO_PRESENCE_WAITING);
  pop_up (fixture);
  without = copy (fixture);
  g_assert_nonnull (strstr (without, "Waiting for your friend."));
  g_assert_null (strstr (without, "127.0.0.1"));

  pop_up (fixture);
  gtk_check_button_set_active (check, TRUE);
  with = copy (fixture);
  g_assert_nonnull (strstr (with, "127.0.0.1"));

  /* Not the next time by itself. */
  pop_up (fixture);
  g_assert_false (gtk_check_button_get_active (check));
  pop_down (fixture);
}

int
main (int   argc,
      char *argv[])
{
  duo_test_window_init (&argc, &argv);

#define ADD(path, test) g_test_add ("/connection-card/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("live", test_live);
  ADD ("copied", test_copied);

  return g_test_run ();
}
