#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every window looks like to a narrow screen and to somebody who cannot see it."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from scenes import Scenes, clipped  # noqa: E402


class Look(Scenes):
    def test_pictures(self):
        self.scenes('en')

    def test_contract_names(self):
        """Every control of the contract is there by its role and name."""
        alice = self.person()
        for name in duo.STEPS:
            with self.subTest(name):
                self.assertEqual(len(alice.window.find_all(role='push button', name=name)), 1)
        for name in duo.BOXES + ('Message',):
            with self.subTest(name):
                self.assertEqual(len(alice.window.find_all(role='text', name=name)), 1)
        self.assertEqual(len(alice.window.find_all(role='list', name='Conversation')), 1)
        with self.subTest('Connection status'):
            named = [n for n in alice.window.find_all(name='Connection status') if n.is_visible()]
            self.assertEqual(len(named), 1)
            self.assertIn(named[0].role, ('label', 'status bar'))
        self.quit(alice)

    def test_insensitive_buttons_say_why(self):
        alice = self.person()
        for name in 'Receive Answer', 'Hang Up', 'Send', 'Copy':
            for button in alice.window.find_all(role='push button', name=name):
                with self.subTest(name):
                    self.assertFalse(button.is_sensitive())
                    self.assertTrue(button.description().endswith('.'), button.description())
        self.quit(alice)

    def preferences(self, person, page='General'):
        person.app.activate()
        self.desktop.key('ctrl+comma')
        window = person.app.toplevel('Preferences')
        self.turn_to(window, page)
        return window

    def turn_to(self, window, page):
        window.find(role='page tab', name=page, where=guikit.Node.is_visible).click()

    def test_preferences(self):
        alice = self.person()
        window = self.preferences(alice)
        for page in 'General', 'Privacy', 'Connections':
            self.turn_to(window, page)
            alice.app.screenshot('preferences-' + page.lower(), window)
        self.desktop.key('Escape')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'Escape closed it')
        self.quit(alice)

    def test_a_server_is_checked_before_it_is_taken(self):
        alice = self.person()
        window = self.preferences(alice, 'Connections')
        entry = next(n for n in window.find_all(role='text') if n.name.startswith('Add a server'))

        def kept():
            return alice.keyfile.read_text(encoding='utf-8')

        for text, good in (('no server', False), ('stun:', False),
                           ('https://example.org', False), ('stun:stun.example.org:99999', False),
                           ('stun:stun.example.org:3478', True),
                           ('turn:me:secret@turn.example.org:3478', True)):
            with self.subTest(text):
                entry.enter(text)
                if good:
                    self.desktop.wait(lambda t=text: t in kept(), 'the server is kept')
                else:
                    self.desktop.wait(lambda: any('not the address of a STUN or TURN server' in t
                                                  for t in alice.labels(window)), 'it is refused')
                    self.assertNotIn(text, kept())
        alice.app.screenshot('preferences-servers', window)
        # And it is there after a new start.
        self.desktop.key('Escape')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'Escape closed it')
        self.quit(alice)

    def test_shortcuts_are_shown(self):
        alice = self.person()
        alice.app.activate()
        self.desktop.key('ctrl+question')
        window = self.desktop.wait(
            lambda: next((w for w in alice.app.windows() if w.name != 'Duologue'), None),
            'the shortcuts are there')
        keys = [n.text() for n in window.find_all(role='label') if n.has_text()]
        self.assertGreaterEqual(keys.count('Ctrl'), 12, keys)
        alice.app.screenshot('shortcuts', window)
        self.desktop.key('Escape')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'Escape closed it')
        self.quit(alice)

    def test_about(self):
        alice = self.person()
        alice.app.activate()
        self.desktop.key('shift+F1')
        window = self.desktop.wait(
            lambda: next((w for w in alice.app.windows() if w.acc != alice.window.acc), None),
            'a second window is there')
        self.desktop.wait(lambda: alice.app.xid(window), 'it is shown')
        alice.app.screenshot('about', window)
        self.desktop.key('Escape')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'Escape closed it')
        self.quit(alice)

    def test_new_window_and_quit(self):
        alice = self.person()
        alice.app.activate()
        self.desktop.key('ctrl+n')
        self.desktop.wait(lambda: len(alice.app.windows()) == 2, 'a second window is there')
        alice.app.is_stopping = True
        self.desktop.key('ctrl+q')
        alice.app.wait_end()

    def test_large_text_and_high_contrast(self):
        alice = self.person(environment={'GDK_DPI_SCALE': '1.5', 'GTK_THEME': ''})
        self.assertEqual(clipped(alice.window), [])
        alice.app.screenshot('large-text')
        self.quit(alice)


if __name__ == '__main__':
    tap.main()
