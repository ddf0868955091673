#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Finding words in what was said, and walking about in the window."""

import contextlib
import json
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import guikit  # noqa: E402
import tap  # noqa: E402
from scenes import Scenes  # noqa: E402

SAID = 'the first needle', 'hay', 'NEEDLES and pins', 'a needle as well'


class Find(Scenes):
    def talk(self, **options):
        alice, bob = self.connected_pair(**options)
        box = bob.box('Message')
        box.focus()
        for text in SAID:
            guikit.Atspi.generate_keyboard_event(0, text, guikit.Atspi.KeySynthType.STRING)
            box.wait_text(text)
            self.desktop.key('Return')
            box.wait_text('')
        alice.wait_row(SAID[-1], mine=False)
        alice.app.activate()
        return alice, bob

    def entry(self, person):
        # GTK48: a search entry's role is "entry"; newer ones call it text.
        return person.window.find(name='Find in conversation',
                                  where=lambda n: n.role in ('text', 'entry'))

    def open_bar(self, person):
        person.app.activate()
        self.desktop.key('ctrl+f')
        entry = self.entry(person)
        entry.wait(lambda n: 'focused' in n.states(), 'has the focus')
        return entry

    def look_for(self, text):
        guikit.Atspi.generate_keyboard_event(0, text, guikit.Atspi.KeySynthType.STRING)

    def wait_focus(self, person, name):
        person.box(name).wait(lambda n: 'focused' in n.states(), 'has the focus')

    def test_find_and_walk(self):
        alice, bob = self.talk()
        alice.box('Message').focus()
        self.open_bar(alice)
        self.look_for('needle')
        alice.wait_label('1 of 3')
        for keys, count in (('Return', '2 of 3'), ('ctrl+g', '3 of 3'), ('Return', '1 of 3'),
                            ('shift+Return', '3 of 3'), ('ctrl+shift+g', '2 of 3'),
                            ('Up', '3 of 3'), ('Down', '2 of 3')):
            self.desktop.key(keys)
            alice.wait_label(count)
        alice.button('Earlier').click()
        alice.wait_label('3 of 3')
        alice.button('Later').click()
        alice.wait_label('2 of 3')
        # What is said now is found as well, and nobody is moved by it.
        bob.send('one more needle')
        alice.wait_label('3 of 4')
        self.open_bar(alice)
        self.desktop.key('ctrl+a')
        self.look_for('no such thing')
        alice.wait_label('Nothing found')
        self.assertFalse(alice.is_sensitive('Earlier'))
        self.desktop.key('Escape')
        self.wait_focus(alice, 'Message')
        self.entry(alice).wait(lambda n: not n.is_visible(), 'is away')
        self.quit(alice, bob)

    # -- A day ---------------------------------------------------------------

    def put_back(self, person, days):
        """All up to what begins with a word came so many more days ago; nobody has the file open."""
        path = pathlib.Path(person.home, 'data', 'duologue', 'profiles', person.profile, 'conversations.db')
        with contextlib.closing(sqlite3.connect(path)) as database, database:
            for word, n in days.items():
                database.execute('UPDATE messages SET sent_at = sent_at - ?1, kept_at = kept_at - ?1 '
                                 'WHERE id <= (SELECT id FROM messages WHERE text LIKE ?2)',
                                 (n * 86400 * 10**6, word + '%'))

    def row_with_focus(self, person):
        return next((n.name for n in person.list().children() if 'focused' in n.states()), '')

    def test_go_to_day(self):
        alice, bob = self.connected_pair()
        for word in 'early', 'later', 'today':
            alice.send(word + 60 * '\nand on')
            self.desktop.wait(lambda w=word: any(t.startswith(w) for words in bob.rows() for t in words),
                              '%s arrived' % word)
        self.quit(bob)
        alice.wait_closed()
        self.quit(alice)
        self.put_back(alice, {'early': 7, 'later': 2})

        alice = self.person(home=alice.home)
        alice.app.activate()
        self.desktop.key('ctrl+o')
        alice.window.find(role='push button', name='Conversations').wait(
            lambda n: 'expanded' in n.states(), 'shows the list')
        self.desktop.key('Return')
        self.desktop.wait(lambda: any(t.startswith('today') for words in alice.rows() for t in words),
                          'it is open')
        self.desktop.key('ctrl+d')
        alice.window.find(name='Day').wait(lambda n: 'focused' in n.states(), 'has the focus')
        # Yesterday nothing was said: from there on it is today's.
        for keys, word in (('Left',), 'today'), (('Left',), 'later'), (('Up',), 'early'):
            for key in keys:
                self.desktop.key(key)
            self.desktop.wait(lambda w=word: any(
                label.text().startswith(w) for row in alice.list().shown()[:2]
                for label in row.find_all(role='label') if label.has_text()), 'the log begins with %r' % word)
        self.desktop.key('Return')
        # How the two were joined is the first that stands there.
        self.desktop.wait(lambda: 'Connection established' in self.row_with_focus(alice),
                          'the first row of that day has the focus')
        self.quit(alice)

    # -- Into a file ---------------------------------------------------------

    def export(self, person, name):
        """Saves what the dialog offers under another name; gives what is in it then."""
        path = pathlib.Path(person.home, name)
        dialog = self.desktop.wait(lambda: next((w for w in person.app.windows() if w.acc != person.window.acc), None),
                                   'it asks where')
        self.desktop.wait(lambda: person.app.xid(dialog) and person.app.has_focus(dialog), 'the dialog has the keyboard')
        self.desktop.key('ctrl+a')
        self.look_for(str(path))
        self.desktop.key('Return')
        # The toast that tells it may be gone before a busy machine has looked at every label.
        self.desktop.wait(path.exists, '%s is there' % name)
        self.desktop.wait(lambda: len(person.app.windows()) == 1, 'the dialog is gone')
        return path.read_text(encoding='utf-8')

    def test_export(self):
        alice, bob = self.talk(settings={'display-name': 'Robin'})
        self.desktop.key('ctrl+shift+s')
        lines = self.export(alice, 'said.txt').splitlines()
        said = [line for line in lines if line.endswith(SAID)]
        self.assertEqual(len(said), len(SAID), lines)
        for line in said:
            self.assertRegex(line, r'\d\d:\d\d.* Robin: ')

        alice.window.find(role='push button', name='Main Menu').click()
        for name in 'Export', 'As JSON…':
            item = alice.window.find(role='menu item', name=name)
            item.do(item.actions()[0])
        kept = json.loads(self.export(alice, 'said.json'))
        self.assertEqual([m['text'] for m in kept['messages'] if m['from'] == 'friend'], list(SAID))
        self.quit(alice, bob)

    # -- Walking -------------------------------------------------------------

    def test_f6_walks_the_panes(self):
        alice, bob = self.talk()
        alice.box('Message').focus()

        def pane():
            """Where the focus is, in a word."""
            for node in alice.window.walk():
                if 'focused' not in node.states():
                    continue
                names = [n.name for n in [node, *node.parents()]]
                for name in 'Message', 'Conversation', 'Find in conversation', "Friend's signal":
                    if name in names:
                        return name
                return node.name
            return None

        def walk(keys, names):
            for name in names:
                self.desktop.key(keys)
                self.desktop.wait(lambda n=name: pane() == n, 'the focus is at %r' % name)

        walk('shift+F6', ['Conversation'])
        walk('F6', ['Message'])
        self.desktop.key('F6')
        self.desktop.wait(lambda: pane() not in ('Message', 'Conversation', None), 'it is in the header')
        walk('F6', ['Conversation', 'Message'])
        self.open_bar(alice)
        walk('F6', ['Conversation', 'Message'])
        walk('shift+F6', ['Conversation', 'Find in conversation'])
        # The arrows walk the log, and Tab is never trapped there.
        walk('F6', ['Conversation'])
        for key in 'Up', 'Up', 'Down':
            self.desktop.key(key)
        walk('Tab', ['Message'])
        self.quit(alice, bob)


if __name__ == '__main__':
    tap.main()
