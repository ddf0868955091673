#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing without a name, whatever the window shows, and no place that the Tab key cannot leave."""

import contextlib
import pathlib
import signal
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from invites import InviteCase  # noqa: E402
from scenes import unnamed  # noqa: E402

# What is read or scrolled, not acted on.
NO_STOPS = {'frame', 'panel', 'scroll pane', 'label', 'list item', 'list'}
# The window manager's, which has keys of its own for them.
WINDOW_BUTTONS = {'Minimize', 'Maximize', 'Close'}


class Names(InviteCase):
    # -- Helpers -------------------------------------------------------------

    def check(self, person, state, *present):
        """All windows of PERSON, once what is named so PRESENT is there."""
        if present:
            self.desktop.wait(lambda: set(present) <= {node.name for node in person.app.node.walk()
                                                       if node.name in present and node.extents()[2] > 0},
                              '%r are there: %s' % (present, state))
        self.assertEqual(unnamed(person.app.node), [], state)
        print('# named: %s' % state, flush=True)

    def keys(self, person, *keys):
        person.app.activate()
        for key in keys:
            self.desktop.key(key)

    def close_window(self, person):
        self.desktop.key('Escape')
        self.desktop.wait(lambda: len(person.app.windows()) == 1, 'Escape closed it')

    def wait_window(self, person):
        return self.desktop.wait(
            lambda: next((w for w in person.app.windows() if w.acc != person.window.acc
                          and person.app.xid(w)), None), 'a second window is shown')

    def focus(self, person):
        """Where the focus is: the accessible, its role, its name."""
        return next((node for node in person.window.walk() if 'focused' in node.states()), None)

    # -- Names ---------------------------------------------------------------

    def test_windows(self):
        """The start, and the windows beside it."""
        alice = self.person()
        self.check(alice, 'start', 'Invite', 'Message')
        self.keys(alice, 'ctrl+o')
        self.check(alice, 'no conversation is kept', 'Search conversations')
        self.desktop.key('Escape')
        for keys, state, *present in (('ctrl+comma', 'preferences', 'Run in the Background'),
                                      ('ctrl+question', 'shortcuts'), ('shift+F1', 'about'),
                                      ('ctrl+l', 'loopback', 'Local description')):
            self.keys(alice, keys)
            window = self.wait_window(alice)
            self.check(alice, state, *present)
            if state == 'preferences':
                for page in 'Privacy', 'Connections':
                    window.find(role='page tab', name=page, where=guikit.Node.is_visible).click()
                    self.check(alice, 'preferences, ' + page)
            if state == 'loopback':
                window.do('window.close')
            else:
                self.close_window(alice)
        self.quit(alice)

    def test_invites(self):
        """An invite in every form, the question, the reply, a mistake."""
        alice, bob = self.pair()
        code = self.invite(alice)
        self.check(alice, 'invite shown', 'Short Invite', 'QR Code')
        self.show_qr(alice)
        self.check(alice, 'QR code', 'Copy Image')
        self.close_window(alice)
        self.choose(alice, 'JSON for Browsers')
        alice.wait_signal('offer')
        self.check(alice, 'JSON shown')
        self.open_link(bob, code)
        dialog = self.dialog(bob, 'Talk with this person?')
        self.check(bob, 'question', 'Talk')
        self.press(dialog, 'Talk')
        self.wait_code(bob, 'duologue:a/')
        self.check(bob, 'accepting')
        bob.give('no signal at all')
        bob.button('Accept').click()
        self.check(bob, 'mistaken')
        self.quit(alice, bob)

    def test_messages(self):
        """Connected, and what is done with messages."""
        alice, bob = self.connected_pair(settings={'display-name': 'Robin'})
        for text in 'one', 'two':
            alice.send(text, by_enter=True)
            bob.wait_row(text)
        self.check(bob, 'connected', 'Hang Up')
        bob.show_signals()
        self.check(bob, 'connected, signals shown')

        bob.app.activate()
        reply = bob.offer('two', 'menu item', 'Reply')
        self.check(bob, 'message menu', 'Reply')
        reply.do(reply.actions()[0])
        bob.wait_label('Reply to')
        self.check(bob, 'reply')
        self.desktop.key('Escape')
        bob.send('mine', by_enter=True)
        bob.box('Message').press('Up')
        bob.box('Message').wait_text('mine')
        self.check(bob, 'edit')
        self.desktop.key('Escape')
        emoji = alice.offer('mine', 'push button', 'React with 👍')
        emoji.do(emoji.actions()[0])
        bob.wait_row('👍')
        self.check(bob, 'reaction')
        bob.choose('one', 'Select')
        bob.wait_label('1 message selected')
        self.check(bob, 'selection', 'Copy Messages')
        self.desktop.key('Escape')

        self.quit(alice, bob)

    def test_searching(self):
        alice, bob = self.connected_pair(settings={'display-name': 'Robin'})
        self.keys(bob, 'alt+Return')
        self.check(bob, 'how it is connected', 'Copy Report')
        self.desktop.key('Escape')
        self.keys(bob, 'ctrl+f')
        self.check(bob, 'search bar', 'Earlier', 'Later')
        self.keys(bob, 'ctrl+d')
        self.check(bob, 'days', 'Day', 'Previous Month')
        self.desktop.key('Escape')
        self.desktop.key('Escape')
        self.keys(bob, 'ctrl+o')
        self.check(bob, 'conversations', 'Delete the conversation with Robin')
        self.desktop.key('Escape')
        bob.window.find(role='push button', name='Main Menu').click()
        self.check(bob, 'main menu', 'Export')
        self.desktop.key('Escape')
        self.quit(alice, bob)

    def test_ends(self):
        """Shaky, lost, and what did not arrive."""
        alice, bob = self.connected_pair()
        alice.app.process.send_signal(signal.SIGSTOP)
        bob.wait_status('Connection shaky', timeout=duo.CONNECT_S)
        self.check(bob, 'shaky')
        alice.app.kill()
        bob.wait_status('Connection lost', timeout=60 * guikit.SLOWNESS)
        bob.send('are you there?', by_enter=True)
        self.check(bob, 'lost')
        self.quit(bob)
        self.failed(bob)

    def failed(self, person):
        """What a page did not get, as it is after a new start."""
        path = pathlib.Path(person.home, 'data', 'duologue', 'profiles', person.profile, 'conversations.db')
        with contextlib.closing(sqlite3.connect(path)) as database, database:
            database.execute("DELETE FROM outbox WHERE message IN (SELECT id FROM messages WHERE text = 'are you there?')")
            database.execute("UPDATE messages SET has_failed = 1 WHERE text = 'are you there?'")
        person = self.person(person.profile, home=person.home)
        self.keys(person, 'ctrl+o')
        person.window.find(role='push button', name='Conversations').wait(
            lambda n: 'expanded' in n.states(), 'shows the list')
        self.desktop.key('Return')
        person.wait_row('are you there?')
        self.check(person, 'failed', 'Retry')
        self.quit(person)

    # -- The keyboard --------------------------------------------------------

    def stops(self, window):
        """What a person who has only keys must be able to get to."""
        return {(n.role, n.name) for n in window.walk()
                if {'focusable', 'sensitive'} <= n.states() and n.role not in NO_STOPS
                and n.name not in WINDOW_BUTTONS and n.is_visible()}

    def round(self, person, key='Tab'):
        """Presses KEY until the focus is where it began; gives all places that it was at."""
        self.desktop.wait(lambda: self.focus(person), 'something has the focus')
        first = self.focus(person)
        places, last = [], first
        for _ in range(guikit.MOST_TABS):
            self.desktop.key(key)
            last = self.desktop.wait(lambda before=last: (lambda n: n if n and n.acc != before.acc else None)(
                self.focus(person)), 'the focus leaves %r' % last)
            self.assertTrue(last.name, 'what has the focus has a name: %s in %s'
                            % (last.role, [p.name for p in last.parents()]))
            places.append((last.role, last.name))
            if last.acc == first.acc:
                return places
        raise AssertionError('the focus never came back to %r: %r' % (first, places))

    def assert_all_reached(self, person, places):
        rest = {stop for stop in self.stops(person.window) if stop not in places}
        self.assertEqual(rest, set(), 'the Tab key reaches everything')

    def test_tab_goes_round_the_start(self):
        alice = self.person()
        alice.app.activate()
        alice.box("Friend's signal").focus()
        places = self.round(alice)
        self.assert_all_reached(alice, places)
        self.assertEqual(sorted(places), sorted(self.round(alice, 'shift+Tab')), 'and back again')
        self.quit(alice)

    def test_tab_goes_round_a_talk(self):
        alice, bob = self.connected_pair()
        for text in 'one', 'two', 'three':
            alice.send(text, by_enter=True)
            bob.wait_row(text)
        bob.send('x')
        bob.app.activate()
        bob.box('Message').type('something')
        places = self.round(bob)
        self.assert_all_reached(bob, places)
        self.assertEqual([role for role, _ in places].count('list item'), 1, 'one stop in the log')
        self.assertEqual(sorted(places), sorted(self.round(bob, 'shift+Tab')), 'and back again')
        # The arrows walk the log, row by row, and each row says all of it.
        self.desktop.key('shift+F6')
        for beginning in 'Me: x', 'Friend: three', 'Friend: two', 'Friend: one':
            self.desktop.wait(lambda b=beginning: (self.focus(bob).name or '').startswith(b + ', '),
                              'the focus is at %r' % beginning)
            self.desktop.key('Up')
        self.quit(alice, bob)


if __name__ == '__main__':
    tap.main()
