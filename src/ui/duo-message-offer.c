/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-message-offer.h"

#include <glib/gi18n.h>

DuoOffer
duo_message_offer_get (DuoMessage *message,
                       gboolean    can_refer)
{
  DuoDelivery delivery = duo_message_get_delivery (message);
  gboolean is_known_to_friend = can_refer && duo_message_get_seq (message) != 0;
  DuoOffer offer = delivery == DUO_DELIVERY_WAITING ? DUO_OFFER_CANCEL : DUO_OFFER_DELETE;

  if (duo_message_get_kind (message) == DUO_MESSAGE_NOTICE)
    return DUO_OFFER_DELETE;
  if (is_known_to_friend)
    offer |= DUO_OFFER_REPLY | DUO_OFFER_REACT;
  if (duo_message_get_kind (message) == DUO_MESSAGE_MINE &&
      (is_known_to_friend || (can_refer && delivery == DUO_DELIVERY_WAITING)))
    offer |= DUO_OFFER_EDIT;
  if (delivery == DUO_DELIVERY_FAILED)
    offer |= DUO_OFFER_RETRY;

  return offer;
}

static void
append (GMenu      *section,
        gint64      id,
        const char *label,
        const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "x", id);
  g_menu_append_item (section, item);
}

static void
append_place (GMenu      *section,
              const char *name)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);

  g_menu_item_set_attribute (item, "custom", "s", name);
  g_menu_append_item (section, item);
}

static GMenu *
new_answers (gint64   id,
             DuoOffer offer)
{
  GMenu *section = g_menu_new ();

  if (offer & DUO_OFFER_RETRY)
    append (section, id, _("Re_try"), "message.retry");
  if (offer & DUO_OFFER_REPLY)
    append (section, id, _("_Reply"), "message.reply");
  if (offer & DUO_OFFER_EDIT)
    append (section, id, _("_Edit"), "message.edit");

  return section;
}

static GMenu *
new_copies (gint64   id,
            gboolean has_selection)
{
  GMenu *section = g_menu_new ();

  if (has_selection)
    append (section, id, _("Copy Selected Te_xt"), "message.copy-selected");
  append (section, id, _("_Copy Text"), "message.copy");
  append (section, id, _("Copy with _Name and Time"), "message.copy-full");
  append (section, id, _("_Select"), "message.select");

  return section;
}

GMenuModel *
duo_message_offer_new_menu (DuoMessage *message,
                            gboolean    can_refer,
                            gboolean    has_selection)
{
  DuoOffer offer = duo_message_offer_get (message, can_refer);
  gint64 id = duo_message_get_id (message);
  g_autoptr (GMenu) reactions = g_menu_new ();
  g_autoptr (GMenu) answers = new_answers (id, offer);
  g_autoptr (GMenu) copies = new_copies (id, has_selection);
  g_autoptr (GMenu) ends = g_menu_new ();
  GMenu *menu = g_menu_new ();

  if (offer & DUO_OFFER_REACT)
    append_place (reactions, "reactions");
  if (offer & DUO_OFFER_CANCEL)
    append (ends, id, _("Cancel Sen_ding"), "message.cancel");
  if (offer & DUO_OFFER_DELETE)
    append (ends, id, _("_Delete"), "message.delete");

  g_menu_append_section (menu, NULL, G_MENU_MODEL (reactions));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (answers));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copies));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (ends));

  return G_MENU_MODEL (menu);
}
