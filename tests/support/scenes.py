# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of every state of the window, and what must be true of all of them."""

import re

import guikit
from cases import DesktopCase

# What a person acts on; each must say what it is.
CONTROLS = {'push button', 'toggle button', 'check box', 'radio button', 'text', 'entry',
            'combo box', 'switch', 'list', 'menu item', 'link', 'password text', 'spin button'}
# The sanitizers see nothing new in more pictures of the same.
WIDTHS = (360, 800, 1400) if guikit.SLOWNESS == 1 else (360,)


# What a widget is called that nobody gave a name.
CLASS = re.compile(r'^((Gtk|Adw|Duo)[A-Z]\w*)?$')
# What can have the focus and still is nothing to act on: it is scrolled, or its parts are named.
PLACES = {'frame', 'panel', 'scroll pane'}


def is_control(node):
    return node.role in CONTROLS or ('focusable' in node.states() and node.role not in PLACES)


def is_the_librarys(node, parents):
    """GTK48: the list of a closed choice, and libadwaita's switcher between pages, which cannot be
    given a name from outside; what is in them is named."""
    return (node.role in ('list', 'list item') and any(p.role == 'combo box' for p in parents)
            or node.name == 'AdwViewSwitcher' and node.role in ('list', 'page tab list'))


def unnamed(root):
    """Controls without a name, or named by what they are made of."""
    out = []
    for node in root.walk():
        if CLASS.match(node.name) and is_control(node) and node.extents()[2] > 0:
            parents = list(node.parents())
            # GTK48: a menu button holds a toggle button, which does what it says.
            if CLASS.match(parents[0].name) and not is_the_librarys(node, parents):
                out.append('%s in %s' % (node.role, [p.name for p in parents]))
    return out


def clipped(window, least=1):
    """What a person can act on and that sticks out sideways."""
    if not window.app.has_true_places():
        return []
    left, _, width, _ = window.extents()
    out = []
    for node in window.walk():
        if node.role in CONTROLS | {'label'}:
            x, _, wide, _ = node.extents()
            # What can be seen is asked last: it costs most.
            if wide >= least and (x < left or x + wide > left + width) and node.is_visible():
                out.append('%r %s' % (node, node.extents()))
    return out


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
