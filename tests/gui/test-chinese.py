#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main exchange in Chinese: every name is the contract's, and it works the same."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import tap  # noqa: E402
from scenes import Scenes  # noqa: E402


class Chinese(Scenes):
    locale = 'zh_CN.UTF-8'

    def test_exchange(self):
        alice, bob = self.pair()
        for name in duo.STEPS:
            alice.button(name)
        for name in duo.BOXES + ('Message',):
            alice.box(name)
        self.assertEqual(alice.list().name, '对话')
        duo.connect(alice, bob)
        alice.send('你好，小明！')
        bob.wait_row('你好，小明！', mine=False)
        alice.wait_row('你好，小明！', mine=True)
        bob.send('hello')
        alice.wait_row('hello', mine=False)
        self.desktop.screenshot('chinese')
        alice.hang_up()
        for person in alice, bob:
            person.wait_closed()
        self.quit(alice, bob)

    def test_loopback(self):
        alice = self.person(arguments=['--loopback'])
        self.assertEqual(alice.window.name, '本机演示')
        for name in 'Start', 'Call', 'Hang Up', 'Send':
            alice.button(name)
        for name in 'Local description', 'Remote description', 'Message', 'Received':
            alice.box(name)
        alice.button('Start').click()
        alice.button('Call').click()
        alice.box('Local description').wait(lambda n: n.text().startswith('v=0'), 'holds SDP',
                                            duo.CONNECT_S)
        self.quit(alice)

    def test_pictures(self):
        self.scenes('zh')

    def test_nothing_is_left_in_english(self):
        """No label of the first window is in Latin letters alone."""
        alice = self.person()
        english = [text for text in alice.labels()
                   if text != 'Duologue' and all(c.isascii() for c in text)]
        self.assertEqual(english, [])
        self.quit(alice)


if __name__ == '__main__':
    tap.main()
