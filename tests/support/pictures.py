#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of README.md and of the metainfo: windows of a real talk, as GNOME shows them.

  pictures.py FOLDER    makes them anew

Each says what it was drawn with, because other versions of GTK or of a font draw it differently, and
from which files, for where they do.
"""

import collections
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import duo  # noqa: E402
import guikit  # noqa: E402
import shadow  # noqa: E402

# At most 1000x700, says Flathub, so that words can be read where it is shown smaller.
SIZE = 940, 680
# As in a new GNOME session; a blinking caret would be there one time and not the other.
GTK_SETTINGS = {'gtk-decoration-layout': 'appmenu:close', 'gtk-cursor-blink': 0}
DRAWN_WITH = ('libgtk-4-1', 'libadwaita-1-0', 'libpango-1.0-0', 'libcairo2', 'libfreetype6',
              'adwaita-icon-theme', 'fonts-cantarell', 'fonts-noto-cjk', 'fonts-noto-color-emoji')
TALK = (
    (0, 'Hi! Did the invite come through the mail all right?'),
    (1, 'It did. I pasted the whole mail, and it found the invite in it by itself.'),
    (0, '太好了！ No account, no server, just the two of us 🎉'),
    (1, 'The picture from the mountains: https://example.org/alps'),
    (0, 'Beautiful. Same time next week?'),
)
# Text that is another one each time.
CLOCK = re.compile(r'^\d{1,2}:\d\d')

# `changing` are rectangles (x, y, width, height) whose content is another one each time.
Picture = collections.namedtuple('Picture', 'name path changing')


def drawn_with():
    """The versions of what draws a window here, or nothing where Debian's dpkg is not."""
    try:
        run = subprocess.run(['dpkg-query', '--show', '--showformat=${Package} ${Version}, ',
                              *DRAWN_WITH], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ''
    return run.stdout.removesuffix(', ')


def drawn_from():
    """A sum of everything that says what the window looks like, but for what C code does to it."""
    folder = duo.ROOT / 'src' / 'ui'
    files = [path for end in ('ui', 'css', 'svg') for path in sorted(folder.rglob('*.' + end))]
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.relative_to(folder).as_posix().encode() + b'\0' + path.read_bytes() + b'\0')
    return whole.hexdigest()


def said(path, what):
    """What the picture at PATH says of itself: that it was drawn with Software, from Source."""
    return subprocess.run(['identify', '-format', '%%[%s]' % what, path], capture_output=True,
                          text=True, check=True).stdout


def is_changing(node):
    if not node.has_text():
        return False
    return (CLOCK.match(node.text()) is not None
            or node.role == 'text' and node.text() != '' and 'read-only' in node.states())


def take(person, name, folder):
    """A picture of the person's window."""
    desktop, app = person.desktop, person.app
    app.activate()
    path = os.path.join(folder, name + '.png')
    left, top = shadow.grab(desktop.env['DISPLAY'], app.wait_xid(person.window)[0], path,
                            '-set', 'Software', drawn_with(), '-set', 'Source', drawn_from(),
                            '-define', 'png:exclude-chunks=date,time')
    _, window_x, window_y, _, _ = app.wait_xid(person.window)
    inside_x, inside_y = app.origin(person.window)
    dx, dy = inside_x - window_x - left, inside_y - window_y - top
    boxes = [node.extents() for node in person.window.walk() if is_changing(node)]
    return Picture(name, path, [(x + dx, y + dy, w, h) for x, y, w, h in boxes])


def make(folder):
    """Makes all of them in FOLDER."""
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as logs, guikit.Desktop(logs) as desktop:
        composed = shadow.pretend(desktop.env['DISPLAY'])
        people = [duo.Person(desktop, name, (0, 0), size=SIZE, animations=False,
                             gtk_settings=GTK_SETTINGS,
                             settings={'display-name': name.capitalize(), 'color-scheme': scheme})
                  for name, scheme in (('alice', 'light'), ('bob', 'dark'))]
        offer = people[0].invite()
        made = [take(people[0], 'invite', folder)]
        people[0].take_answer(people[1].accept(offer))
        for person in people:
            person.wait_connected()
        for number, text in TALK:
            people[number].send(text)
            people[1 - number].wait_row(text, mine=False)
        for person, name in zip(people, ('conversation', 'conversation-dark')):
            person.box('Message').wait(lambda n: n.is_visible(), 'is in front')
            made.append(take(person, name, folder))
        for person in people:
            person.app.stop()
        shadow.close_display(composed)
        return made


if __name__ == '__main__':
    for picture in make(sys.argv[1]):
        print(picture.path)
