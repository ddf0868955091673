# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with short invites: as a code, as a link, as a QR code."""

import subprocess

import duo
import guikit
from cases import DesktopCase

INVITE, REPLY = 'duologue:i/', 'duologue:a/'


class InviteCase(DesktopCase):
    def choose(self, person, form):
        """Presses the switch FORM above Your signal."""
        button = person.window.find(role='push button', name=form)
        # GTK48: a press right after the pointer left a button that greyed out may get lost.
        button.mouse('abs')
        button.click()

    def wait_code(self, person, start, before=''):
        box = person.box('Your signal')
        box.wait(lambda n: n.text() != before and n.text().startswith(start),
                 'holds a text that starts with ' + start, duo.CONNECT_S)
        return box.text()

    def invite(self, person):
        """Invites in the short form; gives the code."""
        person.invite()
        self.choose(person, 'Short Invite')
        return self.wait_code(person, INVITE)

    def open_link(self, person, *links):
        """What the desktop does with a link: a second process hands it to the first."""
        run = subprocess.run(
            [person.app.process.args[0], '--profile=' + person.profile, *links],
            env=dict(self.desktop.env, XDG_CONFIG_HOME=person.home + '/config',
                     GSETTINGS_SCHEMA_DIR=duo.schema_folder()),
            timeout=20 * guikit.SLOWNESS, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)

    def dialog(self, person, heading):
        """The dialog that says HEADING."""
        def look():
            for window in person.app.windows():
                if any(n.role == 'label' and n.text() == heading for n in window.walk()):
                    return window
            return None
        return self.desktop.wait(look, 'a dialog says %r' % heading)

    def press(self, window, name):
        """A button of a dialog, by its accessible action: it may still be fading in."""
        button = window.find(role='push button', name=name)
        button.wait(lambda n: 'click' in n.actions(), 'can be pressed')
        button.do('click')

    def alerts(self, person):
        return [n.text() for a in person.window.find_all(role='alert') if a.is_visible()
                for n in a.find_all(role='label')]

    def wait_alert(self, person, text):
        self.desktop.wait(lambda: any(text in a for a in self.alerts(person)),
                          'the alert says %r' % text)

    def show_qr(self, person):
        """Opens the QR code; gives its window."""
        button = person.window.find(role='push button', name='QR Code')
        button.mouse('abs')
        button.click()
        return person.app.toplevel('QR Code')

    def copy_qr(self, person):
        """The picture that Copy Image puts on the clipboard, as PNG."""
        window = self.show_qr(person)
        self.desktop.set_clipboard('nothing yet')
        self.press(window, 'Copy Image')

        def look():
            run = subprocess.run(['xclip', '-selection', 'clipboard', '-o', '-t', 'image/png'],
                                 env=self.desktop.env, capture_output=True, check=False)
            return run.stdout if run.stdout.startswith(b'\x89PNG') else None
        picture = self.desktop.wait(look, 'the picture was copied')
        self.press(window, 'Close')
        self.desktop.wait(lambda: len(person.app.windows()) == 1, 'the QR code is closed')
        return picture

    def zbar(self, path):
        run = subprocess.run(['zbarimg', '--quiet', '--raw', path], capture_output=True, text=True,
                             check=False)
        return run.stdout.strip('\n')
