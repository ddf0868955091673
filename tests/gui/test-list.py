#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The conversations that are kept: opened again, searched, deleted, brought back, and not kept."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import tap  # noqa: E402
from invites import InviteCase  # noqa: E402

NAMES = {'alice': 'Alice', 'bob': 'Bob', 'carol': 'Carol'}


class Kept(InviteCase):
    # -- Helpers -------------------------------------------------------------

    def named(self, profile, **options):
        settings = {'display-name': NAMES[profile], **options.pop('settings', {})}
        return self.person(profile, settings=settings, **options)

    def again(self, person):
        """The same program, started once more."""
        return self.person(person.profile, home=person.home)

    def talk(self, alice, bob, *texts):
        duo.connect(alice, bob)
        for text in texts:
            alice.send(text)
            bob.wait_row(text, mine=False)

    def open_list(self, person, window=None):
        """Its rows by the friend's name."""
        window = window or person.window
        person.app.activate(window)
        self.desktop.key('ctrl+o')
        button = window.find(role='push button', name='Conversations')
        button.wait(lambda n: 'expanded' in n.states(), 'shows the list')

    def kept(self, person, window=None):
        lists = [n for n in (window or person.window).find_all(name='Conversations')
                 if n.role == 'list']
        return {row.name: row for one in lists for row in one.children()}

    def wait_kept(self, person, *names, window=None):
        self.desktop.wait(lambda: sorted(self.kept(person, window)) == sorted(names),
                          'the list shows %r' % (names,))

    def wait_words(self, window, words):
        # GTK48: a popover is a surface of its own, so looking under a point finds nothing in it.
        self.desktop.wait(lambda: any(words in n.text() for n in window.find_all(role='label')
                                      if n.has_text() and n.extents()[2] > 0), 'shows %r' % words)

    def wait_none_kept(self, person):
        self.wait_words(person.window, 'No conversations are kept yet.')
        self.wait_kept(person)

    def second_window(self, person):
        # Windows are told apart by their sizes.
        person.app.resize(700, 800)
        person.app.activate()
        self.desktop.key('ctrl+n')
        return self.wait_title(person, 'Duologue')

    def wait_title(self, person, title):
        return self.desktop.wait(
            lambda: next((w for w in person.app.windows() if w.name == title), None),
            '%s has a window %r' % (person.profile, title))

    def assert_on_no_disk(self, person, text):
        """After the end: what was deleted is in no file, wherever SQLite moved it."""
        holding = [str(path) for path in pathlib.Path(person.home).rglob('*')
                   if path.is_file() and text.encode() in path.read_bytes()]
        self.assertEqual(holding, [])

    def press_in(self, person, dialog, name):
        self.press(self.dialog(person, dialog), name)

    # -- Opened again --------------------------------------------------------

    def test_kept_and_opened_again(self):
        """Quit, start, open, invite: what waits arrives by itself in the same conversation."""
        alice, bob = self.named('alice'), self.named('bob')
        self.talk(alice, bob, 'see you tomorrow')
        self.quit(bob)
        alice.wait_closed()
        alice.send('are you there?')
        self.quit(alice)

        alice, bob = self.again(alice), self.again(bob)
        self.open_list(alice)
        self.wait_kept(alice, 'Bob')
        row = self.kept(alice)['Bob']
        self.assertIn('1 message waits for your friend.', row.description())
        self.assertIn('are you there?', row.description())
        self.desktop.key('Return')
        alice.wait_row('see you tomorrow', mine=True)
        alice.wait_row('are you there?', mine=True)
        self.assertEqual(len(alice.app.windows()), 1, 'the window was free')

        duo.connect(alice, bob, count=2)
        bob.wait_row('are you there?', mine=False)
        bob.wait_row('see you tomorrow', mine=False)
        bob.send('of course')
        alice.wait_row('of course', mine=False)
        for person in alice, bob:
            self.open_list(person)
            self.assertEqual(len(self.kept(person)), 1, 'it is the same conversation')
            self.desktop.key('Escape')
        self.quit(alice, bob)

    # -- Searched, opened, deleted -------------------------------------------

    def test_search_open_and_delete(self):
        alice, bob = self.named('alice'), self.named('bob')
        self.open_list(alice)
        self.wait_none_kept(alice)
        self.desktop.key('Escape')
        self.talk(alice, bob, 'the first talk')
        self.quit(bob)
        alice.wait_closed()

        # A second window: it is unused, but the conversation has one already.
        second = self.second_window(alice)
        self.open_list(alice, second)
        self.wait_kept(alice, 'Bob', window=second)
        search = second.find(role='entry', name='Search conversations')
        search.type('nobody')
        self.wait_words(second, 'No conversation matches the search.')
        self.wait_kept(alice, window=second)
        self.desktop.key('ctrl+a')
        search.type('FIRST talk')
        self.wait_kept(alice, 'Bob', window=second)
        self.desktop.key('Down')
        self.desktop.key('Return')
        self.desktop.wait(lambda: 'active' in alice.window.states(), 'the window that shows it is in front')
        second.do('window.close')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'the second window is gone')

        # Deleted by keyboard, in the window that shows it.
        self.open_list(alice)
        self.wait_kept(alice, 'Bob')
        self.desktop.key('Down')
        self.desktop.key('Delete')
        # Undo is there for ten seconds.
        alice.window.find(role='push button', name='Undo').do()
        self.desktop.key('Escape')
        alice.wait_row('the first talk', mine=True)
        self.wait_title(alice, 'Bob')

        # Undone is whole: it is there after a restart.  Not undone is gone.
        self.quit(alice)
        alice = self.again(alice)
        self.open_list(alice)
        self.wait_kept(alice, 'Bob')
        self.kept(alice)['Bob'].find(role='push button', name='Delete the conversation with Bob').do()
        alice.wait_label('Conversation deleted')
        self.desktop.key('Escape')
        self.quit(alice)
        self.assert_on_no_disk(alice, 'the first talk')
        alice = self.again(alice)
        self.open_list(alice)
        self.wait_none_kept(alice)
        self.quit(alice)

    def test_delete_while_connected_asks(self):
        alice, bob = self.named('alice'), self.named('bob')
        self.talk(alice, bob, 'still here')
        alice.window.do('win.delete-conversation')
        self.press_in(alice, 'Delete the Conversation with Bob?', 'Cancel')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'the question is gone')
        alice.send('and still connected')
        bob.wait_row('and still connected', mine=False)
        alice.window.do('win.delete-conversation')
        self.press_in(alice, 'Delete the Conversation with Bob?', 'Delete')
        bob.wait_closed()
        alice.wait_label('Conversation deleted')
        self.desktop.wait(lambda: not alice.rows(), 'the conversation is empty')
        self.quit(alice, bob)

    def test_delete_everything(self):
        alice, bob = self.named('alice'), self.named('bob')
        self.talk(alice, bob, 'a secret')
        self.quit(bob)
        alice.wait_closed()
        alice.app.activate()
        self.desktop.key('ctrl+comma')
        window = alice.app.toplevel('Preferences')
        self.privacy(alice, window)
        self.delete_all(window)
        self.press_in(alice, 'Delete All Conversations?', 'Delete All')
        window.find(role='push button', name='Undo').do()
        alice.wait_row('a secret', mine=True)
        self.delete_all(window)
        self.press_in(alice, 'Delete All Conversations?', 'Delete All')
        self.desktop.wait(lambda: not alice.rows(), 'the conversation is empty')
        self.quit(alice)
        self.assert_on_no_disk(alice, 'a secret')
        alice = self.again(alice)
        self.open_list(alice)
        self.wait_none_kept(alice)
        self.quit(alice)

    def delete_all(self, window):
        # GTK48: the name of its row follows the button's own; GTK410: it stands in its place.
        window.find(role='push button', where=lambda n: n.name.startswith(('Delete All…', 'Delete All Conversations'))).do()

    def privacy(self, person, window):
        window.find(name='Privacy', where=lambda n: n.role != 'label' and n.is_visible()).click()

    # -- Not kept ------------------------------------------------------------

    def test_keep_nothing(self):
        alice, bob = self.named('alice'), self.named('bob')
        self.talk(alice, bob, 'off the record')
        alice.window.do('win.keep-history')
        self.open_list(alice)
        self.wait_none_kept(alice)
        self.desktop.key('Escape')
        self.quit(bob)
        alice.wait_closed()
        alice.send('one more thing')
        alice.wait_label('It is lost when this window is closed')
        alice.window.do('window.close')
        self.press_in(alice, 'Lose What Was Not Sent?', 'Cancel')
        self.desktop.wait(lambda: len(alice.app.windows()) == 1, 'the question is gone')
        self.desktop.key('ctrl+q')
        alice.app.is_stopping = True
        self.press_in(alice, 'Lose What Was Not Sent?', 'Keep and Quit')
        alice.app.wait_end()

        alice = self.again(alice)
        self.open_list(alice)
        self.wait_kept(alice, 'Bob')
        self.desktop.key('Return')
        alice.wait_row('one more thing', mine=True)
        alice.wait_row('off the record', mine=True)

        alice.window.do('win.keep-history')
        alice.wait_label('It is lost when this window is closed')
        alice.window.do('window.close')
        alice.app.is_stopping = True
        self.press_in(alice, 'Lose What Was Not Sent?', 'Close and Lose')
        alice.app.wait_end()
        self.assert_on_no_disk(alice, 'off the record')
        self.assert_on_no_disk(alice, 'one more thing')

    # -- In another window ---------------------------------------------------

    def test_friend_comes_back_in_another_window(self):
        alice, bob = self.named('alice'), self.named('bob')
        self.talk(alice, bob, 'back in a minute')
        self.quit(bob)
        alice.wait_closed()
        first = alice.window
        alice.window = self.second_window(alice)
        alice.nodes.clear()
        bob = self.again(bob)
        bob.take_answer(alice.accept(bob.invite()))
        alice.wait_row('back in a minute', mine=True)
        self.desktop.wait(lambda: any('goes on there' in n.text() for n in
                                      first.find_all(role='label') if n.has_text()),
                          'the first window says where it goes on')
        self.desktop.wait(lambda: first.name == 'Duologue', 'the first window shows it no more')
        self.quit(alice, bob)


if __name__ == '__main__':
    tap.main()
