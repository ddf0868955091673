# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every state of the window, and what must be true of all of them."""

import guikit
from cases import DesktopCase

# What a person acts on; each must say what it is.
CONTROLS = {'push button', 'toggle button', 'check box', 'radio button', 'text', 'entry',
            'combo box', 'switch', 'list', 'menu item', 'link', 'password text', 'spin button'}
# The sanitizers see nothing new in more pictures of the same.
WIDTHS = (360, 800, 1400) if guikit.SLOWNESS == 1 else (360,)


def unnamed(window):
    """Controls without a name, or named by what they are made of."""
    out = []
    for node in window.walk():
        if node.role in CONTROLS and node.name in ('', 'GtkImage', 'GtkButton', 'GtkToggleButton'):
            # GTK48: the window's own buttons have no names; a menu button holds a toggle button.
            parents = [p.name for p in node.parents()]
            if not any(name for name in parents[:1]) and node.extents()[2] > 0:
                out.append('%s in %s' % (node.role, parents))
    return out


def clipped(window, least=1):
    """What a person can act on and that sticks out sideways."""
    left, _, width, _ = window.extents()
    return ['%r %s' % (node, node.extents()) for node in window.walk()
            if node.role in CONTROLS | {'label'} and node.extents()[2] >= least
            and node.is_visible()
            and (node.extents()[0] < left or sum(node.extents()[::2]) > left + width)]


class Scenes(DesktopCase):
    """What a talk looks like at every step, for pictures."""

    def pictures(self, person, state, language):
        """One picture each width; nothing may stick out sideways."""
        for width in WIDTHS:
            size = person.app.resize(width, 900)
            self.assertEqual(size[0], width, '%s takes the width' % state)
            self.assertEqual(clipped(person.window), [], '%s at %d' % (state, width))
            scheme = person.profile
            person.app.screenshot('%s-%s-%s-%d' % (state, scheme, language, width))

    def scenes(self, language):
        """Empty, invited, talking; light is Alice, dark is Bob."""
        light = self.person('light', position=(0, 0), settings={'color-scheme': 'light'})
        dark = self.person('dark', position=(20, 20), settings={'color-scheme': 'dark'})
        for person in light, dark:
            self.pictures(person, '1-empty', language)
        offer = light.invite()
        self.pictures(light, '2-invite', language)
        answer = dark.accept(offer)
        self.pictures(dark, '3-reply', language)
        light.take_answer(answer)
        for person in light, dark:
            person.wait_connected()
        for text in 'Hello 漢字 👋', 'שלום', 'https://example.org/ and ' + ('a long line ' * 20).strip():
            light.send(text)
            dark.wait_row(text)
        dark.send('word' * 60)
        for person in light, dark:
            self.pictures(person, '4-talk', language)
        self.quit(dark)
        light.wait_closed()
        self.pictures(light, '5-ended', language)
        self.quit(light)
