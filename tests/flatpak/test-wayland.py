#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed Flatpak where there is no X server at all: under a headless Wayland compositor.

  test-wayland.py BUNDLE [CASE…]
"""

import os
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import sandbox  # noqa: E402
import tap  # noqa: E402
from portal import Portal  # noqa: E402

BUNDLE = sys.argv.pop(1)
SOCKET = 'duologue-test'


class WaylandDesktop(sandbox.SandboxDesktop):
    def _environment(self):
        env = super()._environment()
        env.pop('GDK_BACKEND')
        return env

    def _start_display(self):
        log = os.path.join(self.artifacts, 'weston.log')
        self._spawn(['weston', '--backend=headless-backend.so', '--use-pixman', '--no-config',
                     '--socket=' + SOCKET, '--width=1480', '--height=1000', '--log=' + log])
        self.env['WAYLAND_DISPLAY'] = SOCKET
        path = pathlib.Path(self.env['XDG_RUNTIME_DIR'], SOCKET)
        self.wait(path.exists, 'the compositor is up')


class WaylandApp(sandbox.SandboxedApp):
    """Driven through its accessible actions alone: nobody knows where a window is, and there is no
    keyboard."""

    def xid(self, toplevel):
        return 1, 0, 0, *toplevel.extents()[2:]

    def has_focus(self, toplevel):
        return True


def fill(node, text):
    guikit.Atspi.EditableText.set_text_contents(node.acc, text)
    node.wait_text(text)


class Wayland(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = os.path.join(duo.artifacts('flatpak'), 'wayland')
        cls.desktop = WaylandDesktop(folder)
        cls.desktop.__enter__()
        cls.addClassCleanup(cls.desktop.__exit__)
        portal = Portal(cls.desktop)
        portal.__enter__()
        cls.addClassCleanup(portal.__exit__)
        cls.desktop.install(BUNDLE)
        sandbox.write_all_settings(cls.desktop, {'alice': {}, 'bob': {}})

    def person(self, profile):
        argv = ['flatpak', 'run', sandbox.APP_ID, '--profile=' + profile]
        app = WaylandApp(self.desktop, argv, profile, {}, sandbox.APP_ID + '.' + profile)
        person = sandbox.SandboxedPerson(self.desktop, profile, app)
        self.addCleanup(person.app.stop)
        return person

    def test_no_x_server(self):
        """Neither one that it could use, nor a window that would not be there without one."""
        self.assertNotIn('DISPLAY', self.desktop.env)
        alice = self.person('alice')
        inside, = self.desktop.flatpak('ps', '--columns=child-pid').split()
        root = pathlib.Path('/proc', inside, 'root')
        self.assertTrue((root / 'app').is_dir())
        self.assertEqual(list((root / 'tmp').glob('.X11-unix/*')), [])
        alice.quit()

    def test_talk(self):
        alice, bob = self.person('alice'), self.person('bob')
        offer = alice.invite()
        fill(bob.box("Friend's signal"), offer)
        bob.button('Accept').click()
        fill(alice.box("Friend's signal"), bob.wait_signal('answer'))
        alice.button('Receive Answer').click()
        for person, other in (alice, bob), (bob, alice):
            person.wait_connected()
        for person, other in (alice, bob), (bob, alice):
            text = '%s says 你好 👋' % person.profile
            fill(person.box('Message'), text)
            person.button('Send').click()
            other.wait_row(text, mine=False)
        for person in alice, bob:
            person.quit()


if __name__ == '__main__':
    tap.main()
