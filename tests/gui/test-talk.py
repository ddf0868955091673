#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people invite, accept, answer, talk and hang up, with mouse, keyboard and clipboard."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from cases import DesktopCase  # noqa: E402

CONNECTED = '^Connected (directly|over the local network)$'


class Talk(DesktopCase):
    def test_exchange(self):
        alice, bob = self.pair()
        for person in alice, bob:
            self.assertEqual(person.status(), 'Not connected')
            self.assertFalse(person.is_sensitive('Send'))
            self.assertFalse(person.is_sensitive('Hang Up'))
        duo.connect(alice, bob)
        for person in alice, bob:
            person.wait_status(CONNECTED)
            self.assertEqual(person.count_rows('Connection established'), 1)

        said = ((alice, bob, 'Hello Bob, how are you?', False),
                (bob, alice, 'Grüße 漢字 👋', False),
                (alice, bob, 'by Enter', True))
        for speaker, listener, text, by_enter in said:
            speaker.send(text, by_enter=by_enter)
            listener.wait_row(text, mine=False)
            speaker.wait_row(text, mine=True)
        for person in alice, bob:
            for _, _, text, _ in said:
                self.assertEqual(person.count_rows(text), 1, text)
        self.desktop.screenshot('talk')
        self.quit(bob)
        alice.wait_closed()
        self.quit(alice)

    def test_enter_sends_and_shift_enter_makes_a_line(self):
        alice, bob = self.connected_pair()
        box = alice.box('Message')
        box.type('one')
        box.press('shift+Return')
        box.type('two')
        box.wait_text('one\ntwo')
        self.assertEqual(alice.count_rows('one\ntwo'), 0)
        box.press('Return')
        bob.wait_row('one\ntwo', mine=False)
        box.wait_text('')
        box.press('Return')     # there is nothing to send
        alice.send('and on')
        bob.wait_row('and on')
        self.assertEqual(len(bob.rows()), 3)
        self.quit(alice, bob)

    def test_hang_up_ends_it_for_both_and_a_new_invite_goes_on(self):
        alice, bob = self.connected_pair()
        alice.send('before')
        bob.wait_row('before')
        bob.hang_up()
        for person in bob, alice:
            person.wait_closed(timeout=3 * guikit.SLOWNESS)
            person.wait_status('^Not connected$')
            self.assertEqual(person.count_rows('before'), 1, 'the conversation stays')
            self.assertFalse(person.is_sensitive('Send'))
        duo.connect(bob, alice, count=2)
        alice.send('after')
        bob.wait_row('after', mine=False)
        self.assertEqual(bob.count_rows('before'), 1)
        self.quit(alice, bob)

    def test_closed_window_hangs_up(self):
        alice, bob = self.connected_pair()
        self.quit(alice)
        bob.wait_closed(timeout=5 * guikit.SLOWNESS)
        bob.wait_status('^Not connected$')
        self.quit(bob)

    def test_vanished_friend_is_noticed(self):
        alice, bob = self.connected_pair()
        bob.app.kill()
        alice.wait_status('Connection shaky', timeout=10 * guikit.SLOWNESS)
        alice.wait_status('Connection lost', timeout=45 * guikit.SLOWNESS)
        alice.wait_row('Connection lost')
        self.assertTrue(alice.is_sensitive('Invite'))
        self.quit(alice)

    def test_pane_steps_aside_and_comes_back(self):
        alice, bob = self.pair()
        box = alice.box("Friend's signal")
        self.assertTrue(box.is_visible())
        duo.connect(alice, bob)
        box.wait(lambda n: not n.is_visible(), 'stepped aside')
        alice.window.find(role='push button', name='Signals').click()
        box.wait(lambda n: n.is_visible(), 'came back by one click')
        alice.window.find(role='push button', name='Signals').click()
        box.wait(lambda n: not n.is_visible(), 'stepped aside again')
        bob.hang_up()
        box.wait(lambda n: n.is_visible(), 'came back at the end')
        self.quit(alice, bob)

    def test_copy_says_so(self):
        alice = self.person()
        offer = alice.invite()
        copies = alice.window.find_all(role='push button', name='Copy')
        copies[0].click()
        alice.wait_label('Copied')
        self.desktop.wait(lambda: self.desktop.get_clipboard() == offer,
                          'the clipboard holds the offer')
        alice.wait_label('Then paste the reply below.')
        self.assertEqual(alice.box('Your candidates').text().count('"candidate"'),
                         len(alice.box('Your candidates').text().splitlines()))
        self.quit(alice)

    def test_paste_button(self):
        alice, bob = self.pair()
        offer = alice.invite()
        self.desktop.set_clipboard('Hi! Here is my invite:\n\n' + offer + '\n\nBye, A.')
        bob.window.find(role='push button', name='Paste').click()
        bob.wait_label('This is an invite from your friend. Press Accept to make your reply.')
        bob.button('Accept').click()
        alice.take_answer(bob.wait_signal('answer'))
        alice.wait_connected()
        self.quit(alice, bob)

    def test_both_invite_and_one_accepts(self):
        alice, bob = self.pair()
        offer, _ = alice.invite(), bob.invite()
        alice.take_answer(bob.accept(offer))
        for person in alice, bob:
            person.wait_connected()
        self.quit(alice, bob)

    def test_by_keyboard_alone(self):
        alice, bob = self.pair()
        alice.app.activate()
        self.desktop.key('ctrl+i')
        offer = alice.wait_signal('offer')
        self.desktop.key('ctrl+shift+c')
        self.desktop.wait(lambda: self.desktop.get_clipboard() == offer, 'the offer is copied')
        bob.app.activate()
        self.desktop.key('ctrl+shift+v')
        bob.wait_label('Press Accept')
        self.desktop.key('ctrl+e')
        answer = bob.wait_signal('answer')
        self.desktop.key('ctrl+shift+c')
        self.desktop.wait(lambda: self.desktop.get_clipboard() == answer, 'the answer is copied')
        alice.app.activate()
        self.desktop.key('ctrl+shift+v')
        alice.wait_label('Press Receive Answer')
        self.desktop.key('ctrl+r')
        for person in alice, bob:
            person.wait_connected()
        alice.app.activate()
        alice.box('Message').wait(lambda n: 'focused' in n.states(), 'has the keyboard by itself')
        alice.box('Message').type('no mouse')
        self.desktop.key('Return')
        bob.wait_row('no mouse', mine=False)
        self.desktop.key('ctrl+shift+h')
        bob.wait_closed()
        self.quit(alice, bob)

    def test_messages_that_lie_are_shown_safely(self):
        alice, bob = self.connected_pair()
        texts = ('abc\u202egpj.exe', '<b>bold</b> &amp; <span size="99999">', 'a\u2066b\u0007c')
        for text in texts:
            box = alice.box('Message')
            box.paste(text)
            box.wait(lambda n: n.text(), 'holds the paste')
            alice.button('Send').click()
            box.wait_text('')
        bob.wait_row(texts[1], mine=False)
        self.desktop.wait(lambda: len(bob.rows()) == 1 + len(texts), 'all of them are there')
        shown = ''.join(''.join(row) for row in bob.rows())
        for character in '\u202e\u0007':
            self.assertNotIn(character, shown)
        self.quit(alice, bob)

    def test_long_messages(self):
        """Whole up to what the other side takes; one that is longer is refused before."""
        alice, bob = self.connected_pair()
        text = 'wörd ' * 3000
        box = alice.box('Message')
        box.paste(text)
        box.wait(lambda n: len(n.text()) >= len(text) - 1, 'holds the long text')
        alice.button('Send').click()
        box.wait_text('')
        # What scrolled out of sight is no row any more to newer versions of GTK.
        self.desktop.wait(lambda: any(word.startswith('wörd wörd')
                                      for words in bob.rows() for word in words),
                          'the long message arrived')
        self.desktop.set_clipboard('x' * 1100000)
        box.press('ctrl+v')
        self.desktop.wait(
            lambda: any('too long' in t or 'longer than' in t for t in alice.labels()),
            'it says that the message is too long')
        box.clear()
        alice.send('still here')
        bob.wait_row('still here', mine=False)
        self.assertFalse(any(w.startswith('xxx') for words in bob.rows() for w in words))
        self.quit(alice, bob)


if __name__ == '__main__':
    tap.main()
