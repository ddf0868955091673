#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Duologue talks with real browsers, on the blog's page and on a better one, both ways round.

  test-browser.py BROWSER [CASE…]
"""

import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import browsers  # noqa: E402
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from cases import DesktopCase  # noqa: E402

PAGES = pathlib.Path(__file__).resolve().parent
KIND = sys.argv.pop(1)
GONE_S = 5 * guikit.SLOWNESS


def repack(form, text):
    """TEXT packed into an invite code: the code, or the JSON made of it again."""
    program = os.environ.get('DUO_REPACK', str(duo.BUILD / 'tests' / 'browser' / 'repack'))
    return subprocess.run([program, form], input=text, capture_output=True, text=True,
                          check=True, timeout=20).stdout.strip()


class Browser(DesktopCase):
    suite = 'browser'

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = browsers.KINDS[KIND](cls.desktop.artifacts)
        cls.addClassCleanup(cls.page.close)

    def alice(self):
        # The browser's way to 127.0.0.1 is its business; in a namespace of ours an address that
        # leads nowhere is as good as loopback, and is what a real computer has.
        return self.person(settings={'local-addresses': [duo.ADDRESS]})

    def open(self, name):
        self.page.open(PAGES / (name + '.html'))
        return self.page

    def duologue_invites(self, page, alice):
        page.fill('xx2', alice.invite())
        page.click('accept')
        alice.take_answer(page.wait_value('xx'))

    def page_invites(self, page, alice):
        page.click('invite')
        page.fill('xx2', alice.accept(page.wait_value('xx')))
        page.click('take-answer')

    def talk(self, page, alice):
        """A message each way, shown once on each side."""
        alice.wait_connected()
        page.wait_line('连接已建立')
        alice.send('Hello page, Grüße 漢字 👋')
        page.wait_line('Hello page, Grüße 漢字 👋')
        page.fill('message', 'hello from the page 你好')
        page.click('send')
        alice.wait_row('hello from the page 你好', mine=False)
        alice.send('and back')
        page.wait_line('and back')
        lines = page.chat()
        for text in 'Hello page, Grüße 漢字 👋', 'and back', '我: hello from the page 你好':
            self.assertEqual(lines.count(text), 1, lines)
        self.assertEqual(alice.count_rows('hello from the page 你好'), 1)
        self.assertEqual(alice.count_rows('Connection established'), 1)

    def is_closed_soon(self, alice):
        alice.wait_row('Connection closed', timeout=GONE_S)

    def test_blog_duologue_invites(self):
        page, alice = self.open('blog'), self.alice()
        self.duologue_invites(page, alice)
        self.talk(page, alice)
        alice.hang_up()
        page.wait_line('连接已关闭')
        self.quit(alice)

    def test_blog_page_invites(self):
        page, alice = self.open('blog'), self.alice()
        self.page_invites(page, alice)
        self.talk(page, alice)
        page.leave()
        self.is_closed_soon(alice)
        self.quit(alice)

    def test_blog_page_gives_a_candidate_too(self):
        """The page's last candidate is pasted as well, though it is not needed."""
        page, alice = self.open('blog'), self.alice()
        page.click('invite')
        offer, candidate = page.wait_value('xx'), page.wait_value('xx3')
        page.fill('xx2', alice.accept(offer))
        alice.give(candidate)
        alice.button('Receive Candidate').click()
        page.click('take-answer')
        self.talk(page, alice)
        self.quit(alice)
        page.wait_line('连接已关闭')

    def test_better_duologue_invites(self):
        page, alice = self.open('better'), self.alice()
        self.duologue_invites(page, alice)
        self.talk(page, alice)
        page.click('hang-up')
        self.is_closed_soon(alice)
        self.quit(alice)

    def test_better_page_invites(self):
        page, alice = self.open('better'), self.alice()
        self.page_invites(page, alice)
        self.talk(page, alice)
        self.quit(alice)
        page.wait_line('连接已关闭')

    def test_code_duologue_invites(self):
        """The page takes JSON that was an invite code in between, and its answer may be one."""
        page, alice = self.open('better'), self.alice()
        page.fill('xx2', repack('json', alice.invite()))
        page.click('accept')
        alice.take_answer(repack('code', page.wait_value('xx')))
        self.talk(page, alice)
        self.quit(alice)

    def test_code_page_invites(self):
        page, alice = self.open('better'), self.alice()
        page.click('invite')
        alice.give(repack('code', page.wait_value('xx')))
        alice.button('Accept').click()
        # An invite that came as a code is answered with one.
        box = alice.box('Your signal')
        box.wait(lambda n: n.text().startswith('duologue:a/'), 'holds a short reply', duo.CONNECT_S)
        page.fill('xx2', repack('json', box.text()))
        page.click('take-answer')
        self.talk(page, alice)
        self.quit(alice)

    def test_page_closed(self):
        page, alice = self.open('blog'), self.alice()
        self.duologue_invites(page, alice)
        self.talk(page, alice)
        page.leave()
        self.is_closed_soon(alice)
        # The same conversation goes on with a page that was opened anew.
        page = self.open('better')
        self.duologue_invites(page, alice)
        alice.wait_connected(count=2)
        page.wait_line('连接已建立')
        self.quit(alice)


if __name__ == '__main__':
    tap.main()
