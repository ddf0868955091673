# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Duologue's window in the words of a test: who invites, what stands where, what was said.

Names are the English ones of the contract; a run in another language translates them itself.
"""

import atexit
import functools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import guikit
from contract_words import CONTRACT

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get('DUO_BUILD', ROOT / 'build')).resolve()
APP_ID = 'io.github.duologue.Duologue'
BOXES = ('Your signal', "Friend's signal", 'Your candidates')
STEPS = ('Invite', 'Accept', 'Receive Answer', 'Receive Candidate', 'Hang Up', 'Send')
LABELS = ('label', 'status bar', 'alert', 'notification')
CONNECT_S = 20 * guikit.SLOWNESS

# In a network namespace of ours there is a second address, which leads nowhere.
LOOPBACK = '127.0.0.1'
ADDRESS = os.environ.get('DUO_NOWHERE_ADDRESS', LOOPBACK)


def artifacts(name):
    """Where the pictures and logs of the suite NAME stay."""
    return os.path.join(os.environ.get('DUO_ARTIFACTS', BUILD / 'artifacts'), name)


@functools.lru_cache(maxsize=None)
def schema_folder():
    """The GSettings schema, compiled where it disturbs nobody."""
    folder = tempfile.mkdtemp(prefix='duo-schema-')
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    subprocess.run(['glib-compile-schemas', '--targetdir', folder, ROOT / 'data'], check=True)
    return folder


def as_variant(value):
    """VALUE as GVariant text: strings, lists of them, booleans, integers."""
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, (list, tuple)):
        return '@as [%s]' % ', '.join(as_variant(v) for v in value)
    if isinstance(value, str):
        return "'%s'" % value.replace('\\', '\\\\').replace("'", "\\'")
    return str(value)


def write_settings(config, profile, settings):
    """The keyfile that GSettings reads with GSETTINGS_BACKEND=keyfile."""
    path = pathlib.Path(config, 'glib-2.0', 'settings', 'keyfile')
    path.parent.mkdir(parents=True, exist_ok=True)
    place = 'io/github/duologue/Duologue' + ('/profiles/' + profile if profile else '')
    lines = ['%s=%s' % (key, as_variant(value)) for key, value in settings.items()]
    path.write_text('[%s]\n%s\n' % (place, '\n'.join(lines)), encoding='utf-8')
    return path


def write_gtk_settings(config, animations, settings=None):
    """What a GNOME session would tell GTK: its font."""
    path = pathlib.Path(config, 'gtk-4.0', 'settings.ini')
    path.parent.mkdir(parents=True)
    said = {'gtk-font-name': 'Cantarell 11', 'gtk-enable-animations': int(animations),
            **(settings or {})}
    path.write_text('[Settings]\n' + ''.join('%s=%s\n' % item for item in said.items()),
                    encoding='utf-8')


def duologue():
    """The program that is tested."""
    return os.environ.get('DUOLOGUE', str(BUILD / 'src' / 'duologue'))


class Person:
    """One running Duologue and what its person sees and does."""

    def __init__(self, desktop, profile, position=(0, 0), arguments=(), settings=None, size=None,
                 environment=None, animations=True, gtk_settings=None, home=None, program=None):
        """HOME is that of an earlier run, with what was kept and chosen there."""
        self.desktop = desktop
        self.profile = profile
        self.home = home or tempfile.mkdtemp(prefix=profile + '-', dir=desktop.tmp)
        self.words = CONTRACT.get(desktop.locale.partition('.')[0], {})
        chosen = {'local-addresses': [LOOPBACK]}
        if size:
            chosen['window-width'], chosen['window-height'] = size
        chosen.update(settings or {})
        self.keyfile = pathlib.Path(self.home, 'config', 'glib-2.0', 'settings', 'keyfile')
        if not home:
            write_gtk_settings(self.home + '/config', animations, gtk_settings)
            write_settings(self.home + '/config', profile, chosen)
        self.app = desktop.launch(
            [program or duologue(), '--profile=' + profile, *arguments], profile, position, {
                'XDG_CONFIG_HOME': self.home + '/config', 'XDG_DATA_HOME': self.home + '/data',
                'XDG_STATE_HOME': self.home + '/state',
                'GSETTINGS_SCHEMA_DIR': schema_folder(),
                'DUOLOGUE_LOCALEDIR': str(BUILD / 'po'),
                'GST_REGISTRY': os.environ.get('GST_REGISTRY', str(BUILD / 'gst-registry.bin')),
                **(environment or {}),
            })
        self.window = self.app.window
        self.nodes = {}

    # -- Words ---------------------------------------------------------------

    def say(self, english):
        return self.words.get(english, english)

    # -- Controls ------------------------------------------------------------

    def control(self, role, name, window=None):
        """The control NAME; kept, because a walk over the tree takes a tenth of a second."""
        key = role, name, window.name if window else None
        if key not in self.nodes:
            self.nodes[key] = (window or self.window).find(role=role, name=self.say(name))
        elif not self.nodes[key].name:    # GTK410: it was hidden, and is another one afterwards
            again = (window or self.window).find_all(role=role, name=self.say(name))
            self.nodes[key] = again[0] if again else self.nodes[key]
        return self.nodes[key]

    def button(self, name, window=None):
        return self.control('push button', name, window)

    def box(self, name, window=None):
        return self.control('text', name, window)

    def list(self):
        return self.control('list', 'Conversation')

    def message_label(self, text):
        """The label in the conversation that is exactly TEXT."""
        return self.desktop.wait(
            lambda: next((n for n in self.list().find_all(role='label')
                          if n.text() == text and n.is_visible()), None),
            '%s shows %r' % (self.profile, text))

    def offer(self, text, role, name):
        """Opens the menu of the message TEXT and gives what is called NAME there."""
        def look(_label):
            # GTK48: a popover is a surface of its own, where no hit test finds anything.
            return next((n for n in self.window.find_all(role=role, name=name)
                         if n.is_sensitive() and n.extents()[2] > 0), None)

        return self.message_label(text).click_until(look, 'is offered ' + name, 'b3c')

    def choose(self, text, entry):
        """The menu item ENTRY of the message TEXT."""
        item = self.offer(text, 'menu item', entry)
        item.do(item.actions()[0])

    def status(self):
        """The sentence of Connection status: it stands below the title."""
        if 'status' not in self.nodes:
            named = self.window.find_all(name=self.say('Connection status'))
            self.nodes['status'] = (named or self.window.find_all(role='label')[1:])[0]
        return self.nodes['status'].text()

    def wait_status(self, *sentences, timeout=None):
        pattern = re.compile('|'.join(sentences))
        return self.desktop.wait(lambda: pattern.search(self.status()),
                                 '%s has the status %s' % (self.profile, ' or '.join(sentences)),
                                 timeout)

    def labels(self, window=None):
        """All text that stands in labels and can be seen."""
        return [n.text() for n in (window or self.window).walk()
                if n.role in LABELS and n.has_text() and n.is_visible()]

    def wait_label(self, text, timeout=None):
        """A label that holds TEXT (a part of it is enough)."""
        return self.desktop.wait(
            lambda: next((n for n in self.window.walk() if n.role in LABELS and n.has_text()
                          and text in n.text() and n.is_visible()), None),
            '%s shows %r' % (self.profile, text), timeout)

    def wait_words(self, text, timeout=None):
        """The same where no hit test finds it: in toasts, popovers, behind what lets clicks through."""
        return self.desktop.wait(
            lambda: next((n for n in self.window.walk() if n.role in LABELS and n.has_text()
                          and text in n.text() and n.extents()[2] > 0), None),
            '%s shows %r' % (self.profile, text), timeout)

    def is_sensitive(self, name):
        return self.button(name).is_sensitive()

    # -- The conversation ----------------------------------------------------

    def rows(self):
        """Each row of the conversation as the list of its labels' texts."""
        return [[label.text() for label in row.find_all(role='label') if label.text()]
                for row in self.list().find_all(role='list item')]

    def wait_row(self, text, mine=None, timeout=None, count=1):
        """A row with a label that is exactly TEXT; `mine` checks who is named beside it."""
        def look():
            found = [row for row in self.rows() if text in row]
            if mine is not None:
                found = [row for row in found if (self.say('Me') in row) == mine]
            return found if len(found) >= count else None
        return self.desktop.wait(look, '%s has the row %r' % (self.profile, text), timeout)

    def count_rows(self, text):
        return sum(text in row for row in self.rows())

    def send(self, text, by_enter=False):
        box = self.box('Message')
        if text.isascii() and '\n' not in text:
            box.type(text)
        else:
            box.paste(text)
            box.wait_text(text)
        if by_enter:
            box.press('Return')
        else:
            self.button('Send').click()
        box.wait_text('')

    # -- Signals -------------------------------------------------------------

    def show_signals(self):
        """Brings the pane with the boxes back if it stepped aside."""
        if not self.box("Friend's signal").is_visible():
            self.app.activate()
            self.desktop.key('F9')
            self.box("Friend's signal").wait(lambda n: n.is_visible(), 'is there again')

    def invite(self):
        """Presses Invite; gives the text to carry."""
        before = self.box('Your signal').text()
        self.button('Invite').click()
        return self.wait_signal('offer', before)

    def wait_signal(self, kind, before=''):
        box = self.box('Your signal')
        box.wait(lambda n: n.text() != before and '"%s"' % kind in n.text(),
                 'holds an %s' % kind, CONNECT_S)
        return box.text()

    def give(self, text):
        """Pastes TEXT into Friend's signal in place of what was there."""
        self.show_signals()
        box = self.box("Friend's signal")
        box.clear()
        box.paste(text)
        box.wait(lambda n: n.text() and n.text() in (text, text.strip()), 'holds what was pasted')

    def accept(self, offer):
        """Takes an offer; gives the reply to carry."""
        before = self.box('Your signal').text()
        self.give(offer)
        self.button('Accept').click()
        return self.wait_signal('answer', before)

    def take_answer(self, answer):
        self.give(answer)
        self.button('Receive Answer').click()

    def wait_connected(self, count=1):
        self.wait_row(self.say('Connection established'), timeout=CONNECT_S, count=count)

    def wait_closed(self, count=1, timeout=None):
        self.wait_row(self.say('Connection closed'), timeout=timeout, count=count)

    def hang_up(self):
        self.button('Hang Up').click()

    def quit(self):
        self.app.quit()


def connect(inviter, invited, count=1):
    """The whole exchange by hand, as two people do it."""
    answer = invited.accept(inviter.invite())
    inviter.take_answer(answer)
    for person in inviter, invited:
        person.wait_connected(count)
