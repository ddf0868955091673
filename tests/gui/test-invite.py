#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Short invites: as a code, as a link that opens the running program, as a QR code."""

import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from cases import DesktopCase  # noqa: E402

INVITE, REPLY = 'duologue:i/', 'duologue:a/'
VECTORS = duo.ROOT / 'tests' / 'data' / 'invite-codes.txt'


class Invites(DesktopCase):
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

    def test_by_codes_alone(self):
        alice, bob = self.pair(settings={'display-name': 'Alice'})
        code = self.invite(alice)
        self.assertLessEqual(len(code), 160)
        alice.window.find_all(role='push button', name='Copy')[0].click()
        self.desktop.wait(lambda: self.desktop.get_clipboard() == code, 'the code was copied')
        bob.give(code)
        bob.wait_label('This is an invite from your friend.')
        bob.button('Accept').click()
        reply = self.wait_code(bob, REPLY)
        alice.take_answer(reply)
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def test_the_form_is_remembered_and_a_code_is_answered_by_a_code(self):
        alice, bob = self.pair()
        first = self.invite(alice)
        self.desktop.wait(lambda: 'prefers-code=true' in alice.keyfile.read_text(),
                          'it is remembered')
        offer = bob.invite()
        self.assertIn('"offer"', offer, 'JSON until somebody chose the code')
        bob.hang_up()
        bob.wait_status('^Not connected$')
        self.choose_new(alice, first)
        bob.give(self.wait_code(alice, INVITE, first))
        bob.button('Accept').click()
        self.wait_code(bob, REPLY)
        self.assertNotIn('prefers-code', bob.keyfile.read_text())
        self.choose(bob, 'JSON for Browsers')
        alice.take_answer(bob.wait_signal('answer'))
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def choose_new(self, person, before):
        person.button('New Invite').click()
        person.box('Your signal').wait(lambda n: n.text() and n.text() != before, 'is another')
        person.wait_status('^Waiting for your friend$')

    def test_a_reply_to_the_invite_before(self):
        alice, bob = self.pair()
        first = self.invite(alice)
        bob.give(first)
        bob.button('Accept').click()
        reply = self.wait_code(bob, REPLY)
        self.choose_new(alice, first)
        alice.give(reply)
        alice.button('Receive Answer').click()
        self.wait_alert(alice, 'This is the reply to another invite')
        self.quit(alice, bob)

    def test_cut_off_and_own(self):
        alice, bob = self.pair()
        code = self.invite(alice)
        for missing, words in (1, '1 character.'), (7, '7 characters.'), (40, '40 characters.'):
            bob.give(code[:-missing])
            self.wait_alert(bob, 'The end of this signal is missing: ' + words)
        alice.give(code)
        self.wait_alert(alice, 'This is your own signal.')
        self.quit(alice, bob)

    def expired(self):
        """An invite of the test vectors that says when it was made: long ago."""
        for block in VECTORS.read_text(encoding='utf-8').split('\n\n['):
            fields = dict(re.findall('^([a-z]+)=(.*)$', block, re.M))
            if int(fields.get('lifetime') or 0) and fields.get('link', '').startswith(INVITE):
                return fields['link']
        raise AssertionError('no vector with a time')

    def test_age(self):
        alice = self.person()
        alice.give(self.expired())
        self.wait_alert(alice, ' and will probably not work. Ask your friend for a new one.')
        self.assertTrue(alice.is_sensitive('Accept'), 'it is only a warning')
        alice.box("Friend's signal").clear()
        self.invite(alice)
        alice.wait_label('Made just now')
        self.quit(alice)

    def test_by_links_alone(self):
        alice, bob = self.pair(settings={'display-name': 'Ann & <b>Co</b>'})
        code = self.invite(alice)
        self.open_link(bob, code)
        dialog = self.dialog(bob, 'Talk with Ann & <b>Co</b>?')
        self.desktop.screenshot('question')
        self.assertEqual(bob.status(), 'Not connected', 'nothing happens before the answer')
        self.assertEqual(bob.box('Your signal').text(), '')
        self.press(dialog, 'Talk')
        reply = self.wait_code(bob, REPLY)
        self.open_link(alice, reply)
        self.press(self.dialog(alice, 'Ann & <b>Co</b> has answered. Connect?'), 'Connect')
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def test_cancel_leaves_everything(self):
        alice, bob = self.pair()
        self.open_link(bob, self.invite(alice))
        self.press(self.dialog(bob, 'Talk with this person?'), 'Cancel')
        self.desktop.wait(lambda: len(bob.app.windows()) == 1, 'the question is gone')
        self.assertEqual(bob.status(), 'Not connected')
        self.assertEqual(bob.box('Your signal').text(), '')
        self.quit(alice, bob)

    def test_a_hundred_links_are_one_question(self):
        alice, bob = self.pair()
        code = self.invite(alice)
        self.open_link(bob, *[code] * 100)
        self.dialog(bob, 'Talk with this person?')
        self.open_link(bob, code, code)
        time.sleep(0.3)
        self.assertEqual(len(bob.app.windows()), 2, 'its window and one question')
        self.press(self.dialog(bob, 'Talk with this person?'), 'Cancel')
        self.quit(alice, bob)

    def test_links_that_cannot_be_used(self):
        alice, bob = self.pair()
        code = self.invite(alice)
        bob.give(code)
        bob.button('Accept').click()
        reply = self.wait_code(bob, REPLY)
        bad = ((code[:-7], 'The end of this signal is missing: 7 characters.'),
               ('duologue:i/', 'signal'), ('duologue:i/' + 'A' * 100_000, 'signal'),
               (code, 'This is your own signal.'))
        for link, sentence in bad:
            self.tells(alice, link, sentence)
        alice.hang_up()
        alice.wait_status('^Not connected$')
        self.tells(alice, reply, 'This reply belongs to no invite that is open here.')
        self.quit(alice, bob)

    def tells(self, person, link, sentence):
        self.open_link(person, link)
        dialog = self.dialog(person, 'This link cannot be used')
        self.assertTrue(any(sentence in n.text() for n in dialog.find_all(role='label')),
                        [n.text() for n in dialog.find_all(role='label')])
        self.press(dialog, 'Close')
        self.desktop.wait(lambda: len(person.app.windows()) == 1, 'the dialog is gone')

    def test_a_desktop_that_activates_over_the_bus(self):
        """DBusActivatable: the link comes as a URI, and nothing of it may change."""
        alice, bob = self.pair(settings={'display-name': 'Zoë'})
        code = self.invite(alice)
        subprocess.run(
            ['gdbus', 'call', '--session', '--dest', duo.APP_ID + '.bob', '--object-path',
             '/' + (duo.APP_ID + '.bob').replace('.', '/'), '--method',
             'org.freedesktop.Application.Open', "['%s']" % code, '{}'],
            env=self.desktop.env, check=True, timeout=20, stdout=subprocess.DEVNULL)
        self.press(self.dialog(bob, 'Talk with Zoë?'), 'Talk')
        alice.take_answer(self.wait_code(bob, REPLY))
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    # -- Pictures ------------------------------------------------------------

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

    def paste_picture(self, person, picture, target='image/png'):
        box = person.box("Friend's signal")
        box.clear()
        box.focus()
        self.desktop.set_clipboard(picture, target)
        time.sleep(0.2)     # GDK learns a moment later what is there
        self.desktop.key('ctrl+v')

    def photograph(self, picture):
        """PICTURE as a bad camera would give it."""
        return subprocess.run(
            ['convert', 'png:-', '-background', '#ccc', '-rotate', '11', '-blur', '0x1.2',
             '-attenuate', '0.5', '+noise', 'Gaussian', '-quality', '70', 'jpeg:-'],
            input=picture, check=True, capture_output=True).stdout

    def test_by_qr_codes_alone(self):
        alice, bob = self.pair()
        code = self.invite(alice)
        self.paste_picture(bob, self.copy_qr(alice))
        bob.wait_label('This is an invite from your friend.')
        self.assertTrue(bob.box("Friend's signal").text().startswith('DUOLOGUE:I/'), code)
        bob.button('Accept').click()
        self.wait_code(bob, REPLY)
        self.paste_picture(alice, self.photograph(self.copy_qr(bob)), 'image/jpeg')
        alice.wait_label("This is your friend's reply.")
        alice.button('Receive Answer').click()
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def test_the_code_on_the_screen_is_read_by_others(self):
        alice = self.person(settings={'color-scheme': 'dark'})
        self.invite(alice)
        window = self.show_qr(alice)
        self.assertTrue(window.find(role='image', name='QR code of your invite'))
        text = self.desktop.wait(lambda: self.zbar(self.desktop.screenshot('qr')),
                                 'zbarimg reads it from the screen')
        self.assertTrue(text.startswith('DUOLOGUE:I/'), text)
        picture = pathlib.Path(self.desktop.artifacts, 'qr.png').read_bytes()
        photo = pathlib.Path(self.desktop.artifacts, 'photo.jpg')
        photo.write_bytes(self.photograph(picture))
        self.assertEqual(self.zbar(photo), text)
        self.desktop.key('Escape')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'it is closed')
        self.quit(alice)

    def test_a_file_with_a_picture(self):
        alice, bob = self.pair()
        self.invite(alice)
        path = pathlib.Path(self.desktop.tmp, 'my invite.png')
        path.write_bytes(self.copy_qr(alice))
        self.paste_picture(bob, path.as_uri() + '\r\n', 'text/uri-list')
        bob.wait_label('This is an invite from your friend.')
        self.quit(alice, bob)

    def test_pictures_that_say_nothing(self):
        alice = self.person()
        def paint(*arguments):
            return subprocess.run(['convert', *arguments, 'png:-'], check=True,
                                  capture_output=True).stdout
        white = paint('-size', '90x90', 'xc:white')
        for picture, sentence in (
                (white, 'There is no QR code in this picture.'),
                (paint('-size', '6000x6000', 'xc:white'), 'This picture is too large'),
                (white[:60], 'This is not a picture that Duologue can read.'),
                (b'\x89PNG\r\n\x1a\n' + b'\xff' * 5000, 'This is not a picture')):
            self.paste_picture(alice, picture)
            self.wait_alert(alice, sentence)
            self.assertEqual(alice.box("Friend's signal").text(), '')
        self.quit(alice)


if __name__ == '__main__':
    tap.main()
