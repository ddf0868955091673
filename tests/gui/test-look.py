#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every window looks like to a narrow screen and to somebody who cannot see it."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import tap  # noqa: E402
from scenes import Scenes, clipped, unnamed  # noqa: E402


class Look(Scenes):
    def test_pictures(self):
        self.scenes('en')

    def test_every_control_has_a_name(self):
        alice, bob = self.pair()
        self.assertEqual(unnamed(alice.window), [])
        duo.connect(alice, bob)
        alice.send('x')
        bob.wait_row('x')
        for person in alice, bob:
            self.assertEqual(unnamed(person.window), [])
        alice.app.activate()
        self.desktop.key('ctrl+l')
        self.assertEqual(unnamed(alice.app.toplevel('Loopback')), [])
        self.quit(alice, bob)

    def test_preferences(self):
        alice = self.person()
        alice.app.activate()
        self.desktop.key('ctrl+comma')
        window = alice.app.toplevel('Preferences')
        self.assertEqual(unnamed(window), [])
        alice.app.screenshot('preferences', window)
        alice.window.app.desktop.key('Escape')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'Escape closed it')
        self.quit(alice)

    def test_other_windows(self):
        for keys, picture in (('ctrl+question', 'shortcuts'), ('shift+F1', 'about')):
            with self.subTest(picture):
                alice = self.person()
                alice.app.activate()
                self.desktop.key(keys)
                window = self.desktop.wait(
                    lambda: alice.app.windows()[1:] and alice.app.windows()[1],
                    'a second window is there')
                self.desktop.wait(lambda: alice.app.xid(window), 'it is shown')
                alice.app.screenshot(picture, window)
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
