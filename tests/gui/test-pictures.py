#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures in data/screenshots show the window as it is: they are made once more and compared.

What stands in boxes of signals and the time of day differ each time and are covered first.  Where
other versions of GTK or of a font would draw another picture, the files that they were drawn from are
compared in their place.  When a case fails the window was changed: look at the new picture, and run
build-aux/screenshot.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import duo  # noqa: E402
import guikit  # noqa: E402
import pictures  # noqa: E402
import tap  # noqa: E402

KEPT = duo.ROOT / 'data' / 'screenshots'
# Pixels that may differ, each by more than a tenth: less than a word.
ALLOWED = 60


def differing(kept, new):
    """How many pixels differ outside of what changes each time; all, if the size does."""
    cover = [word for x, y, w, h in new.changing
             for word in ('-draw', 'rectangle %d,%d %d,%d' % (x - 2, y - 2, x + w + 2, y + h + 2))]
    with tempfile.TemporaryDirectory() as folder:
        covered = []
        for path in kept, new.path:
            covered.append('%s/%d.png' % (folder, len(covered)))
            subprocess.run(['convert', path, '-fill', 'black', *cover, covered[-1]], check=True)
        run = subprocess.run(['compare', '-metric', 'AE', '-fuzz', '10%', *covered, 'null:'],
                             capture_output=True, text=True, check=False)
    found = re.match(r'[\d.e+]+', run.stderr)
    return int(float(found.group())) if found and run.returncode < 2 else None


@unittest.skipIf(guikit.SLOWNESS > 1, 'the sanitizers draw nothing else')
class Pictures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(duo.artifacts('gui'), 'pictures')
        cls.made = {}
        cls.is_drawn_alike = all(pictures.said(kept, 'Software') == pictures.drawn_with()
                                 for kept in KEPT.glob('*.png'))
        if not cls.is_drawn_alike:
            print('# no pixel is compared: the pictures were drawn with other versions', flush=True)
        try:
            made = pictures.make(cls.folder)
        except guikit.GuiError as error:    # a lost click; see cases.DesktopCase
            print('# failed, and is run again: %s' % str(error).splitlines()[0], flush=True)
            made = pictures.make(cls.folder)
        cls.made = {picture.name: picture for picture in made}

    def check(self, name):
        new, kept = self.made[name], KEPT / (name + '.png')
        if not self.is_drawn_alike:
            self.assertEqual(pictures.said(kept, 'Source'), pictures.drawn_from(),
                             '%s was drawn from other files; look at it and run build-aux/screenshot'
                             % kept)
            return
        count = differing(kept, new)
        self.assertIsNotNone(count, '%s has another size than %s' % (new.path, kept))
        self.assertLessEqual(count, ALLOWED, '%s is not what the window shows, which is %s; '
                             'if that is as it should be, run build-aux/screenshot'
                             % (kept, new.path))

    def test_conversation(self):
        self.check('conversation')

    def test_dark(self):
        self.check('conversation-dark')

    def test_invite(self):
        self.check('invite')

    def test_nothing_else_is_kept(self):
        self.assertEqual({path.stem for path in KEPT.glob('*.png')}, set(self.made))

    def test_a_change_is_seen(self):
        """A single word more is enough."""
        new = self.made['conversation']
        changed = str(self.folder / 'changed.png')
        subprocess.run(['convert', new.path, '-fill', 'black', '-pointsize', '14', '-annotate',
                        '+400+600', 'Hello', changed], check=True)
        self.assertGreater(differing(changed, new), ALLOWED)
        self.assertEqual(differing(new.path, new), 0)


if __name__ == '__main__':
    tap.main()
