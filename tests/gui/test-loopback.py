#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Loopback window: the blog's single page, any number of times."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import tap  # noqa: E402
from cases import DesktopCase  # noqa: E402


class Loopback(DesktopCase):
    def boxes(self, person):
        return [person.box(name) for name in ('Local description', 'Remote description')]

    def round(self, person, text):
        """Start, Call, Send, Hang Up."""
        received = person.box('Received')
        for name in 'Call', 'Send', 'Hang Up':
            self.assertFalse(person.is_sensitive(name), name)
        person.button('Start').click()
        person.button('Call').click()
        for box in self.boxes(person):
            box.wait(lambda n: 'a=fingerprint:sha-256' in n.text(), 'holds SDP', duo.CONNECT_S)
        person.button('Send').wait(lambda n: True, 'is there')
        message = person.box('Message')
        message.clear()
        message.paste(text)
        message.wait_text(text)
        person.button('Send').wait(lambda n: n.is_sensitive(), 'can be pressed', duo.CONNECT_S)
        person.button('Send').click()
        received.wait(lambda n: text in n.text().split('\n'), 'holds the message')
        return received

    def test_three_rounds(self):
        alice = self.person(arguments=['--loopback'])
        self.assertEqual(alice.window.name, 'Loopback')
        for number in range(3):
            self.round(alice, 'round %d, Grüße 漢字' % number)
            if number == 0:
                self.assertTrue(any('ms' in text for text in alice.labels()),
                                'it tells how long it took')
                alice.app.screenshot('loopback')
            alice.button('Hang Up').click()
            for box in [*self.boxes(alice), alice.box('Received')]:
                box.wait_text('')
            alice.button('Start').wait(lambda n: n.is_sensitive(), 'works again')
        self.quit(alice)

    def test_several_messages(self):
        alice = self.person(arguments=['--loopback'])
        received = self.round(alice, 'first')
        for text in 'second', 'third':
            message = alice.box('Message')
            message.clear()
            message.type(text)
            alice.button('Send').click()
            received.wait(lambda n: text in n.text().split('\n'), 'holds %r' % text)
        self.assertEqual(received.text().strip().split('\n'), ['first', 'second', 'third'])
        self.quit(alice)

    def test_closed_while_connected(self):
        alice = self.person(arguments=['--loopback'])
        self.round(alice, 'x')
        self.quit(alice)

    def test_from_the_menu(self):
        alice = self.person()
        alice.app.activate()
        self.desktop.key('ctrl+l')
        window = alice.app.toplevel('Loopback')
        alice.button('Start', window).click()
        alice.button('Call', window).wait(lambda n: n.is_sensitive(), 'can be pressed')
        self.quit(alice)


if __name__ == '__main__':
    tap.main()
