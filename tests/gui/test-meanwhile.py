#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens while nobody looks: in the background, in notifications, in the title."""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from cases import DesktopCase  # noqa: E402
from notifications import NotificationServer  # noqa: E402

BACKGROUND = {'runs-in-background': True}


class Meanwhile(DesktopCase):
    # -- Helpers -------------------------------------------------------------

    def close(self, person):
        """Closes the window the way a person does; the program may run on."""
        before = len(person.app.windows())
        person.window.do('window.close')
        self.desktop.wait(lambda: len(person.app.windows()) == before - 1, 'the window is gone')

    def wait_shown(self, person):
        """A hidden window has no accessible, and gets another one when it is shown again."""
        window = self.desktop.wait(lambda: next(iter(person.app.windows()), None),
                                   'a window of %s is shown' % person.profile)
        self.desktop.wait(lambda: person.app.xid(window), 'it is on the screen')
        person.window = person.app.window = window
        person.nodes.clear()

    def call(self, person, method, *arguments):
        """Of org.freedesktop.Application, as a desktop does."""
        name = duo.APP_ID + '.' + person.profile
        subprocess.run(
            ['gdbus', 'call', '--session', '--dest', name, '--object-path',
             '/' + name.replace('.', '/'), '--method', 'org.freedesktop.Application.' + method,
             *arguments], env=self.desktop.env, check=True, timeout=20, stdout=subprocess.DEVNULL)

    def quit_for_good(self, person):
        person.app.is_stopping = True
        self.call(person, 'ActivateAction', 'quit', '[]', '{}')
        person.app.wait_end()

    # -- The background ------------------------------------------------------

    def test_closed_window_stays_connected(self):
        alice = self.person()
        bob = self.person('bob', settings=BACKGROUND)
        duo.connect(alice, bob)
        self.close(bob)
        alice.send('are you there?')
        self.call(bob, 'Activate', '{}')
        self.wait_shown(bob)
        bob.wait_row('are you there?', mine=False)
        self.assertEqual(len(bob.app.windows()), 1, 'it is the same window')
        bob.send('of course')
        alice.wait_row('of course', mine=False)
        self.assertEqual(alice.count_rows('Connection closed'), 0)
        self.close(bob)
        self.quit_for_good(bob)
        alice.wait_closed(timeout=5 * guikit.SLOWNESS)
        self.quit(alice)

    def test_quit_in_the_background_with_nothing_open(self):
        bob = self.person('bob', settings=BACKGROUND)
        bob.window.do('window.close')
        self.desktop.wait(lambda: not bob.app.windows(), 'what has not begun is not kept')
        self.call(bob, 'Activate', '{}')
        self.wait_shown(bob)
        self.assertTrue(bob.is_sensitive('Invite'))
        self.quit_for_good(bob)

    def test_the_background_is_turned_off(self):
        """Then the last window takes along what is out of sight."""
        alice = self.person()
        bob = self.person('bob', settings=BACKGROUND)
        duo.connect(alice, bob)
        bob.app.activate()
        self.desktop.key('ctrl+n')
        self.desktop.wait(lambda: len(bob.app.windows()) == 2, 'a second window is there')
        second = next(w for w in bob.app.windows() if w.acc != bob.window.acc)
        self.close(bob)
        bob.app.activate(second)
        self.desktop.key('ctrl+comma')
        window = bob.app.toplevel('Preferences')
        window.find(role='check box', name='Run in the Background').click()
        self.desktop.wait(lambda: 'runs-in-background=false' in bob.keyfile.read_text('utf-8'),
                          'it is turned off')
        self.desktop.key('Escape')
        self.desktop.wait(lambda: len(bob.app.windows()) == 1, 'Escape closed the preferences')
        bob.app.is_stopping = True
        second.do('window.close')
        bob.app.wait_end()
        alice.wait_closed(timeout=5 * guikit.SLOWNESS)
        self.quit(alice)

    # -- Notifications and the title -----------------------------------------

    def test_notified_and_clicked(self):
        with NotificationServer(self.desktop) as server:
            alice = self.person(settings={'display-name': 'Alice'})
            bob = self.person('bob')
            duo.connect(alice, bob)
            alice.app.activate()
            alice.send('look here')
            shown = server.wait('Alice', 'look here')
            bob.app.toplevel('(1) Alice')
            alice.send('and here')
            shown = server.wait('Alice', '2 new messages\nand here')
            bob.app.toplevel('(2) Alice')
            server.press(shown)
            self.desktop.wait(lambda: bob.app.has_focus(bob.window), 'a click shows the conversation')
            bob.app.toplevel('Alice')
            server.wait_none()

            # In front: nothing is notified, nothing counted.
            told = len(server.told)
            alice.box('Message').type('so you see it')
            bob.app.activate()
            alice.window.do('win.send')
            bob.wait_row('so you see it', mine=False)
            self.assertEqual(bob.app.windows()[0].name, 'Alice')
            self.assertEqual(len(server.told), told)
            self.quit(alice, bob)

    def test_reply_to_a_hidden_conversation(self):
        with NotificationServer(self.desktop) as server:
            alice = self.person(settings={'display-name': 'Alice'})
            bob = self.person('bob', settings={'keeps-history': False, **BACKGROUND})
            duo.connect(alice, bob)
            self.close(bob)
            alice.send('are you hiding?')
            server.press(server.wait('Alice', 'are you hiding?'), 'Reply')
            self.wait_shown(bob)
            bob.box('Message').wait(lambda n: 'focused' in n.states(), 'is ready for the reply')
            server.wait_none()
            bob.wait_row('are you hiding?', mine=False)
            self.close(bob)
            self.quit_for_good(bob)
            self.quit(alice)

    def test_text_is_not_notified(self):
        with NotificationServer(self.desktop) as server:
            alice = self.person(settings={'display-name': 'Alice'})
            bob = self.person('bob', settings={'shows-text-in-notifications': False})
            duo.connect(alice, bob)
            alice.app.activate()
            alice.send('between us')
            server.wait('Alice', 'New message')
            bob.app.activate()
            server.wait_none()
            self.quit(alice, bob)


if __name__ == '__main__':
    tap.main()
