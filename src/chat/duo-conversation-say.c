/* SPDX-FileCopyrightText: 2026 The Duologue developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "duo-conversation-private.h"
#include "duo-limits.h"

/* What a person says in a DuoConversation. */

gboolean
duo_conversation_send_text (DuoConversation  *self,
                            const char       *text,
                            GError          **error)
{
  return duo_conversation_reply (self, text, 0, error);
}

gboolean
duo_conversation_reply (DuoConversation  *self,
                        const char       *text,
                        gint64            reply_to,
                        GError          **error)
{
  DuoSession *session;
  gsize max_bytes = DUO_TEXT_MAX_BYTES;

  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  if (!duo_conversation_can (self, DUO_STEP_SEND, error))
    return FALSE;
  session = duo_call_get_session (self->call);
  if (session != NULL && duo_session_get_is_plain (session))
    max_bytes = duo_call_get_max_text (self->call);

  return duo_talk_say (self->talk, text, reply_to, max_bytes, error);
}

gboolean
duo_conversation_can_refer (DuoConversation *self)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_talk_can_refer (self->talk);
}

gboolean
duo_conversation_edit (DuoConversation  *self,
                       gint64            id,
                       const char       *text,
                       GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_talk_edit (self->talk, id, text, error);
}

gboolean
duo_conversation_react (DuoConversation  *self,
                        gint64            id,
                        const char       *emoji,
                        GError          **error)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_talk_react (self->talk, id, emoji, error);
}

gboolean
duo_conversation_cancel (DuoConversation *self,
                         gint64           id)
{
  g_return_val_if_fail (DUO_IS_CONVERSATION (self), FALSE);

  return duo_talk_cancel (self->talk, id);
}

void
duo_conversation_retry (DuoConversation *self,
                        gint64           id)
{
  g_return_if_fail (DUO_IS_CONVERSATION (self));

  duo_talk_retry (self->talk, id);
}

void
duo_conversation_set_typing (DuoConversation *self,
                             gboolean         is_typing)
{
  g_return_if_fail (DUO_IS_CONVERSATION (self));

  duo_talk_set_typing (self->talk, is_typing);
}
