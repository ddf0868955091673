#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The card that tells how the two are connected, or why not: opened by keyboard, read, copied."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import tap  # noqa: E402
from cases import DesktopCase  # noqa: E402

TURN = 'turn:user:secret@127.0.0.1:9'


class Connection(DesktopCase):
    def open_card(self, person):
        person.app.activate()
        self.desktop.key('alt+Return')
        # The first line has the focus, so that a reader begins there.
        self.desktop.wait(lambda: any('focused' in row.states() for row in self.lines(person)),
                          'the card is open, and its first line has the focus')

    def lines(self, person):
        """Its list's rows; one of two buttons has shown it."""
        lists = [n for n in person.window.find_all(role='list', name=person.say('Connection'))]
        return [row for one in lists for row in one.children()]

    def said(self, person):
        """{title: sentence} of the card."""
        return {row.name: row.description() for row in self.lines(person) if row.description()}

    def wait_said(self, person, title, *parts):
        self.desktop.wait(lambda: all(part in self.said(person).get(title, '') for part in parts),
                          'the card says %r of %s' % (parts, title))

    def copy_report(self, person, with_addresses=False):
        """By keyboard alone: from the list on to the check box and the button."""
        self.desktop.set_clipboard('nothing')
        self.open_card(person)
        check = person.window.find(role='check box', name='Include addresses')
        for _ in self.lines(person):
            self.desktop.key('Tab')
            if 'focused' in check.states():
                break
        check.wait(lambda n: 'focused' in n.states(), 'has the focus')
        if with_addresses:
            self.desktop.key('space')
            check.wait(lambda n: 'checked' in n.states(), 'is checked')
        self.desktop.key('Tab')
        self.desktop.key('Return')
        return self.desktop.wait(lambda: (t := self.desktop.get_clipboard()) != 'nothing' and t, 'a report is copied')

    def test_told_and_copied(self):
        alice, bob = self.pair()
        duo.connect(alice, bob)
        alice.send('hello')
        bob.wait_row('hello')
        self.open_card(alice)
        self.wait_said(alice, 'How you are connected', 'Over the same network')
        self.wait_said(alice, 'There and back', ' ms')
        self.wait_said(alice, "Your friend's computer", 'the one that the reply names')
        self.wait_said(alice, 'Sent and received', ' sent, ', ' received')
        self.wait_said(alice, 'Other machines that were asked', 'None.')
        before = self.said(alice)['Since']
        self.desktop.wait(lambda: self.said(alice)['Since'] != before, 'the card goes on counting')
        self.desktop.key('Escape')
        report = self.copy_report(alice)
        self.assertIn('Over the same network', report)
        self.assertNotIn('127.0.0', report)
        report = self.copy_report(alice, with_addresses=True)
        self.assertIn('127.0.0.1', report)
        # The next one does not name them.
        self.assertNotIn('127.0.0', self.copy_report(alice))
        self.open_card(bob)
        self.wait_said(bob, "Your friend's computer", 'the one that the invite names')
        self.desktop.key('Escape')
        self.quit(alice, bob)

    def test_narrow(self):
        alice, bob = self.pair()
        duo.connect(alice, bob)
        alice.app.resize(360, 640)
        self.open_card(alice)
        self.wait_said(alice, 'How you are connected', 'Over the same network')
        alice.app.screenshot('card-360')
        self.desktop.key('Escape')
        self.quit(alice, bob)

    def test_why_it_failed(self):
        alice = self.person(settings={'turn-servers': [TURN], 'relay-only': True})
        alice.button('Invite').click()
        alice.wait_status('Could not connect', timeout=duo.CONNECT_S)
        self.open_card(alice)
        self.wait_said(alice, 'How you are connected', 'no TURN server answered')
        self.wait_said(alice, 'Other machines that were asked', 'turn:127.0.0.1:9', 'does not answer', 'Only relays')
        self.wait_said(alice, 'What you can do', 'Check the servers in Preferences')
        self.desktop.key('Escape')
        report = self.copy_report(alice)
        self.assertIn('Check the servers in Preferences', report)
        for secret in 'user', 'secret':
            self.assertNotIn(secret, report.replace('used', ''))
        self.quit(alice)


if __name__ == '__main__':
    tap.main()
