#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Short invites: as a code, as a link that opens the running program, and how old they are."""

import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from invites import INVITE, REPLY, InviteCase  # noqa: E402


class Invites(InviteCase):
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

    def test_used_already(self):
        """An invite is good for one talk, by whichever way it comes back."""
        used = 'This invite has been used already.'
        alice, bob = self.pair()
        code = self.invite(alice)
        bob.give(code)
        bob.button('Accept').click()
        reply = self.wait_code(bob, REPLY)
        alice.take_answer(reply)
        for person in alice, bob:
            person.wait_connected()
        bob.hang_up()
        for person, text in (bob, code), (alice, reply):
            person.wait_status('^Not connected$')
            person.show_signals()
            person.give(text)
            self.wait_alert(person, used)
        self.tells(bob, code, used)
        self.assertEqual(bob.status(), 'Not connected')
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

    # -- Age -----------------------------------------------------------------

    def aging_person(self, profile):
        """Somebody whose clock on the wall a case can move: age (person, minutes)."""
        environment = {
            'LD_PRELOAD': str(duo.BUILD / 'tests' / 'gui' / 'clock-shift.so'),
            'DUO_CLOCK_SHIFT': os.path.join(self.desktop.tmp, profile + '-clock'),
            'ASAN_OPTIONS': self.desktop.env['ASAN_OPTIONS'] + ':verify_asan_link_order=0',
        }
        pathlib.Path(environment['DUO_CLOCK_SHIFT']).write_text('0', encoding='ascii')
        return self.person(profile, environment=environment)

    def age(self, person, minutes):
        clock = pathlib.Path(self.desktop.tmp, person.profile + '-clock')
        fresh = clock.with_suffix('.new')
        fresh.write_text(str(minutes * 60), encoding='ascii')
        fresh.rename(clock)

    def wait_age(self, person, text):
        """The window looks at the clock every ten seconds."""
        person.wait_label(text, 10 + guikit.TIMEOUT_S)

    def shows(self, person, text):
        return any(text in label for label in person.labels())

    def test_my_invite_gets_stale(self):
        alice = self.aging_person('alice')
        first = self.invite(alice)
        alice.wait_label('Made just now')
        self.assertFalse(self.shows(alice, 'gets stale'))
        self.age(alice, 9)
        self.wait_age(alice, 'This invite gets stale. If your friend has not answered yet, '
                             'make a new one.')
        alice.wait_label('Made 9 minutes ago')
        self.desktop.screenshot('stale')
        self.choose_new(alice, first)
        alice.wait_label('Made just now')
        self.assertFalse(self.shows(alice, 'gets stale'))
        self.quit(alice)

    def test_old_signals_of_a_friend(self):
        """They are called old, and work all the same if the network has kept the way open."""
        alice, bob = self.aging_person('alice'), self.aging_person('bob')
        code = self.invite(alice)
        self.age(bob, 12)
        bob.give(code)
        bob.wait_label('This is an invite from your friend.')
        self.assertEqual(self.alerts(bob), [], 'within ten minutes and what two clocks may differ')
        bob.box("Friend's signal").clear()
        self.age(bob, 20)
        bob.give(code)
        self.wait_alert(bob, 'minutes old and will probably not work. '
                             'Ask your friend for a new one.')
        # A code knows whole minutes.
        self.assertRegex(self.alerts(bob)[0], '^This invite is 2[01] ')
        self.assertTrue(bob.is_sensitive('Accept'), 'it is only a warning')
        self.desktop.screenshot('expired')
        bob.button('Accept').click()
        reply = self.wait_code(bob, REPLY)
        self.age(bob, 29)
        self.wait_age(bob, 'This reply gets stale. If your friend cannot take it soon, '
                           'ask for a new invite.')
        self.age(alice, 80)
        alice.give(reply)
        self.wait_alert(alice, 'minutes old and will probably not work. '
                               'Begin again with a new invite.')
        self.assertRegex(self.alerts(alice)[0], '^This reply is 6[012] ')
        alice.button('Receive Answer').click()
        for person in alice, bob:
            person.wait_connected()
            self.desktop.wait(lambda p=person: not self.shows(p, 'stale'), 'nothing is stale')
        self.quit(alice, bob)

    def test_an_old_link(self):
        """The question says it too, before anything is contacted."""
        alice, bob = self.person('alice'), self.aging_person('bob')
        self.age(bob, 24 * 60)
        self.open_link(bob, self.invite(alice))
        dialog = self.dialog(bob, 'Talk with this person?')
        self.assertTrue(any('This invite is 24 hours old' in n.text()
                            for n in dialog.find_all(role='label')))
        self.press(dialog, 'Cancel')
        self.quit(alice, bob)

    # -- Links ---------------------------------------------------------------

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

    def open_over_the_bus(self, profile, link):
        name = duo.APP_ID + '.' + profile
        subprocess.run(
            ['gdbus', 'call', '--session', '--dest', name, '--object-path',
             '/' + name.replace('.', '/'), '--method', 'org.freedesktop.Application.Open',
             "['%s']" % link, '{}'],
            env=self.desktop.env, check=True, timeout=20, stdout=subprocess.DEVNULL)

    def test_a_desktop_that_activates_over_the_bus(self):
        """DBusActivatable: the link comes as a URI, and nothing of it may change."""
        alice, bob = self.pair(settings={'display-name': 'Zoë'})
        code = self.invite(alice)
        self.open_over_the_bus(bob.profile, code)
        self.press(self.dialog(bob, 'Talk with Zoë?'), 'Talk')
        alice.take_answer(self.wait_code(bob, REPLY))
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def test_a_link_starts_it_over_the_bus(self):
        """Nothing runs: the bus starts the program as the service file says, and it asks."""
        name = duo.APP_ID + '.bob'
        folder = tempfile.mkdtemp(dir=self.desktop.tmp)
        go = pathlib.Path(folder, 'go')
        os.mkfifo(go)
        services = pathlib.Path(self.desktop.env['XDG_RUNTIME_DIR'], 'dbus-1', 'services')
        services.mkdir(parents=True, exist_ok=True)
        pathlib.Path(services, name + '.service').write_text(
            '[D-BUS Service]\nName=%s\nExec=/bin/sh -c "echo > %s"\n' % (name, go), encoding='utf-8')
        # The bus starts it where the test can see it: it waits for the word of the service.
        program = pathlib.Path(folder, 'start')
        program.write_text('#!/bin/sh\nread _ <%s\nexec %s "$@"\n' % (go, duo.duologue()), encoding='utf-8')
        program.chmod(0o700)
        alice = self.person('alice', settings={'display-name': 'Alice'})
        code = self.invite(alice)
        subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/',
                        '--method', 'org.freedesktop.DBus.ReloadConfig'],
                       env=self.desktop.env, check=True, timeout=20, stdout=subprocess.DEVNULL)
        opening = threading.Thread(target=self.open_over_the_bus, args=('bob', code))
        opening.start()
        bob = self.person('bob', program=str(program), arguments=['--gapplication-service'])
        opening.join(60)
        self.press(self.dialog(bob, 'Talk with Alice?'), 'Talk')
        alice.take_answer(self.wait_code(bob, REPLY))
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def test_the_text_of_a_qr_code_is_a_link(self):
        """A telephone or a scanner hands on what the picture says: capitals, with spaces and
        percent signs, as they are or escaped."""
        alice, bob = self.pair()
        self.invite(alice)
        path = pathlib.Path(self.desktop.tmp, 'code.png')
        path.write_bytes(self.copy_qr(alice))
        text = self.zbar(path)
        self.assertTrue(text.startswith('DUOLOGUE:I/'), text)
        for link in text, urllib.parse.quote(text, safe='$*+-./:'):
            for hand_over in (self.open_link, bob), (self.open_over_the_bus, bob.profile):
                hand_over[0](hand_over[1], link)
                self.press(self.dialog(bob, 'Talk with this person?'), 'Cancel')
                self.desktop.wait(lambda: len(bob.app.windows()) == 1, 'the question is gone')
        self.open_over_the_bus(bob.profile, text)
        self.press(self.dialog(bob, 'Talk with this person?'), 'Talk')
        self.wait_code(bob, REPLY)
        path.write_bytes(self.copy_qr(bob))
        self.open_link(alice, self.zbar(path))
        self.press(self.dialog(alice, 'Your friend has answered. Connect?'), 'Connect')
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)


if __name__ == '__main__':
    tap.main()
