#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Duologue developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the icons: they are there, are drawn by librsvg, and the symbolic one has one colour.

  check-icons.py ROOT APP-ID [CASE…]
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'support'))
import tap  # noqa: E402

ROOT = pathlib.Path(sys.argv.pop(1)).resolve()
APP_ID = sys.argv.pop(1)
# What runs or loads something has no place in an icon.
ACTIVE = re.compile(r'<script|<foreignObject|<image|xlink:href="(?!#)|href="(?!#)|@import|url\((?!#)')


def find(name):
    return sorted(p for folder in ('data', 'src')
                  for p in (ROOT / folder).rglob('*.svg') if p.name == name)


class Icons(unittest.TestCase):
    def test_application_icons(self):
        for name in f'{APP_ID}.svg', f'{APP_ID}-symbolic.svg':
            with self.subTest(name):
                self.assertEqual(len(find(name)), 1, f'{name} is there once')

    def test_every_icon_is_drawn(self):
        icons = sorted(p for folder in ('data', 'src') for p in (ROOT / folder).rglob('*.svg'))
        self.assertGreaterEqual(len(icons), 2)
        for icon in icons:
            with self.subTest(icon.relative_to(ROOT).as_posix()):
                text = icon.read_text(encoding='utf-8')
                self.assertIsNone(ACTIVE.search(text), 'loads or runs something')
                root = ET.fromstring(text)
                width, height = (float(root.get(k).removesuffix('px')) for k in ('width', 'height'))
                self.assertEqual(width, height)
                self.assertIn(width, (16, 128) if APP_ID in icon.name else (16,))
                with tempfile.NamedTemporaryFile(suffix='.png') as png:
                    subprocess.run(['rsvg-convert', '--width=64', '--output', png.name, icon],
                                   check=True)
                    self.assertGreater(pathlib.Path(png.name).stat().st_size, 150, 'is empty')

    def test_symbolic_icons_have_one_colour(self):
        for icon in sorted((ROOT).glob('data/**/*-symbolic.svg')) + sorted(
                (ROOT).glob('src/**/*-symbolic.svg')):
            with self.subTest(icon.name):
                colours = set(re.findall(r'#[0-9a-fA-F]{3,8}\b', icon.read_text(encoding='utf-8')))
                self.assertLessEqual(len(colours), 1, colours)


if __name__ == '__main__':
    tap.main()
